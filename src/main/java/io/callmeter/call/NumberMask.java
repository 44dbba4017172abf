package io.callmeter.call;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// Hides in texts what looks like a phone number: seven or more digits, with what people write between them. The function
/// `has_number` of the database finds the same.
public final class NumberMask {

	/// The sign in place of a hidden digit; no number that is sent may have it.
	public static final char SIGN = '•';

	private static final String HIDDEN = String.valueOf(SIGN).repeat(3);

	private static final int FEWEST = 7;

	private static final int SHOWN_AT_END = 2;

	/// How many signs may stand between two digits of a number.
	private static final int BETWEEN = 8;

	/// What may stand before a number in angle brackets, such as `sip:+`.
	private static final int LONGEST_SCHEME = 24;

	/// Where a name without quotes begins.
	private static final String BEFORE_NAMES = ",;:<>\"";

	/// What has as many digits and is none: ids, times, days, years from one to another,
	/// and limits that the service itself speaks of. Times are days with what follows,
	/// any
	/// instant of ISO 8601, times of day, and fourteen digits from year to second. A day
	/// of eight digits alone could be a number.
	private static final Pattern NO_NUMBER = Pattern.compile("""
			\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}\
			|(?:(?:19|20|21)\\d\\d([/.-])[01]?\\d\\1[0-3]?\\d(?:T\\d\\d(?::\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?)?)?\
			|\\d{4,9}-[01]\\d-[0-3]\\dT[0-2]\\d(?::\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?)?\
			|(?:19|20|21)\\d\\d[01]\\d[0-3]\\dT[0-2]\\d[0-5]\\d(?:[0-6]\\d(?:[.,]\\d{1,9})?)?\
			|[0-2]\\d:[0-5]\\d:[0-6]\\d(?:[.,]\\d{1,9})?\
			|[0-2]?\\d:[0-5]\\d\
			|[0-3]?\\d([/.-])[0-3]?\\d\\2(?:19|20)\\d\\d\
			|(?<![+\\d][ ().\\-/_]{0,8})(?:\
			(?:19|20)\\d\\d(?:-[01]\\d)? ?[-/] ?(?:19|20|21)\\d\\d(?:-[01]\\d)?\
			|(?:19[7-9]|20\\d)\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]) ?(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d\
			)(?![ ().\\-/_]{0,8}\\d)\
			|10{6,18}|2678400|9223372036854775807|\\d{7,8}(?= (?:bytes|characters)))(?!\\d)""",
			Pattern.CASE_INSENSITIVE);

	private NumberMask() {
	}

	/// The text with all but the last two digits of every such number hidden.
	public static String masked(String text) {
		if (!mayHaveNumber(text)) {
			return text;
		}
		PlainText plain = PlainText.of(text);
		BitSet hidden = hidden(plain);
		if (hidden.isEmpty()) {
			return text;
		}
		var masked = new StringBuilder(text.length());
		int done = 0;
		for (int at = hidden.nextSetBit(0); at >= 0; at = hidden.nextSetBit(at + 1)) {
			if (plain.start(at) >= done) {
				masked.append(text, done, plain.start(at)).append(SIGN);
				done = plain.end(at);
			}
		}
		return masked.append(text, done, text.length()).toString();
	}

	/// The text for somebody who may see phone numbers or not; those of payment cards are
	/// for nobody.
	public static String shown(String text, boolean numbers) {
		return (numbers && !CardNumbers.isIn(text)) ? text : masked(text);
	}

	/// The same as masked, and all of a text that is a number which looks like none, such
	/// as an extension or a user of letters, in whatever address.
	/// @param own a number as calls store it
	public static String masked(String text, @Nullable String own) {
		return (own != null && isOwn(text, own)) ? new PhoneNumber(own, own).masked().normalised() : masked(text);
	}

	private static boolean isOwn(String text, String own) {
		return text.equals(own) || (!PhoneAddress.isPlain(own) && text.length() <= PhoneNumber.LONGEST
				&& PhoneAddress.of(text).compared().equals(own));
	}

	/// A text that has to stay as it is wherever it can, such as an id: masked only where
	/// the last digits of a number are in it.
	/// @param number null where it is not known (any more): then it may be any
	public static String withoutOwn(String text, @Nullable String number) {
		if (number == null) {
			return masked(text);
		}
		String digits = digits(number);
		boolean isIn = digits.length() >= FEWEST
				&& digits(PlainText.of(text).toString()).contains(digits.substring(digits.length() - FEWEST));
		return isIn ? masked(text) : text;
	}

	private static String digits(String text) {
		return text.chars()
			.filter((c) -> isDigit((char) c))
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

	/// Whether there is such a number in a text.
	public static boolean isIn(String text) {
		return mayHaveNumber(text) && !hidden(PlainText.of(text)).isEmpty();
	}

	/// A text that is delivered, or what is stored where it has such a number in it.
	static @Nullable String storedIfIn(@Nullable String delivered, @Nullable String stored) {
		return (delivered != null && isIn(delivered)) ? stored : delivered;
	}

	/// Whether something was hidden in a text by an answer of this service.
	static boolean isMasked(String text) {
		return text.contains(HIDDEN);
	}

	/// The places of all digits, and letters of names beside them, that are to be hidden.
	private static BitSet hidden(PlainText text) {
		var hidden = new BitSet();
		String plain = text.toString();
		Matcher none = NO_NUMBER.matcher(plain).useTransparentBounds(true);
		int at = 0;
		while (at < plain.length()) {
			if (isNone(none, plain, at)) {
				at = none.end();
			}
			else if (isDigit(plain.charAt(at))) {
				int end = end(plain, at, none);
				if (digits(plain, at, end) >= FEWEST) {
					hide(hidden, plain, at, end);
					hideName(hidden, text, plain, at);
				}
				at = end;
			}
			else {
				at++;
			}
		}
		return hidden;
	}

	/// Whether what has digits and is no number begins there.
	private static boolean isNone(Matcher none, String plain, int at) {
		return Character.digit(plain.charAt(at), 16) >= 0
				&& (at == 0 || !Character.isLetterOrDigit(plain.charAt(at - 1)))
				&& none.region(at, plain.length()).lookingAt();
	}

	/// Where what begins with a digit and may be a number ends, at the latest where a
	/// time or the like begins.
	private static int end(String plain, int start, Matcher none) {
		int end = start + 1;
		int next = end;
		while (next < plain.length() && next - end <= BETWEEN) {
			if (next > end && isNone(none, plain, next)) {
				return end;
			}
			if (isDigit(plain.charAt(next))) {
				end = next + 1;
			}
			else if (" ().-/_".indexOf(plain.charAt(next)) < 0) {
				return end;
			}
			next++;
		}
		return end;
	}

	/// Most texts are done with after their digits, and what may stand for one, are
	/// counted.
	private static boolean mayHaveNumber(String text) {
		int digits = 0;
		for (int i = 0; i < text.length(); i++) {
			if ((isDigit(text.charAt(i)) || text.charAt(i) >= 0x80) && ++digits == FEWEST) {
				return true;
			}
		}
		return false;
	}

	private static void hide(BitSet hidden, String plain, int start, int end) {
		int shown = 0;
		for (int i = end - 1; i >= start; i--) {
			if (isDigit(plain.charAt(i)) && ++shown > SHOWN_AT_END) {
				hidden.set(i);
			}
		}
	}

	/// The name of a person before a number is hidden with it: in quotes, or before an
	/// address in angle brackets.
	private static void hideName(BitSet hidden, PlainText plain, String text, int number) {
		int end = endOfName(plain, text, number);
		boolean quoted = end > 0 && text.charAt(end - 1) == '"';
		String before = quoted ? "\"" : BEFORE_NAMES;
		for (int i = quoted ? end - 2 : end - 1; i >= 0 && end - i <= PhoneNumber.LONGEST; i--) {
			if (before.indexOf(text.charAt(i)) >= 0) {
				return;
			}
			if (Character.isLetterOrDigit(text.charAt(i))) {
				hidden.set(i);
			}
		}
	}

	/// Where a name before a number ends, with its quotes; 0 where there is none.
	private static int endOfName(PlainText plain, String text, int number) {
		int quotes = before(text, number, " +(");
		if (quotes > 0 && quotes < number && text.charAt(quotes - 1) == '"') {
			return quotes;
		}
		for (int open = number - 1; open >= 0 && number - open <= LONGEST_SCHEME; open--) {
			if (plain.isOpening(open)) {
				return before(text, open, " ");
			}
			if (text.charAt(open) == '>') {
				return 0;
			}
		}
		return 0;
	}

	/// Where signs before a place begin.
	private static int before(String text, int end, String signs) {
		int start = end;
		while (start > 0 && signs.indexOf(text.charAt(start - 1)) >= 0) {
			start--;
		}
		return start;
	}

	private static int digits(String plain, int start, int end) {
		int digits = 0;
		for (int i = start; i < end; i++) {
			digits += isDigit(plain.charAt(i)) ? 1 : 0;
		}
		return digits;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
