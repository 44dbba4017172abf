package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Which figures of an answer are meant: those of one group in one interval, or of all.
///
/// @param from in the interval
/// @param to not in the interval
/// @param elapsed how much of the time that is meant has passed: of the interval, or of the hours, days or day parts of
/// it; added up only where a figure asks for it
/// @param group the value of each dimension grouped by, in its order; empty for all
/// @param cost of its campaigns by currency
record Cell(Instant from, Instant to, Supplier<Duration> elapsed, Map<Dimension, @Nullable Object> group,
		Map<String, Exact> cost) {

	private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

	/// A count by the hours that have elapsed.
	KpiValue perHour(BigDecimal count) {
		var hours = new Exact(BigDecimal.valueOf(this.elapsed.get().toNanos() / 1000), MICROS_PER_HOUR);
		return KpiValue.quotient(Exact.of(count).dividedBy(hours), count, hours.rounded());
	}

}
