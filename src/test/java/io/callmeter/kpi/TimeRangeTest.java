package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.call.Instants;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TimeRangeTest {

	private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

	/// A Wednesday in winter, half past eleven in Helsinki.
	private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-12-02T11:30:00+02:00[Europe/Helsinki]");

	@ParameterizedTest
	@CsvSource({ "today, 2026-12-01T22:00:00Z, 2026-12-02T22:00:00Z",
			"yesterday, 2026-11-30T22:00:00Z, 2026-12-01T22:00:00Z",
			"thisWeek, 2026-11-29T22:00:00Z, 2026-12-06T22:00:00Z",
			"lastWeek, 2026-11-22T22:00:00Z, 2026-11-29T22:00:00Z",
			"thisMonth, 2026-11-30T22:00:00Z, 2026-12-31T22:00:00Z",
			"lastMonth, 2026-10-31T22:00:00Z, 2026-11-30T22:00:00Z",
			"2026-W46, 2026-11-08T22:00:00Z, 2026-11-15T22:00:00Z",
			"2026-w53, 2026-12-27T22:00:00Z, 2027-01-03T22:00:00Z",
			"2026-11, 2026-10-31T22:00:00Z, 2026-11-30T22:00:00Z",
			"2026-11-09, 2026-11-08T22:00:00Z, 2026-11-09T22:00:00Z",
			"LASTWEEK, 2026-11-22T22:00:00Z, 2026-11-29T22:00:00Z",
			"now-7d, 2026-11-25T09:30:00Z, 2026-12-02T09:30:00Z", "now-2w, 2026-11-18T09:30:00Z, 2026-12-02T09:30:00Z",
			"now-36h, 2026-11-30T21:30:00Z, 2026-12-02T09:30:00Z",
			"Now - 90m, 2026-12-02T08:00:00Z, 2026-12-02T09:30:00Z" })
	void whatLastsIsARangeAlone(String said, Instant from, Instant to) {
		assertThat(range(null, null, said)).isEqualTo(new Span(from, to));
		assertThat(range(said, null, null)).isEqualTo(new Span(from, to));
	}

	@ParameterizedTest
	@CsvSource({ "lastWeek, today, 2026-11-22T22:00:00Z, 2026-12-01T22:00:00Z",
			"lastMonth, thisMonth, 2026-10-31T22:00:00Z, 2026-11-30T22:00:00Z",
			"2026-W45, 2026-W47, 2026-11-01T22:00:00Z, 2026-11-15T22:00:00Z",
			"yesterday, now, 2026-11-30T22:00:00Z, 2026-12-02T09:30:00Z",
			"now-7d, now-1h, 2026-11-25T09:30:00Z, 2026-12-02T08:30:00Z",
			"2026-12-01T08:00, now, 2026-12-01T06:00:00Z, 2026-12-02T09:30:00Z" })
	void ofTwoEachStandsForItsBeginning(String from, String to, Instant begin, Instant end) {
		assertThat(range(from, to, null)).isEqualTo(new Span(begin, end));
	}

	@Property(tries = 300)
	void wordsAreTheDatesOfTheZone(Dice dice) {
		ZonedDateTime now = anyTime(dice);
		LocalDate today = now.toLocalDate();
		LocalDate monday = today.with(DayOfWeek.MONDAY);
		LocalDate first = today.withDayOfMonth(1);

		Map.of("today", List.of(today, today.plusDays(1)), "yesterday", List.of(today.minusDays(1), today), "thisWeek",
				List.of(monday, monday.plusDays(7)), "lastWeek", List.of(monday.minusDays(7), monday), "thisMonth",
				List.of(first, first.plusMonths(1)), "lastMonth", List.of(first.minusMonths(1), first),
				today.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8), List.of(monday, monday.plusDays(7)),
				YearMonth.from(today).toString(), List.of(first, first.plusMonths(1)))
			.forEach((said, dates) -> assertThat(range(null, null, said, now)).as("%s at %s", said, now)
				.isEqualTo(range(dates.getFirst().toString(), dates.getLast().toString(), null, now)));
	}

	@Property(tries = 300)
	void oneEndsWhereTheNextBegins(Dice dice) {
		ZonedDateTime now = anyTime(dice);

		for (String unit : List.of("Week", "Month")) {
			assertThat(range(null, null, "last" + unit, now).to()).as("%s at %s", unit, now)
				.isEqualTo(range(null, null, "this" + unit, now).from());
		}
		assertThat(range(null, null, "yesterday", now).to()).as("%s", now)
			.isEqualTo(range(null, null, "today", now).from());
	}

	@Property(tries = 300)
	void hoursHaveElapsedAndDaysAreThoseOfTheCalendar(Dice dice) {
		ZonedDateTime now = anyTime(dice);
		int number = dice.between(1, 400);

		assertThat(range("now-" + number + "h", null, null, now))
			.isEqualTo(new Span(now.toInstant().minus(Duration.ofHours(number)), now.toInstant()));
		Span days = range("now-" + number + "d", null, null, now);
		assertThat(days.to()).isEqualTo(now.toInstant());
		LocalDateTime sameTime = now.toLocalDateTime().minusDays(number);
		assertThat(LocalDateTime.ofInstant(days.from(), now.getZone())).as("%s d before %s", number, now)
			.isEqualTo(sameTime.atZone(now.getZone()).toLocalDateTime());
	}

	@Property(tries = 300)
	void timesAreWrittenByTheClockOfTheZoneAndReadAsTheSame(Dice dice) {
		ZonedDateTime time = anyTime(dice);
		Selection selection = KpiQueries.query(Map.of("timeZone", time.getZone().getId())).selection();

		String written = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(selection.shown(time.toInstant()));

		assertThat(written).matches(".*(Z|[+-]\\d\\d:\\d\\d)");
		assertThat(Instants.parse(written)).as(written).isEqualTo(time.toInstant());
		if (time.getOffset().getTotalSeconds() % 60 == 0) {
			assertThat(LocalDateTime.parse(written, DateTimeFormatter.ISO_OFFSET_DATE_TIME))
				.isEqualTo(time.toLocalDateTime());
		}
	}

	@Test
	void anOffsetWithSecondsIsWrittenInUtc() {
		Selection selection = KpiQueries.query(Map.of("timeZone", "Africa/Monrovia")).selection();

		assertThat(selection.shown(Instant.parse("1971-01-01T00:00:00Z"))).hasToString("1971-01-01T00:00Z");
	}

	@Test
	void aDayThatAZoneSkippedIsEmptyAndSaysSo() {
		TimeRange range = said(null, null, "2011-12-30", NOW.withZoneSameInstant(ZoneId.of("Pacific/Apia")));

		assertThat(range.span().isEmpty()).isTrue();
		assertThat(range.skipped()).isEqualTo(new Warning("range", "2011-12-30",
				"The range is empty: the clock of Pacific/Apia skips all times from 2011-12-30 to 2011-12-31."));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "-, -, now, range, It is a point in time", "-, -, 2026-11-09T08:00, range, It is a point in time",
					"today, -, yesterday, range, Send either range", "-, today, yesterday, range, Send either range",
					"-, today, -, from, range=lastWeek", "now, -, -, to, to=now",
					"2026-11-09T08:00, -, -, to, The parameter 'to' is required", "lastYear, -, -, from, lastWeek",
					"2026-13, -, -, from, 2026-W46", "2025-W53, -, -, from, 2026-W46", "2026-W00, -, -, from, 2026-W46",
					"now-, -, -, from, now-7d", "now-7y, -, -, from, now-7d", "now+7d, -, -, from, now-7d",
					"now-100000d, -, -, from, now-7d", "today, yesterday, -, to, is not after",
					"today, soon, -, to, Invalid to" })
	void refuses(@Nullable String from, @Nullable String to, @Nullable String range, String field, String message) {
		var problem = catchThrowableOfType(RequestProblem.class, () -> range(from, to, range));

		assertThat(problem).hasMessageContaining(message);
		assertThat(problem.body().getProperties()).containsEntry("field", field);
	}

	/// Whenever calls may be of, as likely as not in a night that loses or gains an hour.
	private static ZonedDateTime anyTime(Dice dice) {
		ZoneId zone = ZoneId.of(dice.oneOf(ZONES));
		Instant any = Instant.ofEpochSecond(dice.between(100_000_000L, 4_000_000_000L));
		var change = zone.getRules().nextTransition(any);
		return ((change != null && dice.chance(0.5)) ? change.getInstant().plusSeconds(dice.between(-90_000L, 90_000L))
				: any)
			.atZone(zone);
	}

	private static Span range(@Nullable String from, @Nullable String to, @Nullable String range) {
		return range(from, to, range, NOW);
	}

	private static Span range(@Nullable String from, @Nullable String to, @Nullable String range, ZonedDateTime now) {
		return said(from, to, range, now).span();
	}

	private static TimeRange said(@Nullable String from, @Nullable String to, @Nullable String range,
			ZonedDateTime now) {
		var mistakes = new Mistakes();
		TimeRange said = TimeRange.of(from, to, range, now, mistakes);
		mistakes.requireNone();
		return Objects.requireNonNull(said);
	}

}
