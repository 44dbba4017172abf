package io.callmeter.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/// Calls of a centre of 10 queues, 200 agents and 5 campaigns, spread over its days and hours as people call; the same
/// calls on every machine, each by its number.
final class Year {

	static final LocalDate FROM = LocalDate.of(2025, 1, 1);

	static final LocalDate TO = FROM.plusYears(1);

	static final int QUEUES = 10;

	static final int AGENTS = 200;

	static final int CAMPAIGNS = 5;

	static final int LINES = 10;

	static final int CUSTOMERS = 90_000;

	static final int FIRST_CUSTOMER = 10_000;

	private static final double[] HOURS = { 2, 1, 1, 1, 1, 2, 5, 20, 60, 90, 100, 95, 80, 85, 95, 90, 80, 65, 40, 25,
			15, 10, 6, 3 };

	private static final double[] DAYS = { 1.2, 1.05, 1, 1, 0.95, 0.45, 0.25 };

	private final String source;

	private final int calls;

	private final Instant from;

	/// How much of all calls has begun by the end of each hour.
	private final double[] begun;

	private Year(String source, int calls, LocalDate from, LocalDate to) {
		this.source = source;
		this.calls = calls;
		this.from = from.atStartOfDay().toInstant(ZoneOffset.UTC);
		int hours = Math.toIntExact(Duration.between(from.atStartOfDay(), to.atStartOfDay()).toHours());
		this.begun = new double[hours];
		double sum = 0;
		for (int hour = 0; hour < hours; hour++) {
			sum += HOURS[hour % 24] * DAYS[from.plusDays(hour / 24).getDayOfWeek().getValue() - 1];
			this.begun[hour] = sum;
		}
	}

	/// All days of the year.
	/// @param source what ids begin with
	static Year of(String source, int calls) {
		return new Year(source, calls, FROM, TO);
	}

	/// As many in one week of it.
	static Year ofWeek(String source, int calls, LocalDate monday) {
		return new Year(source, calls, monday, monday.plusWeeks(1));
	}

	/// One day of it.
	static Year ofDay(String source, int calls, LocalDate day) {
		return new Year(source, calls, day, day.plusDays(1));
	}

	int calls() {
		return this.calls;
	}

	/// The call of a number, from 0; the later the number, the later it began.
	StoredCall call(int number) {
		var dice = new SplittableRandom(number);
		Instant at = start(number);
		String callId = this.source + ":" + number;
		int customer = dice.nextInt(CUSTOMERS);
		int queue = (int) (QUEUES * dice.nextDouble() * Math.sqrt(dice.nextDouble()));
		String line = "+44207946080" + queue;
		if (dice.nextInt(100) < 15) {
			return dialled(dice, callId, at, customer, line);
		}
		List<StoredLeg> legs = new ArrayList<>(3);
		Instant now = at;
		if (dice.nextInt(100) < 35) {
			Instant left = now.plusMillis(5_000 + dice.nextInt(25_000));
			legs.add(StoredLeg.menu("menu", now, left));
			now = left;
		}
		now = visit(dice, legs, "1", queue, now);
		if (legs.getLast().agent() != null && dice.nextInt(100) < 10) {
			now = visit(dice, legs, "2", dice.nextInt(QUEUES), now);
		}
		String campaign = (dice.nextInt(100) < 30) ? "campaign-" + dice.nextInt(CAMPAIGNS) : null;
		return new StoredCall(callId, false, at, null, now, customer, line, campaign, null, List.copyOf(legs));
	}

	private static StoredCall dialled(SplittableRandom dice, String callId, Instant at, int customer, String line) {
		String campaign = "campaign-" + dice.nextInt(CAMPAIGNS);
		Instant picked = at.plusMillis(4_000 + dice.nextInt(20_000));
		if (dice.nextInt(100) < 55) {
			return new StoredCall(callId, true, at, null, picked, customer, line, campaign,
					(dice.nextInt(4) == 0) ? "BUSY" : "NO_ANSWER", List.of());
		}
		Instant answered = picked.plusMillis(dice.nextInt(2_000));
		Instant ended = answered.plusMillis(talk(dice));
		var segment = StoredLeg.answered("1", null, "agent-" + dice.nextInt(AGENTS), null, answered, ended, null,
				10 + dice.nextInt(60));
		return new StoredCall(callId, true, at, picked, ended, customer, line, campaign, "CONNECTED", List.of(segment));
	}

	/// Adds a visit and says when it ended.
	private static Instant visit(SplittableRandom dice, List<StoredLeg> legs, String legId, int number, Instant at) {
		String queue = "queue-" + number;
		Instant decided = at.plusMillis(Math.min(900_000, (long) (-18_000 * StrictMath.log(1 - dice.nextDouble()))));
		int fate = dice.nextInt(100);
		if (fate < 10) {
			legs.add(StoredLeg.unanswered(legId, queue, at, decided, (fate < 8) ? "ABANDONED" : "OVERFLOWED"));
			return decided;
		}
		long talk = talk(dice);
		Instant ended = decided.plusMillis(talk);
		int agents = AGENTS / QUEUES;
		Integer hold = held(dice, talk);
		legs.add(StoredLeg.answered(legId, queue, "agent-" + (number * agents + dice.nextInt(agents)), at, decided,
				ended, hold, 5 + dice.nextInt(60)));
		return ended;
	}

	private static @Nullable Integer held(SplittableRandom dice, long talk) {
		return (dice.nextInt(100) < 20) ? Integer.valueOf((int) (talk / 5_000)) : null;
	}

	/// Most near three minutes, some very long.
	private static long talk(SplittableRandom dice) {
		return Math.min(7_200_000, (long) (180_000 * StrictMath.exp(0.8 * dice.nextGaussian())));
	}

	private Instant start(int number) {
		double share = (number % this.calls + 0.5) / this.calls * this.begun[this.begun.length - 1];
		int found = Arrays.binarySearch(this.begun, share);
		int hour = (found >= 0) ? found : -found - 1;
		double before = (hour > 0) ? this.begun[hour - 1] : 0;
		double within = (share - before) / (this.begun[hour] - before);
		return this.from.plusMillis(3_600_000L * hour + Math.min(3_599_999, (long) (within * 3_600_000)));
	}

}
