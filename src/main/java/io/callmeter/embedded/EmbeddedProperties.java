package io.callmeter.embedded;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The embedded database, used only while `spring.datasource.url` is not set.
/// @param dataDir the folder of its data, made if missing; one running service a folder
/// @param port where it listens on the loopback interface; 0 takes a free port at each start
@ConfigurationProperties("callmeter.embedded")
record EmbeddedProperties(@DefaultValue("./data/postgres") Path dataDir, @DefaultValue("0") int port) {

	EmbeddedProperties {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("callmeter.embedded.port is " + port + ", not a port");
		}
	}

}
