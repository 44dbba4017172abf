package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.callmeter.Dice;
import io.callmeter.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarTest {

	private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

	private static final Instant OLDEST = Instant.parse("1970-01-01T00:00:00Z");

	@Test
	void givesTheDayThatLosesAnHourTwentyThreeHours() {
		var hours = between("Europe/Paris", "2025-03-30", "2025-03-31", "PT1H");

		assertThat(lengths(hours)).hasSize(23).containsOnly(Duration.ofHours(1));
	}

	@Test
	void givesTheDayThatGainsAnHourTwentyFiveHours() {
		var hours = between("Europe/Paris", "2025-10-26", "2025-10-27", "PT1H");

		assertThat(lengths(hours)).hasSize(25).containsOnly(Duration.ofHours(1));
	}

	@Test
	void letsADayOnLordHoweLastTwentyFourAndAHalfHours() {
		var days = between("Australia/Lord_Howe", "2025-04-05", "2025-04-08", "P1D");

		assertThat(lengths(days)).containsExactly(Duration.ofHours(24), Duration.ofMinutes(24 * 60 + 30),
				Duration.ofHours(24));
		assertThat(lengths(between("Australia/Lord_Howe", "2025-04-06", "2025-04-07", "PT1H"))).hasSize(25)
			.last()
			.isEqualTo(Duration.ofMinutes(30));
	}

	@Test
	void beginsADayWithoutMidnightAtOne() {
		assertThat(between("America/Santiago", "2025-09-06", "2025-09-09", "P1D")).containsExactly(
				"2025-09-06T04:00:00Z", "2025-09-07T04:00:00Z", "2025-09-08T03:00:00Z", "2025-09-09T03:00:00Z");
		assertThat(startOf("America/Santiago", "2025-09-07")).isEqualTo("2025-09-07T01:00");
		assertThat(startOf("Africa/Cairo", "2025-04-25")).isEqualTo("2025-04-25T01:00");
		assertThat(startOf("Asia/Beirut", "2025-03-30")).isEqualTo("2025-03-30T01:00");
		assertThat(startOf("America/Havana", "2025-03-09")).isEqualTo("2025-03-09T01:00");
	}

	@Test
	void givesADayWithoutMidnightTwentyThreeHours() {
		for (var day : List.of(List.of("America/Santiago", "2025-09-07", "2025-09-08"),
				List.of("Africa/Cairo", "2025-04-25", "2025-04-26"), List.of("Asia/Beirut", "2025-03-30", "2025-03-31"),
				List.of("America/Havana", "2025-03-09", "2025-03-10"))) {
			assertThat(lengths(between(day.get(0), day.get(1), day.get(2), "PT1H"))).as(day.getFirst())
				.hasSize(23)
				.containsOnly(Duration.ofHours(1));
		}
	}

	@Test
	void leavesOutADayThatDoesNotExist() {
		assertThat(between("Pacific/Apia", "2011-12-29", "2012-01-01", "P1D")).containsExactly("2011-12-29T10:00:00Z",
				"2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z");
	}

	@Test
	void cutsSevenMinutesAtMidnight() {
		var lengths = lengths(between("UTC", "2025-01-01", "2025-01-03", "PT7M"));

		assertThat(lengths).hasSize(2 * 206);
		assertThat(lengths.get(205)).isEqualTo(Duration.ofMinutes(5));
		assertThat(lengths.get(206)).isEqualTo(Duration.ofMinutes(7));
	}

	@Test
	void runsTimesFromMidnightThoughTheRangeBeginsLater() {
		assertThat(new Calendar(ZoneId.of("UTC")).boundaries(Instant.parse("2025-01-01T10:20:00Z"),
				Instant.parse("2025-01-01T13:10:00Z"), Interval.parse("PT1H30M"), 10))
			.containsExactly(Instant.parse("2025-01-01T10:20:00Z"), Instant.parse("2025-01-01T10:30:00Z"),
					Instant.parse("2025-01-01T12:00:00Z"), Instant.parse("2025-01-01T13:10:00Z"));
	}

	@Test
	void beginsWeeksOnMonday() {
		assertThat(between("UTC", "2025-01-01", "2025-01-20", "P1W")).containsExactly("2025-01-01T00:00:00Z",
				"2025-01-06T00:00:00Z", "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z");
	}

	@Test
	void runsSevenDaysFromTheFirstDayInsteadOfMonday() {
		assertThat(between("UTC", "2025-01-01", "2025-01-20", "P7D")).containsExactly("2025-01-01T00:00:00Z",
				"2025-01-08T00:00:00Z", "2025-01-15T00:00:00Z", "2025-01-20T00:00:00Z");
	}

	@Test
	void runsTwoMonthsFromTheMonthInWhichTheRangeBegins() {
		assertThat(between("UTC", "2025-02-15", "2025-07-01", "P2M")).containsExactly("2025-02-15T00:00:00Z",
				"2025-04-01T00:00:00Z", "2025-06-01T00:00:00Z", "2025-07-01T00:00:00Z");
	}

	@Test
	void stepsMonthsOfEveryLengthFromTheirFirst() {
		assertThat(lengths(between("UTC", "2024-01-31", "2024-05-01", "P1M")).stream().map(Duration::toDays))
			.containsExactly(1L, 29L, 31L, 30L);
	}

	@Test
	void stepsYearsFromTheFirstOfJanuary() {
		assertThat(between("Europe/Paris", "2024-06-01", "2026-02-01", "P1Y")).containsExactly("2024-05-31T22:00:00Z",
				"2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z");
	}

	@Test
	void isOneIntervalWhenTheStepIsLongerThanTheRange() {
		assertThat(between("UTC", "2025-02-15", "2025-02-16", "P99999Y")).containsExactly("2025-02-15T00:00:00Z",
				"2025-02-16T00:00:00Z");
	}

	@Test
	void makesNoMoreBoundariesThanAllowed() {
		var calendar = new Calendar(ZoneId.of("UTC"));
		Instant from = Instant.parse("1970-01-01T00:00:00Z");

		assertThat(calendar.boundaries(from, Instant.parse("2100-01-01T00:00:00Z"), Interval.parse("PT0.000001S"), 100))
			.isNull();
		assertThat(calendar.boundaries(from, from.plusSeconds(100), Interval.parse("PT1S"), 100)).hasSize(101);
		assertThat(calendar.boundaries(from, from.plusSeconds(101), Interval.parse("PT1S"), 100)).isNull();
	}

	@Property(tries = 150, thoroughly = 12)
	void coversEveryRangeWithoutGapsInAnyZone(Dice dice) {
		Instant first = OLDEST.plusSeconds(dice.between(0, 4_000_000_000L));
		Instant last = first.plusSeconds(dice.between(1, 3_000_000));
		String interval = dice.oneOf("P1D", "P2D", "P1W", "P3W", "P1M", "P2M", "P1Y", "PT15M", "PT1H", "PT7H",
				"PT23H59M", "PT1H1.5S");

		List<Instant> boundaries = boundaries(zone(dice), first, last, Interval.parse(interval));

		assertThat(boundaries.getFirst()).isEqualTo(first);
		assertThat(boundaries.getLast()).isEqualTo(last);
		assertThat(boundaries).isSorted().doesNotHaveDuplicates();
	}

	@Property(tries = 150, thoroughly = 12)
	void beginsADayAtEachMidnightThatThereIs(Dice dice) {
		ZoneId zone = zone(dice);
		LocalDate first = LocalDate.EPOCH.plusDays(dice.between(0, 40_000));
		var midnights = first.datesUntil(first.plusDays(dice.between(2, 61)))
			.map((date) -> date.atStartOfDay(zone).toInstant())
			.distinct()
			.toList();
		if (midnights.size() == 1) {
			return;
		}

		assertThat(boundaries(zone, midnights.getFirst(), midnights.getLast(), Interval.parse("P1D")))
			.isEqualTo(midnights);
		assertThat(boundaries(zone, midnights.getFirst(), midnights.getLast(), Interval.parse("PT6H")))
			.containsAll(midnights);
	}

	@Property(tries = 150, thoroughly = 12)
	void cutsTheSameAtTheSamePlacesWhateverTheRange(Dice dice) {
		ZoneId zone = zone(dice);
		Instant first = OLDEST.plusSeconds(dice.between(0, 4_000_000_000L));
		int seconds = dice.between(2, 1_000_000);
		Interval interval = Interval.parse(dice.oneOf("P1D", "P1W", "P1M", "P1Y", "PT15M", "PT1H", "PT7H"));
		Instant middle = first.plusSeconds(seconds / 2);
		Instant last = first.plusSeconds(seconds);

		var whole = boundaries(zone, first, last, interval);

		assertThat(boundaries(zone, first, middle, interval)).filteredOn((at) -> !at.equals(middle)).isSubsetOf(whole);
		assertThat(boundaries(zone, middle, last, interval)).filteredOn((at) -> !at.equals(middle)).isSubsetOf(whole);
	}

	private static ZoneId zone(Dice dice) {
		return ZoneId.of(dice.oneOf(ZONES));
	}

	private static String startOf(String zone, String day) {
		Instant start = boundaries(ZoneId.of(zone),
				LocalDate.parse(day).minusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant(),
				LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant(), Interval.parse("P1D"))
			.get(1);
		return start.atZone(ZoneId.of(zone)).toLocalDateTime().toString();
	}

	private static List<String> between(String zone, String from, String to, String interval) {
		ZoneId id = ZoneId.of(zone);
		return boundaries(id, LocalDate.parse(from).atStartOfDay(id).toInstant(),
				LocalDate.parse(to).atStartOfDay(id).toInstant(), Interval.parse(interval))
			.stream()
			.map(Instant::toString)
			.toList();
	}

	private static List<Instant> boundaries(ZoneId zone, Instant from, Instant to, @Nullable Interval interval) {
		return Objects.requireNonNull(new Calendar(zone).boundaries(from, to, interval, 100_000));
	}

	private static List<Duration> lengths(List<String> boundaries) {
		return IntStream.range(1, boundaries.size())
			.mapToObj((n) -> Duration.between(Instant.parse(boundaries.get(n - 1)), Instant.parse(boundaries.get(n))))
			.toList();
	}

}
