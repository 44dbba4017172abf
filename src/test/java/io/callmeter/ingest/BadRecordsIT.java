package io.callmeter.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.call.InvalidCall.Reason;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.callmeter.call.InvalidCall.Reason.CONTRADICTION;
import static io.callmeter.call.InvalidCall.Reason.MALFORMED;
import static io.callmeter.call.InvalidCall.Reason.MISSING;
import static io.callmeter.call.InvalidCall.Reason.NOT_ALLOWED;
import static io.callmeter.call.InvalidCall.Reason.OUT_OF_RANGE;
import static io.callmeter.call.InvalidCall.Reason.TOO_LONG;
import static io.callmeter.call.InvalidCall.Reason.TOO_MANY;
import static io.callmeter.call.InvalidCall.Reason.UNKNOWN_FIELD;
import static io.callmeter.call.InvalidCall.Reason.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

/// Records that are bad in every way, among good ones: each good one is stored, each bad one reported for what it is.
class BadRecordsIT extends PostgresIT {

	private static final String CALL = "'callId': 'bad', 'direction': 'INBOUND', 'startedAt': '2026-11-16T09:00:00Z'";

	private static final String VISIT = "'legId': '1', 'queue': 'sales', 'queuedAt': '2026-11-16T09:00:10Z'";

	private static final String SEGMENT = "'legId': '1', 'agent': 'alice', 'answeredAt': '2026-11-16T09:00:10Z'";

	/// Quotes are written as apostrophes.
	private static List<Bad> all() {
		return List.of(
				// no JSON
				line("a text", "nonsense", "", MALFORMED), line("half an object", "{" + CALL, "", MALFORMED),
				line("a trailing comma", "{" + CALL + ",}", "", MALFORMED),
				line("two objects in a line", "{} {}", "", MALFORMED),
				line("duplicate keys", "{" + CALL + ", 'callId': 'other'}", "", MALFORMED),
				line("duplicate keys of a leg", "{" + CALL + ", 'legs': [{" + VISIT + ", 'queue': 'x'}]}", "",
						MALFORMED),
				line("NaN", "{" + CALL + ", 'csat': NaN}", "", MALFORMED),
				line("an exponent beyond numbers", "{" + CALL + ", 'csat': 1e99999999999999}", "", MALFORMED),
				line("a leading zero", "{" + CALL + ", 'priority': 01}", "", MALFORMED),
				line("ten thousand digits", "{" + CALL + ", 'priority': " + "9".repeat(10_000) + "}", "", MALFORMED),
				line("deep nesting", "[".repeat(100_000), "", MALFORMED),
				line("deep nesting in a field", "{" + CALL + ", 'attributes': " + "{'a':".repeat(5_000), "", MALFORMED),
				line("a control character in a text", "{" + CALL + ", 'source': 'a\u0001b'}", "", MALFORMED),
				line("a bad escape", "{" + CALL + ", 'source': '\\x'}", "", MALFORMED),
				bytes("invalid UTF-8", "{" + CALL + ", 'source': '", new byte[] { (byte) 0xc3, (byte) 0x28 }, "'}", "",
						MALFORMED),
				bytes("Latin-1", "{" + CALL + ", 'source': 'T", new byte[] { (byte) 0xfc }, "r'}", "", MALFORMED),
				line("over the limit of a line", "{" + CALL + ", 'source': '" + "x".repeat(1_100_000) + "'}", "",
						TOO_LONG),
				// no call
				line("an array", "[{" + CALL + "}]", "", WRONG_TYPE), line("a number", "42", "", WRONG_TYPE),
				line("null", "null", "", WRONG_TYPE),
				line("no callId", "{'direction': 'INBOUND', 'startedAt': '2026-11-16T09:00:00Z'}", "callId", MISSING),
				line("no direction", "{'callId': 'bad', 'startedAt': '2026-11-16T09:00:00Z'}", "direction", MISSING),
				line("no startedAt", "{'callId': 'bad', 'direction': 'INBOUND'}", "startedAt", MISSING),
				call("an unknown field", "'queue': 'sales'", "queue", UNKNOWN_FIELD),
				call("a field in other letters", "'endedat': '2026-11-16T09:01:00Z'", "endedat", UNKNOWN_FIELD),
				// ids
				id("a long id", "x".repeat(129), TOO_LONG), id("an empty id", "", MISSING),
				id("an id of blanks", "  ", MISSING), id("an id with a slash", "a/b", NOT_ALLOWED),
				id("an id with a backslash", "a\\\\b", NOT_ALLOWED),
				id("an id with a line break", "a\\nb", NOT_ALLOWED), id("an id with U+0000", "a\\u0000b", NOT_ALLOWED),
				id("an id with half a pair", "a\\ud83d", NOT_ALLOWED),
				// texts
				call("U+0000 in a text", "'trunk': '\\u0000'", "trunk", NOT_ALLOWED),
				call("U+0000 in an attribute", "'attributes': {'a': '\\u0000'}", "attributes.a", NOT_ALLOWED),
				call("a lone surrogate", "'campaign': 'x\\udc00y'", "campaign", NOT_ALLOWED),
				call("a lone surrogate in an attribute", "'attributes': {'a': '\\ud800'}", "attributes.a", NOT_ALLOWED),
				call("a lone surrogate in the name of a field", "'\\ud800': 1", "", MALFORMED),
				call("a lone surrogate in a number", "'from': '\\ud800'", "from", NOT_ALLOWED),
				call("a long campaign", "'campaign': '" + "x".repeat(129) + "'", "campaign", TOO_LONG),
				call("a campaign with what nobody sees", "'campaign': 'spr\\u200bing'", "campaign", NOT_ALLOWED),
				leg("a queue with a mark of direction", VISIT.replace("sales", "\\u200esales"), "queue", NOT_ALLOWED),
				call("a masked number", "'from': '+442•••••••23'", "from", NOT_ALLOWED),
				call("a long number", "'to': '" + "1".repeat(129) + "'", "to", TOO_LONG),
				// instants
				call("a date without offset", "'endedAt': '2026-11-16T09:01:00'", "endedAt", WRONG_TYPE),
				call("a date without time", "'endedAt': '2026-11-16'", "endedAt", WRONG_TYPE),
				call("seconds since 1970", "'endedAt': 1795381168", "endedAt", WRONG_TYPE),
				call("a zone by its abbreviation", "'endedAt': '2026-11-16 09:01:00 EST'", "endedAt", WRONG_TYPE),
				call("seconds since 1970 in quotes", "'endedAt': '1795381168'", "endedAt", WRONG_TYPE),
				call("30 February", "'endedAt': '2026-02-30T09:01:00Z'", "endedAt", WRONG_TYPE),
				line("before 1970", "{'callId': 'bad', 'direction': 'INBOUND', 'startedAt': '1969-12-31T23:59:59Z'}",
						"startedAt", OUT_OF_RANGE),
				line("the day after tomorrow",
						"{'callId': 'bad', 'direction': 'INBOUND', 'startedAt': '"
								+ Instant.now().plus(2, ChronoUnit.DAYS) + "'}",
						"startedAt", OUT_OF_RANGE),
				call("an end in a thousand years", "'endedAt': '3026-11-16T09:00:00Z'", "endedAt", OUT_OF_RANGE),
				line("an answer 61 days after the start",
						"{'callId': 'bad', 'direction': 'OUTBOUND', 'startedAt': '2026-07-01T09:00:00Z', "
								+ "'answeredAt': '2026-08-31T09:00:00Z'}",
						"answeredAt", OUT_OF_RANGE),
				line("an end 61 days after the start",
						"{'callId': 'bad', 'direction': 'INBOUND', 'startedAt': '2026-07-01T09:00:00Z', "
								+ "'endedAt': '2026-08-31T09:00:00Z'}",
						"endedAt", OUT_OF_RANGE),
				line("a leg that ends 61 days after the start",
						"{'callId': 'bad', 'direction': 'INBOUND', 'startedAt': '2026-07-01T09:00:00Z', "
								+ "'legs': [{'legId': '1', 'queuedAt': '2026-07-01T09:00:00Z', "
								+ "'endedAt': '2026-08-31T09:00:00Z', 'outcome': 'ABANDONED'}]}",
						"legs[0].endedAt", OUT_OF_RANGE),
				call("the last instant of all", "'endedAt': '+999999999-12-31T23:59:59Z'", "endedAt", OUT_OF_RANGE),
				call("an end before the start", "'endedAt': '2026-11-16T08:59:59Z'", "endedAt", CONTRADICTION),
				call("an end before the answer",
						"'answeredAt': '2026-11-16T09:01:00Z', 'endedAt': '2026-11-16T09:00:59Z'", "endedAt",
						CONTRADICTION),
				// types and ranges
				call("a number as an id of a source", "'source': 7", "source", WRONG_TYPE),
				call("a text as a number", "'csat': 'good'", "csat", WRONG_TYPE),
				call("a number with a comma", "'csat': '0,8'", "csat", WRONG_TYPE),
				call("a decimal in quotes as a whole number", "'priority': '1.5'", "priority", WRONG_TYPE),
				call("a huge number in quotes", "'mos': '1e999999999'", "mos", WRONG_TYPE),
				call("a text as a truth", "'resolved': 'true'", "resolved", WRONG_TYPE),
				call("a decimal as a whole number", "'priority': 1.5", "priority", WRONG_TYPE),
				call("a huge number as a whole number", "'priority': 1e999999999", "priority", WRONG_TYPE),
				call("a whole number beyond int", "'priority': 2147483648", "priority", WRONG_TYPE),
				call("a revision beyond long", "'revision': 9223372036854775808", "revision", WRONG_TYPE),
				call("an object as a text", "'trunk': {}", "trunk", WRONG_TYPE),
				call("a list of attributes", "'attributes': ['a']", "attributes", WRONG_TYPE),
				call("an attribute with parts", "'attributes': {'a': {'b': 1}}", "attributes", WRONG_TYPE),
				call("a huge number", "'mos': 1e999999999", "mos", OUT_OF_RANGE),
				call("a tiny number", "'conversionValue': 1e-999999999", "conversionValue", OUT_OF_RANGE),
				call("csat of 1.5", "'csat': 1.5", "csat", OUT_OF_RANGE),
				call("a cause that Q.850 does not have", "'hangupCause': 600", "hangupCause", OUT_OF_RANGE),
				call("another direction for the outcome", "'outcome': 'INBOUND'", "outcome", NOT_ALLOWED),
				call("an outcome in other words", "'outcome': 'no answer'", "outcome", NOT_ALLOWED),
				call("a currency by its name", "'currency': 'Euro'", "currency", NOT_ALLOWED),
				call("an ftp address", "'recordingUrl': 'ftp://recordings.example.com/1.wav'", "recordingUrl",
						NOT_ALLOWED),
				call("an attribute of 2 kB", "'attributes': {'a': '" + "x".repeat(2048) + "'}", "attributes.a",
						TOO_LONG),
				call("33 attributes", "'attributes': {"
						+ IntStream.range(0, 33).mapToObj((i) -> "'a" + i + "': 1").collect(Collectors.joining(","))
						+ "}", "attributes", TOO_MANY),
				call("2001 legs",
						"'legs': [" + IntStream.range(0, 2001)
							.mapToObj((i) -> "{'legId': '" + i + "', 'queuedAt': '2026-11-16T09:00:00Z'}")
							.collect(Collectors.joining(",")) + "]",
						"legs", TOO_MANY),
				// legs
				call("an object of legs", "'legs': {'1': {}}", "legs", WRONG_TYPE),
				call("a leg that is null", "'legs': [null]", "legs[0]", WRONG_TYPE),
				call("a leg that is a list", "'legs': [{" + VISIT + "}, []]", "legs[1]", WRONG_TYPE),
				leg("no legId", "'queuedAt': '2026-11-16T09:00:10Z'", "legId", MISSING),
				leg("a long legId", "'legId': '" + "x".repeat(65) + "', 'queuedAt': '2026-11-16T09:00:10Z'", "legId",
						TOO_LONG),
				leg("an unknown field of a leg", VISIT + ", 'kind': 'VISIT'", "kind", UNKNOWN_FIELD),
				leg("a revision of a leg", VISIT + ", 'revision': 1", "revision", UNKNOWN_FIELD),
				leg("no beginning", "'legId': '1', 'queue': 'sales'", "queuedAt", MISSING),
				leg("an offer to nobody", "'legId': '1', 'offeredAt': '2026-11-16T09:00:10Z'", "agent", MISSING),
				leg("a menu with a queue", SEGMENT.replace("agent", "queue") + ", 'ivr': 'main'", "ivr", CONTRADICTION),
				leg("a menu that was not entered", "'legId': '1', 'ivr': 'main'", "answeredAt", MISSING),
				leg("a leg before its call", VISIT.replace("09:00:10", "08:59:59"), "queuedAt", CONTRADICTION),
				leg("a leg 31 days after its call", VISIT.replace("11-16", "12-17"), "queuedAt", OUT_OF_RANGE),
				leg("answered before queued", VISIT + ", 'answeredAt': '2026-11-16T09:00:09Z'", "answeredAt",
						CONTRADICTION),
				leg("ended before queued", VISIT + ", 'endedAt': '2026-11-16T09:00:09Z', 'outcome': 'ABANDONED'",
						"endedAt", CONTRADICTION),
				leg("ended without an outcome", VISIT + ", 'endedAt': '2026-11-16T09:00:11Z'", "outcome", MISSING),
				leg("an outcome without an end", VISIT + ", 'outcome': 'ABANDONED'", "endedAt", MISSING),
				leg("answered without an answer", VISIT + ", 'endedAt': '2026-11-16T09:00:11Z', 'outcome': 'ANSWERED'",
						"answeredAt", CONTRADICTION),
				leg("abandoned with an answer",
						SEGMENT + ", 'queuedAt': '2026-11-16T09:00:01Z', "
								+ "'endedAt': '2026-11-16T09:00:11Z', 'outcome': 'ABANDONED'",
						"answeredAt", CONTRADICTION),
				leg("a visit that was missed", VISIT + ", 'endedAt': '2026-11-16T09:00:11Z', 'outcome': 'MISSED'",
						"outcome", CONTRADICTION),
				leg("an outcome that is none", VISIT + ", 'outcome': 'HUNGUP'", "outcome", NOT_ALLOWED),
				leg("hold without an answer", VISIT + ", 'holdSeconds': 1", "holdSeconds", CONTRADICTION),
				leg("hold longer than the segment",
						SEGMENT + ", 'endedAt': '2026-11-16T09:00:11Z', 'outcome': 'ANSWERED', " + "'holdSeconds': 2",
						"holdSeconds", CONTRADICTION),
				leg("hold in a segment of millennia",
						SEGMENT + ", 'endedAt': '+999999999-12-31T23:59:59Z', "
								+ "'outcome': 'ANSWERED', 'holdSeconds': 1",
						"endedAt", OUT_OF_RANGE),
				leg("wrap-up of 32 days", SEGMENT + ", 'wrapUpSeconds': 2764800", "wrapUpSeconds", OUT_OF_RANGE),
				leg("hold below zero", SEGMENT + ", 'holdSeconds': -1", "holdSeconds", OUT_OF_RANGE),
				leg("hold as HH:MM:SS", SEGMENT + ", 'holdSeconds': '00:00:10'", "holdSeconds", WRONG_TYPE),
				call("two legs with one id", "'legs': [{" + VISIT + "}, {" + VISIT + "}]", "legs[1].legId",
						CONTRADICTION));
	}

	@Test
	void everyGoodOneIsStoredAndEveryBadOneReported() {
		var stream = new ByteArrayOutputStream();
		Map<Long, Bad> expected = new TreeMap<>();
		List<String> good = new ArrayList<>();
		long number = 0;
		List<Bad> all = all();
		for (Bad bad : all) {
			good.add("good-" + good.size());
			number++;
			stream.writeBytes((TestCalls.answered(good.getLast()) + "\n").getBytes(StandardCharsets.UTF_8));
			number++;
			expected.put(number, bad);
			stream.writeBytes(bad.line());
			stream.write('\n');
		}

		var answer = http().with("Content-Type", "application/x-ndjson")
			.send("POST", "/v1/calls", BodyPublishers.ofByteArray(stream.toByteArray()));

		assertThat(all).hasSizeGreaterThanOrEqualTo(40).extracting(Bad::name).doesNotHaveDuplicates();
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("received").asInt()).isEqualTo(2 * all.size());
		assertThat(answer.json().path("created").asInt()).isEqualTo(all.size());
		assertThat(answer.json().path("rejectedCount").asInt()).isEqualTo(all.size());
		Map<Long, String> rejections = new TreeMap<>();
		for (JsonNode rejection : answer.json().path("rejected")) {
			Bad bad = expected.get(rejection.path("line").asLong());
			rejections.put(rejection.path("line").asLong(), ((bad != null) ? bad.name() : "a good one") + ": "
					+ rejection.path("field").asString() + " " + rejection.path("reason").asString());
			assertThat(rejection.path("message").asString()).isNotBlank().matches("(?s).*[.?]");
		}
		Map<Long, String> wanted = new TreeMap<>();
		expected.forEach((line, bad) -> wanted.put(line, bad.name() + ": " + bad.field() + " " + bad.reason()));
		assertThat(rejections).isEqualTo(wanted);
		assertThat(owner().sql("select call_id from call").query(String.class).list())
			.containsExactlyInAnyOrderElementsOf(good);
		assertThat(owner().sql("select count(*) from call_key").query(Long.class).single()).isEqualTo(good.size());
	}

	@Test
	void aRowOfAFileThatDoesNotEndIsRefusedAndTheGoodOnesBeforeItAreStored() throws IOException {
		String header = "callId,direction,startedAt";
		String good = "\nbefore-%s,INBOUND,2026-11-16T09:00:00Z\n";
		String endless = good.formatted("x").repeat(100_000);

		assertRefusedFrom(3, 1, header + good.formatted("quote") + "\"a," + endless);
		assertRefusedFrom(3, 1, header + good.formatted("cells") + "a" + ",".repeat(10_000_000) + endless);
		assertRefusedFrom(1, 0, header + "x".repeat(4_000_000) + endless);
		assertRefusedFrom(1, 0, header + ",".repeat(10_000_000) + endless);
		assertThat(owner().sql("select call_id from call").query(String.class).list())
			.containsExactlyInAnyOrder("before-quote", "before-cells");
	}

	private void assertRefusedFrom(long line, int created, String file) throws IOException {
		var packed = new ByteArrayOutputStream();
		try (var gzip = new GZIPOutputStream(packed)) {
			gzip.write(file.getBytes(StandardCharsets.US_ASCII));
		}

		var answer = http().with("Content-Encoding", "gzip")
			.with("Content-Type", "text/csv")
			.send("POST", "/v1/imports/csv", BodyPublishers.ofByteArray(packed.toByteArray()));

		assertThat(answer.status()).as(answer.body()).isEqualTo((created > 0) ? 200 : 422);
		JsonNode report = answer.json();
		assertThat(report.path("created").asInt()).as(answer.body()).isEqualTo(created);
		assertThat(report.path("rejected")).singleElement().satisfies((rejection) -> {
			assertThat(rejection.path("line").asLong()).isEqualTo(line);
			assertThat(rejection.path("reason").asString()).isEqualTo("TOO_LONG");
			assertThat(rejection.path("message").asString()).endsWith("Nothing after it was read.");
		});
	}

	private static Bad line(String name, String line, String field, Reason reason) {
		return new Bad(name, line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), field, reason);
	}

	private static Bad bytes(String name, String before, byte[] bytes, String after, String field, Reason reason) {
		var line = new ByteArrayOutputStream();
		line.writeBytes(before.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
		line.writeBytes(bytes);
		line.writeBytes(after.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
		return new Bad(name, line.toByteArray(), field, reason);
	}

	private static Bad call(String name, String fields, String field, Reason reason) {
		return line(name, "{" + CALL + ", " + fields + "}", field, reason);
	}

	private static Bad leg(String name, String fields, String field, Reason reason) {
		return call(name, "'legs': [{" + fields + "}]", "legs[0]." + field, reason);
	}

	private static Bad id(String name, String callId, Reason reason) {
		return line(name, "{" + CALL.replaceFirst("bad", callId.replace("\\", "\\\\")) + "}", "callId", reason);
	}

	/// A line that is no call, and what is said of it.
	@SuppressWarnings("ArrayRecordComponent")
	private record Bad(String name, byte[] line, String field, Reason reason) {
	}

}
