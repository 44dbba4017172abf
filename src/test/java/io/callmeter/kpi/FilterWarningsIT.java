package io.callmeter.kpi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.menu;
import static io.callmeter.kpi.Deliveries.outbound;
import static org.assertj.core.api.Assertions.assertThat;

/// No silent zeros: a filter that names nothing known says so beside the zeros, and an alias names its agent.
class FilterWarningsIT extends PostgresIT {

	private static final String DAY = "from=2026-11-09&to=2026-11-10";

	private static final String JSON = "application/json";

	@BeforeEach
	void aCentre() {
		put("/v1/agents/alice.adams", "{\"name\": \"Alice\", \"team\": \"north\", \"aliases\": [\"1001\"]}");
		put("/v1/queues/quiet", "{\"name\": \"Quiet\"}");
		put("/v1/calendars/default", """
				{"name": "Usual", "timeZone": "UTC",
				 "dayParts": [{"name": "office", "days": ["MONDAY"], "from": "08:00", "to": "18:00"}]}""");
		Answer posted = http().post("/v1/calls", "application/x-ndjson",
				inbound(MONDAY).with("campaign", "spring")
					.with("disposition", "SALE")
					.with("trunk", "trunk-a")
					.with("source", "pbx1")
					.legs(menu(MONDAY, "SERVED"),
							answered("sales", "alice.adams", MONDAY.plusSeconds(5), Duration.ofSeconds(10)))
					.json() + "\n" + outbound(MONDAY).with("from", "+4930901899").json());
		assertThat(posted.json().path("created").asInt()).as(posted.body()).isEqualTo(2);
	}

	@Test
	void anAliasNamesItsAgent() {
		for (String agent : List.of("1001", "alice.adams", "1001,alice.adams")) {
			JsonNode answer = get("/v1/kpis?" + DAY + "&metrics=handled,calls&links=true&agent=" + agent);
			assertThat(answer.at("/total/metrics/handled/value").asInt()).as(agent).isEqualTo(1);
			assertThat(answer.at("/total/metrics/calls/value").asInt()).as(agent).isEqualTo(1);
			assertThat(answer.path("warnings")).isEmpty();
			assertThat(get("/v1/calls?" + DAY + "&unit=segment&agent=" + agent).path("items").size()).isEqualTo(1);
			assertThat(get("/v1/kpis/distribution?" + DAY + "&of=talk&agent=" + agent).at("/total/n").asInt())
				.isEqualTo(1);
			assertThat(get(answer.at("/total/links/handled/numerator").asString()).path("items").size()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			queue      , salse       , sales
			agent      , alice.adam  , alice.adams
			agent      , 10010       , 1001
			agent      , nobody      ,
			team       , nroth       , north
			team       , south       ,
			campaign   , sprint      , spring
			number     , +4930901821 , +4930901820
			disposition, SALES       , SALE
			trunk      , trunk-b     , trunk-a
			source     , pbx2        , pbx1
			ivr        , mian        , main
			ivr        , Main        , main
			dayPart    , ofice       , office
			""")
	void aFilterThatNamesNothingKnownSaysSo(String field, String value, String meant) {
		String filter = "&" + field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);

		for (String question : List.of("/v1/kpis?metrics=calls&", "/v1/calls?", "/v1/kpis/distribution?of=talk&")) {
			JsonNode answer = get(question + DAY + filter);

			assertThat(answer.path("warnings").size()).as("%s %s", question, answer).isEqualTo(1);
			JsonNode warning = answer.path("warnings").path(0);
			assertThat(warning.path("field").asString()).isEqualTo(field);
			assertThat(warning.path("value").asString()).isEqualTo(value);
			assertThat(warning.path("message").asString()).contains("'" + value + "'");
			if (meant != null) {
				assertThat(warning.path("message").asString()).contains("Did you mean " + meant + "?");
			}
			else {
				assertThat(warning.path("message").asString()).doesNotContain("Did you mean");
			}
		}
		assertThat(get("/v1/kpis?metrics=calls&" + DAY + filter).at("/total/metrics/calls/value").asInt()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue=sales", "queue=quiet", "queue=", "agent=alice.adams", "team=north",
			"campaign=spring", "number=%2B4930901820", "number=%2B4930901899", "disposition=SALE", "trunk=trunk-a",
			"source=pbx1", "ivr=main", "dayPart=office", "dayPart=holiday", "dayPart=",
			"dayPart=late&dayParts=late:MON@10:00-12:00", "direction=INTERNAL", "outcome=BUSY", "hourOfDay=3" })
	void whatIsKnownNeedsNoWarning(String filter) {
		assertThat(get("/v1/kpis?metrics=calls&" + DAY + "&" + filter).path("warnings")).isEmpty();
	}

	@Test
	void ofSeveralValuesOnlyTheUnknownAreNamed() {
		JsonNode answer = get("/v1/kpis?metrics=offered&" + DAY + "&queue=sales,salse,nowhere&agent=");

		assertThat(answer.path("warnings").findValuesAsString("value")).containsExactly("salse", "nowhere");
	}

	@Test
	void whatWasDeletedIsKnownAsLongAsCallsNameIt() {
		owner().sql("delete from queue where code = 'sales'").update();

		JsonNode answer = get("/v1/kpis?metrics=offered&" + DAY + "&queue=sales");

		assertThat(answer.at("/total/metrics/offered/value").asInt()).isEqualTo(1);
		assertThat(answer.path("warnings")).isEmpty();
	}

	@Test
	void csvSaysItInAHeader() {
		TestClient csv = http().with("Accept", "text/csv");
		for (String question : List.of("/v1/kpis?metrics=offered&groupBy=queue&", "/v1/calls?")) {
			Answer answer = csv.get(question + DAY + "&queue=verk%C3%A4ufe,sales");

			String header = answer.headers().firstValue("Callmeter-Warnings").orElseThrow();
			assertThat(header).isASCII();
			JsonNode warnings = JsonMapper.shared().readTree(header);
			assertThat(warnings.at("/0/field").asString()).isEqualTo("queue");
			assertThat(warnings.at("/0/value").asString()).isEqualTo("verkäufe");
			assertThat(csv.get(question + DAY + "&queue=sales").headers().firstValue("Callmeter-Warnings")).isEmpty();
		}
	}

	@Test
	void aHeaderHasAsManyWarningsAsFit() {
		String many = "%C3%A4".repeat(100);
		String queues = String.join(",", many + "1", many + "2", many + "3", many + "4", many + "5", many + "6");
		Answer answer = http().with("Accept", "text/csv").get("/v1/kpis?metrics=offered&" + DAY + "&queue=" + queues);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Callmeter-Warnings").orElseThrow()).hasSizeLessThan(4100);
	}

	@Test
	void numbersInWarningsAreShownToThoseWhoMaySeeThem() {
		String question = "/v1/kpis?metrics=calls&" + DAY + "&number=%2B442079460123";

		assertThat(get(question).at("/warnings/0/value").asString()).isEqualTo("+442079460123");
		Answer masked = stranger().withKey(key("kpis:read")).get(question);
		assertThat(masked.json().at("/warnings/0/value").asString()).isEqualTo("+••••••••••23");
		assertThat(masked.json().path("warnings").toString()).doesNotContain("7946012");
	}

	private void put(String path, String body) {
		Answer answer = http().put(path, JSON, body);
		assertThat(answer.status()).as(answer.body()).isIn(200, 201);
	}

	private JsonNode get(String path) {
		Answer answer = http().get(path);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
		return answer.json();
	}

}
