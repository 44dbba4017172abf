package io.callmeter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.callmeter.PostgresIT;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests as no client should send them: each is answered, and what is refused is a problem like any other.
class HostileRequestsIT extends PostgresIT {

	private static final Map<String, String> CAREFUL = Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options",
			"DENY", "Cache-Control", "no-store", "Referrer-Policy", "no-referrer", "Content-Security-Policy",
			"default-src 'none'", "Permissions-Policy", "camera=()");

	@ParameterizedTest
	@ValueSource(ints = { 11, 500 })
	void anyNumberOfLanguagesIsTaken(int number) {
		String languages = IntStream.range(0, number)
			.mapToObj((i) -> "q" + (char) ('a' + i % 26) + ";q=0.1")
			.collect(Collectors.joining(",")) + ",fr;q=0.9";

		var answer = http().with("Accept-Language", languages).get("/v1/kpis/catalogue");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Language")).hasValue("fr");
		assertThat(http().with("Accept-Language", languages).get("/v1/queues").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "]", "{", "}", "|", "\\", "^" })
	void signsThatBrowsersSendAsTheyAreAreTaken(String sign) throws IOException {
		assertThat(raw("GET /v1/queues?next=a" + sign + " HTTP/1.1")).startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/queues?next=\"", "/v1/queues/a%00b", "/v1/queues/a%FFb", "/v1/queues/a\"b",
			"/v1/queues/a%zzb", "/v1/que[ues" })
	void aTargetThatCannotBeReadIsAProblem(String target) throws IOException {
		assertProblem(raw("GET " + target + " HTTP/1.1"), 400);
	}

	@Test
	void aTargetOrHeaderThatIsTooLongIsAProblem() throws IOException {
		assertProblem(raw("GET /v1/queues?next=" + "a".repeat(100_000) + " HTTP/1.1"), 400);
		assertProblem(raw("GET /v1/queues HTTP/1.1\r\nX-Long: " + "a".repeat(100_000)), 400);
	}

	@Test
	void aMethodThatTheServerItselfRefusesIsAProblem() throws IOException {
		String answer = raw("TRACE /v1/queues HTTP/1.1");

		assertProblem(answer, 405);
		assertThat(answer).containsIgnoringCase("\r\nAllow: ");
	}

	/// A proxy's method, and others that no resource has; the server answers some of them
	/// itself.
	@ParameterizedTest
	@ValueSource(strings = { "CONNECT /v1/queues", "CONNECT localhost:443", "CONNECT http://localhost/v1/queues",
			"CONNECT *", "CONNECT /", "CONNECT /swagger-ui.html", "TRACE /", "TRACE /actuator/health", "TRACE *",
			"PROPFIND /v1/queues", "FOO /v1/queues", "get /v1/queues", "QUERY /actuator/health", "CONNECT /error",
			"LINK /v3/api-docs", "connect localhost:443", "TRACK /v1/queues" })
	void aMethodThatMakesNoSenseIsAShortProblem(String target) throws IOException {
		String answer = raw(target + " HTTP/1.1");
		String body = answer.substring(answer.indexOf("\r\n\r\n"));

		assertThat(answer).as(target).matches("(?s)HTTP/1.1 (405|501) .*");
		assertProblem(answer, Integer.parseInt(answer.substring(9, 12)));
		assertThat(body).containsIgnoringCase("method").doesNotContain("The log has the reason", "Exception", "\tat ");
		assertThat(body.length()).isLessThan(500);
	}

	@Test
	void theWayToFailuresIsNoResource() {
		var answer = http().with("Accept", "text/html").get("/error");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	@Test
	void aSemicolonInAPathDoesNotCutIt() throws IOException {
		assertProblem(raw("GET /v1/queues/a;b HTTP/1.1"), 400);
		assertThat(http().with("Content-Type", "application/json")
			.put("/v1/queues/a;b", "application/json", "{\"name\": \"x\"}")
			.json()
			.path("detail")
			.asString()).contains("%3B");
		assertThat(http().get("/v1/queues/a").status()).isEqualTo(404);
	}

	@Test
	void formatsAreNamedInAProblemAsTheyAreSent() {
		var garbage = http().post("/v1/calls", "garbage", "{}");
		var strange = http().with("Accept", "image/png").get("/v1/queues");

		assertThat(garbage.status()).isEqualTo(415);
		assertThat(garbage.json().path("value").asString()).isEqualTo("garbage");
		assertThat(garbage.json().path("detail").asString())
			.startsWith("Content-Type 'garbage' is not valid, check its charset. Expected application/json, "
					+ "application/x-ndjson");
		assertThat(strange.status()).isEqualTo(406);
		assertThat(strange.json().path("value").asString()).isEqualTo("image/png");
		assertThat(strange.json().path("detail").asString())
			.isEqualTo("Cannot answer in the format of the header Accept. Expected application/json.");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /v1/calls, application/x-ndjson, ''", "PUT, /v1/queues/bomb, application/json, ''",
			"POST, /v1/imports/csv, text/csv, 'callId,direction,startedAt'",
			"PUT, /v1/calls/bomb, application/json, ''" })
	void aBodyThatUnpacksToFarTooMuchIsRefused(String method, String path, String type, String firstLine)
			throws IOException {
		var bomb = new ByteArrayOutputStream();
		try (var gzip = new GZIPOutputStream(bomb)) {
			gzip.write((firstLine + "\n").getBytes(StandardCharsets.US_ASCII));
			byte[] blanks = " \n".repeat(32 * 1024).getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < 1600; i++) {
				gzip.write(blanks);
			}
		}

		var answer = http().with("Content-Encoding", "gzip")
			.with("Content-Type", type)
			.send(method, path, BodyPublishers.ofByteArray(bomb.toByteArray()));

		assertThat(answer.status()).as(answer.body()).isEqualTo(413);
	}

	/// What comes back for these first lines of a request.
	private String raw(String lines) throws IOException {
		var service = http().service();
		try (var socket = new Socket(service.getHost(), service.getPort())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((lines + "\r\nHost: localhost\r\nAuthorization: Bearer " + KEY + "\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/// Each header is there once, whoever answers.
	private static void assertCareful(String answer) {
		List<String> headers = answer.substring(0, answer.indexOf("\r\n\r\n")).lines().toList();
		CAREFUL.forEach((name, value) -> assertThat(headers)
			.filteredOn((header) -> header.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
			.as(name)
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains(value));
	}

	private static void assertProblem(String answer, int status) {
		assertCareful(answer);
		assertThat(answer).startsWith("HTTP/1.1 " + status)
			.containsIgnoringCase("\r\nContent-Type: application/problem+json")
			.doesNotContain("<html");
		String body = answer.substring(answer.indexOf("\r\n\r\n"));
		JsonNode problem = JsonMapper.shared().readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("type").asString()).startsWith("urn:callmeter:problem:");
		assertThat(problem.path("title").asString()).isNotBlank();
		assertThat(problem.path("detail").asString()).endsWith(".");
	}

}
