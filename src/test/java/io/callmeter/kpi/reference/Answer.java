package io.callmeter.kpi.reference;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a question is answered.
record Answer(Instant dataThrough, Map<Row, Map<String, Value>> rows, Map<String, Value> total) {

	/// A group in an interval.
	/// @param group the value of each key asked for, null for what has none
	record Row(Instant from, Instant to, Map<Key, @Nullable String> group) {
	}

}
