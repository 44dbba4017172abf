package io.callmeter.kpi;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Thing.Facts;
import org.jspecify.annotations.Nullable;

/// A question about figures that can be answered.
///
/// @param from in the range
/// @param to not in the range
/// @param timeZone of the calendar of intervals
/// @param metrics asked for, in their order, each once
/// @param groupBy the keys of a row, in their order
/// @param interval null for one row a group
/// @param filters the values of a dimension that count; an empty one stands for null
record KpiQuery(Instant from, Instant to, ZoneId timeZone, List<Metric> metrics, List<Dimension> groupBy,
		@Nullable Interval interval, Map<Dimension, Set<String>> filters, Limits limits, ServiceLevelPolicy policy,
		Attribution attribution) {

	/// As many rows as JSON may have.
	static final int MOST_ROWS = 100_000;

	/// As many intervals as CSV may have: their boundaries are all sent to the database.
	static final int MOST_INTERVALS = 1_000_000;

	KpiQuery {
		metrics = List.copyOf(metrics);
		groupBy = List.copyOf(groupBy);
		filters = Map.copyOf(filters);
		if (metrics.isEmpty()) {
			throw new IllegalArgumentException("no metric is asked for");
		}
		requireSaneYear("from", from, timeZone);
		requireSaneYear("to", to, timeZone);
		if (!from.isBefore(to)) {
			throw RequestProblem.invalid("to", to.toString(),
					"to " + to + " is not after from " + from + "; send a later end, which is not in the range itself: "
							+ "a day is from=2026-11-09&to=2026-11-10.");
		}
		if (groupBy.contains(Dimension.AGENT) || filters.containsKey(Dimension.AGENT)) {
			for (Metric metric : metrics) {
				requireKnownToAgents(metric, policy);
			}
		}
	}

	/// The boundaries of the intervals.
	/// @param most intervals
	/// @throws RequestProblem if there are more
	List<Instant> boundaries(int most) {
		List<Instant> boundaries = new Calendar(this.timeZone).boundaries(this.from, this.to, this.interval, most);
		if (boundaries == null) {
			throw tooLarge(most);
		}
		return boundaries;
	}

	/// Refuses an answer of more rows or intervals than there may be.
	RequestProblem tooLarge(int most) {
		return new RequestProblem(Problem.ANSWER_TOO_LARGE, "interval", String.valueOf(this.interval),
				"The answer would have more than " + most + " rows" + ((most == MOST_ROWS)
						? "; ask for a longer interval, a shorter range or fewer groups, or send Accept: text/csv."
						: " in each group; ask for a longer interval or a shorter range."));
	}

	/// The measures to be read from the rows of a view.
	List<Measure> measures(Facts facts) {
		return this.metrics.stream()
			.flatMap((metric) -> metric.figure().measures(this.policy).stream())
			.filter((measure) -> measure.thing().facts() == facts)
			.distinct()
			.sorted()
			.toList();
	}

	/// The dimension whose active values are shown even where nothing counts; null where
	/// there is none.
	@Nullable Dimension shownWhenActive() {
		return (this.groupBy.size() == 1 && this.groupBy.getFirst().isReference()) ? this.groupBy.getFirst() : null;
	}

	private static void requireSaneYear(String field, Instant instant, ZoneId zone) {
		if (instant.isBefore(LocalDate.of(1970, 1, 1).atStartOfDay(zone).toInstant())
				|| instant.isAfter(LocalDate.of(2101, 1, 1).atStartOfDay(zone).toInstant())) {
			throw RequestProblem.invalid(field, instant.toString(),
					field + " " + instant + " is not in the years 1970 to 2100; check the year.");
		}
	}

	private static void requireKnownToAgents(Metric metric, ServiceLevelPolicy policy) {
		if (metric.isBlindToAgents(policy)) {
			throw RequestProblem.invalid("metrics", metric.id(),
					"metrics '" + metric.id() + "' has no value by agent, because nobody abandons an agent; "
							+ ((metric.figure() instanceof Figure.ServiceLevel)
									? "send serviceLevelPolicy=ANSWERED_ONLY, or ask by queue."
									: "ask for it by queue, or for agentAnswerRate by agent."));
		}
	}

}
