package io.callmeter.call;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Moments as ISO 8601, RFC 3339 and databases write them: `T` or a blank before the time, a point or comma before one to
/// nine decimals of the second, an offset `Z`, `+03`, `+0300` or `+03:00`, with a blank before it or a region in brackets
/// behind it or not. Calls, files, queries and reference data are all read by it.
public final class Instants {

	private static final DateTimeFormatter GENERAL = new DateTimeFormatterBuilder().parseCaseInsensitive()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.optionalStart()
		.appendLiteral('T')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.parseLenient()
		.appendOffsetId()
		.parseStrict()
		.optionalStart()
		.appendLiteral('[')
		.parseCaseSensitive()
		.appendZoneRegionId()
		.appendLiteral(']')
		.toFormatter(Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT)
		.withChronology(IsoChronology.INSTANCE);

	private static final Pattern NOTATION = Pattern.compile(
			"""
					(?<date>[^ Tt]+)[Tt ](?<time>\\d\\d:\\d\\d(?::\\d\\d)?)(?:(?<=:\\d\\d:\\d\\d)[.,](?<decimals>\\d{1,9}))?\
					(?: ?(?<hours>[Zz]|[+-]\\d\\d)(?::?(?<minutes>(?<=\\d:?)\\d\\d)(?::?(?<seconds>\\d\\d))?)?)?(?<region>\\[.+])?""");

	private static final Pattern SINCE_1970 = Pattern.compile("\\d{9,10}|\\d{12,13}");

	private static final int SECONDS_DIGITS = 10;

	private static final int SECONDS_END = 19;

	private static final int LONGEST_FRACTION = 9;

	private static final int FARTHEST_HOUR = 18;

	private Instants() {
	}

	/// The instant in microseconds: what is finer is cut, so that no two systems round it
	/// to different seconds.
	public static Instant cut(Instant instant) {
		return instant.truncatedTo(ChronoUnit.MICROS);
	}

	/// The moment of a text as it was written: an [OffsetDateTime], a [LocalDateTime] or
	/// a [LocalDate].
	/// @throws DateTimeException if it is none
	public static Temporal read(String text) {
		return (Temporal) GENERAL.parseBest(usual(text), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
	}

	/// The instant of seconds or milliseconds since 1970, as a question that ends a
	/// message, with a blank before it; empty for any other text.
	public static String question(String text) {
		if (!SINCE_1970.matcher(text).matches()) {
			return "";
		}
		long number = Long.parseLong(text);
		return " Did you mean "
				+ ((text.length() <= SECONDS_DIGITS) ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number))
				+ "?";
	}

	/// The instant of a text with an offset. Those that nearly everybody writes,
	/// `2026-11-16T09:00:00.123+01:00`, are read without the many objects of the general
	/// parser.
	/// @throws DateTimeException if it is none
	public static Instant parse(String text) {
		int offset = fractionEnd(text);
		if (offset < 0 || !isUsual(text)) {
			return general(text);
		}
		int year = number(text, 0, 4);
		int month = number(text, 5, 7);
		int day = number(text, 8, 10);
		int hour = number(text, 11, 13);
		int minute = number(text, 14, 16);
		int second = number(text, 17, SECONDS_END);
		int east = east(text, offset);
		if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59
				|| second < 0 || second > 59 || east == Integer.MIN_VALUE
				|| (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
			return general(text);
		}
		long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
		return Instant.ofEpochSecond(seconds - east, nanos(text, offset));
	}

	private static Instant general(String text) {
		return OffsetDateTime.parse(usual(text), GENERAL).toInstant();
	}

	/// The text with a `T` before the time, a point before the decimals of the second,
	/// and colons in the offset, nothing before it.
	private static String usual(String text) {
		Matcher other = NOTATION.matcher(text);
		return !other.matches() ? text
				: other.group("date") + 'T' + other.group("time") + part(".", other.group("decimals"))
						+ part("", other.group("hours")) + part(":", other.group("minutes"))
						+ part(":", other.group("seconds")) + part("", other.group("region"));
	}

	private static String part(String before, @Nullable String part) {
		return (part != null) ? before + part : "";
	}

	private static boolean isUsual(String text) {
		return text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(10) == 'T' && text.charAt(13) == ':'
				&& text.charAt(16) == ':';
	}

	/// Where the offset begins; negative if the text is another.
	private static int fractionEnd(String text) {
		if (text.length() <= SECONDS_END || text.charAt(SECONDS_END) != '.') {
			return (text.length() > SECONDS_END) ? SECONDS_END : -1;
		}
		int end = SECONDS_END + 1;
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		int digits = end - SECONDS_END - 1;
		return (digits >= 1 && digits <= LONGEST_FRACTION && end < text.length()) ? end : -1;
	}

	private static int nanos(String text, int end) {
		int nanos = 0;
		for (int i = 1; i <= LONGEST_FRACTION; i++) {
			int at = SECONDS_END + i;
			nanos = nanos * 10 + ((at < end) ? text.charAt(at) - '0' : 0);
		}
		return nanos;
	}

	/// Seconds east of Greenwich; the least number of all if the text is another.
	private static int east(String text, int from) {
		char sign = text.charAt(from);
		if (sign == 'Z') {
			return (text.length() == from + 1) ? ZoneOffset.UTC.getTotalSeconds() : Integer.MIN_VALUE;
		}
		if ((sign != '+' && sign != '-') || text.length() != from + 6 || text.charAt(from + 3) != ':') {
			return Integer.MIN_VALUE;
		}
		int hours = number(text, from + 1, from + 3);
		int minutes = number(text, from + 4, from + 6);
		if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > FARTHEST_HOUR * 60) {
			return Integer.MIN_VALUE;
		}
		int seconds = hours * 3600 + minutes * 60;
		return (sign == '+') ? seconds : -seconds;
	}

	/// Negative if it has anything but digits.
	private static int number(String text, int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			char digit = text.charAt(i);
			if (!isDigit(digit)) {
				return -1;
			}
			number = number * 10 + (digit - '0');
		}
		return number;
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

}
