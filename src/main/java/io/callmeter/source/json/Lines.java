package io.callmeter.source.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// The lines of a stream, one at a time; a line that is too long is skipped, not kept.
final class Lines {

	private final InputStream stream;

	private final int longest;

	private final byte[] buffer = new byte[64 * 1024];

	private final Line line = new Line();

	private int position;

	private int end;

	private long number;

	/// @param longest how many bytes of a line are kept
	Lines(InputStream stream, int longest) {
		this.stream = stream;
		this.longest = longest;
	}

	/// Moves to the next line.
	/// @return false at the end of the stream
	boolean next() throws IOException {
		this.line.reset();
		boolean read = false;
		while (this.position < this.end || fill()) {
			read = true;
			int from = this.position;
			while (this.position < this.end && this.buffer[this.position] != '\n') {
				this.position++;
			}
			this.line.append(this.buffer, from, this.position - from, this.longest);
			if (this.position < this.end) {
				this.position++;
				break;
			}
		}
		this.number += read ? 1 : 0;
		return read;
	}

	/// Number of the line, from 1.
	long number() {
		return this.number;
	}

	/// Whether the line was longer than is kept.
	boolean isTooLong() {
		return this.line.tooLong;
	}

	/// Whether there is nothing but white space in the line.
	boolean isBlank() {
		return !this.line.tooLong && this.line.isBlank();
	}

	byte[] bytes() {
		return this.line.array();
	}

	int length() {
		return this.line.size();
	}

	private boolean fill() throws IOException {
		this.position = 0;
		this.end = Math.max(0, this.stream.read(this.buffer));
		return this.end > 0;
	}

	/// The bytes of a line, without a copy for each.
	private static final class Line extends ByteArrayOutputStream {

		private boolean tooLong;

		Line() {
			super(4096);
		}

		@Override
		public synchronized void reset() {
			super.reset();
			this.tooLong = false;
		}

		void append(byte[] bytes, int from, int length, int longest) {
			this.tooLong |= size() + (long) length > longest;
			if (!this.tooLong) {
				write(bytes, from, length);
			}
		}

		byte[] array() {
			return this.buf;
		}

		boolean isBlank() {
			for (int i = 0; i < this.count; i++) {
				if (this.buf[i] > ' ' || this.buf[i] < 0) {
					return false;
				}
			}
			return true;
		}

	}

}
