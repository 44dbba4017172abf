package io.callmeter.kpi;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// The durations at which a figure changes its mind.
///
/// @param threshold T: a visit answered with a wait of at most this is in time
/// @param shortAbandon S: a visit abandoned with a wait of at most this is a short abandon
/// @param shortCall a segment with less talk is a short call
/// @param longCall a segment with more talk is a long call
/// @param abandonAfter a person who is connected to an agent later than this is abandoned; null for never
record Limits(Duration threshold, Duration shortAbandon, Duration shortCall, Duration longCall,
		@Nullable Duration abandonAfter) {

	static final Limits DEFAULT = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(600), null);

	Limits {
		if (threshold.isNegative() || shortAbandon.isNegative() || shortCall.isNegative() || longCall.isNegative()
				|| (abandonAfter != null && abandonAfter.isNegative())) {
			throw new IllegalArgumentException("no wait or talk is less than zero");
		}
	}

}
