package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Thing.Facts;
import org.jspecify.annotations.Nullable;

/// A question about figures that can be answered.
///
/// @param selection which things count, and where
/// @param metrics asked for, in their order, each once
/// @param groupBy the keys of a row, in their order
/// @param interval null for one row a group
/// @param order in which rows come
/// @param limit how many rows at most; null for all
/// @param compare what figures are compared with; null for nothing
/// @param targets whose targets are shown, the first that has one
/// @param confidence how sure the interval of a share is to hold it, from 0.5 to 0.9999; null for none
/// @param profile how figures are counted; null for Callmeter's own way
/// @param options of the profile that are switched on
/// @param links whether rows link to the things behind their figures
/// @param cells whether sums may be taken from cells
/// @param percentiles how; null for exactly unless there is too much to choose from
record KpiQuery(Selection selection, List<Metric> metrics, List<Dimension> groupBy, @Nullable Interval interval,
		Order order, @Nullable Integer limit, @Nullable Compare compare, Set<Aims> targets,
		@Nullable BigDecimal confidence, @Nullable Profile profile, Set<Profile.Option> options, boolean links,
		boolean cells, @Nullable Percentiles percentiles) {

	/// As many intervals as an answer may have: their boundaries are all kept, and sent
	/// to the database.
	static final int MOST_INTERVALS = 50_000;

	/// Metrics of durations that can be split over the time they took.
	private static final Set<Measure> SPLITTABLE = Set.of(Measure.TALK, Measure.HOLD, Measure.WRAP_UP, Measure.HANDLE);

	KpiQuery {
		metrics = List.copyOf(metrics);
		groupBy = List.copyOf(groupBy);
		targets = targets.isEmpty() ? Set.of() : EnumSet.copyOf(targets);
		if (metrics.isEmpty()) {
			throw new IllegalArgumentException("no metric is asked for");
		}
		options = options.isEmpty() ? Set.of() : EnumSet.copyOf(options);
		boolean byAgent = groupBy.contains(Dimension.AGENT) || groupBy.contains(Dimension.TEAM)
				|| selection.filters().containsKey(Dimension.AGENT) || selection.filters().containsKey(Dimension.TEAM);
		if (compare == Compare.PEERS && !groupBy.contains(Dimension.AGENT)) {
			throw RequestProblem.invalid("compare", compare.key(),
					"Invalid compare 'peers' without agents. Send groupBy=agent, groupBy=queue,agent or "
							+ "groupBy=team,agent too.");
		}
		for (Metric metric : metrics) {
			if (compare == Compare.PEERS) {
				requireComparable(metric);
			}
			if (byAgent) {
				requireKnownToAgents(metric, figure(profile, options, metric), selection);
			}
			if (selection.basis() == Basis.PRORATED) {
				requireSplittable(metric);
			}
			if (metric.isCost()) {
				requireByCampaign(metric, groupBy, selection);
			}
		}
		if (compare != null) {
			requireLaterThanAllCalls(compare, selection);
		}
		selection.requireLabels(used(groupBy, selection));
	}

	/// The boundaries of the intervals.
	/// @throws RequestProblem if there are more intervals than an answer may have
	List<Instant> boundaries() {
		if (this.interval == null || this.selection.isEmpty()) {
			return List.of(this.selection.from(), this.selection.to());
		}
		List<Instant> boundaries = new Calendar(this.selection.timeZone()).boundaries(this.selection.from(),
				this.selection.to(), this.interval, MOST_INTERVALS);
		if (boundaries == null) {
			throw new RequestProblem(Problem.ANSWER_TOO_LARGE, "interval", this.interval.toString(),
					"Too many intervals: interval " + this.interval + " divides the range into about "
							+ AnswerLimits.shown(this.interval.about(this.selection.from(), this.selection.to()))
							+ ". Expected at most " + AnswerLimits.shown(MOST_INTERVALS)
							+ "; query a longer interval or a shorter range.");
		}
		return boundaries;
	}

	/// How a metric is made: as the profile counts it, else as Callmeter does.
	Figure figure(Metric metric) {
		return figure(this.profile, this.options, metric);
	}

	/// All measures of the query, those of legs first.
	List<Measure> measures() {
		return this.metrics.stream()
			.flatMap((metric) -> Stream.of(metric.figure(), figure(metric)))
			.flatMap((figure) -> figure.measures().stream())
			.distinct()
			.sorted()
			.toList();
	}

	/// The measures to be read from the rows of a view.
	List<Measure> measures(Facts facts) {
		return measures().stream().filter((measure) -> measure.thing().facts() == facts).toList();
	}

	/// The labels that are grouped or filtered by.
	Set<Dimension> labels() {
		return used(this.groupBy, this.selection).stream()
			.filter(Dimension::isLabel)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Dimension.class)));
	}

	/// The dimension whose active values are shown even where nothing counts; null where
	/// there is none.
	@Nullable Dimension shownWhenActive() {
		return (this.groupBy.size() == 1 && this.groupBy.getFirst().isReference()) ? this.groupBy.getFirst() : null;
	}

	/// The same question of all agents.
	KpiQuery ofPeers() {
		return new KpiQuery(this.selection.without(Dimension.AGENT), this.metrics,
				this.groupBy.stream().filter((dimension) -> dimension != Dimension.AGENT).toList(), this.interval,
				Order.USUAL, null, null, Set.of(), null, this.profile, this.options, false, this.cells,
				this.percentiles);
	}

	private static Set<Dimension> used(List<Dimension> groupBy, Selection selection) {
		var used = EnumSet.noneOf(Dimension.class);
		used.addAll(groupBy);
		used.addAll(selection.filters().keySet());
		return used;
	}

	private static Figure figure(@Nullable Profile profile, Set<Profile.Option> options, Metric metric) {
		Profile.Variant variant = (profile != null) ? profile.variants(options).get(metric.id()) : null;
		return (variant != null) ? variant.figure() : metric.figure();
	}

	private static void requireKnownToAgents(Metric metric, Figure figure, Selection selection) {
		if (Metric.isBlindToAgents(figure, selection.judging().usualPolicy())) {
			throw RequestProblem.invalid("metrics", metric.id(),
					"The metric '" + metric.id() + "' has no value by agent, because callers abandon queues. "
							+ ((figure instanceof Figure.ServiceLevel)
									? "Send serviceLevelPolicy=ANSWERED_ONLY, or group by queue."
									: "Group it by queue, or query agentAnswerRate by agent."));
		}
	}

	private static void requireComparable(Metric metric) {
		if (metric.growsWithAgents()) {
			throw RequestProblem.invalid("metrics", metric.id(), "The metric '" + metric.id()
					+ "' is a total, which cannot be compared with peers. With compare=peers query a mean or a rate, such "
					+ "as averageHandleTime or agentAnswerRate.");
		}
	}

	private static void requireLaterThanAllCalls(Compare compare, Selection selection) {
		var range = List.of(selection.from(), selection.to());
		if (selection.isBeforeAllCalls(compare.spans(range, new Calendar(selection.timeZone())).getFirst().from())) {
			throw RequestProblem.invalid("compare", compare.key(), "Invalid compare '" + compare.key()
					+ "' for this range: it reaches back before 1970. Send a later range, or leave it out.");
		}
	}

	private static void requireSplittable(Metric metric) {
		if (!(metric.figure() instanceof Figure.Total) || !SPLITTABLE.containsAll(metric.figure().measures())) {
			throw RequestProblem.invalid("metrics", metric.id(),
					"The metric '" + metric.id() + "' cannot be split over time. With basis=PRORATED query talkTime, "
							+ "holdTime, wrapUpTime or handleTime, or send another basis.");
		}
	}

	private static void requireByCampaign(Metric metric, List<Dimension> groupBy, Selection selection) {
		Dimension[] others = Arrays.stream(Dimension.values())
			.filter((dimension) -> dimension != Dimension.CAMPAIGN)
			.filter((dimension) -> groupBy.contains(dimension) || selection.filters().containsKey(dimension))
			.toArray(Dimension[]::new);
		if (others.length > 0) {
			throw RequestProblem.invalid("metrics", metric.id(),
					"The metric '" + metric.id() + "' has no value by " + others[0].key()
							+ ", because costs belong to campaigns. Group and filter only by campaign and time.");
		}
	}

	/// Whose targets.
	enum Aims {

		/// Those set for the queue, the campaign or the tenant.
		OWN,
		/// What centres aim at worldwide.
		INDUSTRY

	}

	/// How a percentile is chosen.
	enum Percentiles {

		/// From all durations.
		EXACT,
		/// From the histograms of whole days, within the width of a bucket.
		ESTIMATED;

		/// From so many visits and segments, or calls, on, percentiles are estimated
		/// where nobody says how.
		static final int MANY = 10_000;

	}

}
