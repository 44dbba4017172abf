package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What the measures of one group and interval came to; durations are microseconds.
final class Sums {

	/// Nothing was counted.
	static final Sums NONE = new Sums(Map.of());

	private final Map<Measure, BigDecimal> values;

	/// @param values measures without a value are left out
	Sums(Map<Measure, BigDecimal> values) {
		this.values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
	}

	/// A sum; 0 when nothing was counted.
	BigDecimal of(Measure measure) {
		return this.values.getOrDefault(measure, BigDecimal.ZERO);
	}

	/// A maximum or percentile; null of nothing.
	@Nullable BigDecimal orNull(Measure measure) {
		return this.values.get(measure);
	}

}
