package io.callmeter.call;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// What figures are grouped by (queues, agents, campaigns and the like): codes that look alike are one code.
public final class Codes {

	/// Scripts in which a joiner changes how the letters around it are drawn.
	private static final Set<UnicodeScript> JOINED = EnumSet.of(UnicodeScript.ARABIC, UnicodeScript.SYRIAC,
			UnicodeScript.MANDAIC, UnicodeScript.MONGOLIAN, UnicodeScript.NKO, UnicodeScript.DEVANAGARI,
			UnicodeScript.BENGALI, UnicodeScript.GURMUKHI, UnicodeScript.GUJARATI, UnicodeScript.ORIYA,
			UnicodeScript.TAMIL, UnicodeScript.TELUGU, UnicodeScript.KANNADA, UnicodeScript.MALAYALAM,
			UnicodeScript.SINHALA, UnicodeScript.KHMER, UnicodeScript.MYANMAR, UnicodeScript.TIBETAN);

	/// Letters without a shape.
	private static final String FILLERS = "\u115F\u1160\u3164\uFFA0";

	private static final char ZERO_WIDTH_NON_JOINER = '\u200C';

	private static final char ZERO_WIDTH_JOINER = '\u200D';

	private static final char EMOJI_STYLE = '\uFE0F';

	private Codes() {
	}

	/// The code as it is compared: composed (NFC), and without blanks of any kind around
	/// it.
	/// @return empty where there is nothing else
	public static String plain(String code) {
		int start = 0;
		int end = code.length();
		while (start < end && isBlank(code.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(code.charAt(end - 1))) {
			end--;
		}
		String stripped = code.substring(start, end);
		return Normalizer.isNormalized(stripped, Form.NFC) ? stripped : Normalizer.normalize(stripped, Form.NFC);
	}

	/// The first character that nobody sees, as `U+200B`; null where there is none.
	/// Format characters are such, and fillers and separators of lines; joiners are not
	/// where a script or an emoji needs them: after and before letters that they shape,
	/// as in Persian, after a sign of the scripts of India, and before the next part of
	/// an emoji.
	public static @Nullable String invisible(String code) {
		for (int at = 0; at < code.length(); at += Character.charCount(code.codePointAt(at))) {
			int character = code.codePointAt(at);
			if (character > 0x7F && isInvisible(character) && !joins(code, at)) {
				return String.format("U+%04X", character);
			}
		}
		return null;
	}

	private static boolean isBlank(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character);
	}

	private static boolean isInvisible(int character) {
		return switch (Character.getType(character)) {
			case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> FILLERS.indexOf(character) >= 0;
		};
	}

	private static boolean joins(String code, int at) {
		char joiner = code.charAt(at);
		if ((joiner != ZERO_WIDTH_JOINER && joiner != ZERO_WIDTH_NON_JOINER) || at == 0) {
			return false;
		}
		int before = code.codePointBefore(at);
		int after = (at + 1 < code.length()) ? code.codePointAt(at + 1) : ' ';
		return isJoined(before) ? !Character.isLetter(before) || isJoined(after)
				: joiner == ZERO_WIDTH_JOINER && isEmoji(before) && Character.isExtendedPictographic(after);
	}

	/// Whether it is a letter of such a script, or a sign of its own, such as a virama.
	private static boolean isJoined(int character) {
		return JOINED.contains(UnicodeScript.of(character));
	}

	private static boolean isEmoji(int character) {
		return Character.isExtendedPictographic(character) || Character.isEmojiModifier(character)
				|| character == EMOJI_STYLE;
	}

}
