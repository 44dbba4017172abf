package io.callmeter.source.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

import io.callmeter.call.Call;
import io.callmeter.call.Checks;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// Durations of a row instead of moments, as PBXs, dialers and carriers write them: a start and seconds.
/// @param lasted from start to end
/// @param waited from entering the queue to the answer, or to leaving it
/// @param talked from the answer to the end, hold included
record RowSeconds(@Nullable Duration lasted, @Nullable Duration waited, @Nullable Duration talked) {

	static final String CALL = "durationSeconds";

	static final String WAIT = "leg.waitSeconds";

	static final String TALK = "leg.talkSeconds";

	/// Whole seconds are cut off at both ends of a duration, so that they may be one more
	/// or less.
	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private static final String STARTED = "startedAt";

	private static final String ENDED = "endedAt";

	private static final String QUEUED = "leg.queuedAt";

	private static final String OFFERED = "leg.offeredAt";

	private static final String ANSWERED = "leg.answeredAt";

	private static final String LEFT = "leg.endedAt";

	static final String OUTCOME = "leg.outcome";

	/// @param durations by field
	static RowSeconds of(Map<String, Duration> durations) {
		return new RowSeconds(durations.get(CALL), durations.get(WAIT), durations.get(TALK));
	}

	/// @throws InvalidCall if a number is no duration of a call
	static Duration duration(String field, BigDecimal seconds) {
		if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(Call.LONGEST.toSeconds())) > 0) {
			throw new InvalidCall(field, seconds.toPlainString(), Reason.OUT_OF_RANGE, "Invalid " + field + " "
					+ seconds.toPlainString() + ". Expected seconds from 0 to " + Call.LONGEST.toSeconds() + ".");
		}
		return Duration.ofNanos(seconds.setScale(6, RoundingMode.DOWN).movePointRight(9).longValueExact());
	}

	/// How many of the durations contradict moments that are there.
	int contradictions(Map<String, Instant> times) {
		return (differs(this.lasted, times.get(STARTED), times.get(ENDED)) ? 1 : 0)
				+ (differs(this.waited, times.get(QUEUED), waitedUntil(times)) ? 1 : 0)
				+ (differs(this.talked, times.get(ANSWERED), times.get(LEFT)) ? 1 : 0);
	}

	/// Adds to the moments of a row those that follow from its durations. A leg without
	/// any moment is the whole call: it begins with it when it waited, else it ends with
	/// it. An unanswered one without agent and queue is none.
	/// @param times by field
	/// @param texts of the row by field; gets the outcome of a leg that can only be
	/// answered
	/// @return whether no duration contradicts the moments that are there; those that do
	/// are among the mistakes
	boolean complete(Map<String, Instant> times, Map<String, String> texts, Checks checks) {
		Instant start = times.get(STARTED);
		if (start == null) {
			return true;
		}
		if (this.lasted != null) {
			times.putIfAbsent(ENDED, start.plus(this.lasted));
		}
		if (this.waited != null || this.talked != null) {
			completeLeg(start, times, texts, checks);
		}
		check(CALL, this.lasted, times.get(STARTED), times.get(ENDED), checks);
		check(WAIT, this.waited, times.get(QUEUED), waitedUntil(times), checks);
		check(TALK, this.talked, times.get(ANSWERED), times.get(LEFT), checks);
		return !checks.isWrong(CALL) && !checks.isWrong(WAIT) && !checks.isWrong(TALK);
	}

	private void completeLeg(Instant start, Map<String, Instant> times, Map<String, String> texts, Checks checks) {
		String outcome = texts.get(OUTCOME);
		boolean answered = (outcome != null) ? outcome.equalsIgnoreCase("ANSWERED")
				: times.containsKey(ANSWERED) || (this.talked != null && !this.talked.isZero());
		boolean whole = times.keySet().stream().noneMatch((field) -> field.startsWith("leg."));
		if (whole) {
			begin(start, times, texts, answered);
		}
		if (answered) {
			derive(times, ANSWERED, QUEUED, this.waited, LEFT, this.talked);
			derive(times, LEFT, ANSWERED, this.talked, null, null);
			if (whole && times.containsKey(ENDED)) {
				times.putIfAbsent(LEFT, times.get(ENDED));
			}
		}
		else if (outcome != null) {
			derive(times, LEFT, QUEUED, this.waited, null, null);
		}
		derive(times, QUEUED, null, null, answered ? ANSWERED : LEFT, this.waited);
		if (this.waited != null && !times.containsKey(QUEUED)) {
			checks.add(new InvalidCall(WAIT, this.waited.toSeconds(), Reason.MISSING,
					WAIT + " needs a time to count from. Send leg.queuedAt, leg.answeredAt or leg.endedAt too."));
			return;
		}
		if (answered && outcome == null && times.containsKey(LEFT) && !texts.containsKey("leg.ivr")) {
			texts.put(OUTCOME, "ANSWERED");
		}
		if (whole && times.containsKey(LEFT)) {
			times.putIfAbsent(ENDED, times.get(LEFT));
		}
		if (whole && times.containsKey(ANSWERED) && isOutbound(texts.get("direction"))) {
			times.putIfAbsent("answeredAt", times.get(ANSWERED));
		}
		requireAfter(start, times, checks);
	}

	private void begin(Instant start, Map<String, Instant> times, Map<String, String> texts, boolean answered) {
		boolean offered = texts.containsKey("leg.agent");
		Instant end = times.get(ENDED);
		if (this.waited != null) {
			times.put(QUEUED, start);
		}
		else if (answered && end == null) {
			times.put(ANSWERED, start);
		}
		else if (answered) {
			times.put(LEFT, end);
		}
		else if (offered || texts.containsKey("leg.queue")) {
			times.put(offered ? OFFERED : QUEUED, start);
			if (end != null) {
				times.put(LEFT, end);
			}
		}
	}

	/// Puts a moment that is not there so long after one that is, or else so long before
	/// another.
	private static void derive(Map<String, Instant> times, String field, @Nullable String earlier,
			@Nullable Duration since, @Nullable String later, @Nullable Duration until) {
		Instant from = (earlier != null) ? times.get(earlier) : null;
		Instant to = (later != null) ? times.get(later) : null;
		if (from != null && since != null) {
			times.putIfAbsent(field, from.plus(since));
		}
		else if (to != null && until != null) {
			times.putIfAbsent(field, to.minus(until));
		}
	}

	private void requireAfter(Instant start, Map<String, Instant> times, Checks checks) {
		Predicate<String> early = (field) -> times.containsKey(field)
				&& Duration.between(times.get(field), start).compareTo(TOLERANCE) > 0;
		if (this.talked != null && early.test(ANSWERED)) {
			contradicts(TALK, this.talked, checks);
		}
		if (this.waited != null && early.test(QUEUED)) {
			contradicts(WAIT, this.waited, checks);
		}
	}

	private static @Nullable Instant waitedUntil(Map<String, Instant> times) {
		Instant answered = times.get(ANSWERED);
		return (answered != null) ? answered : times.get(LEFT);
	}

	private static boolean isOutbound(@Nullable String direction) {
		return direction != null && direction.equalsIgnoreCase("OUTBOUND");
	}

	private static void check(String field, @Nullable Duration given, @Nullable Instant from, @Nullable Instant to,
			Checks checks) {
		if (given != null && differs(given, from, to)) {
			contradicts(field, given, checks);
		}
	}

	private static boolean differs(@Nullable Duration given, @Nullable Instant from, @Nullable Instant to) {
		return given != null && from != null && to != null
				&& Duration.between(from, to).minus(given).abs().compareTo(TOLERANCE) > 0;
	}

	/// One contradiction of each duration is enough.
	private static void contradicts(String field, Duration given, Checks checks) {
		if (!checks.isWrong(field)) {
			String seconds = BigDecimal.valueOf(given.toNanos(), 9).stripTrailingZeros().toPlainString();
			checks.add(new InvalidCall(field, seconds, Reason.CONTRADICTION,
					field + " " + seconds
							+ " differs from the times of the row by more than a second. Correct one of them, or leave "
							+ field + " out."));
		}
	}

}
