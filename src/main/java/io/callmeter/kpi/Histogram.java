package io.callmeter.kpi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.callmeter.kpi.Thing.Facts;

/// Durations that are counted by bucket and day, for each queue and direction.
enum Histogram {

	/// Wait of decided visits.
	WAIT(Facts.LEG),
	/// Wait of abandoned visits.
	ABANDON(Facts.LEG),
	/// Talk of ended segments.
	TALK(Facts.LEG),
	/// Talk, hold and wrap-up of ended segments.
	HANDLE(Facts.LEG),
	/// Length of ended calls.
	LENGTH(Facts.CALL);

	/// What tells its rows apart.
	static final Set<Dimension> DIMENSIONS = EnumSet.of(Dimension.QUEUE, Dimension.DIRECTION);

	/// The table of all of them.
	static final String TABLE = "histogram";

	private final Facts facts;

	Histogram(Facts facts) {
		this.facts = facts;
	}

	/// The view whose durations it counts.
	Facts facts() {
		return this.facts;
	}

	/// As the table names it.
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
