package io.callmeter.ingest;

import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import org.jspecify.annotations.Nullable;

/// What a delivery asks to be done with one call.
sealed interface Change {

	String callId();

	/// Where the call would be stored if it is new; null where the change does not say.
	@Nullable Instant startedAt();

	/// The call as its source delivers it; none where somebody else speaks of it.
	default Stream<Call> delivered() {
		return switch (this) {
			case Merge(Call call) -> Stream.of(call);
			case Replace(Call call) -> Stream.of(call);
			case Patch patch -> Stream.empty();
			case Delete delete -> Stream.empty();
		};
	}

	/// The same with each agent under the code that the function gives for theirs.
	default Change withAgents(UnaryOperator<String> code) {
		return switch (this) {
			case Merge(Call call) -> new Merge(call.withAgents(code));
			case Replace(Call call) -> new Replace(call.withAgents(code));
			case Patch patch -> patch;
			case Delete delete -> delete;
		};
	}

	/// POST: given fields overwrite, legs are matched by id, the rest stays.
	record Merge(Call call) implements Change {

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
