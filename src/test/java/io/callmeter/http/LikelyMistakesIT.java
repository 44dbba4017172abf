package io.callmeter.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The mistakes that people are most likely to make, and what they are told: field, value and remedy in plain sentences.
/// Read a message aloud before you change it here.
class LikelyMistakesIT extends PostgresIT {

	private static final String WEEK = "from=2026-11-09&to=2026-11-16";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					unknown parameter      | kpis?metrics=offered&{week}&groupby=queue        | 400 | Unknown parameter 'groupby'. Did you mean groupBy?
					snake case             | kpis?metrics=offered&{week}&time_zone=UTC        | 400 | Unknown parameter 'time_zone'. Did you mean timeZone?
					day as interval        | kpis?metrics=offered&{week}&interval=day         | 400 | Invalid interval 'day'. Expected days, weeks, months or years (P1D, P1W, P1M, P3M, P1Y), or a time under a day (PT1M, PT15M, PT1H, PT1H30M). Did you mean P1D?
					day as group           | kpis?metrics=offered&{week}&groupBy=day          | 400 | 'day' is not a dimension. For rows by day send interval=P1D.
					misspelt group         | kpis?metrics=offered&{week}&groupBy=queues       | 400 | Unknown groupBy 'queues'. Expected queue, agent, team, campaign, number, direction, outcome, disposition, trunk, source, endedBy, ivr, hangupCause, hourOfDay, dayOfWeek, dayPart. Did you mean queue?
					misspelt metric        | kpis?metrics=averageHandelTime&{week}            | 400 | Unknown metric 'averageHandelTime'. /v1/kpis/catalogue lists all. Did you mean averageHandleTime?
					no metric              | kpis?{week}                                      | 400 | The parameter 'metrics' is required. Expected at least one, such as metrics=offered,serviceLevel; /v1/kpis/catalogue lists all.
					no range               | kpis?metrics=offered&to=2026-11-16               | 400 | The parameter 'from' is required. Expected the beginning of the range, such as from=2026-11-09, or a whole range, such as range=lastWeek.
					epoch seconds          | kpis?metrics=offered&from=1794182400&to=2026-11-16 | 400 | Invalid from '1794182400'. Expected an instant (2026-11-09T00:00:00Z, 2026-11-09T08:00:00+01:00), a local date or date-time in timeZone (2026-11-09, 2026-11-09T08:00), a week or month (2026-W46, 2026-11), or today, yesterday, thisWeek, lastWeek, thisMonth, lastMonth, now, now-7d. Did you mean 2026-11-09T00:00:00Z?
					other notation         | kpis?metrics=offered&from=09.11.2026&to=2026-11-16 | 400 | Invalid from '09.11.2026'. Expected an instant (2026-11-09T00:00:00Z, 2026-11-09T08:00:00+01:00), a local date or date-time in timeZone (2026-11-09, 2026-11-09T08:00), a week or month (2026-W46, 2026-11), or today, yesterday, thisWeek, lastWeek, thisMonth, lastMonth, now, now-7d.
					from after to          | kpis?metrics=offered&from=2026-11-16&to=2026-11-09 | 400 | Invalid range: to 2026-11-09T00:00:00Z is not after from 2026-11-16T00:00:00Z. The end is not part of the range: one day is from=2026-11-09&to=2026-11-10.
					from as to             | kpis?metrics=offered&from=2026-11-09&to=2026-11-09 | 400 | Invalid range: to 2026-11-09T00:00:00Z is not after from 2026-11-09T00:00:00Z. The end is not part of the range: one day is from=2026-11-09&to=2026-11-10.
					huge range             | kpis?metrics=offered&from=2020-01-01&to=2026-01-01&interval=PT1M | 400 | Too many intervals: interval PT1M divides the range into about 3,156,480. Expected at most 50,000; query a longer interval or a shorter range.
					misspelt year          | kpis?metrics=offered&from=0226-11-09&to=2026-11-16 | 400 | Invalid from 0226-11-09T00:00:00Z. Expected a year from 1970 to 2100.
					misspelt zone          | kpis?metrics=offered&{week}&timeZone=Europe/Lodnon | 400 | Unknown time zone 'Europe/Lodnon'. Expected an IANA region such as Europe/London, or Etc/GMT+5 for a fixed offset; abbreviations such as EST are ambiguous. Did you mean Europe/London?
					abbreviated zone       | kpis?metrics=offered&{week}&timeZone=CEST        | 400 | Unknown time zone 'CEST'. Expected an IANA region such as Europe/London, or Etc/GMT+5 for a fixed offset; abbreviations such as EST are ambiguous. Did you mean CET?
					unknown direction      | kpis?metrics=offered&{week}&direction=INBOND     | 400 | Unknown direction 'INBOND'. Expected INBOUND, OUTBOUND, INTERNAL. Did you mean INBOUND?
					no limit               | kpis?metrics=offered&{week}&limit=0              | 400 | Invalid limit '0'. Expected a whole number from 1 to 1000000.
					unit in a duration     | kpis?metrics=serviceLevel&{week}&threshold=20s   | 400 | Invalid threshold '20s'. Expected a duration from 0 to 30 days, in seconds with at most six decimals (20, 2.5) or as an ISO-8601 duration (PT20S).
					unknown comparison     | kpis?metrics=offered&{week}&compare=lastMonth    | 400 | Unknown compare 'lastMonth'. Expected previous, lastWeek, lastYear, peers.
					abandons of an agent   | kpis?metrics=abandonmentRate&{week}&groupBy=agent | 400 | The metric 'abandonmentRate' has no value by agent, because callers abandon queues. Group it by queue, or query agentAnswerRate by agent.
					order without metric   | kpis?metrics=offered&{week}&orderBy=-answered    | 400 | Unknown orderBy 'answered'. Expected offered, from.
					call that is not there | calls/42                                         | 404 | Unknown call '42'. GET /v1/calls lists all.
					path that is not there | call                                             | 404 | Nothing exists at this path. See /swagger-ui.html for all paths.
					queue that is not there | queues/sales                                    | 404 | Unknown queue 'sales'. GET /v1/queues lists all.
					""")
	void whoAsksMistakenlyIsToldTheRemedy(String mistake, String path, int status, String message) {
		assertTold(mistake, http().get("/v1/" + path.replace("{week}", WEEK)), status, message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					call_id             | application/json     | {"call_id": "1"} | 422 | Unknown field 'call_id'. Leave it out, or put it into attributes. Did you mean callId?
					queue of a call     | application/json     | {"callId": "1", "queue_name": "sales"} | 422 | Unknown field 'queue_name'. Leave it out, or put it into attributes. Did you mean legs[].queue?
					envelope            | application/json     | {"calls": [{"callId": "1"}]} | 400 | The calls are wrapped in an object, in its field 'calls'. Send the array itself: [{…}, {…}].
					no start            | application/json     | {"callId": "1", "direction": "INBOUND"} | 422 | startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.
					naive time          | application/json     | {"callId": "1", "direction": "INBOUND", "startedAt": "2026-11-16T09:00:00"} | 422 | Invalid startedAt '2026-11-16T09:00:00'. Expected an instant with an offset, such as 2026-11-16T09:00:00Z or 2026-11-16T10:00:00.123+01:00.
					epoch seconds       | application/json     | {"callId": "1", "direction": "INBOUND", "startedAt": 1794819600} | 422 | Invalid startedAt '1794819600'. Expected an instant with an offset, such as 2026-11-16T09:00:00Z or 2026-11-16T10:00:00.123+01:00. Did you mean 2026-11-16T09:00:00Z?
					epoch milliseconds  | application/json     | {"callId": "1", "direction": "INBOUND", "startedAt": 1794819600000} | 422 | Invalid startedAt '1794819600000'. Expected an instant with an offset, such as 2026-11-16T09:00:00Z or 2026-11-16T10:00:00.123+01:00. Did you mean 2026-11-16T09:00:00Z?
					word for a constant | application/json     | {"callId": "1", "direction": "in"} | 422 | Invalid direction 'in'. Expected one of INBOUND, OUTBOUND, INTERNAL.
					misspelt constant   | application/json     | {"callId": "1", "direction": "inbond"} | 422 | Invalid direction 'inbond'. Expected one of INBOUND, OUTBOUND, INTERNAL. Did you mean INBOUND?
					end before start    | application/json     | {"callId": "1", "direction": "INBOUND", "startedAt": "2026-11-16T09:00:00Z", "endedAt": "2026-11-16T08:00:00Z"} | 422 | endedAt 2026-11-16T08:00:00Z is before startedAt 2026-11-16T09:00:00Z. Correct one of them.
					broken JSON         | application/json     | {"callId": "1" "direction": "INBOUND"} | 400 | Malformed JSON at line 1, column 16. Check quotes, commas and brackets just before it. Nothing after it was read. With application/x-ndjson a bad line does not affect others.
					NDJSON as JSON      | application/json     | {"callId": "1"} {"callId": "2"} | 400 | The body has more than one JSON value. Nothing is stored. Send an array of calls, or one call per line as application/x-ndjson.
					empty body          | application/json     | ``  | 400 | The body is empty. Send at least one call.
					empty list          | application/json     | []  | 400 | The body is empty. Send at least one call.
					form                | application/x-www-form-urlencoded | callId=1 | 415 | Content-Type 'application/x-www-form-urlencoded' is not supported. Expected application/json, application/x-ndjson, application/ndjson, application/jsonl, application/x-jsonlines.
					text                | text/plain           | callId=1 | 415 | Content-Type 'text/plain' is not supported. Expected application/json, application/x-ndjson, application/ndjson, application/jsonl, application/x-jsonlines.
					""")
	void whoSendsACallMistakenlyIsToldTheRemedy(String mistake, String type, String body, int status, String message) {
		assertTold(mistake, http().post("/v1/calls", type, body), status, message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					misspelt field       | queues/sales    | {"nmae": "Sales", "name": "Sales"} | 400 | Unknown field 'nmae'. Expected active, calendar, code, name, settings, timeZone. Did you mean name?
					no name              | queues/sales    | {} | 400 | name is required. Expected 1 to 200 characters.
					number in quotes     | queues/sales    | {"name": "Sales", "settings": [{"validFrom": "2026-01-01", "threshold": "20"}]} | 400 | Invalid settings[0].threshold '20'. Expected a number without quotes.
					percent              | targets/t       | {"metric": "serviceLevel", "value": 80, "validFrom": "2026-01-01"} | 400 | Invalid value '80'. serviceLevel is a share from 0 to 1. Did you mean 0.8?
					misspelt metric      | targets/t       | {"metric": "servicelevel", "value": 0.8, "validFrom": "2026-01-01"} | 400 | Unknown metric 'servicelevel'. /v1/kpis/catalogue lists all. Did you mean serviceLevel?
					unknown calendar     | queues/sales    | {"name": "Sales", "calendar": "office"} | 400 | Unknown calendar 'office'. Create it with PUT /v1/calendars first, or send null for the calendar 'default'.
					broken JSON          | queues/sales    | {"name": "Sales",} | 400 | Malformed JSON at line 1, column 18. Check quotes, commas and brackets just before it.
					other code           | queues/sales    | {"name": "Sales", "code": "support"} | 400 | The body has the code 'support', the path 'sales'. Send the same, or leave code out of the body.
					""")
	void whoPutsReferenceDataMistakenlyIsToldTheRemedy(String mistake, String path, String body, int status,
			String message) {
		assertTold(mistake, http().put("/v1/" + path, "application/json", body), status, message);
	}

	@Test
	void whoShowsNoKeyIsToldWhereItBelongs() {
		String remedy = " Add the header Authorization: Bearer cm_…; an administrator creates keys with POST /v1/keys.";
		String path = "/v1/queues";

		assertTold("no key", stranger().get(path), 401, "No API key sent." + remedy);
		assertTold("other header", stranger().with("X-Api-Key", KEY).get(path), 401,
				"No API key sent: the header X-Api-Key is not read." + remedy);
		assertTold("parameter", stranger().get(path + "?api_key=" + KEY), 401,
				"No API key sent: the parameter api_key is not read, because URLs are written to logs." + remedy);
		assertTold("no scheme", stranger().with("Authorization", KEY).get(path), 401,
				"Unknown scheme in the header Authorization. Expected Bearer." + remedy);
		assertTold("empty", stranger().with("Authorization", "Bearer").get(path), 401,
				"No API key sent after Bearer." + remedy);
		assertTold("unknown key", stranger().withKey("cm_1_" + "x".repeat(40)).get(path), 401,
				"Unknown API key. Send the key as it was shown when it was created, or ask an administrator for a new "
						+ "one.");
	}

	@Test
	void whoMayNotIsToldWhichScopeIsMissing() {
		JsonNode problem = stranger().withKey(key("kpis:read")).post("/v1/calls", "application/json", "{}").json();

		assertThat(problem.path("title").asString()).isEqualTo("Permission denied");
		assertThat(problem.path("detail").asString()).matches(
				"The key cm_1_\\w+… \\(test\\) lacks the scope calls:write. It has kpis:read. Ask an administrator for "
						+ "a key with the scope.");
	}

	@Test
	void whoTakesAnotherMethodOrFormatIsToldWhatThereIs() {
		assertTold("delete all", http().delete("/v1/calls"), 405,
				"This path does not support DELETE. Expected GET or POST.");
		assertTold("post a query", http().post("/v1/kpis", "application/json", "{}"), 405,
				"This path does not support POST. Expected GET.");
		assertTold("no XML", http().with("Accept", "application/xml").get("/v1/queues"), 406,
				"Cannot answer in the format of the header Accept. Expected application/json.");
	}

	@Test
	void whoSendsAFileMistakenlyIsToldTheRemedy() {
		assertTold("unmapped columns",
				http().post("/v1/imports/csv", "text/csv", "Call ID,Begin\n1,2026-11-16T09:00:00Z\n"), 422,
				"No column holds callId. The file has the columns Call ID, Begin. Map one with columns=callId=Call "
						+ "ID. Nothing after it was read.");
		assertTold("misspelt field",
				http().post("/v1/imports/csv?columns=callid=Call%20ID", "text/csv", "Call ID\n1\n"), 400,
				"Unknown field 'callid' in columns. Did you mean callId?");
		assertTold("UTF-16",
				http().with("Content-Type", "application/x-ndjson")
					.send("POST", "/v1/calls",
							BodyPublishers.ofByteArray("{\"callId\": \"1\"}".getBytes(StandardCharsets.UTF_16LE))),
				422, "direction is required. Expected INBOUND, OUTBOUND or INTERNAL.");
	}

	@Test
	void whoChangesWhatSomeoneElseHasChangedIsToldToReadItAgain() {
		Answer first = http().put("/v1/queues/sales", "application/json", "{\"name\": \"Sales\"}");
		Answer second = http().put("/v1/queues/sales", "application/json", "{\"name\": \"Sale\"}");

		assertTold("lost update",
				http().with("If-Match", first.headers().firstValue("ETag").orElseThrow())
					.put("/v1/queues/sales", "application/json", "{\"name\": \"Selling\"}"),
				412, "Changed by someone else: the ETag is now " + second.headers().firstValue("ETag").orElseThrow()
						+ ". Read it again and repeat your change.");
	}

	@Test
	void everydayWordsAreUnderstoodAsMetrics() {
		var answer = http().get("/v1/kpis?metrics=aht,ASA,sl,fcr,acw,csat&orderBy=-aht&" + WEEK);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(new ArrayList<>(answer.json().at("/total/metrics").propertyNames())).containsExactly(
				"averageHandleTime", "averageSpeedOfAnswer", "serviceLevel", "firstContactResolution",
				"averageWrapUpTime", "csat");
		assertThat(http().get("/v1/kpis/catalogue").json().findValues("aliases")).extracting(Object::toString)
			.contains("[\"aht\"]", "[\"sl\",\"tsf\"]", "[]");
	}

	@Test
	void allMistakesOfAQueryAreToldAtOnce() {
		var answer = http().get("/v1/kpis?metrics=offred,aht,servicelvl&groupby=queue&interval=day&from=yesterdayy"
				+ "&to=2026-11-16&timeZone=Europe/Lodnon&limit=many&direction=IN");

		assertThat(fields(answer)).containsExactly("groupby", "direction", "timeZone", "from", "metrics", "metrics",
				"interval", "limit");
		assertThat(answer.json().path("field").asString()).isEqualTo("groupby");
		assertThat(answer.json().path("detail").asString()).isEqualTo(answer.json().at("/errors/0/message").asString());
		assertThat(fields(http().get("/v1/calls?unit=leg&limit=0&form=2026-11-09&to=x")))
			.containsExactlyInAnyOrder("form", "from", "to", "unit", "limit");
		assertThat(fields(http().get("/v1/kpis/distribution?of=waits&groupBy=day,week&" + WEEK))).containsExactly("of",
				"groupBy", "groupBy");
	}

	@Test
	void allMistakesOfABodyAreToldAtOnce() {
		assertThat(fields(http().put("/v1/queues/sales", "application/json",
				"""
						{"nmae": "Sales", "active": "yes", "timeZone": "Europe/Lodnon", "settings": [
						 {"validFrom": "today", "threshold": -1}, {"validFrom": "2026-01-01", "serviceLevelPolicy": "BEST"}]}""")))
			.containsExactlyInAnyOrder("nmae", "active", "name", "timeZone", "settings[0].validFrom",
					"settings[0].threshold", "settings[1].serviceLevelPolicy");
		assertThat(fields(http().post("/v1/keys", "application/json", "{\"scopes\": [\"call:write\"]}")))
			.containsExactly("name", "scopes");
		assertThat(fields(http().put("/v1/retention", "application/json", "{\"callDays\": 0, \"personalDays\": -1}")))
			.containsExactly("callDays", "personalDays");
	}

	@Test
	void allRejectionsOfADeliveryAreToldAtOnce() {
		var answer = http().post("/v1/calls", "application/json", "[{\"call_id\": \"1\"}, {\"callId\": \"2\"}]");

		assertTold("two records", answer, 422,
				"Record 1: Unknown field 'call_id'. Leave it out, or put it into attributes. Did you mean callId? "
						+ "No record of 2 is stored, see `rejected`.");
		assertThat(answer.json().path("title").asString()).isEqualTo("No record stored");
		assertThat(fields(answer)).containsExactly("call_id", "callId", "direction", "startedAt", "direction",
				"startedAt");
	}

	/// A request of a few bytes a mistake must not be answered with hundreds of bytes
	/// each.
	@Test
	void asManyMistakesAreToldAsSomebodyMayRead() {
		String body = IntStream.range(0, 5_000)
			.mapToObj((i) -> "\"field" + i + "\": 1")
			.collect(Collectors.joining(", ", "{", "}"));

		assertThat(fields(http().post("/v1/kpis/query", "application/json", body))).hasSize(50);
		assertThat(fields(http().put("/v1/queues/sales", "application/json", body))).hasSize(50);
		assertThat(fields(http().get("/v1/kpis?range=today&metrics="
				+ IntStream.range(0, 500).mapToObj((i) -> "m" + i).collect(Collectors.joining(",")))))
			.hasSize(50);
	}

	@Test
	void whoMisspellsACodeIsAskedWhatWasMeant() {
		assertThat(http().put("/v1/queues/support", "application/json", "{\"name\": \"Support\"}").status())
			.isEqualTo(201);
		String told = "Unknown queue 'suport'. GET /v1/queues lists all. Did you mean support?";

		assertTold("reading", http().get("/v1/queues/suport"), 404, told);
		assertTold("deleting", http().delete("/v1/queues/suport"), 404, told);
	}

	private static List<String> fields(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
		return answer.json().path("errors").findValuesAsString("field");
	}

	private static void assertTold(String mistake, Answer answer, int status, String message) {
		assertThat(answer.status()).as("%s: %s", mistake, answer.body()).isEqualTo(status);
		assertThat(answer.json().path("detail").asString()).as(mistake).isEqualTo(message);
		assertThat(answer.json().path("requestId").asString()).as(mistake).isNotBlank();
	}

}
