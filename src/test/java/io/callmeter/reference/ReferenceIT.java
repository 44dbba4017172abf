package io.callmeter.reference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Tag(PostgresIT.DATABASE_DEPENDENT)
class ReferenceIT extends PostgresIT {

	/// Bodies that are enough for one of each kind, and what is changed in them.
	private static String body(Kind kind, String name) {
		return switch (kind) {
			case QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR -> "{\"name\": \"" + name + "\"}";
			case TARGET -> """
					{"metric": "serviceLevel", "value": 0.%s, "validFrom": "2026-01-01"}""".formatted(name.length());
		};
	}

	@ParameterizedTest
	@EnumSource
	void aStateIsReplacedOnlyByWhoHasSeenIt(Kind kind) {
		String path = "/v1/" + kind.plural() + "/one";
		String first = etag(put(path, body(kind, "First")));

		assertThat(etag(http().get(path))).isEqualTo(first);
		assertProblem(http().with("If-None-Match", "*").put(path, "application/json", body(kind, "Other")), 412,
				"If-None-Match", "Leave If-None-Match out to replace it");
		Answer changed = http().with("If-Match", first).put(path, "application/json", body(kind, "Second"));
		assertThat(changed.status()).as(changed.body()).isEqualTo(200);
		assertThat(etag(changed)).isNotEqualTo(first);
		assertProblem(http().with("If-Match", first).put(path, "application/json", body(kind, "Third one")), 412,
				"If-Match", "Changed by someone else");
		assertProblem(http().with("If-Match", first).delete(path), 412, "If-Match", "Changed by someone else");
		assertThat(etag(http().get(path))).isEqualTo(etag(changed));
		assertThat(etag(put(path, body(kind, "Second")))).as("without a change").isEqualTo(etag(changed));
		assertThat(http().with("If-Match", etag(changed)).delete(path).status()).isEqualTo(204);
		assertProblem(http().with("If-Match", first).put(path, "application/json", body(kind, "Fourth")), 412,
				"If-Match", "no ETag matches");
	}

	@ParameterizedTest
	@EnumSource
	void aStateThatWasDeletedIsNotTheOneMadeAfterIt(Kind kind) {
		String path = "/v1/" + kind.plural() + "/one";
		String first = etag(put(path, body(kind, "First")));
		http().delete(path);
		put(path, body(kind, "Other"));

		assertProblem(http().with("If-Match", first).put(path, "application/json", body(kind, "Second")), 412,
				"If-Match", "Changed by someone else");
		assertProblem(http().with("If-Match", first).delete(path), 412, "If-Match", "Changed by someone else");
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUE", "AGENT", "CAMPAIGN", "DISPOSITION" })
	void aStateThatWasDeletedIsNotTheOneACallMadeAfterIt(Kind kind) {
		String path = "/v1/" + kind.plural() + "/code";
		String first = etag(put(path, body(kind, "First")));
		http().delete(path);
		sendCall("1");

		assertProblem(http().with("If-Match", first).delete(path), 412, "If-Match", "Changed by someone else");
	}

	@ParameterizedTest
	@EnumSource
	void whatWasReadCanBeSentBack(Kind kind) {
		String path = "/v1/" + kind.plural() + "/one";
		put(path, body(kind, "First"));
		Answer read = http().get(path);

		Answer sentBack = put(path, read.body());

		assertThat(sentBack.status()).as(sentBack.body()).isEqualTo(200);
		assertThat(sentBack.json()).isEqualTo(read.json());
		assertThat(etag(sentBack)).isEqualTo(etag(read));
		assertThat(http().with("If-None-Match", etag(read)).get(path).status()).isEqualTo(304);
	}

	@ParameterizedTest
	@EnumSource
	void oneOfEachIsListedAndDeleted(Kind kind) {
		String path = "/v1/" + kind.plural();
		put(path + "/one", body(kind, "First"));
		put(path + "/two", body(kind, "Second").replace("serviceLevel", "answerRate"));

		assertThat(http().get(path).json().path("items").size()).isEqualTo(2);
		assertThat(http().get(path + "?limit=1&next=one").json().path("items").get(0))
			.isEqualTo(http().get(path + "/two").json());
		assertThat(http().delete(path + "/one").status()).isEqualTo(204);
		assertProblem(http().get(path + "/one"), 404, "code", "lists all");
		assertProblem(http().delete(path + "/one"), 404, "code", "lists all");
	}

	/// Each takes what it has read one further; nobody's step is lost.
	@Test
	void manyWhoChangeWhatTheyHaveReadLoseNoChange() throws Exception {
		String path = "/v1/agents/alice";
		put(path, "{\"name\": \"0\"}");
		Callable<Integer> step = () -> {
			int refused = 0;
			while (true) {
				Answer read = http().get(path);
				int next = Integer.parseInt(read.json().path("name").asString()) + 1;
				Answer answer = http().with("If-Match", etag(read))
					.put(path, "application/json", "{\"name\": \"" + next + "\"}");
				if (answer.status() == 200) {
					return refused;
				}
				assertThat(answer.status()).isEqualTo(412);
				refused++;
			}
		};
		try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
			for (var answer : writers.invokeAll(Collections.nCopies(12, step))) {
				answer.get();
			}
		}
		assertThat(http().get(path).json().path("name").asString()).isEqualTo("12");
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUE", "AGENT", "CAMPAIGN" })
	void aNewOneIsMadeShownReplacedAndDeleted(Kind kind) {
		String path = "/v1/" + kind.plural() + "/" + "a-code";

		var made = put(path, "{\"name\": \"First\"}");
		assertThat(made.status()).isEqualTo(201);
		assertThat(made.headers().firstValue("Location").orElse("")).endsWith(path);
		assertIs(made, "a-code", "First", true);

		var replaced = put(path, "{\"name\": \"Second\", \"active\": false}");
		assertThat(replaced.status()).isEqualTo(200);
		assertIs(replaced, "a-code", "Second", false);
		assertIs(http().get(path), "a-code", "Second", false);

		assertThat(http().delete(path).status()).isEqualTo(204);
		assertProblem(http().get(path), 404, "code", "Unknown " + kind.word() + " '" + "a-code" + "'");
		assertProblem(http().delete(path), 404, "code", "lists all");
	}

	@Test
	void pagesFollowEachOtherByCode() {
		for (String code : List.of("support", "billing", "sales", "retention")) {
			put("/v1/queues/" + code, "{\"name\": \"x\"}");
		}
		var codes = new ArrayList<String>();
		String after = "";
		do {
			var page = http().get("/v1/queues?limit=3&next=" + after).json();
			page.path("items").forEach((item) -> codes.add(item.path("code").asString()));
			after = page.path("next").asString("");
		}
		while (!after.isEmpty());
		assertThat(codes).containsExactly("billing", "retention", "sales", "support");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "SIP/alice", "OFFICE\\alice", "Zoë Ångström", "100%", "a;b", "a?b#c", "\uD83D\uDCDE", "+44" })
	void aCodeOfAnyVisibleCharactersIsOneSegmentOfThePath(String code) {
		String path = "/v1/agents/" + UriUtils.encode(code, UTF_8);
		var made = put(path, "{\"name\": \"Alice\"}");
		assertThat(made.status()).isEqualTo(201);
		assertIs(made, code, "Alice", true);
		String location = URI.create(made.headers().firstValue("Location").orElseThrow()).getRawPath();
		assertIs(http().get(location), code, "Alice", true);
		assertThat(http().delete(path).status()).isEqualTo(204);
	}

	@Test
	void aSlashThatIsNotEncodedIsExplained() {
		assertProblem(put("/v1/agents/SIP/alice", "{\"name\": \"Alice\"}"), 404, "path",
				"'SIP/alice', write each '/' in it as %2F");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			{"name": "x", "activ": true}   | activ  | "Unknown field 'activ'. Expected active, "
			{"active": true}               | name   | "name is required. Expected 1 to 200 characters."
			{"name": null}                 | name   | "name is required. Expected 1 to 200 characters."
			{"name": " "}                  | name   | "name is required. Expected 1 to 200 characters."
			{"name": ["x"]}                | name   | "Expected a string"
			{"name": "a\\u0000"}           | name   | "control character"
			{"name": "a\\ud83d"}           | name   | "surrogate"
			{"name": "x", "active": "yes"} | active | "true or false"
			{"name": "x", "active": 7}     | active | "true or false"
			{"name": "x"                   | body   | "Malformed JSON at line 1, column "
			{"name": x}                    | body   | "Malformed JSON at line 1, column "
			{"name": NaN}                  | body   | "NaN and Infinity are not JSON"
			[]                             | body   | "is not a JSON object"
			5                              | body   | "is not a JSON object"
			null                           | body   | "body is empty"
			""                             | body   | "body is empty"
			""")
	void aBodyThatCannotBeTakenIsAProblemOfItsField(@Nullable String body, @Nullable String field, String detail) {
		assertProblem(put("/v1/queues/sales", (body != null) ? body : ""), 400, field, detail);
	}

	@Test
	void whatIsTooLongIsRefusedWithItsLength() {
		assertProblem(put("/v1/queues/" + "q".repeat(129), "{\"name\": \"x\"}"), 400, "code",
				"with 129 characters. Expected at most 128");
		assertProblem(put("/v1/queues/sales", "{\"name\": \"" + "n".repeat(201) + "\"}"), 400, "name",
				"with 201 characters. Expected at most 200");
	}

	@ParameterizedTest
	@EnumSource
	void aMethodThatIsNotOneOfItIsRefusedWithThoseThatAre(Kind kind) {
		for (String method : List.of("PATCH", "POST")) {
			Answer answer = http().with("Content-Type", "application/json")
				.send(method, "/v1/" + kind.plural() + "/one", BodyPublishers.ofString(body(kind, "x")));

			assertProblem(answer, 405, "method", "Expected ");
			assertThat(String.join(",", answer.headers().allValues("Allow"))).contains("GET", "PUT", "DELETE");
		}
	}

	@Test
	void aBodyIsJsonAndNothingElse() {
		for (String type : List.of("application/yaml", "text/plain")) {
			assertProblem(http().put("/v1/queues/sales", type, "name: Sales"), 415, "Content-Type",
					"Expected application/json.");
		}
		assertThat(http().get("/v3/api-docs")
			.json()
			.at("/paths/~1v1~1queues~1{code}/put/requestBody/content")
			.propertyNames()).containsExactly("application/json");
	}

	@Test
	void aBodyIsNotLongerThanARecordAndMayBePacked() throws IOException {
		String tooLong = "{\"name\": \"x\"" + " ".repeat(1024 * 1024) + "}";
		assertProblem(put("/v1/queues/sales", tooLong), 413, "body", "Send a smaller one");
		assertProblem(packed("gzip", tooLong), 413, "body", "Send a smaller one");
		assertProblem(packed("br", "{}"), 415, "Content-Encoding", "Expected gzip, or an uncompressed body");
		assertThat(packed("gzip", "{\"name\": \"Packed\"}").json().path("name").asString()).isEqualTo("Packed");
	}

	private Answer packed(String encoding, String body) throws IOException {
		var bytes = new ByteArrayOutputStream();
		try (var gzip = new GZIPOutputStream(bytes)) {
			gzip.write(body.getBytes(UTF_8));
		}
		return http().with("Content-Type", "application/json")
			.with("Content-Encoding", encoding)
			.send("PUT", "/v1/queues/sales", BodyPublishers.ofByteArray(bytes.toByteArray()));
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, limit", "limit=1001, limit", "limit=many, limit", "limit=2&limit=3, limit", "next=%01, next",
			"after=x, after" })
	void aParameterThatCannotBeTakenIsAProblem(String query, String field) {
		assertProblem(http().get("/v1/queues?" + query), 400, field, "");
	}

	@Test
	void manyWritersOfOneCodeMakeItOnce() throws Exception {
		Callable<Integer> write = () -> put("/v1/queues/sales", "{\"name\": \"Sales\"}").status();
		try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
			var answers = new ArrayList<Integer>();
			for (var answer : writers.invokeAll(Collections.nCopies(16, write))) {
				answers.add(answer.get());
			}
			assertThat(answers).containsOnly(200, 201).containsOnlyOnce(201);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUE", "AGENT", "CAMPAIGN", "DISPOSITION" })
	void aCallThatNamesADeletedCodeMakesItAnew(Kind kind) {
		String path = "/v1/" + kind.plural() + "/code";
		put(path, "{\"name\": \"Name\"}");
		sendCall("1");
		assertIs(http().get(path), "code", "Name", true);
		http().delete(path);
		sendCall("2");
		assertIs(http().get(path), "code", "code", true);
	}

	private void sendCall(String id) {
		assertThat(http()
			.post("/v1/calls", "application/json",
					"""
							{"callId": "%s", "direction": "INBOUND", "startedAt": "2026-01-05T10:00:00Z", "campaign": "code",
							 "disposition": "code", "legs": [{"legId": "1", "queue": "code", "agent": "code", "queuedAt": "2026-01-05T10:00:01Z",
							           "offeredAt": "2026-01-05T10:00:01Z", "answeredAt": "2026-01-05T10:00:02Z"}]}"""
						.formatted(id))
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource
	void theDocumentationSpeaksOfEachKindWithAnExampleThatWorks(Kind kind) {
		var paths = http().get("/v3/api-docs").json().path("paths");
		var one = paths.path("/v1/" + kind.plural() + "/{code}");
		var example = one.path("get").path("responses").path("200").path("content").path("application/json");
		assertThat(paths.path("/v1/" + kind.plural()).path("get").path("summary").asString())
			.isEqualTo("List " + kind.plural());
		assertThat(one.path("put").path("operationId").asString()).isEqualToIgnoringCase("put" + kind.word());
		assertThat(example.path("schema").path("$ref").asString()).isNotBlank();
		assertThat(paths.toString()).doesNotContain("{kind", "{Kind", "{*rest}", "{made", "{deleted", "{putConflict",
				"{deleteConflict");
		assertThat(one.path("delete").path("description").asString()).startsWith(kind.deleted());
		assertThat(one.path("delete").path("responses").has("409")).isEqualTo(kind == Kind.CALENDAR);
		assertThat(one.path("put").path("responses").path("409").path("description").asString())
			.isEqualTo(kind.putConflict());

		var body = one.path("put").path("requestBody").path("content").path("application/json").path("example");
		var code = one.path("put").path("parameters").get(0).path("example").asString();
		Answer made = put("/v1/" + kind.plural() + "/" + code, body.toString());

		assertThat(made.status()).as(made.body()).isEqualTo(201);
	}

	private Answer put(String path, String body) {
		return http().put(path, "application/json", body);
	}

	private static String etag(Answer answer) {
		return answer.headers().firstValue("ETag").orElseThrow(() -> new AssertionError(answer.body()));
	}

	private static void assertIs(Answer answer, String code, String name, boolean active) {
		assertThat(answer.json().path("code").asString()).isEqualTo(code);
		assertThat(answer.json().path("name").asString()).isEqualTo(name);
		assertThat(answer.json().path("active").asBoolean()).isEqualTo(active);
	}

	private static void assertProblem(Answer answer, int status, @Nullable String field, String detail) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(answer.json().path("field").asString("")).isEqualTo((field != null) ? field : "");
		assertThat(answer.json().path("detail").asString()).contains(detail);
	}

}
