package io.callmeter.kpi;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/// What visits were judged by: the least and the greatest of each, which are the same unless several were used.
///
/// @param leastThreshold microseconds, like the others; null when there was no visit
record JudgedBy(@Nullable BigDecimal leastThreshold, @Nullable BigDecimal greatestThreshold,
		@Nullable BigDecimal leastShortAbandon, @Nullable BigDecimal greatestShortAbandon, @Nullable String firstPolicy,
		@Nullable String lastPolicy) {

	/// There was no visit.
	static final JudgedBy NOTHING = new JudgedBy(null, null, null, null, null, null);

	/// Instead of the name of a policy, where visits were judged by several.
	static final String MIXED_POLICY = "MIXED";

	private static final String MIXED = "mixed";

	/// The same, and where there was no visit what one would have been judged by.
	JudgedBy or(Judging judging) {
		return (this.firstPolicy != null) ? this : judging.usual();
	}

	/// T in seconds, or `mixed`.
	Object threshold() {
		return one(this.leastThreshold, this.greatestThreshold);
	}

	/// S in seconds, or `mixed`.
	Object shortAbandon() {
		return one(this.leastShortAbandon, this.greatestShortAbandon);
	}

	/// The name of the policy, or `MIXED`.
	String policy() {
		return (this.firstPolicy != null && this.firstPolicy.equals(this.lastPolicy)) ? this.firstPolicy : MIXED_POLICY;
	}

	private static Object one(@Nullable BigDecimal least, @Nullable BigDecimal greatest) {
		if (least == null || greatest == null || least.compareTo(greatest) != 0) {
			return MIXED;
		}
		BigDecimal seconds = least.movePointLeft(6).stripTrailingZeros();
		return (seconds.scale() < 0) ? seconds.setScale(0) : seconds;
	}

}
