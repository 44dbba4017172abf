package io.callmeter.kpi;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The one reader of figures: everything in an answer is of one snapshot.
@Component
class Kpis {

	private static final int FETCH = 1000;

	private static final String DATA_THROUGH = Sql.of(Kpis.class, "data-through");

	private final JdbcClient jdbc;

	private final TransactionTemplate snapshot;

	private final Clock clock;

	Kpis(JdbcClient jdbc, PlatformTransactionManager transactions, ObjectProvider<Clock> clock) {
		this.jdbc = jdbc;
		this.snapshot = new TransactionTemplate(transactions);
		this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		this.snapshot.setReadOnly(true);
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	/// All figures at once.
	/// @throws io.callmeter.http.RequestProblem if there are more rows than one answer
	/// may have
	KpiAnswer answer(Tenant tenant, KpiQuery query) {
		List<Instant> boundaries = query.boundaries(KpiQuery.MOST_ROWS);
		Instant now = this.clock.instant();
		return Objects.requireNonNull(this.snapshot.execute((_) -> {
			var rows = new ArrayList<KpiRow>();
			var total = new Total();
			Instant dataThrough = dataThrough(tenant, query, now);
			read(tenant, query, boundaries, now, total, (row) -> {
				if (rows.size() == KpiQuery.MOST_ROWS) {
					throw query.tooLarge(KpiQuery.MOST_ROWS);
				}
				rows.add(row);
			});
			return KpiAnswer.of(query, dataThrough, rows,
					KpiRow.figures(query, total.sums, elapsed(query.from(), query.to(), now)));
		}));
	}

	/// One row after the other, without keeping any.
	void stream(Tenant tenant, KpiQuery query, Consumer<KpiRow> rows) {
		List<Instant> boundaries = query.boundaries(KpiQuery.MOST_INTERVALS);
		Instant now = this.clock.instant();
		this.snapshot.executeWithoutResult((_) -> read(tenant, query, boundaries, now, null, rows));
	}

	private void read(Tenant tenant, KpiQuery query, List<Instant> boundaries, Instant now, @Nullable Total total,
			Consumer<KpiRow> rows) {
		this.jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
		// Compiling a plan over a dozen partitions took 3 s, running it half a second.
		this.jdbc.sql("set local jit = off").update();
		KpiStatement statement = KpiStatement.of(tenant, query, boundaries, total != null);
		List<Measure> measures = KpiStatement.measures(query);
		var series = new Series(query, boundaries, now, rows);
		this.jdbc.sql(statement.text()).withFetchSize(FETCH).params(statement.values()).query((result) -> {
			Sums sums = sums(result, measures);
			if (total != null && result.getInt("total") == 1) {
				total.sums = sums;
			}
			else {
				series.add(group(result, query), result.getInt("slot"), sums);
			}
		});
		series.end();
	}

	private Instant dataThrough(Tenant tenant, KpiQuery query, Instant now) {
		Instant until = now.isBefore(query.to()) ? now : query.to();
		return this.jdbc.sql(DATA_THROUGH)
			.params(KpiStatement.range(tenant, query))
			.param("until", until.atOffset(ZoneOffset.UTC))
			.query(OffsetDateTime.class)
			.single()
			.toInstant();
	}

	private static Sums sums(ResultSet result, List<Measure> measures) throws SQLException {
		var sums = new EnumMap<Measure, BigDecimal>(Measure.class);
		for (Measure measure : measures) {
			BigDecimal sum = result.getBigDecimal(measure.column());
			if (sum != null) {
				sums.put(measure, sum);
			}
		}
		return new Sums(sums);
	}

	private static Map<String, @Nullable String> group(ResultSet result, KpiQuery query) throws SQLException {
		var group = new LinkedHashMap<String, @Nullable String>();
		for (Dimension dimension : query.groupBy()) {
			group.put(dimension.key(), result.getString("by_" + dimension.key()));
		}
		return group;
	}

	private static Duration elapsed(Instant from, Instant to, Instant now) {
		Instant until = now.isBefore(to) ? now : to;
		return until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO;
	}

	/// Where the row of the total is kept.
	private static final class Total {

		private Sums sums = Sums.NONE;

	}

	/// Shows every interval of each group, although nothing counts in it.
	private static final class Series {

		private final KpiQuery query;

		private final List<Instant> boundaries;

		private final Instant now;

		private final Consumer<KpiRow> rows;

		private @Nullable Map<String, @Nullable String> group;

		private int shown;

		Series(KpiQuery query, List<Instant> boundaries, Instant now, Consumer<KpiRow> rows) {
			this.query = query;
			this.boundaries = boundaries;
			this.now = now;
			this.rows = rows;
			this.group = query.groupBy().isEmpty() ? Map.of() : null;
		}

		void add(Map<String, @Nullable String> group, int slot, Sums sums) {
			if (!group.equals(this.group)) {
				end();
				this.group = group;
				this.shown = 0;
			}
			showEmptyUntil(slot);
			show(slot, sums);
		}

		void end() {
			if (this.group != null) {
				showEmptyUntil(this.boundaries.size());
			}
		}

		private void showEmptyUntil(int slot) {
			while (this.shown < slot - 1) {
				show(this.shown + 1, Sums.NONE);
			}
		}

		private void show(int slot, Sums sums) {
			Instant from = this.boundaries.get(slot - 1);
			Instant to = this.boundaries.get(slot);
			this.rows.accept(new KpiRow(from, to, Objects.requireNonNull(this.group),
					KpiRow.figures(this.query, sums, elapsed(from, to, this.now))));
			this.shown = slot;
		}

	}

}
