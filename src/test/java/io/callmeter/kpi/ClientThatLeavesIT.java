package io.callmeter.kpi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.callmeter.PostgresIT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Whoever leaves before the first byte of an answer does not keep the database busy until the deadline, a minute away.
class ClientThatLeavesIT extends PostgresIT {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	private static final String BODY = "{\"metrics\":[\"calls\"],\"rollups\":false,\"from\":\"2026-11-16\",\"to\":\"2026-11-17\"}";

	@ParameterizedTest
	@CsvSource({ "/v1/kpis?metrics=calls&rollups=false&, false", "/v1/kpis?metrics=calls&rollups=false&, true",
			"/v1/calls?, false", "/v1/kpis/distribution?of=callLength&, false" })
	void itsQuestionIsCancelled(String question, boolean abruptly) throws Exception {
		try (Connection slow = locked()) {
			try (Socket client = connected()) {
				send(client, get(question + RANGE));
				await().until(() -> waiting() == 1);
				if (abruptly) {
					client.setSoLinger(true, 0);
				}
			}

			await().atMost(SOON).until(() -> waiting() == 0);
			slow.rollback();
		}
	}

	@Test
	void soIsOneThatWasSentAsABody() throws Exception {
		try (Connection slow = locked()) {
			try (Socket client = connected()) {
				send(client, query());
				await().until(() -> waiting() == 1);
			}

			await().atMost(SOON).until(() -> waiting() == 0);
			slow.rollback();
		}
	}

	@Test
	void whoSendsTheNextRequestBeforeTheAnswerGetsBothAnswers() throws Exception {
		try (Connection slow = locked(); Socket client = connected()) {
			send(client, get("/v1/kpis?metrics=calls&rollups=false&" + RANGE) + query() + query());
			await().during(Duration.ofSeconds(4)).until(() -> waiting() == 1);
			slow.rollback();
			client.shutdownOutput();

			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("HTTP/1.1 200"))
				.hasSize(4);
		}
	}

	private Connection locked() throws SQLException {
		Connection connection = ownerDataSource().getConnection();
		connection.setAutoCommit(false);
		connection.createStatement().execute("lock table call in access exclusive mode");
		return connection;
	}

	private int waiting() {
		return owner().sql("select count(*) from pg_locks where relation = 'call'::regclass and not granted")
			.query(Integer.class)
			.single();
	}

	private Socket connected() throws IOException {
		var address = http().service();
		var client = new Socket();
		client.setSoTimeout(30_000);
		client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
		return client;
	}

	private static void send(Socket client, String request) throws IOException {
		client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	private static String get(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY + "\r\n\r\n";
	}

	private static String query() {
		return "POST /v1/kpis/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
				+ BODY.length() + "\r\nAuthorization: Bearer " + KEY + "\r\n\r\n" + BODY;
	}

}
