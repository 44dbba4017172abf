package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// What figures are compared with.
enum Compare {

	/// The range of the same length before: as many days of the calendar, if it begins
	/// and ends with a day.
	PREVIOUS,
	/// The same days and hours seven days before.
	LAST_WEEK,
	/// The same dates and hours a year before.
	LAST_YEAR,
	/// All agents of the same row: an agent beside the queue, the team or the whole.
	PEERS;

	/// As parameters and answers name it, such as `lastWeek`.
	String key() {
		return Dimension.camel(name());
	}

	/// What the intervals of a query are compared with, one for each: empty where the
	/// calendar or the clock then had nothing like it, or has shown it beside an interval
	/// before. They do not overlap, but there may be time between them.
	/// @param boundaries of the intervals of the query
	List<Span> spans(List<Instant> boundaries, Calendar calendar) {
		TemporalAmount back = back(boundaries.getFirst(), boundaries.getLast(), calendar);
		var spans = new ArrayList<Span>();
		Instant last = Instant.MIN;
		for (int i = 1; i < boundaries.size(); i++) {
			Instant from = later(before(boundaries.get(i - 1), back, calendar), last);
			last = later(endBefore(boundaries.get(i), back, calendar), from);
			spans.add(new Span(from, last));
		}
		return spans;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private TemporalAmount back(Instant from, Instant to, Calendar calendar) {
		return switch (this) {
			case PREVIOUS -> (calendar.isStartOfDay(from) && calendar.isStartOfDay(to))
					? Period.ofDays(Math.toIntExact(ChronoUnit.DAYS.between(calendar.dayOf(from), calendar.dayOf(to))))
					: Duration.between(from, to);
			case LAST_WEEK -> Period.ofDays(7);
			case LAST_YEAR -> Period.ofYears(1);
			case PEERS -> Period.ZERO;
		};
	}

	/// The end of an interval, which is not in it: where it ends with a day, that day
	/// before, and the whole of it.
	private static Instant endBefore(Instant at, TemporalAmount back, Calendar calendar) {
		return (back instanceof Period days && calendar.isStartOfDay(at))
				? calendar.start(calendar.dayOf(at).minusDays(1).minus(days).plusDays(1)) : before(at, back, calendar);
	}

	/// The same date and time by the clock; the moment of the change for a time that the
	/// clock skipped then.
	private static Instant before(Instant at, TemporalAmount back, Calendar calendar) {
		if (!(back instanceof Period days)) {
			return at.minus(back);
		}
		if (calendar.isStartOfDay(at)) {
			return calendar.start(calendar.dayOf(at).minus(days));
		}
		LocalDateTime shown = LocalDateTime.ofInstant(at, calendar.zone()).minus(days);
		ZoneOffsetTransition change = calendar.zone().getRules().getTransition(shown);
		return (change != null && change.isGap()) ? change.getInstant() : shown.atZone(calendar.zone()).toInstant();
	}

}
