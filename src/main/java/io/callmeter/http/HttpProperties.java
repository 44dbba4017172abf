package io.callmeter.http;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What is expected of requests.
///
/// @param maxWait how long a body may be waited for before it has to keep a pace, or an answer for its client
/// @param minDataRate how much of it has to come, or to be taken, a second from then on
/// @param cors which pages of other origins may call the service
@ConfigurationProperties("callmeter.http")
record HttpProperties(@DefaultValue("30s") Duration maxWait, @DefaultValue("1KB") DataSize minDataRate,
		@DefaultValue Cors cors) {

	HttpProperties {
		if (!maxWait.isPositive()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.http.max-wait " + maxWait + ". Expected more than 0s");
		}
		if (minDataRate.toBytes() < 1) {
			throw new IllegalArgumentException(
					"Invalid callmeter.http.min-data-rate " + minDataRate + ". Expected 1B or more");
		}
	}

	/// Whether a body that was waited for so long is not too slow.
	boolean isInPace(long bytes, long nanos) {
		long late = nanos - this.maxWait.toNanos();
		return late <= 0 || isPace(bytes, late);
	}

	private boolean isPace(long bytes, long nanos) {
		return bytes >= nanos / 1_000_000_000.0 * this.minDataRate.toBytes();
	}

	/// Whether patience is at its end with a client that has taken no more of an answer
	/// while it waited so long.
	boolean isTakenTooSlowly(long bytes, long nanos) {
		return nanos >= this.maxWait.toNanos() && !isPace(bytes, nanos);
	}

	/// @param allowedOrigins none unless set
	record Cors(@DefaultValue List<String> allowedOrigins) {
	}

}
