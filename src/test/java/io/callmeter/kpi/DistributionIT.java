package io.callmeter.kpi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static io.callmeter.kpi.Deliveries.offer;
import static io.callmeter.kpi.Deliveries.outbound;
import static org.assertj.core.api.Assertions.assertThat;

/// How durations are spread.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class DistributionIT extends PostgresIT {

	private static final String WEEK = "from=2026-11-09&to=2026-11-16";

	@Test
	void putsAValueOnAnEdgeBelowIt() {
		waits("sales", 5, 10, 11);

		assertThat(shown(distribution("of=wait&buckets=5,10").path("total"))).containsExactly("null..5 1 ANSWERED=1",
				"5..10 1 ANSWERED=1", "10..null 1 ANSWERED=1");
	}

	@Test
	void saysHowThingsEndedInEachBucket() {
		waits("sales", 5, 6);
		post(inbound(MONDAY).legs(left("sales", MONDAY, Duration.ofSeconds(6), "ABANDONED")),
				inbound(MONDAY).legs(left("sales", MONDAY, Duration.ofSeconds(60), "VOICEMAIL")));

		JsonNode total = distribution("of=wait&buckets=10").path("total");

		assertThat(shown(total)).containsExactly("null..10 3 ABANDONED=1 ANSWERED=2", "10..null 1 VOICEMAIL=1");
		assertThat(total.path("n").asInt()).isEqualTo(4);
		assertThat(total.path("mean").decimalValue()).isEqualByComparingTo("19.25");
		assertThat(total.path("least").decimalValue()).isEqualByComparingTo("5");
		assertThat(total.path("most").decimalValue()).isEqualByComparingTo("60");
	}

	@Test
	void addsGroupsUpToTheTotal() {
		waits("sales", 1, 2, 30);
		waits("support", 3);

		JsonNode answer = distribution("of=wait&buckets=10&groupBy=queue");

		assertThat(StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at("/group/queue").asString() + " " + shown(row.path("spread"))))
			.containsExactly("sales [null..10 2 ANSWERED=2, 10..null 1 ANSWERED=1]",
					"support [null..10 1 ANSWERED=1, 10..null 0]");
		assertThat(shown(answer.path("total"))).containsExactly("null..10 3 ANSWERED=3", "10..null 1 ANSWERED=1");
	}

	/// A number dialled for two campaigns is one number.
	@Test
	void countsDialsOfEachNumber() {
		post(dial("+33142685300", "spring"), dial("+33142685300", "spring"), dial("+33142685300", "autumn"),
				dial("+33142685301", "autumn"));

		JsonNode answer = distribution("of=attempts&buckets=1,2&groupBy=campaign");

		assertThat(answer.path("unit").asString()).isEqualTo("count");
		assertThat(
				StreamSupport.stream(answer.path("rows").spliterator(), false)
					.map((row) -> row.at("/group/campaign").asString() + " " + row.path("spread").path("n").asInt()
							+ " " + row.path("spread").path("mean").asString()))
			.containsExactly("autumn 2 1", "spring 1 2");
		assertThat(answer.path("total").path("n").asInt()).isEqualTo(2);
		assertThat(answer.path("total").path("most").asInt()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "wait,12", "abandon,7", "ring,10", "talk,50", "hold,10", "wrapUp,20", "handle,80", "callLength,600" })
	void measures(String of, String value) {
		post(inbound(MONDAY).legs(
				answered("sales", "alice", MONDAY, Duration.ofSeconds(12)).with("holdSeconds", 10)
					.with("wrapUpSeconds", 20),
				of.equals("abandon") ? left("sales", MONDAY, Duration.ofSeconds(7), "ABANDONED")
						: offer("sales", "bob", MONDAY, "MISSED")));

		JsonNode total = distribution("of=" + of).path("total");

		assertThat(total.path("n").asInt()).isEqualTo(1);
		assertThat(total.path("mean").decimalValue()).isEqualByComparingTo(value);
	}

	@Test
	void isEmptyOfNothing() {
		JsonNode total = distribution("of=talk&buckets=10").path("total");

		assertThat(total.path("n").asInt()).isZero();
		assertThat(total.path("mean").isNull()).isTrue();
		assertThat(shown(total)).containsExactly("null..10 0", "10..null 0");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			of=waits                          | of
			queue=sales                       | of
			of=wait&buckets=x                 | buckets
			of=wait&buckets=-1                | buckets
			of=attempts&buckets=1.5           | buckets
			of=wait&groupBy=weather           | groupBy
			of=wait&metrics=offered           | metrics
			of=talk&basis=PRORATED            | basis
			""", delimiter = '|')
	void refuses(String parameters, String field) {
		Answer answer = http().get("/v1/kpis/distribution?" + WEEK + "&" + parameters);

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).isNotBlank();
	}

	@Test
	void namesWhatCanBeDistributedAsItIsDocumented() {
		assertThat(http().get("/v1/kpis/distribution?" + WEEK + "&of=waits").json().path("detail").asString())
			.isEqualTo("Unknown of 'waits'. Expected wait, abandon, ring, talk, hold, wrapUp, handle, "
					+ "callLength, attempts. Did you mean wait?");
	}

	private static Fields dial(String to, String campaign) {
		return outbound(MONDAY).with("to", to).with("campaign", campaign).with("hangupCause", 17);
	}

	private void waits(String queue, int... seconds) {
		post(Arrays.stream(seconds)
			.mapToObj((wait) -> inbound(MONDAY).legs(answered(queue, "alice", MONDAY, Duration.ofSeconds(wait))))
			.toArray(Fields[]::new));
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

	private JsonNode distribution(String question) {
		Answer answer = http().get("/v1/kpis/distribution?" + WEEK + "&" + question);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static List<String> shown(JsonNode spread) {
		return StreamSupport.stream(spread.path("buckets").spliterator(), false)
			.map((bucket) -> bucket.path("over").asString("null") + ".." + bucket.path("upTo").asString("null") + " "
					+ bucket.path("count").asInt()
					+ bucket.path("byOutcome")
						.properties()
						.stream()
						.map((outcome) -> " " + outcome.getKey() + "=" + outcome.getValue().asInt())
						.collect(Collectors.joining()))
			.toList();
	}

}
