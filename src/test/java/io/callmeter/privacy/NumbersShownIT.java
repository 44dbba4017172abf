package io.callmeter.privacy;

import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Numbers are for those who may see them, and it is written down what they asked for.
class NumbersShownIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	private static final String LIST = "/v1/calls?" + RANGE;

	private static final String END = "79460123";

	@BeforeEach
	void aCallFullOfNumbers() {
		ObjectNode call = TestCalls.transferred("c-1")
			.put("recordingUrl", "https://recordings.example.com/2026/11/16/02079460123-1795381168.29.wav")
			.put("caseId", "call +44 20 7946 0123");
		((ObjectNode) call.at("/legs/0")).put("transferredTo", "+447700900123");
		call.putObject("attributes").put("note", "or mobile 07700 900123, ask on 2026-11-17");
		Answer sent = http().post("/v1/calls", JSON, call.toString());
		assertThat(sent.json().path("created").asInt()).as(sent.body()).isEqualTo(1);
	}

	@Test
	void nobodyAsksByAWordThatTheyWouldNotBeShown() {
		TestClient reader = stranger().withKey(key("calls:read", "kpis:read"));
		String range = "from=2026-11-16&to=2026-11-17";
		for (String path : List.of("/v1/kpis?metrics=calls&", "/v1/kpis/distribution?of=callLength&", "/v1/calls?")) {
			for (String word : List.of("disposition", "trunk", "source", "caseId")) {
				if (word.equals("caseId") && !path.equals("/v1/calls?")) {
					continue;
				}
				String filter = path + range + "&" + word + "=call 020 7946 0123".replace(" ", "%20");
				Answer refused = reader.get(filter);

				assertThat(refused.status()).as(filter + refused.body()).isEqualTo(403);
				assertThat(refused.json().path("field").asString()).isEqualTo(word);
				assertThat(refused.body()).contains("pii:read").doesNotContain(END);
				assertThat(http().get(filter).status()).as(filter).isEqualTo(200);
				assertThat(reader.get(filter.replace("7946%200123", "79")).status()).as(filter).isEqualTo(200);
			}
		}
	}

	@Test
	void whoReadACallIsInTheAuditWithoutItsNumber() {
		for (String callId : List.of("pbx-442079460123-1", "1795381168.29")) {
			http().post("/v1/calls", JSON, TestCalls.answered(callId).toString());
			assertThat(http().get("/v1/calls/" + callId).status()).isEqualTo(200);
			assertThat(http().put("/v1/holds/" + callId, JSON, "{\"reason\": \"x\"}").status()).isEqualTo(201);
			assertThat(http().delete("/v1/holds/" + callId).status()).isEqualTo(204);
		}

		JsonNode audit = http().get("/v1/audit?limit=6").json().path("items");
		for (int i = 0; i < 3; i++) {
			assertThat(audit.at("/" + i + "/detail/callId").asString()).isEqualTo("1795381168.29");
			assertThat(audit.at("/" + (i + 3) + "/detail/callId").asString()).isEqualTo("pbx-•••••••••••3-1");
		}
	}

	@Test
	void aCallIsShownMasked() {
		JsonNode call = reader("calls:read").get("/v1/calls/c-1").json();

		assertThat(call.path("from").asString()).isEqualTo("+442•••••••23");
		assertThat(call.at("/legs/0/transferredTo").asString()).isEqualTo("+••••••••••23");
		assertThat(call.at("/attributes/note").asString()).isEqualTo("or mobile ••••• ••••23, ask on 2026-11-17");
		assertThat(call.path("caseId").asString()).isEqualTo("call +•• •• •••• ••23");
		assertThat(call.path("recordingUrl").asString()).contains("recordings.example.com/2026/11/16")
			.doesNotContain(END);
	}

	@Test
	void listsAreShownMasked() {
		for (String format : new String[] { JSON, "text/csv" }) {
			String list = reader("calls:read").with("Accept", format).get(LIST + "&unit=segment").body();

			assertThat(list).contains("+442•••••••23", "+442079460800").doesNotContain(END, "7946 0123");
		}
		assertThat(http().get("/v1/audit").json().findValuesAsString("action")).doesNotContain("calls.read-unmasked");
	}

	@Test
	void numbersInWordsAreMaskedWhereTheCallHasNone() {
		sent(wordy(TestCalls.transferred("c-withheld").put("from", "anonymous")));
		ObjectNode blanked = wordy(TestCalls.transferred("c-blanked"));
		sent(blanked);
		owner().sql("update call set from_raw = null, from_number = null where call_id = 'c-blanked'").update();
		TestClient reader = reader("calls:read");

		for (String callId : List.of("c-withheld", "c-blanked")) {
			assertThat(reader.get("/v1/calls/" + callId).body()).as(callId)
				.contains("••23")
				.doesNotContain(END, "7946 0123", "7946-0123");
		}
		for (String format : List.of(JSON, "text/csv")) {
			assertThat(reader.with("Accept", format).get(LIST).body()).as(format)
				.contains("••23")
				.doesNotContain(END, "7946 0123", "7946-0123");
		}
	}

	@Test
	void numbersOfOthersInWordsAreMasked() {
		sent(wordy(TestCalls.transferred("c-other").put("from", "+12025550143")));
		TestClient reader = reader("calls:read");

		assertThat(reader.get("/v1/calls/c-other").body()).contains("+120••••••43")
			.doesNotContain(END, "7946 0123", "7946-0123");
		for (String format : List.of(JSON, "text/csv")) {
			assertThat(reader.with("Accept", format).get(LIST).body()).as(format)
				.doesNotContain(END, "7946 0123", "7946-0123");
		}
		assertThat(reader("calls:read\", \"pii:read").get("/v1/calls/c-other").body()).contains("7946 0123");
	}

	@Test
	void keysOfGroupsAreMasked() {
		sent(wordy(TestCalls.transferred("c-2")));
		TestClient reader = reader("kpis:read");
		String range = "?from=2026-11-16&to=2026-11-17&groupBy=";

		for (String words : List.of("source", "trunk", "disposition")) {
			for (String path : List.of("/v1/kpis" + range + words + "&metrics=calls&links=true",
					"/v1/kpis/distribution" + range + words + "&of=wait")) {
				Answer shown = reader.get(path);
				assertThat(shown.status()).as(shown.body()).isEqualTo(200);
				assertThat(shown.body()).as(path).contains("••23").doesNotContain(END, "7946 0123", "7946%200123");
				assertThat(reader("kpis:read\", \"pii:read").get(path).body()).as(path).containsPattern("7946 ?0123");
			}
			assertThat(reader.with("Accept", "text/csv").get("/v1/kpis" + range + words + "&metrics=calls").body())
				.contains("••23")
				.doesNotContain(END, "7946 0123");
		}
		assertThat(reader.get("/v1/kpis" + range + "number&metrics=calls").json().at("/rows/0/group/number").asString())
			.isEqualTo("+442079460800");
	}

	@Test
	void dispositionsAreMaskedAndAPageGoesOnBehindOne() {
		sent(TestCalls.transferred("c-2").put("disposition", "1 tell 020 7946 0123"));
		sent(TestCalls.transferred("c-3").put("disposition", "2 SALE"));
		TestClient reader = reader("kpis:read");

		for (String every : List.of("false", "true")) {
			String list = "/v1/dispositions?limit=1&everyCampaign=" + every;
			JsonNode first = reader.get(list).json();

			assertThat(first.at("/items/0/code").asString()).isEqualTo("1 tell ••• •••• ••23")
				.isEqualTo(first.at("/items/0/name").asString());
			assertThat(first.path("next").asString()).startsWith("row:");
			assertThat(
					reader.get(list + "&next=" + first.path("next").asString()).json().at("/items/0/code").asString())
				.isEqualTo("2 SALE");
		}
		assertThat(reader("kpis:read\", \"pii:read").get("/v1/dispositions").body()).contains("7946 0123");
	}

	@Test
	void reasonsOfHoldsAreMasked() {
		Answer held = http().put("/v1/holds/c-1", JSON, "{\"reason\": \"asked by 020 7946 0123\"}");
		assertThat(held.status()).as(held.body()).isEqualTo(201);
		TestClient admin = reader("admin");

		assertThat(admin.get("/v1/holds/c-1").json().path("reason").asString()).isEqualTo("asked by ••• •••• ••23");
		assertThat(admin.get("/v1/holds").body()).contains("••23").doesNotContainPattern("7946 ?0");
		assertThat(reader("admin\", \"pii:read").get("/v1/holds").body()).contains("020 7946 0123");
	}

	@Test
	void whoMaySeeNumbersSeesThemAndIsWrittenDown() {
		TestClient reader = reader("calls:read\", \"pii:read");

		assertThat(reader.get("/v1/calls/c-1").json().path("from").asString()).isEqualTo("+442079460123");
		assertThat(reader.get(LIST + "&caller=%2B442079460123").json().at("/items/0/call/customer").asString())
			.isEqualTo("+442079460123");
		assertThat(reader.with("Accept", "text/csv").get(LIST + "&unit=visit&queue=sales").body())
			.contains("+442079460123");

		JsonNode audit = http().get("/v1/audit?limit=3").json().path("items");
		assertThat(audit.findValuesAsString("action")).containsOnly("calls.read-unmasked").hasSize(3);
		assertThat(audit.at("/0/actor").asString()).contains("reader");
		assertThat(audit.at("/0/detail/asked/queue").asString()).isEqualTo("sales");
		assertThat(audit.at("/1/detail/asked/caller").asInt()).isEqualTo(1);
		assertThat(audit.at("/1/detail/rows").asInt()).isEqualTo(1);
		assertThat(audit.at("/2/detail/callId").asString()).isEqualTo("c-1");
		assertThat(audit.toString()).doesNotContain(END);
	}

	@Test
	void whoMayNotSeeNumbersMayNotAskForTheirCallsEither() {
		for (String format : new String[] { JSON, "text/csv" }) {
			for (String callers : new String[] { "%2B442079460123", "02079460123&caller=02079460124", "anonymous",
					"" }) {
				Answer refused = reader("calls:read").with("Accept", format).get(LIST + "&caller=" + callers);

				assertThat(refused.status()).as(refused.body()).isEqualTo(403);
				assertThat(refused.json().path("field").asString()).isEqualTo("caller");
				assertThat(refused.json().path("detail").asString()).contains("pii:read");
				assertThat(refused.body()).doesNotContain(END);
			}
		}
	}

	@Test
	void everyQuestionForCallersIsWrittenDownAlsoInVain() {
		TestClient reader = reader("calls:read\", \"pii:read");

		assertThat(reader.get(LIST + "&caller=%2B442079460777&caller=%2B442079460778").json().path("items")).isEmpty();
		reader.with("Accept", "text/csv").get(LIST + "&caller=%2B442079460777");

		JsonNode audit = http().get("/v1/audit?limit=2").json().path("items");
		assertThat(audit.findValuesAsString("action")).containsOnly("calls.read-unmasked").hasSize(2);
		assertThat(audit.at("/0/detail/asked/caller").asInt()).isEqualTo(1);
		assertThat(audit.at("/1/detail/asked/caller").asInt()).isEqualTo(2);
		assertThat(audit.at("/1/detail/rows").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { JSON + " /v1/kpis?metrics=calls&groupBy=disposition&" + RANGE,
					"text/csv /v1/kpis?metrics=calls&groupBy=disposition&" + RANGE,
					"text/csv /v1/kpis?metrics=calls&groupBy=trunk&limit=10&" + RANGE,
					JSON + " /v1/kpis/distribution?of=callLength&groupBy=source&" + RANGE, JSON + " /v1/dispositions",
					JSON + " /v1/dispositions?everyCampaign=true", JSON + " /v1/dispositions/SALE", JSON + " /v1/holds",
					JSON + " /v1/holds/c-2" })
	void numbersInAnyAnswerAreWrittenDownOnceAndNoPlainAnswerIs(String format, String path) {
		TestClient masked = stranger().withKey(key("kpis:read", "admin")).with("Accept", format);
		TestClient unmasked = stranger().withKey(key("kpis:read", "admin", "pii:read")).with("Accept", format);
		sent(TestCalls.transferred("c-2").put("disposition", "SALE").put("trunk", "SIP/alpha").put("source", "pbx"));
		http().put("/v1/holds/c-2", JSON, "{\"reason\": \"asked by the ombudsman\"}");
		Answer plain = unmasked.get(path);
		assertThat(plain.status()).as(plain.body()).isEqualTo(200);
		assertThat(readUnmasked()).isEmpty();

		sent(wordy(TestCalls.transferred("c-3")));
		http().put("/v1/dispositions/SALE", JSON, "{\"name\": \"tell 020 7946 0123\"}");
		http().put("/v1/holds/c-2", JSON, "{\"reason\": \"asked by 020 7946 0123\"}");
		assertThat(masked.get(path).body()).contains("••23");
		assertThat(readUnmasked()).isEmpty();

		assertThat(unmasked.get(path).body()).containsPattern("7946 ?0123");
		assertThat(readUnmasked()).singleElement()
			.satisfies((entry) -> assertThat(path)
				.startsWith(entry.at("/detail/of").asString().replace("{code}", "SALE").replace("{callId}", "c-2")))
			.extracting(JsonNode::toString, InstanceOfAssertFactories.STRING)
			.doesNotContainPattern("7946 ?0123");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { JSON + " /v1/kpis?metrics=calls& source", "text/csv /v1/kpis?metrics=calls& trunk",
					JSON + " /v1/kpis/distribution?of=callLength& disposition", JSON + " /v1/calls? caseId",
					JSON + " /v1/calls? disposition", JSON + " /v1/calls? trunk", JSON + " /v1/calls? source" })
	void aQuestionWithANumberIsWrittenDownOnceAlsoInVain(String format, String question, String word) {
		TestClient unmasked = stranger().withKey(key("kpis:read", "calls:read", "pii:read")).with("Accept", format);
		String path = question + RANGE + "&" + word + "=";

		assertThat(unmasked.get(path + "nothing").status()).isEqualTo(200);
		assertThat(readUnmasked()).isEmpty();
		assertThat(unmasked.get(path + "call%20020%207946%200777").status()).isEqualTo(200);

		assertThat(readUnmasked()).singleElement()
			.satisfies((entry) -> assertThat(entry.at("/detail/asked/" + word).asString())
				.isEqualTo("call ••• •••• ••77"));
	}

	@Test
	void figuresThatCannotBeWrittenDownAreNotShown() {
		sent(wordy(TestCalls.transferred("c-2")));
		TestClient reader = reader("kpis:read\", \"pii:read");

		withoutAudit(() -> {
			for (String path : List.of("/v1/kpis?metrics=calls&groupBy=disposition&",
					"/v1/kpis/distribution?of=callLength&groupBy=trunk&", "/v1/dispositions?")) {
				for (String format : path.startsWith("/v1/kpis?") ? List.of(JSON, "text/csv") : List.of(JSON)) {
					String asked = path.endsWith("dispositions?") ? path : path + RANGE;
					Answer refused = reader.with("Accept", format).get(asked);

					assertThat(refused.status()).as(path).isGreaterThanOrEqualTo(400);
					assertThat(refused.body()).doesNotContain(END, "7946 0123");
				}
			}
		});
	}

	@Test
	void whatCannotBeWrittenDownIsNotShown() {
		TestClient reader = reader("calls:read\", \"pii:read");

		withoutAudit(() -> {
			for (String path : new String[] { LIST, LIST + "&unit=visit", "/v1/calls/c-1" }) {
				for (String format : new String[] { JSON, "text/csv" }) {
					Answer refused = reader.with("Accept", format).get(path);

					assertThat(refused.status()).as(path).isGreaterThanOrEqualTo(400);
					assertThat(refused.body()).doesNotContain(END);
				}
			}
		});
	}

	@Test
	void aMaskedAnswerSentBackIsRefused() {
		ObjectNode call = (ObjectNode) reader("calls:read").get("/v1/calls/c-1").json();
		call.remove("from");
		call.remove("to");

		Answer refused = http().put("/v1/calls/c-1", JSON, call.toString());

		assertThat(refused.status()).as(refused.body()).isEqualTo(400);
		assertThat(refused.json().path("detail").asString()).contains("is masked");
	}

	/// A number of somebody in each text that people write.
	private static ObjectNode wordy(ObjectNode call) {
		call.put("source", "fax 020 7946 0123")
			.put("trunk", "SIP/02079460123")
			.put("disposition", "call +44 20 7946 0123")
			.put("caseId", "442079460123")
			.put("recordingUrl", "https://recordings.example.com/02079460123.wav");
		((ObjectNode) call.at("/legs/0")).put("trunk", "SIP/02079460123")
			.put("skill", "020-7946-0123")
			.put("reason", "asked by 02079460123")
			.put("transferredTo", "02079460123");
		return call;
	}

	private List<JsonNode> readUnmasked() {
		return http().get("/v1/audit")
			.json()
			.path("items")
			.valueStream()
			.filter((entry) -> entry.path("action").asString().equals("calls.read-unmasked"))
			.toList();
	}

	private void sent(ObjectNode call) {
		Answer sent = http().post("/v1/calls", JSON, call.toString());
		assertThat(sent.json().path("created").asInt()).as(sent.body()).isEqualTo(1);
	}

	private TestClient reader(String scopes) {
		Answer made = http().post("/v1/keys", JSON, "{\"name\": \"reader\", \"scopes\": [\"" + scopes + "\"]}");
		assertThat(made.status()).as(made.body()).isEqualTo(201);
		return stranger().withKey(made.json().path("key").asString());
	}

}
