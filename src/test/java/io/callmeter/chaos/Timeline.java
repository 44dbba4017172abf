package io.callmeter.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// The 24 hours before the test, through which it runs faster than the clock.
///
/// @param length of the test
record Timeline(Instant from, long begunNanos, Duration length) {

	private static final Duration DAY = Duration.ofHours(24);

	static Timeline through(Duration length) {
		return new Timeline(Instant.now().minus(DAY).truncatedTo(ChronoUnit.MILLIS), System.nanoTime(), length);
	}

	/// When a call starts that is sent now.
	Instant now() {
		double passed = Math.min(1, (double) (System.nanoTime() - this.begunNanos) / this.length.toNanos());
		return this.from.plusMillis((long) (passed * DAY.toMillis()));
	}

	/// All of it, as parameters of a question.
	String range() {
		return range(this.from.plus(DAY).plus(Duration.ofHours(1)));
	}

	/// The part before that.
	String range(Instant until) {
		return "from=" + this.from + "&to=" + until;
	}

	/// All days that it touches, as parameters of a question.
	String days() {
		LocalDate first = LocalDate.ofInstant(this.from, ZoneOffset.UTC);
		return "from=" + first + "&to=" + first.plusDays(2);
	}

	boolean isOver() {
		return System.nanoTime() - this.begunNanos > this.length.toNanos();
	}

}
