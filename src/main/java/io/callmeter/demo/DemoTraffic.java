package io.callmeter.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.callmeter.access.Keys;
import io.callmeter.access.Scope;
import io.callmeter.http.OwnAddress;
import io.callmeter.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Sends the calls of the simulated centre as any dialer would, over HTTP and in real time, while the service runs. When it
/// stops, everybody hangs up first, so that no call stays open.
@Component
@ConditionalOnBooleanProperty("callmeter.demo")
class DemoTraffic {

	private static final Logger log = LoggerFactory.getLogger(DemoTraffic.class);

	private static final long SEED = 20261109;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration KEY_LIFE = Duration.ofDays(1);

	private final Keys keys;

	private final Tenants tenants;

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

	private final CountDownLatch closing = new CountDownLatch(1);

	private @Nullable Thread sender;

	private boolean failing;

	private String key = "";

	private Instant keyExpires = Instant.EPOCH;

	DemoTraffic(Keys keys, Tenants tenants) {
		this.keys = keys;
		this.tenants = tenants;
	}

	@EventListener
	void begin(ApplicationReadyEvent ready) {
		String service = OwnAddress.of(ready.getApplicationContext().getEnvironment());
		this.sender = Thread.ofVirtual().name("demo").start(() -> play(service));
	}

	/// Comes before anything is stopped, so that the last calls are still taken.
	@EventListener(ContextClosedEvent.class)
	void end() throws InterruptedException {
		this.closing.countDown();
		if (this.sender != null) {
			this.sender.join(LIMIT);
		}
		this.http.shutdownNow();
	}

	private void play(String service) {
		DemoCentre centre = new DemoCentre(SEED, Instant.now().truncatedTo(ChronoUnit.MILLIS));
		try {
			while (!isClosingBy(centre.nextAt())) {
				send(service, centre.next());
			}
			send(service, centre.close(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/// Waits until then.
	private boolean isClosingBy(Instant at) throws InterruptedException {
		return this.closing.await(Duration.between(Instant.now(), at).toMillis(), TimeUnit.MILLISECONDS);
	}

	private void send(String service, List<Delivery> deliveries) throws InterruptedException {
		for (Delivery delivery : deliveries) {
			send(service, delivery);
		}
	}

	private void send(String service, Delivery delivery) throws InterruptedException {
		try {
			HttpResponse<String> answer = this.http.send(request(service, delivery), BodyHandlers.ofString());
			told((answer.statusCode() == 200) ? null : answer.body());
		}
		catch (IOException | DataAccessException ex) {
			told(ex.toString());
		}
	}

	/// @param trouble null if all is well
	private void told(@Nullable String trouble) {
		if (trouble != null && !this.failing) {
			log.warn("Calls of the simulated centre are lost: {}", trouble);
		}
		this.failing = trouble != null;
	}

	private HttpRequest request(String service, Delivery delivery) {
		HttpRequest.Builder request = switch (delivery.kind()) {
			case CALL -> HttpRequest.newBuilder(URI.create(service + "v1/calls"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(delivery.body()));
			case RESULT -> HttpRequest.newBuilder(URI.create(service + "v1/calls/" + delivery.callId()))
				.header("Content-Type", "application/merge-patch+json")
				.method("PATCH", BodyPublishers.ofString(delivery.body()));
		};
		return request.timeout(LIMIT).header("Authorization", "Bearer " + currentKey()).build();
	}

	/// A key of its own, which may send calls and nothing else, and is another one each
	/// day.
	private String currentKey() {
		Instant now = Instant.now();
		if (now.plus(LIMIT).isAfter(this.keyExpires)) {
			this.keyExpires = now.plus(KEY_LIFE);
			this.key = this.keys.makeForTheService(this.tenants.usual(), "demo", Set.of(Scope.CALLS_WRITE),
					this.keyExpires);
		}
		return this.key;
	}

}
