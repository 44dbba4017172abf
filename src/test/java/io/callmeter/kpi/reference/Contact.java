package io.callmeter.kpi.reference;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// A call, and what its legs say of it.
record Contact(Call call) implements Counted {

	@Override
	public Instant beganAt() {
		return this.call.startedAt();
	}

	/// When the customer answered a dial, and an agent any other call: that the line of
	/// an inbound call was answered is read by no metric.
	@Override
	public @Nullable Instant answeredAt() {
		if (is(Direction.OUTBOUND)) {
			return this.call.answeredAt();
		}
		return segments().isEmpty() ? null : segments().getFirst().answeredAt();
	}

	@Override
	public @Nullable Instant endedAt() {
		return this.call.endedAt();
	}

	/// Its legs by their beginning.
	List<Part> parts() {
		return this.call.legs().stream().map((leg) -> new Part(this, leg)).toList();
	}

	List<Part> visits() {
		return parts(Part::isVisit);
	}

	List<Part> menus() {
		return parts(Part::isMenu);
	}

	/// Its segments by the moment of answer.
	List<Part> segments() {
		return parts(Part::isSegment).stream()
			.sorted(Comparator.comparing((segment) -> Objects.requireNonNull(segment.answeredAt())))
			.toList();
	}

	List<Part> endedSegments() {
		return segments().stream().filter(Part::isEnded).toList();
	}

	private List<Part> parts(Predicate<Part> kind) {
		return parts().stream().filter(kind).toList();
	}

	boolean is(Direction direction) {
		return this.call.direction() == direction;
	}

	/// Whether somebody spoke with the customer until the end.
	boolean isHandled() {
		return !endedSegments().isEmpty();
	}

	/// Whether someone was reached: the centre by the customer, or the customer by a
	/// dial.
	boolean reachedSomeone() {
		return is(Direction.OUTBOUND) ? outcome() == CallOutcome.CONNECTED : isHandled();
	}

	/// Whether a dial was picked up by a person.
	boolean metAPerson() {
		return outcome() == CallOutcome.CONNECTED || outcome() == CallOutcome.ABANDONED;
	}

	/// Whether a dial was picked up by somebody or something.
	boolean isPickedUp() {
		return metAPerson() || outcome() == CallOutcome.MACHINE;
	}

	boolean isTransferred() {
		return segments().stream().anyMatch(Part::isTransferred);
	}

	boolean isResolved() {
		return Boolean.TRUE.equals(this.call.crm().resolved());
	}

	boolean isConverted() {
		return Boolean.TRUE.equals(this.call.crm().converted());
	}

	/// How it ended, as sent or else by its legs; null where it has not.
	@Nullable CallOutcome outcome() {
		if (!isEnded()) {
			return null;
		}
		if (this.call.outcome() != null) {
			return this.call.outcome();
		}
		return is(Direction.OUTBOUND) ? outcomeOfDial() : outcomeOfCaller();
	}

	private CallOutcome outcomeOfCaller() {
		if (!segments().isEmpty()) {
			return CallOutcome.CONNECTED;
		}
		if (!visits().isEmpty()) {
			return outcomeOf(visits().getLast());
		}
		return endedServed(menus()) ? CallOutcome.SERVED : CallOutcome.ABANDONED;
	}

	/// How a caller fared whom nobody answered in the last queue.
	private static CallOutcome outcomeOf(Part visit) {
		return switch (visit.leg().outcome()) {
			case CALLBACK -> CallOutcome.CALLBACK;
			case VOICEMAIL -> CallOutcome.VOICEMAIL;
			case FAILED -> CallOutcome.FAILED;
			case ABANDONED -> CallOutcome.ABANDONED;
			case REFUSED -> CallOutcome.REJECTED;
			case OVERFLOWED -> CallOutcome.NO_ANSWER;
			case ANSWERED, SERVED, MISSED, DECLINED, CANCELLED ->
				throw new IllegalArgumentException("no visit that was not answered ends like " + visit);
			case null -> throw new IllegalArgumentException("the call has ended and a visit has not: " + visit);
		};
	}

	private CallOutcome outcomeOfDial() {
		if (answeredAt() != null) {
			boolean served = menus().stream().anyMatch((menu) -> menu.endedAs(LegOutcome.SERVED));
			return (served || !segments().isEmpty()) ? CallOutcome.CONNECTED : CallOutcome.ABANDONED;
		}
		Integer cause = (this.call.hangupCause() != null) ? this.call.hangupCause() : causeOf(this.call.sipStatus());
		return (cause != null) ? outcomeOf(cause) : CallOutcome.NO_ANSWER;
	}

	/// By the causes of Q.850.
	private static CallOutcome outcomeOf(int cause) {
		return switch (cause) {
			case 17 -> CallOutcome.BUSY;
			case 18, 20, 27 -> CallOutcome.UNREACHABLE;
			case 21 -> CallOutcome.REJECTED;
			case 1, 22, 28 -> CallOutcome.INVALID_NUMBER;
			case 16, 19 -> CallOutcome.NO_ANSWER;
			default -> CallOutcome.FAILED;
		};
	}

	/// By the table of RFC 3398, section 7.2.6.1; null for a status without a cause.
	private static @Nullable Integer causeOf(@Nullable Integer sipStatus) {
		return switch (sipStatus) {
			case null -> null;
			case 404, 485, 604 -> 1;
			case 486, 600 -> 17;
			case 480 -> 18;
			case 401, 402, 403, 407, 603 -> 21;
			case 410 -> 22;
			case 482, 483 -> 25;
			case 484 -> 28;
			case 502 -> 38;
			case 400, 481, 500, 503 -> 41;
			case 405 -> 63;
			case 406, 415, 501 -> 79;
			case 408, 504 -> 102;
			case 413, 414, 416, 420, 421, 423, 505, 513 -> 127;
			default -> null;
		};
	}

	/// Whether the menu alone did all that was needed.
	boolean isContained() {
		return visits().isEmpty() && segments().isEmpty() && endedServed(menus());
	}

	private static boolean endedServed(List<Part> menus) {
		return !menus.isEmpty() && menus.getLast().endedAs(LegOutcome.SERVED);
	}

	@Override
	public @Nullable String belongsTo(Key key, boolean first) {
		return switch (key) {
			case QUEUE -> visits().isEmpty() ? null : one(visits(), first).leg().queue();
			case AGENT -> segments().isEmpty() ? null : one(segments(), first).leg().agent();
			case CAMPAIGN -> this.call.campaign();
			case NUMBER -> centre();
			case DIRECTION -> this.call.direction().name();
			case OUTCOME -> (outcome() != null) ? outcome().name() : "open";
			case DISPOSITION -> this.call.crm().disposition();
			case TRUNK -> this.call.trunk();
			case SOURCE -> this.call.source();
			case ENDED_BY -> endedLast().map((part) -> part.belongsTo(Key.ENDED_BY, first)).orElse(null);
			case IVR -> menus().isEmpty() ? null : menus().getLast().leg().ivr();
			case HANGUP_CAUSE -> (this.call.hangupCause() != null) ? this.call.hangupCause().toString() : null;
			case HOUR_OF_DAY, DAY_OF_WEEK -> throw new IllegalArgumentException(key + " is a matter of time");
		};
	}

	private Optional<Part> endedLast() {
		return parts(Part::isEnded).stream()
			.max(Comparator.comparing((Part part) -> Objects.requireNonNull(part.endedAt()))
				.thenComparing((part) -> part.leg().legId()));
	}

	private static Part one(List<Part> parts, boolean first) {
		return first ? parts.getFirst() : parts.getLast();
	}

	/// The centre's own number.
	private @Nullable String centre() {
		PhoneNumber number = is(Direction.OUTBOUND) ? this.call.from() : this.call.to();
		return (number != null) ? number.normalised() : null;
	}

}
