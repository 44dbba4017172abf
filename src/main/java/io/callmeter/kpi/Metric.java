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
		return this.figure.measures(ServiceLevelPolicy.ALL_OFFERED).iterator().next().thing();
	}

	Facts facts() {
		return thing().facts();
	}

	/// Whether the values of groups and intervals add up to the total.
	boolean additive() {
		return this.figure instanceof Figure.Count;
	}

	/// Whether it divides by visits that no agent took, so that an agent has no such
	/// figure.
	boolean isBlindToAgents(ServiceLevelPolicy policy) {
		Set<Measure> under = switch (this.figure) {
			case Figure.Ratio ratio -> ratio.under().measures();
			case Figure.ServiceLevel _ -> policy.ratio().under().measures();
			case Figure.Count _, Figure.Mean _, Figure.Longest _, Figure.Percentile _, Figure.PerHour _ -> Set.of();
		};
		return under.contains(Measure.OFFERED) || under.contains(Measure.ABANDONED);
	}

	/// What a value is counted in.
	enum Unit {

		COUNT("count"), RATIO("ratio"), SECONDS("s"), PER_HOUR("1/h"), SCORE("score");

		private final String symbol;

		Unit(String symbol) {
			this.symbol = symbol;
		}

		String symbol() {
			return this.symbol;
		}

	}

}
