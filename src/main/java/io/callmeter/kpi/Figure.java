package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How a metric is made of measures.
sealed interface Figure {

	/// The measures it needs.
	Set<Measure> measures(ServiceLevelPolicy policy);

	/// What it comes to.
	/// @param elapsed how long the interval has lasted until now
	KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed);

	/// What is divided, or counted or chosen from, as the catalogue says it.
	String numerator();

	/// What divides it; null where nothing does.
	@Nullable String denominator();

	/// A count; groups and intervals add up to the total.
	record Count(Amount amount) implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return this.amount.measures();
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			return new KpiValue.Single(this.amount.in(sums));
		}

		@Override
		public String numerator() {
			return this.amount.words();
		}

		@Override
		public @Nullable String denominator() {
			return null;
		}

	}

	/// A share, or any other quotient of two sums.
	record Ratio(Amount over, Amount under) implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			var all = new LinkedHashSet<>(this.over.measures());
			all.addAll(this.under.measures());
			return all;
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			return KpiValue.Quotient.of(this.over.in(sums), this.under.in(sums));
		}

		@Override
		public String numerator() {
			return this.over.words();
		}

		@Override
		public String denominator() {
			return this.under.words();
		}

	}

	/// A mean duration: microseconds by a count, in seconds.
	record Mean(Measure micros, Amount under) implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return new Ratio(this.micros, this.under).measures(policy);
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			return KpiValue.Quotient.of(seconds(this.micros.in(sums)), this.under.in(sums));
		}

		@Override
		public String numerator() {
			return "Σ " + this.micros.words() + " (s)";
		}

		@Override
		public String denominator() {
			return this.under.words();
		}

	}

	/// A maximum duration, in seconds.
	record Longest(Measure micros) implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return Set.of(this.micros);
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			BigDecimal longest = sums.orNull(this.micros);
			return new KpiValue.Single((longest != null) ? seconds(longest) : null);
		}

		@Override
		public String numerator() {
			return this.micros.words() + " (s)";
		}

		@Override
		public @Nullable String denominator() {
			return null;
		}

	}

	/// A nearest-rank percentile of durations, in seconds.
	record Percentile(Measure micros, Measure population) implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return new Ratio(this.micros, this.population).measures(policy);
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			BigDecimal chosen = sums.orNull(this.micros);
			return new KpiValue.Percentile((chosen != null) ? seconds(chosen) : null, sums.of(this.population),
					BigDecimal.ZERO);
		}

		@Override
		public String numerator() {
			return "one of " + this.population.words() + " (s)";
		}

		@Override
		public @Nullable String denominator() {
			return null;
		}

	}

	/// A count by the hours that the interval has lasted until now.
	record PerHour(Amount amount) implements Figure {

		private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return this.amount.measures();
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			BigDecimal count = this.amount.in(sums);
			BigDecimal micros = BigDecimal.valueOf(elapsed.toNanos() / 1000);
			BigDecimal hours = KpiValue.divide(micros, MICROS_PER_HOUR);
			return new KpiValue.Quotient(KpiValue.divide(count.multiply(MICROS_PER_HOUR), micros), count,
					(hours != null) ? hours : BigDecimal.ZERO);
		}

		@Override
		public String numerator() {
			return this.amount.words();
		}

		@Override
		public String denominator() {
			return "elapsed hours of the interval";
		}

	}

	/// The share of calls answered in time, by the policy of the query.
	record ServiceLevel() implements Figure {

		@Override
		public Set<Measure> measures(ServiceLevelPolicy policy) {
			return policy.ratio().measures(policy);
		}

		@Override
		public KpiValue value(Sums sums, ServiceLevelPolicy policy, Duration elapsed) {
			return policy.ratio().value(sums, policy, elapsed);
		}

		@Override
		public String numerator() {
			return "by serviceLevelPolicy: " + ServiceLevelPolicy.words(Figure.Ratio::numerator);
		}

		@Override
		public String denominator() {
			return "by serviceLevelPolicy: " + ServiceLevelPolicy.words(Figure.Ratio::denominator);
		}

	}

	private static BigDecimal seconds(BigDecimal micros) {
		return micros.movePointLeft(6);
	}

}
