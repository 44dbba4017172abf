package io.callmeter.source.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What is written as JSON is read as what it was, and what is no JSON is a record that says so.
class CallJsonTest {

	private final CallJson json = new CallJson(new PhoneNumbers("GB"));

	private final CallDecoder document = new JsonCallDecoder(this.json, 10_000);

	private final CallDecoder lines = new NdjsonCallDecoder(this.json, 10_000);

	@Property(tries = 60, thoroughly = 12)
	void readsEveryCallAsItWasWritten(Dice dice) {
		Call call = RandomCalls.call(dice);

		assertThat(TestCalls.decoded(TestCalls.json(call))).isEqualTo(call);
	}

	@Property(tries = 50)
	void readsManyAsOneByOne(Dice dice) throws IOException {
		List<Call> calls = RandomCalls.calls(dice, 0, 5);
		List<Decoded> expected = new ArrayList<>();
		calls.forEach((call) -> expected.add(new Decoded.Ok(expected.size() + 1, call)));

		assertThat(decoded(this.lines, TestCalls.lines(calls))).isEqualTo(expected);
		assertThat(decoded(this.document, JsonMapper.shared().writeValueAsString(calls))).isEqualTo(expected);
	}

	@Test
	void elementThatIsTooLongIsNotHeldInMemoryAndEndsTheArray() throws IOException {
		String call = TestCalls.answered("a").toString();
		String endless = "{\"callId\": \"" + "x".repeat(100_000) + "\"}";

		List<Decoded> decoded = decoded(this.document, "[" + call + ", " + endless + ", " + call + "]");

		assertThat(decoded).hasSize(2).first().isInstanceOf(Decoded.Ok.class);
		assertThat(decoded).last()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().reason()).isEqualTo(InvalidCall.Reason.TOO_LONG));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"callId\": null", "\"from\": null, \"legs\": null", "\"attributes\": null" })
	void nullIsTheSameAsAbsent(String fields) {
		String call = TestCalls.inbound("c-1").toString();
		if (fields.contains("callId")) {
			assertThatExceptionOfType(InvalidCall.class)
				.isThrownBy(() -> TestCalls.decoded(call.replace("\"callId\":\"c-1\"", fields)))
				.satisfies((why) -> assertThat(why.reason()).isEqualTo(Reason.MISSING));
		}
		else {
			String bare = TestCalls.call("c-1", "INBOUND").toString();
			assertThat(TestCalls.decoded(bare.replaceFirst("}$", ", " + fields + "}")))
				.isEqualTo(TestCalls.decoded(bare));
		}
	}

	@Test
	void skipsBlankLinesAndCountsThem() throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.lines, "\r\n \t\n" + call + "\r\n\n" + call)).extracting(Decoded::line)
			.containsExactly(3L, 5L);
	}

	@Test
	void readsAByteOrderMark() throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.lines, "\ufeff" + call + "\n" + call)).hasOnlyElementsOfType(Decoded.Ok.class);
		assertThat(decoded(this.document, "\ufeff[" + call + "]")).hasOnlyElementsOfType(Decoded.Ok.class);
	}

	@Test
	void aLineThatIsTooLongSpoilsNoOther() throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.lines, call + "\n" + "x".repeat(200_000) + "\n" + call)).satisfiesExactly(
				(first) -> assertThat(first).isInstanceOf(Decoded.Ok.class),
				(second) -> assertThat(reason(second)).isEqualTo(Reason.TOO_LONG),
				(third) -> assertThat(third).isEqualTo(new Decoded.Ok(3, TestCalls.decoded(call))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[", "{\"callId\": }", "nul", "{\"callId\": \"c-1\", \"callId\": \"c-2\"}",
			"{\"csat\": NaN}", "{\"csat\": 1e99999999999999}", "{\"csat\": 01}", "{'callId': 1}", "{} {}",
			"// nothing" })
	void whatIsNoJsonIsARecordThatSaysSo(String text) throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.lines, text + "\n" + call)).satisfiesExactly(
				(bad) -> assertThat(reason(bad)).isIn(Reason.MALFORMED, Reason.WRONG_TYPE),
				(good) -> assertThat(good).isEqualTo(new Decoded.Ok(2, TestCalls.decoded(call))));
		assertThat(decoded(this.document, "[" + call + ", " + text)).first().isInstanceOf(Decoded.Ok.class);
		assertThat(decoded(this.document, "[" + call + ", " + text)).last()
			.satisfies((bad) -> assertThat(reason(bad)).isEqualTo(Reason.MALFORMED));
	}

	/// In our own words, with the place.
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"callId": "c-1"                  | Malformed JSON at column 17: it ends too early. Send all of it.
					nonsense                          | Malformed JSON at column 1. Check quotes, commas and brackets just before it.
					{"csat": NaN}                     | Malformed JSON at column 13: NaN and Infinity are not JSON. Send a number, or leave the field out.
					{"callId": "c-1", "callId": "2"}  | The field 'callId' appears twice at column 27. Send it once.
					{"csat": 1e99999999999999}        | Malformed JSON: a number is too large. Send a smaller one.
					""")
	void saysWhatIsNoJson(String text, String message) throws IOException {
		assertThat(decoded(this.lines, text)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).isEqualTo(message));
	}

	@Test
	void saysThatATextIsTooDeepOrTooLong() throws IOException {
		for (String text : List.of("[".repeat(5_000), "{\"csat\": " + "9".repeat(5_000) + "}")) {
			assertThat(decoded(this.lines, text)).singleElement()
				.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message()).matches(
						"Malformed JSON( at column \\d+)?: (it is nested too deeply|a number, name or string is too long)\\.")
					.doesNotContain("StreamReadConstraints"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"hangupCause": 16.5              | Invalid hangupCause. Expected a whole number, but it has decimals or an exponent.
					"hangupCause": 99999999999       | Invalid hangupCause. Expected a whole number, but it is too large.
					"hangupCause": "16x"             | Invalid hangupCause. Expected a whole number, but it is a string that is not one.
					"hangupCause": "16.5"            | Invalid hangupCause. Expected a whole number, but it is a string that is not one.
					"attributes": {"a": {"b": 1}}    | Invalid attributes: 'a' is an object or a list. Expected a string, a number or true or false.
					"recordingUrl": "ftp://x"        | Invalid recordingUrl. Expected an http or https URL such as https://recordings.example.com/1.
					"outcome": "BUZY"                | Invalid outcome 'BUZY'. Expected one of CONNECTED, MACHINE,
					"legs": [{"legId": " ", "queuedAt": "2026-11-16T09:00:00Z"}] | legs[0].legId is required. Expected the id of the leg in the source system
					"legs": [{"legId": "1", "cost": 1}] | Unknown field 'legs[0].cost'. Leave it out, or put it into the attributes of the call.
					""")
	void saysWhatIsWrongWithAField(String field, String message) throws IOException {
		assertThat(decoded(this.lines,
				"{\"callId\": \"c\", \"direction\": \"INBOUND\", \"startedAt\": \"2026-11-16T09:00:00Z\", " + field
						+ "}"))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).startsWith(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "endedAt", "answeredAt", "campaign", "source", "trunk", "outcome", "priority",
			"hangupCause", "mos", "disposition", "caseId", "resolved", "conversionValue", "currency", "csat",
			"recordingUrl", "revision", "attributes", "legs" })
	void anEmptyTextIsAbsent(String field) {
		ObjectNode call = TestCalls.inbound("c-1");

		assertThat(TestCalls.decoded(call.deepCopy().put(field, ""))).isEqualTo(TestCalls.decoded(call));
		assertThat(TestCalls.decoded(call.deepCopy().put(field, " \t"))).isEqualTo(TestCalls.decoded(call));
	}

	@Test
	void anEmptyTextOfALegIsAbsentAndOneOfAnAttributeIsMeant() {
		ObjectNode leg = TestCalls.visit("1", "sales", 0);
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), leg);
		Call expected = TestCalls.decoded(call);
		for (String field : List.of("agent", "ivr", "trunk", "skill", "offeredAt", "answeredAt", "endedAt",
				"holdSeconds", "holds", "wrapUpSeconds", "outcome", "reason", "endedBy", "transfer", "transferredTo")) {
			leg.put(field, "");
		}
		assertThat(TestCalls.decoded(call)).isEqualTo(expected);
		leg.put("queue", "");
		assertThat(TestCalls.decoded(call).legs().getFirst().queue()).isNull();

		call.putObject("attributes").put("note", "");
		assertThat(TestCalls.decoded(call).attributes()).containsEntry("note", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "callId", "direction", "startedAt" })
	void anEmptyTextIsNothingThatIsRequired(String field) {
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> TestCalls.decoded(TestCalls.inbound("c-1").put(field, "")))
			.satisfies((why) -> assertThat(why.reason()).isEqualTo(Reason.MISSING))
			.withMessageStartingWith(field + " is required");
	}

	@Test
	void anEmptyTextInAPatchGivesTheFieldBack() {
		var patch = this.json.patch(JsonMapper.shared().readTree("{\"disposition\": \"\", \"csat\": \"\"}"));

		assertThat(patch.apply(new CrmFields("SALE", "C-1", true, null, null, null, BigDecimal.ONE)))
			.isEqualTo(new CrmFields(null, "C-1", true, null, null, null, null));
	}

	@ParameterizedTest
	@CsvSource({ "priority, 3", "priority, -3", "hangupCause, 16", "hangupCause, 16.0", "sipStatus, +200", "mos, 4.2",
			"conversionValue, 49.90", "csat, ' 0.8 '", "revision, 9007199254740993" })
	void aNumberInQuotesIsTheNumber(String field, String number) {
		ObjectNode quoted = TestCalls.inbound("c-1").put(field, number);
		String plain = quoted.toString()
			.replaceAll("\" *\\+?(" + number.strip().replace("+", "").replaceAll("\\.0$", "") + ")(\\.0)? *\"", "$1");

		assertThat(plain).doesNotContain("\"" + number + "\"");
		assertThat(TestCalls.decoded(quoted)).isEqualTo(TestCalls.decoded(plain));
	}

	@ParameterizedTest
	@CsvSource({ "priority, 3.5", "priority, three", "priority, 3e0x", "priority, 1e999999999", "priority, 2147483648",
			"revision, 9223372036854775808", "mos, '4,2'", "mos, 4.2.1", "mos, NaN", "csat, 0.12345678901234567890",
			"csat, 0x1p0", "csat, 1 0" })
	void aTextThatIsNoExactNumberIsRefused(String field, String number) {
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> TestCalls.decoded(TestCalls.inbound("c-1").put(field, number)))
			.satisfies((why) -> {
				assertThat(why.field()).isEqualTo(field);
				assertThat(why.reason()).isIn(Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
			});
	}

	@Test
	void wordsOfTheModelAreTakenInAnyCase() {
		ObjectNode leg = TestCalls.ended(TestCalls.visit("1", "sales", 0), "overflowed", 60)
			.put("reason", "Timeout")
			.put("endedBy", "system");
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), leg)
			.put("direction", "inbound")
			.put("outcome", "No_Answer");

		Call decoded = TestCalls.decoded(call);

		assertThat(decoded.direction()).isEqualTo(Direction.INBOUND);
		assertThat(decoded.outcome()).isEqualTo(CallOutcome.NO_ANSWER);
		assertThat(decoded.legs().getFirst().outcome()).isEqualTo(LegOutcome.OVERFLOWED);
		assertThat(decoded.legs().getFirst().reason()).isEqualTo("TIMEOUT");
		assertThat(decoded.legs().getFirst().endedBy()).isEqualTo(EndedBy.SYSTEM);
		leg.put("reason", "Lunch");
		assertThat(TestCalls.decoded(call).legs().getFirst().reason()).isEqualTo("Lunch");
	}

	@Test
	void codesThatLookAlikeAreOne() {
		ObjectNode leg = TestCalls.visit("1", "\u00a0Cafe\u0301 \t", 0)
			.put("skill", " e\u0301 ")
			.put("agent", "Zoe\u0308");
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), leg)
			.put("campaign", " Fru\u0308hling")
			.put("trunk", "a ")
			.put("source", "\u3000b")
			.put("disposition", "VENDU E\u0301")
			.put("caseId", " C-1 ");

		Call decoded = TestCalls.decoded(call);

		assertThat(decoded.legs().getFirst().queue()).isEqualTo("Café");
		assertThat(decoded.legs().getFirst().skill()).isEqualTo("é");
		assertThat(decoded.legs().getFirst().agent()).isEqualTo("Zoë");
		assertThat(decoded.campaign()).isEqualTo("Frühling");
		assertThat(decoded.trunk()).isEqualTo("a");
		assertThat(decoded.source()).isEqualTo("b");
		assertThat(decoded.crm().disposition()).isEqualTo("VENDU É");
		assertThat(decoded.crm().caseId()).isEqualTo("C-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sa\u200bles", "\u200esales", "sales\u200f", "\ufeffsales", "sa\u00adles", "sa\u2060les",
			"\u202asales\u202c", "sa\u2066les", "sa\u200dles", "sales\u200c", "\u200dsales",
			"\u0633\u0644\u0627\u0645\u200c", "sa\u3164les", "sa\u2028les", "sa\ud83c\uddecl\udb40\udc67es" })
	void charactersThatNobodySeesAreRefusedInCodes(String code) {
		for (String field : List.of("campaign", "source", "trunk", "disposition", "caseId")) {
			assertThatExceptionOfType(InvalidCall.class)
				.isThrownBy(() -> TestCalls.decoded(TestCalls.inbound("c-1").put(field, code)))
				.satisfies((why) -> assertThat(why.field()).isEqualTo(field))
				.satisfies((why) -> assertThat(why.reason()).isEqualTo(Reason.NOT_ALLOWED))
				.withMessageContaining("an invisible character (U+");
		}
		for (String field : List.of("queue", "agent", "skill", "trunk", "reason")) {
			ObjectNode leg = TestCalls.visit("1", "sales", 0).put(field, code);
			assertThatExceptionOfType(InvalidCall.class)
				.isThrownBy(() -> TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"), leg)))
				.satisfies((why) -> assertThat(why.field()).isEqualTo("legs[0]." + field));
		}
	}

	/// Persian, Malayalam as it was written for long, Hindi, Sinhala, a family and a
	/// flag.
	@ParameterizedTest
	@ValueSource(strings = { "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0d05\u0d35\u0d28\u0d4d\u200d",
			"\u0915\u094d\u200d\u0937", "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
			"\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "\ud83c\udff3\ufe0f\u200d\ud83c\udf08",
			"\ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb", "\u2764\ufe0f" })
	void joinersAreKeptWhereTheyAreSeen(String code) {
		assertThat(TestCalls.decoded(TestCalls.inbound("c-1").put("campaign", code)).campaign()).isEqualTo(code);
	}

	@Test
	void aPatchThatHasMoreIsToldWhatAPatchHas() {
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> this.json.patch(JsonMapper.shared().readTree("{\"direction\": \"INBOUND\"}")))
			.withMessage("Unknown field 'direction'. Expected caseId, conversionValue, converted, csat, "
					+ "currency, disposition, resolved; send other fields with PUT or POST.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n%s", "%s", ",%s", "\nnonsense", "]", "[%s]", "{" })
	void ofSeveralObjectsInOneDocumentNoneIsTaken(String rest) throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.document, call + rest.formatted(call))).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
				assertThat(bad.why().reason()).isEqualTo(Reason.MALFORMED);
				assertThat(bad.why().message()).contains("an array of calls", "application/x-ndjson");
				assertThat(bad.line()).isEqualTo(1);
			});
	}

	@Test
	void reportsTheIdOfABadRecord() throws IOException {
		String endless = "y".repeat(5_000);
		assertThat(decoded(this.lines, "{\"callId\": \"c-1\"}\n{\"callId\": 1}\n{\"callId\": \"" + endless + "\"}"))
			.extracting((decoded) -> ((Decoded.Malformed) decoded).callId())
			.satisfiesExactly((id) -> assertThat(id).isEqualTo("c-1"), (id) -> assertThat(id).isNull(),
					(id) -> assertThat(id).startsWith("yyy").hasSizeLessThan(200));
	}

	@Test
	void aPatchTakesGivesBackAndLeaves() {
		var patch = this.json.patch(JsonMapper.shared().readTree("{\"caseId\": \"C-2\", \"resolved\": null}"));

		assertThat(patch.apply(new CrmFields("SALE", "C-1", true, null, null, null, null)))
			.isEqualTo(new CrmFields("SALE", "C-2", null, null, null, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "1", "{\"callId\": \"c-1\"}", "{\"csat\": 2}", "{\"resolved\": \"yes\"}" })
	void refusesAPatchOfAnythingElse(String patch) {
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> this.json.patch(JsonMapper.shared().readTree(patch)));
	}

	private static Reason reason(Decoded decoded) {
		return ((Decoded.Malformed) decoded).why().reason();
	}

	private static List<Decoded> decoded(CallDecoder decoder, String text) throws IOException {
		List<Decoded> decoded = new ArrayList<>();
		decoder.decode(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), decoded::add);
		return decoded;
	}

}
