package io.callmeter.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/// The body of a request as a stream: unpacked where it was packed, and not longer than allowed.
final class Body {

	/// How many times as long a body may be unpacked; the sample week is ten times as
	/// long.
	private static final int TIGHTEST = 200;

	/// So long may it be in any case.
	private static final long UNSUSPICIOUS = 16L * 1024 * 1024;

	private Body() {
	}

	/// A body of any length.
	/// @throws RequestProblem if it is packed in a way that is not understood
	static InputStream unlimited(HttpServletRequest request) throws IOException {
		String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
		if (encoding == null || encoding.equalsIgnoreCase("identity")) {
			return request.getInputStream();
		}
		return switch (encoding.toLowerCase(Locale.ROOT)) {
			case "gzip", "x-gzip" -> unpacked(request);
			default -> throw new RequestProblem(Problem.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.CONTENT_ENCODING, encoding,
					"Content-Encoding '" + encoding + "' is not supported. Expected gzip, or an uncompressed body.");
		};
	}

	/// A body that may not be longer than said, unpacked.
	/// @throws RequestProblem if its length is announced and too large; a stream that
	/// turns out longer ends in
	/// [BodyTooLarge]
	/// @param remedy against a body that is longer
	static InputStream atMost(DataSize most, String remedy, HttpServletRequest request) throws IOException {
		String refusal = "The body is larger than " + shown(most) + ". " + remedy + ".";
		if (request.getContentLengthLong() > most.toBytes()) {
			throw new RequestProblem(Problem.BODY_TOO_LARGE, HttpHeaders.CONTENT_LENGTH,
					String.valueOf(request.getContentLengthLong()), refusal);
		}
		return new Limited(unlimited(request), most, refusal);
	}

	private static InputStream unpacked(HttpServletRequest request) throws IOException {
		try {
			var packed = new Counted(request.getInputStream());
			return new Unpacked(new GZIPInputStream(packed, 32 * 1024), packed);
		}
		catch (IOException ex) {
			throw new RequestProblem(Problem.UNREADABLE_BODY, HttpHeaders.CONTENT_ENCODING, "gzip",
					"The body is not valid gzip. Compress it, or leave Content-Encoding out.");
		}
	}

	private static String shown(DataSize size) {
		return (size.toMegabytes() > 0) ? size.toMegabytes() + " MB" : size.toBytes() + " bytes";
	}

	/// How much of a packed body was read.
	private static final class Counted extends FilterInputStream {

		private long bytes;

		Counted(InputStream stream) {
			super(stream);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			this.bytes += (read < 0) ? 0 : 1;
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			this.bytes += Math.max(0, read);
			return read;
		}

	}

	/// A body that may not be packed more tightly than calls ever are: a few bytes must
	/// not
	/// keep the service busy for hours.
	private static final class Unpacked extends FilterInputStream {

		private final Counted packed;

		private long bytes;

		Unpacked(InputStream stream, Counted packed) {
			super(stream);
			this.packed = packed;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			this.bytes += Math.max(0, read);
			if (this.bytes > UNSUSPICIOUS && this.bytes / TIGHTEST > this.packed.bytes) {
				throw new BodyTooLarge("The body decompresses to more than " + TIGHTEST
						+ " times its size, which no calls do. Send it uncompressed.");
			}
			return read;
		}

	}

	private static final class Limited extends FilterInputStream {

		private final String refusal;

		private long left;

		Limited(InputStream stream, DataSize most, String refusal) {
			super(stream);
			this.refusal = refusal;
			this.left = most.toBytes();
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			count((read < 0) ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			count(Math.max(0, read));
			return read;
		}

		private void count(int read) throws IOException {
			this.left -= read;
			if (this.left < 0) {
				throw new BodyTooLarge(this.refusal);
			}
		}

	}

}
