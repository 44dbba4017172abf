package io.callmeter.privacy;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever is wrong with a record, the log repeats no number that was in it, and the answer only to who may see numbers.
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class NumbersInErrorsIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String MARK = "79460123";

	private static final String CARD = "4111 1111 1111 1111";

	private static final List<String> CALL_FIELDS = List.of("direction", "startedAt", "answeredAt", "endedAt", "from",
			"to", "campaign", "source", "trunk", "priority", "outcome", "hangupCause", "sipStatus", "mos",
			"disposition", "caseId", "resolved", "converted", "conversionValue", "currency", "csat", "recordingUrl",
			"attributes", "revision", "legs");

	private static final List<String> LEG_FIELDS = List.of("legId", "queue", "agent", "ivr", "trunk", "skill",
			"queuedAt", "offeredAt", "answeredAt", "endedAt", "holdSeconds", "holds", "wrapUpSeconds", "outcome",
			"reason", "endedBy", "transfer", "transferredTo");

	@Test
	void noBadRecordHasItsNumberRepeated(CapturedOutput log) {
		List<String> records = new ArrayList<>();
		for (String number : List.of("+442079460123", "020 7946 0123 ".repeat(200), "+44 (20) 7946-0123\\u0001",
				"••• 020 7946 0123")) {
			String value = "\"" + number + "\"";
			CALL_FIELDS.forEach((field) -> records.add(record(TestCalls.answered("c-1"), field, value)));
			LEG_FIELDS.forEach((field) -> records.add(TestCalls.answered("c-1")
				.toString()
				.replace("\"legId\":", "\"" + field + "\":" + value + ",\"legId\":")));
			LEG_FIELDS.forEach((field) -> records.add(leg(field, value)));
			records.add(record(TestCalls.answered("c-1"), number, "1"));
			records.add(leg(number, "1"));
			records.add(record(TestCalls.answered("c-1"), "attributes", "{" + value + ": [1]}"));
			records.add(record(TestCalls.answered("c-1"), "attributes", "{" + value + ": " + value + "}"));
			records.add("{" + number + "}");
			records.add(value);
		}
		for (String digits : List.of("442079460123", "2079460123")) {
			CALL_FIELDS.forEach((field) -> records.add(record(TestCalls.answered("c-1"), field, digits)));
			LEG_FIELDS.forEach((field) -> records.add(leg(field, digits)));
		}

		TestClient clerk = clerk();
		Answer answer = clerk.post("/v1/calls", "application/x-ndjson", String.join("\n", records));

		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isGreaterThan(records.size() / 2);
		assertThat(digits(answer.body())).doesNotContain(MARK);
		for (String record : records) {
			Answer put = clerk.put("/v1/calls/c-1", JSON, record);
			assertThat(digits(put.body())).doesNotContain(MARK);
		}
		assertThat(digits(log.getAll())).doesNotContain(MARK);
	}

	@Test
	void noBadParameterOrBodyHasItsNumberRepeated(CapturedOutput log) {
		TestClient clerk = clerk();
		for (Answer answer : List.of(clerk.get("/v1/kpis?from=%2B442079460123&to=x&metrics=calls"),
				clerk.get("/v1/calls?from=2026-11-16&to=2026-11-17&unit=02079460123"),
				clerk.post("/v1/erasures", JSON, "{\"number\": \"+442079460123\", \"caseId\": \"020 7946 0123\"}"),
				clerk.post("/v1/erasures", JSON, "{\"phone\": \"+442079460123\"}"),
				clerk.post("/v1/erasures", JSON, "{\"number\": [\"+442079460123\"]}"),
				clerk.post("/v1/erasures", JSON, "{\"number\": +442079460123}"),
				clerk.put("/v1/holds/x", JSON, "{\"reason\": \"" + "+442079460123".repeat(100) + "\"}"))) {
			assertThat(answer.status()).isBetween(400, 499);
			assertThat(digits(
					answer.json().path("detail") + "" + answer.json().path("value") + answer.json().path("field")))
				.doesNotContain(MARK);
		}
		assertThat(digits(log.getAll())).doesNotContain(MARK);
	}

	@Test
	void whoMaySeeNumbersIsShownWhatWasSent(CapturedOutput log) {
		Answer parameter = http().get("/v1/kpis?from=%2B442079460123&to=x&metrics=calls");
		assertThat(parameter.json().path("value").asString()).isEqualTo("+442079460123");
		assertThat(parameter.json().path("detail").asString()).contains("'+442079460123'");

		Answer field = http().post("/v1/erasures", JSON, "{\"number\": [\"+442079460123\"]}");
		assertThat(field.body()).contains("+442079460123");

		String record = record(TestCalls.answered("c-1"), "direction", "\"+442079460123\"");
		assertThat(http().put("/v1/calls/c-1", JSON, record).json().path("value").asString())
			.isEqualTo("+442079460123");
		String good = TestCalls.answered("c-2").toString();
		for (Answer report : List.of(http().post("/v1/calls", JSON, record),
				http().post("/v1/calls", "application/x-ndjson", good + "\n" + record))) {
			assertThat(report.json().at("/rejected/0/value").asString()).isEqualTo("+442079460123");
		}
		assertThat(digits(log.getAll())).doesNotContain(MARK);
		assertThat(http().get("/v1/kpis?from=" + KEY + "&to=x&metrics=calls").body())
			.doesNotContain(KEY.substring(KEY.lastIndexOf('_') + 1));
	}

	@Test
	void noFurtherMistakeOfARecordHasItsNumberRepeated(CapturedOutput log) {
		String record = """
				{"callId": "c-1", "direction": "+442079460123", "startedAt": "020 7946 0123", "sipStatus": 442079460123,
				 "priority": "442079460123", "+442079460123": 1, "recordingUrl": "tel:+442079460123",
				 "attributes": {"020 7946 0123": []}, "legs": [{"legId": "1", "020-7946-0123": 1, "queuedAt": "+442079460123"}]}"""
			.replace("\n", "");
		String row = "callId,direction,startedAt,csat,resolved\nc-1,+442079460123,020 7946 0123,442079460123x,+442079460123";

		for (Answer answer : answers(clerk(), record, row)) {
			assertThat(answer.json().path("errors").size()).as(answer.body()).isGreaterThan(3);
			assertThat(digits(answer.body())).doesNotContain(MARK);
		}
		for (Answer answer : answers(http(), record, row)) {
			assertThat(answer.json().path("errors").valueStream())
				.allSatisfy((error) -> assertThat(digits(error.toString())).contains(MARK));
		}
		assertThat(digits(log.getAll())).doesNotContain(MARK);
	}

	@Test
	void timesAreShownToEverybody() {
		JsonNode late = clerk().get("/v1/kpis?from=2101-02-03T04:05:06Z&to=2101-02-04&metrics=calls").json();
		assertThat(late.path("value").asString()).isEqualTo("2101-02-03T04:05:06Z");
		assertThat(late.path("detail").asString()).contains("2101-02-03T04:05:06Z");

		JsonNode bad = clerk().get("/v1/kpis?from=2026-11-16%2009:00:00.123456x&to=2026-11-17&metrics=calls").json();
		assertThat(bad.path("value").asString()).isEqualTo("2026-11-16 09:00:00.123456x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/x/..%2f%2B442079460123", "/v1/x/..%5c%2B442079460123",
			"/v1/x/WEB-INF/%2B442079460123", "/v1/x/url:%2B442079460123", "/v1/numbers/%2B442079460123",
			"/v1/numbers/%252B442079460123", "/v1/calls/442079460123", "/v1/calls/%34%34%32079460123",
			"/v1/calls/%2534%2534%2532079460123", "/v1/holds/442079460123", "/v1/queues/020%207946%200123",
			"/v1/agents/%2B44%20(20)%207946-0123", "/v1/44/2079/460123", "/v1/calls/442079460123;a",
			"/v1/campaigns/442079460123/", "/v1/keys/442079460123" })
	void noPathHasItsNumberRepeated(String path, CapturedOutput log) {
		TestClient clerk = clerk();
		for (String method : List.of("GET", "DELETE", "POST", "PUT")) {
			Answer answer = clerk.with("Content-Type", JSON).send(method, path, BodyPublishers.ofString("["));

			assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
			assertThat(digits(answer.body())).doesNotContain(MARK);
			assertThat(answer.json().path("instance").asString()).startsWith("/v");
		}
		assertThat(digits(log.getAll())).doesNotContain(MARK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/swagger-ui/..%2f%2B442079460123", "/swagger-ui/WEB-INF/%2B442079460123",
			"/swagger-ui/%2B442079460123", "/v1/numbers/%2B442079460123" })
	void noPathOfAStrangerHasItsNumberRepeated(String path, CapturedOutput log) {
		Answer answer = stranger().get(path);

		assertThat(answer.status()).isBetween(400, 499);
		assertThat(digits(answer.body())).doesNotContain(MARK);
		assertThat(digits(log.getAll())).doesNotContain(MARK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/imports/csv/..%2f", "/v1/imports/csv/%2e%2e%2f", "/v1/imports/csv/", "/v1/x/",
			"/v1/imports/csv/x/", "/v1/queues/", "/swagger-ui/..%2f" })
	void noKeyInAPathIsRepeated(String before, CapturedOutput log) {
		String secret = KEY.substring(KEY.lastIndexOf('_') + 1);
		for (String key : List.of(KEY, KEY + "x", "%63m_" + KEY.substring(3), "c%6D%5F" + KEY.substring(3))) {
			for (String after : List.of("", "/", "/x", "%2F", ";x")) {
				for (TestClient client : List.of(http(), stranger())) {
					Answer answer = client.get(before + key + after);

					assertThat(answer.status()).as(before + key + after).isBetween(400, 499);
					assertThat(answer.body()).doesNotContain(secret);
				}
			}
		}
		assertThat(log.getAll()).doesNotContain(secret);
	}

	@Test
	void whatTheDatabaseRefusesIsNotInTheLog(CapturedOutput log) {
		owner().sql("alter table call add constraint no_such_customer check (from_number <> '+442079460123')").update();
		try {
			Answer refused = http().post("/v1/calls", JSON, TestCalls.answered("c-1").toString());

			assertThat(refused.body()).contains("REFUSED_BY_DATABASE");
			assertThat(log.getAll()).contains("The database refused a record", "no_such_customer");
			assertThat(digits(log.getAll())).doesNotContain(MARK);
		}
		finally {
			owner().sql("alter table call drop constraint no_such_customer").update();
		}
	}

	@Test
	void numbersOfCardsAreRefusedInTexts() {
		for (String field : List.of("source", "trunk", "campaign", "disposition", "caseId")) {
			assertRefused(field, record(TestCalls.answered("c-1"), field, "\"paid by " + CARD + "\""));
		}
		for (String field : List.of("skill", "reason", "trunk")) {
			assertRefused("legs[0]." + field, leg(field, "\"" + CARD + "\""));
		}
		assertRefused("attributes.note",
				record(TestCalls.answered("c-1"), "attributes", "{\"note\": \"4111-1111-1111-1111 12/27\"}"));
		assertRefused("attributes", record(TestCalls.answered("c-1"), "attributes", "{\"" + CARD + "\": \"x\"}"));

		Answer patched = http().patch("/v1/calls/c-1", "application/merge-patch+json",
				"{\"disposition\": \"" + CARD + "\"}");
		assertThat(patched.status()).isEqualTo(400);
		assertThat(patched.json().path("reason").asString()).isEqualTo("CARD_NUMBER");
		assertThat(digits(Dump.of(owner()).text())).doesNotContain("4111111111111111");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			PUT  | tenants/bank         | {"name": "4111 1111 1111 1111"}                                   | name
			POST | keys                 | {"name": "of 4111-1111-1111-1111", "scopes": ["kpis:read"]}       | name
			POST | tenants/default/keys | {"name": "of 4111-1111-1111-1111", "scopes": ["kpis:read"]}       | name
			PUT  | holds/c-1            | {"reason": "paid by 4111 1111 1111 1111"}                         | reason
			PUT  | queues/q             | {"name": "4111111111111111"}                                      | name
			PUT  | dispositions/d       | {"name": "4111111111111111"}                                      | name
			""")
	void numbersOfCardsAreRefusedInWhatAdministratorsWrite(String method, String path, String body, String field) {
		http().post("/v1/calls", JSON, TestCalls.answered("c-1").toString());

		Answer answer = http().with("Content-Type", JSON).send(method, "/v1/" + path, BodyPublishers.ofString(body));

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).contains("contains a payment card number");
		assertThat(digits(answer.body())).doesNotContain("4111111111");
		assertThat(digits(Dump.of(owner()).text())).doesNotContain("4111111111111111");
	}

	@Test
	void aNumberOfACardMayBeAnId() {
		ObjectNode call = TestCalls.answered("4111111111111111").put("from", "4111111111111111");

		assertThat(http().post("/v1/calls", JSON, call.toString()).json().path("created").asInt()).isEqualTo(1);
	}

	@Test
	void allTextsWithNumbersOfCardsAreTold() {
		String record = record(TestCalls.answered("c-1").put("trunk", CARD).put("caseId", CARD), "attributes",
				"{\"note\": \"4111-1111-1111-1111 12/27\"}");

		for (Answer answer : List.of(http().post("/v1/calls", JSON, record),
				http().put("/v1/calls/c-1", JSON, record))) {
			assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly("trunk", "caseId",
					"attributes.note");
			assertThat(digits(answer.body())).doesNotContain("4111111111");
		}
	}

	private static List<Answer> answers(TestClient client, String record, String row) {
		return List.of(client.post("/v1/calls", JSON, record), client.put("/v1/calls/c-1", JSON, record),
				client.post("/v1/imports/csv", "text/csv", row));
	}

	/// Somebody who may do all but see numbers.
	private TestClient clerk() {
		return stranger()
			.withKey(key("calls:write", "calls:read", "kpis:read", "live:read", "reference:write", "admin"));
	}

	private void assertRefused(String field, String record) {
		Answer answer = http().post("/v1/calls", JSON, record);

		assertThat(answer.json().at("/rejected/0/reason").asString()).as(answer.body()).isEqualTo("CARD_NUMBER");
		assertThat(answer.json().at("/rejected/0/field").asString()).isEqualTo(field);
		assertThat(digits(answer.body())).doesNotContain("4111111111");
		assertThat(http().put("/v1/calls/c-1", JSON, record).status()).isEqualTo(400);
	}

	private static String record(ObjectNode call, String field, String value) {
		call.remove(field);
		String text = call.toString();
		return text.substring(0, text.length() - 1) + ",\"" + field + "\":" + value + "}";
	}

	private static String leg(String field, String value) {
		ObjectNode call = TestCalls.answered("c-1");
		ObjectNode leg = (ObjectNode) call.at("/legs/0");
		leg.remove(field);
		leg.set("mark", JsonMapper.shared().createObjectNode());
		return call.toString().replace("\"mark\":{}", "\"" + field + "\":" + value);
	}

	private static String digits(String text) {
		return text.replaceAll("[^0-9A-Za-z]", "");
	}

}
