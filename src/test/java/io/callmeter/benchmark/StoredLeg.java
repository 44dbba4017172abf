package io.callmeter.benchmark;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// A part of a call, as both sides store it.
record StoredLeg(String legId, @Nullable String queue, @Nullable String agent, @Nullable String ivr,
		@Nullable Instant queuedAt, @Nullable Instant answeredAt, Instant endedAt, @Nullable Integer hold,
		@Nullable Integer wrapUp, String outcome) {

	static StoredLeg menu(String legId, Instant from, Instant to) {
		return new StoredLeg(legId, null, null, "main", null, from, to, null, null, "SERVED");
	}

	static StoredLeg unanswered(String legId, String queue, Instant queuedAt, Instant endedAt, String outcome) {
		return new StoredLeg(legId, queue, null, null, queuedAt, null, endedAt, null, null, outcome);
	}

	/// @param hold in seconds; null for none
	static StoredLeg answered(String legId, @Nullable String queue, String agent, @Nullable Instant queuedAt,
			Instant answeredAt, Instant endedAt, @Nullable Integer hold, int wrapUp) {
		return new StoredLeg(legId, queue, agent, null, queuedAt, answeredAt, endedAt, hold, wrapUp, "ANSWERED");
	}

}
