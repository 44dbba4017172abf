package io.callmeter.source.csv;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The moments of a row. Of local times that the clock shows twice those are meant with which the row contradicts itself
/// the least; where several are left, the earlier ones.
/// @param instants by field
/// @param ambiguous whether other instants would have been as good
record RowTimes(Map<String, Instant> instants, boolean ambiguous) {

	/// All fields that are moments, earlier ones first.
	static final List<String> FIELDS = List.of("startedAt", "answeredAt", "endedAt", "leg.queuedAt", "leg.offeredAt",
			"leg.answeredAt", "leg.endedAt");

	/// In each the first is not after the second.
	private static final List<List<String>> ORDERED = Stream
		.of("startedAt answeredAt", "startedAt endedAt", "answeredAt endedAt", "startedAt leg.queuedAt",
				"startedAt leg.offeredAt", "startedAt leg.answeredAt", "startedAt leg.endedAt",
				"leg.queuedAt leg.offeredAt", "leg.queuedAt leg.answeredAt", "leg.queuedAt leg.endedAt",
				"leg.offeredAt leg.answeredAt", "leg.offeredAt leg.endedAt", "leg.answeredAt leg.endedAt",
				"leg.queuedAt endedAt", "leg.offeredAt endedAt", "leg.answeredAt endedAt", "leg.endedAt endedAt")
		.map((pair) -> List.of(pair.split(" ")))
		.toList();

	private static final Duration SKEW = Duration.ofSeconds(1);

	/// @param read by field, instants and local times
	/// @param seconds of the same row
	/// @param zone of local times; one that the clock skips is moved on by the gap
	static RowTimes of(Map<String, Temporal> read, RowSeconds seconds, ZoneId zone) {
		List<LocalDateTime> twice = FIELDS.stream()
			.map(read::get)
			.filter(LocalDateTime.class::isInstance)
			.map(LocalDateTime.class::cast)
			.filter((local) -> zone.getRules().getValidOffsets(local).size() > 1)
			.distinct()
			.toList();
		Map<String, Instant> best = instants(read, zone, twice, 0);
		if (twice.isEmpty()) {
			return new RowTimes(best, false);
		}
		int least = contradictions(best, seconds);
		boolean ambiguous = false;
		for (int later = 1; later < 1 << twice.size(); later++) {
			Map<String, Instant> other = instants(read, zone, twice, later);
			int contradictions = contradictions(other, seconds);
			if (contradictions < least) {
				best = other;
				least = contradictions;
				ambiguous = false;
			}
			else if (contradictions == least) {
				ambiguous = true;
			}
		}
		return new RowTimes(best, ambiguous);
	}

	/// @param later of each local time that comes twice a bit, whether the later is
	/// meant; the first has the highest
	private static Map<String, Instant> instants(Map<String, Temporal> read, ZoneId zone, List<LocalDateTime> twice,
			int later) {
		Map<String, Instant> instants = new HashMap<>();
		read.forEach((field, moment) -> {
			if (moment instanceof LocalDateTime local) {
				int index = twice.indexOf(local);
				boolean isLater = index >= 0 && (later >> (twice.size() - 1 - index) & 1) == 1;
				var earlier = local.atZone(zone);
				instants.put(field, (isLater ? earlier.withLaterOffsetAtOverlap() : earlier).toInstant());
			}
			else {
				instants.put(field, Instant.from(moment));
			}
		});
		return instants;
	}

	private static int contradictions(Map<String, Instant> instants, RowSeconds seconds) {
		int contradictions = seconds.contradictions(instants);
		for (List<String> pair : ORDERED) {
			Instant first = instants.get(pair.getFirst());
			Instant second = instants.get(pair.getLast());
			if (first != null && second != null && Duration.between(second, first).compareTo(SKEW) >= 0) {
				contradictions++;
			}
		}
		return contradictions;
	}

}
