package io.callmeter.kpi;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// The one reader of distributions.
@Component
class Distributions {

	private static final String DISTRIBUTION = Sql.of(Distributions.class, "distribution");

	private static final String WITH_CALL = """

			join call_fact whole
			  on whole.tenant_id = fact.tenant_id
			 and whole.started_at = fact.call_started_at
			 and whole.call_id = fact.call_id
			 and whole.started_at >= :callsFrom
			 and whole.started_at < :to""";

	private static final int FETCH = 1000;

	/// As many buckets as all groups together may have: they are kept until all are read.
	private static final int MOST_BUCKETS = 100_000;

	private final JdbcClient jdbc;

	private final Settings settings;

	private final Snapshot snapshot;

	private final KnownNames names;

	Distributions(JdbcClient jdbc, Settings settings, Snapshot snapshot, KnownNames names) {
		this.jdbc = jdbc;
		this.names = names;
		this.settings = settings;
		this.snapshot = snapshot;
	}

	/// The distribution of each group, and of all.
	/// @throws RequestProblem if there are more groups than one answer may have
	DistributionAnswer answer(Tenant tenant, DistributionQuery query) {
		return this.snapshot.facts(tenant, query.selection(), (now, deadline) -> read(tenant, query, now, deadline));
	}

	private DistributionAnswer read(Tenant tenant, DistributionQuery query, Instant now, Deadline deadline) {
		Selection selection = query.selection();
		Settings.Calendars calendars = query.labels().contains(Dimension.DAY_PART)
				? this.settings.calendars(tenant, selection.timeZone(), selection.dayParts()) : Settings.Calendars.NONE;
		Grid grid = Grid.of(List.of(new Span(selection.from(), selection.to())), selection.timeZone(), query.labels(),
				calendars.parts());
		var rows = new FactRows(tenant, selection, now, grid, calendars, List.of(), "");
		Map<String, @Nullable Object> values = new HashMap<>(rows.values());
		values.put("edges",
				new SqlArrayValue("bigint",
						query.edges()
							.stream()
							.map((edge) -> edge.movePointRight(query.distribution().scale()).longValueExact())
							.toArray()));
		var spreads = new LinkedHashMap<Map<String, @Nullable Object>, Spreading>();
		var total = new Spreading(query);
		int most = MOST_BUCKETS / (query.edges().size() + 1);
		this.jdbc.sql(text(query, rows)).withFetchSize(FETCH).params(values).query((RowCallbackHandler) (row) -> {
			deadline.require();
			boolean all = row.getInt("total") == 1;
			Spreading spreading = all ? total
					: spreads.computeIfAbsent(group(row, query, grid), (_) -> new Spreading(query));
			spreading.add(row);
			if (spreads.size() > most) {
				throw tooLarge(query, most);
			}
		});
		return new DistributionAnswer(query.distribution().key(), query.distribution().unit(),
				selection.shown(selection.from()), selection.shown(selection.to()), selection.timeZone().getId(),
				selection.shown(this.snapshot.dataThrough(tenant, selection, now)), KpiAnswer.DEFINITION_VERSION,
				selection.basis(), selection.attribution(), query.groupBy().stream().map(Dimension::key).toList(),
				this.names.warnings(tenant, selection, grid.partNames()),
				spreads.entrySet()
					.stream()
					.map((one) -> new DistributionAnswer.Row(one.getKey(), one.getValue().spread()))
					.toList(),
				ofTotal(tenant, query, total, now, deadline));
	}

	/// A number that was dialled in several groups is one number of all.
	private DistributionAnswer.Spread ofTotal(Tenant tenant, DistributionQuery query, Spreading total, Instant now,
			Deadline deadline) {
		return (query.distribution() == Distribution.ATTEMPTS && !query.groupBy().isEmpty())
				? read(tenant, new DistributionQuery(query.selection(), query.distribution(), query.edges(), List.of()),
						now, deadline)
					.total()
				: total.spread();
	}

	private static RequestProblem tooLarge(DistributionQuery query, int most) {
		return new RequestProblem(Problem.ANSWER_TOO_LARGE, "groupBy",
				query.groupBy().stream().map(Dimension::key).collect(Collectors.joining(",")),
				"The answer is too large: it would have more than " + AnswerLimits.shown(most) + " groups of "
						+ (query.edges().size() + 1) + " buckets. Expected at most " + AnswerLimits.shown(MOST_BUCKETS)
						+ " buckets in total; query a shorter range, fewer groups or fewer buckets.");
	}

	private static String text(DistributionQuery query, FactRows rows) {
		String keys = query.groupBy()
			.stream()
			.map((dimension) -> ", " + dimension.alias())
			.collect(Collectors.joining());
		return DISTRIBUTION.replace("{keys}", keys)
			.replace("{order}",
					query.groupBy()
						.stream()
						.map((dimension) -> ", " + dimension.alias() + (dimension.isNumeric() ? "" : " collate \"C\"")
								+ " nulls last")
						.collect(Collectors.joining()))
			.replace("{values}", values(query, rows, keys));
	}

	private static String values(DistributionQuery query, FactRows rows, String keys) {
		Distribution distribution = query.distribution();
		String text = rows.of(distribution.thing().facts(), List.of(distribution.thing()), query.groupBy());
		if (distribution == Distribution.ATTEMPTS) {
			return "select slot" + keys + ", " + distribution.value() + " as value, " + distribution.outcome()
					+ " as outcome from (\n" + text + ") fact where fact.dialled_customer_id is not null\n"
					+ " group by slot, dialled_customer_id" + keys;
		}
		return "select slot" + keys + ", " + distribution.value() + " as value, " + distribution.outcome()
				+ " as outcome from (\n" + text + ") fact" + ((distribution.thing() == Thing.SEGMENT) ? WITH_CALL : "");
	}

	private static Map<String, @Nullable Object> group(ResultSet row, DistributionQuery query, Grid grid)
			throws SQLException {
		var group = new LinkedHashMap<String, @Nullable Object>();
		for (Dimension dimension : query.groupBy()) {
			group.put(dimension.key(), dimension.shown(row.getObject(dimension.alias()), grid.partNames()));
		}
		return group;
	}

	/// The things of one group as they are read.
	private static final class Spreading {

		private final DistributionQuery query;

		/// By the number of the bucket; empty ones are left out.
		private final Map<Integer, Map<String, Long>> buckets = new HashMap<>();

		private long n;

		private @Nullable BigDecimal mean;

		private @Nullable BigDecimal least;

		private @Nullable BigDecimal most;

		Spreading(DistributionQuery query) {
			this.query = query;
		}

		void add(ResultSet row) throws SQLException {
			long things = row.getLong("things");
			if (row.getInt("of_all_buckets") == 0) {
				String outcome = row.getString("outcome");
				this.buckets.computeIfAbsent(row.getInt("bucket"), (_) -> new TreeMap<>())
					.put((outcome != null) ? outcome : "open", things);
				return;
			}
			this.n = things;
			if (things > 0) {
				this.mean = KpiValue.divide(shown(row.getBigDecimal("sum")), BigDecimal.valueOf(things));
				this.least = shown(row.getBigDecimal("least"));
				this.most = shown(row.getBigDecimal("most"));
			}
		}

		DistributionAnswer.Spread spread() {
			var shown = new ArrayList<DistributionAnswer.Bucket>();
			List<BigDecimal> edges = this.query.edges();
			for (int i = 0; i <= edges.size(); i++) {
				Map<String, Long> outcomes = this.buckets.getOrDefault(i, Map.of());
				long count = outcomes.values().stream().mapToLong(Long::longValue).sum();
				shown.add(new DistributionAnswer.Bucket((i > 0) ? edges.get(i - 1) : null,
						(i < edges.size()) ? edges.get(i) : null, count,
						KpiValue.plain(KpiValue.divide(BigDecimal.valueOf(count), BigDecimal.valueOf(this.n))),
						outcomes));
			}
			return new DistributionAnswer.Spread(this.n, KpiValue.plain(this.mean), KpiValue.plain(this.least),
					KpiValue.plain(this.most), shown);
		}

		private BigDecimal shown(BigDecimal value) {
			return value.movePointLeft(this.query.distribution().scale());
		}

	}

}
