package io.callmeter.ingest;

import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Erasable;
import org.jspecify.annotations.Nullable;

/// What a delivery asks to be done with one call.
sealed interface Change {

	String callId();

	/// Where the call would be stored if it is new; null where the change does not say.
	@Nullable Instant startedAt();

	/// The call as its source delivers it; none where somebody else speaks of it.
	default Stream<Call> delivered() {
		return switch (this) {
			case Merge(Call call, boolean _) -> Stream.of(call);
			case Replace(Call call) -> Stream.of(call);
			case Patch patch -> Stream.empty();
			case Delete delete -> Stream.empty();
		};
	}

	/// The same of the call with another id.
	default Change of(String callId) {
		return switch (this) {
			case Merge(Call call, boolean assumed) -> new Merge(call.withId(callId), assumed);
			case Replace(Call call) -> new Replace(call.withId(callId));
			case Patch patch -> new Patch(callId, patch.patch());
			case Delete delete -> new Delete(callId);
		};
	}

	/// The same with each leg under the id that the function gives for its own.
	default Change withLegIds(UnaryOperator<String> legId) {
		return switch (this) {
			case Merge(Call call, boolean assumed) -> new Merge(call.withLegIds(legId), assumed);
			case Replace(Call call) -> new Replace(call.withLegIds(legId));
			case Patch patch -> patch;
			case Delete delete -> delete;
		};
	}

	/// The same with each agent under the code that the function gives for theirs.
	default Change withAgents(UnaryOperator<String> code) {
		return switch (this) {
			case Merge(Call call, boolean assumed) -> new Merge(call.withAgents(code), assumed);
			case Replace(Call call) -> new Replace(call.withAgents(code));
			case Patch patch -> patch;
			case Delete delete -> delete;
		};
	}

	/// The same without what was erased of the call, and without texts that have what
	/// looks like a number: there stays what is stored.
	default Change without(Set<Erasable> erased, CallState stored) {
		Call call = (stored instanceof CallState.Present present) ? present.call() : null;
		return switch (this) {
			case Merge(Call delivered, boolean assumed) -> new Merge(delivered.without(erased, call), assumed);
			case Replace(Call delivered) -> new Replace(delivered.without(erased, call));
			case Patch(String callId, UnaryOperator<CrmFields> patch) ->
				new Patch(callId, (before) -> patch.apply(before).without(erased, before));
			case Delete delete -> delete;
		};
	}

	/// POST: given fields overwrite, legs are matched by id, the rest stays.
	/// @param assumedLegId whether its leg has an id that the record did not have, so
	/// that
	/// it may be another than the stored one of that id
	record Merge(Call call, boolean assumedLegId) implements Change {

		Merge(Call call) {
			this(call, false);
		}

		@Override
		public String callId() {
			return this.call.callId();
		}

		@Override
		public Instant startedAt() {
			return this.call.startedAt();
		}

	}

	/// PUT: replaces all that the dialer owns.
	record Replace(Call call) implements Change {

		@Override
		public String callId() {
			return this.call.callId();
		}

		@Override
		public Instant startedAt() {
			return this.call.startedAt();
		}

	}

	/// PATCH: what the CRM knows.
	record Patch(String callId, UnaryOperator<CrmFields> patch) implements Change {

		@Override
		public @Nullable Instant startedAt() {
			return null;
		}

	}

	/// DELETE: the call is gone, its key stays as a tombstone.
	record Delete(String callId) implements Change {

		@Override
		public @Nullable Instant startedAt() {
			return null;
		}

	}

}
