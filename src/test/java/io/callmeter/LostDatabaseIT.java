package io.callmeter;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The way to the database is lost: connections die, or nothing comes back any more. Whoever asks is told to come again,
/// nobody waits without end, and when the way is there again all is as before, without a hand.
@DirtiesContext
@TestPropertySource(properties = { "callmeter.ingest.timeout=1s", "callmeter.ingest.max-wait=3s" })
class LostDatabaseIT extends PostgresIT {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final String JSON = "application/json";

	/// Places in what an operation sends at which its connection dies.
	private static final int[] PARTS = { 2, 4, 6 };

	private static final String CALL = TestCalls.answered("lost").toString();

	private static @Nullable TestProxy proxy;

	@DynamicPropertySource
	static void throughProxy(DynamicPropertyRegistry registry) throws IOException {
		String url = OwnDatabase.current().url();
		String host = url.replaceFirst("^jdbc:postgresql://([^/]*)/.*", "$1");
		TestProxy before = TestProxy.before(Integer.parseInt(host.replaceFirst(".*:", "")));
		proxy = before;
		registry.add("spring.datasource.hikari.jdbc-url", () -> url.replace(host, "127.0.0.1:" + before.port()));
	}

	@AfterAll
	static void closeProxy() throws IOException {
		way().close();
	}

	@AfterEach
	void bringItBack() {
		way().speak();
		await().atMost(LONGEST).until(this::isReady);
	}

	@Test
	void anOperationWhoseConnectionDiesIsAnswered503() {
		Set<String> interrupted = new LinkedHashSet<>();
		List<ApiOperation> operations = ApiOperation.all(stranger().get("/v3/api-docs").json());
		for (ApiOperation operation : operations) {
			for (int part : PARTS) {
				way().cutAt(part);
				Answer answer = operation.send(http());
				if (!way().hasCut()) {
					break;
				}
				assertThat(answer.status()).as("%s, cut at %d: %s", operation.id(), part, answer.body())
					.matches((status) -> status == 503 || status < 500);
				if (answer.status() == 503) {
					interrupted.add(operation.id());
					assertThat(answer.headers().firstValueAsLong("Retry-After")).as(operation.id()).isPresent();
				}
			}
		}

		assertThat(interrupted).hasSizeGreaterThan(operations.size() / 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { JSON, "application/x-ndjson" })
	void whoDeliversToASilentDatabaseIsToldAndMaySendAgain(String type) {
		assertThat(http().post("/v1/calls", type, CALL).status()).isEqualTo(200);
		way().goSilent();

		Answer answer = http().post("/v1/calls", type, CALL);

		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
		way().speak();
		await().atMost(LONGEST).until(() -> http().post("/v1/calls", type, CALL).status() == 200);
	}

	@Test
	void locksOfAReplicaThatHasVanishedAreFreeAgain() {
		int vanished = 0;
		for (int part = 1; part <= 12; part++) {
			way().vanishAt(part);
			int status = http().post("/v1/calls", JSON, CALL).status();
			if (way().hasCut()) {
				vanished += (status == 503) ? 1 : 0;
				await().atMost(LONGEST).until(() -> http().post("/v1/calls", JSON, CALL).status() == 200);
			}
		}

		assertThat(vanished).isGreaterThan(3);
	}

	@Test
	void readinessTellsThatTheDatabaseIsSilentAndThatItIsBack() {
		assertThat(isReady()).isTrue();
		way().goSilent();

		await().atMost(LONGEST).until(() -> !isReady());
		assertThat(stranger().get("/actuator/health/liveness").status()).isEqualTo(200);

		way().speak();
		await().atMost(LONGEST).until(this::isReady);
		assertThat(http().get("/v1/queues").status()).isEqualTo(200);
	}

	@Test
	@Tag(Thorough.TAG)
	void silenceAgainAndAgainLeavesNothingBehind() {
		for (int i = 0; i < Thorough.orElse(4, 2); i++) {
			way().goSilent();
			assertThat(http().post("/v1/calls", JSON, CALL).status()).isEqualTo(503);
			way().speak();
			await().atMost(LONGEST).until(() -> http().post("/v1/calls", JSON, CALL).status() == 200);
		}
	}

	private static TestProxy way() {
		return Objects.requireNonNull(proxy);
	}

	private boolean isReady() {
		return stranger().get("/actuator/health/readiness").status() == 200;
	}

}
