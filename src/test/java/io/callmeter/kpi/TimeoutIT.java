package io.callmeter.kpi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A question does not keep the database busy for ever.
@TestPropertySource(properties = "callmeter.kpi.timeout=2s")
class TimeoutIT extends PostgresIT {

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	/// Longer than what may be on its way to somebody who does not read.
	private static final String LARGE = "/v1/kpis?from=2026-11-01&to=2026-12-01&interval=PT1M&groupBy=direction"
			+ "&metrics=calls,answerRate,abandonmentRate,averageWait,serviceLevel,agentAnswerRate,averageTalkTime,"
			+ "averageHoldTime,averageHandleTime,averageWrapUpTime,transferRate";

	@Autowired
	private JdbcClient service;

	@ParameterizedTest
	@ValueSource(
			strings = { "/v1/kpis?metrics=calls&rollups=false&", "/v1/calls?", "/v1/kpis/distribution?of=callLength&" })
	void anAnswerThatTakesTooLongIsGivenUpWithTheRemedy(String question) {
		var database = ownerDataSource();
		var owner = JdbcClient.create(database);
		Answer answer = new TransactionTemplate(new JdbcTransactionManager(database)).execute((_) -> {
			owner.sql("lock table call in access exclusive mode").update();
			return http().get(question + RANGE);
		});

		assertThat(answer).isNotNull();
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.json().path("type").asString()).isEqualTo("urn:callmeter:problem:answer-too-slow");
		assertThat(answer.json().path("detail").asString()).contains("shorter range");
		assertThat(answer.headers().firstValue("Retry-After")).isPresent();
	}

	@Test
	void otherAnswersAreGiven() {
		assertThat(http().get("/v1/kpis?metrics=calls&" + RANGE).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/csv" })
	void noSnapshotStaysOpenForAClientThatTakesItsAnswerTooSlowly(String type) throws IOException {
		assertThat(http().post("/v1/calls", "application/json", inbound(MONDAY).json()).status()).isEqualTo(200);
		var address = http().service();
		try (var client = new Socket()) {
			client.setReceiveBufferSize(4096);
			client.setSoTimeout(60_000);
			client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
			client.getOutputStream()
				.write(("GET " + LARGE + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + type
						+ "\r\nAuthorization: Bearer " + KEY + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			var answer = new ByteArrayOutputStream();
			answer.write(client.getInputStream().read());
			assertThat(open()).isEqualTo(1);

			await().atMost(Duration.ofSeconds(10)).until(() -> open() == 0);
			try {
				client.getInputStream().transferTo(answer);
			}
			catch (IOException ex) {
				// hung up on, as it should be
			}

			assertThat(answer.toString(StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200")
				.doesNotContain("urn:callmeter:problem")
				.doesNotEndWith("\r\n0\r\n\r\n");
		}
		assertThat(http().get("/v1/kpis?metrics=calls&" + RANGE).status()).isEqualTo(200);
	}

	/// How many transactions of the service are open that read.
	private int open() {
		return this.service.sql("""
				select count(*) from pg_stat_activity
				 where usename = current_user and datname = current_database()
				   and pid <> pg_backend_pid() and xact_start is not null""").query(Integer.class).single();
	}

}
