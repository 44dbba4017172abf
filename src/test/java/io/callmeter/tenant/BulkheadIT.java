package io.callmeter.tenant;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Whoever asks for much takes no connection from others.
@TestPropertySource(properties = { "callmeter.bulkhead.connections=3", "callmeter.bulkhead.per-tenant=2",
		"callmeter.bulkhead.max-wait=2s" })
class BulkheadIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String OF_CELLS = "/v1/kpis?metrics=calls,offered&from=2026-11-09&to=2026-11-16";

	private static final String LIST = "/v1/calls?from=2026-11-09&to=2026-11-16";

	private static final Duration LONG = Duration.ofSeconds(30);

	@Autowired
	private MeterRegistry meters;

	private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

	@AfterEach
	void endAskers() {
		this.askers.close();
	}

	@Test
	void aTenantWithItsShareInUseKeepsNobodyElseWaiting() throws SQLException {
		TestClient other = stranger().withKey(keyOfNewTenant("bulkhead-other", "kpis:read", "calls:write"));
		List<CompletableFuture<Answer>> asked;
		try (Connection owner = locked("leg_cell")) {
			asked = ask(http(), OF_CELLS, 40);
			awaitUsed(2);
			await().atMost(LONG).until(() -> asked.stream().filter(CompletableFuture::isDone).count() == 38);

			assertThat(other.get("/v1/queues").status()).isEqualTo(200);
			assertStored(other, "theirs");
			assertStored(http(), "ours");
			assertThat(http().get("/actuator/health/readiness").json().path("status").asString()).isEqualTo("UP");
			Answer next = http().get(OF_CELLS);
			assertThat(next.status()).as(next.body()).isEqualTo(429);
			assertThat(next.json().path("type").asString()).isEqualTo("urn:callmeter:problem:too-many-requests");
			assertThat(next.json().path("detail").asString()).contains("already runs 2 queries, which is its limit");
			assertThat(next.headers().firstValueAsLong("Retry-After")).isPresent();
			owner.rollback();
		}

		assertThat(asked.stream().map(CompletableFuture::join).filter((answer) -> answer.status() == 200)).hasSize(2);
		awaitUsed(0);
		assertThat(http().get(OF_CELLS).status()).isEqualTo(200);
	}

	@Test
	void severalTenantsTogetherLeaveConnectionsForKeysAndReadiness() throws SQLException {
		List<TestClient> busy = List.of(stranger().withKey(keyOfNewTenant("bulkhead-1", "calls:read")),
				stranger().withKey(keyOfNewTenant("bulkhead-2", "calls:read")));
		TestClient third = stranger().withKey(keyOfNewTenant("bulkhead-3", "kpis:read"));
		List<CompletableFuture<Answer>> asked;
		try (Connection owner = locked("call")) {
			asked = busy.stream().flatMap((tenant) -> ask(tenant, LIST, 10).stream()).toList();
			awaitUsed(3);

			Answer refused = third.get("/v1/queues");
			assertThat(refused.status()).as(refused.body()).isEqualTo(503);
			assertThat(refused.json().path("type").asString()).isEqualTo("urn:callmeter:problem:overloaded");
			assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
			assertThat(http().get("/actuator/health/readiness").json().path("status").asString()).isEqualTo("UP");
			owner.rollback();
		}

		asked.forEach(CompletableFuture::join);
		awaitUsed(0);
		assertThat(third.get("/v1/queues").status()).isEqualTo(200);
	}

	@Test
	void whoeverWaitsIsAnsweredWhenThereIsRoomInTime() {
		assertThat(ask(http(), OF_CELLS, 4).stream().map(CompletableFuture::join).map(Answer::status))
			.containsOnly(200);
	}

	private List<CompletableFuture<Answer>> ask(TestClient client, String question, int times) {
		return Stream.generate(() -> CompletableFuture.supplyAsync(() -> client.get(question), this.askers))
			.limit(times)
			.toList();
	}

	private void awaitUsed(int connections) {
		await().atMost(LONG).until(() -> this.meters.get("callmeter.bulkhead.used").gauge().value() == connections);
	}

	private static void assertStored(TestClient client, String callId) {
		Answer answer = client.post("/v1/calls", JSON, TestCalls.answered(callId).toString());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private static Connection locked(String table) throws SQLException {
		Connection owner = ownerDataSource().getConnection();
		owner.setAutoCommit(false);
		try (Statement statement = owner.createStatement()) {
			statement.execute("lock table " + table + " in access exclusive mode");
		}
		return owner;
	}

}
