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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static org.assertj.core.api.Assertions.assertThat;

/// Figures beside what they should be.
class TargetsIT extends PostgresIT {

	private static final String MONDAY_ONLY = "from=2026-11-09&to=2026-11-10&metrics=abandonmentRate&targets=own";

	@Test
	void aQueuesTargetComesBeforeTheCampaignsAndThatBeforeTheTenants() {
		visits(MONDAY, "sales", "spring", 9, 1);
		target("all", "\"value\": 0.2");
		assertThat(targets(MONDAY_ONLY + "&groupBy=queue,campaign")).containsExactly("0.1 tenant 0.2 true 0.1");

		target("of-spring", "\"campaign\": \"spring\", \"value\": 0.1");
		assertThat(targets(MONDAY_ONLY + "&groupBy=queue,campaign")).containsExactly("0.1 campaign 0.1 true 0");

		target("of-sales", "\"queue\": \"sales\", \"value\": 0.04");
		assertThat(targets(MONDAY_ONLY + "&groupBy=queue,campaign")).containsExactly("0.1 queue 0.04 false -0.06");
		assertThat(targets(MONDAY_ONLY + "&groupBy=campaign")).containsExactly("0.1 campaign 0.1 true 0");
		assertThat(targets(MONDAY_ONLY + "&queue=sales")).containsExactly("0.1 queue 0.04 false -0.06");
		assertThat(targets(MONDAY_ONLY)).containsExactly("0.1 tenant 0.2 true 0.1");
	}

	@Test
	void thePastKeepsItsTargets() {
		Instant tuesday = MONDAY.plus(Duration.ofDays(1));
		visits(MONDAY, "sales", null, 9, 1);
		visits(tuesday, "sales", null, 9, 1);
		target("old", "\"value\": 0.2");
		target("new", "\"value\": 0.05, \"validFrom\": \"2026-11-10\"");
		String bothDays = "from=2026-11-09&to=2026-11-11&metrics=abandonmentRate&targets=own";

		assertThat(targets(bothDays + "&interval=P1D")).containsExactly("0.1 tenant 0.2 true 0.1",
				"0.1 tenant 0.05 false -0.05");
		assertThat(targets(bothDays)).as("no one target holds for both").containsExactly("0.1 tenant null null null");
	}

	@Test
	void aQueueHasTheTenantsTargetUntilItsOwnBegins() {
		visits(MONDAY, "sales", null, 9, 1);
		target("all", "\"value\": 0.2");
		target("of-sales", "\"queue\": \"sales\", \"value\": 0.04, \"validFrom\": \"2026-11-10\"");

		assertThat(targets(MONDAY_ONLY + "&queue=sales")).containsExactly("0.1 tenant 0.2 true 0.1");
	}

	@Test
	void theIndustryStandsInWhereNothingIsSet() {
		visits(MONDAY, "sales", null, 9, 1);
		String both = MONDAY_ONLY + ",industry";

		assertThat(targets(both)).containsExactly("0.1 industry 0.08 false -0.02");
		target("all", "\"value\": 0.2");
		assertThat(targets(both)).containsExactly("0.1 tenant 0.2 true 0.1");
		assertThat(targets(MONDAY_ONLY.replace("own", "industry"))).containsExactly("0.1 industry 0.08 false -0.02");
	}

	@Test
	void aTargetIsComparedWithTheUnroundedFigure() {
		visits(MONDAY, "sales", null, 2, 1);
		target("all", "\"value\": 0.3333333333");

		assertThat(targets(MONDAY_ONLY)).as("a third is more")
			.containsExactly("0.3333333333 tenant 0.3333333333 false 0");
	}

	@Test
	void nothingIsNeitherMetNorMissed() {
		target("all", "\"value\": 0.2");

		assertThat(targets(MONDAY_ONLY)).containsExactly("null tenant 0.2 null null");
	}

	@Test
	void moneyIsComparedInTheCurrencyOfItsTargetOnly() {
		post(inbound(MONDAY).with("converted", true).with("conversionValue", 12).with("currency", "EUR"));
		Answer put = http().put("/v1/targets/value", "application/json", """
				{"metric": "conversionValue", "value": 10, "currency": "EUR", "validFrom": "2026-01-01"}""");
		assertThat(put.status()).as(put.body()).isEqualTo(201);

		assertThat(moneyTarget("&currency=EUR")).isEqualTo(
				"{\"value\":10,\"currency\":\"EUR\",\"goal\":\"AT_LEAST\",\"met\":true,\"distance\":2,\"scope\":\"tenant\"}");
		for (String other : List.of("", "&currency=GBP")) {
			assertThat(moneyTarget(other)).isEqualTo(
					"{\"value\":10,\"currency\":\"EUR\",\"goal\":\"AT_LEAST\",\"met\":null,\"distance\":null,\"scope\":\"tenant\"}");
		}
	}

	private String moneyTarget(String currency) {
		return http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics=conversionValue&targets=own" + currency)
			.json()
			.path("total")
			.path("metrics")
			.path("conversionValue")
			.path("target")
			.toString();
	}

	private static List<String> targets(JsonNode answer) {
		return StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.path("metrics").path("abandonmentRate"))
			.map((figure) -> figure.path("value") + " " + figure.path("target").path("scope").asString() + " "
					+ figure.path("target").path("value") + " " + figure.path("target").path("met") + " "
					+ figure.path("target").path("distance"))
			.toList();
	}

	private List<String> targets(String query) {
		Answer answer = http().get("/v1/kpis?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return targets(answer.json());
	}

	/// Of the abandonment rate, from the beginning of the year unless it says otherwise.
	private void target(String code, String fields) {
		Answer answer = http().put("/v1/targets/" + code, "application/json", "{\"metric\": \"abandonmentRate\", "
				+ fields + (fields.contains("validFrom") ? "" : ", \"validFrom\": \"2026-01-01\"") + "}");
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
	}

	private void visits(Instant at, String queue, @Nullable String campaign, int answered, int abandoned) {
		Duration ten = Duration.ofSeconds(10);
		for (int n = 0; n < answered + abandoned; n++) {
			Fields call = inbound(at)
				.legs((n < answered) ? answered(queue, "alice", at, ten) : left(queue, at, ten, "ABANDONED"));
			post((campaign != null) ? call.with("campaign", campaign) : call);
		}
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

}
