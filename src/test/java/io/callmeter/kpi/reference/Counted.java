package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What counts at a moment and belongs to queues, agents and the like: a call or one of its legs.
sealed interface Counted permits Contact, Part {

	/// When it began.
	Instant beganAt();

	@Nullable Instant answeredAt();

	/// Null while it lasts.
	@Nullable Instant endedAt();

	/// What it belongs to, as text; null for none.
	/// @param first whether a call belongs to its first queue and agent and not its last
	@Nullable String belongsTo(Key key, boolean first);

	/// The moment at which it counts; null where it counts nowhere.
	default @Nullable Instant moment(Basis basis) {
		return switch (basis) {
			case START -> beganAt();
			case END -> endedAt();
			case ANSWER -> (answeredAt() != null) ? answeredAt() : endedAt();
			case PRORATED -> throw new IllegalArgumentException("what is split counts at more than one moment");
		};
	}

	default boolean isEnded() {
		return endedAt() != null;
	}

	static BigDecimal seconds(Instant from, Instant to) {
		return seconds(Duration.between(from, to));
	}

	static BigDecimal seconds(Duration duration) {
		return BigDecimal.valueOf(duration.toNanos(), 9);
	}

}
