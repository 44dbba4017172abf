package io.callmeter.ingest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A number is the same number however a telephone system writes it: for whoever counts, filters, assigns or may not see
/// it.
class SipNumbersIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String NUMBER = "+442079460101";

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	private static final List<String> NOTATIONS = List.of(NUMBER, "\"Ann\" <sip:+442079460101@pbx>",
			"sips:+44-20-7946-0101@[2001:db8::1]:5061;user=phone", "tel:020-7946-0101;phone-context=+44",
			"%22Ann%22%20%3Csip%3A%2B442079460101%40pbx%3E", "Ann Archer <+442079460101>", "+442079460101@pbx",
			"PJSIP/+442079460101-0000001a", "Local/+442079460101@agents-00000001;1", "00442079460101");

	@Test
	void callersAreCountedOnceAndHiddenOnesAreWithheld() {
		for (int i = 0; i < NOTATIONS.size(); i++) {
			sent(TestCalls.answered("in-" + i).put("from", NOTATIONS.get(i)));
			sent(TestCalls.dialled("out-" + i).put("to", NOTATIONS.get(i)));
		}
		sent(TestCalls.answered("hidden").put("from", "\"Anonymous\" <sip:anonymous@anonymous.invalid>"));

		JsonNode metrics = http().get("/v1/kpis?" + RANGE + "&metrics=calls,callers,withheldCalls")
			.json()
			.at("/total/metrics");

		assertThat(metrics.at("/calls/value").asInt()).isEqualTo(2 * NOTATIONS.size() + 1);
		assertThat(metrics.at("/callers/value").asInt()).isOne();
		assertThat(metrics.at("/withheldCalls/value").asInt()).isOne();
		assertThat(owner().sql("select number from customer").query(String.class).list()).containsExactly(NUMBER);
	}

	@Test
	void theNameOfAPersonIsNotKeptWithTheirNumber() {
		for (String sent : NOTATIONS) {
			sent(TestCalls.answered("c-1").put("from", sent));
			assertThat(owner().sql("select from_raw from call").query(String.class).single()).contains("2")
				.doesNotContain("Ann");
		}
		ObjectNode call = TestCalls.answered("c-2").put("from", "\"Ann\" <sip:+442079460101@pbx>");
		sent(call);
		assertThat(sent(call).path("unchanged").asInt()).isOne();
	}

	@Test
	void callsAreFoundByTheNumberInAnyNotation() {
		sent(TestCalls.answered("c-1").put("from", "\"Ann\" <sip:+442079460101@pbx>").put("to", "sip:600@pbx"));
		sent(TestCalls.answered("c-2").put("from", "sip:alice@Example.com").put("to", "PJSIP/600-0000001a"));

		for (String asked : NOTATIONS) {
			assertThat(found("caller", asked)).as(asked).containsExactly("c-1");
		}
		for (String lostPlus : List.of("sip: 442079460101@pbx", "<tel: 44-20-7946-0101>",
				"PJSIP/ 442079460101-0000001a")) {
			assertThat(found("caller", lostPlus)).as(lostPlus).containsExactly("c-1");
		}
		assertThat(found("caller", "\"Alice\" <sips:alice@EXAMPLE.com;lr>")).containsExactly("c-2");
		for (String asked : List.of("600", "sip:600@elsewhere", "Local/600@queues-00000001;1")) {
			assertThat(found("number", asked)).as(asked).containsExactlyInAnyOrder("c-1", "c-2");
		}
	}

	@Test
	void theNumberDialledIsThatOfTheReferenceDataInAnyNotation() {
		Answer known = http().put("/v1/numbers/" + encoded("sip:+442079460800@pbx"), JSON,
				"{\"name\": \"Line\", \"assignments\": [{\"campaign\": \"winter\", \"queue\": \"sales\"}]}");
		assertThat(known.status()).as(known.body()).isEqualTo(201);
		assertThat(http().get("/v1/numbers/" + encoded("+442079460800")).json().path("name").asString())
			.isEqualTo("Line");

		List<String> dialled = List.of("\"Line\" <sip:+442079460800@pbx>", "PJSIP/+442079460800-0000001a",
				"00442079460800");
		for (int i = 0; i < dialled.size(); i++) {
			sent(TestCalls.withLegs(TestCalls.inbound("c-" + i).put("to", dialled.get(i)),
					TestCalls.leg("1").put("queuedAt", TestCalls.NINE.toString())));
			JsonNode call = http().get("/v1/calls/c-" + i).json();
			assertThat(call.path("campaign").asString()).isEqualTo("winter");
			assertThat(call.at("/legs/0/queue").asString()).isEqualTo("sales");
		}
		assertThat(owner().sql("select number from centre_number").query(String.class).list())
			.containsExactly("+442079460800");
	}

	@Test
	void whoMayNotSeeNumbersSeesNeitherThemNorTheNamesBesideThem() {
		for (int i = 0; i < NOTATIONS.size(); i++) {
			ObjectNode call = TestCalls.transferred("c-" + i)
				.put("from", NOTATIONS.get(i))
				.put("trunk", NOTATIONS.get(i));
			((ObjectNode) call.at("/legs/0")).put("transferredTo", NOTATIONS.get(i));
			call.putObject("attributes").put("clid", NOTATIONS.get(i));
			sent(call);
		}
		String key = http().post("/v1/keys", JSON, "{\"name\": \"reader\", \"scopes\": [\"calls:read\"]}")
			.json()
			.path("key")
			.asString();

		for (int i = 0; i < NOTATIONS.size(); i++) {
			assertThat(stranger().withKey(key).get("/v1/calls/c-" + i).body()).contains("•••")
				.doesNotContain("Ann", "Archer", "7946");
		}
	}

	private List<String> found(String parameter, String value) {
		Answer answer = http().get("/v1/calls?" + RANGE + "&" + parameter + "=" + encoded(value));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().path("items").valueStream().map((item) -> item.at("/call/callId").asString()).toList();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private JsonNode sent(ObjectNode call) {
		Answer answer = http().post("/v1/calls", JSON, call.toString());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

}
