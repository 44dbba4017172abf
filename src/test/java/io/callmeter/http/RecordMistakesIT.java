package io.callmeter.http;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever sends a record with several mistakes learns of all of them at once, and of each cause once. Read the messages
/// aloud before you change them here.
class RecordMistakesIT extends PostgresIT {

	private static final String NDJSON = "application/x-ndjson";

	private static final String BAD = """
			{"callId": "c-1", "direction": "inbond", "startedAt": "2026-11-16T09:00:00Z", "endedat": "2026-11-16T09:01:00Z",
			 "priority": "high", "sipStatus": 7, "attributes": {"tags": ["a"], "skills": {"a": 1}}, "legs": [
			  {"queuedAt": "2026-11-16T09:00:10Z", "endedAt": "2026-11-16T09:00:05Z", "outcome": "ABANDONED"},
			  {"legId": "2", "agent": "alice", "offeredAt": "09:01", "endedAt": "2026-11-16T09:02:00Z", "outcome": "MISSED",
			   "wrapUpSeconds": -1},
			  {"legId": "3", "queuedAt": "2026-11-16T08:00:00Z"}]}"""
		.replace("\n", " ");

	@Test
	void allMistakesOfACallAreToldAtOnce() {
		Answer answer = http().post("/v1/calls", "application/json", BAD);

		assertThat(answer.status()).isEqualTo(422);
		assertThat(fields(answer.json())).containsExactly("endedat", "direction", "priority", "attributes",
				"attributes", "sipStatus", "legs[0].legId", "legs[0].endedAt", "legs[1].offeredAt",
				"legs[1].wrapUpSeconds");
		assertThat(messages(answer.json())).startsWith(
				"Unknown field 'endedat'. Leave it out, or put it into attributes. Did you mean endedAt?",
				"Invalid direction 'inbond'. Expected one of INBOUND, OUTBOUND, INTERNAL. Did you mean INBOUND?",
				"Invalid priority. Expected a whole number, but it is a string that is not one.",
				"Invalid attributes: 'tags' is an object or a list. Expected a string, a number or true or false.",
				"Invalid attributes: 'skills' is an object or a list. Expected a string, a number or true or false.",
				"Invalid sipStatus 7. Expected 100 to 699.");
		JsonNode rejected = answer.json().at("/rejected/0");
		assertThat(rejected.path("field").asString()).isEqualTo("endedat");
		assertThat(fields(rejected)).isEqualTo(fields(answer.json()));
		assertThat(rejected.path("errors").findValuesAsString("reason")).containsExactly("UNKNOWN_FIELD", "NOT_ALLOWED",
				"WRONG_TYPE", "WRONG_TYPE", "WRONG_TYPE", "OUT_OF_RANGE", "MISSING", "CONTRADICTION", "WRONG_TYPE",
				"OUT_OF_RANGE");
		assertThat(answer.json().path("rejectedBy").toString()).isEqualTo("{\"UNKNOWN_FIELD\":1}");
	}

	@Test
	void whatIsMissingAndWhatContradictsIsToldTogether() {
		assertThat(mistakes("""
				{"mos": 9, "endedAt": "2026-11-16T09:01:00Z", "legs": [{}, 7]}""")).containsExactly(
				"callId: callId is required. Expected the id of the call in the source system.",
				"direction: direction is required. Expected INBOUND, OUTBOUND or INTERNAL.",
				"startedAt: startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.",
				"mos: Invalid mos 9. Expected 0 to 5.",
				"legs[0].legId: legs[0].legId is required. Expected the id of the leg in the source system, or its "
						+ "position if the call is always sent whole.",
				"legs[0].queuedAt: The leg has no start. Send queuedAt (a visit), offeredAt with agent (an offer), or "
						+ "answeredAt (a segment, or a menu with ivr).",
				"legs[1]: Expected a JSON object, not a number.");
		assertThat(mistakes("""
				{"callId": "c-1", "direction": "INBOUND", "startedAt": "2026-11-16T09:00:00Z",
				 "endedAt": "2026-11-16T08:00:00Z", "mos": 9, "sipStatus": 7, "csat": 4, "currency": "Euro"}"""))
			.containsExactly(
					"currency: Invalid currency. Expected an ISO 4217 code of three capital letters, such as EUR.",
					"csat: Invalid csat 4. Expected 0 to 1.",
					"endedAt: endedAt 2026-11-16T08:00:00Z is before startedAt 2026-11-16T09:00:00Z. Correct one of them.",
					"sipStatus: Invalid sipStatus 7. Expected 100 to 699.", "mos: Invalid mos 9. Expected 0 to 5.");
	}

	@Test
	void oneCauseIsOneMistake() {
		assertThat(fields(post("""
				{"callId": 7, "direction": 1, "startedAt": "today", "endedAt": "2026-11-16T08:00:00Z", "legs": [
				 {"legId": "1", "queuedAt": "2026-11-16T08:00:00Z", "answeredAt": 1, "endedAt": "x",
				  "outcome": "ANSWERED", "holdSeconds": 3},
				 {"legId": "2", "ivr": 5, "answeredAt": "2026-11-16T08:00:00Z", "endedAt": "2026-11-16T08:00:01Z",
				  "outcome": "SERVED"}]}"""))).containsExactly("callId", "direction", "startedAt", "legs[0].answeredAt",
				"legs[0].endedAt", "legs[1].ivr");
		assertThat(fields(post("""
				{"callId": "c-1", "direction": "INBOUND", "startedAt": "2026-11-16T10:00:00Z",
				 "answeredAt": "2026-11-16T09:00:00Z", "endedAt": "2026-11-16T09:10:00Z", "legs": [
				 {"legId": "1", "queuedAt": "2026-11-16T09:00:00Z", "answeredAt": "2026-11-16T09:00:01Z"},
				 {"legId": "2", "answeredAt": "2026-11-16T09:01:00Z"}]}"""))).containsExactly("answeredAt");
	}

	@Test
	void whatMustNotBeStoredIsToldTogether() {
		assertThat(mistakes("""
				{"callId": "c-1", "direction": "INBOUND", "startedAt": "1969-11-16T10:00:00Z",
				 "campaign": "4111 1111 1111 1111", "attributes": {"note": "•••1234"}}""")).containsExactly(
				"startedAt: Invalid startedAt 1969-11-16T10:00:00Z. Expected a time between 1970 and tomorrow; check its "
						+ "unit and the clock.",
				"campaign: campaign contains a payment card number, which must not be stored. Remove it.",
				"attributes.note: Invalid attributes.note: it is masked. Send the text itself, or leave it out to keep "
						+ "what is stored.");
	}

	@Test
	void theGoodRecordBetweenTwoBadOnesIsStored() {
		Answer answer = http().post("/v1/calls", NDJSON, String.join("\n", BAD, TestCalls.answered("good").toString(),
				"{\"call_id\": \"2\"}", "{\"callId\": \"3\", \"direction\": \"INBOUND\"}"));

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		JsonNode report = answer.json();
		assertThat(report.path("created").asInt()).isEqualTo(1);
		assertThat(report.path("rejectedCount").asInt()).isEqualTo(3);
		assertThat(report.path("rejectedBy").toString()).isIn("{\"UNKNOWN_FIELD\":2,\"MISSING\":1}",
				"{\"MISSING\":1,\"UNKNOWN_FIELD\":2}");
		assertThat(fields(report.at("/rejected/0"))).hasSize(10);
		assertThat(fields(report.at("/rejected/1"))).containsExactly("call_id", "callId", "direction", "startedAt");
		assertThat(report.at("/rejected/2").has("errors")).isFalse();
		assertThat(report.at("/rejected/2/field").asString()).isEqualTo("startedAt");
		assertThat(http().get("/v1/calls/good").status()).isEqualTo(200);
	}

	@Test
	void theMistakesOfAllRecordsAreToldWhereNoneIsStored() {
		Answer answer = http().post("/v1/calls", NDJSON,
				"{\"call_id\": \"1\"}\n{\"callId\": \"2\", \"mos\": \"good\"}");

		assertThat(messages(answer.json())).containsExactly(
				"Record 1: Unknown field 'call_id'. Leave it out, or put it into attributes. Did you mean callId? No "
						+ "record of 2 is stored, see `rejected`.",
				"Record 1: callId is required. Expected the id of the call in the source system.",
				"Record 1: direction is required. Expected INBOUND, OUTBOUND or INTERNAL.",
				"Record 1: startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.",
				"Record 2: direction is required. Expected INBOUND, OUTBOUND or INTERNAL.",
				"Record 2: startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.",
				"Record 2: Invalid mos. Expected a number, but it is a string that is not one.");
	}

	@Test
	void allMistakesOfARowAreToldAtOnce() {
		Answer answer = http().post("/v1/imports/csv", "text/csv",
				"""
						callId,direction,startedAt,endedAt,csat,resolved,durationSeconds,leg.queuedAt,leg.queue,leg.outcome,leg.endedAt
						c-1,in,16.11.2026,16.11.2026,good,maybe,-1,2026-11-16T09:00:00Z,sales,SERVED,2026-11-16T08:00:00Z
						""");

		assertThat(answer.status()).isEqualTo(422);
		assertThat(fields(answer.json())).containsExactly("csat", "durationSeconds", "endedAt", "resolved", "startedAt",
				"direction", "legs[0].endedAt");
		assertThat(messages(answer.json())).startsWith("Invalid csat 'good'. Expected a number such as 12 or 12.5.",
				"Invalid durationSeconds -1. Expected seconds from 0 to 5184000.");
	}

	@Test
	void allDurationsThatContradictTheRowAreTold() {
		Answer answer = http().post("/v1/imports/csv?constants=direction=INBOUND", "text/csv",
				"""
						callId,startedAt,endedAt,durationSeconds,leg.queuedAt,leg.answeredAt,leg.endedAt,leg.talkSeconds
						c-1,2026-11-16T09:00:00Z,2026-11-16T09:01:00Z,600,2026-11-16T09:00:00Z,2026-11-16T09:00:10Z,2026-11-16T09:01:00Z,600
						""");

		assertThat(fields(answer.json())).containsExactly("durationSeconds", "leg.talkSeconds");
	}

	@Test
	void allMistakesOfAReplacementAreToldAtOnce() {
		Answer answer = http().put("/v1/calls/c-1", "application/json", BAD);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).isEqualTo("UNKNOWN_FIELD");
		assertThat(fields(answer.json())).hasSize(10).startsWith("endedat", "direction", "priority");
		assertThat(fields(http().put("/v1/calls/c-1", "application/json", """
				{"direction": "INBOUND", "startedAt": "2026-11-16T09:00:00Z", "trunk": "4111 1111 1111 1111",
				 "recordingUrl": "https://example.com/4111111111111111"}"""))).containsExactly("trunk", "recordingUrl");
	}

	@Test
	void allMistakesOfAPatchAreToldAtOnce() {
		Answer answer = http().patch("/v1/calls/c-1", "application/merge-patch+json",
				"{\"dispositon\": \"SALE\", \"csat\": 4, \"resolved\": \"yes\", \"currency\": \"Euro\"}");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(messages(answer.json())).containsExactly(
				"Unknown field 'dispositon'. Expected caseId, conversionValue, converted, csat, currency, disposition, "
						+ "resolved; send other fields with PUT or POST. Did you mean disposition?",
				"Invalid resolved. Expected true or false, but it is a string.",
				"Invalid currency. Expected an ISO 4217 code of three capital letters, such as EUR.",
				"Invalid csat 4. Expected 0 to 1.");
	}

	/// A report stays short whatever is sent.
	@Test
	void asManyMistakesAreToldAsSomebodyMayRead() {
		String fields = IntStream.range(0, 500).mapToObj((i) -> "\"f" + i + "\": 1").collect(Collectors.joining(", "));
		String worst = "{" + fields + ", \"" + "x".repeat(10_000) + "\": 1}";

		Answer one = http().post("/v1/calls", NDJSON, worst);
		assertThat(fields(one.json().at("/rejected/0"))).hasSize(10);

		Answer many = http().post("/v1/calls", NDJSON, (worst + "\n").repeat(2_000));
		assertThat(many.json().path("rejectedCount").asInt()).isEqualTo(2_000);
		assertThat(fields(many.json())).hasSize(50);
		assertThat(many.json().path("rejected")).hasSize(1_000);
		assertThat(many.json().path("rejected").valueStream().mapToInt((record) -> record.path("errors").size()).sum())
			.isEqualTo(1_000);
		assertThat(many.body().length()).isLessThan(1_000_000);
	}

	private Answer post(String call) {
		return http().post("/v1/calls", "application/json", call);
	}

	private List<String> mistakes(String call) {
		return post(call).json()
			.path("errors")
			.valueStream()
			.map((error) -> error.path("field").asString() + ": " + error.path("message").asString())
			.toList();
	}

	private static List<String> fields(Answer answer) {
		return fields(answer.json());
	}

	private static List<String> fields(JsonNode told) {
		return told.path("errors").findValuesAsString("field");
	}

	private static List<String> messages(JsonNode told) {
		return told.path("errors").findValuesAsString("message");
	}

}
