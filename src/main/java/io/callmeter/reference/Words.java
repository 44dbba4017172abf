package io.callmeter.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// What a code or a name may consist of.
final class Words {

	static final int LONGEST_CODE = 128;

	static final int LONGEST_NAME = 200;

	private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);

	private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

	private Words() {
	}

	/// A value as sent, if it has something to show, at most so many characters, and none
	/// that nobody can see.
	/// @throws RequestProblem if not
	static String checked(String field, @Nullable String value, int longest) {
		if (value == null || value.isBlank()) {
			throw new RequestProblem(Problem.MISSING_VALUE, field, value,
					"Send 1 to " + longest + " characters as " + field + ".");
		}
		int length = value.codePointCount(0, value.length());
		if (length > longest) {
			throw RequestProblem.invalid(field, value,
					field + " has " + length + " characters; send at most " + longest + ".");
		}
		if (value.codePoints().anyMatch(Words::isInvisible)) {
			throw RequestProblem.invalid(field, value,
					field + " contains a control character or half a surrogate pair; send it without.");
		}
		return value;
	}

	/// A code as sent, or null when none was.
	/// @throws RequestProblem if it cannot be one
	static @Nullable String checkedIfSent(String field, @Nullable String code) {
		return (code != null) ? checked(field, code, LONGEST_CODE) : null;
	}

	/// A list as sent, empty when none was.
	/// @throws RequestProblem if it has a null
	static <E> List<E> all(String field, @Nullable List<E> list) {
		var all = new ArrayList<E>();
		if (list != null) {
			for (E element : list) {
				if (element == null) {
					throw RequestProblem.invalid(field + "[" + all.size() + "]", "null",
							"There is a null in " + field + "; leave it out.");
				}
				all.add(element);
			}
		}
		return all;
	}

	/// An IANA time zone as sent, or null when none was.
	/// @throws RequestProblem if it is none
	static @Nullable String zone(@Nullable String zone) {
		if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
			throw RequestProblem.invalid("timeZone", zone,
					"timeZone '" + zone
							+ "' is no IANA time zone; send a region such as Europe/London, or Etc/GMT+5 for a fixed "
							+ "offset; abbreviations such as EST are not taken.");
		}
		return zone;
	}

	/// An ISO 4217 code as sent, or null when none was.
	/// @throws RequestProblem if it is none
	static @Nullable String currency(@Nullable String currency) {
		String code = (currency != null) ? currency.toUpperCase(Locale.ROOT) : null;
		if (code != null && Currency.getAvailableCurrencies()
			.stream()
			.noneMatch((known) -> known.getCurrencyCode().equals(code))) {
			throw RequestProblem.invalid("currency", currency,
					"currency '" + currency + "' is no ISO 4217 code; send one such as EUR.");
		}
		return code;
	}

	/// A day as sent.
	/// @throws RequestProblem if it is missing or of no year that calls are of
	static LocalDate day(String field, @Nullable LocalDate day) {
		if (day == null) {
			throw RequestProblem.missing(field, "Send a day as " + field + ", such as 2026-11-09.");
		}
		if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
			throw RequestProblem.invalid(field, day.toString(),
					field + " " + day + " is not in the years 1970 to 2100; check the year.");
		}
		return day;
	}

	/// A moment as sent, or null when none was.
	/// @throws RequestProblem if it is of no year that calls are of, or finer than a
	/// microsecond
	static @Nullable Instant moment(String field, @Nullable Instant moment) {
		if (moment == null) {
			return null;
		}
		day(field, LocalDate.ofInstant(moment, ZoneOffset.UTC));
		if (!moment.equals(moment.truncatedTo(ChronoUnit.MICROS))) {
			throw RequestProblem.invalid(field, moment.toString(),
					field + " is finer than a microsecond; send at most six decimals.");
		}
		return moment;
	}

	private static boolean isInvisible(int character) {
		return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
	}

}
