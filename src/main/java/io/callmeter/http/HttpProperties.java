package io.callmeter.http;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What is expected of requests.
///
/// @param bodyPatience how long a body may be waited for before it has to keep a pace, or an answer for its client
/// @param bodyPace how much of it has to come, or to be taken, a second from then on
@ConfigurationProperties("callmeter.http")
record HttpProperties(@DefaultValue("30s") Duration bodyPatience, @DefaultValue("1KB") DataSize bodyPace) {

	HttpProperties {
		if (!bodyPatience.isPositive()) {
			throw new IllegalArgumentException(
					"callmeter.http.body-patience is " + bodyPatience + "; set more than 0s");
		}
		if (bodyPace.toBytes() < 1) {
			throw new IllegalArgumentException("callmeter.http.body-pace is " + bodyPace + "; set 1B or more");
		}
	}

	/// Whether a body that was waited for so long is not too slow.
	boolean isInPace(long bytes, long nanos) {
		long late = nanos - this.bodyPatience.toNanos();
		return late <= 0 || isPace(bytes, late);
	}

	private boolean isPace(long bytes, long nanos) {
		return bytes >= nanos / 1_000_000_000.0 * this.bodyPace.toBytes();
	}

	/// Whether patience is at its end with a client that has taken no more of an answer
	/// while it waited so long.
	boolean isTakenTooSlowly(long bytes, long nanos) {
		return nanos >= this.bodyPatience.toNanos() && !isPace(bytes, nanos);
	}

}
