package io.callmeter.http;

import java.util.Set;

import org.springframework.core.env.Environment;

/// Where the service is reached from the machine on which it runs.
public final class OwnAddress {

	private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

	private OwnAddress() {
	}

	/// @param environment of a service that listens
	/// @return a URL with a slash at its end
	public static String of(Environment environment) {
		boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class,
				environment.containsProperty("server.ssl.bundle"));
		String address = environment.getProperty("server.address", "localhost");
		return (tls ? "https" : "http") + "://" + (EVERYWHERE.contains(address) ? "localhost" : address) + ":"
				+ environment.getRequiredProperty("local.server.port")
				+ environment.getProperty("server.servlet.context-path", "") + "/";
	}

}
