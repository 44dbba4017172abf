package io.callmeter.call;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.InvalidCall.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A part of a call: a visit to a queue, an offer to an agent, a segment with an agent, or a menu.
/// Everything but `legId` may be null; times are in the order queued, offered, answered, ended, as nearly as the clocks of
/// its source tell, and exactly once it is [#inOrder(Instant, Instant)].
/// @param holdSeconds how long the customer was on hold, in seconds
/// @param wrapUpSeconds work after the segment, in seconds
/// @param revision the `revision` of the delivery that wrote this leg last
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A part of a call: with `queuedAt` a visit to a queue; with `agent` and `offeredAt` alone an "
		+ "unanswered offer; with `answeredAt` and no queue time a segment; with `ivr` a menu.")
public record Leg(
		@Schema(description = "Id of the leg in the source system, unique within the call.", example = "1",
				requiredMode = Schema.RequiredMode.REQUIRED) String legId,
		@Schema(description = "Code of the queue; for visits of inbound calls by default that of the number called.",
				example = "sales") @Nullable String queue,
		@Schema(description = "Code or alias of the agent.", example = "alice.adams") @Nullable String agent,
		@Schema(description = "Name of the IVR menu; makes the leg a menu.") @Nullable String ivr,
		@Schema(description = "Trunk of the leg.") @Nullable String trunk,
		@Schema(description = "Requested skill.") @Nullable String skill,
		@Schema(description = "When the queue was entered, at most 30 days after the call's startedAt.",
				example = "2026-11-16T09:00:05Z") @Nullable Instant queuedAt,
		@Schema(description = "When the agent's phone began to ring, at most 60 days after the call's startedAt, or 30 "
				+ "if the leg begins with it.", example = "2026-11-16T09:00:12Z") @Nullable Instant offeredAt,
		@Schema(description = "When the agent answered, or the menu was entered. At most 60 days after the call's "
				+ "startedAt, or 30 if the leg begins with it.",
				example = "2026-11-16T09:00:17Z") @Nullable Instant answeredAt,
		@Schema(description = "When the leg ended, at most 60 days after the call's startedAt; absent while in "
				+ "progress.", example = "2026-11-16T09:04:02Z") @Nullable Instant endedAt,
		@Schema(description = "Seconds on hold.", example = "12.5") @Nullable BigDecimal holdSeconds,
		@Schema(description = "Number of holds.", example = "1") @Nullable Integer holds,
		@Schema(description = "Seconds of wrap-up (after-call work), at most 2678400 (31 days).",
				example = "30") @Nullable BigDecimal wrapUpSeconds,
		@Schema(description = "Outcome by type of leg. Visit: ANSWERED ABANDONED OVERFLOWED CALLBACK VOICEMAIL REFUSED "
				+ "FAILED; offer: MISSED DECLINED CANCELLED FAILED; segment: ANSWERED; menu: SERVED ABANDONED "
				+ "OVERFLOWED FAILED. Required once ended.", example = "ANSWERED") @Nullable LegOutcome outcome,
		@Schema(description = "Reason: TIMEOUT KEY LEAVE_EMPTY TRANSFER WITHDRAWN FULL CLOSED JOIN_EMPTY DIVERTED "
				+ "DIVERT_CA_RATIO DIVERT_WAITTIME; others are stored as they are.") @Nullable String reason,
		@Schema(description = "Who ended it.", example = "CUSTOMER") @Nullable EndedBy endedBy,
		@Schema(description = "Type of the transfer.") @Nullable Transfer transfer,
		@Schema(description = "Target of the transfer.") @Nullable String transferredTo,
		@JsonIgnore @Schema(hidden = true) @Nullable Long revision) {

	/// The kinds of leg, each with a beginning of its own and the outcomes it can end
	/// with (DESIGN: Model).
	public enum Kind {

		/// A stay in a queue.
		VISIT,
		/// A ring to an agent who did not answer.
		OFFER,
		/// An agent connected without a queue.
		SEGMENT,
		/// A voice menu.
		MENU;

		/// The outcomes that a leg of this kind can end with, in the order of their
		/// declaration.
		Set<LegOutcome> outcomes() {
			return switch (this) {
				case VISIT -> EnumSet.of(LegOutcome.ANSWERED, LegOutcome.ABANDONED, LegOutcome.OVERFLOWED,
						LegOutcome.CALLBACK, LegOutcome.VOICEMAIL, LegOutcome.REFUSED, LegOutcome.FAILED);
				case OFFER ->
					EnumSet.of(LegOutcome.MISSED, LegOutcome.DECLINED, LegOutcome.CANCELLED, LegOutcome.FAILED);
				case SEGMENT -> EnumSet.of(LegOutcome.ANSWERED);
				case MENU ->
					EnumSet.of(LegOutcome.SERVED, LegOutcome.ABANDONED, LegOutcome.OVERFLOWED, LegOutcome.FAILED);
			};
		}

	}

	/// Reasons that figures tell apart; any other is kept as it was sent.
	private static final List<String> REASONS = List.of("TIMEOUT", "KEY", "LEAVE_EMPTY", "TRANSFER", "WITHDRAWN",
			"FULL", "CLOSED", "JOIN_EMPTY", "DIVERTED", "DIVERT_CA_RATIO", "DIVERT_WAITTIME");

	/// What tells the kind of a leg.
	private static final String[] BEGINNING = { "ivr", "queuedAt", "offeredAt", "answeredAt", "agent" };

	private static final int LONGEST_ID = 64;

	private static final int LONGEST_CODE = 128;

	/// How long hold and wrap-up may take each; queries look that much further back for
	/// what wrap-up lasted into.
	public static final Duration LONGEST_WORK = Duration.ofDays(31);

	public Leg {
		Checks checks = new Checks();
		if (legId == null) {
			checks.missing("legId",
					"legId is required. Expected the id of the leg in the source system, or its position if the call is always sent whole.");
		}
		else if (legId.isBlank()) {
			checks.add(new InvalidCall("legId", legId, Reason.NOT_ALLOWED,
					"legId is empty. Expected the id of the leg in the source system, or its position if the call is always sent whole."));
		}
		else {
			checks.id("legId", legId, LONGEST_ID);
		}
		queue = checks.code("queue", queue, LONGEST_CODE);
		agent = checks.code("agent", agent, LONGEST_CODE);
		ivr = checks.code("ivr", ivr, LONGEST_CODE);
		trunk = checks.code("trunk", trunk, LONGEST_CODE);
		skill = checks.code("skill", skill, LONGEST_CODE);
		reason = known(checks.code("reason", reason, LONGEST_CODE));
		transferredTo = checks.id("transferredTo", transferredTo, LONGEST_CODE);
		queuedAt = Checked.instant(queuedAt);
		offeredAt = Checked.instant(offeredAt);
		answeredAt = Checked.instant(answeredAt);
		endedAt = Checked.instant(endedAt);
		holdSeconds = micros(checks.decimal("holdSeconds", holdSeconds, 0, LONGEST_WORK.toSeconds()));
		wrapUpSeconds = micros(checks.decimal("wrapUpSeconds", wrapUpSeconds, 0, LONGEST_WORK.toSeconds()));
		holds = checks.integer("holds", holds, 0, 10_000);
		Kind kind = kind(ivr, queuedAt, answeredAt);
		checkBeginning(checks, kind, queue, agent, ivr, queuedAt, offeredAt, answeredAt);
		checkOutcome(checks, kind, answeredAt, endedAt, outcome);
		checkConnected(checks, kind, answeredAt, holdSeconds, wrapUpSeconds);
		checkOrder(checks, queuedAt, offeredAt, answeredAt, endedAt);
		checkHold(checks, answeredAt, endedAt, holdSeconds);
		checks.requireNone();
	}

	/// Which kind of leg this is, by its beginning.
	@JsonIgnore
	public Kind kind() {
		return kind(this.ivr, this.queuedAt, this.answeredAt);
	}

	/// The earliest of its times: the moment at which it counts.
	@JsonIgnore
	public Instant beganAt() {
		return Objects.requireNonNull(Checked.first(this.queuedAt, Checked.first(this.offeredAt, this.answeredAt)));
	}

	/// Whether it is a visit whose queue the source did not name.
	public boolean lacksQueue() {
		return this.queue == null && kind() == Kind.VISIT;
	}

	/// The leg in another queue.
	Leg inQueue(@Nullable String queue) {
		return with(queue, this.agent);
	}

	/// The leg under the id that the function gives for its own.
	Leg withId(UnaryOperator<String> legId) {
		return new Leg(legId.apply(this.legId), this.queue, this.agent, this.ivr, this.trunk, this.skill, this.queuedAt,
				this.offeredAt, this.answeredAt, this.endedAt, this.holdSeconds, this.holds, this.wrapUpSeconds,
				this.outcome, this.reason, this.endedBy, this.transfer, this.transferredTo, this.revision);
	}

	/// The leg with its agent, if it has one, under the code that the function gives.
	Leg withAgent(UnaryOperator<String> code) {
		return (this.agent != null) ? with(this.queue, code.apply(this.agent)) : this;
	}

	/// The leg with its texts masked.
	Leg masked(UnaryOperator<@Nullable String> mask) {
		return withTexts(mask.apply(this.trunk), mask.apply(this.skill), mask.apply(this.reason),
				mask.apply(this.transferredTo));
	}

	/// The leg of a delivery as it is taken for a call of which something was erased:
	/// with what is stored instead of that, and instead of any text that has what looks
	/// like a number.
	/// @param stored null where the leg is new
	Leg without(Set<Erasable> erased, @Nullable Leg stored) {
		Leg known = (stored != null) ? stored : withTexts(null, null, null, null);
		return withTexts(
				erased.contains(Erasable.LEG_TRUNK) ? known.trunk : NumberMask.storedIfIn(this.trunk, known.trunk),
				erased.contains(Erasable.LEG_SKILL) ? known.skill : NumberMask.storedIfIn(this.skill, known.skill),
				erased.contains(Erasable.LEG_REASON) ? known.reason : NumberMask.storedIfIn(this.reason, known.reason),
				erased.contains(Erasable.TRANSFERRED_TO) ? known.transferredTo
						: NumberMask.storedIfIn(this.transferredTo, known.transferredTo));
	}

	/// The leg with its times in order and within its call. Each is moved by less than a
	/// second: up to those before it and the call's start, down to its end; a leg that
	/// outlasts its call by more is another matter and stays. Which times are known
	/// already makes no difference for where one of them ends up.
	/// @param to null while the call lasts
	Leg inOrder(Instant from, @Nullable Instant to) {
		Instant queued = Checked.within(from, this.queuedAt, to);
		Instant offered = Checked.notBefore(queued, Checked.within(from, this.offeredAt, to));
		Instant begun = Checked.first(offered, queued);
		Instant answered = Checked.notBefore(begun, Checked.within(from, this.answeredAt, to));
		Instant ended = Checked.notBefore(Checked.first(answered, begun), Checked.within(from, this.endedAt, to));
		BigDecimal hold = this.holdSeconds;
		if (hold != null && answered != null && ended != null) {
			hold = hold.min(seconds(Duration.between(answered, ended)));
		}
		boolean inOrder = Objects.equals(queued, this.queuedAt) && Objects.equals(offered, this.offeredAt)
				&& Objects.equals(answered, this.answeredAt) && Objects.equals(ended, this.endedAt)
				&& (hold == null || hold.compareTo(this.holdSeconds) == 0);
		return inOrder ? this
				: new Leg(this.legId, this.queue, this.agent, this.ivr, this.trunk, this.skill, queued, offered,
						answered, ended, hold, this.holds, this.wrapUpSeconds, this.outcome, this.reason, this.endedBy,
						this.transfer, this.transferredTo, this.revision);
	}

	/// Whether this may be what another delivery said of the same leg: one of their times
	/// is the same, and no other of them, nor queue, agent or menu, differs.
	public boolean isAgain(Leg other) {
		List<Boolean> times = Stream
			.of(same(this.queuedAt, other.queuedAt), same(this.offeredAt, other.offeredAt),
					same(this.answeredAt, other.answeredAt))
			.flatMap(Optional::stream)
			.toList();
		return times.contains(true) && !times.contains(false) && !differ(this.queue, other.queue)
				&& !differ(this.agent, other.agent) && !differ(this.ivr, other.ivr);
	}

	/// Whether two instants are one, as nearly as clocks tell; empty where one of them is
	/// not known.
	private static Optional<Boolean> same(@Nullable Instant one, @Nullable Instant other) {
		return (one != null && other != null)
				? Optional.of(!Checked.isSkewBeyond(one, other) && !Checked.isSkewBeyond(other, one))
				: Optional.empty();
	}

	private static boolean differ(@Nullable String one, @Nullable String other) {
		return one != null && other != null && !one.equals(other);
	}

	/// Looks in texts for what must not be stored, such as numbers of payment cards.
	void checkTexts(String path, Checks checks) {
		checks.free(path + "queue", this.queue);
		checks.free(path + "ivr", this.ivr);
		checks.free(path + "trunk", this.trunk);
		checks.free(path + "skill", this.skill);
		checks.free(path + "reason", this.reason);
		checks.freeNumber(path + "transferredTo", this.transferredTo);
	}

	private Leg withTexts(@Nullable String trunk, @Nullable String skill, @Nullable String reason,
			@Nullable String transferredTo) {
		return new Leg(this.legId, this.queue, this.agent, this.ivr, trunk, skill, this.queuedAt, this.offeredAt,
				this.answeredAt, this.endedAt, this.holdSeconds, this.holds, this.wrapUpSeconds, this.outcome, reason,
				this.endedBy, this.transfer, transferredTo, this.revision);
	}

	/// What is known of the leg after a delivery: the newer one's fields, and the older
	/// one's where it has none.
	/// @throws InvalidCall if the two contradict each other
	Leg merge(Leg delivered) {
		return isNewer(delivered.revision, this.revision) ? delivered.over(this) : this.over(delivered);
	}

	/// Whether a delivery overwrites: it is not older, or one of the two has no revision.
	static boolean isNewer(@Nullable Long delivered, @Nullable Long stored) {
		return delivered == null || stored == null || delivered >= stored;
	}

	private Leg with(@Nullable String queue, @Nullable String agent) {
		return new Leg(this.legId, queue, agent, this.ivr, this.trunk, this.skill, this.queuedAt, this.offeredAt,
				this.answeredAt, this.endedAt, this.holdSeconds, this.holds, this.wrapUpSeconds, this.outcome,
				this.reason, this.endedBy, this.transfer, this.transferredTo, this.revision);
	}

	private Leg over(Leg other) {
		return new Leg(this.legId, Checked.first(this.queue, other.queue), Checked.first(this.agent, other.agent),
				Checked.first(this.ivr, other.ivr), Checked.first(this.trunk, other.trunk),
				Checked.first(this.skill, other.skill), Checked.first(this.queuedAt, other.queuedAt),
				Checked.first(this.offeredAt, other.offeredAt), Checked.first(this.answeredAt, other.answeredAt),
				Checked.first(this.endedAt, other.endedAt), Checked.first(this.holdSeconds, other.holdSeconds),
				Checked.first(this.holds, other.holds), Checked.first(this.wrapUpSeconds, other.wrapUpSeconds),
				Checked.first(this.outcome, other.outcome), Checked.first(this.reason, other.reason),
				Checked.first(this.endedBy, other.endedBy), Checked.first(this.transfer, other.transfer),
				Checked.first(this.transferredTo, other.transferredTo), Checked.first(this.revision, other.revision));
	}

	private static Kind kind(@Nullable String ivr, @Nullable Instant queuedAt, @Nullable Instant answeredAt) {
		return (ivr != null) ? Kind.MENU
				: (queuedAt != null) ? Kind.VISIT : (answeredAt != null) ? Kind.SEGMENT : Kind.OFFER;
	}

	private static void checkBeginning(Checks checks, Kind kind, @Nullable String queue, @Nullable String agent,
			@Nullable String ivr, @Nullable Instant queuedAt, @Nullable Instant offeredAt,
			@Nullable Instant answeredAt) {
		if (kind == Kind.MENU && (queuedAt != null || offeredAt != null || agent != null || queue != null)) {
			String field = (queuedAt != null) ? "queuedAt"
					: (offeredAt != null) ? "offeredAt" : (agent != null) ? "agent" : "queue";
			checks.add(new InvalidCall("ivr", ivr, Reason.CONTRADICTION,
					"A menu cannot have " + field + ". Send the menu (ivr) and the queue or agent as separate legs."));
		}
		else if (kind == Kind.MENU && answeredAt == null) {
			checks.missing("answeredAt", "answeredAt is required for a menu: when it was entered.");
		}
		else if (kind == Kind.OFFER && offeredAt == null) {
			checks.missing("queuedAt",
					"The leg has no start. Send queuedAt (a visit), offeredAt with agent (an offer), "
							+ "or answeredAt (a segment, or a menu with ivr).",
					BEGINNING);
		}
		else if (kind == Kind.OFFER && agent == null) {
			checks.missing("agent", "agent is required for an offer.", BEGINNING);
		}
	}

	/// Whether each time is there matters to outcome and kind, not which it is.
	private static void checkOutcome(Checks checks, Kind kind, @Nullable Instant answeredAt, @Nullable Instant endedAt,
			@Nullable LegOutcome outcome) {
		String name = ((kind == Kind.OFFER) ? "an " : "a ") + kind.name().toLowerCase(Locale.ROOT);
		if (outcome == null) {
			if (endedAt != null) {
				checks.missing("outcome", "outcome is required for a leg that has ended. Expected for " + name
						+ " one of " + words(kind) + ".", BEGINNING);
			}
		}
		else if (!kind.outcomes().contains(outcome)) {
			checks.add(new InvalidCall("outcome", outcome, Reason.CONTRADICTION,
					"Invalid outcome '" + outcome + "' for " + name + ". Expected one of " + words(kind) + ".")
				.following(BEGINNING));
		}
		else if (outcome != LegOutcome.ANSWERED && endedAt == null) {
			checks.missing("endedAt", "endedAt is required for a leg with the outcome " + outcome + ".");
		}
		else if (kind == Kind.VISIT && (outcome == LegOutcome.ANSWERED) != (answeredAt != null)) {
			checks.add(new InvalidCall("answeredAt", answeredAt, Reason.CONTRADICTION,
					"A visit with answeredAt has the outcome ANSWERED, and no other has; this one is " + outcome
							+ ((answeredAt != null) ? " with it." : " without."))
				.following(BEGINNING));
		}
	}

	private static void checkConnected(Checks checks, Kind kind, @Nullable Instant answeredAt,
			@Nullable BigDecimal hold, @Nullable BigDecimal wrapUp) {
		if ((kind == Kind.MENU || answeredAt == null) && (hold != null || wrapUp != null)) {
			String field = (hold != null) ? "holdSeconds" : "wrapUpSeconds";
			checks.add(new InvalidCall(field, (hold != null) ? hold : wrapUp, Reason.CONTRADICTION,
					field + " belongs to an answered visit or a segment, and this leg was not answered. Leave it out.")
				.following("ivr", "answeredAt"));
		}
	}

	private static void checkOrder(Checks checks, @Nullable Instant queuedAt, @Nullable Instant offeredAt,
			@Nullable Instant answeredAt, @Nullable Instant endedAt) {
		checks.inOrder("queuedAt", queuedAt, "offeredAt", offeredAt);
		checks.inOrder("queuedAt", queuedAt, "answeredAt", answeredAt);
		checks.inOrder("offeredAt", offeredAt, "answeredAt", answeredAt);
		checks.inOrder("queuedAt", queuedAt, "endedAt", endedAt);
		checks.inOrder("offeredAt", offeredAt, "endedAt", endedAt);
		checks.inOrder("answeredAt", answeredAt, "endedAt", endedAt);
	}

	private static void checkHold(Checks checks, @Nullable Instant answeredAt, @Nullable Instant endedAt,
			@Nullable BigDecimal hold) {
		if (hold != null && answeredAt != null && endedAt != null
				&& hold.subtract(seconds(Duration.between(answeredAt, endedAt))).compareTo(BigDecimal.ONE) >= 0) {
			checks.add(new InvalidCall("holdSeconds", hold, Reason.CONTRADICTION, "holdSeconds is longer than the "
					+ seconds(Duration.between(answeredAt, endedAt)).toPlainString() + " s from answeredAt to endedAt.")
				.following("holdSeconds", "answeredAt", "endedAt"));
		}
	}

	private static @Nullable String known(@Nullable String reason) {
		return REASONS.stream().filter((known) -> known.equalsIgnoreCase(reason)).findFirst().orElse(reason);
	}

	private static BigDecimal seconds(Duration duration) {
		return BigDecimal.valueOf(duration.getSeconds())
			.add(BigDecimal.valueOf(duration.getNano(), 9))
			.stripTrailingZeros();
	}

	private static @Nullable BigDecimal micros(@Nullable BigDecimal seconds) {
		return (seconds != null && seconds.scale() > 6) ? seconds.setScale(6, RoundingMode.DOWN).stripTrailingZeros()
				: seconds;
	}

	private static String words(Kind kind) {
		return kind.outcomes().stream().map(Enum::name).collect(Collectors.joining(", "));
	}

}
