package io.callmeter.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.call.CardNumbers;
import io.callmeter.call.Codes;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;

/// Values of fields and parameters as they are sent: each is returned as it can be stored, or refused with the remedy.
public final class Fields {

	private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);

	private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

	private Fields() {
	}

	/// A text as sent, if it has something to show, at most so many characters, and none
	/// that nobody can see.
	/// @throws RequestProblem if not
	public static String text(String field, @Nullable String value, int longest) {
		if (value == null || value.isBlank()) {
			throw new RequestProblem(Problem.MISSING_VALUE, field, value,
					field + " is required. Expected 1 to " + longest + " characters.");
		}
		int length = value.codePointCount(0, value.length());
		if (length > longest) {
			throw RequestProblem.invalid(field, value,
					"Invalid " + field + " with " + length + " characters. Expected at most " + longest + ".");
		}
		if (value.codePoints().anyMatch(Fields::isInvisible)) {
			throw RequestProblem.invalid(field, value,
					"Invalid " + field + ". It contains a control character or half a surrogate pair; remove it.");
		}
		return value;
	}

	/// A code as it is compared, if it is a text as above without characters that nobody
	/// sees.
	/// @throws RequestProblem if not
	public static String code(String field, @Nullable String value, int longest) {
		String code = text(field, (value != null) ? Codes.plain(value) : null, longest);
		requireVisible(field, code);
		return code;
	}

	/// Refuses a code with a character that nobody sees. Not asked of what is stored, so
	/// that one of before is still shown.
	public static void requireVisible(String field, @Nullable String code) {
		String invisible = (code != null) ? Codes.invisible(code) : null;
		if (invisible != null) {
			throw RequestProblem.invalid(field, code,
					"Invalid " + field + ". It contains an invisible character (" + invisible + "); remove it.");
		}
	}

	/// Refuses a text with the number of a payment card. Not asked of what is stored, so
	/// that one of before is still shown.
	public static void requireNoCard(String field, @Nullable String text) {
		if (text != null && CardNumbers.isIn(text)) {
			throw RequestProblem.invalid(field, text,
					field + " contains a payment card number, which must not be stored. Remove it.");
		}
	}

	/// What somebody has written in words, without blanks around it; the number of a
	/// payment card in it is refused.
	/// @throws RequestProblem if it cannot be that
	public static String words(String field, @Nullable String value, int longest) {
		String words = text(field, value, longest);
		requireNoCard(field, words);
		return words.strip();
	}

	/// A list as sent, empty when none was.
	/// @throws RequestProblem if it has a null
	public static <E> List<E> all(String field, @Nullable List<E> list) {
		var all = new ArrayList<E>();
		if (list != null) {
			for (E element : list) {
				if (element == null) {
					throw RequestProblem.invalid(field + "[" + all.size() + "]", "null",
							"Invalid " + field + ": one element is null. Leave it out.");
				}
				all.add(element);
			}
		}
		return all;
	}

	/// An IANA time zone as sent, or null when none was.
	/// @throws RequestProblem if it is none
	public static @Nullable String zone(@Nullable String zone) {
		if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
			throw RequestProblem.invalid("timeZone", zone, unknownZone(zone));
		}
		return zone;
	}

	/// What is said of a text that is no time zone.
	public static String unknownZone(String sent) {
		return "Unknown time zone '" + sent
				+ "'. Expected an IANA region such as Europe/London, or Etc/GMT+5 for a fixed "
				+ "offset; abbreviations such as EST are ambiguous."
				+ Nearest.question(sent, ZoneId.getAvailableZoneIds());
	}

	/// A day as sent.
	/// @throws RequestProblem if it is missing or of no year that calls are of
	public static LocalDate day(String field, @Nullable LocalDate day) {
		if (day == null) {
			throw RequestProblem.missing(field, field + " is required. Expected a date such as 2026-11-09.");
		}
		if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
			throw RequestProblem.invalid(field, day.toString(),
					"Invalid " + field + " " + day + ". Expected a year from 1970 to 2100.");
		}
		return day;
	}

	/// A moment as sent, or null when none was.
	/// @throws RequestProblem if it is of no year that calls are of
	public static @Nullable Instant moment(String field, @Nullable Instant moment) {
		if (moment == null) {
			return null;
		}
		if (moment.isBefore(startOf(FIRST_DAY)) || !moment.isBefore(startOf(LAST_DAY.plusDays(1)))) {
			throw RequestProblem.invalid(field, moment.toString(),
					"Invalid " + field + " " + moment + ". Expected a year from 1970 to 2100.");
		}
		return moment;
	}

	/// Refuses a value with a NUL, which PostgreSQL keeps in no text.
	public static void requireNoNul(String field, String value) {
		if (value.indexOf('\0') >= 0) {
			throw RequestProblem.invalid(field, value,
					"Invalid " + field + ". It contains the character NUL; remove it.");
		}
	}

	private static Instant startOf(LocalDate day) {
		return day.atStartOfDay(ZoneOffset.UTC).toInstant();
	}

	private static boolean isInvisible(int character) {
		return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
	}

}
