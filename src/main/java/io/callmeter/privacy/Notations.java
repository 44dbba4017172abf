package io.callmeter.privacy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import io.callmeter.call.PhoneNumbers;
import org.jspecify.annotations.Nullable;

/// The ways to write a number, as regular expressions of PostgreSQL: with and without country code, and whatever signs
/// people put between digits.
final class Notations {

	private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

	private static final String BETWEEN = "[^[:alnum:]]{0,3}";

	/// What the address of a user of letters is stored with, and written without.
	private static final String SIP = "sip:";

	/// Fewer digits than this stand in texts for anything.
	private static final int FEWEST = 7;

	private Notations() {
	}

	/// What finds a number anywhere in a text; nothing finds a short one.
	/// @param number as calls store it
	/// @param raw as calls have sent it
	static Set<String> inTexts(String number, Collection<String> raw) {
		Set<String> patterns = new LinkedHashSet<>();
		Phonenumber.PhoneNumber parsed = parsed(number);
		if (parsed != null) {
			patterns.add(international(parsed));
			patterns.add("(?<![0-9])" + national(parsed) + "(?![0-9])");
		}
		else if (number.length() >= FEWEST) {
			patterns.add(asSent(number));
		}
		raw.stream()
			.flatMap((text) -> PhoneNumbers.dialled(text).stream())
			.map(Notations::digits)
			.filter((digits) -> digits.length() >= FEWEST)
			.map((digits) -> "(?<![0-9])" + spaced(digits) + "(?![0-9])")
			.forEach(patterns::add);
		return patterns;
	}

	/// One pattern that finds any of several numbers.
	/// @param raw as calls have sent them
	static String of(Collection<String> numbers, Collection<String> raw) {
		Set<String> patterns = new LinkedHashSet<>();
		numbers.forEach((number) -> patterns.addAll(inTexts(number, raw)));
		return any(patterns);
	}

	/// Whether what was dialled is the number and nothing else, with or without its
	/// country.
	/// @param number as calls store it
	static boolean isWhole(String number, String dialled) {
		Phonenumber.PhoneNumber parsed = parsed(number);
		if (parsed == null) {
			return number.equals(dialled);
		}
		String inCountry = PLANS.getNationalSignificantNumber(parsed);
		// With a plus the same digits are a number of another country.
		return Pattern.matches("(?:00|011)?" + parsed.getCountryCode() + "0?" + inCountry
				+ (dialled.contains("+") ? "" : "|0?" + inCountry), digits(dialled));
	}

	/// One pattern for what any of several finds; none finds nothing.
	static String any(Set<String> patterns) {
		return patterns.isEmpty() ? "$."
				: patterns.stream().map((pattern) -> "(" + pattern + ")").collect(Collectors.joining("|"));
	}

	/// Whether it can be a number of some country.
	static boolean isInternational(String number) {
		Phonenumber.PhoneNumber parsed = parsed(number);
		return parsed != null && PLANS.isPossibleNumber(parsed);
	}

	private static String asSent(String number) {
		if (number.chars().allMatch(Character::isDigit)) {
			return "(?<![0-9])" + spaced(number) + "(?![0-9])";
		}
		int at = number.lastIndexOf('@');
		return (number.startsWith(SIP) && at > 0) ? "(?<![[:alnum:]])" + quoted(number.substring(SIP.length(), at))
				+ "@" + inAnyCase(number.substring(at + 1)) : quoted(number);
	}

	private static String inAnyCase(String host) {
		return host.codePoints()
			.mapToObj(Character::toString)
			.map((c) -> Character.isLetter(c.codePointAt(0)) ? "[" + c + c.toUpperCase(Locale.ROOT) + "]" : quoted(c))
			.collect(Collectors.joining());
	}

	/// Country code, a zero that some write in brackets, and the number in the country.
	private static String international(Phonenumber.PhoneNumber number) {
		return spaced(String.valueOf(number.getCountryCode())) + BETWEEN + national(number);
	}

	private static String national(Phonenumber.PhoneNumber number) {
		return "(0" + BETWEEN + ")?" + spaced(PLANS.getNationalSignificantNumber(number));
	}

	/// Null where it is no number of any country. What has parameters was not read as one
	/// when it was stored.
	private static Phonenumber.@Nullable PhoneNumber parsed(String number) {
		try {
			return (number.indexOf(';') < 0) ? PLANS.parse(number, "ZZ") : null;
		}
		catch (NumberParseException ex) {
			return null;
		}
	}

	private static String spaced(String digits) {
		return digits.chars().mapToObj(Character::toString).collect(Collectors.joining(BETWEEN));
	}

	private static String digits(String text) {
		return text.chars()
			.filter((c) -> c >= '0' && c <= '9')
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

	private static String quoted(String text) {
		return text.codePoints()
			.mapToObj((c) -> (Character.isLetterOrDigit(c) ? "" : "\\") + Character.toString(c))
			.collect(Collectors.joining());
	}

}
