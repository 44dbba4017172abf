package io.callmeter.call;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text as it is searched for numbers: escapes of addresses, JSON and HTML undone, digits of any script in ASCII, and
/// nothing invisible in it. Knows where each of its characters came from. The function `in_ascii` of the database reads
/// texts in the same way.
final class PlainText {

	private static final Pattern DIGIT = Pattern.compile("""
			(?i)(?:%(?:25)*(?:3|EF%(?:25)*BC%(?:25)*9|D9%(?:25)*A|DB%(?:25)*B)\
			|\\\\u(?:003|066|06F|FF1)|&(?:amp;)*#x0*3)([0-9]);?""");

	private static final Pattern SIGN = Pattern.compile("""
			(?i)(?:%(?:25)*[0-9a-f]{2})+|\\\\u[0-9a-f]{4}|\\\\[bfnrt]|&(?:amp;)*(?:#x?[0-9a-f]{1,7}|[a-z]{2,8});""");

	private static final Pattern OPENING = Pattern.compile("(?i)3c|&(?:amp;)*lt;");

	private final String text;

	private final StringBuilder plain = new StringBuilder();

	private int[] starts;

	private int[] ends;

	private PlainText(String text) {
		this.text = text;
		this.starts = new int[text.length()];
		this.ends = new int[text.length()];
	}

	static PlainText of(String text) {
		var plain = new PlainText(text);
		Matcher digit = DIGIT.matcher(text);
		Matcher sign = SIGN.matcher(text);
		int at = 0;
		while (at < text.length()) {
			char c = text.charAt(at);
			boolean escapes = c == '%' || c == '\\' || c == '&';
			if (escapes && digit.region(at, text.length()).lookingAt()) {
				plain.add(digit.group(1).charAt(0), at, digit.end());
				at = digit.end();
			}
			else if (escapes && endsBeforeADigit(sign.region(at, text.length()), digit)) {
				plain.add(' ', at, sign.end());
				at = sign.end();
			}
			else {
				int end = at + Character.charCount(text.codePointAt(at));
				plain.add(text.codePointAt(at), at, end);
				at = end;
			}
		}
		return plain;
	}

	/// Whether a sign is there that is escaped; an escaped digit behind it is none.
	private static boolean endsBeforeADigit(Matcher sign, Matcher digit) {
		if (!sign.lookingAt()) {
			return false;
		}
		digit.region(sign.start(), sign.end());
		if (digit.find()) {
			sign.region(sign.start(), digit.start());
			return sign.lookingAt();
		}
		return true;
	}

	private void add(int character, int start, int end) {
		int type = Character.getType(character);
		if (Character.digit(character, 10) >= 0) {
			add((char) ('0' + Character.digit(character, 10)), start, end);
		}
		else if (Character.isSpaceChar(character) || Character.isWhitespace(character)
				|| Character.isISOControl(character)) {
			add(' ', start, end);
		}
		else if (type == Character.DASH_PUNCTUATION) {
			add('-', start, end);
		}
		else if (type != Character.FORMAT && character < 0x80) {
			add((char) character, start, end);
		}
		else if (type != Character.FORMAT) {
			Normalizer.normalize(Character.toString(character), Form.NFKC)
				.chars()
				.forEach((c) -> add((char) c, start, end));
		}
	}

	private void add(char c, int start, int end) {
		int length = this.plain.length();
		if (length == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, 2 * length);
			this.ends = Arrays.copyOf(this.ends, 2 * length);
		}
		this.starts[length] = start;
		this.ends[length] = end;
		this.plain.append(c);
	}

	/// Where a character of this text begins in the one that it was made of.
	int start(int at) {
		return this.starts[at];
	}

	/// Where it ends there.
	int end(int at) {
		return this.ends[at];
	}

	/// Whether a character of this text stands for an angle bracket that opens, escaped
	/// or not.
	boolean isOpening(int at) {
		return (this.ends[at] - this.starts[at] == 1) ? this.plain.charAt(at) == '<'
				: OPENING.matcher(this.text).region(this.starts[at], this.ends[at]).find();
	}

	@Override
	public String toString() {
		return this.plain.toString();
	}

}
