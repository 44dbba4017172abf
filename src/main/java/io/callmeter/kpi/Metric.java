package io.callmeter.kpi;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.callmeter.kpi.Thing.Facts;
import org.jspecify.annotations.Nullable;

/// A KPI: its name, and how it is made.
///
/// @param id as queries and answers name it
/// @param label for people
/// @param unit of its value
/// @param formula in words
/// @param figure how it is made of measures
/// @param goal on which side of a target it should be; null where neither is better
/// @param aliases what people call it besides, in small letters
record Metric(String id, String label, Unit unit, String formula, Figure figure, @Nullable Goal goal,
		List<String> aliases) {

	/// A metric that is neither better when it is greater nor when it is less.
	static Metric of(String id, String label, Unit unit, String formula, Figure figure) {
		return new Metric(id, label, unit, formula, figure, null, List.of());
	}

	/// The same, the more the better.
	Metric atLeast() {
		return new Metric(this.id, this.label, this.unit, this.formula, this.figure, Goal.AT_LEAST, this.aliases);
	}

	/// The same, the less the better.
	Metric atMost() {
		return new Metric(this.id, this.label, this.unit, this.formula, this.figure, Goal.AT_MOST, this.aliases);
	}

	/// The same, which people also call by these names.
	Metric called(String... aliases) {
		return new Metric(this.id, this.label, this.unit, this.formula, this.figure, this.goal, List.of(aliases));
	}

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

	/// Whether its value is a part of a whole, from 0 to 1.
	boolean isShare() {
		return switch (this.figure) {
			case Figure.Share _, Figure.ServiceLevel _, Figure.RepeatRate _ -> true;
			case Figure.Ratio _ -> this.unit == Unit.SCORE;
			case Figure.Count _, Figure.Total _, Figure.Mean _, Figure.WholeSeconds _, Figure.Longest _,
					Figure.Percentile _, Figure.PerHour _, Figure.Money _, Figure.Cost _, Figure.CostPer _ ->
				false;
		};
	}

	/// Whether its value can be less than 0: a conversion can be taken back.
	boolean canBeNegative() {
		return this.figure instanceof Figure.Money;
	}

	/// Whether it is more of several agents than of each, so that it is nothing to
	/// compare one of them with.
	boolean growsWithAgents() {
		return switch (this.figure) {
			case Figure.Count _, Figure.Total _, Figure.PerHour _, Figure.Money _, Figure.Cost _ -> true;
			case Figure.Share _, Figure.Ratio _, Figure.Mean _, Figure.WholeSeconds _, Figure.Longest _,
					Figure.Percentile _, Figure.ServiceLevel _, Figure.RepeatRate _, Figure.CostPer _ ->
				false;
		};
	}

	/// On which side of a target it should be.
	/// @throws IllegalStateException where neither is better
	Goal requiredGoal() {
		if (this.goal == null) {
			throw new IllegalStateException(this.id + " is better neither when greater nor when less");
		}
		return this.goal;
	}

	/// Whether its values are always counted and never estimated.
	boolean exact() {
		return !(this.figure instanceof Figure.Percentile);
	}

	/// The parameters that change what is counted; those that choose the things change
	/// every metric and are not among them.
	Set<Choice> choices() {
		var choices = EnumSet.noneOf(Choice.class);
		for (Choice choice : Choice.values()) {
			if (this.figure.measures().stream().anyMatch(choice::changes)) {
				choices.add(choice);
			}
		}
		if (this.unit == Unit.MONEY) {
			choices.add(Choice.CURRENCY);
		}
		return choices;
	}

	/// What it cannot be grouped and filtered by as long as a query does not choose
	/// another policy.
	Set<Dimension> notBy() {
		if (isCost()) {
			return EnumSet.complementOf(EnumSet.of(Dimension.CAMPAIGN));
		}
		return isBlindToAgents(this.figure, Judging.Defaults.OF_THE_SERVICE.policy())
				? EnumSet.of(Dimension.AGENT, Dimension.TEAM) : EnumSet.noneOf(Dimension.class);
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
