package io.callmeter.access;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/// Nobody sends more requests than one may, and nobody suffers from another's.
@TestPropertySource(properties = { "callmeter.access.rate=1", "callmeter.access.burst=20" })
class RateLimitIT extends PostgresIT {

	@Test
	void whoSendsTooManyRequestsIsToldWhenToSendTheNext() {
		TestClient busy = stranger().withKey(key("kpis:read"));
		TestClient other = stranger().withKey(key("kpis:read", "calls:read"));

		Answer first = busy.get("/v1/queues");
		assertThat(first.status()).isEqualTo(200);
		assertThat(first.headers().firstValue("RateLimit-Limit")).hasValue("20");
		assertThat(first.headers().firstValue("RateLimit-Remaining")).hasValue("19");
		assertThat(first.headers().firstValue("RateLimit-Reset")).hasValue("1");

		Answer last = first;
		for (int i = 0; i < 60 && last.status() == 200; i++) {
			last = busy.get("/v1/queues");
		}
		assertThat(last.status()).isEqualTo(429);
		assertThat(last.json().path("type").asString()).isEqualTo("urn:callmeter:problem:too-many-requests");
		assertThat(last.headers().firstValueAsLong("Retry-After")).hasValue(1);
		assertThat(last.headers().firstValue("RateLimit-Remaining")).hasValue("0");
		assertThat(other.get("/v1/queues").status()).isEqualTo(200);
	}

}
