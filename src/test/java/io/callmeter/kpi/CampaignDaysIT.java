package io.callmeter.kpi;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A campaign costs the same on each of its days, however many hours they have.
class CampaignDaysIT extends PostgresIT {

	private static final String JSON = "application/json";

	@ParameterizedTest
	@CsvSource(textBlock = """
			2026-03-28, 2026-03-30, 2026-03-31, 2026-03-29T01:00, 2026-03-29T13:30
			2026-10-24, 2026-10-26, 2026-10-27, 2026-10-25T00:00, 2026-10-25T11:30
			""")
	void aDayOfTheCalendarCostsTheSameWhateverItsHours(String first, String last, String after, String from,
			String half) {
		TestClient berlin = stranger().withKey(keyOfNewTenant("berlin", "admin", "reference:write", "kpis:read"));
		berlin.put("/v1/tenants/berlin", JSON, "{\"timeZone\": \"Europe/Berlin\"}");
		await().atMost(Duration.ofSeconds(10))
			.until(() -> berlin.get("/v1/kpis?from=2026-07-01&to=2026-07-02&metrics=calls")
				.json()
				.path("timeZone")
				.asString()
				.equals("Europe/Berlin"));
		var put = berlin.put("/v1/campaigns/spring", JSON, """
				{"name": "Spring", "startsOn": "%s", "endsOn": "%s", "cost": 100, "currency": "EUR"}""".formatted(first,
				last));
		assertThat(put.status()).as(put.body()).isEqualTo(201);

		assertThat(costs(berlin, "from=" + first + "&to=" + after + "&interval=P1D"))
			.isEqualTo(List.of("33.3333333333", "33.3333333333", "33.3333333333"));
		assertThat(costs(berlin, "from=" + first + "&to=" + after)).isEqualTo(List.of("100"));
		assertThat(costs(berlin, "from=" + from + "&to=" + half)).as("half of the day")
			.isEqualTo(List.of("16.6666666667"));
	}

	private static List<String> costs(TestClient client, String range) {
		return StreamSupport
			.stream(client.get("/v1/kpis?" + range + "&groupBy=campaign&currency=EUR&metrics=cost")
				.json()
				.path("rows")
				.spliterator(), false)
			.map((row) -> row.at("/metrics/cost/value").asString())
			.toList();
	}

}
