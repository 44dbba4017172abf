package io.callmeter.kpi;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;

/// No question gets an answer of any size.
class BoundedAnswersIT extends PostgresIT {

	private static final String MONTH = "from=2026-11-01&to=2026-12-01";

	private static final String DAY = "from=2026-11-09&to=2026-11-10";

	private static final String ELEVEN = "&metrics=offers,missedOffers,agentAnswerRate,handled,talkTime,averageTalkTime,holdTime,"
			+ "averageHoldTime,wrapUpTime,averageWrapUpTime,averageHandleTime";

	/// The day in 288 parts of five minutes.
	private static final String PARTS = "&dayParts=" + IntStream.range(0, 288)
		.mapToObj((n) -> "%d:MO-SU@%02d:%02d-%02d:%02d".formatted(n, n / 12, n % 12 * 5, (n + 1) % 288 / 12,
				(n + 1) % 12 * 5))
		.collect(Collectors.joining(","));

	@Test
	void quartersOfAMonthByAgentAndHourAreRefusedForWhoIsActiveAlready() {
		IntStream.range(0, 40)
			.forEach((n) -> assertThat(http().put("/v1/agents/a" + n, "application/json", "{\"name\": \"A\"}").status())
				.isEqualTo(201));
		String question = "/v1/kpis?" + MONTH + ELEVEN + "&compare=previous&groupBy=agent,hourOfDay&interval=PT15M";

		assertThat(detail(http().get(question))).startsWith(
				"The answer is too large: it would have 115,200 rows (40 groups in 2,880 intervals) and a weight of 2,534,400. ")
			.contains("The limits of JSON are 100,000 rows and a weight of 500,000", "or send limit or format=csv.");
	}

	@Test
	void groupsThatNobodyKnowsBeforeAreCountedBeforeTheFirstByteLeaves() {
		post(IntStream.range(0, 12).mapToObj((n) -> inbound(MONDAY).with("source", "pbx" + n)));
		String question = "/v1/kpis?" + MONTH + "&metrics=calls,callers,offered,answered,abandoned,answerRate,"
				+ "abandonmentRate,averageWait&compare=previous&groupBy=source&interval=PT15M";

		assertThat(detail(http().get(question))).startsWith(
				"The answer is too large: it would have 34,560 rows (12 groups in 2,880 intervals) and a weight of 552,960. The limits of JSON");
	}

	@Test
	void linksWeighMoreThanFigures() {
		post(IntStream.range(0, 12).mapToObj((n) -> inbound(MONDAY).with("source", "pbx" + n)));
		String question = "/v1/kpis?" + MONTH
				+ "&metrics=calls,offered,answered,abandoned&groupBy=source&interval=PT15M";

		assertThat(detail(http().get(question + "&links=true"))).contains("a weight of 691,200", "leave links out");
		Answer without = http().get(question);
		assertThat(without.status()).isEqualTo(200);
		assertThat(without.json().path("rows")).hasSize(12 * 2880);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/csv" })
	void intervalsAreBoundedWhateverIsAsked(String type) {
		assertThat(detail(
				http().with("Accept", type).get("/v1/kpis?from=2025-01-01&to=2027-01-01&interval=PT1M&metrics=calls")))
			.startsWith(
					"Too many intervals: interval PT1M divides the range into about 1,051,200. Expected at most 50,000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/kpis?metrics=calls&groupBy=dayPart&", "/v1/kpis?metrics=calls&dayPart=1&",
			"/v1/calls?dayPart=1&", "/v1/kpis/distribution?of=wait&groupBy=dayPart&" })
	void dayPartsAreBounded(String question) {
		assertThat(detail(http().get(question + "from=2016-01-01&to=2026-01-01" + PARTS))).startsWith(
				"Too many intervals: with hours, days and the day parts of all calendars the range has about 1,052,064 "
						+ "parts. Expected at most 100,000; query a shorter range");
		assertThat(http().get(question + DAY + PARTS).status()).isEqualTo(200);
	}

	@Test
	void everyHourOfElevenYearsIsAnswered() {
		Answer hours = http()
			.get("/v1/kpis?from=2016-01-01&to=2027-01-01&interval=P1D&metrics=callsPerHour&hourOfDay=9");

		assertThat(hours.status()).as(hours.body()).isEqualTo(200);
		assertThat(hours.json().path("rows")).hasSize(4018);
	}

	@Test
	void rowsInAnOrderOfTheirOwnAreBoundedByWhatIsKept() {
		post(IntStream.range(0, 12).mapToObj((n) -> inbound(MONDAY).with("source", "pbx" + n)));
		TestClient csv = http().with("Accept", "text/csv");
		String question = "/v1/kpis?" + MONTH
				+ "&metrics=calls,offered,answered&groupBy=source&interval=PT15M&orderBy=-calls";

		assertThat(detail(csv.get(question))).contains("a weight of 103,680. The limit is 100,000", "Send limit");
		assertThat(csv.get(question + "&limit=5").body().lines().skip(1)).hasSize(5)
			.allMatch((line) -> line.startsWith("2026-11-09T00:00:00Z,2026-11-09T00:15:00Z,pbx"));
	}

	@Test
	void whatAgentsAreComparedWithIsBoundedByWhatIsKept() {
		post(IntStream.range(0, 4)
			.mapToObj((n) -> inbound(MONDAY).legs(answered("q" + n, "alice", MONDAY, Duration.ofSeconds(10)))));
		String question = "/v1/kpis?" + MONTH
				+ "&metrics=averageTalkTime&groupBy=queue,agent&compare=peers&interval=PT1M" + "&limit=10";

		Answer answer = http().get(question);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("rows")).hasSize(10);
	}

	@Test
	void distributionsAreBoundedByTheirBuckets() {
		post(IntStream.range(0, 500).mapToObj((n) -> inbound(MONDAY).with("source", "pbx" + n)));
		String question = "/v1/kpis/distribution?of=callLength&groupBy=source&" + DAY;
		String buckets = "&buckets="
				+ IntStream.rangeClosed(1, 200).mapToObj(String::valueOf).collect(Collectors.joining(","));

		assertThat(detail(http().get(question + buckets))).isEqualTo(
				"The answer is too large: it would have more than 497 groups of 201 buckets. Expected at most 100,000 "
						+ "buckets in total; query a shorter range, fewer groups or fewer buckets.");
		assertThat(http().get(question).json().path("rows")).hasSize(500);
	}

	private void post(Stream<Fields> calls) {
		List<String> lines = calls.map(Fields::json).toList();
		Answer answer = http().post("/v1/calls", "application/x-ndjson", String.join("\n", lines));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(lines.size());
	}

	private static String detail(Answer answer) {
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("type").asString()).as(answer.body())
			.isEqualTo("urn:callmeter:problem:answer-too-large");
		assertThat(answer.json().path("field").asString()).isNotEmpty();
		return answer.json().path("detail").asString();
	}

}
