package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// A figure with its parts; null is a part that it has not, and a value that nothing gives.
record Value(@Nullable BigDecimal value, @Nullable BigDecimal numerator, @Nullable BigDecimal denominator,
		@Nullable BigDecimal population, @Nullable Map<String, BigDecimal> byCurrency) {

	private static final int DECIMALS = 10;

	Value {
		value = stripped(value);
		numerator = stripped(numerator);
		denominator = stripped((denominator != null) ? denominator.setScale(DECIMALS, RoundingMode.HALF_EVEN) : null);
		population = stripped(population);
		if (byCurrency != null) {
			var amounts = new TreeMap<String, BigDecimal>();
			byCurrency.forEach((currency, amount) -> amounts.put(currency, amount.stripTrailingZeros()));
			byCurrency = amounts;
		}
	}

	static Value single(@Nullable BigDecimal value) {
		return new Value(value, null, null, null, null);
	}

	/// Null is not zero: nothing comes of dividing by nothing.
	static Value quotient(BigDecimal numerator, BigDecimal denominator) {
		BigDecimal value = (denominator.signum() != 0) ? numerator.divide(denominator, DECIMALS, RoundingMode.HALF_EVEN)
				: null;
		return new Value(value, numerator, denominator, null, null);
	}

	static Value percentile(@Nullable BigDecimal value, int population) {
		return new Value(value, null, null, BigDecimal.valueOf(population), null);
	}

	static Value money(@Nullable BigDecimal value, Map<String, BigDecimal> byCurrency) {
		return new Value(value, null, null, null, byCurrency);
	}

	private static @Nullable BigDecimal stripped(@Nullable BigDecimal number) {
		return (number != null) ? number.stripTrailingZeros() : null;
	}

}
