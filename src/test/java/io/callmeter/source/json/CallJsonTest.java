package io.callmeter.source.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What is written as JSON is read as what it was, and what is no JSON is a record that says so.
class CallJsonTest {

	private final CallJson json = new CallJson(new PhoneNumbers("GB"));

	private final CallDecoder document = new JsonCallDecoder(this.json, 10_000);

	private final CallDecoder lines = new NdjsonCallDecoder(this.json, 10_000);

	@Property(tries = 200)
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
					{"callId": "c-1"                  | The JSON ends too early, column 17; send all of it.
					nonsense                          | There is no JSON from column 1 on; check quotes, commas and brackets just before.
					{"csat": NaN}                     | NaN and Infinity are no JSON numbers, column 13; send a number, or leave the field out.
					{"callId": "c-1", "callId": "2"}  | The field 'callId' is there twice, column 27; send it once.
					{"csat": 1e99999999999999}        | The JSON has a number that is too large to be one; send a smaller one.
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
				.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message())
					.matches(
							"The JSON (is nested too deep|has a number, name or text that is too long), .*; send .*\\.")
					.doesNotContain("StreamReadConstraints"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					"hangupCause": 16.5              | hangupCause is a whole number, this has decimals or an exponent.
					"hangupCause": 99999999999       | hangupCause is a whole number, this is too large.
					"hangupCause": "16"              | hangupCause is a whole number, this is a text.
					"attributes": {"a": {"b": 1}}    | attributes has parts under 'a'; send one text, number or truth there, or a name for each part.
					"recordingUrl": "ftp://x"        | recordingUrl is no http or https address; send one such as https://recordings.example.com/1, or leave it out.
					"outcome": "BUZY"                | outcome 'BUZY' is not one of CONNECTED, MACHINE,
					"legs": [{"legId": " ", "queuedAt": "2026-11-16T09:00:00Z"}] | legId is empty; send the source's id of the leg
					"legs": [{"legId": "1", "cost": 1}] | There is no field 'legs[0].cost' here; leave it out, or put it into the attributes of the call.
					""")
	void saysWhatIsWrongWithAField(String field, String message) throws IOException {
		assertThat(decoded(this.lines,
				"{\"callId\": \"c\", \"direction\": \"INBOUND\", \"startedAt\": \"2026-11-16T09:00:00Z\", " + field
						+ "}"))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).startsWith(message));
	}

	@Test
	void aPatchThatHasMoreIsToldWhatAPatchHas() {
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> this.json.patch(JsonMapper.shared().readTree("{\"direction\": \"INBOUND\"}")))
			.withMessage("There is no field 'direction' here; a patch has caseId, conversionValue, converted, csat, "
					+ "currency, disposition, resolved; the rest is sent by PUT or POST.");
	}

	@Test
	void saysWhatFollowsADocument() throws IOException {
		String call = TestCalls.inbound("c-1").toString();

		assertThat(decoded(this.document, call + "\n" + call))
			.satisfiesExactly((good) -> assertThat(good).isInstanceOf(Decoded.Ok.class), (bad) -> {
				assertThat(reason(bad)).isEqualTo(Reason.MALFORMED);
				assertThat(bad.line()).isEqualTo(2);
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
