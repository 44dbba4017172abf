package io.callmeter.kpi;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.callmeter.kpi.Thing.Facts;

/// Which keys tell the cells of a table apart, those with the fewest cells first.
enum KeySet {

	/// Queue, of days only.
	QUEUE_ALONE,
	/// Agent, of days only.
	AGENT_ALONE,
	/// Queue, campaign and direction.
	QUEUE,
	/// Agent and queue.
	AGENT,
	/// Campaign, number, outcome and direction of calls.
	NUMBER;

	/// As the tables name it.
	String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/// The one whose quarters of an hour tell groups and filters apart; empty where none
	/// does.
	static Optional<KeySet> ofQuarters(Facts facts, Set<Dimension> used) {
		return Arrays.stream(values())
			.filter((set) -> set != QUEUE_ALONE && set != AGENT_ALONE)
			.filter((set) -> set.tells(facts, used))
			.findFirst();
	}

	/// The one whose days tell groups and filters apart; empty where none does.
	static Optional<KeySet> ofDays(Facts facts, Set<Dimension> used) {
		return Arrays.stream(values()).filter((set) -> set.tells(facts, used)).findFirst();
	}

	private boolean tells(Facts facts, Set<Dimension> used) {
		return (this != NUMBER || facts == Facts.CALL)
				&& used.stream().allMatch((dimension) -> dimension.isLabel() || dimensions().contains(dimension));
	}

	/// What can be grouped and filtered by.
	private Set<Dimension> dimensions() {
		return switch (this) {
			case QUEUE_ALONE -> EnumSet.of(Dimension.QUEUE);
			case AGENT_ALONE -> EnumSet.of(Dimension.AGENT, Dimension.TEAM);
			case QUEUE -> EnumSet.of(Dimension.QUEUE, Dimension.CAMPAIGN, Dimension.DIRECTION);
			case AGENT -> EnumSet.of(Dimension.AGENT, Dimension.TEAM, Dimension.QUEUE);
			case NUMBER -> EnumSet.of(Dimension.CAMPAIGN, Dimension.NUMBER, Dimension.OUTCOME, Dimension.DIRECTION);
		};
	}

}
