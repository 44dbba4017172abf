package io.callmeter.kpi;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What a tenant sets holds of its own figures: days of its zone, and how visits are judged.
class TenantDefaultsIT extends PostgresIT {

	private static final String JSON = "application/json";

	@Test
	void visitsAreJudgedByTheTenantUnlessTheirQueueOrTheQuestionSaysOtherwise() {
		TestClient other = stranger().withKey(keyOfNewTenant("other", "admin", "calls:write", "kpis:read"));
		for (TestClient client : new TestClient[] { http(), other }) {
			client.post("/v1/calls", JSON, TestCalls.answered("c-1").toString());
		}
		assertThat(serviceLevel(other, "").path("value").decimalValue()).isOne();

		var set = other.put("/v1/defaults", JSON, "{\"threshold\": 5, \"serviceLevelPolicy\": \"ALL_OFFERED\"}");
		assertThat(set.status()).as(set.body()).isEqualTo(200);

		assertThat(serviceLevel(other, "").path("value").decimalValue()).isZero();
		assertThat(serviceLevel(other, "").path("threshold").decimalValue()).isEqualByComparingTo("5");
		assertThat(serviceLevel(other, "").path("serviceLevelPolicy").asString()).isEqualTo("ALL_OFFERED");
		assertThat(serviceLevel(other, "&rollups=false")).isEqualTo(serviceLevel(other, ""));
		assertThat(serviceLevel(other, "&threshold=20").path("value").decimalValue()).isOne();
		assertThat(serviceLevel(http(), "").path("value").decimalValue()).isOne();
		assertThat(other.get("/v1/defaults").json().path("threshold").decimalValue()).isEqualByComparingTo("5");
		assertThat(other.get("/v1/audit").json().at("/items/0/action").asString()).isEqualTo("defaults.change");
	}

	@Test
	void daysBeginAtTheTenantsMidnight() {
		TestClient other = stranger().withKey(keyOfNewTenant("other", "admin", "calls:write", "kpis:read"));
		other.put("/v1/tenants/other", JSON, "{\"timeZone\": \"Asia/Tokyo\"}");

		assertThat(other.get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=calls").json().path("from").asString())
			.isEqualTo("2026-11-16T00:00:00+09:00");
		assertThat(http().get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=calls").json().path("from").asString())
			.isEqualTo("2026-11-16T00:00:00Z");
	}

	private static JsonNode serviceLevel(TestClient client, String more) {
		return client.get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=serviceLevel" + more)
			.json()
			.at("/total/metrics/serviceLevel");
	}

}
