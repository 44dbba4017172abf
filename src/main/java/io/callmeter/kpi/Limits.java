package io.callmeter.kpi;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// The durations at which a figure changes its mind.
///
/// @param shortCall a segment with less talk is a short call
/// @param longCall a segment with more talk is a long call
/// @param abandonAfter a person who is connected to an agent later than this is abandoned; null for never
/// @param repeatWindow a customer who calls again within this repeats the call
record Limits(Duration shortCall, Duration longCall, @Nullable Duration abandonAfter, Duration repeatWindow) {

	static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(600), null, Duration.ofDays(7));

	Limits {
		if (shortCall.isNegative() || longCall.isNegative() || repeatWindow.isNegative()
				|| (abandonAfter != null && abandonAfter.isNegative())) {
			throw new IllegalArgumentException("no duration is less than zero");
		}
	}

	/// Whether a choice among these limits, if it is one, is the usual one.
	boolean isUsual(Choice choice) {
		return switch (choice) {
			case SHORT_CALL -> this.shortCall.equals(DEFAULT.shortCall);
			case LONG_CALL -> this.longCall.equals(DEFAULT.longCall);
			case ABANDON_AFTER -> this.abandonAfter == null;
			case REPEAT_WINDOW -> this.repeatWindow.equals(DEFAULT.repeatWindow);
			case THRESHOLD, COMPARISON, SHORT_ABANDON, SERVICE_LEVEL_POLICY, CURRENCY -> true;
		};
	}

}
