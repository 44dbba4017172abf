package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Where intervals begin and end in a time zone, by the rules of java.time.
///
/// A day begins at its first instant, 01:00 where midnight does not exist; a day that does not exist is left out.
///
/// @param zone whose midnights count
record Calendar(ZoneId zone) {

	/// Cuts a range into intervals: the first begins at `from`, each ends where the next
	/// begins, the last at `to`.
	/// @param interval null for one interval
	/// @param most no more boundaries than this are made
	/// @return the boundaries, from `from` to `to`, one more than there are intervals;
	/// null if there are more intervals
	/// than `most`
	@Nullable List<Instant> boundaries(Instant from, Instant to, @Nullable Interval interval, int most) {
		if (!from.isBefore(to)) {
			throw new IllegalArgumentException("no time between " + from + " and " + to);
		}
		var boundaries = new ArrayList<Instant>();
		boundaries.add(from);
		boolean fits = switch (interval) {
			case null -> true;
			case Interval.Time time -> addTimes(boundaries, to, time, most);
			case Interval.Dates dates -> addDates(boundaries, to, dates, most);
		};
		boundaries.add(to);
		return fits ? boundaries : null;
	}

	private boolean addTimes(List<Instant> boundaries, Instant to, Interval.Time time, int most) {
		Instant from = boundaries.getFirst();
		LocalDate day = dayOf(from);
		for (Instant midnight = start(day); midnight.isBefore(to); midnight = start(day)) {
			day = day.plusDays(1);
			Instant next = min(start(day), to);
			long skipped = midnight.isBefore(from) ? Duration.between(midnight, from).dividedBy(time.step()) : 0;
			for (Instant at = midnight.plus(time.step().multipliedBy(skipped)); at
				.isBefore(next); at = at.plus(time.step())) {
				if (!add(boundaries, at, most)) {
					return false;
				}
			}
		}
		return true;
	}

	private boolean addDates(List<Instant> boundaries, Instant to, Interval.Dates dates, int most) {
		LocalDate first = dates.first(dayOf(boundaries.getFirst()));
		for (long n = 0;; n++) {
			Instant at = start(dates.after(first, n));
			if (!at.isBefore(to)) {
				return true;
			}
			if (!add(boundaries, at, most)) {
				return false;
			}
		}
	}

	private static boolean add(List<Instant> boundaries, Instant at, int most) {
		if (at.isAfter(boundaries.getLast())) {
			boundaries.add(at);
		}
		return boundaries.size() <= most;
	}

	/// Where days begin within a range.
	List<Instant> days(Instant from, Instant to) {
		var days = new ArrayList<Instant>();
		for (LocalDate day = dayOf(from).plusDays(1); start(day).isBefore(to); day = day.plusDays(1)) {
			days.add(start(day));
		}
		return days;
	}

	/// Whether a day begins then.
	boolean isStartOfDay(Instant at) {
		return start(dayOf(at)).equals(at);
	}

	/// The last day that has begun; where a clock was set back over midnight, not always
	/// the date it shows.
	LocalDate dayOf(Instant at) {
		LocalDate day = at.atZone(this.zone).toLocalDate();
		while (start(day).isAfter(at)) {
			day = day.minusDays(1);
		}
		while (!start(day.plusDays(1)).isAfter(at)) {
			day = day.plusDays(1);
		}
		return day;
	}

	/// The first instant of a day.
	Instant start(LocalDate day) {
		return day.atStartOfDay(this.zone).toInstant();
	}

	private static Instant min(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
