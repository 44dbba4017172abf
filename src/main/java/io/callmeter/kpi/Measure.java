package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/// One aggregate over a fact view: what KPIs are sums, maxima and percentiles of; durations are microseconds.
///
/// The limits that a query may set are bound as `:threshold`, `:shortAbandon`, `:shortCall`, `:longCall` and
/// `:abandonAfter`, in microseconds.
enum Measure implements Amount {

	OFFERED(Thing.VISIT, "sum(offered)"), ANSWERED(Thing.VISIT, "sum(answered)"),
	ABANDONED(Thing.VISIT, "sum(abandoned)"),
	SHORT_ABANDONED(Thing.VISIT, "count(*) filter (where abandoned_wait_us <= :shortAbandon)"),
	OVERFLOWED(Thing.VISIT, "sum(overflowed)"), CALLBACKS(Thing.VISIT, "sum(callbacks)"),
	VOICEMAILS(Thing.VISIT, "sum(voicemails)"), REFUSED(Thing.VISIT, "sum(refused)"),
	FAILED(Thing.VISIT, "sum(failed)"), WAITING(Thing.VISIT, "sum(waiting)"), DECIDED(Thing.VISIT, "sum(decided)"),
	ANSWERED_IN_TIME(Thing.VISIT, "count(*) filter (where answered_wait_us <= :threshold)"),
	ABANDONED_IN_TIME(Thing.VISIT, "count(*) filter (where abandoned_wait_us <= :threshold)"),
	WAITED_OVER_60(Thing.VISIT, "count(*) filter (where wait_us > 60000000)"),
	WAITED_OVER_180(Thing.VISIT, "count(*) filter (where wait_us > 180000000)"), WAIT(Thing.VISIT, "sum(wait_us)"),
	ANSWERED_WAIT(Thing.VISIT, "sum(answered_wait_us)"), ABANDONED_WAIT(Thing.VISIT, "sum(abandoned_wait_us)"),
	LONGEST_WAIT(Thing.VISIT, "max(wait_us)"), WAIT_P50(Thing.VISIT, percentile(50, "wait_us")),
	WAIT_P90(Thing.VISIT, percentile(90, "wait_us")), WAIT_P95(Thing.VISIT, percentile(95, "wait_us")),
	WAIT_P99(Thing.VISIT, percentile(99, "wait_us")), ABANDON_P50(Thing.VISIT, percentile(50, "abandoned_wait_us")),
	ABANDON_P90(Thing.VISIT, percentile(90, "abandoned_wait_us")),
	ABANDON_P95(Thing.VISIT, percentile(95, "abandoned_wait_us")),
	ABANDON_P99(Thing.VISIT, percentile(99, "abandoned_wait_us")),

	HANDLED(Thing.SEGMENT, "sum(handled)"), TALK(Thing.SEGMENT, "sum(talk_us)"), HOLD(Thing.SEGMENT, "sum(hold_us)"),
	WRAP_UP(Thing.SEGMENT, "sum(wrap_up_us)"), HANDLE(Thing.SEGMENT, "sum(handle_us)"),
	SEGMENTS_WITH_HOLD(Thing.SEGMENT, "sum(segments_with_hold)"), TRANSFERS(Thing.SEGMENT, "sum(transfers)"),
	BLIND_TRANSFERS(Thing.SEGMENT, "sum(blind_transfers)"), CONSULT_TRANSFERS(Thing.SEGMENT, "sum(consult_transfers)"),
	SHORT_CALLS(Thing.SEGMENT, "count(*) filter (where talk_us < :shortCall)"),
	LONG_CALLS(Thing.SEGMENT, "count(*) filter (where talk_us > :longCall)"),
	TALK_P50(Thing.SEGMENT, percentile(50, "talk_us")), TALK_P90(Thing.SEGMENT, percentile(90, "talk_us")),
	TALK_P95(Thing.SEGMENT, percentile(95, "talk_us")), TALK_P99(Thing.SEGMENT, percentile(99, "talk_us")),
	HANDLE_P50(Thing.SEGMENT, percentile(50, "handle_us")), HANDLE_P90(Thing.SEGMENT, percentile(90, "handle_us")),
	HANDLE_P95(Thing.SEGMENT, percentile(95, "handle_us")), HANDLE_P99(Thing.SEGMENT, percentile(99, "handle_us")),

	OFFERS(Thing.OFFER, "sum(offers)"), ANSWERED_OFFERS(Thing.OFFER, "sum(answered_offers)"),
	MISSED_OFFERS(Thing.OFFER, "sum(missed_offers)"),

	CALLS(Thing.CALL, "sum(calls)"), ENDED_CALLS(Thing.CALL, "sum(ended_calls)"),
	WITHHELD_CALLS(Thing.CALL, "sum(withheld_calls)"), LENGTH(Thing.CALL, "sum(length_us)"),
	CONVERSATION(Thing.CALL, "sum(conversation_us)"), HANDLED_CALLS(Thing.CALL, "sum(handled_calls)"),
	ENDED_INBOUND_CALLS(Thing.CALL, "sum(ended_inbound_calls)"), ABANDONED_CALLS(Thing.CALL, "sum(abandoned_calls)"),
	ABANDONED_CALL(Thing.CALL, "sum(abandoned_call_us)"), MENU_CALLS(Thing.CALL, "sum(menu_calls)"),
	CONTAINED_CALLS(Thing.CALL, "sum(contained_calls)"), RESOLVED_CALLS(Thing.CALL, "sum(resolved_calls)"),
	CALLS_WITH_VERDICT(Thing.CALL, "sum(calls_with_verdict)"), TRANSFERRED_CALLS(Thing.CALL, "sum(transferred_calls)"),
	SURVEYED_CALLS(Thing.CALL, "sum(surveyed_calls)"), SATISFIED_CALLS(Thing.CALL, "sum(satisfied_calls)"),
	CSAT_SCORE(Thing.CALL, "sum(csat_score)"), CONVERTED_CALLS(Thing.CALL, "sum(converted_calls)"),
	CALLS_THAT_REACHED_SOMEONE(Thing.CALL, "sum(calls_that_reached_someone)"),

	ATTEMPTS(Thing.ATTEMPT, "sum(attempts)"), CONNECTED_ATTEMPTS(Thing.ATTEMPT, "sum(connected_attempts)"),
	PERSON_ATTEMPTS(Thing.ATTEMPT, "sum(person_attempts)"),
	ABANDONED_ATTEMPTS(Thing.ATTEMPT, "sum(abandoned_attempts)"),
	LATE_ATTEMPTS(Thing.ATTEMPT,
			"count(*) filter (where person_attempts = 1 and abandoned_attempts = 0 and connect_us > :abandonAfter)"),
	NO_ANSWER_ATTEMPTS(Thing.ATTEMPT, "sum(no_answer_attempts)"), BUSY_ATTEMPTS(Thing.ATTEMPT, "sum(busy_attempts)"),
	UNREACHABLE_ATTEMPTS(Thing.ATTEMPT, "sum(unreachable_attempts)"),
	REJECTED_ATTEMPTS(Thing.ATTEMPT, "sum(rejected_attempts)"),
	INVALID_ATTEMPTS(Thing.ATTEMPT, "sum(invalid_attempts)"), FAILED_ATTEMPTS(Thing.ATTEMPT, "sum(failed_attempts)"),
	DIALLED_NUMBERS(Thing.ATTEMPT, "count(distinct dialled_number)"),
	UNANSWERED_ATTEMPTS(Thing.ATTEMPT, "sum(unanswered_attempts)"), RING(Thing.ATTEMPT, "sum(ring_us)"),
	ATTEMPTS_WITH_SEGMENT(Thing.ATTEMPT, "sum(attempts_with_segment)"), CONNECT(Thing.ATTEMPT, "sum(connect_us)");

	private final Thing thing;

	private final String aggregate;

	Measure(Thing thing, String aggregate) {
		this.thing = thing;
		this.aggregate = aggregate;
	}

	/// What it is counted over.
	Thing thing() {
		return this.thing;
	}

	/// In SQL, over the columns of the thing's view.
	String aggregate() {
		return this.aggregate;
	}

	/// Its name as a column of a statement.
	String column() {
		return name().toLowerCase(Locale.ROOT);
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
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/// The nearest rank: the least value that has the share of all at or below it.
	private static String percentile(int percent, String column) {
		return "percentile_disc(0.%d) within group (order by %s)".formatted(percent, column);
	}

}
