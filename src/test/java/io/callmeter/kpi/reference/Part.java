package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.Transfer;
import org.jspecify.annotations.Nullable;

/// A leg of a call, which can be visit, offer and segment at once.
record Part(Contact contact, Leg leg) implements Counted {

	@Override
	public Instant beganAt() {
		return this.leg.beganAt();
	}

	@Override
	public @Nullable Instant answeredAt() {
		return this.leg.answeredAt();
	}

	/// An open leg of an ended call ends with its call, though not before it began.
	@Override
	public @Nullable Instant endedAt() {
		Instant callEnd = this.contact.call().endedAt();
		if (this.leg.endedAt() != null || callEnd == null) {
			return this.leg.endedAt();
		}
		return Stream.of(callEnd, beganAt(), this.leg.offeredAt(), this.leg.answeredAt())
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElseThrow();
	}

	/// How it ended: as its source says, else as that of its ended call tells; null while
	/// it lasts.
	@Nullable LegOutcome outcome() {
		if (this.leg.outcome() != null || this.contact.call().endedAt() == null) {
			return this.leg.outcome();
		}
		return switch (this.leg.kind()) {
			case MENU -> outcomeOfMenu(this.contact.call().outcome());
			case SEGMENT -> LegOutcome.ANSWERED;
			case VISIT -> isAnswered() ? LegOutcome.ANSWERED : outcomeOfVisit(this.contact.call().outcome());
			case OFFER -> LegOutcome.CANCELLED;
		};
	}

	private static LegOutcome outcomeOfMenu(@Nullable CallOutcome ofCall) {
		return switch (ofCall) {
			case null -> LegOutcome.ABANDONED;
			case CONNECTED, SERVED, VOICEMAIL, CALLBACK -> LegOutcome.SERVED;
			case FAILED -> LegOutcome.FAILED;
			case MACHINE, NO_ANSWER, BUSY, UNREACHABLE, REJECTED, INVALID_NUMBER, ABANDONED -> LegOutcome.ABANDONED;
		};
	}

	private static LegOutcome outcomeOfVisit(@Nullable CallOutcome ofCall) {
		return switch (ofCall) {
			case null -> LegOutcome.ABANDONED;
			case ABANDONED -> LegOutcome.ABANDONED;
			case CALLBACK -> LegOutcome.CALLBACK;
			case VOICEMAIL -> LegOutcome.VOICEMAIL;
			case REJECTED -> LegOutcome.REFUSED;
			case NO_ANSWER, CONNECTED, SERVED, MACHINE -> LegOutcome.OVERFLOWED;
			case FAILED, BUSY, UNREACHABLE, INVALID_NUMBER -> LegOutcome.FAILED;
		};
	}

	/// One stay of a call in one queue.
	boolean isVisit() {
		return this.leg.queuedAt() != null;
	}

	/// One ring to one agent, answered or not; a visit that nobody answered has no agent.
	boolean isOffer() {
		return this.leg.agent() != null && (isAnswered() || !isVisit());
	}

	/// One agent connected to the customer.
	boolean isSegment() {
		return this.leg.answeredAt() != null && !isMenu();
	}

	boolean isMenu() {
		return this.leg.ivr() != null;
	}

	boolean isAnswered() {
		return this.leg.answeredAt() != null;
	}

	boolean endedAs(LegOutcome outcome) {
		return outcome() == outcome && isEnded();
	}

	/// Whether the visit was answered or has left the queue.
	boolean isDecided() {
		return isAnswered() || isEnded();
	}

	/// How long the decided visit waited.
	BigDecimal waited() {
		Instant left = isAnswered() ? this.leg.answeredAt() : endedAt();
		return Counted.seconds(Objects.requireNonNull(this.leg.queuedAt()), Objects.requireNonNull(left));
	}

	/// How long the ended segment was connected, on hold or not.
	BigDecimal conversed() {
		return Counted.seconds(Objects.requireNonNull(this.leg.answeredAt()), Objects.requireNonNull(endedAt()));
	}

	/// How long the agent of the ended segment talked.
	BigDecimal talk() {
		return conversed().subtract(hold());
	}

	/// No longer than the conversation, whose end may be that of the call.
	BigDecimal hold() {
		BigDecimal hold = (this.leg.holdSeconds() != null) ? this.leg.holdSeconds() : BigDecimal.ZERO;
		return isEnded() ? hold.min(conversed()) : hold;
	}

	BigDecimal wrapUp() {
		return (this.leg.wrapUpSeconds() != null) ? this.leg.wrapUpSeconds() : BigDecimal.ZERO;
	}

	BigDecimal handle() {
		return talk().add(hold()).add(wrapUp());
	}

	/// Whether the customer was put on hold, however long that was.
	boolean hasHold() {
		return (this.leg.holdSeconds() != null && this.leg.holdSeconds().signum() > 0)
				|| (this.leg.holds() != null && this.leg.holds() > 0);
	}

	/// Whether the segment ended in a transfer.
	boolean isTransferred() {
		return isEnded() && this.leg.transfer() != null;
	}

	boolean isTransferred(Transfer how) {
		return isEnded() && this.leg.transfer() == how;
	}

	@Override
	public @Nullable String belongsTo(Key key, boolean first) {
		return switch (key) {
			case QUEUE -> this.leg.queue();
			case AGENT -> (isVisit() && !isAnswered()) ? null : this.leg.agent();
			case TRUNK -> (this.leg.trunk() != null) ? this.leg.trunk() : this.contact.call().trunk();
			case ENDED_BY -> (this.leg.endedBy() != null) ? this.leg.endedBy().name() : null;
			case CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, SOURCE, IVR, HANGUP_CAUSE ->
				this.contact.belongsTo(key, first);
			case HOUR_OF_DAY, DAY_OF_WEEK -> throw new IllegalArgumentException(key + " is a matter of time");
		};
	}

}
