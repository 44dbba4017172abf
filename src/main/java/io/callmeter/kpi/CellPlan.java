package io.callmeter.kpi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// From where the sums of a range are taken: days and quarters of an hour from cells, what is ragged from facts.
///
/// @param name of what is bound of it, where a statement has several
/// @param ofDays which keys tell the cells of days apart
/// @param ofQuarters which keys tell those of quarters apart
/// @param days ranges of whole days
/// @param quarters ranges of whole quarters that are no whole days
/// @param edges ranges between which a quarter would be cut
record CellPlan(String name, KeySet ofDays, KeySet ofQuarters, List<Range> days, List<Range> quarters,
		List<Range> edges) {

	/// More ranges cost more than they spare.
	private static final int MOST_RANGES = 24;

	private static final int MOST_EDGES = 3;

	private static final long QUARTER = 900;

	CellPlan {
		days = List.copyOf(days);
		quarters = List.copyOf(quarters);
		edges = List.copyOf(edges);
	}

	/// @param cuts in their order: cells must not reach over one; the first and last are
	/// the beginning and end of the range
	/// @param zone whose days the cells are of
	/// @return empty where cells would spare nothing
	static Optional<CellPlan> of(KeySet ofDays, KeySet ofQuarters, List<Instant> cuts, ZoneId zone) {
		var ranges = new Ranges(new Calendar(zone));
		for (int i = 0; i + 1 < cuts.size(); i++) {
			ranges.add(cuts.get(i), cuts.get(i + 1));
			if (ranges.edges.size() > MOST_EDGES || ranges.days.size() + ranges.quarters.size() > MOST_RANGES) {
				return Optional.empty();
			}
		}
		return (ranges.days.isEmpty() && ranges.quarters.isEmpty()) ? Optional.empty()
				: Optional.of(new CellPlan("cells", ofDays, ofQuarters, ranges.days, ranges.quarters, ranges.edges));
	}

	/// The same where there are no cells before an instant, at which a day begins: what
	/// would be read of them is left to facts. Empty where that leaves nothing.
	/// @param first null where there are cells from ever on
	Optional<CellPlan> since(@Nullable Instant first) {
		if (first == null || cells().stream().noneMatch((range) -> range.from().isBefore(first))) {
			return Optional.of(this);
		}
		var before = new ArrayList<Range>(this.edges);
		List<Range> laterDays = split(this.days, first, before);
		List<Range> laterQuarters = split(this.quarters, first, before);
		return (laterDays.isEmpty() && laterQuarters.isEmpty()) ? Optional.empty()
				: Optional.of(new CellPlan(this.name, this.ofDays, this.ofQuarters, laterDays, laterQuarters, before));
	}

	private static List<Range> split(List<Range> ranges, Instant at, List<Range> before) {
		var after = new ArrayList<Range>();
		for (Range range : ranges) {
			if (range.from().isBefore(at)) {
				before.add(new Range(range.from(), range.to().isBefore(at) ? range.to() : at));
			}
			if (range.to().isAfter(at)) {
				after.add(new Range(range.from().isBefore(at) ? at : range.from(), range.to()));
			}
		}
		return after;
	}

	CellPlan named(String other) {
		return new CellPlan(other, this.ofDays, this.ofQuarters, this.days, this.quarters, this.edges);
	}

	/// What cells are read of, days and quarters.
	List<Range> cells() {
		var all = new ArrayList<Range>(this.days);
		all.addAll(this.quarters);
		return all;
	}

	@Override
	public String toString() {
		return "rollups of " + this.days.size() + " ranges of days by " + this.ofDays.key() + ", of "
				+ this.quarters.size() + " of quarters by " + this.ofQuarters.key() + ", " + this.edges.size()
				+ " of facts";
	}

	/// @param to not in the range
	record Range(Instant from, Instant to) {
	}

	/// Ranges as they are found, from the earliest to the latest.
	private static final class Ranges {

		private final Calendar calendar;

		private final List<Range> days = new ArrayList<>();

		private final List<Range> quarters = new ArrayList<>();

		private final List<Range> edges = new ArrayList<>();

		Ranges(Calendar calendar) {
			this.calendar = calendar;
		}

		void add(Instant from, Instant to) {
			Instant firstDay = dayFrom(from);
			Instant lastDay = this.calendar.start(this.calendar.dayOf(to));
			if (firstDay.isBefore(lastDay)) {
				addQuarters(from, firstDay);
				add(this.days, firstDay, lastDay);
				addQuarters(lastDay, to);
			}
			else {
				addQuarters(from, to);
			}
		}

		private void addQuarters(Instant from, Instant to) {
			Instant first = quarterUntil(from.plusSeconds(QUARTER).minusNanos(1));
			Instant last = quarterUntil(to);
			if (first.isBefore(last)) {
				add(this.edges, from, first);
				add(this.quarters, first, last);
				add(this.edges, last, to);
			}
			else {
				add(this.edges, from, to);
			}
		}

		private Instant dayFrom(Instant at) {
			return this.calendar.isStartOfDay(at) ? at : this.calendar.start(this.calendar.dayOf(at).plusDays(1));
		}

		private static Instant quarterUntil(Instant at) {
			return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), QUARTER) * QUARTER);
		}

		private static void add(List<Range> ranges, Instant from, Instant to) {
			if (!from.isBefore(to)) {
				return;
			}
			if (!ranges.isEmpty() && ranges.getLast().to().equals(from)) {
				ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), to));
			}
			else {
				ranges.add(new Range(from, to));
			}
		}

	}

}
