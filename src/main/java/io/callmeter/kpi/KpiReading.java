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

import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/// The reading of one answer: from sums to figures, row by row.
final class KpiReading {

	private static final int FETCH = 1000;

	private final Kpis.Sources sources;

	private final Tenant tenant;

	private final KpiQuery query;

	private final AnswerLimits limits;

	private final List<Instant> boundaries;

	private final Snapshot.Known known;

	private final Reach reach;

	private final Settings.Calendars calendars;

	private final List<Settings.QueueSetting> queueSettings;

	private final Targets targets;

	private final CampaignCosts costs;

	private final @Nullable List<Span> compared;

	private final List<Warning> warnings;

	private final Grid grid;

	private final @Nullable Grid gridThen;

	private final Elapsed elapsed;

	private final @Nullable Elapsed elapsedThen;

	private final Map<List<@Nullable Object>, Sums> peers = new HashMap<>();

	private final @Nullable ZoneId cellZone;

	private final KpiLinks.OfAnswer links;

	private boolean counted;

	private String plan = "";

	private Sums total = Sums.NONE;

	private Sums totalThen = Sums.NONE;

	private Set<Measure> expired = Set.of();

	private Set<Measure> expiredThen = Set.of();

	/// @throws io.callmeter.http.RequestProblem if it is known already that there would
	/// be too much
	KpiReading(Kpis.Sources sources, Tenant tenant, KpiQuery query, AnswerLimits limits, List<Instant> boundaries,
			Snapshot.Known known) {
		this.sources = sources;
		this.tenant = tenant;
		this.query = query;
		this.limits = limits;
		this.boundaries = boundaries;
		this.known = known;
		this.reach = known.reach();
		size(activeGroups()).require();
		Settings settings = sources.settings();
		this.calendars = query.labels().contains(Dimension.DAY_PART)
				? settings.calendars(tenant, query.selection().timeZone(), query.selection().dayParts())
				: Settings.Calendars.NONE;
		this.queueSettings = KpiStatement.showsJudging(query) ? known.queues() : List.of();
		this.targets = query.targets().contains(KpiQuery.Aims.OWN) ? settings.targets(tenant) : Targets.NONE;
		this.costs = query.metrics().stream().anyMatch(Metric::isCost) ? settings.costs(tenant) : CampaignCosts.NONE;
		this.cellZone = (query.cells() && known.reach().cells()) ? tenant.timeZone() : null;
		this.links = new KpiLinks.OfAnswer(query);
		this.compared = (query.compare() != null && query.compare() != Compare.PEERS)
				? query.compare().spans(boundaries, new Calendar(query.selection().timeZone())) : null;
		this.grid = grid(Span.between(boundaries));
		this.gridThen = (this.compared != null) ? grid(this.compared) : null;
		this.elapsed = elapsed(this.grid);
		this.elapsedThen = (this.gridThen != null) ? elapsed(this.gridThen) : null;
		this.warnings = new ArrayList<>(sources.names().warnings(tenant, query.selection(), this.grid.partNames()));
		Warning.uncompared(query, boundaries, this.compared).ifPresent(this.warnings::add);
	}

	/// Reads all of it.
	void write(KpiWriter writer) {
		if (this.query.compare() == Compare.PEERS) {
			long ofPeer = this.query.measures().size();
			run(this.query.ofPeers(), true, (columns) -> {
				if (columns.isTotal()) {
					this.totalThen = columns.sums();
					return true;
				}
				this.peers.put(peerKey(columns.group(), columns.slot()), columns.sums());
				if (this.peers.size() * ofPeer > AnswerSize.MOST_KEPT) {
					throw AnswerSize.tooManyPeers(this.peers.size() * ofPeer);
				}
				return true;
			});
			this.expiredThen = this.expired;
		}
		var answer = new KpiPassing(this, this.query, writer);
		var series = new KpiSeries(this.boundaries.size() - 1, !this.query.groupBy().isEmpty(),
				(group, slot, now, then) -> {
					this.known.deadline().require();
					if (!answer.isFull()) {
						answer.add(slot, group, now, then);
					}
				});
		run(this.query, this.limits.hasTotal(), (columns) -> {
			requireSize(columns);
			if (!columns.isTotal()) {
				series.add(columns.group(), columns.slot(), columns.isThen(), columns.sums());
			}
			else if (columns.isThen()) {
				this.totalThen = columns.sums();
			}
			else {
				this.total = columns.sums();
			}
			return !answer.isFull();
		});
		series.end();
		answer.end();
	}

	/// @param rows takes one after the other until it has enough
	private void run(KpiQuery asked, boolean withTotal, Rows rows) {
		var periods = new ArrayList<FactRows>();
		periods.add(rows(asked, this.grid, ""));
		if (this.gridThen != null) {
			periods.add(rows(asked, this.gridThen, "Then"));
		}
		KpiStatement statement = KpiStatement.of(asked, periods, withTotal, this.cellZone, isMuch(asked, periods),
				this.reach);
		this.expired = statement.expired().getFirst();
		if (this.compared != null) {
			this.expiredThen = statement.expired().getLast();
		}
		this.plan = statement.plan();
		if (statement.text().isEmpty()) {
			return;
		}
		if (!statement.ofCells()) {
			this.sources.snapshot().planByValues();
		}
		this.sources.jdbc()
			.sql(statement.text())
			.withFetchSize(FETCH)
			.params(statement.values())
			.query((ResultSet found) -> read(found, asked, rows));
	}

	private boolean read(ResultSet found, KpiQuery asked, Rows rows) throws SQLException {
		var columns = new KpiColumns(found, asked, this.grid.partNames());
		boolean wanted = true;
		while (wanted && found.next()) {
			this.known.deadline().require();
			wanted = rows.take(columns);
		}
		return wanted;
	}

	/// Refuses too much with the first row, which says how many groups there are.
	private void requireSize(KpiColumns columns) throws SQLException {
		if (!this.counted) {
			this.counted = true;
			size(columns.groups()).require();
		}
	}

	private AnswerSize size(long groups) {
		return new AnswerSize(this.query, this.limits, this.boundaries.size() - 1, groups);
	}

	/// As many groups as there are at least, as far as that is known before they are
	/// read: by queue, agent or campaign alone all active ones are shown; beside other
	/// keys they most probably are, unless by a filter on something else.
	private long activeGroups() {
		if (this.boundaries.size() == 2) {
			return 1;
		}
		Map<Dimension, Set<String>> filters = this.query.selection().filters();
		return this.query.groupBy()
			.stream()
			.filter(Dimension::isReference)
			.filter((dimension) -> this.query.groupBy().size() == 1 || Set.of(dimension).containsAll(filters.keySet()))
			.mapToLong((dimension) -> this.sources.settings().active(this.tenant, dimension, filters.get(dimension)))
			.reduce(1, Math::max);
	}

	private Grid grid(List<Span> intervals) {
		return Grid.of(intervals, this.query.selection().timeZone(), this.query.labels(), this.calendars.parts());
	}

	private Elapsed elapsed(Grid grid) {
		Set<Dimension> labels = EnumSet.noneOf(Dimension.class);
		this.query.groupBy().stream().filter(Dimension::isLabel).forEach(labels::add);
		return new Elapsed(grid, labels, this.query.selection().filters(), this.calendars.queues(), this.known.now());
	}

	/// Whether durations are read from histograms where they can be: it was asked for, or
	/// there are many, or some of what they are counted from has expired.
	private boolean isMuch(KpiQuery asked, List<FactRows> periods) {
		if (this.cellZone == null || asked.percentiles() == KpiQuery.Percentiles.ESTIMATED) {
			return this.cellZone != null;
		}
		if (periods.stream().map(FactRows::from).anyMatch(this.reach::lacksFacts)) {
			return true;
		}
		return KpiStatement.counting(asked, periods, this.cellZone, this.reach.cellsFrom())
			.map((statement) -> this.sources.jdbc()
				.sql(statement.text())
				.params(statement.values())
				.query(Boolean.class)
				.single())
			.orElse(false);
	}

	private FactRows rows(KpiQuery asked, Grid grid, String period) {
		Selection selection = asked.selection().in(grid.pieces().getFirst(), grid.to());
		return new FactRows(this.tenant, selection, this.known.now(), grid, this.calendars, this.queueSettings, period);
	}

	/// A row of the answer, without its links.
	KpiRow row(Cell cell, int slot, Sums now, Sums then) {
		Sums other = (this.query.compare() == Compare.PEERS)
				? this.peers.getOrDefault(peerKey(cell.group(), slot), Sums.NONE) : then;
		Cell otherCell = (this.compared != null && this.elapsedThen != null)
				? cell(this.compared.get(slot - 1), slot, cell.group(), this.elapsedThen) : cell;
		return KpiRow.of(cell, this.query.selection(), figures(now, cell, other, otherCell));
	}

	/// Which figures are meant by a group and the number of an interval.
	Cell cell(int slot, Map<Dimension, @Nullable Object> group) {
		return cell(new Span(this.boundaries.get(slot - 1), this.boundaries.get(slot)), slot, group, this.elapsed);
	}

	/// Links to what is behind the figures of a cell; null where none are asked for.
	@Nullable Map<String, KpiLinks> links(Cell cell) {
		return (this.query.links() && this.limits.hasLinks()) ? this.links.of(cell) : null;
	}

	/// All that is known of the answer before its rows.
	KpiAnswer begun() {
		return KpiAnswer.of(this.query, this.known.dataThrough(), total(),
				this.total.judgedBy().or(this.query.selection().judging()), comparedRange(), this.warnings);
	}

	/// Where the figures are taken from.
	String plan() {
		return this.plan;
	}

	/// The figures of all groups and intervals, and the links to what is behind them.
	private KpiAnswer.Total total() {
		if (!this.limits.hasTotal()) {
			return KpiAnswer.Total.NOT_ASKED;
		}
		Selection selection = this.query.selection();
		Cell cell = cell(new Span(selection.from(), selection.to()), 0, Map.of(), this.elapsed);
		Span then = comparedRange();
		Cell otherCell = (then != null && this.elapsedThen != null) ? cell(then, 0, Map.of(), this.elapsedThen) : cell;
		return new KpiAnswer.Total(figures(this.total, cell, this.totalThen, otherCell), links(cell));
	}

	/// The range compared with; null where there is none.
	private @Nullable Span comparedRange() {
		return (this.compared != null) ? new Span(this.compared.getFirst().from(), this.compared.getLast().to()) : null;
	}

	private Cell cell(Span span, int slot, Map<Dimension, @Nullable Object> group, Elapsed elapsed) {
		Object queue = group.containsKey(Dimension.QUEUE) ? group.get(Dimension.QUEUE)
				: this.query.selection().only(Dimension.QUEUE);
		Set<String> asked = this.query.selection().filters().get(Dimension.CAMPAIGN);
		return new Cell(span.from(), span.to(), () -> elapsed.of(slot, group, (String) queue), group, this.costs.in(
				span.from(), span.to(),
				(campaign) -> (!group.containsKey(Dimension.CAMPAIGN) || campaign.equals(group.get(Dimension.CAMPAIGN)))
						&& (asked == null || asked.contains(campaign))));
	}

	private Map<String, KpiValue> figures(Sums now, Cell cell, Sums other, Cell otherCell) {
		var figures = new LinkedHashMap<String, KpiValue>();
		for (Metric metric : this.query.metrics()) {
			Figure figure = this.query.figure(metric);
			KpiValue value = value(figure, now, cell, this.expired);
			figures.put(metric.id(),
					value.with(confidence(value), (this.query.compare() != null)
							? KpiValue.Comparison.of(value, value(figure, other, otherCell, this.expiredThen)) : null,
							target(metric, value, cell), figure.equals(metric.figure()) ? null
									: KpiValue.Standard.of(value(metric.figure(), now, cell, this.expired))));
		}
		return figures;
	}

	/// A figure of which a part has expired is none: what it costs is no part of it.
	private KpiValue value(Figure figure, Sums sums, Cell cell, Set<Measure> expired) {
		return (expired.isEmpty() || figure instanceof Figure.Cost || Collections.disjoint(figure.measures(), expired))
				? figure.value(sums, cell, this.query.selection()) : KpiValue.unavailable(this.reach.reason());
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

	/// Where the rows of a statement go.
	@FunctionalInterface
	private interface Rows {

		/// Whether more are wanted.
		boolean take(KpiColumns columns) throws SQLException;

	}

}
