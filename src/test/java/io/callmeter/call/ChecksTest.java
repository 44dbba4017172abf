package io.callmeter.call;

import java.util.List;

import io.callmeter.TestCalls;
import io.callmeter.call.InvalidCall.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Of a record all mistakes are found, and of one cause one.
class ChecksTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					{"mos": 9, "sipStatus": 7, "endedAt": "2026-11-16T08:00:00Z"} | endedAt sipStatus mos
					{"campaign": "a\\u200bb", "trunk": "\\u0007", "hangupCause": 128} | campaign trunk hangupCause
					{"csat": 2, "currency": "Euro", "conversionValue": 1e13} | conversionValue currency csat
					{"attributes": {"a": "\\u0000", "b\\n": "x", "c": "\\u0000"}} | attributes.a attributes attributes.c
					{"recordingUrl": "ftp://x", "callId": "a/b"} | callId recordingUrl
					{"answeredAt": "2026-11-16T08:00:00Z", "endedAt": "2026-11-16T08:00:00Z"} | answeredAt
					{"answeredAt": "2026-11-16T09:01:00Z", "endedAt": "2027-11-16T08:00:00Z"} | endedAt
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T08:00:00Z"}, {"legId": "1", "queuedAt": "2027-01-01T09:00:00Z"}]} | legs[0].queuedAt legs[1].legId legs[1].queuedAt
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T08:00:00Z", "answeredAt": "2026-11-16T08:01:00Z"}]} | legs[0].queuedAt
					{"legs": [{"legId": "1"}, {"legId": "2", "queuedAt": "2026-11-16T08:00:00Z"}]} | legs[0].queuedAt legs[1].queuedAt
					{"legs": [{"legId": " ", "queue": "\\u0007", "offeredAt": "2026-11-16T09:00:00Z", "holds": -1, "holdSeconds": 5}]} | legs[0].legId legs[0].queue legs[0].holds legs[0].agent legs[0].holdSeconds
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T09:00:09Z", "endedAt": "2026-11-16T09:00:00Z", "outcome": "SERVED"}]} | legs[0].outcome legs[0].endedAt
					{"legs": [{"legId": "1", "queuedAt": "2026-11-16T09:00:09Z", "answeredAt": "2026-11-16T09:00:00Z", "offeredAt": "2026-11-16T09:00:01Z"}]} | legs[0].offeredAt
					{"legs": [{"legId": "1", "ivr": "\\u0007", "answeredAt": "2026-11-16T09:00:09Z", "endedAt": "2026-11-16T09:00:10Z", "outcome": "SERVED"}]} | legs[0].ivr
					{"legs": [{"legId": "1", "ivr": "main", "queue": "sales", "endedAt": "2026-11-16T09:00:10Z", "outcome": "ANSWERED"}]} | legs[0].ivr
					""")
	void allThatIsWrongIsFoundAndNothingThatFollowsFromIt(String fields, String wrong) {
		ObjectNode call = TestCalls.answered("c-1");
		call.remove(List.of("answeredAt", "endedAt", "legs"));
		call.setAll((ObjectNode) JsonMapper.shared().readTree(fields));

		assertThat(mistakes(call)).extracting(InvalidCall::field).containsExactly(wrong.split(" ", -1));
	}

	@Test
	void theFirstMistakeSpeaksForAll() {
		InvalidCall why = InvalidCall
			.of(List.of(mistake("legs[10].b"), mistake("legs[9].a"), mistake("mos"), mistake("legs[x]")));

		assertThat(why.field()).isEqualTo("mos");
		assertThat(why.reason()).isEqualTo(Reason.OUT_OF_RANGE);
		assertThat(why.all()).extracting(InvalidCall::field)
			.containsExactly("mos", "legs[x]", "legs[9].a", "legs[10].b");
		assertThat(why.in("part").all()).extracting(InvalidCall::field)
			.containsExactly("part.mos", "part.legs[x]", "part.legs[9].a", "part.legs[10].b");
		assertThat(mistake("mos").all()).singleElement().extracting(InvalidCall::field).isEqualTo("mos");
	}

	@Test
	void tenMistakesAreEnoughAndFewerOfLongOnes() {
		Checks checks = new Checks();
		for (int i = 0; i < 50; i++) {
			assertThat(checks.isFull()).isEqualTo(i >= 10);
			assertThat(checks.add(mistake("f" + i))).isEqualTo(i < 10);
		}
		assertThat(checks.all().all()).hasSize(10);

		Checks wordy = new Checks();
		for (int i = 0; i < 10; i++) {
			wordy.add(new InvalidCall("f" + i, "x", Reason.OUT_OF_RANGE, "x".repeat(100_000)));
		}
		assertThat(wordy.all().all()).hasSize(2);
	}

	private static InvalidCall mistake(String field) {
		return new InvalidCall(field, 9, Reason.OUT_OF_RANGE, "Invalid " + field + " 9. Expected 0 to 5.");
	}

	private static List<InvalidCall> mistakes(ObjectNode call) {
		InvalidCall why = catchThrowableOfType(InvalidCall.class, () -> TestCalls.decoded(call));
		return why.all();
	}

}
