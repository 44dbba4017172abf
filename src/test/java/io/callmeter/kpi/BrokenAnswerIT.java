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
import io.callmeter.TestCalls;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Who is answered only in part can tell.
class BrokenAnswerIT extends PostgresIT {

	/// Of so many the answer is longer than what may be on its way to somebody who does
	/// not read.
	private static final int CALLS = 6_000;

	@Autowired
	private JdbcClient service;

	@Test
	void aListWhoseRestCannotBeHadDoesNotLookWhole() throws IOException {
		String words = "\u20ac".repeat(120);
		String calls = IntStream.range(0, CALLS)
			.mapToObj((i) -> TestCalls.inbound("c-" + i)
				.put("disposition", words)
				.put("caseId", words)
				.put("campaign", words)
				.put("source", words)
				.toString())
			.collect(Collectors.joining("\n"));
		assertThat(http().post("/v1/calls", "application/x-ndjson", calls).json().path("created").asInt())
			.isEqualTo(CALLS);
		var address = http().service();
		try (var socket = new Socket()) {
			socket.setReceiveBufferSize(4096);
			socket.setSoTimeout(30_000);
			socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
			socket.getOutputStream()
				.write(("GET /v1/calls?from=2026-11-16&to=2026-11-17 HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n"
						+ "Authorization: Bearer " + KEY + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			var answer = new ByteArrayOutputStream();
			answer.write(socket.getInputStream().read());

			await().atMost(Duration.ofSeconds(30)).until(() -> loseConnections() > 0);
			try {
				socket.getInputStream().transferTo(answer);
			}
			catch (IOException ex) {
				// hung up on, as it should be
			}

			assertThat(answer.toString(StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200")
				.contains(words)
				.doesNotContain("urn:callmeter:problem")
				.doesNotEndWith("\r\n0\r\n\r\n");
		}
	}

	/// Ends what the database does for the service and has not committed.
	private int loseConnections() {
		return this.service.sql("""
				select count(*) filter (where pg_terminate_backend(pid))
				  from pg_stat_activity
				 where usename = current_user and datname = current_database()
				   and pid <> pg_backend_pid() and state = 'idle in transaction'""").query(Integer.class).single();
	}

}
