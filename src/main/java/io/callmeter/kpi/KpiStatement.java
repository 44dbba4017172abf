package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.kpi.Thing.Facts;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;

/// The one statement of an answer: the files beside this class with the columns of the measures and dimensions that
/// are asked for. Only names of this package's own enums become SQL; whatever a caller sent is bound.
///
/// @param text with named parameters
/// @param values what is bound
record KpiStatement(String text, Map<String, @Nullable Object> values) {

	private static final String KPIS = Sql.of(KpiStatement.class, "kpis");

	private static final String LEGS = Sql.of(KpiStatement.class, "legs");

	private static final String CALLS = Sql.of(KpiStatement.class, "calls");

	private static final String ACTIVE = Sql.of(KpiStatement.class, "active");

	/// How long after its call a leg may begin.
	private static final Duration LATEST_LEG = Duration.ofDays(30);

	/// @param boundaries of the intervals; a row's `slot` is the number of its interval,
	/// from 1
	/// @param withTotal whether there is a row for all groups and intervals, which comes
	/// first
	static KpiStatement of(Tenant tenant, KpiQuery query, List<Instant> boundaries, boolean withTotal) {
		var parts = new ArrayList<String>();
		for (Facts facts : Facts.values()) {
			if (!query.measures(facts).isEmpty()) {
				parts.add(part(query, facts, boundaries.size() > 2, withTotal));
			}
		}
		Dimension shown = query.shownWhenActive();
		if (shown != null) {
			parts.add(ACTIVE.replace("{dimension}", shown.key())
				.replace("{measures}", columns(measures(query), (measure) -> "null::numeric"))
				.replace("{filters}", filter(query, shown, "reference.code")));
		}
		String text = KPIS.replace("{keys}", keys(query))
			.replace("{measures}", columns(measures(query), (measure) -> "max(" + measure.column() + ")"))
			.replace("{order}",
					query.groupBy()
						.stream()
						.map((dimension) -> ", by_" + dimension.key() + " collate \"C\" nulls last")
						.collect(Collectors.joining()))
			.replace("{parts}", String.join("    union all\n", parts));
		return new KpiStatement(text, values(tenant, query, boundaries));
	}

	/// All measures of a query, those of legs first.
	static List<Measure> measures(KpiQuery query) {
		return Arrays.stream(Facts.values()).flatMap((facts) -> query.measures(facts).stream()).toList();
	}

	/// What bounds a range in statements about it.
	static Map<String, @Nullable Object> range(Tenant tenant, KpiQuery query) {
		var values = new HashMap<String, @Nullable Object>();
		values.put("tenant", tenant.id());
		values.put("from", utc(query.from()));
		values.put("to", utc(query.to()));
		values.put("callsFrom", utc(query.from().minus(LATEST_LEG)));
		return values;
	}

	private static String part(KpiQuery query, Facts facts, boolean sliced, boolean withTotal) {
		String began = (facts == Facts.LEG) ? "fact.began_at" : "fact.started_at";
		Function<Dimension, String> column = (dimension) -> dimension.column(facts, query.attribution());
		return ((facts == Facts.LEG) ? LEGS : CALLS).replace("{keys}", keys(query))
			.replace("{measures}",
					columns(measures(query),
							(measure) -> (measure.thing().facts() == facts) ? "(" + measure.aggregate() + ")::numeric"
									: "null::numeric"))
			.replace("{slot}", sliced ? "width_bucket(" + began + ", :boundaries)" : "1")
			.replace("{key_columns}",
					query.groupBy()
						.stream()
						.map((dimension) -> "\n             , " + column.apply(dimension) + " as by_" + dimension.key())
						.collect(Collectors.joining()))
			.replace("{join}", (facts == Facts.LEG && query.groupBy().contains(Dimension.OUTCOME)) ? """

					join call_fact whole
					  on whole.tenant_id = fact.tenant_id
					 and whole.started_at = fact.call_started_at
					 and whole.call_id = fact.call_id
					 and whole.started_at >= :callsFrom
					 and whole.started_at < :to""" : "")
			.replace("{things}", things(query, facts))
			.replace("{filters}",
					query.filters()
						.keySet()
						.stream()
						.sorted()
						.map((dimension) -> filter(query, dimension, column.apply(dimension)))
						.collect(Collectors.joining()))
			.replace("{sets}", "(slot" + keys(query) + ")" + (withTotal ? ", ()" : ""));
	}

	private static String keys(KpiQuery query) {
		return query.groupBy().stream().map((dimension) -> ", by_" + dimension.key()).collect(Collectors.joining());
	}

	private static String columns(List<Measure> measures, Function<Measure, String> expression) {
		return measures.stream()
			.map((measure) -> "\n         , " + expression.apply(measure) + " as " + measure.column())
			.collect(Collectors.joining());
	}

	/// Only the things that are counted make a row.
	private static String things(KpiQuery query, Facts facts) {
		return query.measures(facts)
			.stream()
			.map((measure) -> measure.thing().condition())
			.distinct()
			.collect(Collectors.joining(" or "));
	}

	private static String filter(KpiQuery query, Dimension dimension, String column) {
		var values = query.filters().get(dimension);
		if (values == null) {
			return "";
		}
		return Stream
			.of(values.stream().allMatch(String::isEmpty) ? "" : column + " = any(:" + dimension.key() + ")",
					values.contains("") ? column + " is null" : "")
			.filter((condition) -> !condition.isEmpty())
			.collect(Collectors.joining(" or ", "\n           and (", ")"));
	}

	private static Map<String, @Nullable Object> values(Tenant tenant, KpiQuery query, List<Instant> boundaries) {
		Map<String, @Nullable Object> values = range(tenant, query);
		values.put("boundaries", new SqlArrayValue("timestamptz",
				boundaries.subList(0, boundaries.size() - 1).stream().map(KpiStatement::utc).toArray()));
		query.filters().forEach((dimension, chosen) -> {
			var named = new LinkedHashSet<>(chosen);
			named.remove("");
			values.put(dimension.key().toLowerCase(Locale.ROOT), new SqlArrayValue("text", named.toArray()));
		});
		Limits limits = query.limits();
		values.put("threshold", micros(limits.threshold()));
		values.put("shortAbandon", micros(limits.shortAbandon()));
		values.put("shortCall", micros(limits.shortCall()));
		values.put("longCall", micros(limits.longCall()));
		// Later than ever is later than any leg can be.
		values.put("abandonAfter",
				micros((limits.abandonAfter() != null) ? limits.abandonAfter() : LATEST_LEG.multipliedBy(2)));
		return values;
	}

	private static long micros(Duration duration) {
		return duration.toNanos() / 1000;
	}

	private static OffsetDateTime utc(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

}
