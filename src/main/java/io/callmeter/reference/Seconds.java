package io.callmeter.reference;

import java.math.BigDecimal;

import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// Durations as they are sent, in seconds, and as they are stored, in microseconds.
final class Seconds {

	private static final BigDecimal MOST = BigDecimal.valueOf(30L * 24 * 60 * 60);

	private Seconds() {
	}

	/// A duration as sent, if it can be stored; null stays null.
	/// @throws RequestProblem if not
	static @Nullable BigDecimal checked(String field, @Nullable BigDecimal seconds) {
		if (seconds != null
				&& (seconds.signum() < 0 || seconds.compareTo(MOST) > 0 || seconds.stripTrailingZeros().scale() > 6)) {
			throw RequestProblem.invalid(field, seconds.toString(), "Invalid " + field + " '" + seconds
					+ "'. Expected seconds from 0 to 2592000 (30 days) with at most six decimals, such as 20 or 2.5.");
		}
		return seconds;
	}

	static @Nullable Long micros(@Nullable BigDecimal seconds) {
		return (seconds != null) ? seconds.movePointRight(6).longValueExact() : null;
	}

	static @Nullable BigDecimal of(@Nullable Long micros) {
		if (micros == null) {
			return null;
		}
		BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
		return (seconds.scale() < 0) ? seconds.setScale(0) : seconds;
	}

}
