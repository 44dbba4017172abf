package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callmeter.call.Instants;
import org.jspecify.annotations.Nullable;

/// A time as people say it: an instant or a local date-time, or what lasts, such as a date, `2026-W46`, `2026-11`,
/// `lastWeek` or `now-7d`, which begins and ends.
///
/// @param begins an [OffsetDateTime], a [LocalDateTime] or a [LocalDate]
/// @param ends not in it, of the same types; null where it is a moment
record TimeExpression(Temporal begins, @Nullable Temporal ends) {

	private static final Pattern WEEK = Pattern.compile("\\d{4}-W\\d\\d");

	private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d\\d");

	/// An offset behind a time whose `+` was read as a blank.
	private static final Pattern LOST_PLUS = Pattern.compile("(.*[Tt ]\\d\\d:\\d\\d\\S*) (\\d\\d(?::?\\d\\d)?)");

	private static final Pattern NOW = Pattern.compile("NOW(?: ?- ?(?<number>\\d{1,5}) ?(?<unit>[MHDW]))?");

	private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	/// Reads a text.
	/// @param now with the time zone in which days begin
	/// @throws java.time.DateTimeException if it is none
	static TimeExpression read(String text, ZonedDateTime now) {
		String upper = text.toUpperCase(Locale.ROOT);
		Optional<Word> word = Arrays.stream(Word.values())
			.filter((one) -> one.key().equalsIgnoreCase(text))
			.findFirst();
		if (word.isPresent()) {
			return word.get().of(now.toLocalDate());
		}
		Matcher ago = NOW.matcher(upper);
		if (ago.matches()) {
			return ago(ago, now);
		}
		if (WEEK.matcher(upper).matches()) {
			LocalDate monday = LocalDate.parse(upper + "-1", DateTimeFormatter.ISO_WEEK_DATE);
			return new TimeExpression(monday, monday.plusWeeks(1));
		}
		if (MONTH.matcher(text).matches()) {
			LocalDate first = YearMonth.parse(text).atDay(1);
			return new TimeExpression(first, first.plusMonths(1));
		}
		Temporal read = Instants.read(LOST_PLUS.matcher(text).replaceFirst("$1+$2"));
		return new TimeExpression(read, (read instanceof LocalDate day) ? day.plusDays(1) : null);
	}

	/// Days and weeks ago the clock showed the same time; hours and minutes have elapsed.
	private static TimeExpression ago(Matcher ago, ZonedDateTime now) {
		OffsetDateTime until = now.toOffsetDateTime();
		if (ago.group("number") == null) {
			return new TimeExpression(until, null);
		}
		long number = Long.parseLong(ago.group("number"));
		ZonedDateTime from = switch (ago.group("unit")) {
			case "M" -> now.minusMinutes(number);
			case "H" -> now.minusHours(number);
			case "D" -> now.minusDays(number);
			default -> now.minusWeeks(number);
		};
		return new TimeExpression(from.toOffsetDateTime(), until);
	}

	/// When it is in a time zone: of a time that the clock shows twice the earlier, as
	/// much later as the clock skips of a time that it does not show. What is finer than
	/// a microsecond is cut.
	static Instant instant(Temporal time, ZoneId zone) {
		return Instants.cut(switch (time) {
			case OffsetDateTime instant -> instant.toInstant();
			case LocalDateTime local -> local.atZone(zone).toInstant();
			default -> LocalDate.from(time).atStartOfDay(zone).toInstant();
		});
	}

	/// What a clock of a time zone shows then, or would, if it did not skip it.
	static LocalDateTime shown(Temporal time, ZoneId zone) {
		return switch (time) {
			case OffsetDateTime instant -> LocalDateTime.ofInstant(clockCanShow(instant.toInstant()), zone);
			case LocalDateTime local -> local.truncatedTo(ChronoUnit.MICROS);
			default -> LocalDate.from(time).atStartOfDay();
		};
	}

	/// Nearer where it is so far away that no local time is known of it.
	private static Instant clockCanShow(Instant instant) {
		Instant cut = Instants.cut(instant);
		return cut.isBefore(EARLIEST) ? EARLIEST : cut.isAfter(LATEST) ? LATEST : cut;
	}

	/// What people call days, weeks from Monday and months of the calendar.
	private enum Word {

		TODAY, YESTERDAY, THIS_WEEK, LAST_WEEK, THIS_MONTH, LAST_MONTH;

		String key() {
			return Dimension.camel(name());
		}

		TimeExpression of(LocalDate today) {
			LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
			LocalDate first = today.withDayOfMonth(1);
			return switch (this) {
				case TODAY -> new TimeExpression(today, today.plusDays(1));
				case YESTERDAY -> new TimeExpression(today.minusDays(1), today);
				case THIS_WEEK -> new TimeExpression(monday, monday.plusWeeks(1));
				case LAST_WEEK -> new TimeExpression(monday.minusWeeks(1), monday);
				case THIS_MONTH -> new TimeExpression(first, first.plusMonths(1));
				case LAST_MONTH -> new TimeExpression(first.minusMonths(1), first);
			};
		}

	}

}
