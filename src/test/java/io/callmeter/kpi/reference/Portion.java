package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;

/// A stretch of time in the life of an ended segment, and what of its durations lies in it.
record Portion(Part segment, Instant from, BigDecimal talk, BigDecimal hold, BigDecimal wrapUp, BigDecimal handle) {

	private static final int MICROSECONDS = 6;

	/// All of a segment, at the moment at which it counts.
	static Portion whole(Part segment, Basis basis) {
		return new Portion(segment, Objects.requireNonNull(segment.moment(basis)), segment.talk(), segment.hold(),
				segment.wrapUp(), segment.handle());
	}

	/// What lies between two moments: what was spent until the later less what was spent
	/// until the earlier, so that the portions of a segment add up to it.
	static Portion between(Instant from, Instant to, Part segment) {
		return new Portion(segment, from, talkUntil(to, segment).subtract(talkUntil(from, segment)),
				holdUntil(to, segment).subtract(holdUntil(from, segment)),
				wrapUpUntil(to, segment).subtract(wrapUpUntil(from, segment)),
				handleUntil(to, segment).subtract(handleUntil(from, segment)));
	}

	/// When the work after a segment was done.
	static Instant workedUntil(Part segment) {
		return Objects.requireNonNull(segment.endedAt()).plusNanos(segment.wrapUp().movePointRight(9).longValueExact());
	}

	private static BigDecimal talkUntil(Instant moment, Part segment) {
		return share(segment.talk(), conversedUntil(moment, segment), segment.conversed());
	}

	private static BigDecimal holdUntil(Instant moment, Part segment) {
		return share(segment.hold(), conversedUntil(moment, segment), segment.conversed());
	}

	private static BigDecimal wrapUpUntil(Instant moment, Part segment) {
		return spent(Objects.requireNonNull(segment.endedAt()), moment, segment.wrapUp());
	}

	private static BigDecimal handleUntil(Instant moment, Part segment) {
		return conversedUntil(moment, segment).add(wrapUpUntil(moment, segment));
	}

	private static BigDecimal conversedUntil(Instant moment, Part segment) {
		return spent(Objects.requireNonNull(segment.answeredAt()), moment, segment.conversed());
	}

	private static BigDecimal spent(Instant begin, Instant until, BigDecimal most) {
		return Counted.seconds(begin, until).max(BigDecimal.ZERO).min(most);
	}

	private static BigDecimal share(BigDecimal whole, BigDecimal part, BigDecimal of) {
		return (of.signum() == 0) ? BigDecimal.ZERO : whole.multiply(part).divide(of, MICROSECONDS, RoundingMode.DOWN);
	}

}
