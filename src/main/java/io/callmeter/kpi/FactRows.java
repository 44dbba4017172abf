package io.callmeter.kpi;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import io.callmeter.call.Leg;
import io.callmeter.kpi.Thing.Facts;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.jdbc.support.SqlValue;

/// The rows of the fact views that a selection means, in SQL: with the number of their interval as `slot`, what they
/// are grouped by, and by what visits are judged. Only names of this package's own enums become SQL; whatever a caller
/// sent is bound.
///
final class FactRows {

	private static final String LEGS = Sql.of(FactRows.class, "leg-rows");

	private static final String CALLS = Sql.of(FactRows.class, "call-rows");

	private static final String PRORATED = Sql.of(FactRows.class, "prorated-rows");

	private static final String CELLS = Sql.of(FactRows.class, "cell-rows");

	private static final String JUDGING = Sql.of(FactRows.class, "judging").stripTrailing();

	/// The pieces of time in which a segment and its wrap-up lasted; one without length
	/// lies in that of its moment.
	private static final String PIECES = """
			generate_series(
			  greatest(width_bucket(fact.answered_at, :pieces{p}), 1)
			, least(width_bucket(greatest(fact.ended_at + (fact.wrap_up_us - 1) * interval '1 microsecond', fact.answered_at), :pieces{p}), :lastPiece{p})
			) as grid (piece)""";

	/// Ends that were sent are found by their index, and so are legs without one, which
	/// may have ended with their call.
	private static final String ENDED = """
			(fact.own_ended_at >= :from{p} and fact.own_ended_at < :to{p} or fact.own_ended_at is null)
			           and {within}""";

	/// How long after its call a leg may begin.
	static final Duration LATEST_LEG = Call.LONGEST_TO_A_LEG;

	/// How long after its start a call and its legs may end.
	private static final Duration LONGEST_CALL = Call.LONGEST;

	/// How long wrap-up may take.
	private static final Duration LONGEST_WRAP_UP = Leg.LONGEST_WORK;

	private static final OffsetDateTime END_OF_TIME = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private final Tenant tenant;

	private final Selection selection;

	private final Instant now;

	private final Grid grid;

	private final Settings.Calendars calendars;

	private final List<Settings.QueueSetting> settings;

	private final String period;

	/// @param grid of the range of the selection
	/// @param period put after the names of parameters that belong to the range, so that
	/// a statement may have two
	FactRows(Tenant tenant, Selection selection, Instant now, Grid grid, Settings.Calendars calendars,
			List<Settings.QueueSetting> settings, String period) {
		this.tenant = tenant;
		this.selection = selection;
		this.now = now;
		this.grid = grid;
		this.calendars = calendars;
		this.settings = settings;
		this.period = period;
	}

	/// The rows of a view; of durations that are split, one a piece.
	/// @param things which of its rows are meant
	/// @param keys that they have columns for
	String of(Facts facts, Collection<Thing> things, Collection<Dimension> keys) {
		boolean prorated = this.selection.basis() == Basis.PRORATED;
		var source = new Source(facts, this.selection.basis().moment(facts), false);
		return rows(prorated ? PRORATED : (facts == Facts.LEG) ? LEGS : CALLS, facts, things)
			.replace("{slot}", slot(source, used(keys)))
			.replace("{keys}", columns(source, keys))
			.replace("{joins}", joins(source, used(keys)))
			.replace("{filters}", gaps(source, keys) + filters(source, this.selection.filters().keySet()))
			.replace("{p}", this.period);
	}

	/// The cells of days.
	String days(Facts facts, CellPlan plan, Collection<Dimension> keys) {
		return cells(facts, plan.ofDays(), "day", plan, plan.days(), keys);
	}

	/// The cells of quarters of an hour.
	String quarters(Facts facts, CellPlan plan, Collection<Dimension> keys) {
		return cells(facts, plan.ofQuarters(), "quarter", plan, plan.quarters(), keys);
	}

	private String cells(Facts facts, KeySet keySet, String grain, CellPlan plan, List<CellPlan.Range> ranges,
			Collection<Dimension> keys) {
		return cells(facts, facts.cells(),
				"\n           and fact.key_set = '%s'\n           and fact.grain = '%s'".formatted(keySet.key(), grain),
				plan, ranges, keys);
	}

	/// What is not in cells yet, in the columns of cells.
	String changes(Facts facts, CellPlan plan, Collection<Dimension> keys) {
		return cells(facts, facts.changes(), notFolded(facts), plan, plan.cells(), keys);
	}

	/// Leaves out what was folded and is not vacuumed yet: the least number is found past
	/// it by the index, which remembers what is gone, while a range of the index is
	/// looked up in the table again by each question.
	private static String notFolded(Facts facts) {
		return """

				and fact.change_id >= (select min(oldest.change_id) from %s oldest where oldest.tenant_id = :tenant)"""
			.formatted(facts.changes());
	}

	/// Durations as they are counted in histograms, and not counted there yet.
	/// @param all of one kind of facts
	List<String> durations(Facts facts, Collection<Histogram> all, CellPlan plan, Collection<Dimension> keys) {
		String which = all.stream()
			.map((histogram) -> "'" + histogram.key() + "'")
			.collect(Collectors.joining(", ", "\n           and fact.duration in (", ")"));
		return Stream.of(Histogram.TABLE, facts.durations())
			.map((table) -> cells(facts, table, table.equals(Histogram.TABLE) ? which : which + notFolded(facts), plan,
					plan.days(), keys, ""))
			.toList();
	}

	/// Which facts of the day and direction of a bucket can be in it, in SQL.
	String withinBucket() {
		return """

				and fact.tenant_id = :tenant
				and fact.direction = bucket.direction
				and fact.began_at >= day.starts_at
				and fact.began_at < day.ends_at
				and duration_bucket(fact.wait_us) = bucket.bucket
				and fact.began_at >= :from{p}
				and fact.began_at < :to{p}
				and fact.started_at >= :callsFrom{p}
				and fact.started_at < :to{p}
				and fact.call_started_at >= :callsFrom{p}
				and fact.call_started_at < :to{p}""".replace("{p}", this.period);
	}

	/// What is bound of a plan: a statement about other days is the same statement, so
	/// that the database need not plan it anew.
	Map<String, Object> values(Facts facts, CellPlan plan) {
		var values = new HashMap<String, Object>();
		List<CellPlan.Range> ranges = plan.cells();
		for (int i = 0; i < ranges.size(); i++) {
			values.put(bound(facts, plan, "from", i), utc(ranges.get(i).from()));
			values.put(bound(facts, plan, "to", i), utc(ranges.get(i).to()));
		}
		return values;
	}

	private String bound(Facts facts, CellPlan plan, String end, int range) {
		return facts.cells() + "_" + plan.name() + "_" + end + this.period + range;
	}

	private String cells(Facts facts, String table, String which, CellPlan plan, List<CellPlan.Range> ranges,
			Collection<Dimension> keys) {
		return cells(facts, table, which, plan, ranges, keys, (facts == Facts.LEG && hasSettings()) ? judging() : "");
	}

	private String cells(Facts facts, String table, String which, CellPlan plan, List<CellPlan.Range> ranges,
			Collection<Dimension> keys, String judging) {
		var source = new Source(facts, "fact.starts_at", true);
		return CELLS.replace("{judging}", judging)
			.replace("{slot}", slot(source, used(keys)))
			.replace("{keys}", columns(source, keys))
			.replace("{table}", table)
			.replace("{joins}", joins(source, used(keys)))
			.replace("{cells}", which)
			.replace("{ranges}",
					ranges.stream()
						.map(plan.cells()::indexOf)
						.map((range) -> "fact.starts_at >= :" + bound(facts, plan, "from", range)
								+ " and fact.starts_at < :" + bound(facts, plan, "to", range))
						.collect(Collectors.joining("\n             or ")))
			.replace("{filters}", gaps(source, keys) + filters(source, this.selection.filters().keySet()))
			.replace("{p}", this.period);
	}

	/// Where the range begins.
	Instant from() {
		return this.selection.from();
	}

	/// Whether visits are judged by what queues were set to.
	boolean hasSettings() {
		return !this.settings.isEmpty();
	}

	/// What all visits are judged by; null where queues were set to something.
	Judging.@Nullable Alike alike() {
		return hasSettings() ? null : this.selection.judging().alike();
	}

	/// The same rows in a part of the range, which is no interval of its own.
	/// @param number of the part
	FactRows within(CellPlan.Range range, int number) {
		return new FactRows(this.tenant, this.selection.in(range.from(), range.to()), this.now, this.grid,
				this.calendars, this.settings, this.period + "Edge" + number);
	}

	/// How cells can answer; empty where they cannot.
	/// @param measures that are asked for
	/// @param zone whose days the cells are of
	Optional<CellPlan> plan(Facts facts, Collection<Measure> measures, Collection<Dimension> keys, ZoneId zone) {
		Set<Dimension> used = used(keys);
		if (this.selection.basis() != Basis.START || isByFirst(facts, used)
				|| measures.stream().noneMatch((measure) -> measure.isInCells(this.selection.limits()))
				|| !knowsLimits(measures)) {
			return Optional.empty();
		}
		NavigableSet<Instant> cuts = cuts();
		if (measures.stream().anyMatch(Measure::isJudged)) {
			this.settings.forEach((setting) -> {
				cuts.add(setting.from());
				if (setting.to() != null) {
					cuts.add(setting.to());
				}
			});
		}
		return plan(facts, used, cuts, zone);
	}

	/// How histograms of whole days can answer; empty where they cannot, because parts of
	/// days are asked for or what they do not tell apart.
	/// @param zone whose days the histograms are of
	/// @param first from when on there are histograms; null for ever
	Optional<CellPlan> wholeDays(Facts facts, Collection<Dimension> keys, ZoneId zone, @Nullable Instant first) {
		Set<Dimension> used = used(keys);
		if (this.selection.basis() != Basis.START || isByFirst(facts, used) || used.stream()
			.anyMatch((dimension) -> !dimension.isLabel() && !Histogram.DIMENSIONS.contains(dimension))) {
			return Optional.empty();
		}
		return plan(facts, used, cuts(), zone).flatMap((plan) -> plan.since(first))
			.filter((plan) -> plan.quarters().isEmpty() && plan.edges().isEmpty())
			.map((plan) -> plan.named("days"));
	}

	private Optional<CellPlan> plan(Facts facts, Set<Dimension> used, NavigableSet<Instant> cuts, ZoneId zone) {
		return KeySet.ofDays(facts, used)
			.flatMap((ofDays) -> KeySet.ofQuarters(facts, used)
				.flatMap((ofQuarters) -> CellPlan.of(ofDays, ofQuarters, within(cuts), zone)));
	}

	private NavigableSet<Instant> cuts() {
		var cuts = new TreeSet<>(this.grid.pieces());
		cuts.add(this.grid.to());
		return cuts;
	}

	private List<Instant> within(NavigableSet<Instant> cuts) {
		return List.copyOf(cuts.subSet(this.selection.from(), true, this.selection.to(), true));
	}

	/// Whether it matters which queue or agent of a call was the first; cells know the
	/// last.
	private boolean isByFirst(Facts facts, Set<Dimension> used) {
		return facts == Facts.CALL && this.selection.attribution() == Attribution.FIRST
				&& (used.contains(Dimension.QUEUE) || used.contains(Dimension.AGENT) || used.contains(Dimension.TEAM));
	}

	/// Whether cells know how many waited at most as long as each limit that visits can
	/// be judged by.
	private boolean knowsLimits(Collection<Measure> measures) {
		if (measures.stream().noneMatch(Measure::isJudged)) {
			return true;
		}
		Judging judging = this.selection.judging();
		long less = judging.operator().lessThanMicros();
		return limits(judging.threshold(), judging.defaults().threshold(), Settings.QueueSetting::thresholdMicros)
			.allMatch((limit) -> Cells.knows(limit - less))
				&& limits(judging.shortAbandon(), judging.defaults().shortAbandon(),
						Settings.QueueSetting::shortAbandonMicros)
					.allMatch(Cells::knows);
	}

	private LongStream limits(@Nullable Duration asked, Duration usual,
			Function<Settings.QueueSetting, @Nullable Long> set) {
		return (asked != null) ? LongStream.of(micros(asked)) : LongStream.concat(LongStream.of(micros(usual)),
				this.settings.stream().map(set).filter(Objects::nonNull).mapToLong(Long::longValue));
	}

	/// The rows of a view, each once, also where durations are split.
	/// @param thing which of its rows are meant
	String list(Thing thing) {
		Facts facts = thing.facts();
		var source = new Source(facts, this.selection.basis().moment(facts), false);
		Set<Dimension> used = used(List.of());
		String labels = "";
		if (this.selection.basis() == Basis.PRORATED) {
			var labelled = EnumSet.noneOf(Dimension.class);
			used.stream().filter(Dimension::isLabel).forEach(labelled::add);
			used.removeAll(labelled);
			labels = "\n           and exists (select from " + PIECES + labels(source, labelled) + "\n where true"
					+ filters(source, labelled) + ")";
		}
		return rows((facts == Facts.LEG) ? LEGS : CALLS, facts, List.of(thing)).replace("{slot}", "1")
			.replace("{keys}", "")
			.replace("{joins}", joins(source, used))
			.replace("{filters}", filters(source, used) + labels)
			.replace("{p}", this.period);
	}

	private String rows(String text, Facts facts, Collection<Thing> things) {
		return text.replace("{judging}", judging())
			.replace("{range}", range(facts))
			.replace("{pieces}", PIECES)
			.replace("{things}", things.stream().map(Thing::condition).collect(Collectors.joining(" or ")));
	}

	private String judging() {
		return JUDGING.replace("{setting}", this.settings.isEmpty() ? "null::" : "setting.")
			.replace("null::threshold_us", "null::bigint")
			.replace("null::short_abandon_us", "null::bigint")
			.replace("null::service_level_policy", "null::text");
	}

	/// What groups and filters tell apart.
	private Set<Dimension> used(Collection<Dimension> keys) {
		var used = EnumSet.noneOf(Dimension.class);
		used.addAll(keys);
		used.addAll(this.selection.filters().keySet());
		return used;
	}

	private String columns(Source source, Collection<Dimension> keys) {
		return keys.stream()
			.map((dimension) -> "\n             , " + source.key(dimension, this.selection.attribution()) + " as "
					+ dimension.alias())
			.collect(Collectors.joining());
	}

	/// What counts in no interval is left out.
	private String gaps(Source source, Collection<Dimension> keys) {
		return this.grid.hasGaps() ? "\n           and " + slot(source, used(keys)) + " > 0" : "";
	}

	private String filters(Source source, Set<Dimension> dimensions) {
		return dimensions.stream()
			.sorted()
			.map((dimension) -> filter(dimension, source.column(dimension, this.selection.attribution()),
					source.none(dimension)))
			.collect(Collectors.joining());
	}

	/// A condition on a column by the filter of a dimension; empty where there is none.
	String filter(Dimension dimension, String column) {
		return filter(dimension, column, " is null");
	}

	private String filter(Dimension dimension, String column, String none) {
		Set<String> values = this.selection.filters().get(dimension);
		if (values == null) {
			return "";
		}
		return Stream
			.of(values.stream().allMatch(String::isEmpty) ? "" : column + " = any(:" + dimension.key() + ")",
					values.contains("") ? column + none : "")
			.filter((condition) -> !condition.isEmpty())
			.collect(Collectors.joining(" or ", "\n           and (", ")"));
	}

	/// What is bound.
	Map<String, @Nullable Object> values() {
		Map<String, @Nullable Object> values = range(this.tenant, this.selection, this.period);
		values.put("now", utc(this.now));
		values.put("pieces" + this.period, new Times(this.grid.pieces()));
		values.put("lastPiece" + this.period, this.grid.pieces().size());
		values.put("slots" + this.period, ints(this.grid.slots()));
		values.put("hours" + this.period, ints(this.grid.hours()));
		values.put("days" + this.period, ints(this.grid.days()));
		values.put("parts" + this.period, ints(this.grid.parts()));
		values.put("calendarQueues", new SqlArrayValue("text", this.calendars.queues().keySet().toArray()));
		values.put("calendarNumbers", new SqlArrayValue("int", this.calendars.queues().values().toArray()));
		this.selection.filters().forEach((dimension, chosen) -> values.put(dimension.key(), chosen(dimension, chosen)));
		putLimits(values);
		putJudging(values);
		return values;
	}

	/// What bounds a range in statements about it.
	static Map<String, @Nullable Object> range(Tenant tenant, Selection selection, String period) {
		var values = new HashMap<String, @Nullable Object>();
		values.put("tenant", tenant.id());
		values.put("from" + period, utc(selection.from()));
		values.put("to" + period, utc(selection.to()));
		values.put("callsFrom" + period, utc(selection.from().minus(switch (selection.basis()) {
			case START -> LATEST_LEG;
			case END, ANSWER -> LONGEST_CALL;
			case PRORATED -> LONGEST_CALL.plus(LONGEST_WRAP_UP);
		})));
		return values;
	}

	private String range(Facts facts) {
		if (this.selection.basis() == Basis.PRORATED) {
			return "(fact.ended_at + fact.wrap_up_us * interval '1 microsecond' > :from{p} "
					+ "or fact.handled = 1 and fact.answered_at = :from{p}) and fact.answered_at < :to{p}";
		}
		String moment = this.selection.basis().moment(facts);
		String within = moment + " >= :from{p}\n           and " + moment + " < :to{p}";
		return (facts == Facts.LEG && this.selection.basis() == Basis.END) ? ENDED.replace("{within}", within) : within;
	}

	/// The number of the interval.
	private String slot(Source source, Set<Dimension> used) {
		if (this.selection.basis() == Basis.PRORATED) {
			return "(:slots{p})[grid.piece]";
		}
		if (used.stream().anyMatch(Dimension::isLabel)) {
			return "label.slot";
		}
		return (this.grid.pieces().size() > 1)
				? (this.grid.isPlain() ? "width_bucket(" + source.moment() + ", :pieces{p})"
						: "(:slots{p})[width_bucket(" + source.moment() + ", :pieces{p})]")
				: String.valueOf(this.grid.slots().getFirst());
	}

	private String joins(Source source, Set<Dimension> used) {
		var joins = new StringBuilder();
		if (source.facts() == Facts.LEG && (used.contains(Dimension.OUTCOME) || used.contains(Dimension.IVR))) {
			joins.append("""

					join call_fact whole
					  on whole.tenant_id = fact.tenant_id
					 and whole.started_at = fact.call_started_at
					 and whole.call_id = fact.call_id
					 and whole.started_at >= :callsFrom{p}
					 and whole.started_at < :to{p}""");
		}
		if (used.contains(Dimension.TEAM)) {
			joins.append("\nleft join agent member on member.tenant_id = fact.tenant_id and member.code = "
					+ source.column(Dimension.AGENT, this.selection.attribution()));
		}
		if (source.facts() == Facts.LEG && !this.settings.isEmpty()) {
			joins
				.append("""

						left join unnest(:settingQueues, :settingFroms, :settingTos, :settingThresholds, :settingShortAbandons, :settingPolicies)
						     as setting (queue, valid_from, valid_to, threshold_us, short_abandon_us, service_level_policy)
						  on setting.queue = fact.queue
						 and %1$s >= setting.valid_from
						 and %1$s < setting.valid_to"""
					.formatted(source.cells() ? source.moment() : "fact.began_at"));
		}
		if (used.stream().anyMatch(Dimension::isLabel)) {
			joins.append(labels(source, used));
		}
		return joins.toString();
	}

	/// The labels of the piece in which a thing counts.
	private String labels(Source source, Set<Dimension> used) {
		String piece = (this.selection.basis() == Basis.PRORATED) ? ""
				: "\ncross join lateral (select width_bucket(" + source.moment() + ", :pieces{p}) as piece) grid";
		boolean own = used.contains(Dimension.DAY_PART) && !this.calendars.queues().isEmpty();
		return piece
				+ (own ? "\nleft join unnest(:calendarQueues, :calendarNumbers) as own (queue, number) on own.queue = "
						+ source.column(Dimension.QUEUE, this.selection.attribution()) : "")
				+ """

						cross join lateral (
						  select (:slots{p})[grid.piece] as slot
						       , (:hours{p})[grid.piece] as hour_of_day
						       , (:days{p})[grid.piece] as day_of_week
						       , nullif((:parts{p})[%s], 0) as day_part
						) label"""
					.formatted(own ? "coalesce(own.number, 0) * :lastPiece{p} + grid.piece" : "grid.piece");
	}

	private void putLimits(Map<String, @Nullable Object> values) {
		Limits limits = this.selection.limits();
		values.put("shortCall", micros(limits.shortCall()));
		values.put("longCall", micros(limits.longCall()));
		values.put("repeatWindow", micros(limits.repeatWindow()));
		// Later than ever is later than any leg can be.
		values.put("abandonAfter",
				micros((limits.abandonAfter() != null) ? limits.abandonAfter() : LATEST_LEG.multipliedBy(4)));
	}

	private void putJudging(Map<String, @Nullable Object> values) {
		Judging judging = this.selection.judging();
		values.put("threshold", (judging.threshold() != null) ? micros(judging.threshold()) : null);
		values.put("usualThreshold", micros(judging.defaults().threshold()));
		values.put("strictly", judging.operator().lessThanMicros());
		values.put("shortAbandon", (judging.shortAbandon() != null) ? micros(judging.shortAbandon()) : null);
		values.put("usualShortAbandon", micros(judging.defaults().shortAbandon()));
		values.put("policy", (judging.policy() != null) ? judging.policy().name() : null);
		values.put("usualPolicy", judging.defaults().policy().name());
		values.put("settingQueues", column("text", Settings.QueueSetting::queue));
		values.put("settingFroms", column("timestamptz", (setting) -> utc(setting.from())));
		values.put("settingTos",
				column("timestamptz", (setting) -> (setting.to() != null) ? utc(setting.to()) : END_OF_TIME));
		values.put("settingThresholds", column("bigint", Settings.QueueSetting::thresholdMicros));
		values.put("settingShortAbandons", column("bigint", Settings.QueueSetting::shortAbandonMicros));
		values.put("settingPolicies",
				column("text", (setting) -> (setting.policy() != null) ? setting.policy().name() : null));
	}

	private SqlArrayValue column(String type, Function<Settings.QueueSetting, @Nullable Object> column) {
		return new SqlArrayValue(type, this.settings.stream().map(column).toArray());
	}

	private SqlArrayValue chosen(Dimension dimension, Set<String> chosen) {
		var named = new LinkedHashSet<>(chosen);
		named.remove("");
		return switch (dimension) {
			case HOUR_OF_DAY, HANGUP_CAUSE -> ints(named.stream().map(Integer::valueOf).toList());
			case DAY_OF_WEEK -> ints(named.stream().map((day) -> DayOfWeek.valueOf(day).getValue()).toList());
			case DAY_PART -> ints(named.stream().map((part) -> this.grid.partNames().indexOf(part) + 1).toList());
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR ->
				new SqlArrayValue("text", named.toArray());
		};
	}

	private static SqlArrayValue ints(List<Integer> values) {
		return new SqlArrayValue("int", values.toArray());
	}

	private static long micros(Duration duration) {
		return duration.toNanos() / 1000;
	}

	static OffsetDateTime utc(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

	/// An array of times; what it is bound as is not kept besides, for there may be a
	/// hundred thousand.
	private record Times(List<Instant> times) implements SqlValue {

		@Override
		public void setValue(PreparedStatement statement, int index) throws SQLException {
			statement.setArray(index, statement.getConnection()
				.createArrayOf("timestamptz", this.times.stream().map(Instant::toString).toArray()));
		}

		@Override
		public void cleanup() {
			// there is nothing to clean up
		}

	}

	/// Where rows come from.
	///
	/// @param moment that decides their interval, in SQL
	/// @param cells whether they are sums, whose keys are empty where there is none
	private record Source(Facts facts, String moment, boolean cells) {

		String column(Dimension dimension, Attribution attribution) {
			return dimension.column(this.facts, attribution);
		}

		/// The column, null for none.
		String key(Dimension dimension, Attribution attribution) {
			String column = column(dimension, attribution);
			return isEmptyForNone(dimension) ? "nullif(" + column + ", '')" : column;
		}

		/// Says of a column that there is none.
		String none(Dimension dimension) {
			return isEmptyForNone(dimension) ? " = ''" : " is null";
		}

		private boolean isEmptyForNone(Dimension dimension) {
			return this.cells && !dimension.isLabel() && dimension != Dimension.TEAM;
		}

	}

}
