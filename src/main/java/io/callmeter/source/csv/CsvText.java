package io.callmeter.source.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a file behind what stands before its first line: a byte order mark, which says more of the character set
/// than anybody else, and the line `sep=;`, with which Excel says the delimiter.
/// @param lines before the text
record CsvText(Reader reader, Charset charset, char delimiter, int lines) {

	/// Stands for bytes that are not in the character set; no text has it.
	private static final char UNREADABLE = '\uFFFF';

	/// The longer ones first, as one of them begins like a shorter one.
	private static final Map<Charset, byte[]> MARKS = new LinkedHashMap<>();

	static {
		for (Charset charset : new Charset[] { StandardCharsets.UTF_32BE, StandardCharsets.UTF_32LE,
				StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE }) {
			MARKS.put(charset, "\uFEFF".getBytes(charset));
		}
	}

	private static final Pattern SEPARATOR = Pattern.compile("(\"?)sep=([^\r\n\"])\\1(?:\r\n|\r|\n)",
			Pattern.CASE_INSENSITIVE);

	private static final int LONGEST_MARK = 4;

	private static final int LONGEST_SEPARATOR = 9;

	/// The text of a stream that is written as the format says.
	static CsvText of(InputStream stream, CsvFormat format) throws IOException {
		BufferedInputStream bytes = new BufferedInputStream(stream, 64 * 1024);
		Charset charset = marked(bytes, format.charset());
		Reader reader = new BufferedReader(new InputStreamReader(bytes, decoder(charset)));
		reader.mark(LONGEST_SEPARATOR);
		Matcher separator = SEPARATOR.matcher(beginning(reader));
		boolean separated = separator.lookingAt();
		reader.reset();
		if (separated) {
			reader.skip(separator.end());
		}
		return new CsvText(reader, charset, separated ? separator.group(2).charAt(0) : format.delimiter(),
				separated ? 1 : 0);
	}

	/// Whether the bytes of a text were not in the character set.
	static boolean isUnreadable(String text) {
		return text.indexOf(UNREADABLE) >= 0;
	}

	/// The text as it can be shown.
	static String shown(String text) {
		return text.replace(UNREADABLE, '\uFFFD');
	}

	/// What to do about bytes that are not in the character set.
	String otherCharset() {
		return "Some bytes are not " + this.charset.name() + ". Name the character set of the file, such as charset="
				+ (this.charset.equals(StandardCharsets.UTF_8) ? "ISO-8859-1" : "UTF-8");
	}

	/// Puts a sign for bytes that are not in the character set where they stand, so that
	/// they are the fault of their own row.
	private static CharsetDecoder decoder(Charset charset) {
		return charset.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE)
			.replaceWith(String.valueOf(UNREADABLE));
	}

	/// The character set of the mark, which is skipped, or the one that is expected.
	private static Charset marked(InputStream bytes, Charset expected) throws IOException {
		bytes.mark(LONGEST_MARK);
		byte[] first = bytes.readNBytes(LONGEST_MARK);
		bytes.reset();
		for (var mark : MARKS.entrySet()) {
			int length = mark.getValue().length;
			if (first.length >= length && Arrays.equals(first, 0, length, mark.getValue(), 0, length)) {
				bytes.skipNBytes(length);
				return mark.getKey();
			}
		}
		return expected;
	}

	private static CharSequence beginning(Reader reader) throws IOException {
		var beginning = new StringBuilder();
		while (beginning.length() < LONGEST_SEPARATOR) {
			int character = reader.read();
			if (character < 0) {
				break;
			}
			beginning.append((char) character);
		}
		return beginning;
	}

}
