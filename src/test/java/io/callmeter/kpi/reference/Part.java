package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

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

	@Override
	public @Nullable Instant endedAt() {
		return this.leg.endedAt();
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
		return this.leg.outcome() == outcome && isEnded();
	}

	/// Whether the visit was answered or has left the queue.
	boolean isDecided() {
		return isAnswered() || isEnded();
	}

	/// How long the decided visit waited.
	BigDecimal waited() {
		Instant left = isAnswered() ? this.leg.answeredAt() : this.leg.endedAt();
		return Counted.seconds(Objects.requireNonNull(this.leg.queuedAt()), Objects.requireNonNull(left));
	}

	/// How long the ended segment was connected, on hold or not.
	BigDecimal conversed() {
		return Counted.seconds(Objects.requireNonNull(this.leg.answeredAt()),
				Objects.requireNonNull(this.leg.endedAt()));
	}

	/// How long the agent of the ended segment talked.
	BigDecimal talk() {
		return conversed().subtract(hold());
	}

	BigDecimal hold() {
		return (this.leg.holdSeconds() != null) ? this.leg.holdSeconds() : BigDecimal.ZERO;
	}

	BigDecimal wrapUp() {
		return (this.leg.wrapUpSeconds() != null) ? this.leg.wrapUpSeconds() : BigDecimal.ZERO;
	}

	BigDecimal handle() {
		return talk().add(hold()).add(wrapUp());
	}

	/// Whether the customer was put on hold, however long that was.
	boolean hasHold() {
		return hold().signum() > 0 || (this.leg.holds() != null && this.leg.holds() > 0);
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
