package io.callmeter.privacy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.jspecify.annotations.Nullable;

/// The ways to write a number, as regular expressions of PostgreSQL: with and without country code, and whatever signs
/// people put between digits.
final class Notations {

	private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

	private static final String BETWEEN = "[^[:alnum:]]{0,3}";

	/// Before a number without its country: with a plus the same digits are a number of
	/// another one.
	private static final String NO_PLUS = "[^+[:alnum:]]{0,3}";

	/// Fewer digits than this stand in texts for anything.
	private static final int FEWEST = 7;

	private Notations() {
	}

	/// What finds a number anywhere in a text; nothing finds a short one.
	/// @param number as calls store it
	/// @param raw as calls have sent it
	static Set<String> inTexts(String number, Collection<String> raw) {
		Set<String> patterns = new LinkedHashSet<>();
		String international = international(number);
		if (international != null) {
			patterns.add(international);
			patterns.add("(?<![0-9])" + national(number) + "(?![0-9])");
		}
		else if (number.length() >= FEWEST) {
			patterns.add(asSent(number));
		}
		raw.stream()
			.map(Notations::digits)
			.filter((digits) -> digits.length() >= FEWEST)
			.map((digits) -> "(?<![0-9])" + spaced(digits) + "(?![0-9])")
			.forEach(patterns::add);
		return patterns;
	}

	/// What a text is that is the number and nothing else.
	/// @param number as calls store it
	static String whole(String number) {
		String international = international(number);
		return (international != null)
				? "^(" + BETWEEN + "(00|011)?" + international + "|" + NO_PLUS + national(number) + ")$"
				: "^" + quoted(number) + "$";
	}

	/// One pattern for what any of several finds; none finds nothing.
	static String any(Set<String> patterns) {
		return patterns.isEmpty() ? "$."
				: patterns.stream().map((pattern) -> "(" + pattern + ")").collect(Collectors.joining("|"));
	}

	/// Whether it can be a number of some country.
	static boolean isInternational(String number) {
		try {
			return PLANS.isPossibleNumber(PLANS.parse(number, "ZZ"));
		}
		catch (NumberParseException ex) {
			return false;
		}
	}

	private static String asSent(String number) {
		return number.chars().allMatch(Character::isDigit) ? "(?<![0-9])" + spaced(number) + "(?![0-9])"
				: quoted(number);
	}

	/// Country code, a zero that some write in brackets, and the number in the country.
	private static @Nullable String international(String number) {
		try {
			var parsed = PLANS.parse(number, "ZZ");
			return spaced(String.valueOf(parsed.getCountryCode())) + BETWEEN + "(0" + BETWEEN + ")?"
					+ spaced(PLANS.getNationalSignificantNumber(parsed));
		}
		catch (NumberParseException ex) {
			return null;
		}
	}

	private static String national(String number) {
		try {
			return "(0" + BETWEEN + ")?" + spaced(PLANS.getNationalSignificantNumber(PLANS.parse(number, "ZZ")));
		}
		catch (NumberParseException ex) {
			throw new IllegalArgumentException("no number of a country", ex);
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
