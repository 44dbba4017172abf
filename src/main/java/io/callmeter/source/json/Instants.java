package io.callmeter.source.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// Instants with offset as nearly everybody writes them, `2026-11-16T09:00:00.123+01:00`, without the many objects of the
/// general parser; it reads all others.
final class Instants {

	private static final int SECONDS_END = 19;

	private static final int LONGEST_FRACTION = 9;

	private static final int FARTHEST_HOUR = 18;

	private Instants() {
	}

	/// What [OffsetDateTime#parse(CharSequence)] makes of the text.
	/// @throws java.time.DateTimeException if it is none
	static Instant parse(String text) {
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
		return OffsetDateTime.parse(text).toInstant();
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
