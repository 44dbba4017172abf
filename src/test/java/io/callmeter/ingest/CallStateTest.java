package io.callmeter.ingest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.json.CallJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// What each delivery does to what is stored, in every order in which deliveries come.
class CallStateTest {

	private static final CallState NOTHING = CallState.Waiting.FOR_ANYTHING;

	private static final Call ANSWERED = TestCalls.decoded(TestCalls.answered("c-1"));

	private static final Call ABANDONED = TestCalls.decoded(TestCalls.abandonedAfter("c-1", Duration.ofSeconds(30)));

	private static final CrmFields SALE = new CrmFields("SALE", null, null, null, null, null, null);

	@Test
	void aPostMakesACallAndAgainChangesNothing() {
		var first = NOTHING.after(post(ANSWERED), Assignments.NONE);
		var second = first.state().after(post(ANSWERED), Assignments.NONE);

		assertThat(first).isEqualTo(next(ANSWERED, CrmFields.NONE, Effect.Done.CREATED));
		assertThat(second).isEqualTo(next(ANSWERED, CrmFields.NONE, Effect.Done.UNCHANGED));
	}

	@Test
	void aPostThatIsTooOldToChangeAnythingIsStale() {
		CallState stored = present(TestCalls.revised(2, ANSWERED), CrmFields.NONE);

		assertThat(stored.after(post(TestCalls.revised(1, ANSWERED)), Assignments.NONE))
			.isEqualTo(new CallState.Next(stored, Effect.Done.STALE));
		assertThat(stored.after(post(TestCalls.revised(2, ANSWERED)), Assignments.NONE).effect())
			.isEqualTo(Effect.Done.UNCHANGED);
	}

	@Test
	void anOlderPostThatFillsSomethingIsAnUpdate() {
		Call beginning = TestCalls.revised(2, TestCalls.decoded(TestCalls.inbound("c-1")));

		var next = present(beginning, CrmFields.NONE).after(post(TestCalls.revised(1, ABANDONED)), Assignments.NONE);

		assertThat(next.effect()).isEqualTo(Effect.Done.UPDATED);
		assertThat(call(next).legs().getFirst().revision()).isEqualTo(1);
		assertThat(call(next).revision()).isEqualTo(2);
	}

	@Test
	void aPostThatContradictsLeavesWhatIsStored() {
		CallState stored = present(ANSWERED, CrmFields.NONE);

		var next = stored.after(post(ABANDONED), Assignments.NONE);

		assertThat(next.state()).isEqualTo(stored);
		assertThat(next.effect()).isInstanceOf(Effect.Refused.class);
	}

	@Test
	void aPutReplacesAllButWhatTheCrmSaid() {
		assertThat(present(ANSWERED, SALE).after(put(ABANDONED), Assignments.NONE))
			.isEqualTo(next(ABANDONED, SALE, Effect.Done.UPDATED));
		assertThat(present(ABANDONED, SALE).after(put(ABANDONED), Assignments.NONE).effect())
			.isEqualTo(Effect.Done.UNCHANGED);
		assertThat(NOTHING.after(put(ABANDONED), Assignments.NONE).effect()).isEqualTo(Effect.Done.CREATED);
	}

	@Test
	void anOlderPutOnlyFillsWhatIsEmpty() {
		CallState stored = present(TestCalls.revised(2, TestCalls.decoded(TestCalls.waiting("c-1"))), SALE);

		assertThat(
				stored.after(put(TestCalls.revised(1, TestCalls.decoded(TestCalls.waiting("c-1")))), Assignments.NONE)
					.effect())
			.isEqualTo(Effect.Done.STALE);
		assertThat(call(stored.after(put(TestCalls.revised(1, ANSWERED)), Assignments.NONE)).legs().getFirst().agent())
			.isEqualTo("alice");
	}

	@Test
	void aPatchWinsWheneverItComes() {
		Call dialled = TestCalls.decoded(TestCalls.answered("c-1").put("disposition", "NO SALE").put("caseId", "C-1"));

		var before = NOTHING.after(patch("{\"disposition\": \"SALE\"}"), Assignments.NONE);
		var after = present(dialled, CrmFields.NONE).after(patch("{\"disposition\": \"SALE\"}"), Assignments.NONE);

		assertThat(before).isEqualTo(new CallState.Next(new CallState.Waiting(SALE), Effect.Done.WAITING));
		assertThat(before.state().after(post(dialled), Assignments.NONE))
			.isEqualTo(next(dialled, SALE, Effect.Done.CREATED));
		assertThat(before.state().after(put(dialled), Assignments.NONE))
			.isEqualTo(next(dialled, SALE, Effect.Done.CREATED));
		assertThat(after).isEqualTo(next(dialled, SALE, Effect.Done.UPDATED));
		assertThat(after.state().after(patch("{\"disposition\": \"SALE\"}"), Assignments.NONE).effect())
			.isEqualTo(Effect.Done.UNCHANGED);
	}

	@Test
	void aPatchOfNullGivesTheFieldBack() {
		assertThat(present(ANSWERED, SALE).after(patch("{\"disposition\": null}"), Assignments.NONE))
			.isEqualTo(next(ANSWERED, CrmFields.NONE, Effect.Done.UPDATED));
		assertThat(new CallState.Waiting(SALE).after(patch("{\"disposition\": null}"), Assignments.NONE).state())
			.isEqualTo(NOTHING);
		assertThat(NOTHING.after(patch("{}"), Assignments.NONE))
			.isEqualTo(new CallState.Next(NOTHING, Effect.Done.WAITING));
	}

	@Test
	void aDeletedCallStaysDeletedUntilItIsPut() {
		CallState deleted = new CallState.Deleted();

		assertThat(present(ANSWERED, SALE).after(delete(), Assignments.NONE))
			.isEqualTo(new CallState.Next(deleted, Effect.Done.DELETED));
		assertThat(deleted.after(delete(), Assignments.NONE))
			.isEqualTo(new CallState.Next(deleted, Effect.Done.UNKNOWN));
		assertThat(deleted.after(post(ANSWERED), Assignments.NONE))
			.isEqualTo(new CallState.Next(deleted, Effect.Done.STALE));
		assertThat(deleted.after(patch("{\"disposition\": \"SALE\"}"), Assignments.NONE))
			.isEqualTo(new CallState.Next(deleted, Effect.Done.UNKNOWN));
		assertThat(deleted.after(put(ANSWERED), Assignments.NONE))
			.isEqualTo(next(ANSWERED, CrmFields.NONE, Effect.Done.CREATED));
	}

	@Test
	void thereIsNothingToDeleteBeforeACallCame() {
		assertThat(NOTHING.after(delete(), Assignments.NONE))
			.isEqualTo(new CallState.Next(NOTHING, Effect.Done.UNKNOWN));
		assertThat(new CallState.Waiting(SALE).after(delete(), Assignments.NONE).state())
			.isEqualTo(new CallState.Waiting(SALE));
	}

	@Test
	void aDeliveryAsksAnewWhatTheNumberIsForAndAPatchDoesNot() {
		Call unnamed = TestCalls.decoded(TestCalls.withLegs(TestCalls.inbound("c-1"),
				TestCalls.leg("1").put("queuedAt", TestCalls.NINE.toString())));
		Assignments sales = assigned("sales");
		Assignments support = assigned("support");

		var created = NOTHING.after(post(unnamed), sales);
		assertThat(dialledFor(created)).isEqualTo(new DialledFor("sales", "sales"));
		assertThat(created.state().after(post(unnamed), sales).effect()).isEqualTo(Effect.Done.UNCHANGED);

		var patched = created.state().after(patch("{\"disposition\": \"SALE\"}"), support);
		assertThat(dialledFor(patched)).isEqualTo(new DialledFor("sales", "sales"));

		var again = patched.state().after(post(unnamed), support);
		assertThat(again.effect()).isEqualTo(Effect.Done.UPDATED);
		assertThat(dialledFor(again)).isEqualTo(new DialledFor("support", "support"));
	}

	private static Assignments assigned(String code) {
		return new Assignments(
				List.of(new Assignments.Assignment("+442079460800", Instant.MIN, Instant.MAX, code, code)));
	}

	private static DialledFor dialledFor(CallState.Next next) {
		return ((CallState.Present) next.state()).dialledFor();
	}

	@Property(tries = 50, thoroughly = 12)
	void everyDeliveryAgainChangesNothing(Dice dice) {
		Call call = RandomCalls.call(dice);
		List<Change> inOrder = new ArrayList<>();
		TestCalls.parts(call).forEach((part) -> inOrder.add(post(part)));
		inOrder.add(patch("{\"disposition\": \"SALE\"}"));
		List<Change> changes = dice.shuffled(inOrder);

		CallState state = after(NOTHING, changes);

		assertThat(state).isEqualTo(present(call, SALE));
		assertThat(after(state, changes)).isEqualTo(state);
	}

	/// However its deliveries come: several clocks, or milliseconds beside whole seconds.
	@Property(tries = 60, thoroughly = 12)
	void timesThatContradictByLessThanASecondGiveOneCallInOrder(Dice dice) {
		Call skewed = skewed(dice);
		List<Change> inOrder = new ArrayList<>();
		TestCalls.parts(skewed).forEach((part) -> inOrder.add(post(part)));
		TestCalls.legByLeg(skewed).forEach((part) -> inOrder.add(post(part)));
		inOrder.addAll(List.copyOf(inOrder));
		List<Change> changes = dice.shuffled(inOrder);

		var once = NOTHING.after(post(skewed), Assignments.NONE);

		assertInOrder(call(once));
		assertThat(once.adjusted()).isEqualTo(!call(once).equals(skewed));
		assertThat(once.state().after(post(skewed), Assignments.NONE).effect()).isEqualTo(Effect.Done.UNCHANGED);
		CallState state = after(NOTHING, changes);
		assertThat(state).isEqualTo(once.state());
		assertThat(after(state, changes)).isEqualTo(state);
	}

	/// A call whose times are each up to 0.45 s off.
	private static Call skewed(Dice dice) {
		UnaryOperator<Instant> off = (instant) -> instant.plusMillis(dice.between(-450, 450));
		List<Leg> legs = new ArrayList<>();
		Instant at = TestCalls.NINE;
		for (int i = dice.between(1, 4); i > 0; i--) {
			Instant offered = at.plusSeconds(dice.between(0, 2));
			Instant answered = offered.plusSeconds(dice.between(0, 2));
			Instant ended = answered.plusSeconds(dice.between(0, 3));
			String id = "leg " + i;
			BigDecimal hold = dice.chance(0.5) ? null : BigDecimal.ZERO;
			legs.add(switch (dice.between(0, 4)) {
				case 0 -> new Leg(id, "sales", null, null, null, null, off.apply(at), null, null, off.apply(ended),
						null, null, null, LegOutcome.ABANDONED, null, null, null, null, null);
				case 1 -> new Leg(id, "sales", "bob", null, null, null, null, off.apply(at), null, off.apply(ended),
						null, null, null, LegOutcome.MISSED, null, null, null, null, null);
				case 2 -> new Leg(id, null, null, "main", null, null, null, null, off.apply(at), off.apply(ended), null,
						null, null, LegOutcome.SERVED, null, null, null, null, null);
				case 3 -> new Leg(id, null, "bob", null, null, null, null, off.apply(offered), off.apply(answered),
						off.apply(ended), hold, null, null, LegOutcome.ANSWERED, null, null, null, null, null);
				default -> new Leg(id, "sales", "bob", null, null, null, off.apply(at), off.apply(offered),
						off.apply(answered), off.apply(ended), hold, null, null, LegOutcome.ANSWERED, null, null, null,
						null, null);
			});
			at = ended;
		}
		Instant endedAt = (dice.between(0, 3) > 0) ? off.apply(at) : null;
		Instant answeredAt = dice.chance(0.5) ? off.apply(TestCalls.NINE) : null;
		return new Call("c-1", Direction.OUTBOUND, TestCalls.NINE, answeredAt, endedAt, null, null, null, null, null,
				null, null, null, null, null, CrmFields.NONE, null, Map.of("a", "b"), null, legs);
	}

	private static void assertInOrder(Call call) {
		assertThat(present(call.startedAt(), call.answeredAt(), call.endedAt())).isSorted();
		for (Leg leg : call.legs()) {
			assertThat(present(call.startedAt(), leg.queuedAt(), leg.offeredAt(), leg.answeredAt(), leg.endedAt(),
					call.endedAt()))
				.isSorted();
		}
	}

	private static List<Instant> present(@Nullable Instant... instants) {
		return Stream.of(instants).filter(Objects::nonNull).toList();
	}

	private static CallState after(CallState before, List<Change> changes) {
		CallState state = before;
		for (Change change : changes) {
			state = state.after(change, Assignments.NONE).state();
		}
		return state;
	}

	private static Change post(Call call) {
		return new Change.Merge(call);
	}

	private static Change put(Call call) {
		return new Change.Replace(call);
	}

	private static Change delete() {
		return new Change.Delete("c-1");
	}

	private static Change patch(String json) {
		UnaryOperator<CrmFields> patch = new CallJson(new PhoneNumbers("ZZ")).patch(JsonMapper.shared().readTree(json));
		return new Change.Patch("c-1", patch);
	}

	private static CallState present(Call call, CrmFields crm) {
		return new CallState.Present(call, crm, DialledFor.NOTHING);
	}

	private static CallState.Next next(Call call, CrmFields crm, Effect effect) {
		return new CallState.Next(present(call, crm), effect);
	}

	private static Call call(CallState.Next next) {
		return ((CallState.Present) next.state()).call();
	}

}
