package io.callmeter.kpi;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// What counts as served in time: the same calls give six numbers, so each has a name.
public enum ServiceLevelPolicy {

	/// Abandoned visits do not count at all.
	ANSWERED_ONLY,
	/// An abandoned visit was not served.
	ABANDONS_NEGATIVE,
	/// A visit abandoned within the threshold gave no chance to serve it.
	ABANDONS_IGNORED,
	/// A visit abandoned within the threshold counts as served.
	ABANDONS_CREDITED,
	/// A short abandon was no caller to serve.
	SHORT_EXCLUDED,
	/// Every visit that is decided counts, however it ended.
	ALL_OFFERED;

	Figure.Share ratio() {
		return switch (this) {
			case ANSWERED_ONLY -> new Figure.Share(Measure.ANSWERED_IN_TIME, Measure.ANSWERED);
			case ABANDONS_NEGATIVE ->
				new Figure.Share(Measure.ANSWERED_IN_TIME, Measure.ANSWERED.plus(Measure.ABANDONED));
			case ABANDONS_IGNORED -> new Figure.Share(Measure.ANSWERED_IN_TIME,
					Measure.ANSWERED.plus(Measure.ABANDONED).minus(Measure.ABANDONED_IN_TIME));
			case ABANDONS_CREDITED -> new Figure.Share(Measure.ANSWERED_IN_TIME.plus(Measure.ABANDONED_IN_TIME),
					Measure.ANSWERED.plus(Measure.ABANDONED));
			case SHORT_EXCLUDED -> new Figure.Share(Measure.ANSWERED_IN_TIME,
					Measure.ANSWERED.plus(Measure.ABANDONED).minus(Measure.SHORT_ABANDONED));
			case ALL_OFFERED -> new Figure.Share(Measure.ANSWERED_IN_TIME, Measure.OFFERED.minus(Measure.WAITING));
		};
	}

	/// A part of each ratio by the name of its policy.
	static String words(Function<Figure.Share, String> part) {
		return Arrays.stream(values())
			.map((policy) -> policy.name() + " " + part.apply(policy.ratio()))
			.collect(Collectors.joining("; "));
	}

	/// Which visits a part of the ratio counts, in SQL, by the policy that each is judged
	/// by: the column `policy`.
	static String conditions(Function<Figure.Share, Amount> part) {
		return Arrays.stream(values())
			.map((policy) -> "when '" + policy.name() + "' then " + part.apply(policy.ratio()).condition())
			.collect(Collectors.joining(" ", "case policy ", " end"));
	}

	/// How many of the visits of a cell a part of the ratio counts, in SQL.
	/// @param alike by what all visits are judged; null where the columns of a cell say
	/// it
	static String inCells(Function<Figure.Share, Amount> part, Judging.@Nullable Alike alike) {
		return (alike != null) ? inCells(part, alike.policy(), alike)
				: Arrays.stream(values())
					.map((policy) -> "when '" + policy.name() + "' then " + inCells(part, policy, null))
					.collect(Collectors.joining(" ", "case policy ", " end"));
	}

	private static String inCells(Function<Figure.Share, Amount> part, ServiceLevelPolicy policy,
			Judging.@Nullable Alike alike) {
		return Objects.requireNonNull(part.apply(policy.ratio()).inCells(alike));
	}

}
