package io.callmeter.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.InvalidCall.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A call that exists is valid, and deliveries of it come together in one way.
class CallTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"answeredAt": "2026-11-16T08:59:59Z"}                                        | answeredAt   | CONTRADICTION | is before startedAt
					{"endedAt": "2026-11-16T08:59:59Z"}                                           | endedAt      | CONTRADICTION | is before startedAt
					{"answeredAt": "2026-11-16T09:00:05Z", "endedAt": "2026-11-16T09:00:04Z"}     | endedAt      | CONTRADICTION | is before answeredAt
					{"hangupCause": 128}                                                          | hangupCause  | OUT_OF_RANGE  | Expected 0 to 127
					{"sipStatus": 99}                                                             | sipStatus    | OUT_OF_RANGE  | Expected 100 to 699
					{"mos": 5.01}                                                                 | mos          | OUT_OF_RANGE  | Expected 0 to 5
					{"csat": 1.5}                                                                 | csat         | OUT_OF_RANGE  | Expected 0 to 1
					{"csat": -0.1}                                                                | csat         | OUT_OF_RANGE  | Expected 0 to 1
					{"conversionValue": 1e13}                                                     | conversionValue | OUT_OF_RANGE | Expected -1000000000000 to
					{"callId": " "}                                                               | callId       | MISSING       | the id of the call in the source system
					{"currency": "euro"}                                                          | currency     | NOT_ALLOWED   | such as EUR
					{"currency": "EURO"}                                                          | currency     | NOT_ALLOWED   | three capital letters
					{"campaign": "a\\u200b"}                                                      | campaign     | NOT_ALLOWED   | invisible character (U+200B); remove it
					{"source": "a\\u0007"}                                                        | source       | NOT_ALLOWED   | control characters
					{"recordingUrl": "ftp://recordings.example.com/1"}                            | recordingUrl | NOT_ALLOWED   | http or https
					{"recordingUrl": "recordings.example.com"}                                    | recordingUrl | NOT_ALLOWED   | http or https
					{"recordingUrl": "http:///no-host"}                                           | recordingUrl | NOT_ALLOWED   | http or https
					{"recordingUrl": "http://a b"}                                                | recordingUrl | NOT_ALLOWED   | http or https
					{"attributes": {"": "x"}}                                                     | attributes   | NOT_ALLOWED   | is empty
					{"legs": [{"legId": "1", "answeredAt": "2026-11-16T08:59:59Z"}]}              | legs[0].answeredAt | CONTRADICTION | before the call's startedAt
					{"answeredAt": "2027-01-15T09:00:00.000001Z"}                                 | answeredAt   | OUT_OF_RANGE  | more than 60 days after
					{"endedAt": "2027-01-15T09:00:00.000001Z"}                                    | endedAt      | OUT_OF_RANGE  | more than 60 days after
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T09:00:00Z", "offeredAt": "2027-01-15T09:00:00.000001Z", "agent": "a"}]} | legs[0].offeredAt | OUT_OF_RANGE | more than 60 days after
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T09:00:00Z", "answeredAt": "2027-01-15T09:00:00.000001Z"}]} | legs[0].answeredAt | OUT_OF_RANGE | more than 60 days after
					{"legs": [{"legId": "1", "ivr": "m", "answeredAt": "2026-12-16T09:00:00Z", "endedAt": "2027-01-15T09:00:00.000001Z", "outcome": "SERVED"}]} | legs[0].endedAt | OUT_OF_RANGE | more than 60 days after
					{"legs": [{"legId": "1", "answeredAt": "2026-11-16T09:00:00Z", "wrapUpSeconds": 2678400.000001}]} | legs[0].wrapUpSeconds | OUT_OF_RANGE | Expected 0 to 2678400
					{"legs": [{"legId": "1", "queuedAt": "2026-12-16T09:00:00.000001Z"}]}         | legs[0].queuedAt | OUT_OF_RANGE | Send it as another call
					{"legs": [{"legId": "1", "answeredAt": "2026-11-16T09:00:00Z"}, {"legId": "1", "answeredAt": "2026-11-16T09:00:00Z"}]} | legs[1].legId | CONTRADICTION | Each leg needs its own
					""")
	void refusesWhatCannotBeTrue(String fields, String field, Reason reason, String remedy) {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> decodedWith(fields)).satisfies((why) -> {
			assertThat(why.field()).isEqualTo(field);
			assertThat(why.reason()).isEqualTo(reason);
			assertThat(why.message()).contains(remedy).endsWith(".");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"mos\": 0}", "{\"mos\": 5.00}", "{\"csat\": 0}", "{\"csat\": 1.000}",
			"{\"hangupCause\": 0}", "{\"sipStatus\": 699}", "{\"conversionValue\": -1000000000000}",
			"{\"priority\": -2147483648}", "{\"recordingUrl\": \"HTTPS://Recordings.example.com:8080/ä?x=1#y\"}",
			"{\"attributes\": {\"x\": \"\", \"y\": 1, \"z\": true, \"gone\": null}}",
			"{\"legs\": [{\"legId\": \"1\", \"queuedAt\": \"2026-12-16T09:00:00Z\"}]}",
			"{\"answeredAt\": \"2027-01-15T09:00:00Z\", \"endedAt\": \"2027-01-15T09:00:00Z\"}",
			"{\"legs\": [{\"legId\": \"1\", \"queuedAt\": \"2026-12-16T09:00:00Z\", \"answeredAt\": \"2027-01-15T09:00:00Z\", "
					+ "\"endedAt\": \"2027-01-15T09:00:00Z\", \"outcome\": \"ANSWERED\", \"wrapUpSeconds\": 2678400}]}",
			"{\"startedAt\": \"2026-11-16T10:00:00.1234567+01:00\"}", "{\"callId\": \"ä %?&#;=+ 😀\"}" })
	void takesWhatLiesOnTheEdge(String fields) {
		assertThat(decodedWith(fields)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "/", "a\\b", "\u0000", "a\nb", "a\u007f", "", "   " })
	void refusesAnIdThatAPathCannotCarry(String callId) {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> Call.checkCallId(callId)).satisfies((why) -> {
			assertThat(why.field()).isEqualTo("callId");
			assertThat(why.reason()).isEqualTo(Reason.NOT_ALLOWED);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ".." })
	void refusesAnIdThatAPathReadsAsAFolder(String callId) {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> Call.checkCallId(callId));
	}

	@Test
	void takesAnIdOf128Characters() {
		assertThat(Call.checkCallId("x".repeat(128))).hasSize(128);
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> Call.checkCallId("x".repeat(129)))
			.satisfies((why) -> assertThat(why.reason()).isEqualTo(Reason.TOO_LONG));
	}

	@Test
	void takes2000LegsAnd32Attributes() {
		ObjectNode full = TestCalls.inbound("c-1");
		ObjectNode[] legs = new ObjectNode[2001];
		for (int i = 0; i < legs.length; i++) {
			legs[i] = TestCalls.visit("leg-" + i, "sales", i);
		}
		TestCalls.withLegs(full, Arrays.copyOf(legs, 2000));
		ObjectNode attributes = full.putObject("attributes");
		for (int i = 0; i < 32; i++) {
			attributes.put("name-" + i, "x".repeat(1024));
		}
		assertThat(TestCalls.decoded(full.deepCopy()).legs()).hasSize(2000);

		attributes.put("one-more", "x");
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> TestCalls.decoded(full))
			.withMessage("The call has 33 attributes. Expected at most 32.");
		ObjectNode long2001 = TestCalls.withLegs(TestCalls.inbound("c-1"), legs);
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> TestCalls.decoded(long2001))
			.withMessage("The call has 2001 legs. Expected at most 2000.");
	}

	@Test
	void keepsLegsInTheOrderOfTheirBeginning() {
		Call call = TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.visit("b", "sales", 9),
				TestCalls.visit("c", "sales", 1), TestCalls.visit("a", "sales", 9)));

		assertThat(call.legs()).extracting(Leg::legId).containsExactly("c", "a", "b");
	}

	@Test
	void keepsACurrencyInCapitals() {
		assertThat(decodedWith("{\"currency\": \"eur\"}").crm().currency()).isEqualTo("EUR");
	}

	@Test
	void keepsMicroseconds() {
		assertThat(decodedWith("{\"startedAt\": \"2026-11-16T09:00:00.123456789Z\"}").startedAt())
			.isEqualTo(Instant.parse("2026-11-16T09:00:00.123456Z"));
	}

	@Test
	void aReportStaysSmallWhateverWasSent() {
		String much = "x".repeat(100_000);
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> decodedWith("{\"direction\": \"" + much + "\"}"))
			.satisfies((why) -> assertThat(
					why.field().length() + String.valueOf(why.value()).length() + why.message().length())
				.isLessThan(2000));
	}

	@Test
	void theLastToArriveWinsWithoutRevisions() {
		Call stored = decodedWith("{\"campaign\": \"spring\", \"priority\": 1}");
		Call delivered = decodedWith("{\"campaign\": \"autumn\", \"trunk\": \"a\"}");

		assertThat(stored.merge(delivered))
			.isEqualTo(decodedWith("{\"campaign\": \"autumn\", \"priority\": 1, \"trunk\": \"a\"}"));
	}

	@Test
	void anOlderRevisionOnlyFillsWhatIsEmpty() {
		Call stored = decodedWith("{\"campaign\": \"spring\", \"revision\": 2}");
		Call delivered = decodedWith("{\"campaign\": \"autumn\", \"trunk\": \"a\", \"revision\": 1}");

		assertThat(stored.merge(delivered))
			.isEqualTo(decodedWith("{\"campaign\": \"spring\", \"trunk\": \"a\", \"revision\": 2}"));
	}

	@Test
	void legsAreMatchedByTheirId() {
		Call stored = TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.visit("1", "sales", 0)));
		Call delivered = TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"),
				TestCalls.answered(TestCalls.visit("1", "support", 0), "bob", 5, 9), TestCalls.visit("2", "night", 9)));

		assertThat(stored.merge(delivered).legs()).isEqualTo(delivered.legs());
		assertThat(delivered.merge(stored).legs()).extracting(Leg::queue).containsExactly("sales", "night");
	}

	@Test
	void saysWhichLegContradictsWhatIsStored() {
		Call stored = TestCalls.decoded(TestCalls.abandonedAfter("c-1", Duration.ofSeconds(30)));
		Call delivered = TestCalls.decoded(TestCalls.answered("c-1"));

		assertThat(stored.merge(delivered).legs().getFirst().outcome()).isEqualTo(LegOutcome.ANSWERED);
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> delivered.merge(stored))
			.satisfies((why) -> assertThat(why.field()).isEqualTo("legs[0].answeredAt"));
	}

	@Property(tries = 50, thoroughly = 12)
	void mergingWithItselfChangesNothing(Dice dice) {
		Call call = RandomCalls.call(dice);

		assertThat(call.merge(call)).isEqualTo(call);
		assertThat(TestCalls.revised(7, call).merge(TestCalls.revised(7, call))).isEqualTo(TestCalls.revised(7, call));
	}

	@Property(tries = 50, thoroughly = 12)
	void partsGiveTheCallInAnyOrderAndRepetition(Dice dice) {
		Call call = RandomCalls.call(dice);

		assertThat(merged(shuffledTwice(TestCalls.parts(call), dice))).isEqualTo(call);
	}

	@Property(tries = 50, thoroughly = 12)
	void partsWithRevisionsGiveTheSameInAnyOrderAndRepetition(Dice dice) {
		List<Call> parts = new ArrayList<>();
		List<Call> life = TestCalls.parts(RandomCalls.call(dice));
		for (int i = 0; i < life.size(); i++) {
			parts.add(TestCalls.revised(i, life.get(i)));
		}
		assertThat(merged(shuffledTwice(parts, dice))).isEqualTo(merged(parts));
	}

	@Property(tries = 50, thoroughly = 12)
	void theNewestWholeDeliveryWinsInAnyOrder(Dice dice) {
		Call call = RandomCalls.call(dice);
		List<Call> parts = new ArrayList<>();
		TestCalls.parts(TestCalls.shifted(Duration.ofSeconds(-1), call))
			.forEach((part) -> parts.add(TestCalls.revised(1, part)));
		parts.add(TestCalls.revised(2, call));

		assertThat(merged(shuffledTwice(parts, dice))).isEqualTo(TestCalls.revised(2, call));
	}

	@Test
	void theCustomerIsTheOtherSide() {
		ObjectNode call = TestCalls.call("c-1", "INBOUND").put("from", "020 7946 0123").put("to", "020 7946 0800");

		assertThat(TestCalls.decoded(call.deepCopy()).customerNumber()).isEqualTo("+442079460123");
		assertThat(TestCalls.decoded(call.deepCopy().put("direction", "INTERNAL")).customerNumber())
			.isEqualTo("+442079460123");
		assertThat(TestCalls.decoded(call.deepCopy().put("direction", "OUTBOUND")).customerNumber())
			.isEqualTo("+442079460800");
		assertThat(TestCalls.decoded(call.deepCopy().put("from", "Anonymous")).customerNumber()).isNull();
		assertThat(TestCalls.decoded(TestCalls.call("c-1", "OUTBOUND").put("from", "020 7946 0123")).customerNumber())
			.isNull();
	}

	private static Call merged(List<Call> deliveries) {
		return deliveries.stream().reduce(Call::merge).orElseThrow();
	}

	private static List<Call> shuffledTwice(List<Call> deliveries, Dice dice) {
		List<Call> twice = new ArrayList<>(deliveries);
		twice.addAll(deliveries);
		return dice.shuffled(twice);
	}

	private static Call decodedWith(String fields) {
		ObjectNode call = TestCalls.inbound("c-1");
		JsonMapper.shared()
			.readTree(fields)
			.properties()
			.forEach((field) -> call.set(field.getKey(), field.getValue()));
		return TestCalls.decoded(call);
	}

}
