package io.callmeter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

/// Calls of which not all was told: legs without an end, answers without a leg, codes that say nothing.
public final class HalfToldCalls {

	/// When the first of them may begin; the last does within three days.
	public static final Instant FROM = Instant.parse("2026-10-31T23:30:00Z");

	private final Dice dice;

	private HalfToldCalls(Dice dice) {
		this.dice = dice;
	}

	/// So many such calls.
	public static List<Call> of(Dice dice, int count) {
		var made = new HalfToldCalls(dice);
		var calls = new ArrayList<Call>();
		for (int i = 0; i < count; i++) {
			calls.add(made.call("c-" + i));
		}
		return calls;
	}

	private Call call(String callId) {
		Direction direction = this.dice.oneOf(Direction.values());
		boolean outbound = direction == Direction.OUTBOUND;
		Instant startedAt = FROM.plusMillis(this.dice.between(0, 3 * 86_400_000 - 1));
		Instant answeredAt = this.dice.chance(0.4) ? startedAt.plusMillis(this.dice.between(0, 19_999)) : null;
		var legs = new ArrayList<Leg>();
		Instant at = startedAt;
		for (int i = this.dice.chance(0.3) ? 0 : this.dice.between(1, 4); i > 0; i--) {
			at = at.plusMillis(this.dice.between(0, 59_999));
			at = leg(legs, at);
		}
		Instant endedAt = this.dice.chance(0.8) ? later(answeredAt, startedAt.plusMillis(this.dice.between(0, 599_999)))
				: null;
		PhoneNumber customer = this.dice.chance(0.8)
				? number(this.dice.oneOf("+442079460123", "+442079460124", PhoneNumber.WITHHELD)) : null;
		PhoneNumber line = number("+442079460800");
		return new Call(callId, direction, startedAt, answeredAt, endedAt, outbound ? line : customer,
				outbound ? customer : line, this.dice.chance(0.5) ? "spring" : null, null, null, null,
				this.dice.chance(0.3) ? this.dice.oneOf(CallOutcome.values()) : null,
				this.dice.chance(0.5) ? this.dice.oneOf(0, 1, 16, 17, 18, 19, 21, 31, 34, 126) : null,
				this.dice.chance(0.5) ? this.dice.oneOf(100, 200, 404, 480, 486, 487, 488, 503, 603, 607) : null, null,
				new CrmFields(null, this.dice.chance(0.2) ? "C-1" : null,
						this.dice.chance(0.4) ? this.dice.chance(0.5) : null,
						this.dice.chance(0.4) ? this.dice.chance(0.6) : null, null, null,
						this.dice.chance(0.3) ? new BigDecimal("0.8") : null),
				null, Map.of(), null, legs);
	}

	private Instant leg(List<Leg> legs, Instant from) {
		String id = "leg " + (legs.size() + 1);
		Instant answeredAt = from.plusMillis(this.dice.between(0, 59_999));
		Instant endedAt = answeredAt.plusMillis(this.dice.between(0, 199_999));
		boolean told = this.dice.chance(0.5);
		EndedBy endedBy = this.dice.chance(0.3) ? this.dice.oneOf(EndedBy.values()) : null;
		BigDecimal hold = this.dice.chance(0.3)
				? BigDecimal.valueOf(Duration.between(answeredAt, endedAt).toMillis() / 2, 3) : null;
		String agent = this.dice.chance(0.8) ? this.dice.oneOf("alice", "bob") : null;
		Transfer transfer = this.dice.chance(0.2) ? this.dice.oneOf(Transfer.values()) : null;
		legs.add(switch (this.dice.between(0, 4)) {
			case 0 -> new Leg(id, null, null, "main", null, null, null, null, from, told ? endedAt : null, null, null,
					null, told ? this.dice.oneOf(LegOutcome.SERVED, LegOutcome.ABANDONED, LegOutcome.FAILED) : null,
					null, endedBy, null, null, null);
			case 1 -> new Leg(id, "sales", this.dice.oneOf("alice", "bob"), null, null, null, null, from, null,
					told ? endedAt : null, null, null, null,
					told ? this.dice.oneOf(LegOutcome.MISSED, LegOutcome.DECLINED, LegOutcome.CANCELLED) : null, null,
					endedBy, null, null, null);
			case 2 -> new Leg(id, this.dice.oneOf("sales", "support"), null, null, null, null, from, null, null,
					told ? endedAt : null, null, null, null,
					told ? this.dice.oneOf(LegOutcome.ABANDONED, LegOutcome.OVERFLOWED, LegOutcome.CALLBACK,
							LegOutcome.VOICEMAIL, LegOutcome.REFUSED, LegOutcome.FAILED) : null,
					null, endedBy, null, null, null);
			case 3 -> new Leg(id, this.dice.oneOf("sales", "support"), agent, null, null, null, from, null, answeredAt,
					told ? endedAt : null, hold, null, null, told ? LegOutcome.ANSWERED : null, null, endedBy, transfer,
					null, null);
			default -> new Leg(id, null, agent, null, null, null, null, null, from, told ? endedAt : null, hold, null,
					this.dice.chance(0.3) ? BigDecimal.TEN : null, told ? LegOutcome.ANSWERED : null, null, endedBy,
					transfer, null, null);
		});
		return endedAt;
	}

	private static Instant later(@Nullable Instant one, Instant other) {
		return (one != null && one.isAfter(other)) ? one : other;
	}

	private static PhoneNumber number(String number) {
		return new PhoneNumber(number, number);
	}

}
