package io.callmeter.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Calls over HTTP: what is answered, and what is stored after it.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class IngestIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String NDJSON = "application/x-ndjson";

	@Test
	void aCallComesBackAsItWasSent() {
		ObjectNode call = TestCalls.transferred("c-1");

		assertThat(post(call).status()).isEqualTo(200);
		ObjectNode stored = (ObjectNode) http().get("/v1/calls/c-1").json();

		assertThat(stored.remove("outcome").asString()).isEqualTo("CONNECTED");
		assertThat(stored.put("from", "+442079460123").put("to", "+442079460800")).isEqualTo(call);
	}

	@Test
	void aCallGrowsLegByLeg() {
		reports(post(TestCalls.waiting("c-1")), 1, 0, 0, 0);
		ObjectNode second = TestCalls.withLegs(TestCalls.call("c-1", "INBOUND"), TestCalls.segment("2", "bob", 60, 90));
		reports(post(second), 0, 1, 0, 0);
		reports(post(second), 0, 0, 1, 0);

		JsonNode stored = http().get("/v1/calls/c-1").json();
		assertThat(stored.path("from").asString()).startsWith("+44");
		assertThat(stored.path("legs").findValuesAsString("legId")).containsExactly("1", "2");
		assertThat(count("leg")).isEqualTo(2);
	}

	@Test
	void anOlderRevisionIsStale() {
		reports(post(TestCalls.answered("c-1").put("revision", 2)), 1, 0, 0, 0);
		reports(post(TestCalls.answered("c-1").put("revision", 1)), 0, 0, 0, 1);
	}

	@Test
	void aCorrectedStartMovesTheCallOverTheBorderOfAMonth() {
		String june = "2026-06-30T23:59:59.999999Z";
		String july = "2026-07-01T00:00:00Z";
		ObjectNode call = TestCalls.call("c-1", "INBOUND").put("startedAt", june);
		TestCalls.withLegs(call, TestCalls.leg("1").put("queue", "sales").put("queuedAt", july),
				TestCalls.leg("2").put("queue", "sales").put("queuedAt", "2026-07-01T00:01:00Z"));
		reports(post(call), 1, 0, 0, 0);

		reports(post(TestCalls.call("c-1", "INBOUND").put("startedAt", july)), 0, 1, 0, 0);
		assertThat(http().get("/v1/calls/c-1").json().path("startedAt").asString()).isEqualTo(july);
		assertThat(http().get("/v1/calls/c-1").json().path("legs").size()).isEqualTo(2);
		assertThat(count("call")).isEqualTo(1);
		assertThat(count("leg")).isEqualTo(2);
		assertThat(owner().sql("select count(distinct started_at) from leg").query(Long.class).single()).isEqualTo(1);

		reports(post(call), 0, 1, 0, 0);
		reports(post(call), 0, 0, 1, 0);
		assertThat(owner().sql("""
				select count(*) from call_key k join call c using (tenant_id, call_id, started_at)
				join leg l using (tenant_id, call_id, started_at)""").query(Long.class).single()).isEqualTo(2);
	}

	@Test
	void theDatabasePlansForAMonthAsSoonAsItFills() {
		String calls = IntStream.range(0, 600)
			.mapToObj((n) -> TestCalls.call("c-" + n, "INBOUND").put("startedAt", "2021-03-05T10:00:00Z").toString())
			.collect(Collectors.joining("\n"));

		reports(http().post("/v1/calls", NDJSON, calls), 600, 0, 0, 0);

		assertThat(
				owner().sql("select reltuples from pg_class where relname = 'call_2021_03'").query(Long.class).single())
			.isGreaterThanOrEqualTo(500);
	}

	@Test
	void oneStreamMovesACallAndFindsItAgain() {
		List<ObjectNode> moves = IntStream.range(0, 4)
			.mapToObj((month) -> TestCalls.call("c-1", "INBOUND")
				.put("startedAt", "2026-0" + (5 + month) + "-01T00:00:00Z"))
			.toList();

		reports(stream(moves), 1, 3, 0, 0);
		assertThat(count("call")).isEqualTo(1);
		assertThat(http().get("/v1/calls/c-1").json().path("startedAt").asString()).isEqualTo("2026-08-01T00:00:00Z");
	}

	@Test
	void aStartAfterItsLegsIsRefusedAndChangesNothing() {
		post(TestCalls.answered("c-1"));

		Answer answer = post(TestCalls.call("c-1", "INBOUND").put("startedAt", "2026-11-17T00:00:00Z"));

		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.json().path("rejected").path(0).path("reason").asString()).isEqualTo("CONTRADICTION");
		assertThat(http().get("/v1/calls/c-1").json().path("startedAt").asString())
			.isEqualTo(TestCalls.NINE.toString());
	}

	@Test
	void aPatchWaitsForItsCallAndWins() {
		Answer waiting = patch("c-1", "{\"disposition\": \"SALE\", \"csat\": 0.8}");
		assertThat(waiting.status()).isEqualTo(202);
		assertThat(waiting.json().path("effect").asString()).isEqualTo("WAITING");
		assertThat(http().get("/v1/calls/c-1").status()).isEqualTo(404);

		reports(post(TestCalls.answered("c-1").put("disposition", "NO SALE")), 1, 0, 0, 0);
		assertThat(http().get("/v1/calls/c-1").json().path("disposition").asString()).isEqualTo("SALE");

		assertThat(patch("c-1", "{\"disposition\": null}").status()).isEqualTo(200);
		assertThat(http().get("/v1/calls/c-1").json().path("disposition").asString()).isEqualTo("NO SALE");
		assertThat(http().get("/v1/calls/c-1").json().path("csat").decimalValue()).isEqualByComparingTo("0.8");
	}

	@Test
	void aPatchThatIsTakenBackLeavesNothing() {
		patch("c-1", "{\"caseId\": \"C-1\"}");
		patch("c-1", "{\"caseId\": null}");
		patch("c-2", "{}");

		assertThat(count("call_key")).isZero();
	}

	@Test
	void aDeletedCallComesBackByPutOnly() {
		post(TestCalls.answered("c-1"));
		patch("c-1", "{\"disposition\": \"SALE\"}");

		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(204);
		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(404);
		assertThat(http().get("/v1/calls/c-1").status()).isEqualTo(404);
		assertThat(count("leg")).isZero();
		reports(post(TestCalls.answered("c-1")), 0, 0, 0, 1);
		assertThat(patch("c-1", "{\"disposition\": \"SALE\"}").status()).isEqualTo(404);

		assertThat(put("c-1", TestCalls.answered("c-1")).status()).isEqualTo(201);
		assertThat(put("c-1", TestCalls.answered("c-1")).status()).isEqualTo(200);
		assertThat(http().get("/v1/calls/c-1").json().has("disposition")).isFalse();
	}

	@Test
	void aPutReplacesWhatTheDialerSaid() {
		post(TestCalls.transferred("c-1").put("campaign", "spring"));
		patch("c-1", "{\"disposition\": \"SALE\"}");

		Answer answer = put("c-1", TestCalls.abandonedAfter("c-1", Duration.ofSeconds(30)));

		assertThat(answer.json().path("effect").asString()).isEqualTo("UPDATED");
		JsonNode stored = http().get("/v1/calls/c-1").json();
		assertThat(stored.has("campaign")).isFalse();
		assertThat(stored.path("legs").size()).isEqualTo(1);
		assertThat(stored.path("outcome").asString()).isEqualTo("ABANDONED");
		assertThat(stored.path("disposition").asString()).isEqualTo("SALE");
		assertThat(count("leg")).isEqualTo(1);
	}

	@Test
	void theIdOfAPutIsThatOfItsPath() {
		ObjectNode anonymous = TestCalls.answered("c-1");
		anonymous.remove("callId");
		assertThat(put("c-1", anonymous).status()).isEqualTo(201);

		Answer other = put("c-1", TestCalls.answered("c-2"));
		assertThat(other.status()).isEqualTo(400);
		assertThat(other.json().path("field").asString()).isEqualTo("callId");
	}

	@Test
	void namesOfQueuesAgentsAndCampaignsAreLearnt() {
		stream(List.of(TestCalls.transferred("c-1"), TestCalls.dialled("c-2")));

		assertThat(owner().sql("select code from queue order by code").query(String.class).list())
			.containsExactly("sales", "support");
		assertThat(owner().sql("select code from agent order by code").query(String.class).list())
			.containsExactly("alice", "bob");
		assertThat(owner().sql("select code from campaign").query(String.class).list()).containsExactly("spring");
	}

	@Test
	void aStreamMayBePacked() throws IOException {
		byte[] packed = gzip(lines(0, 3));
		byte[] more = gzip(lines(3, 5));
		byte[] both = Arrays.copyOf(packed, packed.length + more.length);
		System.arraycopy(more, 0, both, packed.length, more.length);

		reports(sent("gzip", NDJSON, packed), 3, 0, 0, 0);
		reports(sent("x-gzip", NDJSON, both), 2, 0, 3, 0);
		reports(sent("identity", NDJSON, lines(0, 1)), 0, 0, 1, 0);
		reports(sent("gzip", JSON, gzip(TestCalls.answered("c-9").toString().getBytes(StandardCharsets.UTF_8))), 1, 0,
				0, 0);
	}

	@Test
	void aPackedStreamThatBreaksOffSaysHowFarItCame() throws IOException {
		byte[] packed = gzip(lines(0, 3000));

		Answer answer = sent("gzip", NDJSON, Arrays.copyOf(packed, packed.length / 2));

		assertThat(answer.status()).isEqualTo(400);
		long stored = count("call");
		assertThat(stored).isPositive();
		assertThat(answer.json().path("report").path("created").asLong()).isEqualTo(stored);
		assertThat(answer.json().path("nextLine").asLong()).isEqualTo(stored + 1);
		reports(sent("gzip", NDJSON, packed), (int) (3000 - stored), 0, (int) stored, 0);
	}

	@Test
	void aBodyThatIsNotPackedAsItSaysIsRefused() throws IOException {
		byte[] plain = lines(0, 1);

		assertThat(sent("gzip", NDJSON, plain).status()).isEqualTo(400);
		assertThat(sent("gzip", NDJSON, new byte[0]).status()).isEqualTo(400);
		assertThat(sent("br", NDJSON, plain).status()).isEqualTo(415);
		byte[] packed = gzip("{\"disposition\": \"SALE\"}".getBytes(StandardCharsets.UTF_8));
		for (int length : new int[] { 5, packed.length - 6 }) {
			Answer patch = http().with("Content-Encoding", "gzip")
				.with("Content-Type", "application/merge-patch+json")
				.send("PATCH", "/v1/calls/c-1", BodyPublishers.ofByteArray(Arrays.copyOf(packed, length)));
			assertThat(patch.status()).as(patch.body()).isEqualTo(400);
			assertThat(patch.json().path("type").asString()).endsWith("unreadable-body");
		}
	}

	@Test
	void aFileOfAnotherSystemIsTaken() {
		String call = TestCalls.answered("c-1").toString();

		reports(http().post("/v1/calls", NDJSON, "\ufeff" + call + "\r\n\r\n \t\r\n" + call + "\r\n"), 1, 0, 1, 0);
		reports(http().post("/v1/calls", JSON, "\ufeff[\r\n" + call + "\r\n]\r\n"), 0, 0, 1, 0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			application/json          | ``
			application/json          | `  `
			application/json          | []
			application/x-ndjson      | ``
			application/x-ndjson      | `\r\n \n`
			""")
	void thereMustBeSomethingToRead(String type, String body) {
		Answer answer = http().post("/v1/calls", type, body);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("type").asString()).endsWith("empty-body");
		assertThat(answer.json().path("detail").asString()).contains("Send at least one call");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/xml", "application/vnd.api+json", "application/*", "nonsense" })
	void otherFormatsAreRefusedWithThoseThatAreNot(String type) {
		Answer answer = http().post("/v1/calls", type, TestCalls.answered("c-1").toString());

		assertThat(answer.status()).isEqualTo(415);
	}

	@Test
	void aDocumentThatIsTooLargeIsRefused() {
		String call = TestCalls.answered("c-1").toString();
		Answer put = http().put("/v1/calls/c-1", JSON, call + " ".repeat(1024 * 1024));
		Answer patch = http().with("Content-Type", JSON)
			.send("PATCH", "/v1/calls/c-1", BodyPublishers.ofInputStream(
					() -> new ByteArrayInputStream(("{}" + " ".repeat(1024 * 1024)).getBytes(StandardCharsets.UTF_8))));

		assertThat(put.status()).isEqualTo(413);
		assertThat(patch.status()).as("sent without its length").isEqualTo(413);
		assertThat(put.json().path("detail").asString()).contains("1 MB", "in parts, leg by leg")
			.doesNotContain("x-ndjson");
	}

	@Test
	void theFirstRejectionStandsInTheDetail() {
		assertThat(http().post("/v1/calls", NDJSON, "{\"callId\": \" \"}").json().path("detail").asString())
			.isEqualTo("callId is required. Expected the id of the call in the source system.");
	}

	@Test
	void anImportStoresTheGoodRowsAroundADateThatTheCalendarDoesNotHave() {
		Answer answer = http().post("/v1/imports/csv?constants=direction%3DINBOUND&datePattern=dd.MM.yyyy%20HH:mm",
				"text/csv", "callId,startedAt\na,30.01.2026 10:00\nb,31.02.2026 10:00\nc,01.03.2026 10:00\n");

		reports(answer, 2, 0, 0, 0, 1);
		assertThat(answer.json().at("/rejected/0/field").asString()).isEqualTo("startedAt");
		assertThat(answer.json().at("/rejected/0/reason").asString()).isEqualTo("WRONG_TYPE");
		assertThat(http().get("/v1/calls/b").status()).isEqualTo(404);
	}

	@Test
	void anImportStoresNoBytesOfAnotherCharset() {
		byte[] file = "callId,startedAt,campaign\na,2026-01-30T10:00:00Z,Frühling\nb,2026-01-30T10:00:00Z,x\n"
			.getBytes(StandardCharsets.ISO_8859_1);
		TestClient client = http().with("Content-Type", "text/csv");

		Answer refused = client.send("POST", "/v1/imports/csv?constants=direction%3DINBOUND",
				BodyPublishers.ofByteArray(file));
		Answer taken = client.send("POST", "/v1/imports/csv?constants=direction%3DINBOUND&charset=ISO-8859-1",
				BodyPublishers.ofByteArray(file));

		reports(refused, 1, 0, 0, 0, 1);
		assertThat(refused.json().at("/rejected/0/line").asInt()).isEqualTo(2);
		assertThat(refused.json().at("/rejected/0/message").asString()).contains("charset=ISO-8859-1");
		reports(taken, 1, 0, 1, 0, 0);
		assertThat(http().get("/v1/calls/a").json().path("campaign").asString()).isEqualTo("Frühling");
	}

	@ParameterizedTest
	@CsvSource({ "columns=callId%3Da&columns=callId%3Db, columns",
			"constants=direction%3DINBOUND&constants=direction%3DINBOUND, constants",
			"values=leg.outcome:x%3DANSWERED&values=leg.outcome:x%3DMISSED, values", "datePattern=foo, datePattern",
			"delimiter=;&delimiter=|, delimiter" })
	void anImportThatContradictsItselfIsRefused(String query, String field) {
		Answer answer = http().post("/v1/imports/csv?" + query.replace("|", "%7C"), "text/csv",
				"callId,startedAt\na,2026-01-30T10:00:00Z\n");

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).doesNotContain("pattern letter");
	}

	@Test
	void nothingThatCanBeStoredIsAProblemWithTheReport() {
		Answer answer = http().post("/v1/calls", NDJSON, "{\"callId\": \"c-1\"}\n\nnonsense\n");

		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
		JsonNode problem = answer.json();
		assertThat(problem.path("received").asInt()).isEqualTo(2);
		assertThat(problem.path("rejectedCount").asInt()).isEqualTo(2);
		assertThat(problem.path("rejectedBy").path("MISSING").asInt()).isEqualTo(1);
		assertThat(problem.path("rejectedBy").path("MALFORMED").asInt()).isEqualTo(1);
		assertThat(problem.path("rejected").path(0).path("line").asInt()).isEqualTo(1);
		assertThat(problem.path("rejected").path(0).path("callId").asString()).isEqualTo("c-1");
		assertThat(problem.path("rejected").path(0).path("field").asString()).isEqualTo("direction");
		assertThat(problem.path("rejected").path(1).path("line").asInt()).isEqualTo(3);
	}

	@Test
	void ofSeveralObjectsInOneDocumentNoneIsStored() {
		Answer answer = http().post("/v1/calls", JSON,
				TestCalls.answered("c-1").toString() + "\n" + TestCalls.answered("c-2").toString());

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("rejected").path(0).path("message").asString()).contains("application/x-ndjson");
		assertThat(count("call_key")).isZero();
	}

	@Test
	void aLegWithinASecondOfItsCallIsTakenAndMoved() {
		ObjectNode visit = TestCalls.answered(TestCalls.visit("1", "sales", 0), "alice", 10, 250)
			.put("queuedAt", "2026-11-16T08:59:59.300Z")
			.put("endedAt", "2026-11-16T09:04:10.999999Z");
		ObjectNode call = TestCalls.ended(TestCalls.inbound("c-1"), 250, visit);

		Answer first = post(call);
		Answer again = post(call);

		reports(first, 1, 0, 0, 0);
		assertThat(first.json().path("adjusted").asInt()).isOne();
		reports(again, 0, 0, 1, 0);
		JsonNode leg = http().get("/v1/calls/c-1").json().path("legs").path(0);
		assertThat(leg.path("queuedAt").asString()).isEqualTo("2026-11-16T09:00:00Z");
		assertThat(leg.path("endedAt").asString()).isEqualTo("2026-11-16T09:04:10Z");
	}

	@Test
	void timesThatContradictByLessThanASecondAreMovedAndByMoreRefused() {
		ObjectNode call = TestCalls.dialled("c-1").put("answeredAt", "2026-11-16T08:59:59.700Z");
		assertThat(post(call).json().path("adjusted").asInt()).isOne();
		assertThat(http().get("/v1/calls/c-1").json().path("answeredAt").asString())
			.isEqualTo(TestCalls.NINE.toString());

		for (String tooEarly : List.of("2026-11-16T08:59:59Z", "2026-11-16T08:00:00Z")) {
			assertThat(post(TestCalls.dialled("c-2").put("answeredAt", tooEarly)).status()).isEqualTo(422);
			assertThat(post(TestCalls.withLegs(TestCalls.inbound("c-2"),
					TestCalls.visit("1", "sales", 0).put("queuedAt", tooEarly)))
				.status()).isEqualTo(422);
		}
		Answer inOrder = post(TestCalls.answered("c-3"));
		reports(inOrder, 1, 0, 0, 0);
		assertThat(inOrder.json().get("adjusted").asInt()).isZero();
	}

	@Test
	void twoHundredPhonesMayRingForOneCall() {
		List<ObjectNode> legs = new ArrayList<>();
		legs.add(TestCalls.answered(TestCalls.visit("visit", "sales", 0), "agent-200", 10, 60));
		for (int i = 0; i < 200; i++) {
			legs.add(TestCalls.offer("offer-" + i, "sales", "agent-" + i, 2, "CANCELLED", 10));
		}
		ObjectNode call = TestCalls.ended(TestCalls.inbound("c-1"), 60, legs.toArray(ObjectNode[]::new));

		reports(post(call), 1, 0, 0, 0);
		reports(post(call), 0, 0, 1, 0);

		JsonNode metrics = http()
			.get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=calls,offered,offers,missedOffers")
			.json()
			.at("/total/metrics");
		assertThat(metrics.at("/calls/value").asInt()).isOne();
		assertThat(metrics.at("/offered/value").asInt()).isOne();
		assertThat(metrics.at("/offers/value").asInt()).isEqualTo(201);
		assertThat(metrics.at("/missedOffers/value").asInt()).isZero();
	}

	@Test
	void twoVisitsOfOneCallWithoutAnIdAreNotOne() {
		String header = "callId,startedAt,leg.queue,leg.queuedAt,leg.endedAt,leg.outcome\n";
		String first = "a,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:05Z,2026-11-16T09:01:00Z,OVERFLOWED\n";
		String second = "a,2026-11-16T09:00:00Z,support,2026-11-16T09:01:00Z,2026-11-16T09:02:00Z,ABANDONED\n";
		String other = "b,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:05Z,2026-11-16T09:01:00Z,ABANDONED\n";

		Answer answer = csv("", header + first + other + second);
		reports(answer, 2, 0, 0, 0, 1);
		assertThat(answer.json().at("/rejected/0/line").asInt()).isEqualTo(4);
		assertThat(answer.json().at("/rejected/0/callId").asString()).isEqualTo("a");
		assertThat(answer.json().at("/rejected/0/field").asString()).isEqualTo("leg.legId");
		assertThat(answer.json().at("/rejected/0/message").asString()).contains("leg.legId", "numberLegs=true");
		reports(csv("", header + first + other + second), 0, 0, 2, 0, 1);
		assertThat(http().get("/v1/calls/a").json().path("legs").findValuesAsString("queue")).containsExactly("sales");

		reports(csv("&numberLegs=true", header + first + second + other), 0, 1, 2, 0);
		reports(csv("&numberLegs=true", header + first + second + other), 0, 0, 3, 0);
		assertThat(http().get("/v1/calls/a").json().path("legs").findValuesAsString("queue")).containsExactly("sales",
				"support");
		assertThat(http().get("/v1/calls/b").json().path("legs").size()).isOne();
		reports(csv("&numberLegs=true", header + first + other + second), 0, 0, 2, 0, 1);
	}

	@Test
	void rowsWithoutAnIdOfTheirLegFillAndCorrectIt() {
		String header = "callId,startedAt,leg.queue,leg.queuedAt,leg.agent,leg.answeredAt,leg.endedAt,leg.outcome\n";
		String begun = "a,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:05Z,,,,\n";
		String answered = "a,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:05Z,bob,2026-11-16T09:00:15Z,,\n";
		String ended = "a,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:05Z,bob,2026-11-16T09:00:15Z,"
				+ "2026-11-16T09:01:00Z,ANSWERED\n";

		reports(csv("", header + begun + answered + ended), 1, 2, 0, 0);
		reports(csv("", header + ended.replace("09:01:00", "09:01:30")), 0, 1, 0, 0);
		reports(csv("", header + begun), 0, 0, 1, 0);
	}

	@Test
	void aPhoneThatRangWithOthersIsALegOfItsOwn() {
		String file = """
				callId,startedAt,leg.agent,leg.offeredAt,leg.endedAt,leg.outcome
				a,2026-11-16T09:00:00Z,bob,2026-11-16T09:00:05Z,2026-11-16T09:00:10Z,CANCELLED
				a,2026-11-16T09:00:00Z,eve,2026-11-16T09:00:05Z,2026-11-16T09:00:10Z,CANCELLED
				""";

		reports(csv("", file), 1, 0, 0, 0, 1);
		reports(csv("&numberLegs=true", file), 0, 1, 1, 0);
	}

	@Test
	void theCharsetOfTheContentTypeIsTakenUnlessTheParameterSaysOtherwise() {
		byte[] latin = "callId,startedAt,campaign\na,2026-01-30T10:00:00Z,Frühling\n"
			.getBytes(StandardCharsets.ISO_8859_1);
		TestClient client = http().with("Content-Type", "text/csv; charset=ISO-8859-1");

		reports(client.send("POST", "/v1/imports/csv?constants=direction%3DINBOUND", BodyPublishers.ofByteArray(latin)),
				1, 0, 0, 0);
		assertThat(http().get("/v1/calls/a").json().path("campaign").asString()).isEqualTo("Frühling");
		assertThat(client
			.send("POST", "/v1/imports/csv?constants=direction%3DINBOUND&charset=UTF-8",
					BodyPublishers.ofByteArray(latin))
			.status()).isEqualTo(422);
		Answer unknown = http().with("Content-Type", "text/csv; charset=klingon")
			.send("POST", "/v1/imports/csv", BodyPublishers.ofByteArray(latin));
		assertThat(unknown.status()).as(unknown.body()).isIn(400, 415);
		assertThat(unknown.json().path("detail").asString()).contains("klingon");
	}

	@Test
	void epochColumnsAndSecondsMakeWholeCalls() {
		String query = "&datePattern=epoch-seconds&datePatterns=leg.endedAt%3Depoch-millis"
				+ "&datePatterns=leg.answeredAt%3DMM/dd/yyyy,%20hh:mm:ss%20a";
		Answer answer = csv(query, """
				callId,startedAt,durationSeconds,leg.queue,leg.queuedAt,leg.answeredAt,leg.endedAt,leg.outcome
				a,1795381168,142,sales,1795381168.5,"11/22/2026, 08:59:50 pm",1795381310000,ANSWERED
				""");

		reports(answer, 1, 0, 0, 0);
		JsonNode call = http().get("/v1/calls/a").json();
		assertThat(call.path("startedAt").asString()).isEqualTo("2026-11-22T20:59:28Z");
		assertThat(call.path("endedAt").asString()).isEqualTo("2026-11-22T21:01:50Z");
		assertThat(call.at("/legs/0/queuedAt").asString()).isEqualTo("2026-11-22T20:59:28.500Z");
		assertThat(call.at("/legs/0/answeredAt").asString()).isEqualTo("2026-11-22T20:59:50Z");
		assertThat(call.at("/legs/0/endedAt").asString()).isEqualTo("2026-11-22T21:01:50Z");

		Answer refused = csv("&datePattern=epoch-seconds", "callId,startedAt\nb,2026-11-16T09:00:00Z\nc,1e30\n");
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.json().at("/rejected/0/message").asString())
			.contains("epoch-seconds, a number of seconds since 1970");
	}

	@Test
	void rowsOfTheHourThatComesTwiceAreCounted() {
		Answer answer = csv("&datePattern=yyyy-MM-dd%20HH:mm&timeZone=Europe/Berlin", """
				callId,startedAt,endedAt
				a,2025-10-26 02:50,2025-10-26 02:10
				b,2025-10-26 02:10,2025-10-26 02:50
				c,2025-10-26 02:10,2025-10-26 03:50
				d,2025-10-26 03:10,2025-10-26 03:50
				e,2025-10-26 02:10,2025-10-25 03:50
				""");

		reports(answer, 4, 0, 0, 0, 1);
		assertThat(answer.json().path("ambiguousTimes").asInt()).isEqualTo(2);
		assertThat(http().get("/v1/calls/a").json().path("endedAt").asString()).isEqualTo("2025-10-26T01:10:00Z");
	}

	@Test
	void codesThatLookAlikeAreCountedAsOne() {
		stream(List.of(TestCalls.waiting("c-1"),
				TestCalls.withLegs(TestCalls.inbound("c-2"), TestCalls.visit("1", " Cafe\u0301", 0)),
				TestCalls.withLegs(TestCalls.inbound("c-3"), TestCalls.visit("1", "Café", 0))));
		reports(csv("", """
				callId,startedAt,leg.queue,leg.queuedAt
				c-4,2026-11-16T09:00:00Z,\u00a0Cafe\u0301 ,2026-11-16T09:00:00Z
				c-5,2026-11-16T09:00:00Z,sa\u200bles,2026-11-16T09:00:00Z
				"""), 1, 0, 0, 0, 1);

		assertThat(owner().sql("select code from queue order by code").query(String.class).list())
			.containsExactly("Café", "sales");
		for (String queue : List.of("Caf%C3%A9", "Cafe%CC%81", "%20Cafe%CC%81%C2%A0")) {
			assertThat(http().get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=offered&queue=" + queue)
				.json()
				.at("/total/metrics/offered/value")
				.asInt()).as(queue).isEqualTo(3);
			assertThat(http().get("/v1/queues/" + queue).json().path("code").asString()).isEqualTo("Café");
		}
		assertThat(http().get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=offered&queue=sa%E2%80%8Bles").status())
			.isEqualTo(400);
	}

	@Test
	void anArrayThatBreaksInTheMiddleKeepsWhatCameBefore() {
		Answer answer = http().post("/v1/calls", JSON, "[" + TestCalls.answered("c-1") + ", {\"callId\": 1}, "
				+ TestCalls.answered("c-2") + ", {oops}, " + TestCalls.answered("c-3") + "]");

		reports(answer, 2, 0, 0, 0, 2);
		assertThat(answer.json().path("rejected").findValues("line")).extracting(JsonNode::asInt).containsExactly(2, 4);
		assertThat(answer.json().path("rejected").path(1).path("message").asString()).contains("Nothing after it");
	}

	@Test
	void rejectionsAreCountedBeyondThoseThatAreListed() {
		String bad = IntStream.range(0, 1500)
			.mapToObj((i) -> "{\"callId\": " + i + "}")
			.collect(Collectors.joining("\n"));

		Answer answer = http().post("/v1/calls", NDJSON, bad + "\n" + TestCalls.answered("c-1"));

		reports(answer, 1, 0, 0, 0, 1500);
		assertThat(answer.json().path("rejected").size()).isEqualTo(1000);
	}

	@Test
	void aReportStaysSmallWhateverWasSent() {
		String endless = "x".repeat(500_000);
		String bad = IntStream.range(0, 20)
			.mapToObj((i) -> "{\"callId\": \"" + endless + "\", \"direction\": \"" + endless + "\"}")
			.collect(Collectors.joining("\n"));

		Answer answer = http().post("/v1/calls", NDJSON, bad);

		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.body()).hasSizeLessThan(100_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /v1/calls?dryRun=true", "PUT /v1/calls/c-1?x=1", "PATCH /v1/calls/c-1?x=1",
			"GET /v1/calls/c-1?legs=false", "DELETE /v1/calls/c-1?x=1" })
	void unknownParametersAreRefused(String request) {
		String[] words = request.split(" ", 2);
		var client = http().with("Content-Type", JSON);

		Answer answer = client.send(words[0], words[1], BodyPublishers.ofString(TestCalls.answered("c-1").toString()));

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("type").asString()).endsWith("unknown-parameter");
		assertThat(count("call_key")).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a%20b                 | `a b`
			%20a%20               | ` a `
			100%25                | 100%
			a%3Bb%3Fc%23d         | a;b?c#d
			a+b                   | a+b
			a%2Bb                 | a+b
			T%C3%BCr-%F0%9F%98%80 | Tür-😀
			pbx1:1795381168.29    | pbx1:1795381168.29
			SIP@host=1&x=y        | SIP@host=1&x=y
			...                   | ...
			""")
	void anIdOfAnyCharactersHasAPath(String path, String callId) {
		reports(post(TestCalls.answered(callId)), 1, 0, 0, 0);

		assertThat(http().get("/v1/calls/" + path).json().path("callId").asString()).isEqualTo(callId);
		assertThat(put(path, TestCalls.answered(callId)).status()).isEqualTo(200);
		assertThat(patch(path, "{\"disposition\": \"SALE\"}").status()).isEqualTo(200);
		assertThat(http().delete("/v1/calls/" + path).status()).isEqualTo(204);
		assertThat(owner().sql("select call_id from call_key").query(String.class).single()).isEqualTo(callId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%00", "a%00b", "%2F", "a%2Fb", "a%5Cb", "%0A", "%2e%2e", "%2e", "%ff", "%ED%A0%80",
			"%C0%80", "%7F" })
	void anIdThatCannotBeIsRefusedOrNotThere(String path) {
		for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
			Answer answer = http().with("Content-Type", JSON)
				.send(method, "/v1/calls/" + path, BodyPublishers.ofString("{}"));
			assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isBetween(200, 499);
		}
		assertThat(count("call")).isZero();
	}

	@Test
	void anEndlessIdIsNotThere() {
		var random = new Random(42);
		String endless = IntStream.range(0, 5000)
			.mapToObj((i) -> Integer.toString(random.nextInt(36), 36))
			.collect(Collectors.joining());

		assertThat(http().get("/v1/calls/" + endless).status()).isEqualTo(404);
		assertThat(http().delete("/v1/calls/" + endless).status()).isEqualTo(404);
		assertThat(patch(endless, "{}").status()).isEqualTo(400);
		assertThat(put(endless, TestCalls.answered("c-1")).status()).isEqualTo(400);
	}

	@Test
	void aDatabaseThatFailsIsAnswered503WithTheReportAndWhereToGoOn() {
		List<ObjectNode> calls = new ArrayList<>();
		for (int i = 0; i < 3500; i++) {
			calls.add(TestCalls.answered("c-" + i));
		}
		owner().sql("""
				create function fails() returns trigger language plpgsql as $$
				begin
				  if new.call_id = 'c-2500' then
				    raise exception 'cannot execute INSERT in a read-only transaction' using errcode = '25006';
				  end if;
				  return new;
				end $$""").update();
		owner().sql("create trigger fails before insert on call for each row execute function fails()").update();
		try {
			Answer answer = stream(calls);

			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.headers().firstValue("retry-after")).isPresent();
			assertThat(answer.json().path("nextLine").asLong()).isEqualTo(2001);
			assertThat(answer.json().path("report").path("created").asLong()).isEqualTo(2000);
			assertThat(answer.json().path("report").path("rejectedCount").asLong()).isZero();
			assertThat(count("call")).isEqualTo(2000);
			assertThat(put("c-2500", TestCalls.answered("c-2500")).status()).isEqualTo(503);
		}
		finally {
			owner().sql("drop function fails cascade").update();
		}
		reports(stream(calls), 1500, 0, 2000, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "57P01", "53300", "55P03", "40001", "40P01", "42501", "42P01", "XX000", "08006", "57014" })
	void noRecordIsBlamedForAFailureOfTheDatabase(String state) {
		owner().sql("""
				create function fails() returns trigger language plpgsql as $$
				begin
				  raise exception 'this is a test' using errcode = '%s';
				end $$""".formatted(state)).update();
		owner().sql("create trigger fails before insert on leg for each row execute function fails()").update();
		try {
			Answer answer = stream(List.of(TestCalls.answered("c-1"), TestCalls.answered("c-2")));

			assertThat(answer.status()).as(answer.body()).isEqualTo(503);
			assertThat(answer.json().path("nextLine").asLong()).isEqualTo(1);
		}
		finally {
			owner().sql("drop function fails cascade").update();
		}
	}

	@Test
	void aRecordThatTheDatabaseRefusesSpoilsNoOther() {
		owner().sql("""
				create function fails() returns trigger language plpgsql as $$
				begin
				  if new.call_id in ('c-7', 'c-23') then
				    raise exception 'this is a test' using errcode = '23514';
				  end if;
				  return new;
				end $$""").update();
		owner().sql("create trigger fails before insert on call for each row execute function fails()").update();
		try {
			Answer answer = stream(IntStream.range(0, 50).mapToObj((i) -> TestCalls.answered("c-" + i)).toList());

			reports(answer, 48, 0, 0, 0, 2);
			assertThat(answer.json().path("rejected").findValuesAsString("callId")).containsExactly("c-7", "c-23");
			assertThat(answer.json().path("rejectedBy").path("REFUSED_BY_DATABASE").asInt()).isEqualTo(2);
			assertThat(count("call_key")).isEqualTo(48);
		}
		finally {
			owner().sql("drop function fails cascade").update();
		}
	}

	@Test
	void aLongStreamThatIsRefusedInTheMiddleStillGetsItsAnswer() {
		owner().sql("alter table agent rename to agent_elsewhere").update();
		try {
			List<ObjectNode> calls = IntStream.range(0, 40_000).mapToObj((i) -> TestCalls.answered("c-" + i)).toList();

			Answer answer = stream(calls);

			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.json().path("nextLine").asLong()).isEqualTo(1);
		}
		finally {
			owner().sql("alter table agent_elsewhere rename to agent").update();
		}
	}

	private Answer post(ObjectNode call) {
		return http().post("/v1/calls", JSON, call.toString());
	}

	private Answer put(String path, ObjectNode call) {
		return http().put("/v1/calls/" + path, JSON, call.toString());
	}

	private Answer patch(String path, String patch) {
		return http().patch("/v1/calls/" + path, "application/merge-patch+json", patch);
	}

	private Answer stream(List<ObjectNode> calls) {
		return http().post("/v1/calls", NDJSON,
				calls.stream().map(JsonNode::toString).collect(Collectors.joining("\n")));
	}

	private Answer csv(String query, String file) {
		return http().post("/v1/imports/csv?constants=direction%3DINBOUND" + query, "text/csv", file);
	}

	private Answer sent(String encoding, String type, byte[] body) {
		return http().with("Content-Encoding", encoding)
			.with("Content-Type", type)
			.send("POST", "/v1/calls", BodyPublishers.ofByteArray(body));
	}

	private static void reports(Answer answer, int created, int updated, int unchanged, int stale) {
		reports(answer, created, updated, unchanged, stale, 0);
	}

	private static void reports(Answer answer, int created, int updated, int unchanged, int stale, int rejected) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		ObjectNode report = (ObjectNode) answer.json();
		report.remove(List.of("adjusted", "ambiguousTimes", "rejectedBy", "rejected"));
		assertThat(report).isEqualTo(JsonMapper.shared()
			.createObjectNode()
			.put("received", created + updated + unchanged + stale + rejected)
			.put("created", created)
			.put("updated", updated)
			.put("unchanged", unchanged)
			.put("stale", stale)
			.put("rejectedCount", rejected));
	}

	private static long count(String table) {
		return owner().sql("select count(*) from " + table).query(Long.class).single();
	}

	private static byte[] lines(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> TestCalls.answered("c-" + i) + "\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] gzip(byte[] plain) throws IOException {
		var packed = new ByteArrayOutputStream();
		try (var gzip = new GZIPOutputStream(packed)) {
			gzip.write(plain);
		}
		return packed.toByteArray();
	}

}
