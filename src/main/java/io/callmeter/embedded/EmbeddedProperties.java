package io.callmeter.embedded;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The embedded database, used only while `spring.datasource.url` is not set.
/// @param dataDir the folder of its data, made if missing; one running service a folder
/// @param port where it listens on the loopback interface; 0 takes a free port at each start
/// @param maxOutage how long a server that has ended is tried to be started again before the process ends, too
@ConfigurationProperties("callmeter.embedded")
record EmbeddedProperties(@DefaultValue("./data/postgres") Path dataDir, @DefaultValue("0") int port,
		@DefaultValue("1m") Duration maxOutage) {

	EmbeddedProperties {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException(
					"Invalid callmeter.embedded.port " + port + ". Expected a port, or 0 for a free one");
		}
		if (!maxOutage.isPositive()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.embedded.max-outage " + maxOutage + ". Expected more than 0s");
		}
	}

}
