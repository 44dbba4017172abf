package io.callmeter.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How retention deletes what has expired.
///
/// @param runInterval pause between two runs
/// @param batch how many calls are deleted in one transaction
/// @param maxWait how long a run waits for those who still read a month that is dropped
@ConfigurationProperties("callmeter.retention")
record RetentionProperties(@DefaultValue("1h") Duration runInterval, @DefaultValue("1000") int batch,
		@DefaultValue("1m") Duration maxWait) {

	RetentionProperties {
		if (!runInterval.isPositive()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.retention.run-interval " + runInterval + ". Expected more than 0s");
		}
		if (batch < 1) {
			throw new IllegalArgumentException("Invalid callmeter.retention.batch " + batch + ". Expected 1 or more");
		}
		if (maxWait.toSeconds() < 1) {
			throw new IllegalArgumentException(
					"Invalid callmeter.retention.max-wait " + maxWait + ". Expected 1s or more");
		}
	}

}
