package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.time.zone.ZoneOffsetTransition;
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

	/// The boundaries of the intervals that those of a query are compared with.
	List<Instant> boundaries(List<Instant> boundaries, Calendar calendar) {
		TemporalAmount back = back(boundaries.getFirst(), boundaries.getLast(), calendar);
		return boundaries.stream().map((at) -> before(at, back, calendar)).toList();
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
