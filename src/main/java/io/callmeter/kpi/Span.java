package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A stretch of time.
///
/// @param from in it
/// @param to not in it; the same as `from` where it is empty
record Span(Instant from, Instant to) {

	Span {
		if (to.isBefore(from)) {
			throw new IllegalArgumentException("nothing lasts from " + from + " to " + to);
		}
	}

	/// Between boundaries, of which there is one more.
	static List<Span> between(List<Instant> boundaries) {
		var spans = new ArrayList<Span>();
		for (int i = 1; i < boundaries.size(); i++) {
			spans.add(new Span(boundaries.get(i - 1), boundaries.get(i)));
		}
		return spans;
	}

	boolean isEmpty() {
		return this.from.equals(this.to);
	}

	/// How much of it has passed.
	Duration until(Instant now) {
		Instant end = now.isBefore(this.to) ? now : this.to;
		return end.isAfter(this.from) ? Duration.between(this.from, end) : Duration.ZERO;
	}

}
