package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// The parts of the days of one calendar.
///
/// @param zone whose clock shows their times
/// @param parts the first that holds counts
/// @param holidays whole days that belong to no other part
record DayParts(ZoneId zone, List<DayPart> parts, Set<LocalDate> holidays) {

	DayParts {
		parts = List.copyOf(parts);
		holidays = Set.copyOf(holidays);
	}

	/// The part in which an instant lies; null in none.
	@Nullable String at(Instant instant) {
		LocalDateTime shown = LocalDateTime.ofInstant(instant, this.zone);
		if (this.holidays.contains(shown.toLocalDate())) {
			return DayPart.HOLIDAY;
		}
		return this.parts.stream().filter((part) -> part.contains(shown)).map(DayPart::name).findFirst().orElse(null);
	}

	/// About how many edges there are in a range, without looking for them.
	long aboutEdges(Instant from, Instant to) {
		long ofDay = Stream
			.concat(Stream.of(LocalTime.MIDNIGHT),
					this.parts.stream().flatMap((part) -> Stream.of(part.from(), part.to())))
			.distinct()
			.count();
		return Duration.between(from, to).toDays() * ofDay;
	}

	/// Instants between which no part begins or ends.
	TreeSet<Instant> edges(Instant from, Instant to) {
		var edges = new TreeSet<Instant>();
		LocalDate last = LocalDate.ofInstant(to, this.zone);
		for (LocalDate day = LocalDate.ofInstant(from, this.zone); !day.isAfter(last); day = day.plusDays(1)) {
			add(edges, day.atStartOfDay());
			for (DayPart part : this.parts) {
				add(edges, day.atTime(part.from()));
				add(edges, day.atTime(part.to()));
			}
		}
		ZoneOffsetTransition change = this.zone.getRules().nextTransition(from);
		while (change != null && change.getInstant().isBefore(to)) {
			edges.add(change.getInstant());
			change = this.zone.getRules().nextTransition(change.getInstant());
		}
		return new TreeSet<>(edges.subSet(from, false, to, false));
	}

	/// Each time that the clock shows it; where it skips it, the change is an edge.
	private void add(Set<Instant> edges, LocalDateTime shown) {
		for (ZoneOffset offset : this.zone.getRules().getValidOffsets(shown)) {
			edges.add(shown.toInstant(offset));
		}
	}

	/// The end of every hour that a clock shows.
	static TreeSet<Instant> hours(ZoneId zone, Instant from, Instant to) {
		var hours = new TreeSet<Instant>();
		Instant at = from;
		while (at.isBefore(to)) {
			LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
			LocalTime time = shown.toLocalTime();
			Instant next = at.plusNanos(3_600_000_000_000L - time.toNanoOfDay() % 3_600_000_000_000L);
			ZoneOffsetTransition change = zone.getRules().nextTransition(at);
			at = (change != null && change.getInstant().isBefore(next)) ? change.getInstant() : next;
			hours.add(at);
		}
		return hours;
	}

}
