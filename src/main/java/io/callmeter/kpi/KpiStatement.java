package io.callmeter.kpi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.callmeter.kpi.Thing.Facts;
import io.callmeter.sql.Sql;
import org.jspecify.annotations.Nullable;

/// The one statement of an answer: the rows of both views, summed by group and interval, side by side.
///
/// @param text with named parameters
/// @param values what is bound
record KpiStatement(String text, Map<String, @Nullable Object> values) {

	private static final String KPIS = Sql.of(KpiStatement.class, "kpis");

	private static final String PART = Sql.of(KpiStatement.class, "part");

	private static final String ACTIVE = Sql.of(KpiStatement.class, "active");

	/// What visits were judged by, in the order of [JudgedBy].
	private static final List<String> JUDGED_BY = List.of("min(threshold_us)", "max(threshold_us)",
			"min(short_abandon_us)", "max(short_abandon_us)", "min(policy)", "max(policy)");

	/// The measures that depend on what a visit is judged by.
	private static final Set<Measure> JUDGING = EnumSet.of(Measure.SHORT_ABANDONED, Measure.ANSWERED_IN_TIME,
			Measure.ABANDONED_IN_TIME, Measure.CALLBACKS_IN_TIME, Measure.LEFT_IN_TIME, Measure.SERVED, Measure.JUDGED);

	/// @param periods the rows of the query's own range, and of the one it is compared
	/// with if there is one
	/// @param withTotal whether there is a row for all groups and intervals of each
	/// period, which come first
	static KpiStatement of(KpiQuery query, List<FactRows> periods, boolean withTotal) {
		var parts = new ArrayList<String>();
		var values = new HashMap<String, @Nullable Object>();
		for (int period = 0; period < periods.size(); period++) {
			values.putAll(periods.get(period).values());
			for (Facts facts : Facts.values()) {
				if (!query.measures(facts).isEmpty()) {
					parts.add(part(query, facts, periods.get(period), period, withTotal));
				}
			}
		}
		Dimension shown = query.shownWhenActive();
		if (shown != null) {
			parts.add(ACTIVE.replace("{dimension}", shown.key())
				.replace("{measures}", columns(query, (measure) -> "null::" + measure.type(), false))
				.replace("{filters}", periods.getFirst().filter(shown, "reference.code")));
		}
		String text = KPIS.replace("{keys}", keys(query))
			.replace("{measures}", columns(query, (measure) -> "max(" + measure.column() + ")", null))
			.replace("{order}",
					query.groupBy()
						.stream()
						.map((dimension) -> ", " + dimension.alias() + (dimension.isNumeric() ? "" : " collate \"C\"")
								+ " nulls last")
						.collect(Collectors.joining()))
			.replace("{parts}", String.join("    union all\n", parts));
		return new KpiStatement(text, values);
	}

	/// Whether rows say what their visits were judged by.
	static boolean showsJudging(KpiQuery query) {
		return query.measures().stream().anyMatch(JUDGING::contains);
	}

	/// The name of a column of what visits were judged by.
	static String judgedBy(int index) {
		return "judged_" + index;
	}

	private static String part(KpiQuery query, Facts facts, FactRows rows, int period, boolean withTotal) {
		return PART.replace("{period}", String.valueOf(period))
			.replace("{keys}", keys(query))
			.replace("{measures}",
					columns(query,
							(measure) -> (measure.thing().facts() == facts) ? measure.sql() : "null::" + measure.type(),
							facts == Facts.LEG))
			.replace("{rows}",
					rows.of(facts, query.measures(facts).stream().map(Measure::thing).distinct().toList(),
							query.groupBy()))
			.replace("{sets}", "(slot" + keys(query) + ")" + (withTotal ? ", ()" : ""));
	}

	private static String keys(KpiQuery query) {
		return query.groupBy().stream().map((dimension) -> ", " + dimension.alias()).collect(Collectors.joining());
	}

	/// @param judged whether the rows say what visits were judged by; null where parts
	/// are put together
	private static String columns(KpiQuery query, Function<Measure, String> expression, @Nullable Boolean judged) {
		String measures = query.measures()
			.stream()
			.map((measure) -> "\n         , " + expression.apply(measure) + " as " + measure.column())
			.collect(Collectors.joining());
		if (!showsJudging(query)) {
			return measures;
		}
		var columns = new StringBuilder(measures);
		for (int i = 0; i < JUDGED_BY.size(); i++) {
			String type = JUDGED_BY.get(i).contains("policy") ? "text" : "numeric";
			columns.append("\n         , ")
				.append((judged == null) ? "max(" + judgedBy(i) + ")"
						: judged ? "(" + JUDGED_BY.get(i) + " filter (where offered = 1))::" + type : "null::" + type);
			columns.append(" as ").append(judgedBy(i));
		}
		return columns.toString();
	}

}
