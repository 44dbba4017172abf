package io.callmeter.kpi;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
record KpiStatement(String text, Map<String, @Nullable Object> values, String plan) {

	private static final String KPIS = Sql.of(KpiStatement.class, "kpis");

	private static final String PART = Sql.of(KpiStatement.class, "part");

	private static final String ACTIVE = Sql.of(KpiStatement.class, "active");

	private static final String CELL_JUDGING = Sql.of(KpiStatement.class, "cell-judging");

	/// What visits were judged by, in the order of [JudgedBy].
	private static final List<String> JUDGED_BY = List.of("min(threshold_us)", "max(threshold_us)",
			"min(short_abandon_us)", "max(short_abandon_us)", "min(policy)", "max(policy)");

	/// @param periods the rows of the query's own range, and of the one it is compared
	/// with if there is one
	/// @param withTotal whether there is a row for all groups and intervals of each
	/// period, which come first
	/// @param cellZone whose days the cells are of; null where cells are not to be read
	static KpiStatement of(KpiQuery query, List<FactRows> periods, boolean withTotal, @Nullable ZoneId cellZone) {
		var parts = new Parts(query, withTotal);
		for (int period = 0; period < periods.size(); period++) {
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
		return new KpiStatement(parts.statement(), parts.values, String.join("; ", parts.plans));
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

		private final String keys;

		private final String sets;

		private final List<String> texts = new ArrayList<>();

		private final Map<String, @Nullable Object> values = new HashMap<>();

		private final List<String> plans = new ArrayList<>();

		Parts(KpiQuery query, boolean withTotal) {
			this.query = query;
			this.keys = query.groupBy()
				.stream()
				.map((dimension) -> ", " + dimension.alias())
				.collect(Collectors.joining());
			this.sets = "(slot" + this.keys + ")" + (withTotal ? ", ()" : "");
		}

		void add(Facts facts, int period, FactRows rows, List<Measure> measures, @Nullable ZoneId cellZone) {
			this.values.putAll(rows.values());
			Limits limits = this.query.selection().limits();
			CellPlan plan = (cellZone != null) ? rows.plan(facts, measures, this.query.groupBy(), cellZone).orElse(null)
					: null;
			if (plan == null) {
				this.plans.add(facts.view() + ": facts");
				addFacts(facts, period, rows, measures);
				return;
			}
			List<Measure> summed = measures.stream().filter((measure) -> measure.isInCells(limits)).toList();
			List<Measure> others = measures.stream().filter((measure) -> !summed.contains(measure)).toList();
			this.plans.add(facts.view() + ": " + plan + (others.isEmpty() ? ""
					: others.stream().map(Measure::key).collect(Collectors.joining(", ", ", of ", " facts"))));
			addCells(facts, period, rows, plan, summed);
			if (!others.isEmpty()) {
				addFacts(facts, period, rows, others);
			}
		}

		private void addFacts(Facts facts, int period, FactRows rows, List<Measure> measures) {
			this.texts.add(part(period, rows.of(facts, things(measures), this.query.groupBy()),
					(measure) -> measures.contains(measure) ? measure.sql() : null, "count(*)", facts == Facts.LEG));
		}

		private void addCells(Facts facts, int period, FactRows rows, CellPlan plan, List<Measure> summed) {
			var sources = new ArrayList<String>();
			if (!plan.days().isEmpty()) {
				sources.add(rows.cells(facts, plan.keySet(), "day", plan.days(), this.query.groupBy()));
			}
			if (!plan.quarters().isEmpty()) {
				sources.add(rows.cells(facts, plan.keySet(), "quarter", plan.quarters(), this.query.groupBy()));
			}
			sources.add(rows.changes(facts, plan.cells(), this.query.groupBy()));
			String things = things(summed).stream().map(Thing::inCells).collect(Collectors.joining(" + ", "sum(", ")"));
			for (String source : sources) {
				this.texts.add(part(period, source,
						(measure) -> summed.contains(measure) ? "sum(" + measure.inCells() + ")::numeric" : null,
						things, false));
			}
			if (facts == Facts.LEG && showsJudging(this.query) && rows.hasSettings()) {
				String visits = sources.stream()
					.map((source) -> "            select slot" + this.keys
							+ ", threshold_us, short_abandon_us, policy, offered from (\n" + source
							+ "            ) source\n")
					.collect(Collectors.joining("            union all\n"));
				this.texts.add(filled(CELL_JUDGING, period, visits, (_) -> null, "0", true));
			}
			for (int i = 0; i < plan.edges().size(); i++) {
				FactRows edge = rows.within(plan.edges().get(i), i);
				this.values.putAll(edge.values());
				addFacts(facts, period, edge, summed);
			}
		}

		private String part(int period, String rows, Function<Measure, @Nullable String> expression, String things,
				boolean judged) {
			return filled(PART, period, rows, expression, things, judged);
		}

		private String filled(String template, int period, String rows, Function<Measure, @Nullable String> expression,
				String things, boolean judged) {
			return template.replace("{period}", String.valueOf(period))
				.replace("{keys}", this.keys)
				.replace("{measures}", columns(expression, things, judged))
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
			var columns = new StringBuilder();
			for (Measure measure : this.query.measures()) {
				String sql = expression.apply(measure);
				add(columns, (sql != null) ? sql : "null::" + measure.type(), measure.column());
			}
			if (showsJudging(this.query)) {
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

		/// The parts put together.
		String statement() {
			Limits limits = this.query.selection().limits();
			var columns = new StringBuilder();
			for (Measure measure : this.query.measures()) {
				add(columns, (measure.isInCells(limits) ? "sum(" : "max(") + measure.column() + ")", measure.column());
			}
			if (showsJudging(this.query)) {
				for (int i = 0; i < JUDGED_BY.size(); i++) {
					add(columns, JUDGED_BY.get(i).substring(0, 3) + "(" + judgedBy(i) + ")", judgedBy(i));
				}
			}
			return KPIS.replace("{keys}", this.keys)
				.replace("{measures}", columns)
				.replace("{order}",
						this.query.groupBy()
							.stream()
							.map((dimension) -> ", " + dimension.alias()
									+ (dimension.isNumeric() ? "" : " collate \"C\"") + " nulls last")
							.collect(Collectors.joining()))
				.replace("{parts}", String.join("    union all\n", this.texts));
		}

		private static void add(StringBuilder columns, String expression, String name) {
			columns.append("\n         , ").append(expression).append(" as ").append(name);
		}

	}

}
