package io.callmeter.kpi.reference;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// A call, and what its legs say of it.
record Contact(Call call) implements Counted {

	/// Causes that are none of the far end.
	private static final Set<Integer> FAILURES = Set.of(2, 3, 4, 5, 6, 7, 8, 9, 14, 23, 24, 25, 26, 29, 30, 31, 34, 38,
			39, 40, 41, 42, 43, 44, 46, 47, 49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69, 70, 79, 81, 82, 83, 84, 85, 86,
			87, 88, 90, 91, 95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111, 127);

	@Override
	public Instant beganAt() {
		return this.call.startedAt();
	}

	/// When the customer answered a dial, and an agent any other call; when a
	/// conversation of which there is only a plain record began.
	@Override
	public @Nullable Instant answeredAt() {
		if (is(Direction.OUTBOUND) || isPlainConversation()) {
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
		return !endedSegments().isEmpty() || isPlainConversation();
	}

	/// Whether it is a record without legs of a call that was answered and connected.
	boolean isPlainConversation() {
		return this.call.legs().isEmpty() && this.call.answeredAt() != null && outcome() == CallOutcome.CONNECTED;
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
		boolean plain = this.call.legs().isEmpty() && this.call.answeredAt() != null;
		if (!segments().isEmpty() || plain) {
			return CallOutcome.CONNECTED;
		}
		if (!visits().isEmpty()) {
			return outcomeOf(visits().getLast());
		}
		return endedServed(menus()) ? CallOutcome.SERVED : CallOutcome.ABANDONED;
	}

	/// How a caller fared whom nobody answered in the last queue.
	private static CallOutcome outcomeOf(Part visit) {
		return switch (visit.outcome()) {
			case CALLBACK -> CallOutcome.CALLBACK;
			case VOICEMAIL -> CallOutcome.VOICEMAIL;
			case FAILED -> CallOutcome.FAILED;
			case ABANDONED -> CallOutcome.ABANDONED;
			case REFUSED -> CallOutcome.REJECTED;
			case OVERFLOWED -> CallOutcome.NO_ANSWER;
			case ANSWERED, SERVED, MISSED, DECLINED, CANCELLED ->
				throw new IllegalArgumentException("no visit that was not answered ends like " + visit);
			case null -> throw new IllegalArgumentException("the call has ended and its visit has not: " + visit);
		};
	}

	private CallOutcome outcomeOfDial() {
		if (this.call.answeredAt() != null) {
			boolean served = menus().stream().anyMatch((menu) -> menu.endedAs(LegOutcome.SERVED));
			return (served || !segments().isEmpty()) ? CallOutcome.CONNECTED : CallOutcome.ABANDONED;
		}
		CallOutcome byCause = outcomeOf(this.call.hangupCause());
		Integer status = this.call.sipStatus();
		boolean accepted = status != null && status / 100 == 2;
		boolean cleared = Set.of(16, 31).contains(Objects.requireNonNullElse(this.call.hangupCause(), 0));
		if (accepted && (byCause == null || cleared)) {
			return CallOutcome.CONNECTED;
		}
		CallOutcome known = (byCause != null) ? byCause : outcomeOfStatus(status);
		return (known != null) ? known : CallOutcome.NO_ANSWER;
	}

	/// By the causes of ITU-T Q.850; null for one that it does not define.
	private static @Nullable CallOutcome outcomeOf(@Nullable Integer cause) {
		return switch (cause) {
			case null -> null;
			case 17 -> CallOutcome.BUSY;
			case 18, 20, 27 -> CallOutcome.UNREACHABLE;
			case 21 -> CallOutcome.REJECTED;
			case 1, 22, 28 -> CallOutcome.INVALID_NUMBER;
			case 16, 19 -> CallOutcome.NO_ANSWER;
			default -> FAILURES.contains(cause) ? CallOutcome.FAILED : null;
		};
	}

	/// By RFC 3398, RFC 8197 and RFC 8688; null for a status that they give no cause.
	private static @Nullable CallOutcome outcomeOfStatus(@Nullable Integer status) {
		return switch (status) {
			case null -> null;
			case 404, 410, 484, 485, 604 -> CallOutcome.INVALID_NUMBER;
			case 486, 600 -> CallOutcome.BUSY;
			case 480 -> CallOutcome.UNREACHABLE;
			case 401, 402, 403, 407, 603, 607, 608 -> CallOutcome.REJECTED;
			case 400, 405, 406, 408, 413, 414, 415, 416, 420, 421, 423, 481, 482, 483, 488, 500, 501, 502, 503, 504,
					505, 513, 606 ->
				CallOutcome.FAILED;
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
