package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callmeter.http.RequestProblem;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;

/// The step of a calendar, an ISO-8601 duration: either elapsed time under a day, or dates.
sealed interface Interval {

	/// About how many there are in a range, without counting them.
	long about(Instant from, Instant to);

	Pattern DATES = Pattern.compile("P(\\d{1,5})([DWMY])");

	Pattern TIME = Pattern.compile("PT(?=\\d)(?:(\\d{1,4})H)?(?:(\\d{1,5})M)?(?:(\\d{1,6}(?:\\.\\d{1,6})?)S)?");

	/// Elapsed time from each local midnight.
	record Time(Duration step) implements Interval {

		public Time {
			if (step.compareTo(Duration.of(1, ChronoUnit.MICROS)) < 0 || step.compareTo(Duration.ofDays(1)) >= 0) {
				throw new IllegalArgumentException("a step of time is under a day, not " + step);
			}
		}

		@Override
		public long about(Instant from, Instant to) {
			return Duration.between(from, to).dividedBy(this.step);
		}

		@Override
		public String toString() {
			return this.step.toString();
		}

	}

	/// Days, weeks from Monday, months or years of the calendar.
	record Dates(int number, Unit unit) implements Interval {

		public Dates {
			if (number < 1) {
				throw new IllegalArgumentException("a step of dates goes forward, not by " + number);
			}
		}

		@Override
		public long about(Instant from, Instant to) {
			return Duration.between(from, to).toDays() / (this.number * this.unit.days);
		}

		@Override
		public String toString() {
			return "P" + this.number + this.unit.name().charAt(0);
		}

		LocalDate after(LocalDate first, long steps) {
			long units = steps * this.number;
			return switch (this.unit) {
				case DAYS -> first.plusDays(units);
				case WEEKS -> first.plusWeeks(units);
				case MONTHS -> first.plusMonths(units);
				case YEARS -> first.plusYears(units);
			};
		}

		/// Where the unit begins that a day lies in.
		LocalDate first(LocalDate day) {
			return switch (this.unit) {
				case DAYS -> day;
				case WEEKS -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
				case MONTHS -> day.withDayOfMonth(1);
				case YEARS -> day.withDayOfYear(1);
			};
		}

		/// What dates are stepped by; the first letter is the designator of ISO 8601.
		enum Unit {

			DAYS(1), WEEKS(7), MONTHS(30), YEARS(365);

			private final long days;

			/// @param days about how many it has
			Unit(long days) {
				this.days = days;
			}

			static Unit of(String designator) {
				return Arrays.stream(values())
					.filter((unit) -> unit.name().startsWith(designator))
					.findFirst()
					.orElseThrow();
			}

		}

	}

	/// What people call steps of the calendar, and the step that they mean.
	Map<String, String> NAMES = Map.ofEntries(Map.entry("minute", "PT1M"), Map.entry("hour", "PT1H"),
			Map.entry("hourly", "PT1H"), Map.entry("day", "P1D"), Map.entry("daily", "P1D"), Map.entry("date", "P1D"),
			Map.entry("week", "P1W"), Map.entry("weekly", "P1W"), Map.entry("month", "P1M"),
			Map.entry("monthly", "P1M"), Map.entry("quarter", "P3M"), Map.entry("year", "P1Y"),
			Map.entry("15m", "PT15M"), Map.entry("15min", "PT15M"), Map.entry("30m", "PT30M"),
			Map.entry("30min", "PT30M"), Map.entry("1h", "PT1H"), Map.entry("1d", "P1D"), Map.entry("1w", "P1W"));

	/// The step that somebody means by a word such as `day`; empty where it is none.
	static Optional<String> named(String word) {
		return Optional.ofNullable(NAMES.get(word.strip().toLowerCase(Locale.ROOT)));
	}

	/// Reads the parameter `interval`.
	static Interval parse(String text) {
		String upper = text.strip().toUpperCase(Locale.ROOT);
		Matcher dates = DATES.matcher(upper);
		if (dates.matches() && Integer.parseInt(dates.group(1)) > 0) {
			return new Dates(Integer.parseInt(dates.group(1)), Dates.Unit.of(dates.group(2)));
		}
		Matcher time = TIME.matcher(upper.replace(',', '.'));
		if (time.matches()) {
			Duration step = Duration.ofHours(number(time.group(1)).longValueExact())
				.plusMinutes(number(time.group(2)).longValueExact())
				.plusNanos(number(time.group(3)).movePointRight(9).longValueExact());
			if (step.compareTo(Duration.ofDays(1)) >= 0) {
				throw invalid(text, "A day or longer is a step of the calendar. Expected days such as P1D or P2D.");
			}
			if (step.isPositive()) {
				return new Time(step);
			}
		}
		throw invalid(text, "Expected days, weeks, months or years (P1D, P1W, P1M, P3M, P1Y), or a time under a day "
				+ "(PT1M, PT15M, PT1H, PT1H30M)." + Nearest.question(named(text)));
	}

	private static BigDecimal number(@Nullable String digits) {
		return (digits != null) ? new BigDecimal(digits) : BigDecimal.ZERO;
	}

	private static RequestProblem invalid(String text, String remedy) {
		return RequestProblem.invalid("interval", text, "Invalid interval '" + text + "'. " + remedy);
	}

}
