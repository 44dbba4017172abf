package io.callmeter.live;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What an operator looks at: probes, and the scrape of Prometheus.
class OperationIT extends PostgresIT {

	@Autowired
	private LiveGauges gauges;

	@Autowired
	private HikariDataSource pool;

	@Test
	void prometheusScrapesTheLiveGauges() {
		http().put("/v1/queues/sales", "application/json", "{\"name\": \"Sales\"}");
		this.gauges.refresh();
		var scrape = http().get("/actuator/prometheus");
		assertThat(scrape.status()).isEqualTo(200);
		assertThat(scrape.body()).contains("callmeter_queue_waiting_visits{queue=\"sales\",tenant=\"default\"} 0.0",
				"callmeter_queue_service_level_ratio{queue=\"sales\",tenant=\"default\"} NaN",
				"callmeter_calls_in_progress{direction=\"inbound\",tenant=\"default\"} 0.0",
				"# HELP callmeter_queue_longest_wait_seconds Longest current wait");
	}

	@Test
	void theScrapeShowsEveryTenantUnderItsOwnLabel() {
		stranger().withKey(keyOfNewTenant("scraped", "calls:write"))
			.post("/v1/calls", "application/json", TestCalls.waiting("theirs").toString());
		this.gauges.refresh();

		String scrape = stranger().withKey(key("metrics:read")).get("/actuator/prometheus").body();

		assertThat(scrape).contains("callmeter_queue_waiting_visits{queue=\"sales\",tenant=\"scraped\"}",
				"callmeter_ingest_stored_records_total{effect=\"created\",tenant=\"scraped\"} 1.0",
				"callmeter_calls_in_progress{direction=\"inbound\",tenant=\"default\"}");
	}

	@Test
	void readinessFollowsTheDatabaseAndLivenessDoesNot() {
		String database = owner().sql("select current_database()").query(String.class).single();
		String role = this.pool.getUsername();
		assertThat(http().get("/actuator/health/readiness").status()).isEqualTo(200);
		try {
			owner().sql("revoke connect on database " + database + " from " + role).update();
			this.pool.getHikariPoolMXBean().softEvictConnections();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> http().get("/actuator/health/readiness").status() == 503);
			assertThat(http().get("/actuator/health/liveness").status()).isEqualTo(200);
		}
		finally {
			owner().sql("grant connect on database " + database + " to " + role).update();
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> http().get("/actuator/health/readiness").status() == 200);
	}

	@Test
	void onlyWhatOperatorsNeedIsExposed() {
		assertThat(http().get("/actuator/info").status()).isEqualTo(404);
		assertThat(http().get("/actuator/env").status()).isEqualTo(404);
		assertThat(http().get("/actuator/heapdump").status()).isEqualTo(404);
	}

}
