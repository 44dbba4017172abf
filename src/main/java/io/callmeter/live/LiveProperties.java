package io.callmeter.live;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the live gauges look at the database.
///
/// @param refresh pause between two looks
/// @param window how far back the ratios reach
/// @param threshold wait up to which an answer is within the service level
/// @param maxAge age from which an open call is overdue: its end was lost, so it is no longer in progress
/// @param maxQueues how many queues are shown, the busiest first
@ConfigurationProperties("callmeter.live")
record LiveProperties(@DefaultValue("5s") Duration refresh, @DefaultValue("30m") Duration window,
		@DefaultValue("20s") Duration threshold, @DefaultValue("4h") Duration maxAge,
		@DefaultValue("200") int maxQueues) {

	LiveProperties {
		positive("refresh", refresh);
		positive("window", window);
		positive("max-age", maxAge);
		if (threshold.isNegative()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.live.threshold " + threshold + ". Expected 0s or more");
		}
		if (maxQueues < 0) {
			throw new IllegalArgumentException(
					"Invalid callmeter.live.max-queues " + maxQueues + ". Expected 0 or more");
		}
	}

	private static void positive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.live." + name + " " + value + ". Expected more than 0s");
		}
	}

}
