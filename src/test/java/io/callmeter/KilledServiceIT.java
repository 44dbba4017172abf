package io.callmeter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// One long stream of calls into a service with little memory, which is killed on the way and told all again. The long
/// form has a million of them; `-Dcallmeter.test.calls=` says how many instead.
@Tag(Thorough.TAG)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KilledServiceIT {

	private static final String KEY = "cm_1_MillionMillionMillionMillionMillionMilli";

	private static final int CALLS = Integer.getInteger("callmeter.test.calls", Thorough.orElse(1_000_000, 4_000));

	private static final int LINES_AT_ONCE = 500;

	private static final Duration LONGEST_STREAM = Duration.ofMinutes(40);

	private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");

	/// Half a year of calls.
	private static final long STEP_MILLIS = Duration.ofDays(150).toMillis() / CALLS;

	@TempDir
	private Path folder;

	private @Nullable ServiceProcess service;

	/// The service first, in order, so that its database ends with it; then by force.
	@AfterEach
	void leaveNoProcessBehind() throws Exception {
		if (this.service != null) {
			this.service.close();
		}
		Path survivor = database().resolve("cluster/postmaster.pid");
		if (Files.exists(survivor)) {
			ProcessHandle.of(Long.parseLong(Files.readAllLines(survivor).getFirst().strip())).ifPresent((server) -> {
				server.destroy();
				server.onExit().orTimeout(1, TimeUnit.MINUTES).join();
			});
		}
	}

	@Test
	void callsAreAllThereOnceAfterTheServiceWasKilledOnTheWay() throws Exception {
		int port = start();
		try (var client = HttpClient.newHttpClient()) {
			CompletableFuture<HttpResponse<String>> broken = client.sendAsync(stream(port), BodyHandlers.ofString());
			await().atMost(LONGEST_STREAM)
				.pollInterval(Duration.ofMillis(250))
				.until(() -> broken.isDone() || count("call_key") >= CALLS / 2);
			assertThat(broken).isNotDone();
			process().destroyForcibly().waitFor();
			assertThat(broken).failsWithin(Duration.ofMinutes(1));
		}

		port = start();
		long survived = count("call");
		assertThat(survived).isBetween(CALLS / 2L, CALLS - 1L);
		JsonNode report = sent(port);

		assertThat(report.path("received").asLong()).isEqualTo(CALLS);
		assertThat(report.path("unchanged").asLong()).isEqualTo(survived);
		assertThat(report.path("created").asLong()).isEqualTo(CALLS - survived);
		assertThat(count("call_key")).isEqualTo(CALLS);
		assertThat(count("call")).isEqualTo(CALLS);
		assertThat(count("leg")).isEqualTo(IntStream.range(0, CALLS).mapToLong(KilledServiceIT::legs).sum());
		JsonNode total = kpis(port).path("total").path("metrics");
		assertThat(total.path("calls").path("value").asLong()).isEqualTo(CALLS);
		assertThat(total.path("offered").path("value").asLong()).isEqualTo(CALLS);
		assertThat(total.path("abandoned").path("value").asLong())
			.isEqualTo(IntStream.range(0, CALLS).filter(KilledServiceIT::isAbandoned).count());
		assertThat(exportedCalls(port)).isEqualTo(CALLS);
	}

	private JsonNode sent(int port) throws IOException, InterruptedException {
		long begun = System.nanoTime();
		try (var client = HttpClient.newHttpClient()) {
			HttpResponse<String> answer = client.send(stream(port), BodyHandlers.ofString());
			assertThat(answer.statusCode()).as("%s%n%s", answer.body(), said()).isEqualTo(200);
			System.out.printf("%,d calls were sent again in %d s%n", CALLS,
					Duration.ofNanos(System.nanoTime() - begun).toSeconds());
			return JsonMapper.shared().readTree(answer.body());
		}
	}

	private JsonNode kpis(int port) throws IOException, InterruptedException {
		try (var client = HttpClient.newHttpClient()) {
			HttpResponse<String> answer = client.send(HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + port
						+ "/v1/kpis?from=2026-06-01T00:00:00Z&to=2026-11-01T00:00:00Z&metrics=calls,offered,abandoned"))
				.timeout(Duration.ofMinutes(5))
				.header("Authorization", "Bearer " + KEY)
				.build(), BodyHandlers.ofString());
			assertThat(answer.statusCode()).as("%s%n%s", answer.body(), said()).isEqualTo(200);
			return JsonMapper.shared().readTree(answer.body());
		}
	}

	/// How many rows an export of all calls has, which the little memory could not hold.
	private long exportedCalls(int port) throws IOException, InterruptedException {
		long begun = System.nanoTime();
		try (var client = HttpClient.newHttpClient()) {
			HttpResponse<Stream<String>> answer = client.send(HttpRequest
				.newBuilder(URI
					.create("http://127.0.0.1:" + port + "/v1/calls?from=2026-06-01T00:00:00Z&to=2026-11-01T00:00:00Z"))
				.timeout(LONGEST_STREAM)
				.header("Accept", "text/csv")
				.header("Authorization", "Bearer " + KEY)
				.build(), BodyHandlers.ofLines());
			assertThat(answer.statusCode()).as(said()).isEqualTo(200);
			try (Stream<String> lines = answer.body()) {
				long rows = lines.skip(1).filter((line) -> line.contains(",pbx1:")).count();
				System.out.printf("%,d calls were exported in %d s%n", rows,
						Duration.ofNanos(System.nanoTime() - begun).toSeconds());
				return rows;
			}
		}
	}

	private static HttpRequest stream(int port) {
		Iterable<byte[]> lines = () -> new Iterator<>() {
			private int next;

			@Override
			public boolean hasNext() {
				return this.next < CALLS;
			}

			@Override
			public byte[] next() {
				var some = new StringBuilder();
				for (int to = Math.min(CALLS, this.next + LINES_AT_ONCE); this.next < to; this.next++) {
					line(some, this.next);
				}
				return some.toString().getBytes(StandardCharsets.UTF_8);
			}
		};
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/calls"))
			.timeout(LONGEST_STREAM)
			.header("Content-Type", "application/x-ndjson")
			.header("Authorization", "Bearer " + KEY)
			.POST(BodyPublishers.ofByteArrays(lines))
			.build();
	}

	private static void line(StringBuilder line, int i) {
		Instant at = FIRST.plusMillis(i * STEP_MILLIS);
		line.append("{\"callId\":\"pbx1:")
			.append(i)
			.append("\",\"direction\":\"INBOUND\",\"startedAt\":\"")
			.append(at)
			.append("\",\"endedAt\":\"")
			.append(at.plusSeconds(200))
			.append("\",\"from\":\"+4420794")
			.append(10_000 + i % 90_000)
			.append("\",\"to\":\"+442079460800\",\"legs\":[");
		if (legs(i) == 2) {
			line.append("{\"legId\":\"menu\",\"ivr\":\"main\",\"answeredAt\":\"")
				.append(at)
				.append("\",\"endedAt\":\"")
				.append(at.plusSeconds(5))
				.append("\",\"outcome\":\"SERVED\"},");
		}
		line.append("{\"legId\":\"1\",\"queue\":\"queue-")
			.append(i % 20)
			.append("\",\"queuedAt\":\"")
			.append(at.plusSeconds(5));
		if (!isAbandoned(i)) {
			line.append("\",\"agent\":\"agent-")
				.append(i % 200)
				.append("\",\"answeredAt\":\"")
				.append(at.plusSeconds(5 + i % 60))
				.append("\",\"wrapUpSeconds\":30,\"outcome\":\"ANSWERED");
		}
		else {
			line.append("\",\"outcome\":\"ABANDONED");
		}
		line.append("\",\"endedAt\":\"").append(at.plusSeconds(200)).append("\"}]}\n");
	}

	private static int legs(int i) {
		return (i % 4 == 0) ? 2 : 1;
	}

	private static boolean isAbandoned(int i) {
		return i % 10 == 3;
	}

	/// Starts the service on the folder and waits until it listens.
	private int start() throws IOException {
		Path log = log();
		Files.deleteIfExists(log);
		this.service = ServiceProcess
			.start(log, List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + Thorough.orElse(4, 1)),
					Map.of(), "--server.port=0", "--server.address=127.0.0.1",
					"--callmeter.embedded.data-dir=" + database(), "--callmeter.access.admin-key=" + KEY)
			.awaitStart();
		return this.service.port();
	}

	private Path log() {
		return this.folder.resolve("service.log");
	}

	/// What the service last wrote to its log.
	private String said() throws IOException {
		return Files.readString(log());
	}

	private Path database() {
		return this.folder.resolve("postgres");
	}

	private Process process() {
		return Objects.requireNonNull(this.service).process();
	}

	/// Asks the database of the service as its superuser.
	private long count(String table) throws IOException {
		List<String> postmaster = Files.readAllLines(database().resolve("cluster/postmaster.pid"));
		String password = Files.readString(database().resolve("password")).strip();
		return JdbcClient
			.create(new DriverManagerDataSource(
					"jdbc:postgresql://localhost:" + postmaster.get(3).strip() + "/callmeter", "postgres", password))
			.sql("select count(*) from " + table)
			.query(Long.class)
			.single();
	}

}
