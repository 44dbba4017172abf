package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/// Wilson's score interval of a share, which never leaves 0..1 and holds for few things too.
///
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), p. 209.
final class Wilson {

	private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

	private Wilson() {
	}

	/// Null of nothing.
	/// @param level how sure the interval is to hold the share, between 0 and 1
	static KpiValue.@Nullable Confidence interval(BigDecimal count, BigDecimal of, BigDecimal level) {
		if (of.signum() == 0) {
			return null;
		}
		double n = of.doubleValue();
		double share = count.doubleValue() / n;
		double z = NORMAL.inverseCumulativeProbability((1 + level.doubleValue()) / 2);
		double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
		double half = z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
		return new KpiValue.Confidence(level, rounded(Math.max(0, middle - half)), rounded(Math.min(1, middle + half)));
	}

	private static BigDecimal rounded(double bound) {
		return BigDecimal.valueOf(bound).setScale(4, RoundingMode.HALF_EVEN);
	}

}
