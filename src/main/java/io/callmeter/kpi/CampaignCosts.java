package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What campaigns cost, spread evenly over their days.
///
/// @param costs by campaign
record CampaignCosts(Map<String, Cost> costs) {

	/// None is set, or asked for.
	static final CampaignCosts NONE = new CampaignCosts(Map.of());

	/// What some campaigns cost in a range of time, by currency; neighbouring ranges add
	/// up to the whole.
	Map<String, Exact> in(Instant from, Instant to, Predicate<String> campaigns) {
		var sums = new TreeMap<String, Exact>();
		this.costs.forEach((campaign, cost) -> {
			if (campaigns.test(campaign)) {
				sums.merge(cost.currency(), cost.in(from, to), Exact::plus);
			}
		});
		return sums;
	}

	/// What one campaign costs: as much each day of the calendar, whatever its hours, and
	/// within a day as much each moment.
	///
	/// @param first day
	/// @param last day, which costs as much
	/// @param calendar of its days
	/// @param amount in all
	record Cost(LocalDate first, LocalDate last, Calendar calendar, BigDecimal amount, String currency) {

		/// The part of the amount that falls into a range.
		Exact in(Instant from, Instant to) {
			return to.isAfter(from) ? daysUntil(to).minus(daysUntil(from)).times(this.amount).over(days()) : Exact.ZERO;
		}

		private BigDecimal days() {
			return BigDecimal.valueOf(ChronoUnit.DAYS.between(this.first, this.last) + 1);
		}

		/// How many of its days have passed.
		private Exact daysUntil(Instant at) {
			LocalDate day = this.calendar.dayOf(at);
			if (day.isBefore(this.first)) {
				return Exact.ZERO;
			}
			if (day.isAfter(this.last)) {
				return Exact.of(days());
			}
			Instant begun = this.calendar.start(day);
			Exact whole = Exact.of(BigDecimal.valueOf(ChronoUnit.DAYS.between(this.first, day)));
			return begun.equals(at) ? whole
					: whole.plus(new Exact(micros(begun, at), micros(begun, this.calendar.start(day.plusDays(1)))));
		}

		private static BigDecimal micros(Instant from, Instant to) {
			return BigDecimal.valueOf(Duration.between(from, to).toNanos() / 1000);
		}

	}

}
