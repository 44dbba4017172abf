package io.callmeter.kpi;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;

/// Ranges as people say them, in the zone of the question, on a Monday half an hour after midnight in London.
@Import(RangesIT.Standing.class)
class RangesIT extends PostgresIT {

	@ParameterizedTest
	@CsvSource({ "from=lastWeek, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
			"range=yesterday, 2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
			"from=yesterday&timeZone=America/New_York, 2026-11-21T00:00:00-05:00, 2026-11-22T00:00:00-05:00",
			"from=2026-W46&timeZone=Europe/Helsinki, 2026-11-09T00:00:00+02:00, 2026-11-16T00:00:00+02:00",
			"range=2026-10&timeZone=Europe/London, 2026-10-01T00:00:00+01:00, 2026-11-01T00:00:00Z",
			"from=now-7d, 2026-11-16T00:30:00Z, 2026-11-23T00:30:00Z",
			"from=thisWeek&to=now&timeZone=Asia/Kolkata, 2026-11-23T00:00:00+05:30, 2026-11-23T06:00:00+05:30" })
	void areEchoedWithTheOffsetOfTheZone(String asked, String from, String to) {
		for (String question : List.of("/v1/kpis?metrics=calls&", "/v1/kpis/distribution?of=wait&")) {
			JsonNode answer = get(question + asked);

			assertThat(answer.path("from").asString()).isEqualTo(from);
			assertThat(answer.path("to").asString()).isEqualTo(to);
		}
	}

	@Test
	void chooseCallsInListsByTheSameZone() {
		http().post("/v1/calls", "application/x-ndjson",
				inbound(Instant.parse("2026-11-21T23:30:00Z")).with("callId", "c-1").json());

		assertThat(get("/v1/calls?range=yesterday").path("items").size()).isZero();
		JsonNode items = get("/v1/calls?range=yesterday&timeZone=Europe/Helsinki").path("items");
		assertThat(items.at("/0/call/callId").asString()).isEqualTo("c-1");
		assertThat(items.at("/0/at").asString()).isEqualTo("2026-11-22T01:30:00+02:00");
		assertThat(items.at("/0/call/startedAt").asString()).isEqualTo("2026-11-22T01:30:00+02:00");
	}

	@Test
	void beginInTheZoneOfTheTenantOrOfTheQueue() {
		http().put("/v1/tenants/default", "application/json", "{\"timeZone\": \"Pacific/Auckland\"}");
		http().put("/v1/queues/night", "application/json",
				"{\"name\": \"Night\", \"timeZone\": \"America/Los_Angeles\"}");

		assertThat(get("/v1/kpis?range=today&metrics=calls").path("from").asString())
			.isEqualTo("2026-11-23T00:00:00+13:00");
		JsonNode ofQueue = get("/v1/kpis?range=today&metrics=offered&queue=night&interval=PT12H");
		assertThat(ofQueue.path("from").asString()).isEqualTo("2026-11-22T00:00:00-08:00");
		assertThat(ofQueue.at("/rows/1/from").asString()).isEqualTo("2026-11-22T12:00:00-08:00");
	}

	@Test
	void csvHasTheTimesOfTheZone() {
		Answer csv = http().with("Accept", "text/csv")
			.get("/v1/kpis?range=2026-10-25&timeZone=Europe/Paris&interval=PT12H&metrics=calls");

		assertThat(csv.body().lines()).containsExactly("from,to,calls",
				"2026-10-25T00:00:00+02:00,2026-10-25T11:00:00+01:00,0",
				"2026-10-25T11:00:00+01:00,2026-10-25T23:00:00+01:00,0",
				"2026-10-25T23:00:00+01:00,2026-10-26T00:00:00+01:00,0");
	}

	@Test
	void linksAndTimesOfAnAnswerAreUnderstood() {
		http().post("/v1/calls", "application/x-ndjson", inbound(Instant.parse("2026-11-21T23:30:00Z")).json());
		JsonNode answer = get("/v1/kpis?range=yesterday&timeZone=Europe/Helsinki&metrics=calls&links=true");

		assertThat(get(answer.at("/total/links/calls/numerator").asString()).path("items").size()).isOne();
		assertThat(get("/v1/kpis?metrics=calls&from=" + answer.path("from").asString() + "&to="
				+ answer.path("to").asString().replace("+", "%2B"))
			.at("/total/metrics/calls/value")
			.asInt()).as("with a + that is read as a blank, and without").isOne();
	}

	private JsonNode get(String path) {
		Answer answer = http().get(path);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
		return answer.json();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Standing {

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.parse("2026-11-23T00:30:00Z"), ZoneOffset.UTC);
		}

	}

}
