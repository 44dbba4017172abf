package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static org.assertj.core.api.Assertions.assertThat;

/// Figures beside other figures: of another time, of the others, of a target; and in an order of their own.
class ComparisonsIT extends PostgresIT {

	private static final Duration TEN = Duration.ofSeconds(10);

	private static final Duration DAY = Duration.ofDays(1);

	@Test
	void comparesWithTheSameLengthBefore() {
		visits(MONDAY, 3, 1);
		visits(MONDAY.minus(DAY), 1, 1);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=offered,abandonmentRate&compare=previous");

		assertThat(answer.path("comparedWith")).hasToString(
				"{\"compare\":\"previous\",\"from\":\"2026-11-08T00:00:00Z\",\"to\":\"2026-11-09T00:00:00Z\"}");
		assertThat(total(answer, "offered").path("comparison"))
			.hasToString("{\"value\":2,\"absoluteChange\":2,\"relativeChange\":1}");
		assertThat(total(answer, "abandonmentRate").path("comparison")).hasToString(
				"{\"value\":0.5,\"numerator\":1,\"denominator\":2,\"absoluteChange\":-0.25,\"relativeChange\":-0.5}");
	}

	@Test
	void putsEachIntervalBesideItsCounterpart() {
		visits(MONDAY, 1, 0);
		visits(MONDAY.plus(DAY), 4, 0);
		visits(MONDAY.minus(DAY.multipliedBy(7)), 2, 0);
		visits(MONDAY.minus(DAY.multipliedBy(6)), 5, 0);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-11&interval=P1D&metrics=offered&compare=lastWeek");

		assertThat(rows(answer, "from", "offered")).containsExactly("2026-11-09T00:00:00Z 1 2 -1",
				"2026-11-10T00:00:00Z 4 5 -1");
	}

	@Test
	void showsAGroupThatWasThereOnlyBefore() {
		post(inbound(MONDAY).legs(answered("new", "alice", MONDAY, TEN)),
				inbound(MONDAY.minus(DAY)).with("campaign", "old")
					.legs(answered("old", "alice", MONDAY.minus(DAY), TEN)));

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&groupBy=queue&metrics=offered&compare=previous");

		assertThat(rows(answer, "queue", "offered")).containsExactly("new 1 0 1", "old 0 1 -1");
	}

	/// In Paris 2026-03-29 had 23 hours: the week before the one from Monday the 30th has
	/// an hour less, and its Sunday is compared with a whole one.
	@Test
	void comparesDaysOfTheCalendarThoughTheClockWasChanged() {
		visits(Instant.parse("2026-03-22T23:00:00Z"), 1, 0);
		visits(Instant.parse("2026-03-29T21:59:59Z"), 2, 0);

		JsonNode answer = kpis("from=2026-03-30&to=2026-04-06&timeZone=Europe/Paris&interval=P1D&metrics=offered"
				+ "&compare=previous");

		assertThat(answer.path("comparedWith").path("from").asString()).isEqualTo("2026-03-23T00:00:00+01:00");
		assertThat(answer.path("comparedWith").path("to").asString()).isEqualTo("2026-03-30T00:00:00+02:00");
		assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isEqualTo(3);
		assertThat(rows(answer, "from", "offered")).first().isEqualTo("2026-03-30T00:00:00+02:00 0 1 -1");
		assertThat(rows(answer, "from", "offered")).last().isEqualTo("2026-04-05T00:00:00+02:00 0 2 -2");
	}

	@Test
	void comparesTheSameHoursByTheClockOfLastWeek() {
		// Nine in Paris is 8:00 UTC in winter and 7:00 UTC in summer.
		visits(Instant.parse("2026-03-30T07:30:00Z"), 1, 0);
		visits(Instant.parse("2026-03-23T08:30:00Z"), 3, 0);

		JsonNode answer = kpis("from=2026-03-30T09:00&to=2026-03-30T10:00&timeZone=Europe/Paris&metrics=offered"
				+ "&compare=lastWeek");

		assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isEqualTo(3);
	}

	@Test
	void comparesTheSameDatesOfLastYear() {
		visits(MONDAY, 1, 0);
		visits(Instant.parse("2025-11-09T12:00:00Z"), 4, 0);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=offered,averageWait&compare=lastYear");

		assertThat(total(answer, "offered").path("comparison"))
			.hasToString("{\"value\":4,\"absoluteChange\":-3,\"relativeChange\":-0.75}");
	}

	@Test
	void hasNoChangeFromNothing() {
		visits(MONDAY, 1, 0);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=offered,averageWait&compare=previous");

		assertThat(total(answer, "offered").path("comparison"))
			.hasToString("{\"value\":0,\"absoluteChange\":1,\"relativeChange\":null}");
		assertThat(total(answer, "averageWait").path("comparison").path("absoluteChange").isNull()).isTrue();
	}

	@Test
	void comparesAgentsWithTheMeanOfTheirQueue() {
		talks("sales", "alice", 100);
		talks("sales", "bob", 200);
		talks("sales", "bob", 300);
		talks("support", "bob", 60);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=averageTalkTime&groupBy=queue,agent&compare=peers"
				+ "&orderBy=-averageTalkTime.absoluteChange");

		assertThat(StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at("/group/queue").asString() + " " + row.at("/group/agent").asString() + " "
					+ shown(row.path("metrics").path("averageTalkTime"))))
			.containsExactly("sales bob 250 200 50", "support bob 60 60 0", "sales alice 100 200 -100");
	}

	@Test
	void roundsAChangeOnceAndNotWhatItIsMadeOf() {
		visits(MONDAY, 2, 1);
		visits(MONDAY.minus(DAY), 1, 2);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=answerRate&compare=previous");

		assertThat(total(answer, "answerRate").path("comparison"))
			.hasToString("{\"value\":0.3333333333,\"numerator\":1,"
					+ "\"denominator\":3,\"absoluteChange\":0.3333333333,\"relativeChange\":1}");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2024-02-28, 2024-02-29, 2023-02-28T00:00:00Z, 2023-03-01T00:00:00Z, 1
			2024-02-29, 2024-03-01, 2023-02-28T00:00:00Z, 2023-03-01T00:00:00Z, 1
			2024-02-01, 2024-03-01, 2023-02-01T00:00:00Z, 2023-03-01T00:00:00Z, 1
			2025-02-28, 2025-03-01, 2024-02-28T00:00:00Z, 2024-02-29T00:00:00Z, 2
			2025-03-01, 2025-03-02, 2024-03-01T00:00:00Z, 2024-03-02T00:00:00Z, 8
			""")
	void comparesADayWithOneDayOfLastYear(String from, String to, String comparedFrom, String comparedTo, int value) {
		visits(Instant.parse("2023-02-28T12:00:00Z"), 1, 0);
		visits(Instant.parse("2024-02-28T12:00:00Z"), 2, 0);
		visits(Instant.parse("2024-02-29T12:00:00Z"), 4, 0);
		visits(Instant.parse("2024-03-01T12:00:00Z"), 8, 0);

		JsonNode answer = kpis("from=" + from + "&to=" + to + "&metrics=offered&compare=lastYear");

		assertThat(answer.path("comparedWith").path("from").asString()).isEqualTo(comparedFrom);
		assertThat(answer.path("comparedWith").path("to").asString()).isEqualTo(comparedTo);
		assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isEqualTo(value);
		assertThat(answer.path("warnings")).isEmpty();
	}

	@Test
	void aLeapDayBesideItsNeighbourHasNoDayOfItsOwnToBeComparedWith() {
		visits(Instant.parse("2023-02-28T12:00:00Z"), 1, 0);
		visits(Instant.parse("2023-03-01T12:00:00Z"), 2, 0);

		JsonNode answer = kpis("from=2024-02-28&to=2024-03-02&interval=P1D&metrics=offered&compare=lastYear");

		assertThat(rows(answer, "from", "offered")).containsExactly("2024-02-28T00:00:00Z 0 1 -1",
				"2024-02-29T00:00:00Z 0 0 0", "2024-03-01T00:00:00Z 0 2 -2");
		assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isEqualTo(3);
		assertThat(answer.at("/warnings/0/field").asString()).isEqualTo("compare");
		assertThat(answer.at("/warnings/0/value").asString()).isEqualTo("lastYear");
		assertThat(answer.at("/warnings/0/message").asString()).contains("2024-02-29");
	}

	@Test
	void theLeapDayOfLastYearIsComparedWithNoDayOfThisYear() {
		visits(Instant.parse("2024-02-28T12:00:00Z"), 1, 0);
		visits(Instant.parse("2024-02-29T12:00:00Z"), 2, 0);
		visits(Instant.parse("2024-03-01T12:00:00Z"), 4, 0);

		for (String cells : List.of("", "&rollups=false")) {
			JsonNode answer = kpis(
					"from=2025-02-28&to=2025-03-02&interval=P1D&metrics=offered,waitP50&compare=lastYear" + cells);

			assertThat(rows(answer, "from", "offered")).containsExactly("2025-02-28T00:00:00Z 0 1 -1",
					"2025-03-01T00:00:00Z 0 4 -4");
			assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isEqualTo(5);
		}
	}

	@Test
	void theHoursOfALeapDayAreComparedWithNoneTwice() {
		visits(Instant.parse("2023-02-28T07:00:00Z"), 1, 0);

		JsonNode answer = kpis("from=2024-02-28&to=2024-03-01&interval=PT6H&metrics=offered&compare=lastYear");

		assertThat(rows(answer, "from", "offered").stream().map((row) -> row.split(" ", -1)[2])).containsExactly("0",
				"1", "0", "0", "0", "0", "0", "0");
		assertThat(kpis("from=2024-02-29&to=2024-03-01&interval=PT6H&metrics=offered&compare=lastYear").path("rows")
			.path(1)
			.at("/metrics/offered/comparison/value")
			.asInt()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2026-04-05T02:00, 2026-04-05T03:00, Europe/Berlin
			2026-04-05T02:10, 2026-04-05T02:50, Europe/Berlin
			2025-03-16T00:00, 2025-03-16T01:00, America/Havana
			""")
	void anHourThatTheClockSkippedAWeekBeforeHasNothingToCompareWith(String from, String to, String zone) {
		visits(Instant.parse("2026-03-29T01:30:00Z"), 1, 0);
		visits(Instant.parse("2025-03-09T05:30:00Z"), 1, 0);

		JsonNode answer = kpis(
				"from=" + from + "&to=" + to + "&timeZone=" + zone + "&metrics=offered&compare=lastWeek");

		assertThat(total(answer, "offered").path("comparison").path("value").asInt()).isZero();
		assertThat(answer.at("/warnings/0/field").asString()).isEqualTo("compare");
		assertThat(answer.at("/warnings/0/value").asString()).isEqualTo("lastWeek");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2026-03-29T02:00, 2026-03-29T03:00, Europe/Berlin
			2026-03-29T02:10, 2026-03-29T02:50, Europe/Berlin
			2026-03-29T02:30, 2026-03-29T03:00, Europe/Berlin
			2025-03-09T00:00, 2025-03-09T01:00, America/Havana
			2025-03-09      , 2025-03-09T00:30, America/Havana
			""")
	void nothingCountsInAnHourThatTheClockSkips(String from, String to, String zone) {
		visits(Instant.parse("2026-03-29T01:00:00Z"), 1, 0);
		visits(Instant.parse("2026-03-29T01:20:00Z"), 1, 0);
		visits(Instant.parse("2025-03-09T05:00:00Z"), 1, 0);
		String range = "from=" + from + "&to=" + to + "&timeZone=" + zone;

		JsonNode answer = kpis(range + "&interval=PT15M&metrics=offered,callsPerHour");

		assertThat(total(answer, "offered").path("value").asInt()).isZero();
		assertThat(total(answer, "callsPerHour").path("value").isNull()).isTrue();
		assertThat(answer.at("/warnings/0/field").asString()).isEqualTo("to");
		assertThat(answer.at("/warnings/0/value").asString()).isEqualTo(to);
		assertThat(answer.at("/warnings/0/message").asString()).contains(zone);
		for (String other : List.of("/v1/calls?", "/v1/kpis/distribution?of=wait&")) {
			Answer empty = http().get(other + range);
			assertThat(empty.status()).as(empty.body()).isEqualTo(200);
			assertThat(empty.json().path("warnings").size()).isEqualTo(1);
		}
	}

	@Test
	void aRangeThatEndsAfterTheSkippedHourBeginsWithIt() {
		visits(Instant.parse("2026-03-29T01:05:00Z"), 1, 0);

		JsonNode answer = kpis("from=2026-03-29T02:30&to=2026-03-29T03:15&timeZone=Europe/Berlin&metrics=offered");

		assertThat(total(answer, "offered").path("value").asInt()).isEqualTo(1);
	}

	@Test
	void ordersByFiguresWithTiesInTheUsualOrderAndNullsLast() {
		for (String queue : List.of("d", "b", "a")) {
			post(inbound(MONDAY).legs(answered(queue, "alice", MONDAY, TEN)),
					inbound(MONDAY).legs(left(queue, MONDAY, TEN, "ABANDONED")));
		}
		post(inbound(MONDAY).legs(left("c", MONDAY, TEN, "ABANDONED")),
				inbound(MONDAY.minus(DAY)).legs(answered("e", "alice", MONDAY.minus(DAY), TEN)));

		String question = "from=2026-11-09&to=2026-11-10&metrics=abandonmentRate&groupBy=queue&orderBy=";

		assertThat(queues(kpis(question + "-abandonmentRate"))).containsExactly("c", "a", "b", "d", "e");
		assertThat(queues(kpis(question + "abandonmentRate"))).containsExactly("a", "b", "d", "c", "e");
		assertThat(queues(kpis(question + "abandonmentRate,-queue"))).containsExactly("d", "b", "a", "c", "e");
		assertThat(queues(kpis(question + "-abandonmentRate&limit=2"))).containsExactly("c", "a");
	}

	@Test
	void keepsTheTotalOfAllWhenRowsAreLimited() {
		for (String queue : List.of("a", "b", "c")) {
			post(inbound(MONDAY).legs(answered(queue, "alice", MONDAY, TEN)));
		}

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=offered&groupBy=queue&limit=1");

		assertThat(queues(answer)).containsExactly("a");
		assertThat(total(answer, "offered").path("value").asInt()).isEqualTo(3);
	}

	@Test
	void ordersCsvLikeJson() {
		visits(MONDAY, 1, 0);
		visits(MONDAY.plus(DAY), 3, 0);

		assertThat(http().with("Accept", "text/csv")
			.get("/v1/kpis?from=2026-11-09&to=2026-11-12&interval=P1D&metrics=offered&orderBy=-offered&limit=2")
			.body()).isEqualTo("""
					from,to,offered\r
					2026-11-10T00:00:00Z,2026-11-11T00:00:00Z,3\r
					2026-11-09T00:00:00Z,2026-11-10T00:00:00Z,1\r
					""");
	}

	@Test
	void saysHowSureAShareIs() {
		visits(MONDAY, 9, 1);

		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=answerRate,averageWait,offered&confidence=0.95");

		assertThat(total(answer, "answerRate").path("n").asInt()).isEqualTo(10);
		assertThat(total(answer, "answerRate").path("confidence"))
			.hasToString("{\"level\":0.95,\"low\":0.5958,\"high\":0.9821}");
		assertThat(total(answer, "averageWait").has("confidence")).isFalse();
		assertThat(total(answer, "offered").has("confidence")).isFalse();
	}

	@Test
	void showsIndustryFiguresBesideOurs() {
		visits(MONDAY, 9, 1);

		JsonNode answer = kpis(
				"from=2026-11-09&to=2026-11-10&metrics=abandonmentRate,serviceLevel,offered&targets=industry");

		assertThat(total(answer, "abandonmentRate").path("target")).hasToString(
				"{\"value\":0.08,\"goal\":\"AT_MOST\",\"met\":false,\"distance\":-0.02,\"scope\":\"industry\"}");
		assertThat(total(answer, "serviceLevel").path("target"))
			.hasToString("{\"value\":0.8,\"goal\":\"AT_LEAST\",\"met\":true,\"distance\":0.2,\"scope\":\"industry\"}");
		assertThat(total(answer, "offered").has("target")).isFalse();
	}

	@Test
	void refusesWhatCannotBeCompared() {
		for (String choice : List.of("compare=peers", "compare=yesterday", "orderBy=calls", "orderBy=offered.weird",
				"limit=0", "limit=many", "confidence=95", "confidence=x", "targets=theirs")) {
			Answer answer = http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics=offered&" + choice);
			assertThat(answer.status()).as(choice).isEqualTo(400);
			assertThat(answer.json().path("field").asString()).as(choice)
				.isEqualTo(choice.substring(0, choice.indexOf('=')));
		}
	}

	/// Visits answered after ten seconds, and visits abandoned after ten.
	private void visits(Instant at, int answered, int abandoned) {
		for (int n = 0; n < answered + abandoned; n++) {
			post(inbound(at)
				.legs((n < answered) ? answered("sales", "alice", at, TEN) : left("sales", at, TEN, "ABANDONED")));
		}
	}

	private void talks(String queue, String agent, int seconds) {
		post(inbound(MONDAY)
			.legs(answered(queue, agent, MONDAY, TEN).with("endedAt", MONDAY.plus(TEN).plusSeconds(seconds))));
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

	private JsonNode kpis(String query) {
		Answer answer = http().get("/v1/kpis?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static JsonNode total(JsonNode answer, String metric) {
		return answer.path("total").path("metrics").path(metric);
	}

	/// The value of each row, the one it is compared with and the change.
	private static List<String> rows(JsonNode answer, String key, String metric) {
		return StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at(key.equals("from") ? "/from" : "/group/" + key).asString() + " "
					+ shown(row.path("metrics").path(metric)))
			.toList();
	}

	private static String shown(JsonNode figure) {
		JsonNode comparison = figure.path("comparison");
		return figure.path("value").asString() + " " + comparison.path("value").asString() + " "
				+ comparison.path("absoluteChange").asString();
	}

	private static List<String> queues(JsonNode answer) {
		return StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at("/group/queue").asString())
			.toList();
	}

}
