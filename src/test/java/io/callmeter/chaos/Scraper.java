package io.callmeter.chaos;

import java.time.Duration;

/// Prometheus, which does not ask again.
final class Scraper {

	private static final Duration PACE = Duration.ofSeconds(1);

	private final Client client;

	Scraper(Client client) {
		this.client = client;
	}

	void scrapeOne() throws InterruptedException {
		this.client.sendOnce(Request.get("/actuator/prometheus"));
		Gate.pause(PACE);
	}

}
