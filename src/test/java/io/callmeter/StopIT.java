package io.callmeter;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The service is told to stop while somebody sends or asks: nobody is cut off without an answer.
class StopIT extends PostgresIT {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private ConfigurableApplicationContext replica;

	private int port;

	@BeforeEach
	void start() {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--callmeter.access.admin-key=" + KEY,
				"--callmeter.ingest.batch=10", "--server.tomcat.connection-timeout=10s"));
		OwnDatabase.current().properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		this.replica = new SpringApplicationBuilder(CallmeterApplication.class).run(arguments.toArray(String[]::new));
		this.port = Integer.parseInt(this.replica.getEnvironment().getRequiredProperty("local.server.port"));
	}

	@AfterEach
	void stop() {
		this.threads.close();
		this.replica.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStreamUnderWayIsToldWhatIsStoredAndWhereToGoOn(boolean goesOn) throws IOException {
		try (var socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout((int) LONGEST.toMillis());
			OutputStream out = socket.getOutputStream();
			out.write(("POST /v1/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
					+ "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 25; i++) {
				chunk(out, i);
			}
			await().atMost(LONGEST).until(() -> stored() >= 20);

			CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.replica::close, this.threads);
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
				if (goesOn) {
					goOn(out);
				}
			}, this.threads);
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

			assertThat(answer).startsWith("HTTP/1.1 503");
			JsonNode problem = JsonMapper.shared()
				.readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
			long next = problem.path("nextLine").asLong();
			assertThat(next).isGreaterThanOrEqualTo(26);
			assertThat(problem.at("/report/received").asLong()).isEqualTo(next - 1);
			assertThat(problem.path("detail").asString()).contains("shutting down");
			assertThat(problem.at("/report/created").asLong()).isEqualTo(next - 1).isEqualTo(stored());
			assertThat(stopped).succeedsWithin(LONGEST);
			assertThat(sending).succeedsWithin(LONGEST);
		}
	}

	private static long stored() {
		return owner().sql("select count(*) from call").query(Long.class).single();
	}

	private static void goOn(OutputStream out) {
		try {
			for (int i = 25; i < 1_000; i++) {
				chunk(out, i);
				Thread.sleep(20);
			}
		}
		catch (IOException ex) {
			// nobody reads any more
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void chunk(OutputStream out, int i) throws IOException {
		byte[] line = (TestCalls.answered("stop-" + i) + "\n").getBytes(StandardCharsets.UTF_8);
		out.write((Integer.toHexString(line.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
		out.write(line);
		out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	@Test
	void aQuestionUnderWayIsToldToComeAgain() throws SQLException {
		assertToldOfTheStop(
				(client) -> client.get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=calls&rollups=false"));
	}

	@Test
	void aCallThatIsBeingWrittenIsToldToComeAgain() throws SQLException {
		assertToldOfTheStop((client) -> client.post("/v1/calls", "application/x-ndjson",
				TestCalls.answered("stop-written").toString()));
	}

	private void assertToldOfTheStop(Function<TestClient, TestClient.Answer> request) throws SQLException {
		TestClient client = TestClient.of(this.port).withKey(KEY);
		try (Connection slow = ownerDataSource().getConnection()) {
			slow.setAutoCommit(false);
			slow.createStatement().execute("lock table call in access exclusive mode");
			CompletableFuture<TestClient.Answer> asked = CompletableFuture.supplyAsync(() -> request.apply(client),
					this.threads);
			await().atMost(LONGEST).until(StopIT::somebodyWaits);

			CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.replica::close, this.threads);

			assertThat(asked).succeedsWithin(LONGEST).satisfies((answer) -> {
				assertThat(answer.status()).as(answer.body()).isEqualTo(503);
				assertThat(answer.json().path("detail").asString()).contains("shutting down");
			});
			assertThat(stopped).succeedsWithin(LONGEST);
		}
	}

	private static boolean somebodyWaits() {
		return owner().sql("select exists (select from pg_locks where not granted and relation = 'call'::regclass)")
			.query(Boolean.class)
			.single();
	}

}
