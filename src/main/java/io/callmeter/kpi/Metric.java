package io.callmeter.kpi;

import java.util.Set;

import io.callmeter.kpi.Thing.Facts;

/// A KPI: its name, and how it is made.
///
/// @param id as queries and answers name it
/// @param label for people
/// @param unit of its value
/// @param formula in words
/// @param figure how it is made of measures
record Metric(String id, String label, Unit unit, String formula, Figure figure) {

	/// What one of its value is counted over.
	Thing thing() {
		return this.figure.measures().iterator().next().thing();
	}

	Facts facts() {
		return thing().facts();
	}

	/// Whether it depends on what campaigns cost.
	boolean isCost() {
		return this.figure instanceof Figure.Cost || this.figure instanceof Figure.CostPer;
	}

	/// Whether the values of groups and intervals add up to the total.
	boolean additive() {
		return switch (this.figure) {
			case Figure.Count count -> count.measures().stream().noneMatch(Measure::isDistinct);
			case Figure.Total _, Figure.Money _, Figure.Cost _ -> true;
			case Figure.Share _, Figure.Ratio _, Figure.Mean _, Figure.WholeSeconds _, Figure.Longest _,
					Figure.Percentile _, Figure.PerHour _, Figure.ServiceLevel _, Figure.RepeatRate _,
					Figure.CostPer _ ->
				false;
		};
	}

	/// Whether a figure divides by visits that no agent took, so that an agent has no
	/// such figure.
	static boolean isBlindToAgents(Figure figure, ServiceLevelPolicy policy) {
		Set<Measure> under = switch (figure) {
			case Figure.Share share -> share.under().measures();
			case Figure.Ratio ratio -> ratio.under().measures();
			case Figure.WholeSeconds mean -> mean.under().measures();
			case Figure.ServiceLevel _ -> policy.ratio().under().measures();
			case Figure.Count _, Figure.Total _, Figure.Mean _, Figure.Longest _, Figure.Percentile _, Figure.PerHour _,
					Figure.RepeatRate _, Figure.Money _, Figure.Cost _, Figure.CostPer _ ->
				Set.of();
		};
		return under.contains(Measure.OFFERED) || under.contains(Measure.ABANDONED);
	}

	/// What a value is counted in.
	enum Unit {

		COUNT("count"), RATIO("ratio"), SECONDS("s"), PER_HOUR("1/h"), SCORE("score"), MONEY("money");

		private final String symbol;

		Unit(String symbol) {
			this.symbol = symbol;
		}

		String symbol() {
			return this.symbol;
		}

	}

}
