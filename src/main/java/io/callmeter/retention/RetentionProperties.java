package io.callmeter.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How what has expired goes.
///
/// @param run pause between two runs
/// @param batch how many calls go in one transaction
/// @param patience how long a run waits for those who still read a month that goes
@ConfigurationProperties("callmeter.retention")
record RetentionProperties(@DefaultValue("1h") Duration run, @DefaultValue("1000") int batch,
		@DefaultValue("1m") Duration patience) {

	RetentionProperties {
		if (!run.isPositive()) {
			throw new IllegalArgumentException("callmeter.retention.run is " + run + "; set more than 0s");
		}
		if (batch < 1) {
			throw new IllegalArgumentException("callmeter.retention.batch is " + batch + "; set 1 or more");
		}
		if (patience.toSeconds() < 1) {
			throw new IllegalArgumentException("callmeter.retention.patience is " + patience + "; set 1s or more");
		}
	}

}
