package io.callmeter.kpi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Durations that are counted by bucket and day, for each queue and direction.
enum Histogram {

	/// Wait of decided visits.
	WAIT,
	/// Wait of abandoned visits.
	ABANDON,
	/// Talk of ended segments.
	TALK,
	/// Talk, hold and wrap-up of ended segments.
	HANDLE,
	/// Length of ended calls.
	LENGTH;

	/// What tells its rows apart.
	static final Set<Dimension> DIMENSIONS = EnumSet.of(Dimension.QUEUE, Dimension.DIRECTION);

	/// The table of all of them.
	static final String TABLE = "histogram";

	/// As the table names it.
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
