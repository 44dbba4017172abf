package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What can be distributed over buckets: a duration of a kind of thing, or how often a number was dialled.
enum Distribution {

	/// Wait of decided visits.
	WAIT(Thing.VISIT, "fact.wait_us", "fact.ending"),
	/// Wait of abandoned visits.
	ABANDON(Thing.VISIT, "fact.abandoned_wait_us", "fact.ending"),
	/// Ringing of offers, until answered or ended.
	RING(Thing.OFFER, "fact.ring_us", "case when fact.answered_offers = 1 then 'ANSWERED' else fact.ending end"),
	/// Talk of ended segments.
	TALK(Thing.SEGMENT, "fact.talk_us", "whole.outcome"),
	/// Hold of ended segments that had one.
	HOLD(Thing.SEGMENT, "case when fact.segments_with_hold = 1 then fact.hold_us end", "whole.outcome"),
	/// Wrap-up of ended segments.
	WRAP_UP(Thing.SEGMENT, "fact.wrap_up_us", "whole.outcome"),
	/// Talk, hold and wrap-up of ended segments.
	HANDLE(Thing.SEGMENT, "fact.handle_us", "whole.outcome"),
	/// Length of ended calls.
	CALL_LENGTH(Thing.CALL, "fact.length_us", "fact.outcome"),
	/// Dials of each number that was dialled; CONNECTED when a person answered one of
	/// them.
	ATTEMPTS(Thing.ATTEMPT, "count(*)",
			"case when sum(fact.person_attempts) > 0 then 'CONNECTED' else 'NOT_REACHED' end");

	private static final List<BigDecimal> WAITS = numbers(5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600);

	private static final List<BigDecimal> TALKS = numbers(10, 30, 60, 120, 180, 240, 300, 450, 600, 900, 1200, 1800,
			3600);

	private static final List<BigDecimal> TIMES = numbers(1, 2, 3, 4, 5, 6, 8, 10, 15, 20);

	private final Thing thing;

	private final String value;

	private final String outcome;

	Distribution(Thing thing, String value, String outcome) {
		this.thing = thing;
		this.value = value;
		this.outcome = outcome;
	}

	/// As parameters and answers name it, such as `callLength`.
	String key() {
		return Dimension.camel(name());
	}

	/// What is distributed.
	Thing thing() {
		return this.thing;
	}

	/// What is measured of it, in SQL: microseconds or a count.
	String value() {
		return this.value;
	}

	/// How it ended, in SQL.
	String outcome() {
		return this.outcome;
	}

	/// `s`, or `count` of attempts.
	String unit() {
		return ((this == ATTEMPTS) ? Metric.Unit.COUNT : Metric.Unit.SECONDS).symbol().toLowerCase(Locale.ROOT);
	}

	/// How many places the decimal point of a value in SQL is right of that of a value in
	/// an answer.
	int scale() {
		return (this == ATTEMPTS) ? 0 : 6;
	}

	/// The upper edges of buckets where none are asked for.
	List<BigDecimal> usualEdges() {
		return switch (this) {
			case WAIT, ABANDON, RING -> WAITS;
			case TALK, HOLD, WRAP_UP, HANDLE, CALL_LENGTH -> TALKS;
			case ATTEMPTS -> TIMES;
		};
	}

	private static List<BigDecimal> numbers(long... numbers) {
		return Arrays.stream(numbers).mapToObj(BigDecimal::valueOf).toList();
	}

}
