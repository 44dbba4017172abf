package io.callmeter.privacy;

import java.util.ArrayList;
import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Who was delivered in the addresses of telephone systems, with a name, is exported whole and nowhere after an erasure;
/// also where a release before has stored such an address as it was sent.
class AddressesErasedIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String SUBJECT = "{\"number\": \"+442079460101\"}";

	private static final String IN_THE_COUNTRY = "2079460101";

	private static final List<String> NOTATIONS = List.of("\"Ann Archer\" <sip:+442079460101@pbx>",
			"Ann Archer <sips:+442079460101@[2001:db8::1]:5061;user=phone>", "\"Archer, Ann\" <+442079460101>",
			"%22Ann%20Archer%22%20%3Csip%3A%2B442079460101%40pbx%3E", "\"Ann Archer\" <tel:+442079460101;ext=600>",
			"\"Ann Archer\" <tel:020-7946-0101;phone-context=+44>", "\"Ann Archer\" <sip:%2B442079460101@pbx>",
			"\"Ann Archer\" <PJSIP/+442079460101-0000001a>", "\"Ann Archer\" <Local/+442079460101@x-00000001;1>",
			"\"Ann Archer\" 00442079460101", "Ann Archer +44 20 7946 0101", "+442079460101@pbx",
			"\"Ann Archer\" <sip:\u202A+442079460101\u202C@pbx>");

	@Test
	void aNumberAndItsNameAreNowhereHoweverTheyWereDelivered() {
		Answer agent = http()
			.put("/v1/agents/alice", JSON,
					JsonMapper.shared()
						.createObjectNode()
						.put("name", "Alice")
						.set("aliases", JsonMapper.shared()
							.valueToTree(NOTATIONS.stream().map(AddressesErasedIT::visible).distinct().toList()))
						.toString());
		assertThat(agent.status()).as(agent.body()).isEqualTo(201);
		List<String> own = new ArrayList<>();
		for (int i = 0; i < NOTATIONS.size(); i++) {
			String text = NOTATIONS.get(i);
			own.addAll(List.of("from-" + i, "to-" + i));
			ObjectNode everywhere = TestCalls.transferred("from-" + i)
				.put("from", text)
				.put("trunk", visible(text))
				.put("source", visible(text))
				.put("disposition", visible(text))
				.put("caseId", visible(text))
				.put("recordingUrl", "https://recordings.example.com/?of=%2B442079460101&n=" + i);
			everywhere.putObject("attributes").put("clid", text).put(text, "x");
			sent(inLegs(everywhere, text), TestCalls.dialled("to-" + i).put("to", text));
			ObjectNode others = inLegs(TestCalls.transferred("other-" + i).put("from", "+12025550143"), text);
			others.putObject("attributes").put("clid", text);
			sent(others.put("trunk", visible(text))
				.put("source", visible(text))
				.put("disposition", visible(text))
				.put("caseId", visible(text)));
			patched("other-" + i, visible(text));
			patched("waits-" + i, visible(text));
		}
		assertThat(http().put("/v1/holds/other-0", JSON,
				JsonMapper.shared().createObjectNode().put("reason", "Asked for by " + NOTATIONS.getFirst()).toString())
			.status()).isEqualTo(201);
		assertThat(http().delete("/v1/holds/other-0").status()).isEqualTo(204);
		assertThat(Dump.of(owner()).text()).contains("Archer");

		assertThat(exported()).containsExactlyInAnyOrderElementsOf(own);
		JsonNode erased = erased();

		assertThat(erased.path("callsErased").asInt()).isEqualTo(own.size());
		assertNowhere();
		assertThat(exported()).isEmpty();
		for (int i = 0; i < NOTATIONS.size(); i++) {
			sent(TestCalls.answered("from-" + i).put("from", NOTATIONS.get(i)));
		}
		assertNowhere();
	}

	@Test
	void anAgentOfTheNumberIsACodeThatIsNamedAndCorrectedFirst() {
		ObjectNode call = TestCalls.answered("c-1").put("from", "sip:+442079460101@pbx");
		((ObjectNode) call.at("/legs/0")).put("agent", "PJSIP/+442079460101-0000001a");
		sent(call);

		Answer refused = http().post("/v1/erasures", JSON, SUBJECT);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().at("/codes/agent/0").asString()).startsWith("PJSIP/+•••");

		((ObjectNode) call.at("/legs/0")).put("agent", "alice");
		assertThat(http().put("/v1/calls/c-1", JSON, call.toString()).status()).isEqualTo(200);
		Answer deleted = http().delete("/v1/agents/PJSIP%2F+442079460101-0000001a");
		assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
		owner().sql("select fold_changes(1, 'UTC', 1000)").query((_, _) -> "").list();
		assertThat(erased().path("callsErased").asInt()).isOne();
		assertNowhere();
	}

	@Test
	void whatAReleaseBeforeStoredIsFoundByItsDigits() {
		for (int i = 0; i < NOTATIONS.size(); i++) {
			storedBefore(TestCalls.answered("from-" + i), "from", NOTATIONS.get(i));
			storedBefore(TestCalls.dialled("to-" + i), "to", NOTATIONS.get(i));
		}
		storedBefore(TestCalls.answered("behind"), "from", "+442079460101 (Ann Archer)");
		storedBefore(TestCalls.answered("in-a-name"), "from", "\"02079460101 Archer\" <sip:+12025550143@pbx>");
		storedBefore(TestCalls.answered("somebody"), "from", "\"Zoe\" <sip:+12079460101@pbx>");
		storedBefore(TestCalls.answered("cairo"), "from", "<sip:+2079460101@pbx>");

		assertThat(exportedLines()).anyMatch((line) -> line.contains("Ann Archer"));
		assertThat(exported()).hasSize(2 * NOTATIONS.size() + 2).doesNotContain("somebody", "cairo");
		assertThat(erased().path("callsErased").asInt()).isEqualTo(2 * NOTATIONS.size() + 2);

		assertThat(owner().sql("select string_agg(from_raw, ' ') from call where direction = 'INBOUND'")
			.query(String.class)
			.single()).contains("\"Zoe\" <sip:+12079460101@pbx>", "<sip:+2079460101@pbx>");
		owner().sql("delete from call where call_id in ('somebody', 'cairo')").update();
		owner().sql("delete from customer where number like '%+12079%' or number like '%+2079%'").update();
		assertNowhere();
	}

	@Test
	void aCaseFindsTheSameCustomerInOtherNotations() {
		storedBefore(TestCalls.answered("before").put("caseId", "C-1042"), "from", NOTATIONS.getFirst());
		sent(TestCalls.answered("now").put("from", NOTATIONS.getLast()),
				TestCalls.answered("other").put("from", "+12025550143").put("trunk", "SIP/02079460101-0000001a"));

		Answer answer = http().post("/v1/erasures", JSON, "{\"caseId\": \"C-1042\"}");

		assertThat(answer.json().path("callsErased").asInt()).as(answer.body()).isEqualTo(2);
		assertNowhere();
	}

	@Test
	void aNumberOfTheCentreIsRefusedHoweverItWasStored() {
		sent(TestCalls.answered("c-1").put("to", "+12025550199"));
		owner().sql("update call set to_number = '\"Line\" <sip:+442079460101@pbx>', to_raw = to_number").update();
		assertThat(http().post("/v1/erasures", JSON, SUBJECT).status()).isEqualTo(409);

		owner().sql("delete from call").update();
		owner().sql("update centre_number set number = 'sip:+442079460101@pbx'").update();
		assertThat(http().post("/v1/erasures", JSON, SUBJECT).status()).isEqualTo(409);
	}

	@Test
	void namesOfPeopleAreTakenOutOfNamesWithTheirNumbers() {
		sent(TestCalls.answered("c-1").put("from", "+442079460101"));
		assertThat(http()
			.put("/v1/queues/sales", JSON,
					JsonMapper.shared()
						.createObjectNode()
						.put("name", "Sales, ask \"Ann Archer\" <sip:+442079460101@pbx> first")
						.toString())
			.status()).isEqualTo(200);

		erased();

		assertThat(http().get("/v1/queues/sales").json().path("name").asString()).startsWith("Sales, ask •••")
			.endsWith(" first");
		assertNowhere();
	}

	/// A customer's number as the first release has stored what it could not read.
	private void storedBefore(ObjectNode call, String side, String text) {
		String stand = "+1202555" + (1000 + owner().sql("select count(*) from call").query(Integer.class).single());
		sent(call.put(side, stand));
		owner().sql("update call set %1$s_raw = :text, %1$s_number = :text where %1$s_number = :stand".formatted(side))
			.param("text", text)
			.param("stand", stand)
			.update();
		owner().sql("""
				update call set customer_id = c.customer_id from customer c
				 where c.number = :text and call.call_id = :callId""")
			.param("text", text)
			.param("callId", call.path("callId").asString())
			.update();
		owner().sql("""
				delete from customer where number = :stand
				   and exists (select from customer known where known.number = :text)""")
			.param("text", text)
			.param("stand", stand)
			.update();
		owner().sql("update customer set number = :text where number = :stand")
			.param("text", text)
			.param("stand", stand)
			.update();
	}

	/// As codes take it, which have no character that nobody sees.
	private static String visible(String text) {
		return text.replaceAll("\\p{Cf}", "");
	}

	private static ObjectNode inLegs(ObjectNode call, String text) {
		((ObjectNode) call.at("/legs/0")).put("transferredTo", text)
			.put("agent", visible(text))
			.put("trunk", visible(text))
			.put("skill", visible(text))
			.put("reason", visible(text))
			.put("legId", text.substring(0, Math.min(64, text.length())));
		return call;
	}

	private void patched(String callId, String text) {
		String patch = JsonMapper.shared().createObjectNode().put("disposition", text).put("caseId", text).toString();
		assertThat(http().patch("/v1/calls/" + callId, "application/merge-patch+json", patch).status()).isBetween(200,
				202);
	}

	private void sent(ObjectNode... calls) {
		Answer answer = http().post("/v1/calls", JSON, List.of(calls).toString());
		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isZero();
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private List<String> exportedLines() {
		Answer answer = http().post("/v1/exports", JSON, SUBJECT);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.body().lines().toList();
	}

	private List<String> exported() {
		return exportedLines().stream()
			.map((line) -> JsonMapper.shared().readTree(line).path("callId").asString())
			.toList();
	}

	private JsonNode erased() {
		Answer answer = http().post("/v1/erasures", JSON, SUBJECT);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static void assertNowhere() {
		Dump dump = Dump.of(owner());
		assertThat(dump.text()).doesNotContain("Archer", "Ann");
		assertThat(dump.digits()).doesNotContain(IN_THE_COUNTRY);
	}

}
