package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/// By what a query wants visits to be judged; null leaves it to each visit's own queue.
///
/// @param threshold T: a visit answered with a wait of at most this is in time
/// @param shortAbandon S: a visit abandoned with a wait of at most this is a short abandon
/// @param policy what service level divides
/// @param operator whether a wait of exactly T is in time
/// @param defaults by what visits are judged whose queue says nothing
record Judging(@Nullable Duration threshold, @Nullable Duration shortAbandon, @Nullable ServiceLevelPolicy policy,
		Operator operator, Defaults defaults) {

	Judging {
		if ((threshold != null && threshold.isNegative()) || (shortAbandon != null && shortAbandon.isNegative())) {
			throw new IllegalArgumentException("no wait is less than zero");
		}
	}

	/// The policy of visits whose queue says nothing.
	ServiceLevelPolicy usualPolicy() {
		return (this.policy != null) ? this.policy : this.defaults.policy();
	}

	/// What a visit is judged by whose queue says nothing.
	JudgedBy usual() {
		BigDecimal t = BigDecimal.valueOf(micros(this.threshold, this.defaults.threshold()));
		BigDecimal s = BigDecimal.valueOf(micros(this.shortAbandon, this.defaults.shortAbandon()));
		return new JudgedBy(t, t, s, s, usualPolicy().name(), usualPolicy().name());
	}

	/// What all visits are judged by where no queue says anything.
	Alike alike() {
		return new Alike(usualPolicy(),
				micros(this.threshold, this.defaults.threshold()) - this.operator.lessThanMicros(),
				micros(this.shortAbandon, this.defaults.shortAbandon()));
	}

	private static long micros(@Nullable Duration asked, Duration usual) {
		return ((asked != null) ? asked : usual).toNanos() / 1000;
	}

	/// What all visits are judged by.
	///
	/// @param thresholdMicros answered with a wait of at most this is in time
	/// @param shortAbandonMicros abandoned with a wait of at most this is a short abandon
	record Alike(ServiceLevelPolicy policy, long thresholdMicros, long shortAbandonMicros) {
	}

	/// By what a tenant judges visits whose queue says nothing.
	record Defaults(Duration threshold, Duration shortAbandon, ServiceLevelPolicy policy) {

		static final Defaults OF_THE_SERVICE = new Defaults(Duration.ofSeconds(20), Duration.ofSeconds(5),
				ServiceLevelPolicy.ABANDONS_IGNORED);

		static Defaults of(Tenant.Judging set) {
			Defaults usual = OF_THE_SERVICE;
			return new Defaults(duration(set.thresholdMicros(), usual.threshold()),
					duration(set.shortAbandonMicros(), usual.shortAbandon()),
					(set.policy() != null) ? ServiceLevelPolicy.valueOf(set.policy()) : usual.policy());
		}

		private static Duration duration(@Nullable Long micros, Duration usual) {
			return (micros != null) ? Duration.of(micros, ChronoUnit.MICROS) : usual;
		}

	}

	/// How waits are compared with T.
	enum Operator {

		/// Less than T is in time.
		LT,
		/// At most T is in time.
		LTE;

		/// What is taken off T, so that "at most" is the comparison meant.
		long lessThanMicros() {
			return (this == LT) ? 1 : 0;
		}

	}

}
