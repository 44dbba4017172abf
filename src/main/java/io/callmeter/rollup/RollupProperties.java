package io.callmeter.rollup;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How rollups follow calls.
///
/// @param interval pause between two times that changes are rolled up
/// @param batch how many changes are rolled up in one transaction, of legs or of calls
/// @param verifyInterval pause between two comparisons of a day's rollups with its calls
/// @param lag how long the oldest change of more than a batch may wait before whoever stores calls waits, too
/// @param maxWait how long each batch of calls waits then, at most
@ConfigurationProperties("callmeter.rollup")
record RollupProperties(@DefaultValue("1s") Duration interval, @DefaultValue("50000") int batch,
		@DefaultValue("10m") Duration verifyInterval, @DefaultValue("1m") Duration lag,
		@DefaultValue("2s") Duration maxWait) {

	RollupProperties {
		positive("interval", interval);
		positive("verify-interval", verifyInterval);
		positive("lag", lag);
		if (maxWait.isNegative()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.rollup.max-wait " + maxWait + ". Expected 0s or more");
		}
		if (batch < 1) {
			throw new IllegalArgumentException("Invalid callmeter.rollup.batch " + batch + ". Expected 1 or more");
		}
	}

	private static void positive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.rollup." + name + " " + value + ". Expected more than 0s");
		}
	}

}
