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
import org.jspecify.annotations.Nullable;

/// Calls of which not all was told: legs without an end, answers without a leg, codes that say nothing.
public final class HalfToldCalls {

	/// When the first of them may begin; the last does within three days.
	public static final Instant FROM = Instant.parse("2026-10-31T23:30:00Z");

	private final Random random;

	private HalfToldCalls(long seed) {
		this.random = new Random(seed);
	}

	/// The same calls for the same seed.
	public static List<Call> of(long seed, int count) {
		var made = new HalfToldCalls(seed);
		var calls = new ArrayList<Call>();
		for (int i = 0; i < count; i++) {
			calls.add(made.call("c-" + i));
		}
		return calls;
	}

	private Call call(String callId) {
		Direction direction = oneOf(Direction.values());
		boolean outbound = direction == Direction.OUTBOUND;
		Instant startedAt = FROM.plusMillis(this.random.nextInt(3 * 86_400_000));
		Instant answeredAt = chance(40) ? startedAt.plusMillis(this.random.nextInt(20_000)) : null;
		var legs = new ArrayList<Leg>();
		Instant at = startedAt;
		for (int i = chance(30) ? 0 : 1 + this.random.nextInt(4); i > 0; i--) {
			at = at.plusMillis(this.random.nextInt(60_000));
			at = leg(legs, at);
		}
		Instant endedAt = chance(80) ? later(answeredAt, startedAt.plusMillis(this.random.nextInt(600_000))) : null;
		PhoneNumber customer = chance(80) ? number(oneOf("+442079460123", "+442079460124", PhoneNumber.WITHHELD))
				: null;
		PhoneNumber line = number("+442079460800");
		return new Call(callId, direction, startedAt, answeredAt, endedAt, outbound ? line : customer,
				outbound ? customer : line, chance(50) ? "spring" : null, null, null, null,
				chance(30) ? oneOf(CallOutcome.values()) : null,
				chance(50) ? oneOf(0, 1, 16, 17, 18, 19, 21, 31, 34, 126) : null,
				chance(50) ? oneOf(100, 200, 404, 480, 486, 487, 488, 503, 603, 607) : null, null,
				new CrmFields(null, chance(20) ? "C-1" : null, chance(40) ? chance(50) : null,
						chance(40) ? chance(60) : null, null, null, chance(30) ? new BigDecimal("0.8") : null),
				null, Map.of(), null, legs);
	}

	private Instant leg(List<Leg> legs, Instant from) {
		String id = "leg " + (legs.size() + 1);
		Instant answeredAt = from.plusMillis(this.random.nextInt(60_000));
		Instant endedAt = answeredAt.plusMillis(this.random.nextInt(200_000));
		boolean told = chance(50);
		EndedBy endedBy = chance(30) ? oneOf(EndedBy.values()) : null;
		BigDecimal hold = chance(30) ? BigDecimal.valueOf(Duration.between(answeredAt, endedAt).toMillis() / 2, 3)
				: null;
		String agent = chance(80) ? oneOf("alice", "bob") : null;
		Transfer transfer = chance(20) ? oneOf(Transfer.values()) : null;
		legs.add(switch (this.random.nextInt(5)) {
			case 0 -> new Leg(id, null, null, "main", null, null, null, null, from, told ? endedAt : null, null, null,
					null, told ? oneOf(LegOutcome.SERVED, LegOutcome.ABANDONED, LegOutcome.FAILED) : null, null,
					endedBy, null, null, null);
			case 1 -> new Leg(id, "sales", oneOf("alice", "bob"), null, null, null, null, from, null,
					told ? endedAt : null, null, null, null,
					told ? oneOf(LegOutcome.MISSED, LegOutcome.DECLINED, LegOutcome.CANCELLED) : null, null, endedBy,
					null, null, null);
			case 2 -> new Leg(id, oneOf("sales", "support"), null, null, null, null, from, null, null,
					told ? endedAt : null, null, null, null, told ? oneOf(LegOutcome.ABANDONED, LegOutcome.OVERFLOWED,
							LegOutcome.CALLBACK, LegOutcome.VOICEMAIL, LegOutcome.REFUSED, LegOutcome.FAILED) : null,
					null, endedBy, null, null, null);
			case 3 -> new Leg(id, oneOf("sales", "support"), agent, null, null, null, from, null, answeredAt,
					told ? endedAt : null, hold, null, null, told ? LegOutcome.ANSWERED : null, null, endedBy, transfer,
					null, null);
			default -> new Leg(id, null, agent, null, null, null, null, null, from, told ? endedAt : null, hold, null,
					chance(30) ? BigDecimal.TEN : null, told ? LegOutcome.ANSWERED : null, null, endedBy, transfer,
					null, null);
		});
		return endedAt;
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	@SafeVarargs
	private <T> T oneOf(T... values) {
		return values[this.random.nextInt(values.length)];
	}

	private static Instant later(@Nullable Instant one, Instant other) {
		return (one != null && one.isAfter(other)) ? one : other;
	}

	private static PhoneNumber number(String number) {
		return new PhoneNumber(number, number);
	}

}
