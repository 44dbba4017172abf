package io.callmeter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.Transfer;
import org.jspecify.annotations.Nullable;

/// Calls of every shape: menus, visits, offers nobody took, segments, transfers, dials, in progress and ended.
public final class RandomCalls {

	/// The first moment at which a call begins: half an hour before a month does.
	public static final Instant FROM = Instant.parse("2026-10-31T23:30:00Z");

	/// The moment before which all calls begin.
	public static final Instant TO = FROM.plus(Duration.ofDays(3));

	private static final List<String> QUEUES = List.of("sales", "support", "Verkäufe/2", "night");

	private static final List<String> AGENTS = List.of("alice", "bob", "SIP/carol", "Zoë 😀");

	private static final List<String> CUSTOMERS = List.of("+442079460123", "+442079460124", "+12025550143", "600",
			PhoneNumber.WITHHELD);

	private static final List<String> LINES = List.of("+442079460800", "+442079460801");

	private static final String SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_+%? &#;=@é€";

	private RandomCalls() {
	}

	/// Any call, begun from [#FROM] to [#TO], without a revision.
	public static Call call(Dice dice) {
		return call(callId(dice), beginning(dice), dice.listOf(0, 4, () -> step(dice)), details(dice), crm(dice),
				dice.oneOf(End.ENDED, End.ENDED, End.ENDED, End.LEG_LASTS, End.CALL_LASTS));
	}

	/// So many such calls, each with an id of its own.
	public static List<Call> calls(Dice dice, int fewest, int most) {
		return dice.distinct(fewest, most, () -> call(dice), Call::callId);
	}

	/// The same calls for the same seed, with plain ids; for examples.
	public static List<Call> seeded(long seed, int count) {
		Dice dice = Dice.of(seed);
		List<Call> calls = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			calls.add(TestCalls.named("c-" + i, call(dice)));
		}
		return calls;
	}

	private static String callId(Dice dice) {
		int length = dice.between(1, 20);
		var id = new StringBuilder();
		while (id.length() < length) {
			id.append(SIGNS.charAt(dice.between(0, SIGNS.length() - 1)));
		}
		String text = id.toString();
		return (text.isBlank() || text.equals(".") || text.equals("..")) ? callId(dice) : text;
	}

	private static Beginning beginning(Dice dice) {
		long micros = dice.between(0, Duration.between(FROM, TO).toNanos() / 1000 - 1);
		return new Beginning(dice.oneOf(Direction.values()), FROM.plusNanos(micros * 1000));
	}

	/// Durations as they are met, with the edges at which figures change.
	private static int millis(Dice dice, int most) {
		int edge = dice.oneOf(0, 5_000, 20_000);
		return (dice.chance(0.25) && edge <= most) ? edge : dice.between(0, most);
	}

	private static Step step(Dice dice) {
		var where = new Where(dice.oneOf(Place.values()), dice.orNull(0.1, () -> dice.oneOf(QUEUES)),
				dice.orNull(0.2, () -> dice.oneOf(AGENTS)), dice.listOf(0, 2, () -> dice.oneOf(LegOutcome.MISSED,
						LegOutcome.DECLINED, LegOutcome.CANCELLED, LegOutcome.FAILED)));
		var times = new Times(millis(dice, 5_000), millis(dice, 300_000), dice.orNull(0.3, () -> millis(dice, 20_000)),
				millis(dice, 900_000));
		var work = new Work(dice.orNull(0.6, () -> dice.between(0, 100)), dice.orNull(0.6, () -> dice.between(0, 3)),
				dice.orNull(0.3, () -> millis(dice, 120_000)), dice.orNull(0.7, () -> dice.oneOf(Transfer.values())),
				dice.orNull(0.4, () -> dice.oneOf(EndedBy.values())),
				dice.orNull(0.6, () -> dice.oneOf("TIMEOUT", "KEY", "FULL", "something else")));
		return new Step(where, times, work,
				dice.oneOf(LegOutcome.ANSWERED, LegOutcome.ANSWERED, LegOutcome.ANSWERED, LegOutcome.ABANDONED,
						LegOutcome.OVERFLOWED, LegOutcome.CALLBACK, LegOutcome.VOICEMAIL, LegOutcome.REFUSED,
						LegOutcome.FAILED, LegOutcome.SERVED));
	}

	private static Details details(Dice dice) {
		var numbers = new Numbers(dice.orNull(0.1, () -> dice.oneOf(CUSTOMERS)),
				dice.orNull(0.1, () -> dice.oneOf(LINES)));
		Map<String, String> attributes = new TreeMap<>();
		for (int i = dice.between(0, 2); i > 0; i--) {
			attributes.put(dice.oneOf("language", "tür", "x"), dice.oneOf("", "en", "a\nb \"c\" 😀"));
		}
		return new Details(numbers, dice.orNull(0.5, () -> dice.oneOf("spring", "autumn")),
				dice.orNull(0.7, () -> dice.oneOf(CallOutcome.values())),
				dice.orNull(0.5, () -> dice.oneOf(1, 16, 17, 18, 19, 21, 34)),
				dice.orNull(0.7, () -> dice.oneOf(200, 404, 480, 486, 603)), attributes,
				dice.orNull(0.8, () -> "https://recordings.example.com/1.wav"));
	}

	private static CrmFields crm(Dice dice) {
		return new CrmFields(dice.orNull(0.7, () -> dice.oneOf("SALE", "NO SALE")),
				dice.orNull(0.7, () -> dice.oneOf("C-1", "C-2")), dice.orNull(0.5, () -> dice.chance(0.5)),
				dice.orNull(0.6, () -> dice.chance(0.5)),
				dice.orNull(0.7, () -> BigDecimal.valueOf(dice.between(0, 100_000), 2)),
				dice.orNull(0.5, () -> dice.oneOf("EUR", "GBP")),
				dice.orNull(0.7, () -> new BigDecimal(dice.oneOf("0", "0.2", "0.79", "0.8", "1"))));
	}

	private static Call call(String callId, Beginning begun, List<Step> steps, Details details, CrmFields crm,
			End end) {
		List<Leg> legs = new ArrayList<>();
		Instant at = begun.at();
		for (int i = 0; i < steps.size(); i++) {
			boolean lasts = end == End.LEG_LASTS && i == steps.size() - 1;
			at = steps.get(i).addTo(legs, at, lasts);
		}
		boolean outbound = begun.direction() == Direction.OUTBOUND;
		boolean pickedUp = legs.stream().anyMatch((leg) -> leg.answeredAt() != null);
		Instant answeredAt = (outbound && (pickedUp || details.sipStatus() != null)) ? begun.at().plusMillis(1) : null;
		Instant endedAt = (end == End.ENDED) ? at.plusMillis(1) : null;
		PhoneNumber customer = details.numbers().customerNumber();
		PhoneNumber line = details.numbers().lineNumber();
		return new Call(callId, begun.direction(), begun.at(), answeredAt, endedAt, outbound ? line : customer,
				outbound ? customer : line, details.campaign(), "pbx1", null, null, details.outcome(),
				details.hangupCause(), details.sipStatus(), null, crm, details.recordingUrl(), details.attributes(),
				null, legs);
	}

	private enum Place {

		MENU, QUEUE, AGENT

	}

	private enum End {

		ENDED, LEG_LASTS, CALL_LASTS

	}

	private record Beginning(Direction direction, Instant at) {
	}

	private record Numbers(@Nullable String customer, @Nullable String line) {

		@Nullable PhoneNumber customerNumber() {
			return (this.customer != null) ? new PhoneNumber(this.customer, this.customer) : null;
		}

		@Nullable PhoneNumber lineNumber() {
			return (this.line != null) ? new PhoneNumber(this.line, this.line) : null;
		}

	}

	private record Details(Numbers numbers, @Nullable String campaign, @Nullable CallOutcome outcome,
			@Nullable Integer hangupCause, @Nullable Integer sipStatus, Map<String, String> attributes,
			@Nullable String recordingUrl) {
	}

	private record Where(Place place, @Nullable String queue, @Nullable String agent, List<LegOutcome> offers) {
	}

	private record Times(int gap, int waited, @Nullable Integer ring, int talk) {
	}

	private record Work(@Nullable Integer holdPercent, @Nullable Integer holds, @Nullable Integer wrapUp,
			@Nullable Transfer transfer, @Nullable EndedBy endedBy, @Nullable String reason) {
	}

	/// A part of the call's way, and the legs it leaves.
	private record Step(Where where, Times times, Work work, LegOutcome ending) {

		/// Adds the legs and says when the last of them ended.
		Instant addTo(List<Leg> legs, Instant previousEnd, boolean lasts) {
			Instant from = previousEnd.plusMillis(this.times.gap());
			return switch (this.where.place()) {
				case MENU -> menu(legs, from, lasts);
				case QUEUE -> visit(legs, from, lasts);
				case AGENT -> segment(legs, from, lasts);
			};
		}

		private Instant menu(List<Leg> legs, Instant from, boolean lasts) {
			Instant to = from.plusMillis(this.times.waited());
			LegOutcome outcome = switch (this.ending) {
				case ABANDONED, OVERFLOWED, FAILED -> this.ending;
				default -> LegOutcome.SERVED;
			};
			legs.add(new Leg(id(legs), null, null, "main", null, null, null, null, from, lasts ? null : to, null, null,
					null, lasts ? null : outcome, null, null, null, null, null));
			return to;
		}

		private Instant visit(List<Leg> legs, Instant from, boolean lasts) {
			Instant decided = from.plusMillis(this.times.waited());
			offers(legs, from, decided);
			LegOutcome outcome = (this.ending == LegOutcome.SERVED) ? LegOutcome.ANSWERED : this.ending;
			if (outcome == LegOutcome.ANSWERED && !(lasts && this.work.wrapUp() == null)) {
				return connected(legs, from, decided, lasts);
			}
			legs.add(new Leg(id(legs), this.where.queue(), null, null, null, null, from, null, null,
					lasts ? null : decided, null, null, null, lasts ? null : outcome, this.work.reason(),
					this.work.endedBy(), null, null, null));
			return decided;
		}

		private Instant segment(List<Leg> legs, Instant from, boolean lasts) {
			Instant decided = from.plusMillis(this.times.waited());
			offers(legs, from, decided);
			return connected(legs, null, decided, lasts);
		}

		private Instant connected(List<Leg> legs, @Nullable Instant queuedAt, Instant answeredAt, boolean lasts) {
			Integer ring = this.times.ring();
			Instant offeredAt = (ring != null && ring <= this.times.waited()) ? answeredAt.minusMillis(ring) : null;
			Instant to = answeredAt.plusMillis(this.times.talk());
			Integer percent = this.work.holdPercent();
			BigDecimal hold = (percent != null && !lasts) ? TestCalls.seconds(this.times.talk() * (long) percent / 100)
					: null;
			Integer wrapUp = this.work.wrapUp();
			legs.add(new Leg(id(legs), this.where.queue(), this.where.agent(), null, null, "english", queuedAt,
					offeredAt, answeredAt, lasts ? null : to, hold, this.work.holds(),
					(wrapUp != null && !lasts) ? TestCalls.seconds(wrapUp) : null, lasts ? null : LegOutcome.ANSWERED,
					null, this.work.endedBy(), this.work.transfer(), null, null));
			return to;
		}

		private void offers(List<Leg> legs, Instant from, Instant to) {
			for (LegOutcome outcome : this.where.offers()) {
				String agent = (this.where.agent() != null) ? this.where.agent() : "dave";
				legs.add(new Leg(id(legs), this.where.queue(), agent, null, null, null, null, from, null, to, null,
						null, null, outcome, null, null, null, null, null));
			}
		}

		private static String id(List<Leg> legs) {
			return "leg " + (legs.size() + 1);
		}

	}

}
