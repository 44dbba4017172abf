package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How much time has passed of the intervals of an answer: of whole ones, or of the hours, days and day parts in them
/// that are grouped or filtered by.
final class Elapsed {

	private final Grid grid;

	private final Set<Dimension> groupedBy;

	private final Map<Dimension, Set<String>> filters;

	private final Map<String, Integer> calendars;

	private final Instant now;

	/// By the number of the calendar whose day parts are meant.
	private final Map<Integer, Passed> sums = new HashMap<>();

	/// @param groupedBy which labels
	/// @param calendars of queues that have their own
	/// @param now elapsed hours end now
	Elapsed(Grid grid, Set<Dimension> groupedBy, Map<Dimension, Set<String>> filters, Map<String, Integer> calendars,
			Instant now) {
		this.grid = grid;
		this.groupedBy = groupedBy;
		this.filters = filters;
		this.calendars = calendars;
		this.now = now;
	}

	/// @param slot the number of the interval, from 1; 0 for all
	/// @param group empty for all
	/// @param queue whose day parts are meant; null for the tenant's
	Duration of(int slot, Map<Dimension, @Nullable Object> group, @Nullable String queue) {
		var labels = new EnumMap<Dimension, @Nullable Object>(Dimension.class);
		group.forEach((dimension, value) -> {
			if (dimension.isLabel()) {
				labels.put(dimension, value);
			}
		});
		int calendar = (queue != null) ? this.calendars.getOrDefault(queue, 0) : 0;
		Passed passed = this.sums.computeIfAbsent(calendar, this::sums);
		return (slot == 0) ? passed.all() : passed.of(slot, labels);
	}

	private Passed sums(int calendar) {
		int pieces = this.grid.pieces().size();
		var labels = new HashMap<Map<Dimension, @Nullable Object>, Integer>();
		long[] keys = new long[pieces];
		long[] nanos = new long[pieces];
		for (int i = 0; i < pieces; i++) {
			int slot = this.grid.slots().get(i);
			Instant end = (i + 1 < pieces) ? this.grid.pieces().get(i + 1) : this.grid.to();
			Duration passed = new Span(this.grid.pieces().get(i), end).until(this.now);
			if (slot == 0 || passed.isZero() || !isAsked(calendar, i)) {
				continue;
			}
			var grouped = new EnumMap<Dimension, @Nullable Object>(Dimension.class);
			for (Dimension dimension : this.groupedBy) {
				grouped.put(dimension, label(dimension, calendar, i));
			}
			keys[i] = Passed.key(slot, labels.computeIfAbsent(grouped, (_) -> labels.size()));
			nanos[i] = passed.toNanos();
		}
		return Passed.of(labels, keys, nanos);
	}

	private boolean isAsked(int calendar, int piece) {
		return this.filters.entrySet().stream().filter((filter) -> filter.getKey().isLabel()).allMatch((filter) -> {
			Object label = label(filter.getKey(), calendar, piece);
			return filter.getValue().contains((label != null) ? String.valueOf(label) : "");
		});
	}

	/// As rows show it.
	private @Nullable Object label(Dimension dimension, int calendar, int piece) {
		return switch (dimension) {
			case HOUR_OF_DAY -> this.grid.hours().get(piece);
			case DAY_OF_WEEK -> DayOfWeek.of(this.grid.days().get(piece));
			case DAY_PART -> {
				int part = this.grid.parts().get(calendar * this.grid.pieces().size() + piece);
				yield (part > 0) ? this.grid.partNames().get(part - 1) : null;
			}
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR,
					HANGUP_CAUSE ->
				throw new IllegalArgumentException(dimension + " is no matter of time");
		};
	}

	/// What has passed of each interval and its labels: numbers, for there may be a
	/// hundred thousand.
	private static final class Passed {

		private final Map<Map<Dimension, @Nullable Object>, Integer> labels;

		private final long[] keys;

		private final long[] nanos;

		/// @param labels their numbers
		/// @param keys ascending
		/// @param nanos what has passed of each
		private Passed(Map<Map<Dimension, @Nullable Object>, Integer> labels, long[] keys, long[] nanos) {
			this.labels = labels;
			this.keys = keys;
			this.nanos = nanos;
		}

		/// @param keys of pieces; 0 of what does not count
		static Passed of(Map<Map<Dimension, @Nullable Object>, Integer> labels, long[] keys, long[] nanos) {
			long[] distinct = Arrays.stream(keys).filter((key) -> key > 0).sorted().distinct().toArray();
			long[] sums = new long[distinct.length];
			for (int i = 0; i < keys.length; i++) {
				if (keys[i] > 0) {
					sums[Arrays.binarySearch(distinct, keys[i])] += nanos[i];
				}
			}
			return new Passed(labels, distinct, sums);
		}

		/// @param slot from 1
		static long key(int slot, int label) {
			return ((long) slot << Integer.SIZE) + label;
		}

		Duration of(int slot, Map<Dimension, @Nullable Object> grouped) {
			Integer label = this.labels.get(grouped);
			int found = (label != null) ? Arrays.binarySearch(this.keys, key(slot, label)) : -1;
			return (found >= 0) ? Duration.ofNanos(this.nanos[found]) : Duration.ZERO;
		}

		/// In all intervals together.
		Duration all() {
			return Arrays.stream(this.nanos).mapToObj(Duration::ofNanos).reduce(Duration.ZERO, Duration::plus);
		}

	}

}
