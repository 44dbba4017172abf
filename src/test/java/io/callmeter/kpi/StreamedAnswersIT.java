package io.callmeter.kpi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Answers are written while they are read, and no longer than somebody takes them.
class StreamedAnswersIT extends PostgresIT {

	/// Longer than what may be on its way to somebody who does not read.
	private static final String LARGE = "/v1/kpis?from=2026-11-01&to=2026-12-01&interval=PT1M&groupBy=source"
			+ "&metrics=calls,answerRate,abandonmentRate,averageWait,serviceLevel";

	private static final Duration LONG = Duration.ofSeconds(15);

	@Autowired
	private JdbcClient service;

	@Autowired
	private MeterRegistry meters;

	@BeforeEach
	void storeCalls() {
		String calls = IntStream.range(0, 2)
			.mapToObj((n) -> inbound(MONDAY.plus(Duration.ofDays(n))).with("source", "pbx" + n).json())
			.collect(Collectors.joining("\n"));
		assertThat(http().post("/v1/calls", "application/x-ndjson", calls).json().path("created").asInt()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/csv" })
	void rowsAreWrittenWhileOthersAreRead(String type) throws IOException {
		try (Socket client = ask(LARGE, type)) {
			assertThat(client.getInputStream().read()).isEqualTo('H');

			assertThat(open()).isEqualTo(1);
			var answer = new ByteArrayOutputStream();
			client.getInputStream().transferTo(answer);
			assertThat(answer.toString(StandardCharsets.UTF_8)).startsWith("TTP/1.1 200").endsWith("\r\n0\r\n\r\n");
		}
		await().atMost(LONG).until(() -> open() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/csv" })
	void nothingGoesOnForAClientThatHasHungUp(String type) throws IOException {
		try (Socket client = ask(LARGE, type)) {
			assertThat(client.getInputStream().read()).isEqualTo('H');
			assertThat(open()).isEqualTo(1);
			// What has come and was not read makes it a reset.
		}

		await().atMost(LONG).until(() -> open() == 0);
		await().atMost(LONG).until(() -> this.meters.get("callmeter.bulkhead.used").gauge().value() == 0);
		assertThat(http().get("/v1/kpis?from=2026-11-01&to=2026-12-01&metrics=calls")
			.json()
			.at("/total/metrics/calls/value")
			.asInt()).isEqualTo(2);
	}

	@Test
	void anAnswerHasAllThatItAlwaysHad() {
		Answer answer = http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics=calls,waitP90");

		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.headers().firstValue("Callmeter-Plan")).isPresent();
		assertThat(answer.json().propertyNames()).containsExactly("from", "to", "timeZone", "dataThrough",
				"definitionVersion", "basis", "interval", "groupBy", "serviceLevelPolicy", "threshold", "shortAbandon",
				"shortCall", "longCall", "abandonAfter", "attribution", "warnings", "rows", "total", "estimated");
		assertThat(answer.json().path("rows")).hasSize(1);
		assertThat(answer.json().at("/rows/0/metrics")).isEqualTo(answer.json().at("/total/metrics"));
	}

	/// Asks without reading what is answered.
	private Socket ask(String path, String type) throws IOException {
		var address = http().service();
		var socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.setSoTimeout(30_000);
		socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: " + type
					+ "\r\nAuthorization: Bearer " + KEY + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	/// How many transactions of the service are open that read.
	private int open() {
		return this.service.sql("""
				select count(*) from pg_stat_activity
				 where usename = current_user and datname = current_database()
				   and pid <> pg_backend_pid() and xact_start is not null""").query(Integer.class).single();
	}

}
