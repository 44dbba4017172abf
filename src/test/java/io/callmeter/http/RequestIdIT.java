package io.callmeter.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/// Every answer has an id, by which its lines in the log are found.
class RequestIdIT extends PostgresIT {

	@Value("${logging.pattern.correlation}")
	private String correlation;

	@ParameterizedTest
	@ValueSource(strings = { "a", "6f1c2e34-9a7b-4c1d-8e2f-001122334455", "gateway_7.42-x" })
	void theCallersOwnIsKept(String id) {
		Answer problem = http().with("X-Request-Id", id).get("/v1/queues/none");

		assertThat(http().with("X-Request-Id", id).get("/v1/queues").headers().firstValue("X-Request-Id")).hasValue(id);
		assertThat(problem.headers().allValues("X-Request-Id")).containsExactly(id);
		assertThat(problem.json().path("requestId").asString()).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "447700900199", "a b", "<script>", KEY })
	void oneThatIsNotHarmlessIsReplaced(String id) {
		assertThat(http().with("X-Request-Id", id).get("/v1/queues").headers().firstValue("X-Request-Id")).get()
			.asString()
			.matches("[0-9a-f]{16}");
		assertThat(http().with("X-Request-Id", "a".repeat(65)).get("/v1/queues").headers().firstValue("X-Request-Id"))
			.get()
			.asString()
			.matches("[0-9a-f]{16}");
	}

	@Test
	void eachRequestHasAnother() {
		assertThat(http().get("/v1/queues").headers().firstValue("X-Request-Id"))
			.isNotEqualTo(http().get("/v1/queues").headers().firstValue("X-Request-Id"));
	}

	@Test
	void whoIsNotLetInIsGivenOneToo() {
		Answer refused = stranger().get("/v1/queues");

		assertThat(refused.json().path("requestId").asString())
			.isEqualTo(refused.headers().firstValue("X-Request-Id").orElseThrow());
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v1/queues/a%00b HTTP/1.1", "TRACE /v1/queues HTTP/1.1", "CONNECT * HTTP/1.1" })
	void whatTheServerAnswersItselfHasOneToo(String line) throws IOException {
		String answer = raw(line + "\r\nX-Request-Id: mine");
		String body = answer.substring(answer.indexOf("\r\n\r\n"));

		assertThat(answer).containsIgnoringCase("\r\nX-Request-Id: ");
		assertThat(body).contains("\"requestId\":\"");
	}

	@Test
	void linesOfTheLogHaveIt() {
		assertThat(this.correlation).contains("%X{requestId}");
		assertThat(MDC.get("requestId")).as("outside of all requests").isNull();
	}

	private String raw(String lines) throws IOException {
		var service = http().service();
		try (var socket = new Socket(service.getHost(), service.getPort())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((lines + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
