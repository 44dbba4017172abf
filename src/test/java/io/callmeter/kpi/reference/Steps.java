package io.callmeter.kpi.reference;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/// Steps of the calendar of a time zone.
final class Steps {

	private Steps() {
	}

	/// From `from` to `to` with all boundaries of intervals between them.
	static List<Instant> boundaries(Instant from, Instant to, ZoneId zone, @Nullable String interval) {
		var boundaries = new TreeSet<Instant>();
		if (interval != null && interval.startsWith("PT")) {
			addTimes(boundaries, from, to, zone, Duration.parse(interval));
		}
		else if (interval != null) {
			addDates(boundaries, from, to, zone, Period.parse(interval));
		}
		boundaries.removeIf((boundary) -> boundary.isBefore(from) || boundary.isAfter(to));
		boundaries.add(from);
		boundaries.add(to);
		return List.copyOf(boundaries);
	}

	/// From each local midnight in elapsed time, cut at the next.
	private static void addTimes(Set<Instant> boundaries, Instant from, Instant to, ZoneId zone, Duration step) {
		LocalDate last = to.atZone(zone).toLocalDate();
		for (LocalDate day = from.atZone(zone).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
			Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();
			for (Instant at = day.atStartOfDay(zone).toInstant(); at.isBefore(next); at = at.plus(step)) {
				boundaries.add(at);
			}
		}
	}

	/// On the calendar, from the first day, Monday or first of a month at or before
	/// `from`.
	private static void addDates(Set<Instant> boundaries, Instant from, Instant to, ZoneId zone, Period step) {
		LocalDate day = from.atZone(zone).toLocalDate();
		LocalDate first = day;
		if (step.getMonths() > 0) {
			first = day.withDayOfMonth(1);
		}
		else if (step.getDays() % 7 == 0) {
			first = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
		}
		for (LocalDate each = first; !each.isAfter(to.atZone(zone).toLocalDate()); each = each.plus(step)) {
			boundaries.add(each.atStartOfDay(zone).toInstant());
		}
	}

}
