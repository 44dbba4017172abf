package io.callmeter.ingest;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long whoever sends calls waits for the database.
///
/// @param timeout how long one statement that stores calls may take
/// @param maxWait how long a request of few calls waits for its commit, its turn and all; then 503
@ConfigurationProperties("callmeter.ingest")
record IngestWaits(@DefaultValue("10s") Duration timeout, @DefaultValue("20s") Duration maxWait) {

	IngestWaits {
		if (!timeout.isPositive() || !maxWait.isPositive()) {
			throw new IllegalArgumentException("Invalid callmeter.ingest.timeout " + timeout + " or max-wait " + maxWait
					+ ". Expected more than 0s for each");
		}
	}

}
