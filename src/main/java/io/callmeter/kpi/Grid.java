package io.callmeter.kpi;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// A range of time cut into pieces, in each of which a thing counts in one interval and has one of each label.
///
/// @param pieces where each begins; the first at the beginning of the range
/// @param to the end of the range
/// @param slots the interval of each piece, from 1
/// @param hours the hour of the day of each piece, 0 to 23; empty when not asked for
/// @param days the day of the week of each piece, 1 for Monday; empty when not asked for
/// @param parts the day part of each piece, from 1, 0 in none; one calendar after the other; empty when not asked for
/// @param partNames of the day parts, by their number from 1
record Grid(List<Instant> pieces, Instant to, List<Integer> slots, List<Integer> hours, List<Integer> days,
		List<Integer> parts, List<String> partNames) {

	/// @param boundaries of the intervals, which may be empty where two are the same
	/// @param labels that are asked for
	/// @param calendars whose day parts are asked for, the tenant's first
	static Grid of(List<Instant> boundaries, ZoneId zone, Set<Dimension> labels, List<DayParts> calendars) {
		Instant from = boundaries.getFirst();
		Instant to = boundaries.getLast();
		var starts = new TreeSet<>(boundaries.subList(0, boundaries.size() - 1));
		if (labels.contains(Dimension.HOUR_OF_DAY)) {
			starts.addAll(DayParts.hours(zone, from, to).headSet(to));
		}
		if (labels.contains(Dimension.DAY_OF_WEEK)) {
			starts.addAll(new Calendar(zone).days(from, to));
		}
		if (labels.contains(Dimension.DAY_PART)) {
			calendars.forEach((calendar) -> starts.addAll(calendar.edges(from, to)));
		}
		var pieces = List.copyOf(starts);
		var names = new LinkedHashSet<String>();
		calendars.forEach((calendar) -> calendar.parts().forEach((part) -> names.add(part.name())));
		names.add(DayPart.HOLIDAY);
		var partNames = List.copyOf(names);
		return new Grid(pieces, to, slots(pieces, boundaries),
				label(Dimension.HOUR_OF_DAY, labels, pieces, (piece) -> LocalDateTime.ofInstant(piece, zone).getHour()),
				label(Dimension.DAY_OF_WEEK, labels, pieces,
						(piece) -> new Calendar(zone).dayOf(piece).getDayOfWeek().getValue()),
				calendars.stream()
					.flatMap((calendar) -> label(Dimension.DAY_PART, labels, pieces,
							(piece) -> number(calendar.at(piece), partNames))
						.stream())
					.toList(),
				partNames);
	}

	private static List<Integer> label(Dimension label, Set<Dimension> labels, List<Instant> pieces,
			Function<Instant, Integer> of) {
		return labels.contains(label) ? pieces.stream().map(of).toList() : List.of();
	}

	/// Whether the intervals are the pieces.
	boolean isPlain() {
		return this.hours.isEmpty() && this.days.isEmpty() && this.parts.isEmpty()
				&& this.slots.getLast() == this.slots.size();
	}

	private static int number(@Nullable String part, List<String> partNames) {
		return (part != null) ? partNames.indexOf(part) + 1 : 0;
	}

	private static List<Integer> slots(List<Instant> pieces, List<Instant> boundaries) {
		var slots = new ArrayList<Integer>();
		int slot = 0;
		for (Instant piece : pieces) {
			while (slot < boundaries.size() - 1 && !boundaries.get(slot).isAfter(piece)) {
				slot++;
			}
			slots.add(slot);
		}
		return slots;
	}

}
