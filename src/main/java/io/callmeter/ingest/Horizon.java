package io.callmeter.ingest;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.Direction;
import io.callmeter.call.Erasable;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// From when on a tenant has calls and their personal data; what is older is counted already and taken no more.
///
/// @param calls null for ever
/// @param numbers null for ever
/// @param idsErased whether calls have other ids than their sources send
record Horizon(@Nullable Instant calls, @Nullable Instant numbers, boolean idsErased) {

	/// The state after a change; one of a call behind the horizon changes nothing.
	CallState.Next after(CallState state, Change change, Assignments assignments) {
		return after(state, change, (some) -> withoutPersonalData(some, state), assignments);
	}

	/// The same of a call that must be kept: the personal data that it has stay, and none
	/// come that it has not.
	CallState.Next afterHeld(CallState state, Change change, Assignments assignments) {
		return after(state, change, (some) -> withStoredPersonalData(some, state), assignments);
	}

	private CallState.Next after(CallState state, Change change, UnaryOperator<Change> personal,
			Assignments assignments) {
		Instant stored = (state instanceof CallState.Present present) ? present.call().startedAt() : null;
		if (isBehind(stored) && change instanceof Change.Delete) {
			return new CallState.Next(state, Effect.Done.UNKNOWN);
		}
		if (isBehind(stored)) {
			return new CallState.Next(state, new Effect.Refused(expired(stored)));
		}
		if (isBehind(change.startedAt())) {
			return new CallState.Next(state, new Effect.Refused(expired(change.startedAt())));
		}
		return state.after(personal.apply(change), assignments);
	}

	/// The changes of calls that are not behind it, as far as the changes themselves say.
	List<Change> kept(List<Change> changes) {
		return changes.stream().filter((change) -> !isBehind(change.startedAt())).toList();
	}

	/// Whether a call that began then is without personal data.
	boolean hidesCustomers(Instant startedAt) {
		return this.numbers != null && startedAt.isBefore(this.numbers);
	}

	private Change withoutPersonalData(Change change, CallState state) {
		Call stored = (state instanceof CallState.Present present) ? present.call() : null;
		return switch (change) {
			case Change.Merge(Call call) when hidesCustomers(call.startedAt()) ->
				new Change.Merge(call.withoutPersonalData(stored));
			case Change.Replace(Call call) when hidesCustomers(call.startedAt()) ->
				new Change.Replace(call.withoutPersonalData(stored));
			case Change.Patch patch when stored != null && hidesCustomers(stored.startedAt()) ->
				patch.without(Set.of(), state);
			case Change.Merge merge -> merge;
			case Change.Replace replace -> replace;
			case Change.Patch patch -> patch;
			case Change.Delete delete -> delete;
		};
	}

	private Change withStoredPersonalData(Change change, CallState state) {
		return change.delivered()
			.filter((call) -> hidesCustomers(call.startedAt()))
			.findFirst()
			.map((call) -> change
				.without(EnumSet.of((call.direction() == Direction.OUTBOUND) ? Erasable.TO : Erasable.FROM,
						Erasable.RECORDING_URL, Erasable.ATTRIBUTES, Erasable.TRANSFERRED_TO), state))
			.orElse(change);
	}

	private boolean isBehind(@Nullable Instant startedAt) {
		return this.calls != null && startedAt != null && startedAt.isBefore(this.calls);
	}

	private InvalidCall expired(@Nullable Instant startedAt) {
		return new InvalidCall("startedAt", startedAt, Reason.EXPIRED,
				"startedAt " + startedAt + " is before " + this.calls + ": calls of that age have expired and are "
						+ "counted; leave it out, or correct startedAt.");
	}

}
