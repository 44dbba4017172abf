package io.callmeter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.Transfer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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

	private RandomCalls() {
	}

	/// Any call, begun from [#FROM] to [#TO], without a revision.
	public static Arbitrary<Call> calls() {
		return Combinators.combine(callIds(), beginnings(), steps().list().ofMaxSize(4), details(), crm(), ends())
			.as(RandomCalls::call);
	}

	/// The same calls for the same seed, with ids of their own; for examples and
	/// properties of
	/// jqwik, which alone lets its generators be used.
	public static List<Call> seeded(long seed, int count) {
		var generator = calls().generator(1000);
		var random = new Random(seed);
		List<Call> calls = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			calls.add(TestCalls.named("c-" + i, generator.next(random).value()));
		}
		return calls;
	}

	private static Arbitrary<String> callIds() {
		return Arbitraries.strings()
			.alpha()
			.numeric()
			.withChars(".:-_+%? &#;=@é€")
			.ofMinLength(1)
			.ofMaxLength(20)
			.filter((id) -> !id.isBlank() && !id.equals(".") && !id.equals(".."));
	}

	private static Arbitrary<Beginning> beginnings() {
		return Combinators
			.combine(Arbitraries.of(Direction.class),
					Arbitraries.longs().between(0, Duration.between(FROM, TO).toMillis() - 1),
					Arbitraries.integers().between(0, 999))
			.as((direction, millis, micros) -> new Beginning(direction,
					FROM.plusMillis(millis).plusNanos(micros * 1000L)));
	}

	/// Durations as they are met, with the edges at which figures change.
	private static Arbitrary<Integer> millis(int most) {
		return Arbitraries.frequencyOf(
				net.jqwik.api.Tuple.of(1, Arbitraries.of(0, 5_000, 20_000).filter((edge) -> edge <= most)),
				net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(0, most)));
	}

	private static Arbitrary<Step> steps() {
		var where = Combinators
			.combine(Arbitraries.of(Place.class), Arbitraries.of(QUEUES).injectNull(0.1),
					Arbitraries.of(AGENTS).injectNull(0.2),
					Arbitraries.of(LegOutcome.MISSED, LegOutcome.DECLINED, LegOutcome.CANCELLED, LegOutcome.FAILED)
						.list()
						.ofMaxSize(2))
			.as(Where::new);
		var times = Combinators.combine(millis(5_000), millis(300_000), millis(20_000).injectNull(0.3), millis(900_000))
			.as(Times::new);
		var work = Combinators
			.combine(Arbitraries.integers().between(0, 100).injectNull(0.6),
					Arbitraries.integers().between(0, 3).injectNull(0.6), millis(120_000).injectNull(0.3),
					Arbitraries.of(Transfer.class).injectNull(0.7), Arbitraries.of(EndedBy.class).injectNull(0.4),
					Arbitraries.of("TIMEOUT", "KEY", "FULL", "something else").injectNull(0.6))
			.as(Work::new);
		var endings = Arbitraries.of(LegOutcome.ANSWERED, LegOutcome.ANSWERED, LegOutcome.ANSWERED,
				LegOutcome.ABANDONED, LegOutcome.OVERFLOWED, LegOutcome.CALLBACK, LegOutcome.VOICEMAIL,
				LegOutcome.REFUSED, LegOutcome.FAILED, LegOutcome.SERVED);
		return Combinators.combine(where, times, work, endings).as(Step::new);
	}

	private static Arbitrary<Details> details() {
		var numbers = Combinators
			.combine(Arbitraries.of(CUSTOMERS).injectNull(0.1), Arbitraries.of(LINES).injectNull(0.1))
			.as(Numbers::new);
		return Combinators
			.combine(numbers, Arbitraries.of("spring", "autumn").injectNull(0.5),
					Arbitraries.of(CallOutcome.class).injectNull(0.7),
					Arbitraries.of(1, 16, 17, 18, 19, 21, 34).injectNull(0.5),
					Arbitraries.of(200, 404, 480, 486, 603).injectNull(0.7),
					Arbitraries.maps(Arbitraries.of("language", "tür", "x"), Arbitraries.of("", "en", "a\nb \"c\" 😀"))
						.ofMaxSize(2),
					Arbitraries.of("https://recordings.example.com/1.wav").injectNull(0.8))
			.as(Details::new);
	}

	private static Arbitrary<CrmFields> crm() {
		return Combinators.combine(Arbitraries.of("SALE", "NO SALE").injectNull(0.7),
				Arbitraries.of("C-1", "C-2").injectNull(0.7), Arbitraries.of(true, false).injectNull(0.5),
				Arbitraries.of(true, false).injectNull(0.6),
				Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.valueOf(1000)).ofScale(2).injectNull(0.7),
				Arbitraries.of("EUR", "GBP").injectNull(0.5),
				Arbitraries.of("0", "0.2", "0.79", "0.8", "1").map(BigDecimal::new).injectNull(0.7))
			.as(CrmFields::new);
	}

	private static Arbitrary<End> ends() {
		return Arbitraries.of(End.ENDED, End.ENDED, End.ENDED, End.LEG_LASTS, End.CALL_LASTS);
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
