package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// One aggregate over a fact view: what KPIs are sums, maxima and percentiles of; durations are microseconds.
///
/// The limits that a query may set are bound as `:shortCall`, `:longCall`, `:abandonAfter` and `:repeatWindow`, in
/// microseconds; `threshold_us`, `short_abandon_us` and `policy` are what each visit is judged by.
enum Measure implements Amount {

	OFFERED(Thing.VISIT, Aggregate.flag("offered")), ANSWERED(Thing.VISIT, Aggregate.flag("answered")),
	ABANDONED(Thing.VISIT, Aggregate.flag("abandoned")),
	SHORT_ABANDONED(Thing.VISIT,
			Aggregate.where("abandoned_wait_us <= short_abandon_us")
				.inCells((alike) -> Cells.within("abandoned", Cells.Limit.SHORT_ABANDON, alike))),
	OVERFLOWED(Thing.VISIT, Aggregate.flag("overflowed")), CALLBACKS(Thing.VISIT, Aggregate.flag("callbacks")),
	VOICEMAILS(Thing.VISIT, Aggregate.flag("voicemails")), REFUSED(Thing.VISIT, Aggregate.flag("refused")),
	FAILED(Thing.VISIT, Aggregate.flag("failed")), WAITING(Thing.VISIT, Aggregate.flag("waiting")),
	DECIDED(Thing.VISIT, Aggregate.flag("decided")), TIMED_OUT(Thing.VISIT, Aggregate.flag("timed_out")),
	LEFT_EMPTY(Thing.VISIT, Aggregate.flag("left_empty")), JOINED_EMPTY(Thing.VISIT, Aggregate.flag("joined_empty")),
	MET_FULL(Thing.VISIT, Aggregate.flag("met_full")),
	ANSWERED_IN_TIME(Thing.VISIT,
			Aggregate.where("answered_wait_us <= threshold_us")
				.inCells((alike) -> Cells.within("answered", Cells.Limit.THRESHOLD, alike))),
	ABANDONED_IN_TIME(Thing.VISIT,
			Aggregate.where("abandoned_wait_us <= threshold_us")
				.inCells((alike) -> Cells.within("abandoned", Cells.Limit.THRESHOLD, alike))),
	CALLBACKS_IN_TIME(Thing.VISIT, Aggregate.where("callback_wait_us <= threshold_us")),
	LEFT_IN_TIME(Thing.VISIT, Aggregate.where("(timed_out = 1 or left_empty = 1) and wait_us <= threshold_us")),
	SERVED(Thing.VISIT,
			Aggregate.where(ServiceLevelPolicy.conditions(Figure.Share::over))
				.inCells((alike) -> ServiceLevelPolicy.inCells(Figure.Share::over, alike))),
	JUDGED(Thing.VISIT,
			Aggregate.where(ServiceLevelPolicy.conditions(Figure.Share::under))
				.inCells((alike) -> ServiceLevelPolicy.inCells(Figure.Share::under, alike))),
	WAITED_OVER_60(Thing.VISIT, Aggregate.where("wait_us > 60000000").inCells(Cells.over(60))),
	WAITED_OVER_180(Thing.VISIT, Aggregate.where("wait_us > 180000000").inCells(Cells.over(180))),
	WAIT(Thing.VISIT, Aggregate.sum("wait_us")), ANSWERED_WAIT(Thing.VISIT, Aggregate.sum("answered_wait_us")),
	ABANDONED_WAIT(Thing.VISIT, Aggregate.sum("abandoned_wait_us")),
	LONGEST_WAIT(Thing.VISIT, Aggregate.longest("wait_us", Histogram.WAIT)),
	WAIT_P50(Thing.VISIT, Aggregate.percentile(50, "wait_us", Histogram.WAIT)),
	WAIT_P90(Thing.VISIT, Aggregate.percentile(90, "wait_us", Histogram.WAIT)),
	WAIT_P95(Thing.VISIT, Aggregate.percentile(95, "wait_us", Histogram.WAIT)),
	WAIT_P99(Thing.VISIT, Aggregate.percentile(99, "wait_us", Histogram.WAIT)),
	ABANDON_P50(Thing.VISIT, Aggregate.percentile(50, "abandoned_wait_us", Histogram.ABANDON)),
	ABANDON_P90(Thing.VISIT, Aggregate.percentile(90, "abandoned_wait_us", Histogram.ABANDON)),
	ABANDON_P95(Thing.VISIT, Aggregate.percentile(95, "abandoned_wait_us", Histogram.ABANDON)),
	ABANDON_P99(Thing.VISIT, Aggregate.percentile(99, "abandoned_wait_us", Histogram.ABANDON)),

	HANDLED(Thing.SEGMENT, Aggregate.flag("handled")), TALK(Thing.SEGMENT, Aggregate.sum("talk_us")),
	HOLD(Thing.SEGMENT, Aggregate.sum("hold_us")), WRAP_UP(Thing.SEGMENT, Aggregate.sum("wrap_up_us")),
	HANDLE(Thing.SEGMENT, Aggregate.sum("handle_us").inCells("talk_us + hold_us + wrap_up_us")),
	SEGMENTS_WITH_HOLD(Thing.SEGMENT, Aggregate.flag("segments_with_hold")),
	TRANSFERS(Thing.SEGMENT, Aggregate.flag("transfers")),
	BLIND_TRANSFERS(Thing.SEGMENT, Aggregate.flag("blind_transfers")),
	CONSULT_TRANSFERS(Thing.SEGMENT, Aggregate.flag("consult_transfers")),
	SHORT_CALLS(Thing.SEGMENT, Aggregate.where("talk_us < :shortCall").inCells("short_calls")),
	LONG_CALLS(Thing.SEGMENT, Aggregate.where("talk_us > :longCall").inCells("long_calls")),
	TALK_P50(Thing.SEGMENT, Aggregate.percentile(50, "talk_us", Histogram.TALK)),
	TALK_P90(Thing.SEGMENT, Aggregate.percentile(90, "talk_us", Histogram.TALK)),
	TALK_P95(Thing.SEGMENT, Aggregate.percentile(95, "talk_us", Histogram.TALK)),
	TALK_P99(Thing.SEGMENT, Aggregate.percentile(99, "talk_us", Histogram.TALK)),
	HANDLE_P50(Thing.SEGMENT, Aggregate.percentile(50, "handle_us", Histogram.HANDLE)),
	HANDLE_P90(Thing.SEGMENT, Aggregate.percentile(90, "handle_us", Histogram.HANDLE)),
	HANDLE_P95(Thing.SEGMENT, Aggregate.percentile(95, "handle_us", Histogram.HANDLE)),
	HANDLE_P99(Thing.SEGMENT, Aggregate.percentile(99, "handle_us", Histogram.HANDLE)),

	OFFERS(Thing.OFFER, Aggregate.flag("offers")), ANSWERED_OFFERS(Thing.OFFER, Aggregate.flag("answered_offers")),
	MISSED_OFFERS(Thing.OFFER, Aggregate.flag("missed_offers")),

	CALLS(Thing.CALL, Aggregate.flag("calls")), ENDED_CALLS(Thing.CALL, Aggregate.flag("ended_calls")),
	WITHHELD_CALLS(Thing.CALL, Aggregate.flag("withheld_calls")),
	CALLERS(Thing.CALL, Aggregate.distinct("customer_id", "true")),
	RESOLVED_CALLERS(Thing.CALL, Aggregate.distinct("customer_id", "resolved_calls = 1")),
	LENGTH(Thing.CALL, Aggregate.sum("length_us")),
	LENGTH_P50(Thing.CALL, Aggregate.percentile(50, "length_us", Histogram.LENGTH)),
	LENGTH_P90(Thing.CALL, Aggregate.percentile(90, "length_us", Histogram.LENGTH)),
	LENGTH_P95(Thing.CALL, Aggregate.percentile(95, "length_us", Histogram.LENGTH)),
	LENGTH_P99(Thing.CALL, Aggregate.percentile(99, "length_us", Histogram.LENGTH)),
	CONVERSATION(Thing.CALL, Aggregate.sum("conversation_us")),
	HANDLED_CALLS(Thing.CALL, Aggregate.flag("handled_calls")),
	ENDED_INBOUND_CALLS(Thing.CALL, Aggregate.flag("ended_inbound_calls")),
	ABANDONED_CALLS(Thing.CALL, Aggregate.flag("abandoned_calls")),
	ABANDONED_CALL(Thing.CALL, Aggregate.sum("abandoned_call_us")),
	MENU_CALLS(Thing.CALL, Aggregate.flag("menu_calls")),
	CONTAINED_CALLS(Thing.CALL, Aggregate.flag("contained_calls")),
	RESOLVED_CALLS(Thing.CALL, Aggregate.flag("resolved_calls")),
	CALLS_WITH_VERDICT(Thing.CALL, Aggregate.flag("calls_with_verdict")),
	RESOLVED_AT_ONCE(Thing.CALL,
			Aggregate.where("resolved_calls = 1 and transferred_calls = 0 and " + Aggregate.FIRST_OF_ITS_CASE)),
	REPEATABLE_CALLS(Thing.CALL, Aggregate.where(Aggregate.REPEATABLE)),
	REPEATED_CALLS(Thing.CALL, Aggregate.where(Aggregate.REPEATABLE + " and " + Aggregate.CALLED_AGAIN)),
	UNSETTLED_CALLS(Thing.CALL, Aggregate.where(Aggregate.UNSETTLED)),
	TRANSFERRED_CALLS(Thing.CALL, Aggregate.flag("transferred_calls")),
	SURVEYED_CALLS(Thing.CALL, Aggregate.flag("surveyed_calls")),
	SURVEYED_HANDLED_CALLS(Thing.CALL, Aggregate.flag("surveyed_handled_calls")),
	SATISFIED_CALLS(Thing.CALL, Aggregate.flag("satisfied_calls")), CSAT_SCORE(Thing.CALL, Aggregate.sum("csat_score")),
	CONVERTED_CALLS(Thing.CALL, Aggregate.flag("converted_calls")),
	CONVERTED_REACHED_CALLS(Thing.CALL, Aggregate.flag("converted_reached_calls")),
	CONVERTED_CALLS_OF_CALLERS(Thing.CALL, Aggregate.where("converted_calls = 1 and customer_id is not null")),
	CALLS_THAT_REACHED_SOMEONE(Thing.CALL, Aggregate.flag("calls_that_reached_someone")),
	CONVERSION_VALUE(Thing.CALL, Aggregate.money("conversion_value", "currency")),

	ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("attempts")),
	CONNECTED_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("connected_attempts")),
	PERSON_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("person_attempts")),
	ABANDONED_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("abandoned_attempts")),
	LATE_ATTEMPTS(Thing.ATTEMPT,
			Aggregate.where("person_attempts = 1 and abandoned_attempts = 0 and connect_us > :abandonAfter")
				.inCells("0")),
	NO_ANSWER_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("no_answer_attempts")),
	BUSY_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("busy_attempts")),
	UNREACHABLE_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("unreachable_attempts")),
	REJECTED_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("rejected_attempts")),
	INVALID_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("invalid_attempts")),
	FAILED_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("failed_attempts")),
	ATTEMPTS_ON_NUMBERS(Thing.ATTEMPT, Aggregate.where("dialled_customer_id is not null")),
	DIALLED_NUMBERS(Thing.ATTEMPT, Aggregate.distinct("dialled_customer_id", "true")),
	UNANSWERED_ATTEMPTS(Thing.ATTEMPT, Aggregate.flag("unanswered_attempts")),
	RING(Thing.ATTEMPT, Aggregate.sum("ring_us")),
	ATTEMPTS_WITH_SEGMENT(Thing.ATTEMPT, Aggregate.flag("attempts_with_segment")),
	CONNECT(Thing.ATTEMPT, Aggregate.sum("connect_us"));

	private final Thing thing;

	private final String sql;

	private final String condition;

	private final String type;

	private final boolean distinct;

	private final @Nullable InCells inCells;

	private final @Nullable Histogram histogram;

	private final int percent;

	private final boolean judged;

	private final String column;

	Measure(Thing thing, Aggregate aggregate) {
		this.thing = thing;
		this.sql = aggregate.sql();
		this.condition = aggregate.condition();
		this.type = aggregate.type();
		this.distinct = aggregate.distinct();
		this.inCells = aggregate.inCells();
		this.histogram = aggregate.histogram();
		this.percent = aggregate.percent();
		this.judged = switch (thing) {
			case VISIT -> aggregate.isJudged();
			case OFFER, SEGMENT, CALL, ATTEMPT -> false;
		};
		this.column = name().toLowerCase(Locale.ROOT);
	}

	/// What it is counted over.
	Thing thing() {
		return this.thing;
	}

	/// The aggregate in SQL, over the columns of the thing's view.
	String sql() {
		return this.sql;
	}

	@Override
	public @Nullable String inCells(Judging.@Nullable Alike alike) {
		return (this.inCells != null) ? this.inCells.sql(alike) : null;
	}

	/// The type of the aggregate in SQL: numeric, or text for the object of sums by
	/// currency.
	String type() {
		return this.type;
	}

	/// Whether one thing can count in several groups or intervals, so that they do not
	/// add up.
	boolean isDistinct() {
		return this.distinct;
	}

	/// Whether cells know it when these limits hold: they are made with the usual ones.
	boolean isInCells(Limits limits) {
		return this.inCells != null
				&& Arrays.stream(Choice.values()).allMatch((choice) -> limits.isUsual(choice) || !choice.changes(this));
	}

	/// The histogram that knows it; null where none does.
	@Nullable Histogram histogram() {
		return this.histogram;
	}

	/// How many of a hundred are at most as long.
	int percent() {
		return this.percent;
	}

	/// Whether a histogram knows it only within the width of a bucket.
	boolean isPercentile() {
		return this.histogram != null && this.percent < Aggregate.ALL;
	}

	/// Whether it is the longest of all.
	boolean isLongest() {
		return this.histogram != null && this.percent == Aggregate.ALL;
	}

	/// The one of some rows that it is, in SQL: of several alike the newest.
	String longestOf(String rows) {
		return """
				select * from (
				%s
				) one where wait_us is not null order by wait_us desc, began_at desc, call_id desc, leg_id desc limit 1"""
			.formatted(rows);
	}

	/// Whether it depends on what each visit is judged by.
	boolean isJudged() {
		return this.judged;
	}

	/// Its name as a column of a statement.
	String column() {
		return this.column;
	}

	/// Its name in links and parameters, such as `answeredInTime`.
	String key() {
		return Dimension.camel(name());
	}

	@Override
	public Set<Measure> measures() {
		return Set.of(this);
	}

	@Override
	public BigDecimal in(Sums sums) {
		return sums.of(this);
	}

	@Override
	public String words() {
		return key();
	}

	@Override
	public String condition() {
		return "(" + this.condition + ")";
	}

	@Override
	public List<String> counted() {
		return List.of(key());
	}

	/// What a cell has of a measure.
	@Immutable
	private interface InCells {

		/// In SQL over the columns of a cell.
		/// @param alike by what all visits are judged; null where columns of a cell say
		/// it
		String sql(Judging.@Nullable Alike alike);

	}

	/// An aggregate in SQL, and which things it is made of.
	///
	/// @param sql over the rows of a group
	/// @param condition which of the rows count; null in SQL is no
	/// @param type of the result in SQL
	/// @param distinct whether it counts different values
	/// @param inCells what a cell has of it; null where cells do not know it
	/// @param histogram that knows it; null where none does
	/// @param percent how many of a hundred are at most as long
	record Aggregate(String sql, String condition, String type, boolean distinct, @Nullable InCells inCells,
			@Nullable Histogram histogram, int percent) {

		private static final int ALL = 100;

		private Aggregate(String sql, String condition, String type, boolean distinct, @Nullable InCells inCells) {
			this(sql, condition, type, distinct, inCells, null, ALL);
		}

		/// Whether no call of the same case came before, be it one that has expired; a
		/// call without a case is a case of its own.
		static final String FIRST_OF_ITS_CASE = """
				(case_id is null or not exists (
				  select from expired_case
				   where expired_case.tenant_id = fact.tenant_id
				     and expired_case.hash = sha256(convert_to(fact.case_id, 'UTF8'))) and not exists (
				  select from call earlier
				   where earlier.tenant_id = fact.tenant_id
				     and coalesce(earlier.crm_case_id, earlier.case_id) = fact.case_id
				     and (earlier.started_at, earlier.call_id) < (fact.started_at, fact.call_id)))""";

		private static final Pattern JUDGED_BY = Pattern.compile("\\b(threshold_us|short_abandon_us|policy)\\b");

		private static final String FROM_A_KNOWN_NUMBER = "direction = 'INBOUND' and customer_id is not null";

		private static final String SETTLED_AT = "started_at + :repeatWindow * interval '1 microsecond'";

		/// Whether the customer had all of the window to call again.
		static final String REPEATABLE = FROM_A_KNOWN_NUMBER + " and " + SETTLED_AT + " <= :now";

		/// Whether the customer may still call again within the window.
		static final String UNSETTLED = FROM_A_KNOWN_NUMBER + " and " + SETTLED_AT + " > :now";

		/// Whether the customer called again within the window.
		static final String CALLED_AGAIN = """
				exists (
				  select from call again
				   where again.tenant_id = fact.tenant_id
				     and again.customer_id = fact.customer_id
				     and again.direction = 'INBOUND'
				     and (again.started_at, again.call_id) > (fact.started_at, fact.call_id)
				     and again.started_at <= fact.started_at + :repeatWindow * interval '1 microsecond')""";

		/// How many things have a 1 in a column of 0 and 1.
		static Aggregate flag(String column) {
			return new Aggregate("sum(" + column + ")::numeric", column + " = 1", "numeric", false, (_) -> column);
		}

		/// How many things are so.
		static Aggregate where(String condition) {
			return new Aggregate("(count(*) filter (where " + condition + "))::numeric", condition, "numeric", false,
					null);
		}

		static Aggregate sum(String column) {
			return new Aggregate("sum(" + column + ")::numeric", column + " is not null", "numeric", false,
					(_) -> column);
		}

		static Aggregate longest(String column, Histogram histogram) {
			return new Aggregate("max(" + column + ")::numeric", column + " is not null", "numeric", false, null,
					histogram, ALL);
		}

		/// How many different values there are of a column.
		static Aggregate distinct(String column, String condition) {
			return new Aggregate("(count(distinct " + column + ") filter (where " + condition + "))::numeric",
					column + " is not null and " + condition, "numeric", true, null);
		}

		/// The nearest rank: the least value that has the share of all at or below it.
		static Aggregate percentile(int percent, String column, Histogram histogram) {
			return new Aggregate(
					"(percentile_disc(0.%d) within group (order by %s))::numeric".formatted(percent, column),
					column + " is not null", "numeric", false, null, histogram, percent);
		}

		/// Sums by currency, as the text of an object.
		static Aggregate money(String value, String currency) {
			return new Aggregate("sum_by_currency(%s, %s)::text".formatted(currency, value), value + " is not null",
					"text", false, null);
		}

		/// Whether it depends on what each visit is judged by.
		boolean isJudged() {
			return JUDGED_BY.matcher(this.sql).find();
		}

		/// The same, which cells know.
		Aggregate inCells(String expression) {
			return inCells((_) -> expression);
		}

		private Aggregate inCells(InCells expression) {
			return new Aggregate(this.sql, this.condition, this.type, this.distinct, expression, this.histogram,
					this.percent);
		}

	}

}
