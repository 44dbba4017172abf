package io.callmeter.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What the simulated centre sends is taken and counted.
class DemoDeliveriesIT extends PostgresIT {

	@Test
	void everyDeliveryOfTenMinutesIsTaken() {
		Instant closed = Instant.parse("2026-11-16T09:10:00Z");
		DemoCentre centre = new DemoCentre(1, closed.minus(Duration.ofMinutes(10)));
		List<Delivery> deliveries = DemoCentreTest.playedUntil(closed, centre);
		deliveries.forEach(this::send);
		centre.close(closed).forEach(this::send);

		long calls = deliveries.stream().map(Delivery::callId).distinct().count();
		JsonNode total = http().get(
				"/v1/kpis?from=2026-11-16T09:00:00Z&to=2026-11-16T10:00:00Z&metrics=offered,answered,abandoned,resolved,csat")
			.json()
			.at("/total/metrics");
		assertThat(total.at("/offered/value").longValue()).isEqualTo(calls)
			.isEqualTo(total.at("/answered/value").longValue() + total.at("/abandoned/value").longValue());
		assertThat(total.at("/resolved/value").longValue()).isPositive();
		assertThat(total.at("/csat/value").doubleValue()).isPositive();
		assertThat(owner().sql("select count(*) from call where ended_at is null").query(Long.class).single()).isZero();
	}

	private void send(Delivery delivery) {
		Answer answer = switch (delivery.kind()) {
			case CALL -> http().post("/v1/calls", "application/json", delivery.body());
			case RESULT ->
				http().patch("/v1/calls/" + delivery.callId(), "application/merge-patch+json", delivery.body());
		};
		assertThat(answer.status()).as("%s: %s", delivery, answer.body()).isEqualTo(200);
	}

}
