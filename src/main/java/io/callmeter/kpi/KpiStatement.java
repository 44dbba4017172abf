package io.callmeter.kpi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.callmeter.kpi.Thing.Facts;
import io.callmeter.sql.Sql;
import org.jspecify.annotations.Nullable;

/// The one statement of an answer: rows of facts and sums of cells, added up by group and interval, side by side.
///
/// @param text with named parameters
/// @param values what is bound
/// @param plan where the figures are taken from, for people
/// @param ofCells whether it reads cells alone, which have no months, so that one plan is as good for all values
/// @param expired for each period the measures that would need facts that have expired
record KpiStatement(String text, Map<String, @Nullable Object> values, String plan, boolean ofCells,
		List<Set<Measure>> expired) {

	private static final String KPIS = Sql.of(KpiStatement.class, "kpis");

	private static final String ALONE = Sql.of(KpiStatement.class, "alone");

	private static final String COUNTED = Sql.of(KpiStatement.class, "counted");

	private static final String PART = Sql.of(KpiStatement.class, "part");

	private static final String ACTIVE = Sql.of(KpiStatement.class, "active");

	private static final String DURATIONS = Sql.of(KpiStatement.class, "durations");

	private static final String LONGEST = Sql.of(KpiStatement.class, "longest");

	private static final String CELL_SUMS = Sql.of(KpiStatement.class, "cell-sums");

	private static final String CELL_JUDGING = Sql.of(KpiStatement.class, "cell-judging");

	/// What visits were judged by, in the order of [JudgedBy].
	private static final List<String> JUDGED_BY = List.of("min(threshold_us)", "max(threshold_us)",
			"min(short_abandon_us)", "max(short_abandon_us)", "min(policy)", "max(policy)");

	/// @param periods the rows of the query's own range, and of the one it is compared
	/// with if there is one
	/// @param withTotal whether there is a row for all groups and intervals of each
	/// period, which come first
	/// @param cellZone whose days the cells are of; null where cells are not to be read
	/// @param histograms whether durations are read from histograms where they can be
	/// @param reach from when on there are facts and cells
	static KpiStatement of(KpiQuery query, List<FactRows> periods, boolean withTotal, @Nullable ZoneId cellZone,
			boolean histograms, Reach reach) {
		var parts = new Parts(query, withTotal, histograms, reach);
		for (int period = 0; period < periods.size(); period++) {
			parts.expired.add(EnumSet.noneOf(Measure.class));
			for (Facts facts : Facts.values()) {
				List<Measure> measures = query.measures(facts);
				if (!measures.isEmpty()) {
					parts.add(facts, period, periods.get(period), measures, cellZone);
				}
			}
		}
		Dimension shown = query.shownWhenActive();
		if (shown != null) {
			parts.texts.add(ACTIVE.replace("{dimension}", shown.key())
				.replace("{measures}", parts.columns((measure) -> null, "1", false))
				.replace("{filters}", periods.getFirst().filter(shown, "reference.code")));
		}
		return new KpiStatement(parts.statement(), parts.values, String.join("; ", parts.plans), parts.ofCells,
				parts.expired);
	}

	/// Asks whether there are many durations to choose from; empty where no histogram may
	/// answer.
	/// @param cellZone whose days the cells are of
	/// @param cellsFrom from when on there are cells; null for ever
	static Optional<KpiStatement> counting(KpiQuery query, List<FactRows> periods, ZoneId cellZone,
			@Nullable Instant cellsFrom) {
		var counts = new ArrayList<String>();
		var values = new HashMap<String, @Nullable Object>();
		for (FactRows rows : periods) {
			for (Facts facts : Facts.values()) {
				Set<Thing> things = query.measures(facts)
					.stream()
					.filter((measure) -> isFromHistogram(query, measure))
					.map(Measure::thing)
					.collect(Collectors.toCollection(() -> EnumSet.noneOf(Thing.class)));
				CellPlan plan = things.isEmpty() ? null
						: rows.wholeDays(facts, query.groupBy(), cellZone, cellsFrom).orElse(null);
				if (plan != null) {
					values.putAll(rows.values());
					values.putAll(rows.values(facts, plan));
					String count = things.stream().map(Thing::inCells).collect(Collectors.joining(" + ", "sum(", ")"));
					counts.add("(select " + count + " from (\n" + rows.days(facts, plan, List.of()) + ") cell) > "
							+ KpiQuery.Percentiles.MANY);
				}
			}
		}
		return counts.isEmpty() ? Optional.empty()
				: Optional.of(new KpiStatement("select coalesce(" + String.join(" or ", counts) + ", false)", values,
						"", true, List.of()));
	}

	/// Whether a histogram may answer it: percentiles of an answer are all exact or all
	/// not, the longest is exact anyway.
	private static boolean isFromHistogram(KpiQuery query, Measure measure) {
		return measure.histogram() != null
				&& (!measure.isPercentile() || query.percentiles() != KpiQuery.Percentiles.EXACT);
	}

	/// The name of the column of how many groups there are, which grouped rows have.
	static final String GROUPS = "groups_of_answer";

	/// The name of the column of by how much a percentile may be too long.
	static String error(Measure measure) {
		return measure.column() + "_error";
	}

	/// Whether rows say what their visits were judged by.
	static boolean showsJudging(KpiQuery query) {
		return query.measures().stream().anyMatch(Measure::isJudged);
	}

	/// The name of a column of what visits were judged by.
	static String judgedBy(int index) {
		return "judged_" + index;
	}

	/// The parts of a statement as they are found.
	private static final class Parts {

		private final KpiQuery query;

		private final List<Measure> measures;

		private final boolean judging;

		private final String keys;

		private final String sets;

		private final List<String> texts = new ArrayList<>();

		private final Map<String, @Nullable Object> values = new HashMap<>();

		private final List<String> plans = new ArrayList<>();

		private final String bucketSets;

		private final boolean histograms;

		private final Reach reach;

		private final List<Set<Measure>> expired = new ArrayList<>();

		private boolean ofCells = true;

		Parts(KpiQuery query, boolean withTotal, boolean histograms, Reach reach) {
			this.reach = reach;
			this.query = query;
			this.histograms = histograms;
			this.measures = query.measures();
			this.judging = this.measures.stream().anyMatch(Measure::isJudged);
			this.keys = query.groupBy()
				.stream()
				.map((dimension) -> ", " + dimension.alias())
				.collect(Collectors.joining());
			this.sets = "(slot" + this.keys + ")" + (withTotal ? ", ()" : "");
			this.bucketSets = "(slot" + this.keys + ", duration, bucket)" + (withTotal ? ", (duration, bucket)" : "");
		}

		void add(Facts facts, int period, FactRows rows, List<Measure> measures, @Nullable ZoneId cellZone) {
			this.values.putAll(rows.values());
			CellPlan plan = (cellZone != null) ? rows.plan(facts, measures, this.query.groupBy(), cellZone)
				.flatMap((found) -> found.since(this.reach.cellsFrom()))
				.orElse(null) : null;
			CellPlan days = (cellZone != null && this.histograms)
					? rows.wholeDays(facts, this.query.groupBy(), cellZone, this.reach.cellsFrom()).orElse(null) : null;
			List<Measure> counted = (days != null)
					? measures.stream().filter((measure) -> isFromHistogram(this.query, measure)).toList() : List.of();
			if (cellZone != null && days != null && !counted.isEmpty()) {
				this.plans.add(facts.view() + ": histograms of "
						+ counted.stream().map(Measure::key).collect(Collectors.joining(", ")));
				addDurations(facts, period, rows, days, counted, cellZone);
				List<Measure> rest = measures.stream().filter((measure) -> !counted.contains(measure)).toList();
				addThings(facts, period, rows, days, counted, rest);
				if (!rest.isEmpty()) {
					add(facts, period, rows, rest, plan);
				}
				return;
			}
			add(facts, period, rows, measures, plan);
		}

		private void add(Facts facts, int period, FactRows rows, List<Measure> measures, @Nullable CellPlan plan) {
			Limits limits = this.query.selection().limits();
			if (plan == null) {
				if (!isExpired(facts, period, List.of(rows.from()), measures)) {
					this.plans.add(facts.view() + ": facts");
					addFacts(facts, period, rows, measures);
				}
				return;
			}
			List<Measure> summed = measures.stream().filter((measure) -> measure.isInCells(limits)).toList();
			List<Measure> others = measures.stream().filter((measure) -> !summed.contains(measure)).toList();
			boolean withOthers = !others.isEmpty() && !isExpired(facts, period, List.of(rows.from()), others);
			if (!isExpired(facts, period, plan.edges().stream().map(CellPlan.Range::from).toList(), summed)) {
				this.plans.add(facts.view() + ": " + plan + (withOthers
						? others.stream().map(Measure::key).collect(Collectors.joining(", ", ", of ", " facts")) : ""));
				addCells(facts, period, rows, plan, summed, things(summed));
			}
			if (withOthers) {
				addFacts(facts, period, rows, others);
			}
		}

		/// Whether facts that measures need from some instants on have expired in part;
		/// what is left of them is no figure.
		private boolean isExpired(Facts facts, int period, List<Instant> froms, List<Measure> measures) {
			if (froms.stream().noneMatch(this.reach::lacksFacts)) {
				return false;
			}
			this.expired.get(period).addAll(measures);
			this.plans.add(facts.view() + ": expired for "
					+ measures.stream().map(Measure::key).collect(Collectors.joining(", ")));
			return true;
		}

		private void addFacts(Facts facts, int period, FactRows rows, List<Measure> measures) {
			this.ofCells = false;
			this.texts.add(part(period, rows.of(facts, things(measures), this.query.groupBy()),
					(measure) -> measures.contains(measure) ? measure.sql() : null, "count(*)", facts == Facts.LEG));
		}

		private void addCells(Facts facts, int period, FactRows rows, CellPlan plan, List<Measure> summed,
				Collection<Thing> counted) {
			var sources = new ArrayList<String>();
			if (!plan.days().isEmpty()) {
				sources.add(rows.days(facts, plan, this.query.groupBy()));
			}
			if (!plan.quarters().isEmpty()) {
				sources.add(rows.quarters(facts, plan, this.query.groupBy()));
			}
			sources.add(rows.changes(facts, plan, this.query.groupBy()));
			this.values.putAll(rows.values(facts, plan));
			String things = counted.stream().map(Thing::inCells).collect(Collectors.joining(" + "));
			var sums = new StringBuilder();
			summed.forEach(
					(measure) -> add(sums, Objects.requireNonNull(measure.inCells(rows.alike())), measure.column()));
			add(sums, things, "things");
			String all = sources.stream()
				.map((source) -> CELL_SUMS.replace("{keys}", this.keys)
					.replace("{sums}", sums)
					.replace("{source}", source))
				.collect(Collectors.joining("        union all\n"));
			this.texts.add(part(period, all,
					(measure) -> summed.contains(measure) ? "sum(" + measure.column() + ")::numeric" : null,
					"sum(things)", false));
			if (facts == Facts.LEG && this.judging && rows.hasSettings()) {
				String visits = sources.stream()
					.map((source) -> "            select slot" + this.keys
							+ ", threshold_us, short_abandon_us, policy, offered from (\n" + source
							+ "            ) source\n")
					.collect(Collectors.joining("            union all\n"));
				this.texts.add(filled(CELL_JUDGING, period, visits, columns((_) -> null, "0", true)));
			}
			for (int i = 0; i < plan.edges().size(); i++) {
				FactRows edge = rows.within(plan.edges().get(i), i);
				this.values.putAll(edge.values());
				addFacts(facts, period, edge, summed);
			}
		}

		private void addDurations(Facts facts, int period, FactRows rows, CellPlan days, List<Measure> measures,
				ZoneId zone) {
			this.values.putAll(rows.values(facts, days));
			Map<Boolean, List<Measure>> parts = measures.stream()
				.collect(Collectors.partitioningBy(Measure::isPercentile));
			List<Measure> percentiles = Objects.requireNonNull(parts.get(true));
			if (!percentiles.isEmpty()) {
				this.texts.add(filled(DURATIONS, period, durations(facts, rows, days, percentiles, ""),
						columns((measure) -> percentiles.contains(measure) ? percentile(measure, "bucket_top") : null,
								(measure) -> percentiles.contains(measure) ? percentile(measure, "bucket_width") : null,
								"sum(things)", false))
					.replace("{buckets}", this.bucketSets));
			}
			for (Measure longest : Objects.requireNonNull(parts.get(false))) {
				if (isExpired(facts, period, List.of(rows.from()), List.of(longest))) {
					continue;
				}
				this.texts.add(filled(LONGEST, period,
						durations(facts, rows, days, List.of(longest), ", queue, direction, starts_at"),
						columns((measure) -> (measure == longest) ? longest.sql() : null, "count(*)", false))
					.replace("{within}", rows.withinBucket()));
				this.values.put("cellZone", zone.getId());
				this.ofCells = false;
			}
		}

		/// Says which groups have things, some of which may have no duration yet, where
		/// nothing else does.
		private void addThings(Facts facts, int period, FactRows rows, CellPlan days, List<Measure> counted,
				List<Measure> others) {
			Limits limits = this.query.selection().limits();
			Set<Thing> things = EnumSet.noneOf(Thing.class);
			things.addAll(things(counted));
			things.removeAll(things(others.stream().filter((measure) -> measure.isInCells(limits)).toList()));
			if (!things.isEmpty()) {
				addCells(facts, period, rows, days, List.of(), things);
			}
		}

		private String durations(Facts facts, FactRows rows, CellPlan days, List<Measure> measures, String more) {
			Set<Histogram> histograms = measures.stream()
				.map((measure) -> Objects.requireNonNull(measure.histogram()))
				.collect(Collectors.toCollection(() -> EnumSet.noneOf(Histogram.class)));
			return rows.durations(facts, histograms, days, this.query.groupBy())
				.stream()
				.map((source) -> "            select slot" + this.keys + more + ", duration, bucket, things from (\n"
						+ source + "            ) source\n")
				.collect(Collectors.joining("            union all\n"));
		}

		/// @param edge what is asked of the bucket
		private static String percentile(Measure measure, String edge) {
			return "(min(%s(bucket)) filter (where duration = '%s' and so_far * 100 >= of_all * %d))::numeric"
				.formatted(edge, Objects.requireNonNull(measure.histogram()).key(), measure.percent());
		}

		private String part(int period, String rows, Function<Measure, @Nullable String> expression, String things,
				boolean judged) {
			return filled(PART, period, rows, columns(expression, things, judged));
		}

		private String filled(String template, int period, String rows, String columns) {
			return template.replace("{period}", String.valueOf(period))
				.replace("{keys}", this.keys)
				.replace("{measures}", columns)
				.replace("{rows}", rows)
				.replace("{sets}", this.sets);
		}

		private static List<Thing> things(List<Measure> measures) {
			return measures.stream().map(Measure::thing).distinct().toList();
		}

		/// @param expression null of what the part does not know
		/// @param things how many things there are
		/// @param judged whether the rows say what visits were judged by
		String columns(Function<Measure, @Nullable String> expression, String things, boolean judged) {
			return columns(expression, (_) -> null, things, judged);
		}

		/// @param error by how much a percentile may be too long; null where it is exact
		private String columns(Function<Measure, @Nullable String> expression,
				Function<Measure, @Nullable String> error, String things, boolean judged) {
			var columns = new StringBuilder();
			for (Measure measure : this.measures) {
				String sql = expression.apply(measure);
				add(columns, (sql != null) ? sql : "null::" + measure.type(), measure.column());
				if (measure.isPercentile()) {
					String width = error.apply(measure);
					add(columns, (width != null) ? width : "null::numeric", error(measure));
				}
			}
			if (this.judging) {
				for (int i = 0; i < JUDGED_BY.size(); i++) {
					String type = JUDGED_BY.get(i).contains("policy") ? "text" : "numeric";
					add(columns,
							judged ? "(" + JUDGED_BY.get(i) + " filter (where offered = 1))::" + type : "null::" + type,
							judgedBy(i));
				}
			}
			add(columns, things, "things");
			return columns.toString();
		}

		/// The parts put together; empty where there are none.
		String statement() {
			if (this.texts.isEmpty()) {
				return "";
			}
			Limits limits = this.query.selection().limits();
			boolean alone = this.texts.size() == 1;
			var columns = new StringBuilder();
			for (Measure measure : this.measures) {
				add(columns, combined(alone ? "" : measure.isInCells(limits) ? "sum" : "max", measure.column()),
						measure.column());
				if (measure.isPercentile()) {
					add(columns, combined(alone ? "" : "max", error(measure)), error(measure));
				}
			}
			if (this.judging) {
				for (int i = 0; i < JUDGED_BY.size(); i++) {
					add(columns, combined(alone ? "" : JUDGED_BY.get(i).substring(0, 3), judgedBy(i)), judgedBy(i));
				}
			}
			String rows = (alone ? ALONE : KPIS).replace("{keys}", this.keys)
				.replace("{measures}", columns)
				.replace("{parts}", String.join("    union all\n", this.texts));
			String order = this.query.groupBy()
				.stream()
				.map((dimension) -> ", " + dimension.alias() + (dimension.isNumeric() ? "" : " collate \"C\"")
						+ " nulls last")
				.collect(Collectors.joining());
			return (this.query.groupBy().isEmpty() ? rows
					: COUNTED.replace("{rows}", rows).replace("{keys}", this.keys.substring(2)))
					+ " order by total desc" + order + ", slot, period\n";
		}

		private static String combined(String aggregate, String column) {
			return aggregate.isEmpty() ? column : aggregate + "(" + column + ")";
		}

		private static void add(StringBuilder columns, String expression, String name) {
			columns.append("\n         , ").append(expression).append(" as ").append(name);
		}

	}

}
