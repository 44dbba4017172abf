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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static org.assertj.core.api.Assertions.assertThat;

/// Visits are judged by what their own queue was set to when they began: on Sunday as all are, from Monday on those
/// of sales by T = 30 s, S = 10 s and the answered alone. Each day a caller of sales is answered after 25 s and one
/// gives up after 8 s, each day one of support is answered after 25 s.
class JudgingIT extends PostgresIT {

	private static final String BOTH_DAYS = "from=2026-11-08&to=2026-11-10&metrics=serviceLevel,shortAbandoned";

	@BeforeEach
	void twoDays() {
		put("/v1/queues/sales", """
				{"name": "Sales", "settings": [{"validFrom": "2026-11-09", "threshold": 30, "shortAbandon": 10,
				  "serviceLevelPolicy": "ANSWERED_ONLY"}]}""");
		for (Instant noon : List.of(MONDAY.minus(Duration.ofHours(12)), MONDAY.plus(Duration.ofHours(12)))) {
			post(inbound(noon).legs(answered("sales", "alice", noon, Duration.ofSeconds(25))),
					inbound(noon).legs(left("sales", noon, Duration.ofSeconds(8), "ABANDONED")),
					inbound(noon).legs(answered("support", "bob", noon, Duration.ofSeconds(25))));
		}
	}

	@Test
	void keepsThePastAsItWasJudged() {
		assertThat(figures(kpis(BOTH_DAYS + "&queue=sales&interval=P1D"))).containsExactly(
				"2026-11-08T00:00:00Z 0/1 ABANDONS_IGNORED 20 0", "2026-11-09T00:00:00Z 1/1 ANSWERED_ONLY 30 1");
	}

	@Test
	void saysMixedWhereSettingsDiffer() {
		JsonNode answer = kpis(BOTH_DAYS + "&groupBy=queue");

		assertThat(figures(answer)).containsExactly("sales 1/2 MIXED mixed 1", "support 0/2 ABANDONS_IGNORED 20 0");
		assertThat(answer.path("serviceLevelPolicy").asString()).isEqualTo("MIXED");
		assertThat(answer.path("threshold").asString()).isEqualTo("mixed");
		assertThat(answer.path("shortAbandon").asString()).isEqualTo("mixed");
		assertThat(figure(answer.path("total"))).isEqualTo("1/4 MIXED mixed 1");
	}

	@Test
	void letsTheQuestionDecide() {
		JsonNode answer = kpis(
				BOTH_DAYS + "&groupBy=queue&threshold=25&shortAbandon=PT8S&serviceLevelPolicy=ABANDONS_NEGATIVE");

		assertThat(figures(answer)).containsExactly("sales 2/4 ABANDONS_NEGATIVE 25 2",
				"support 2/2 ABANDONS_NEGATIVE 25 0");
		assertThat(answer.path("shortAbandon").decimalValue()).isEqualByComparingTo("8");
	}

	@Test
	void comparesEachDayByItsOwnSettings() {
		JsonNode answer = kpis("from=2026-11-09&to=2026-11-10&metrics=serviceLevel&queue=sales&compare=previous");

		assertThat(answer.path("total").path("metrics").path("serviceLevel").path("value").decimalValue())
			.isEqualByComparingTo("1");
		assertThat(answer.path("total")
			.path("metrics")
			.path("serviceLevel")
			.path("comparison")
			.path("value")
			.decimalValue()).isEqualByComparingTo("0");
	}

	/// In Kolkata Monday begins at 18:30 UTC on Sunday; so settings do, and so does a day
	/// asked for by its date.
	@Test
	void takesTheZoneOfTheOneQueueAskedFor() {
		put("/v1/queues/night",
				"""
						{"name": "Night", "timeZone": "Asia/Kolkata", "settings": [{"validFrom": "2026-11-09", "threshold": 60}]}""");
		Instant mondayInKolkata = Instant.parse("2026-11-08T18:30:00Z");
		post(inbound(mondayInKolkata.minusSeconds(1))
			.legs(answered("night", "alice", mondayInKolkata.minusSeconds(1), Duration.ofSeconds(25))),
				inbound(mondayInKolkata).legs(answered("night", "alice", mondayInKolkata, Duration.ofSeconds(25))));

		JsonNode answer = kpis(
				"from=2026-11-08&to=2026-11-10&interval=P1D&metrics=serviceLevel,shortAbandoned&queue=night");

		assertThat(answer.path("timeZone").asString()).isEqualTo("Asia/Kolkata");
		assertThat(figures(answer)).containsExactly("2026-11-08T00:00:00+05:30 0/1 ABANDONS_IGNORED 20 0",
				"2026-11-09T00:00:00+05:30 1/1 ABANDONS_IGNORED 60 0");
		assertThat(kpis(BOTH_DAYS + "&queue=night,sales").path("timeZone").asString()).isEqualTo("UTC");
	}

	private static List<String> figures(JsonNode answer) {
		return StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at(row.path("group").has("queue") ? "/group/queue" : "/from").asString() + " "
					+ figure(row))
			.toList();
	}

	/// Service level with what it was judged by, and short abandons.
	private static String figure(JsonNode cell) {
		JsonNode level = cell.path("metrics").path("serviceLevel");
		return level.path("numerator").asString() + "/" + level.path("denominator").asString() + " "
				+ level.path("serviceLevelPolicy").asString() + " " + level.path("threshold").asString() + " "
				+ cell.path("metrics").path("shortAbandoned").path("value").asString();
	}

	private JsonNode kpis(String query) {
		Answer answer = http().get("/v1/kpis?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private void put(String path, String body) {
		assertThat(http().put(path, "application/json", body).status()).isIn(200, 201);
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

}
