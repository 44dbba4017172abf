package io.callmeter.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.http.HttpStatus;

/// The rest of a body that was answered before its end is read, so that who sends before reading finds the answer and no
/// broken connection: for a moment where nobody has asked for the body or its sender was refused, and while it keeps its
/// pace where an operation has begun with it. Nobody keeps the service busy with what it does not want.
class UnreadBodies extends ValveBase {

	private static final int MOST = 2 * 1024 * 1024;

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private static final Duration LONGEST_AT_STOP = Duration.ofSeconds(5);

	private final HttpProperties properties;

	private final Stopping stopping;

	UnreadBodies(HttpProperties properties, Stopping stopping) {
		super(true);
		this.properties = properties;
		this.stopping = stopping;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (request.isAsync() || request.isFinished()) {
			return;
		}
		if (response.isError() && response.isCommitted()) {
			// An answer that broke off must not look as if it had come to its end.
			response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
			return;
		}
		response.finishResponse();
		boolean read = switch (HttpStatus.resolve(response.getStatus())) {
			case REQUEST_TIMEOUT -> false;
			case UNAUTHORIZED, FORBIDDEN, CONTENT_TOO_LARGE, TOO_MANY_REQUESTS ->
				isReadToItsEnd(request, UnreadBodies::isBrief);
			case null, default -> isReadToItsEnd(request,
					(request.getCoyoteRequest().getBytesRead() == 0) ? UnreadBodies::isBrief : this::keepsPace);
		};
		if (!read) {
			request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

	private static boolean isBrief(long bytes, long nanos) {
		return bytes < MOST && nanos < LONGEST.toNanos();
	}

	private boolean keepsPace(long bytes, long nanos) {
		return this.properties.isInPace(bytes, nanos)
				&& !(this.stopping.isUnderWay() && nanos > LONGEST_AT_STOP.toNanos());
	}

	/// Reads below the stream of the request, which may be closed already.
	private static boolean isReadToItsEnd(Request request, Patience patience) {
		long begun = System.nanoTime();
		var part = new Part();
		try {
			for (long read = 0; patience.goesOn(read, System.nanoTime() - begun);) {
				int more = request.getCoyoteRequest().doRead(part);
				if (more < 0) {
					return true;
				}
				read += more;
			}
		}
		catch (IOException ex) {
			// broken off
		}
		return false;
	}

	/// Whether more is read.
	@FunctionalInterface
	private interface Patience {

		boolean goesOn(long bytes, long nanos);

	}

	/// Where a part of the body is put, to be forgotten.
	private static final class Part implements ApplicationBufferHandler {

		private ByteBuffer bytes = ByteBuffer.allocate(0);

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			this.bytes = buffer;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return this.bytes;
		}

		@Override
		public void expand(int size) {
			// parts are as large as they come
		}

	}

}
