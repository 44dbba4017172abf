package io.callmeter.sample;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The thirty agents: what they take, when they work, and until when each is busy.
final class Team {

	static final List<String> QUEUES = List.of("sales", "support", "billing", "retention");

	private static final List<String> NAMES = List.of("alice.adams", "ben.baker", "carol.clark", "david.dunn",
			"emma.evans", "frank.foster", "grace.green", "harry.hill", "irene.irving", "jack.jones", "kate.king",
			"liam.lewis", "maya.mason", "noah.nash", "olive.owen", "paul.price", "quinn.quigley", "rosa.reed",
			"sam.stone", "tara.turner", "umar.usman", "vera.vaughan", "will.walker", "xenia.xu", "yusuf.young",
			"zoe.zimmer", "amir.ahmed", "bella.brown", "chris.cooper", "dora.davies");

	private final List<Agent> agents = new ArrayList<>();

	private final Map<Agent, Instant> busyUntil = new HashMap<>();

	Team() {
		for (int i = 0; i < NAMES.size(); i++) {
			String first = (i < 11) ? "support" : (i < 19) ? "sales" : (i < 25) ? "billing" : "retention";
			String second = switch (first) {
				case "sales" -> "retention";
				case "retention" -> "sales";
				case "billing" -> "support";
				default -> "billing";
			};
			this.agents.add(new Agent(i, NAMES.get(i), (i % 4 == 1) ? List.of(first, second) : List.of(first)));
		}
	}

	/// The one of a queue who is free first, until then.
	Optional<Offer> firstFree(String queue, Instant from, Instant until) {
		return this.agents.stream()
			.filter((agent) -> agent.queues().contains(queue))
			.flatMap((agent) -> offer(agent, from).stream())
			.filter((offer) -> offer.at().isBefore(until))
			.min(Comparator.comparing(Offer::at)
				.thenComparing((offer) -> busyUntil(offer.agent()))
				.thenComparingInt((offer) -> offer.agent().number()));
	}

	/// How many of a queue are free now.
	long free(String queue, Instant now) {
		return this.agents.stream()
			.filter((agent) -> agent.queues().contains(queue))
			.flatMap((agent) -> offer(agent, now).stream())
			.filter((offer) -> offer.at().equals(now))
			.count();
	}

	void busy(Agent agent, Instant until) {
		this.busyUntil.put(agent, until);
	}

	/// Whether anybody answers at all.
	static boolean isOpen(Instant at) {
		LocalDate day = day(at);
		return !at.isBefore(at(day, opens(day))) && at.isBefore(at(day, closes(day)));
	}

	private Optional<Offer> offer(Agent agent, Instant from) {
		LocalDate day = day(from);
		int turn = agent.number() + day.getDayOfWeek().getValue();
		boolean weekend = isWeekend(day);
		if (weekend ? turn % 6 != 0 : turn % 3 == 2) {
			return Optional.empty();
		}
		Instant begins = at(day, (weekend || turn % 3 == 0) ? opens(day) : 14);
		Instant ends = at(day, (weekend || turn % 3 == 1) ? closes(day) : 14);
		Instant at = later(from, later(begins, busyUntil(agent)));
		return at.isBefore(ends) ? Optional.of(new Offer(agent, at)) : Optional.empty();
	}

	private Instant busyUntil(Agent agent) {
		return this.busyUntil.getOrDefault(agent, Instant.EPOCH);
	}

	private static int opens(LocalDate day) {
		return switch (day.getDayOfWeek()) {
			case SATURDAY -> 9;
			case SUNDAY -> 10;
			default -> 8;
		};
	}

	private static int closes(LocalDate day) {
		return switch (day.getDayOfWeek()) {
			case SATURDAY -> 17;
			case SUNDAY -> 16;
			default -> 20;
		};
	}

	static boolean isWeekend(LocalDate day) {
		return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
	}

	private static LocalDate day(Instant at) {
		return LocalDate.ofInstant(at, ZoneOffset.UTC);
	}

	private static Instant at(LocalDate day, int hour) {
		return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/// Somebody who talks to customers of some queues, of the first one mainly.
	record Agent(int number, String code, List<String> queues) {
	}

	/// An agent, and when the call can ring there.
	record Offer(Agent agent, Instant at) {
	}

}
