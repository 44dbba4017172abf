package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Which figures of an answer are meant: those of one group in one interval, or of all.
///
/// @param from in the interval
/// @param to not in the interval
/// @param now elapsed hours end now
/// @param group the value of each dimension grouped by, in its order; empty for all
/// @param cost of its campaigns by currency
record Cell(Instant from, Instant to, Instant now, Map<Dimension, @Nullable Object> group,
		Map<String, BigDecimal> cost) {

	private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

	/// How long the interval has lasted until now.
	Duration elapsed() {
		Instant until = this.now.isBefore(this.to) ? this.now : this.to;
		return until.isAfter(this.from) ? Duration.between(this.from, until) : Duration.ZERO;
	}

	/// A count by the hours that have elapsed.
	KpiValue perHour(BigDecimal count) {
		BigDecimal micros = BigDecimal.valueOf(elapsed().toNanos() / 1000);
		BigDecimal hours = KpiValue.divide(micros, MICROS_PER_HOUR);
		return KpiValue.quotient(KpiValue.divide(count.multiply(MICROS_PER_HOUR), micros), count,
				(hours != null) ? hours : BigDecimal.ZERO);
	}

}
