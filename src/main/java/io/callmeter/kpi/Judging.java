package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// By what a query wants visits to be judged; null leaves it to each visit's own queue.
///
/// @param threshold T: a visit answered with a wait of at most this is in time
/// @param shortAbandon S: a visit abandoned with a wait of at most this is a short abandon
/// @param policy what service level divides
/// @param operator whether a wait of exactly T is in time
record Judging(@Nullable Duration threshold, @Nullable Duration shortAbandon, @Nullable ServiceLevelPolicy policy,
		Operator operator) {

	static final Duration THRESHOLD = Duration.ofSeconds(20);

	static final Duration SHORT_ABANDON = Duration.ofSeconds(5);

	static final ServiceLevelPolicy POLICY = ServiceLevelPolicy.ABANDONS_IGNORED;

	Judging {
		if ((threshold != null && threshold.isNegative()) || (shortAbandon != null && shortAbandon.isNegative())) {
			throw new IllegalArgumentException("no wait is less than zero");
		}
	}

	/// The policy of visits whose queue says nothing.
	ServiceLevelPolicy usualPolicy() {
		return (this.policy != null) ? this.policy : POLICY;
	}

	/// What a visit is judged by whose queue says nothing.
	JudgedBy usual() {
		BigDecimal t = micros((this.threshold != null) ? this.threshold : THRESHOLD);
		BigDecimal s = micros((this.shortAbandon != null) ? this.shortAbandon : SHORT_ABANDON);
		return new JudgedBy(t, t, s, s, usualPolicy().name(), usualPolicy().name());
	}

	private static BigDecimal micros(Duration duration) {
		return BigDecimal.valueOf(duration.toNanos() / 1000);
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
