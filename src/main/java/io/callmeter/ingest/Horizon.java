package io.callmeter.ingest;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

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
/// @param erasing whether an erasure runs, which looks again at calls that are delivered meanwhile
record Horizon(@Nullable Instant calls, @Nullable Instant numbers, boolean idsErased, boolean erasing) {

	/// The state after a change; one of a call behind the horizon changes nothing. A call
	/// that has come of age by it, or was before, has no personal data after it, wherever
	/// they come from: nobody looks at it again.
	CallState.Next after(CallState state, Change change, Assignments assignments) {
		CallState.Next refused = refused(state, change);
		return (refused != null) ? refused : state.after(change, assignments,
				(next) -> hidesCustomers(next.call().startedAt()) ? withoutPersonalData(next, state, change) : next);
	}

	/// The same of a call that must be kept: the personal data that it has stay, and none
	/// come that it has not.
	CallState.Next afterHeld(CallState state, Change change, Assignments assignments) {
		CallState.Next refused = refused(state, change);
		return (refused != null) ? refused : state.after(withStoredPersonalData(change, state), assignments);
	}

	private CallState.@Nullable Next refused(CallState state, Change change) {
		Instant stored = (state instanceof CallState.Present present) ? present.call().startedAt() : null;
		if (isBehind(stored)) {
			return new CallState.Next(state, new Effect.Refused(
					(change instanceof Change.Delete) ? counted(change.callId(), stored) : expired(stored)));
		}
		if (isBehind(change.startedAt())) {
			return new CallState.Next(state, new Effect.Refused(expired(change.startedAt())));
		}
		return null;
	}

	/// The changes of calls that are not behind it, as far as the changes themselves say.
	List<Change> kept(List<Change> changes) {
		return changes.stream().filter((change) -> !isBehind(change.startedAt())).toList();
	}

	/// Whether a call that began then is without personal data.
	boolean hidesCustomers(Instant startedAt) {
		return this.numbers != null && startedAt.isBefore(this.numbers);
	}

	private CallState.Present withoutPersonalData(CallState.Present next, CallState state, Change change) {
		CallState.Present stored = (state instanceof CallState.Present present) ? present : null;
		return next.withoutPersonalData((stored != null && hidesCustomers(stored.call().startedAt())) ? stored : null,
				Stream.concat(Stream.ofNullable(stored).map(CallState.Present::call), change.delivered()).toList());
	}

	/// A call that must be kept begins when it began, whatever is delivered.
	private Change withStoredPersonalData(Change change, CallState state) {
		Instant startedAt = (state instanceof CallState.Present present) ? present.call().startedAt()
				: change.startedAt();
		if (startedAt == null || !hidesCustomers(startedAt)) {
			return change;
		}
		boolean outbound = change.delivered().anyMatch((call) -> call.direction() == Direction.OUTBOUND);
		return change.without(EnumSet.of(outbound ? Erasable.TO : Erasable.FROM, Erasable.RECORDING_URL,
				Erasable.ATTRIBUTES, Erasable.TRANSFERRED_TO), state);
	}

	private boolean isBehind(@Nullable Instant startedAt) {
		return this.calls != null && startedAt != null && startedAt.isBefore(this.calls);
	}

	/// A call that reaches over the horizon, or was held, is still there and shown; what
	/// it counts stays as it is.
	private InvalidCall counted(String callId, @Nullable Instant startedAt) {
		return new InvalidCall("callId", callId, Reason.EXPIRED, "The call '" + callId + "' started at " + startedAt
				+ ", before " + this.calls + ", and has expired. Retention deletes it.");
	}

	private InvalidCall expired(@Nullable Instant startedAt) {
		return new InvalidCall("startedAt", startedAt, Reason.EXPIRED, "startedAt " + startedAt + " is before "
				+ this.calls + ", and calls of that age have expired. Leave the call out, or correct startedAt.");
	}

}
