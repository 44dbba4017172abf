package io.callmeter.kpi;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.callmeter.kpi.Thing.Facts;

/// Which keys tell the cells of a table apart.
enum KeySet {

	/// Queue, campaign and direction.
	QUEUE,
	/// Agent and queue.
	AGENT,
	/// Campaign, number, outcome and direction of calls.
	NUMBER;

	/// As the tables name it.
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// The one that tells groups and filters apart; empty where none does.
	static Optional<KeySet> of(Facts facts, Set<Dimension> used) {
		return Arrays.stream(values())
			.filter((set) -> set != NUMBER || facts == Facts.CALL)
			.filter((set) -> used.stream()
				.allMatch((dimension) -> dimension.isLabel() || set.dimensions().contains(dimension)))
			.findFirst();
	}

	/// What can be grouped and filtered by.
	private Set<Dimension> dimensions() {
		return switch (this) {
			case QUEUE -> EnumSet.of(Dimension.QUEUE, Dimension.CAMPAIGN, Dimension.DIRECTION);
			case AGENT -> EnumSet.of(Dimension.AGENT, Dimension.TEAM, Dimension.QUEUE);
			case NUMBER -> EnumSet.of(Dimension.CAMPAIGN, Dimension.NUMBER, Dimension.OUTCOME, Dimension.DIRECTION);
		};
	}

}
