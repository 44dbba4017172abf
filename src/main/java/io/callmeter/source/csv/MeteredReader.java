package io.callmeter.source.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// A text that ends in [RecordTooLong] where a row does not end: the cells of a row are held in memory.
final class MeteredReader extends FilterReader {

	/// What the parser may read ahead of the row it is at.
	private static final int READ_AHEAD = 8 * 1024;

	/// More than any spreadsheet has columns. Each cell takes memory, even an empty one.
	private static final int MOST_DELIMITERS = 50_000;

	private final char delimiter;

	private final int longestRecord;

	private long characters;

	private long delimiters;

	/// @param longestRecord how many characters a row may have
	MeteredReader(Reader reader, char delimiter, int longestRecord) {
		super(reader);
		this.delimiter = delimiter;
		this.longestRecord = longestRecord;
	}

	/// The next row begins.
	void restart() {
		this.characters = 0;
		this.delimiters = 0;
	}

	@Override
	public int read() throws IOException {
		char[] one = new char[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0];
	}

	@Override
	public int read(char[] into, int offset, int length) throws IOException {
		int read = super.read(into, offset, Math.min(length, READ_AHEAD));
		this.characters += Math.max(0, read);
		for (int i = offset; i < offset + read; i++) {
			if (into[i] == this.delimiter) {
				this.delimiters++;
			}
		}
		if (this.characters > (long) this.longestRecord + READ_AHEAD) {
			throw new RecordTooLong("The row is longer than " + this.longestRecord + " characters");
		}
		if (this.delimiters > MOST_DELIMITERS + READ_AHEAD) {
			throw new RecordTooLong("The row has more than " + MOST_DELIMITERS + " delimiters");
		}
		return read;
	}

	/// A row that is longer than is read.
	static final class RecordTooLong extends IOException {

		RecordTooLong(String fault) {
			super(fault);
		}

	}

}
