package io.callmeter.http;

import java.io.IOException;
import java.net.SocketTimeoutException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives up on a body that comes too slowly, so that nobody holds a connection for ever with a byte now and then. What
/// the service itself takes to store the body does not count. So with whoever takes an answer too slowly: it may be read
/// from the database while it is sent.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class BodyPace extends OncePerRequestFilter {

	private final HttpProperties properties;

	private final Stopping stopping;

	BodyPace(HttpProperties properties, Stopping stopping) {
		this.properties = properties;
		this.stopping = stopping;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var paced = new PacedAnswer(response, this.properties);
		chain.doFilter(new Paced(request), paced);
		if (paced.isGivenUp()) {
			throw new ClientAbortException("The client read the answer too slowly");
		}
	}

	private final class Paced extends HttpServletRequestWrapper {

		Paced(HttpServletRequest request) {
			super(request);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new PacedStream(super.getInputStream());
		}

	}

	private static final class PacedAnswer extends HttpServletResponseWrapper {

		private final HttpProperties properties;

		private @Nullable PacedOutput output;

		PacedAnswer(HttpServletResponse response, HttpProperties properties) {
			super(response);
			this.properties = properties;
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			if (this.output == null) {
				this.output = new PacedOutput(getResponse(), this.properties);
			}
			return this.output;
		}

		boolean isGivenUp() {
			return this.output != null && this.output.givenUp;
		}

	}

	/// What was taken fast is no credit for what comes later: the pace is looked at anew
	/// after each time of patience. Nobody is waited for before the first bytes leave.
	private static final class PacedOutput extends ServletOutputStream {

		private final ServletResponse response;

		private final ServletOutputStream stream;

		private final HttpProperties properties;

		private long waitedNanos;

		private long bytes;

		private boolean givenUp;

		PacedOutput(ServletResponse response, HttpProperties properties) throws IOException {
			this.response = response;
			this.stream = response.getOutputStream();
			this.properties = properties;
		}

		@Override
		public void write(int one) throws IOException {
			write(new byte[] { (byte) one }, 0, 1);
		}

		@Override
		public void write(byte[] from, int offset, int length) throws IOException {
			requirePace();
			long begun = System.nanoTime();
			this.stream.write(from, offset, length);
			this.bytes += length;
			if (this.response.isCommitted()) {
				this.waitedNanos += System.nanoTime() - begun;
				requirePace();
			}
		}

		@Override
		public void flush() throws IOException {
			requirePace();
			long begun = System.nanoTime();
			this.stream.flush();
			this.waitedNanos += System.nanoTime() - begun;
		}

		private void requirePace() throws IOException {
			this.givenUp |= this.properties.isTakenTooSlowly(this.bytes, this.waitedNanos);
			if (this.givenUp) {
				throw new ClientAbortException("The client read the answer too slowly");
			}
			if (this.waitedNanos >= this.properties.maxWait().toNanos()) {
				this.waitedNanos = 0;
				this.bytes = 0;
			}
		}

		@Override
		public void close() throws IOException {
			if (!this.givenUp) {
				this.stream.close();
			}
		}

		@Override
		public boolean isReady() {
			return this.stream.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.stream.setWriteListener(listener);
		}

	}

	private final class PacedStream extends ServletInputStream {

		private final ServletInputStream stream;

		private long waitedNanos;

		private long bytes;

		PacedStream(ServletInputStream stream) {
			this.stream = stream;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] into, int offset, int length) throws IOException {
			if (BodyPace.this.stopping.endsBodies()) {
				throw stopped();
			}
			long begun = System.nanoTime();
			int read;
			try {
				read = this.stream.read(into, offset, length);
			}
			catch (IOException ex) {
				if (isTimeout(ex)) {
					throw BodyPace.this.stopping.isUnderWay() ? stopped()
							: tooSlow("The request body stopped arriving");
				}
				throw ex;
			}
			this.waitedNanos += System.nanoTime() - begun;
			this.bytes += Math.max(0, read);
			requirePace();
			return read;
		}

		private void requirePace() throws IOException {
			if (!BodyPace.this.properties.isInPace(this.bytes, this.waitedNanos)) {
				throw tooSlow("Only " + this.bytes + " bytes of the request body arrived in "
						+ this.waitedNanos / 1_000_000_000 + " s");
			}
		}

		private static BodyGivenUp stopped() {
			return new BodyGivenUp(Stopping
				.problem("Send everything again, which is safe, or only the records that are not confirmed,"));
		}

		private BodyGivenUp tooSlow(String what) {
			return new BodyGivenUp(new RequestProblem(Problem.BODY_TOO_SLOW, "body", null,
					what + ". Send at least " + BodyPace.this.properties.minDataRate().toBytes()
							+ " bytes per second, or send the rest in another request. Nothing is stored twice."));
		}

		private static boolean isTimeout(Throwable failure) {
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				if (cause instanceof SocketTimeoutException) {
					return true;
				}
			}
			return false;
		}

		@Override
		public int available() throws IOException {
			return this.stream.available();
		}

		@Override
		public void close() throws IOException {
			this.stream.close();
		}

		@Override
		public boolean isFinished() {
			return this.stream.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.stream.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.stream.setReadListener(listener);
		}

	}

}
