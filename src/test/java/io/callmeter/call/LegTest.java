package io.callmeter.call;

import java.math.BigDecimal;
import java.util.Set;

import io.callmeter.TestCalls;
import io.callmeter.call.InvalidCall.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A leg has one kind, and ends as its kind can end. Legs are written as words, their times as seconds after nine.
class LegTest {

	private static final Set<String> TIMES = Set.of("queuedAt", "offeredAt", "answeredAt", "endedAt");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VISIT   | queuedAt=0
			VISIT   | queuedAt=0 queue=sales
			VISIT   | queuedAt=0 queue=sales offeredAt=1 agent=alice
			VISIT   | queuedAt=0 queue=sales answeredAt=2
			VISIT   | queuedAt=0 queue=sales offeredAt=1 answeredAt=2 agent=alice endedAt=3 outcome=ANSWERED
			VISIT   | queuedAt=0 queue=sales answeredAt=2 outcome=ANSWERED
			VISIT   | queuedAt=0 queue=sales answeredAt=0 endedAt=0 outcome=ANSWERED holdSeconds=0 wrapUpSeconds=9
			VISIT   | queuedAt=0 queue=sales endedAt=0 outcome=ABANDONED
			OFFER   | offeredAt=0 agent=alice
			OFFER   | offeredAt=0 agent=alice queue=sales endedAt=9 outcome=MISSED
			SEGMENT | answeredAt=0
			SEGMENT | answeredAt=0 agent=alice queue=sales
			SEGMENT | offeredAt=0 answeredAt=1 agent=alice endedAt=11 outcome=ANSWERED holdSeconds=10
			MENU    | ivr=main answeredAt=0
			MENU    | ivr=main answeredAt=0 endedAt=5 outcome=SERVED
			""")
	void hasTheKindOfItsBeginning(Leg.Kind kind, String words) {
		assertThat(leg(words).kind()).isEqualTo(kind);
	}

	@ParameterizedTest
	@EnumSource
	void aVisitThatNobodyAnsweredEndsInAllWaysButThoseOfOthers(LegOutcome outcome) {
		endsOnlyAs(outcome, "queuedAt=0 queue=sales", Set.of(LegOutcome.ABANDONED, LegOutcome.OVERFLOWED,
				LegOutcome.CALLBACK, LegOutcome.VOICEMAIL, LegOutcome.REFUSED, LegOutcome.FAILED));
	}

	@ParameterizedTest
	@EnumSource
	void anAnsweredVisitEndsAnsweredOnly(LegOutcome outcome) {
		endsOnlyAs(outcome, "queuedAt=0 queue=sales answeredAt=1", Set.of(LegOutcome.ANSWERED));
	}

	@ParameterizedTest
	@EnumSource
	void anOfferEndsWithoutAnAnswer(LegOutcome outcome) {
		endsOnlyAs(outcome, "offeredAt=0 agent=alice",
				Set.of(LegOutcome.MISSED, LegOutcome.DECLINED, LegOutcome.CANCELLED, LegOutcome.FAILED));
	}

	@ParameterizedTest
	@EnumSource
	void aSegmentEndsAnsweredOnly(LegOutcome outcome) {
		endsOnlyAs(outcome, "answeredAt=0 agent=alice", Set.of(LegOutcome.ANSWERED));
	}

	@ParameterizedTest
	@EnumSource
	void aMenuEndsAsMenusDo(LegOutcome outcome) {
		endsOnlyAs(outcome, "answeredAt=0 ivr=main",
				Set.of(LegOutcome.SERVED, LegOutcome.ABANDONED, LegOutcome.OVERFLOWED, LegOutcome.FAILED));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					queue=sales                                         | queuedAt      | MISSING       | Send queuedAt (a visit)
					agent=alice                                         | queuedAt      | MISSING       | offeredAt with agent (an offer)
					endedAt=5 outcome=ABANDONED queue=sales             | queuedAt      | MISSING       | no start
					offeredAt=0 queue=sales                             | agent         | MISSING       | agent is required for an offer
					ivr=main                                            | answeredAt    | MISSING       | when it was entered
					ivr=main answeredAt=0 queuedAt=0                    | ivr           | CONTRADICTION | A menu cannot have queuedAt
					ivr=main answeredAt=0 offeredAt=0                   | ivr           | CONTRADICTION | A menu cannot have offeredAt
					ivr=main answeredAt=0 agent=alice                   | ivr           | CONTRADICTION | A menu cannot have agent
					ivr=main answeredAt=0 queue=sales                   | ivr           | CONTRADICTION | as separate legs
					queuedAt=5 offeredAt=4 agent=alice                  | offeredAt     | CONTRADICTION | 09:00:04Z is before queuedAt 2026-11-16T09:00:05Z
					queuedAt=5 answeredAt=4                             | answeredAt    | CONTRADICTION | is before queuedAt
					queuedAt=0 offeredAt=5 answeredAt=4 agent=alice     | answeredAt    | CONTRADICTION | is before offeredAt
					queuedAt=5 endedAt=4 outcome=ABANDONED              | endedAt       | CONTRADICTION | is before queuedAt
					offeredAt=5 endedAt=4 outcome=MISSED agent=alice    | endedAt       | CONTRADICTION | is before offeredAt
					answeredAt=5 endedAt=4 outcome=ANSWERED             | endedAt       | CONTRADICTION | Correct one of them
					queuedAt=0 endedAt=4                                | outcome       | MISSING       | for a visit one of ANSWERED, ABANDONED
					offeredAt=0 endedAt=4 agent=alice                   | outcome       | MISSING       | for an offer one of FAILED, MISSED, DECLINED, CANCELLED
					answeredAt=0 endedAt=4                              | outcome       | MISSING       | for a segment one of ANSWERED.
					ivr=main answeredAt=0 endedAt=4                     | outcome       | MISSING       | SERVED
					queuedAt=0 outcome=ABANDONED                        | endedAt       | MISSING       | endedAt is required
					offeredAt=0 agent=alice outcome=MISSED              | endedAt       | MISSING       | endedAt is required
					queuedAt=0 outcome=ANSWERED                         | answeredAt    | CONTRADICTION | ANSWERED without
					queuedAt=0 endedAt=9 outcome=ANSWERED               | answeredAt    | CONTRADICTION | ANSWERED without
					queuedAt=0 answeredAt=1 endedAt=9 outcome=ABANDONED | answeredAt    | CONTRADICTION | ABANDONED with it
					queuedAt=0 holdSeconds=1                            | holdSeconds   | CONTRADICTION | was not answered
					queuedAt=0 wrapUpSeconds=1                          | wrapUpSeconds | CONTRADICTION | was not answered
					offeredAt=0 agent=alice wrapUpSeconds=1             | wrapUpSeconds | CONTRADICTION | belongs to an answered visit
					ivr=main answeredAt=0 holdSeconds=1                 | holdSeconds   | CONTRADICTION | or a segment
					answeredAt=0 endedAt=9 outcome=ANSWERED holdSeconds=10 | holdSeconds | CONTRADICTION | longer than the 9 s
					answeredAt=0 holdSeconds=-1                         | holdSeconds   | OUT_OF_RANGE  | Expected 0 to 2678400
					answeredAt=0 wrapUpSeconds=2678401                  | wrapUpSeconds | OUT_OF_RANGE  | Expected 0 to 2678400
					answeredAt=0 wrapUpSeconds=0.1234567890123456789    | wrapUpSeconds | OUT_OF_RANGE  | Expected at most 18
					answeredAt=0 holds=-1                               | holds         | OUT_OF_RANGE  | Expected 0 to 10000
					answeredAt=0 holds=10001                            | holds         | OUT_OF_RANGE  | Expected 0 to 10000
					""")
	void refusesWhatCannotBeTrue(String words, String field, Reason reason, String remedy) {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> leg(words)).satisfies((why) -> {
			assertThat(why.field()).isEqualTo("legs[0]." + field);
			assertThat(why.reason()).isEqualTo(reason);
			assertThat(why.message()).contains(remedy).endsWith(".");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue", "agent", "trunk", "skill", "reason", "transferredTo" })
	void refusesCodesThatAreNone(String field) {
		ObjectNode leg = words("answeredAt=0");
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> decoded(leg.deepCopy().put(field, "x".repeat(129))))
			.satisfies((why) -> assertThat(why.reason()).isEqualTo(Reason.TOO_LONG));
		assertThat(decoded(leg.deepCopy().put(field, " "))).isEqualTo(decoded(leg));
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> decoded(leg.deepCopy().put(field, "a\tb")))
			.withMessageContaining("Invalid " + field + ". It contains control characters");
		assertThat(decoded(leg.deepCopy().put(field, "x".repeat(128))).kind()).isEqualTo(Leg.Kind.SEGMENT);
	}

	@Test
	void takesAnIdOf64Characters() {
		assertThat(decoded(words("answeredAt=0").put("legId", "x".repeat(64))).legId()).hasSize(64);
		assertThatExceptionOfType(InvalidCall.class)
			.isThrownBy(() -> decoded(words("answeredAt=0").put("legId", "x".repeat(65))))
			.satisfies((why) -> assertThat(why.field()).isEqualTo("legs[0].legId"));
	}

	@Test
	void countsFromTheEarliestOfItsTimes() {
		assertThat(leg("queuedAt=3 offeredAt=4 answeredAt=5 agent=alice").beganAt()).isEqualTo(TestCalls.at(3));
		assertThat(leg("offeredAt=4 answeredAt=5 agent=alice").beganAt()).isEqualTo(TestCalls.at(4));
		assertThat(leg("answeredAt=5").beganAt()).isEqualTo(TestCalls.at(5));
	}

	@Test
	void keepsMicrosecondsOfHoldAndWrapUp() {
		Leg leg = leg("answeredAt=0 holdSeconds=1.2345678 wrapUpSeconds=30.000");

		assertThat(leg.holdSeconds()).isEqualTo(new BigDecimal("1.234567"));
		assertThat(leg.wrapUpSeconds()).isEqualTo(new BigDecimal("30"));
	}

	@Test
	void refusesAnEndInMillenniaForItselfWhateverTheHold() {
		ObjectNode leg = words("holdSeconds=1 outcome=ANSWERED").put("answeredAt", "2026-11-16T09:00:00Z")
			.put("endedAt", "+999999999-12-31T23:59:59Z");

		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> decoded(leg)).satisfies((why) -> {
			assertThat(why.field()).isEqualTo("legs[0].endedAt");
			assertThat(why.reason()).isEqualTo(Reason.OUT_OF_RANGE);
		});
	}

	private static void endsOnlyAs(LegOutcome outcome, String beginning, Set<LegOutcome> allowed) {
		String words = beginning + " endedAt=9 outcome=" + outcome;
		if (allowed.contains(outcome)) {
			assertThat(leg(words).outcome()).isEqualTo(outcome);
		}
		else {
			assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> leg(words)).satisfies((why) -> {
				assertThat(why.field()).isIn("legs[0].outcome", "legs[0].answeredAt");
				assertThat(why.reason()).isEqualTo(Reason.CONTRADICTION);
				assertThat(why.message()).contains(outcome.name());
			});
		}
	}

	private static Leg leg(String words) {
		return decoded(words(words));
	}

	private static Leg decoded(ObjectNode leg) {
		return TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"), leg)).legs().getFirst();
	}

	private static ObjectNode words(String words) {
		ObjectNode leg = TestCalls.leg("1");
		for (String word : words.split(" +", -1)) {
			int equals = word.indexOf('=');
			String field = word.substring(0, equals);
			String value = word.substring(equals + 1);
			if (TIMES.contains(field)) {
				leg.put(field, TestCalls.at(Long.parseLong(value)).toString());
			}
			else if (field.startsWith("hold") || field.startsWith("wrap")) {
				BigDecimal number = new BigDecimal(value);
				if (field.equals("holds")) {
					leg.put(field, number.intValueExact());
				}
				else {
					leg.put(field, number);
				}
			}
			else {
				leg.put(field, value);
			}
		}
		return leg;
	}

}
