package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
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
	private final Map<Integer, Map<Key, Duration>> sums = new HashMap<>();

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
		return this.sums.computeIfAbsent(calendar, this::sums).getOrDefault(new Key(slot, labels), Duration.ZERO);
	}

	private Map<Key, Duration> sums(int calendar) {
		var sums = new HashMap<Key, Duration>();
		for (int i = 0; i < this.grid.pieces().size(); i++) {
			int slot = this.grid.slots().get(i);
			Instant end = (i + 1 < this.grid.pieces().size()) ? this.grid.pieces().get(i + 1) : this.grid.to();
			Duration passed = new Span(this.grid.pieces().get(i), end).until(this.now);
			if (slot == 0 || passed.isZero() || !isAsked(calendar, i)) {
				continue;
			}
			var labels = new EnumMap<Dimension, @Nullable Object>(Dimension.class);
			for (Dimension dimension : this.groupedBy) {
				labels.put(dimension, label(dimension, calendar, i));
			}
			sums.merge(new Key(slot, labels), passed, Duration::plus);
			sums.merge(new Key(0, Map.of()), passed, Duration::plus);
		}
		return sums;
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

	/// @param labels those grouped by
	private record Key(int slot, Map<Dimension, @Nullable Object> labels) {
	}

}
