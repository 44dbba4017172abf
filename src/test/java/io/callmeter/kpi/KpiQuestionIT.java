package io.callmeter.kpi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;

/// A question as a body is answered like the same one in a URL.
class KpiQuestionIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final Instant MONDAY = Instant.parse("2026-11-09T00:00:00Z");

	private static final Map<String, Object> WEEK = Map.of("from", "2026-11-09", "to", "2026-11-16", "metrics",
			List.of("calls", "answerRate"));

	@BeforeEach
	void calls() {
		String calls = List
			.of(inbound(MONDAY).legs(answered("a, b", "alice", MONDAY, Duration.ofSeconds(10))),
					inbound(MONDAY).legs(answered("a", "bob", MONDAY, Duration.ofSeconds(30))), inbound(MONDAY))
			.stream()
			.map((call) -> call.json())
			.collect(Collectors.joining("\n"));
		assertThat(http().post("/v1/calls", "application/x-ndjson", calls).json().path("created").asInt()).isEqualTo(3);
	}

	static List<Map<String, Object>> questions() {
		return List.of(Map.of(), Map.of("groupBy", List.of("queue", "direction"), "links", true),
				Map.of("groupBy", "queue,direction", "orderBy", List.of("-calls", "queue"), "limit", 2),
				Map.of("interval", "P1D", "timeZone", "Europe/Helsinki", "confidence", 0.95, "compare", "previous"),
				Map.of("queue", List.of("a, b"), "groupBy", "queue"),
				Map.of("queue", List.of("", "a"), "threshold", 20), Map.of("queue", "a\\, b,nowhere"),
				Map.of("hourOfDay", List.of(0, 1), "groupBy", "hourOfDay"),
				Map.of("format", "csv", "decimal", "comma", "groupBy", List.of("queue")), Map.of("metrics", "offerd"),
				Map.of("format", "xls"), Map.of("limit", 0), Map.of("groupBy", List.of("queue", "weather")),
				Map.of("confidence", 95), Map.of("links", "maybe"));
	}

	@ParameterizedTest
	@MethodSource("questions")
	void isAnsweredLikeTheSameInAUrl(Map<String, Object> more) {
		var question = new java.util.TreeMap<String, Object>(WEEK);
		question.putAll(more);

		Answer asBody = post(http(), JsonMapper.shared().writeValueAsString(question));
		Answer asUrl = http().get("/v1/kpis?" + question.entrySet()
			.stream()
			.map((one) -> one.getKey() + "=" + URLEncoder.encode(text(one.getValue()), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&")));

		assertThat(asBody.status()).as(asBody.body()).isEqualTo(asUrl.status());
		assertThat(withoutRequest(asBody)).isEqualTo(withoutRequest(asUrl));
		for (String header : List.of("Content-Type", "Content-Disposition", "Callmeter-Plan", "Callmeter-Warnings")) {
			assertThat(asBody.headers().firstValue(header)).as(header).isEqualTo(asUrl.headers().firstValue(header));
		}
	}

	/// Of a problem, all but its path and the id of its request.
	private static String withoutRequest(Answer answer) {
		return answer.body()
			.replace("/v1/kpis/query", "/v1/kpis")
			.replaceFirst("\"requestId\":\"[0-9a-f]+\"", "\"requestId\":\"\"");
	}

	@Test
	void whatWasNotSentIsNull() {
		Answer answer = post(http(), """
				{"range": "2026-11-09", "to": null, "metrics": ["calls"], "queue": [], "groupBy": []}""");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().at("/total/metrics/calls/value").asInt()).isEqualTo(3);
	}

	@Test
	void nullInAListIsWhatHasNone() {
		Answer answer = post(http(), """
				{"range": "2026-11-09", "metrics": ["calls"], "queue": [null]}""");

		assertThat(answer.json().at("/total/metrics/calls/value").asInt()).isOne();
	}

	@Test
	void mayBeLongerThanAnyUrl() {
		String queues = "\"" + "q".repeat(100) + "\", ";

		Answer answer = post(http(),
				"{\"range\": \"2026-11-09\", \"metrics\": [\"calls\"], \"queue\": [" + queues.repeat(5000) + "\"a\"]}");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().at("/total/metrics/calls/value").asInt()).isOne();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					[]                                                     | unreadable-body   |         | The body is not a JSON object
					"metrics"                                              | unreadable-body   |         | The body is not a JSON object
					{}                                                     | missing-value     | from    | required
					{"range": "today", "metrics": ["calls"], "queu": "a"}  | unknown-parameter | queu    | Unknown parameter 'queu'. Did you mean queue?
					{"range": "today", "metrics": {"calls": true}}         | invalid-value     | metrics | Expected a string
					{"range": "today", "metrics": [["calls"]]}             | invalid-value     | metrics | Expected a string
					{"range": "today", "range": "now-7d"}                  | invalid-value     |         |
					{"range": "today", "metrics": ["calls"], "queue": "\\u0000"} | invalid-value | queue  | NUL
					""")
	void refuses(String body, String type, String field, String message) {
		Answer answer = post(http(), body);

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		JsonNode problem = answer.json();
		assertThat(problem.path("type").asString()).isEqualTo("urn:callmeter:problem:" + type);
		if (field != null) {
			assertThat(problem.path("field").asString()).isEqualTo(field);
		}
		if (message != null) {
			assertThat(problem.path("detail").asString()).contains(message);
		}
	}

	@Test
	void needsTheScopeOfKpisAndTakesNoParametersInItsUrl() {
		String question = "{\"range\": \"2026-11-09\", \"metrics\": [\"calls\"]}";

		assertThat(post(stranger(), question).status()).isEqualTo(401);
		assertThat(post(stranger().withKey(key("calls:write")), question).status()).isEqualTo(403);
		assertThat(post(stranger().withKey(key("kpis:read")), question).status()).isEqualTo(200);
		Answer mixed = http().post("/v1/kpis/query?metrics=calls", JSON, question);
		assertThat(mixed.status()).isEqualTo(400);
		assertThat(mixed.json().path("field").asString()).isEqualTo("metrics");
		assertThat(http().post("/v1/kpis/query", "text/csv", question).status()).isEqualTo(415);
	}

	@Test
	void theAuditSaysWhatWasAskedWithNumbers() {
		post(http(), """
				{"range": "2026-11-09", "metrics": ["calls"], "trunk": ["of 020 7946 0123"]}""");

		JsonNode entry = http().get("/v1/audit?limit=1").json().at("/items/0");
		assertThat(entry.path("action").asString()).isEqualTo("calls.read-unmasked");
		assertThat(entry.at("/detail/asked/trunk").asString()).contains("of ")
			.endsWith("23")
			.doesNotContainPattern("7946 ?0");
		assertThat(entry.at("/detail/of").asString()).isEqualTo("/v1/kpis/query");
		assertThat(post(stranger().withKey(key("kpis:read")), """
				{"range": "2026-11-09", "metrics": ["calls"], "trunk": ["of 020 7946 0123"]}""").status())
			.isEqualTo(403);
	}

	private static Answer post(TestClient client, String body) {
		return client.post("/v1/kpis/query", JSON, body);
	}

	private static String text(Object value) {
		return (value instanceof List<?> list)
				? list.stream().map((one) -> String.valueOf(one).replace(",", "\\,")).collect(Collectors.joining(","))
				: String.valueOf(value);
	}

}
