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
import java.util.stream.IntStream;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// A range of time cut into pieces, in each of which a thing counts in one interval and has one of each label.
///
/// @param pieces where each begins; the first at the beginning of the range
/// @param to the end of the range
/// @param slots the interval of each piece, from 1; 0 of time between two intervals, in which nothing counts
/// @param hours the hour of the day of each piece, 0 to 23; empty when not asked for
/// @param days the day of the week of each piece, 1 for Monday; empty when not asked for
/// @param parts the day part of each piece, from 1, 0 in none; one calendar after the other; empty when not asked for
/// @param partNames of the day parts, by their number from 1
record Grid(List<Instant> pieces, Instant to, List<Integer> slots, List<Integer> hours, List<Integer> days,
		List<Integer> parts, List<String> partNames) {

	/// As many pieces as there may be: all are kept, and sent to the database.
	static final int MOST_PIECES = 100_000;

	/// As many labels of pieces as there may be, of which each calendar has its own.
	private static final int MOST_PARTS = 5 * MOST_PIECES;

	/// @throws RequestProblem if there are more pieces than there may be
	/// @param intervals one after the other, some of which may be empty
	/// @param labels that are asked for
	/// @param calendars whose day parts are asked for, the tenant's first
	static Grid of(List<Span> intervals, ZoneId zone, Set<Dimension> labels, List<DayParts> calendars) {
		Instant from = intervals.getFirst().from();
		Instant to = intervals.getLast().to();
		var starts = new TreeSet<Instant>(Set.of(from));
		intervals.forEach((interval) -> {
			starts.add(interval.from());
			starts.add(interval.to());
		});
		starts.removeIf((start) -> !start.isBefore(to) && !start.equals(from));
		if (labels.contains(Dimension.HOUR_OF_DAY)) {
			starts.addAll(DayParts.hours(zone, from, to).headSet(to));
		}
		if (labels.contains(Dimension.DAY_OF_WEEK)) {
			starts.addAll(new Calendar(zone).days(from, to));
		}
		if (labels.contains(Dimension.DAY_PART)) {
			for (DayParts calendar : calendars) {
				require(calendar.aboutEdges(from, to), MOST_PIECES, to);
				starts.addAll(calendar.edges(from, to));
				require(starts.size(), MOST_PIECES, to);
			}
			require((long) starts.size() * calendars.size(), MOST_PARTS, to);
		}
		require(starts.size(), MOST_PIECES, to);
		var pieces = List.copyOf(starts);
		var names = new LinkedHashSet<String>();
		calendars.forEach((calendar) -> calendar.parts().forEach((part) -> names.add(part.name())));
		names.add(DayPart.HOLIDAY);
		var partNames = List.copyOf(names);
		return new Grid(pieces, to, slots(pieces, intervals),
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

	private static void require(long pieces, long most, Instant to) {
		if (pieces > most) {
			throw new RequestProblem(Problem.ANSWER_TOO_LARGE, "to", to.toString(),
					"Too many intervals: with hours, days and the day parts of all calendars the range has about "
							+ AnswerLimits.shown(pieces) + " parts. Expected at most " + AnswerLimits.shown(most)
							+ "; query a shorter range, a longer interval or fewer day parts.");
		}
	}

	private static List<Integer> label(Dimension label, Set<Dimension> labels, List<Instant> pieces,
			Function<Instant, Integer> of) {
		return labels.contains(label) ? pieces.stream().map(of).toList() : List.of();
	}

	/// Whether the intervals are the pieces.
	boolean isPlain() {
		return this.hours.isEmpty() && this.days.isEmpty() && this.parts.isEmpty()
				&& this.slots.equals(IntStream.rangeClosed(1, this.slots.size()).boxed().toList());
	}

	private static int number(@Nullable String part, List<String> partNames) {
		return (part != null) ? partNames.indexOf(part) + 1 : 0;
	}

	/// Whether there is time between intervals.
	boolean hasGaps() {
		return this.slots.contains(0);
	}

	private static List<Integer> slots(List<Instant> pieces, List<Span> intervals) {
		var slots = new ArrayList<Integer>();
		int last = 0;
		for (Instant piece : pieces) {
			while (last < intervals.size() && !intervals.get(last).to().isAfter(piece)) {
				last++;
			}
			boolean within = last < intervals.size() && !intervals.get(last).from().isAfter(piece);
			slots.add(within ? last + 1 : 0);
		}
		return slots;
	}

}
