package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.HalfToldCalls;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static io.callmeter.kpi.Deliveries.outbound;
import static io.callmeter.kpi.Deliveries.segment;
import static org.assertj.core.api.Assertions.assertThat;

/// What is divided is a part of what divides it, and no duration is less than nothing.
class RatiosIT extends PostgresIT {

	private static final Duration TEN = Duration.ofSeconds(10);

	private static final String DAY = "from=2026-11-09&to=2026-11-10&confidence=0.95&metrics=";

	@Test
	void conversionsOfCallsThatReachedNobodyAreNoPartOfThoseThatDid() {
		post(inbound(MONDAY).with("converted", true).legs(answered("sales", "alice", MONDAY, TEN)),
				inbound(MONDAY).with("converted", true).legs(left("sales", MONDAY, TEN, "ABANDONED")),
				inbound(MONDAY).with("converted", true).legs(left("sales", MONDAY, TEN, "CALLBACK")),
				outbound(MONDAY).with("converted", true).with("hangupCause", 17));

		JsonNode metrics = total("conversions,conversionRate");

		assertThat(metrics.at("/conversions/value").asInt()).isEqualTo(4);
		assertThat(metrics.at("/conversionRate/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/conversionRate/numerator").asInt()).isEqualTo(1);
		assertThat(metrics.at("/conversionRate/confidence/high").asInt()).isEqualTo(1);
		assertThat(listed("conversionRate")).isEqualTo(1);
	}

	@Test
	void surveysOfCallsThatNobodyHandledAreNoAnswersOfThoseHandled() {
		post(inbound(MONDAY).with("csat", 1).legs(answered("sales", "alice", MONDAY, TEN)),
				inbound(MONDAY).with("csat", 1).legs(left("sales", MONDAY, TEN, "ABANDONED")));

		JsonNode metrics = total("surveyResponseRate,csat");

		assertThat(metrics.at("/surveyResponseRate/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/surveyResponseRate/numerator").asInt()).isEqualTo(1);
		assertThat(metrics.at("/csat/denominator").asInt()).as("every score counts").isEqualTo(2);
		assertThat(listed("surveyResponseRate")).isEqualTo(1);
	}

	@Test
	void whoHidesTheNumberIsNeitherCallerNorCalled() {
		post(inbound(MONDAY).with("converted", true).with("resolved", true),
				inbound(MONDAY).with("from", "anonymous").with("converted", true).with("resolved", true),
				outbound(MONDAY).with("to", "anonymous"), outbound(MONDAY).with("to", "anonymous"), outbound(MONDAY),
				outbound(MONDAY));

		JsonNode metrics = total(
				"callers,callsPerCaller,conversionsPerCaller,callersResolvedRate,attempts,attemptsPerNumber");

		assertThat(metrics.at("/callsPerCaller/numerator").asInt()).isEqualTo(3);
		assertThat(metrics.at("/conversionsPerCaller/numerator").asInt()).isEqualTo(1);
		assertThat(metrics.at("/conversionsPerCaller/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/callersResolvedRate/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/attempts/value").asInt()).isEqualTo(4);
		assertThat(metrics.at("/attemptsPerNumber/numerator").asInt()).isEqualTo(2);
		assertThat(metrics.at("/attemptsPerNumber/value").asInt()).isEqualTo(2);
		assertThat(listed("attemptsPerNumber")).isEqualTo(2);
	}

	@Test
	void anAgentWhoWaitsForTheCustomerConnectsInNoTime() {
		post(outbound(MONDAY).with("answeredAt", MONDAY.plusSeconds(8))
			.with("endedAt", MONDAY.plusSeconds(60))
			.legs(segment("alice", MONDAY)),
				outbound(MONDAY).with("answeredAt", MONDAY)
					.with("endedAt", MONDAY.plusSeconds(64))
					.legs(segment("alice", MONDAY.plusSeconds(4))));

		assertThat(total("averageConnectTime").path("averageConnectTime"))
			.hasToString("{\"value\":2,\"numerator\":4,\"denominator\":2}");
	}

	@Property(tries = 3)
	void noShareOfAnyCallsIsOutsideOfZeroAndOneAndNoDurationIsNegative(Dice dice) {
		var calls = HalfToldCalls.of(dice, 200);
		assertThat(
				http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls)).json().path("created").asInt())
			.isEqualTo(calls.size());
		String all = Metrics.all()
			.stream()
			.filter((metric) -> !metric.isCost())
			.map(Metric::id)
			.collect(Collectors.joining(","));

		for (String choices : List.of("", "&profile=genesys&profileOptions=flowOuts,shortAbandons",
				"&serviceLevelPolicy=SHORT_EXCLUDED&abandonAfter=1", "&profile=connect")) {
			JsonNode answer = http()
				.get("/v1/kpis?from=2026-10-30&to=2026-12-10&confidence=0.9&groupBy=outcome&metrics=" + all + choices)
				.json();
			answer.path("rows").forEach((row) -> assertSound(row.path("metrics")));
			assertSound(answer.at("/total/metrics"));
		}
	}

	private static void assertSound(JsonNode metrics) {
		metrics.properties().forEach((figure) -> {
			Metric metric = Metrics.find(figure.getKey()).orElseThrow();
			JsonNode value = figure.getValue().path("value");
			if (!value.isNull() && metric.isShare()) {
				assertThat(value.decimalValue()).as("%s", figure).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
				assertThat(figure.getValue().has("confidence")).as("%s", figure)
					.isEqualTo(metric.unit() != Metric.Unit.SCORE);
			}
			if (!value.isNull() && metric.unit() == Metric.Unit.SECONDS) {
				assertThat(value.decimalValue().signum()).as("%s", figure).isNotNegative();
			}
		});
	}

	private int listed(String metric) {
		String link = http().get("/v1/kpis?links=true&" + DAY + metric)
			.json()
			.at("/total/links/" + metric + "/numerator")
			.asString();
		return http().get(link).json().path("items").size();
	}

	private JsonNode total(String metrics) {
		String question = "/v1/kpis?" + DAY + metrics;
		Answer answer = http().get(question);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(http().get(question + "&rollups=false").body()).isEqualTo(answer.body());
		return answer.json().at("/total/metrics");
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

}
