package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What campaigns cost, spread evenly over their days.
///
/// @param costs by campaign
record CampaignCosts(Map<String, Cost> costs) {

	/// None is set, or asked for.
	static final CampaignCosts NONE = new CampaignCosts(Map.of());

	/// What some campaigns cost in a range of time, by currency; sums of neighbouring
	/// ranges are those of the whole to ten decimals.
	Map<String, BigDecimal> in(Instant from, Instant to, Predicate<String> campaigns) {
		var sums = new TreeMap<String, BigDecimal>();
		this.costs.forEach((campaign, cost) -> {
			if (campaigns.test(campaign)) {
				sums.merge(cost.currency(), cost.in(from, to), BigDecimal::add);
			}
		});
		return sums;
	}

	/// @param from its first instant
	/// @param to after its last
	/// @param amount in all
	record Cost(Instant from, Instant to, BigDecimal amount, String currency) {

		/// The part of the amount that falls into a range, by elapsed time.
		BigDecimal in(Instant from, Instant to) {
			return until(to).subtract(until(from));
		}

		private BigDecimal until(Instant at) {
			if (!at.isAfter(this.from)) {
				return BigDecimal.ZERO;
			}
			if (!at.isBefore(this.to)) {
				return this.amount;
			}
			return this.amount.multiply(micros(this.from, at))
				.divide(micros(this.from, this.to), 10, RoundingMode.HALF_EVEN);
		}

		private static BigDecimal micros(Instant from, Instant to) {
			return BigDecimal.valueOf(Duration.between(from, to).toNanos() / 1000);
		}

	}

}
