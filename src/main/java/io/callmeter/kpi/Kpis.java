package io.callmeter.kpi;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The one reader of figures: everything in an answer is of one snapshot.
@Component
class Kpis {

	private static final int FETCH = 1000;

	private final JdbcClient jdbc;

	private final Settings settings;

	private final Snapshot snapshot;

	private final KnownNames names;

	Kpis(JdbcClient jdbc, Settings settings, Snapshot snapshot, KnownNames names) {
		this.jdbc = jdbc;
		this.names = names;
		this.settings = settings;
		this.snapshot = snapshot;
	}

	/// All figures at once.
	/// @throws io.callmeter.http.RequestProblem if there are more rows than one answer
	/// may have
	Answered answer(Tenant tenant, KpiQuery query) {
		List<Instant> boundaries = query.boundaries(KpiQuery.MOST_ROWS);
		return this.snapshot.read(tenant, query.selection(), (known) -> {
			var rows = new ArrayList<KpiRow>();
			var reading = new Reading(tenant, query, boundaries, known);
			reading.read(true, (row) -> {
				if (rows.size() == KpiQuery.MOST_ROWS) {
					throw query.tooLarge(KpiQuery.MOST_ROWS);
				}
				rows.add(row);
			});
			return new Answered(KpiAnswer.of(query, known.dataThrough(), query.ordered(rows), reading.total(),
					reading.totalJudgedBy(), reading.comparedRange(), reading.warnings()), reading.plan());
		});
	}

	/// One row after the other; without keeping any, unless they come in an order of
	/// their own.
	/// @param plan told where the figures are taken from before the first row
	/// @param warnings told before it, too
	void stream(Tenant tenant, KpiQuery query, Consumer<String> plan, Consumer<List<Warning>> warnings,
			Consumer<KpiRow> rows) {
		List<Instant> boundaries = query.boundaries(KpiQuery.MOST_INTERVALS);
		this.snapshot.read(tenant, query.selection(), (known) -> {
			var reading = new Reading(tenant, query, boundaries, known);
			reading.plans = plan;
			warnings.accept(reading.warnings());
			if (query.order().equals(Order.USUAL) && query.limit() == null) {
				reading.read(false, rows);
			}
			else {
				var kept = new ArrayList<KpiRow>();
				reading.read(false, (row) -> {
					if (kept.size() == KpiQuery.MOST_INTERVALS) {
						throw query.tooLarge(KpiQuery.MOST_INTERVALS);
					}
					kept.add(row);
				});
				query.ordered(kept).forEach(rows);
			}
			return reading;
		});
	}

	/// The reading of one answer.
	private final class Reading {

		private final Tenant tenant;

		private final KpiQuery query;

		private final List<Instant> boundaries;

		private final Instant now;

		private final Settings.Calendars calendars;

		private final List<Settings.QueueSetting> queueSettings;

		private final Targets targets;

		private final CampaignCosts costs;

		private final @Nullable List<Span> compared;

		private final List<Warning> warnings;

		private final Elapsed elapsed;

		private final @Nullable Elapsed elapsedThen;

		private final Map<List<@Nullable Object>, Sums> peers = new HashMap<>();

		private final @Nullable ZoneId cellZone;

		private final KpiLinks.OfAnswer links;

		private final List<String> partNames;

		private Consumer<String> plans = (_) -> {
		};

		private String plan = "";

		private Sums total = Sums.NONE;

		private Sums totalThen = Sums.NONE;

		private final Reach reach;

		private Set<Measure> expired = Set.of();

		private Set<Measure> expiredThen = Set.of();

		Reading(Tenant tenant, KpiQuery query, List<Instant> boundaries, Snapshot.Known known) {
			this.tenant = tenant;
			this.query = query;
			this.boundaries = boundaries;
			this.now = known.now();
			this.reach = known.reach();
			this.calendars = query.labels().contains(Dimension.DAY_PART)
					? Kpis.this.settings.calendars(tenant, query.selection().timeZone(), query.selection().dayParts())
					: Settings.Calendars.NONE;
			this.queueSettings = KpiStatement.showsJudging(query) ? known.queues() : List.of();
			this.targets = query.targets().contains(KpiQuery.Aims.OWN) ? Kpis.this.settings.targets(tenant)
					: Targets.NONE;
			this.costs = query.metrics().stream().anyMatch(Metric::isCost) ? Kpis.this.settings.costs(tenant)
					: CampaignCosts.NONE;
			this.cellZone = (query.cells() && known.reach().cells()) ? tenant.timeZone() : null;
			this.links = new KpiLinks.OfAnswer(query);
			this.compared = (query.compare() != null && query.compare() != Compare.PEERS)
					? query.compare().spans(boundaries, new Calendar(query.selection().timeZone())) : null;
			Grid grid = grid(query, Span.between(boundaries));
			this.partNames = grid.partNames();
			this.elapsed = elapsed(grid);
			this.elapsedThen = (this.compared != null) ? elapsed(grid(query, this.compared)) : null;
			this.warnings = new ArrayList<>(Kpis.this.names.warnings(tenant, query.selection(), grid.partNames()));
			Warning.uncompared(query, boundaries, this.compared).ifPresent(this.warnings::add);
		}

		private Grid grid(KpiQuery asked, List<Span> intervals) {
			return Grid.of(intervals, asked.selection().timeZone(), asked.labels(), this.calendars.parts());
		}

		private Elapsed elapsed(Grid grid) {
			Set<Dimension> labels = EnumSet.noneOf(Dimension.class);
			this.query.groupBy().stream().filter(Dimension::isLabel).forEach(labels::add);
			return new Elapsed(grid, labels, this.query.selection().filters(), this.calendars.queues(), this.now);
		}

		void read(boolean withTotal, Consumer<KpiRow> rows) {
			if (this.query.compare() == Compare.PEERS) {
				run(this.query.ofPeers(), true, new Sink() {
					@Override
					public void add(Map<Dimension, @Nullable Object> group, int slot, boolean then, Sums sums) {
						Reading.this.peers.put(peerKey(group, slot), sums);
					}

					@Override
					public void total(boolean then, Sums sums) {
						Reading.this.totalThen = sums;
					}
				});
				this.expiredThen = this.expired;
			}
			var series = new Series(this, rows);
			run(this.query, withTotal, series);
			series.end();
		}

		private void run(KpiQuery asked, boolean withTotal, Sink sink) {
			var periods = new ArrayList<FactRows>();
			periods.add(rows(asked, Span.between(this.boundaries), ""));
			if (this.compared != null) {
				periods.add(rows(asked, this.compared, "Then"));
			}
			KpiStatement statement = KpiStatement.of(asked, periods, withTotal, this.cellZone, isMuch(asked, periods),
					this.reach);
			this.expired = statement.expired().getFirst();
			if (this.compared != null) {
				this.expiredThen = statement.expired().getLast();
			}
			this.plan = statement.plan();
			this.plans.accept(this.plan);
			if (statement.text().isEmpty()) {
				return;
			}
			if (!statement.ofCells()) {
				Kpis.this.snapshot.planByValues();
			}
			Kpis.this.jdbc.sql(statement.text())
				.withFetchSize(FETCH)
				.params(statement.values())
				.query((ResultSet rows) -> passOn(rows, asked, sink));
		}

		private boolean passOn(ResultSet rows, KpiQuery asked, Sink sink) throws SQLException {
			var columns = new KpiColumns(rows, asked, this.partNames);
			boolean any = false;
			while (rows.next()) {
				any = true;
				if (columns.isTotal()) {
					sink.total(columns.isThen(), columns.sums());
				}
				else {
					sink.add(columns.group(), columns.slot(), columns.isThen(), columns.sums());
				}
			}
			return any;
		}

		/// Whether durations are read from histograms where they can be: it was asked
		/// for, or there are many, or some of what they are counted from has expired.
		private boolean isMuch(KpiQuery asked, List<FactRows> periods) {
			if (this.cellZone == null || asked.percentiles() == KpiQuery.Percentiles.ESTIMATED) {
				return this.cellZone != null;
			}
			if (periods.stream().map(FactRows::from).anyMatch(this.reach::lacksFacts)) {
				return true;
			}
			return KpiStatement.counting(asked, periods, this.cellZone, this.reach.cellsFrom())
				.map((statement) -> Kpis.this.jdbc.sql(statement.text())
					.params(statement.values())
					.query(Boolean.class)
					.single())
				.orElse(false);
		}

		private FactRows rows(KpiQuery asked, List<Span> intervals, String period) {
			Selection selection = asked.selection().in(intervals.getFirst().from(), intervals.getLast().to());
			return new FactRows(this.tenant, selection, this.now, grid(asked, intervals), this.calendars,
					this.queueSettings, period);
		}

		/// A row of the answer.
		KpiRow row(Map<Dimension, @Nullable Object> group, int slot, Sums now, Sums then) {
			Cell cell = cell(new Span(this.boundaries.get(slot - 1), this.boundaries.get(slot)), slot, group,
					this.elapsed);
			Sums other = (this.query.compare() == Compare.PEERS)
					? this.peers.getOrDefault(peerKey(group, slot), Sums.NONE) : then;
			Cell otherCell = (this.compared != null && this.elapsedThen != null)
					? cell(this.compared.get(slot - 1), slot, group, this.elapsedThen) : cell;
			return KpiRow.of(cell, figures(now, cell, other, otherCell), links(cell));
		}

		/// The figures of all groups and intervals, and the links to what is behind them.
		KpiAnswer.Total total() {
			Selection selection = this.query.selection();
			Cell cell = cell(new Span(selection.from(), selection.to()), 0, Map.of(), this.elapsed);
			Span then = comparedRange();
			Cell otherCell = (then != null && this.elapsedThen != null) ? cell(then, 0, Map.of(), this.elapsedThen)
					: cell;
			return new KpiAnswer.Total(figures(this.total, cell, this.totalThen, otherCell), links(cell));
		}

		private @Nullable Map<String, KpiLinks> links(Cell cell) {
			return this.query.links() ? this.links.of(cell) : null;
		}

		/// Where the figures were taken from.
		String plan() {
			return this.plan;
		}

		/// What the visits of the answer were judged by.
		JudgedBy totalJudgedBy() {
			return this.total.judgedBy().or(this.query.selection().judging());
		}

		/// The range compared with; null where there is none.
		@Nullable Span comparedRange() {
			return (this.compared != null) ? new Span(this.compared.getFirst().from(), this.compared.getLast().to())
					: null;
		}

		/// What has to be said of the question.
		List<Warning> warnings() {
			return this.warnings;
		}

		private Cell cell(Span span, int slot, Map<Dimension, @Nullable Object> group, Elapsed elapsed) {
			Object queue = group.containsKey(Dimension.QUEUE) ? group.get(Dimension.QUEUE)
					: this.query.selection().only(Dimension.QUEUE);
			Set<String> asked = this.query.selection().filters().get(Dimension.CAMPAIGN);
			return new Cell(span.from(), span.to(), () -> elapsed.of(slot, group, (String) queue), group,
					this.costs.in(span.from(), span.to(),
							(campaign) -> (!group.containsKey(Dimension.CAMPAIGN)
									|| campaign.equals(group.get(Dimension.CAMPAIGN)))
									&& (asked == null || asked.contains(campaign))));
		}

		private Map<String, KpiValue> figures(Sums now, Cell cell, Sums other, Cell otherCell) {
			var figures = new LinkedHashMap<String, KpiValue>();
			for (Metric metric : this.query.metrics()) {
				Figure figure = this.query.figure(metric);
				KpiValue value = value(figure, now, cell, this.expired);
				figures.put(metric.id(),
						value.with(confidence(value),
								(this.query.compare() != null) ? KpiValue.Comparison.of(value,
										value(figure, other, otherCell, this.expiredThen)) : null,
								target(metric, value, cell), figure.equals(metric.figure()) ? null
										: KpiValue.Standard.of(value(metric.figure(), now, cell, this.expired))));
			}
			return figures;
		}

		/// A figure of which a part has expired is none: what it costs is no part of it.
		private KpiValue value(Figure figure, Sums sums, Cell cell, Set<Measure> expired) {
			return (expired.isEmpty() || figure instanceof Figure.Cost
					|| Collections.disjoint(figure.measures(), expired))
							? figure.value(sums, cell, this.query.selection())
							: KpiValue.unavailable(this.reach.reason());
		}

		private KpiValue.@Nullable Confidence confidence(KpiValue value) {
			BigDecimal level = this.query.confidence();
			return (level != null && value.n() != null && value.numerator() != null)
					? Wilson.interval(value.numerator(), value.n(), level) : null;
		}

		private KpiValue.@Nullable Target target(Metric metric, KpiValue value, Cell cell) {
			String queue = only(Dimension.QUEUE, cell);
			String campaign = only(Dimension.CAMPAIGN, cell);
			return this.targets.of(metric, value, queue, campaign, cell)
				.or(() -> this.query.targets().contains(KpiQuery.Aims.INDUSTRY) ? Industry.beside(metric, value)
						: Optional.empty())
				.orElse(null);
		}

		private @Nullable String only(Dimension dimension, Cell cell) {
			return cell.group().containsKey(dimension) ? (String) cell.group().get(dimension)
					: this.query.selection().only(dimension);
		}

		private static List<@Nullable Object> peerKey(Map<Dimension, @Nullable Object> group, int slot) {
			var key = new ArrayList<@Nullable Object>();
			key.add(slot);
			group.forEach((dimension, value) -> {
				if (dimension != Dimension.AGENT) {
					key.add(value);
				}
			});
			return key;
		}

	}

	/// An answer.
	///
	/// @param plan where its figures were taken from, for people
	record Answered(KpiAnswer answer, String plan) {
	}

	/// Where the rows of a statement go.
	private interface Sink {

		/// @param then whether it is of the range compared with
		void add(Map<Dimension, @Nullable Object> group, int slot, boolean then, Sums sums);

		void total(boolean then, Sums sums);

	}

	/// Shows every interval of each group, although nothing counts in it, and puts what
	/// is compared side by side.
	private static final class Series implements Sink {

		private final Reading reading;

		private final Consumer<KpiRow> rows;

		private @Nullable Map<Dimension, @Nullable Object> group;

		private int slot = 1;

		private Sums now = Sums.NONE;

		private Sums then = Sums.NONE;

		Series(Reading reading, Consumer<KpiRow> rows) {
			this.reading = reading;
			this.rows = rows;
			this.group = reading.query.groupBy().isEmpty() ? Map.of() : null;
		}

		@Override
		public void add(Map<Dimension, @Nullable Object> group, int slot, boolean then, Sums sums) {
			if (!group.equals(this.group)) {
				end();
				this.group = group;
				this.slot = 1;
			}
			showUntil(slot);
			if (then) {
				this.then = sums;
			}
			else {
				this.now = sums;
			}
		}

		@Override
		public void total(boolean then, Sums sums) {
			if (then) {
				this.reading.totalThen = sums;
			}
			else {
				this.reading.total = sums;
			}
		}

		void end() {
			showUntil(this.reading.boundaries.size());
		}

		/// Shows what was kept and the empty intervals after it.
		private void showUntil(int slot) {
			while (this.group != null && this.slot < slot) {
				this.rows.accept(this.reading.row(this.group, this.slot, this.now, this.then));
				this.now = Sums.NONE;
				this.then = Sums.NONE;
				this.slot++;
			}
		}

	}

}
