package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What the measures of one group and interval came to; durations are microseconds.
///
/// @param values measures without a value are left out
/// @param money measures of money by currency
/// @param errors by how much percentiles may be too long; what is left out is exact
/// @param judgedBy what the visits were judged by
record Sums(Map<Measure, BigDecimal> values, Map<Measure, Map<String, BigDecimal>> money,
		Map<Measure, BigDecimal> errors, JudgedBy judgedBy) {

	/// Nothing was counted.
	static final Sums NONE = new Sums(Map.of(), Map.of(), Map.of(), JudgedBy.NOTHING);

	Sums {
		values = Collections.unmodifiableMap(values);
	}

	/// A sum; 0 when nothing was counted.
	BigDecimal of(Measure measure) {
		return this.values.getOrDefault(measure, BigDecimal.ZERO);
	}

	/// A maximum or percentile; null of nothing.
	@Nullable BigDecimal orNull(Measure measure) {
		return this.values.get(measure);
	}

	/// By how much a percentile may be too long; 0 is exact.
	BigDecimal error(Measure measure) {
		return this.errors.getOrDefault(measure, BigDecimal.ZERO);
	}

	/// Money by currency; empty of nothing.
	Map<String, BigDecimal> money(Measure measure) {
		return this.money.getOrDefault(measure, Map.of());
	}

}
