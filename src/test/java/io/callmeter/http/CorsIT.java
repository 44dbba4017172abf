package io.callmeter.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// Pages of origins that are configured may call the service, those of others may not.
@TestPropertySource(
		properties = "callmeter.http.cors.allowed-origins=https://wallboard.example.com,http://localhost:5173")
class CorsIT extends PostgresIT {

	private static final String ALLOWED = "Access-Control-Allow-Origin";

	@ParameterizedTest
	@CsvSource({ "https://wallboard.example.com, GET, /v1/kpis", "http://localhost:5173, POST, /v1/kpis/query",
			"http://localhost:5173, PUT, /v1/queues/sales", "http://localhost:5173, DELETE, /v1/calls/x",
			"http://localhost:5173, PATCH, /v1/calls/x" })
	void aPreflightOfAnAllowedOriginNeedsNoKey(String origin, String method, String path) {
		Answer preflight = preflight(origin, method, path);

		assertThat(preflight.status()).as(preflight.body()).isEqualTo(200);
		assertThat(preflight.headers().firstValue(ALLOWED)).hasValue(origin);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow()).contains(method);
		assertThat(
				preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow().toLowerCase(Locale.ROOT))
			.contains("authorization", "content-type", "if-match");
		assertThat(preflight.headers().firstValue("Access-Control-Max-Age")).hasValue("3600");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "https://wallboard.example.com.evil.example",
			"http://wallboard.example.com", "https://wallboard.example.com:8443", "null" })
	void otherOriginsAreAnsweredAsIfNoneWereAllowed(String origin) {
		Answer preflight = preflight(origin, "GET", "/v1/queues");
		Answer answer = http().with("Origin", origin).get("/v1/queues");

		assertThat(preflight.status()).isEqualTo(401);
		assertThat(answer.status()).isEqualTo(200);
		for (Answer each : List.of(preflight, answer)) {
			assertThat(each.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-"));
		}
	}

	@Test
	void aPageReadsTheHeadersThatTellItWhatToDo() {
		Answer answer = http().with("Origin", "https://wallboard.example.com")
			.get("/v1/kpis?range=2026-11-09&metrics=calls");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers().firstValue(ALLOWED)).hasValue("https://wallboard.example.com");
		assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow()).contains("Retry-After",
				"ETag", "Callmeter-Plan", "X-Request-Id");
		assertThat(answer.headers().allValues("Vary"))
			.anyMatch((vary) -> vary.toLowerCase(Locale.ROOT).contains("origin"));
	}

	@Test
	void aPageLearnsWhyItWasRefused() {
		TestClient page = stranger().with("Origin", "http://localhost:5173");

		for (Answer refused : List.of(page.get("/v1/queues"), page.withKey(key("calls:write")).get("/v1/queues"))) {
			assertThat(refused.status()).isIn(401, 403);
			assertThat(refused.headers().firstValue(ALLOWED)).hasValue("http://localhost:5173");
		}
	}

	@Test
	void nothingButOriginsIsConfigured() {
		assertThat(new AllowedOrigins(List.of()).filter()).isEmpty();
		assertThat(new AllowedOrigins(List.of("*")).filter()).isPresent();
		for (String other : List.of("wallboard.example.com", "https://wallboard.example.com/", "https://a.example/b",
				"ftp://a.example", "https://user@a.example", "https://A.example", "null", "",
				"https://*.example.com")) {
			assertThatIllegalArgumentException().as(other)
				.isThrownBy(() -> new AllowedOrigins(List.of(other)))
				.withMessageContaining("has '" + other + "'")
				.withMessageContaining("such as https://wallboard.example.com");
		}
	}

	private Answer preflight(String origin, String method, String path) {
		return stranger().with("Origin", origin)
			.with("Access-Control-Request-Method", method)
			.with("Access-Control-Request-Headers", "authorization, content-type, if-match")
			.send("OPTIONS", path, BodyPublishers.noBody());
	}

}
