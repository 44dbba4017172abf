package io.callmeter.call;

/// Finds numbers of payment cards in texts: 13 to 19 digits of any script, with blanks, dashes, dots and underlines
/// between them, whose check digit is right (Luhn) and that begin as cards do. Most texts are done with after their digits
/// are counted.
public final class CardNumbers {

	private static final int FEWEST = 13;

	private static final int MOST = 19;

	private static final int LONGER_THAN_PHONES = 16;

	private CardNumbers() {
	}

	/// Whether there is one in a text.
	public static boolean isIn(String text) {
		return mayHave(text, FEWEST) && isInDigits(PlainText.of(text).toString(), FEWEST);
	}

	/// Whether there is one that is longer than any phone number, in a text that may be
	/// one.
	static boolean isInNumber(String text) {
		return mayHave(text, LONGER_THAN_PHONES) && isInDigits(PlainText.of(text).toString(), LONGER_THAN_PHONES);
	}

	private static boolean mayHave(String text, int fewest) {
		int digits = 0;
		for (int i = 0; i < text.length(); i++) {
			if (isDigit(text.charAt(i)) || text.charAt(i) >= 0x80) {
				digits++;
			}
		}
		return digits >= fewest;
	}

	/// Tries what begins with any group of digits and ends with the same or a later one.
	private static boolean isInDigits(String text, int fewest) {
		for (int start = 0; start < text.length(); start++) {
			boolean begins = isDigit(text.charAt(start)) && (start == 0 || !isDigit(text.charAt(start - 1)));
			if (begins && isAt(text, start, fewest)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAt(String text, int start, int fewest) {
		int[] digits = new int[MOST];
		int count = 0;
		for (int i = start; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isDigit(c)) {
				if (count == MOST) {
					return false;
				}
				digits[count++] = c - '0';
				boolean ends = i + 1 == text.length() || !isDigit(text.charAt(i + 1));
				if (ends && count >= fewest && beginsLikeACard(digits) && isChecked(digits, count)) {
					return true;
				}
			}
			else if (" -._".indexOf(c) < 0) {
				return false;
			}
		}
		return false;
	}

	/// No card that pays begins with 0, 1 or 7; times in milliseconds, numbers with an
	/// exit code, and days written 20261116 do.
	private static boolean beginsLikeACard(int[] digits) {
		int four = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
		return switch (digits[0]) {
			case 0, 1, 7 -> false;
			case 2 -> four >= 2221 && four <= 2720;
			default -> true;
		};
	}

	private static boolean isChecked(int[] digits, int count) {
		int sum = 0;
		for (int i = 0; i < count; i++) {
			int digit = digits[count - 1 - i];
			int doubled = 2 * digit;
			sum += (i % 2 == 0) ? digit : (doubled > 9) ? doubled - 9 : doubled;
		}
		return sum % 10 == 0;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
