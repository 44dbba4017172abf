package io.callmeter.privacy;

import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything of a person, for those who may see it.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ExportIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String NUMBER = "{\"number\": \"+44 20 7946 0123\"}";

	@Test
	void allCallsOfANumberComeWithLegsAndNumbers() {
		ObjectNode noted = TestCalls.answered("c-2");
		noted.putObject("attributes").put("plan", "gold");
		sent(TestCalls.dialled("c-1"), noted, TestCalls.answered("c-3").put("from", "+12025550143"));

		List<JsonNode> calls = exported(NUMBER);

		assertThat(calls).extracting((call) -> call.path("callId").asString()).containsExactly("c-1", "c-2");
		assertThat(calls.get(0).path("to").asString()).isEqualTo("+442079460123");
		assertThat(calls.get(1).path("from").asString()).isEqualTo("+442079460123");
		assertThat(calls.get(1).at("/attributes/plan").asString()).isEqualTo("gold");
		assertThat(calls.get(1).path("legs").size()).isEqualTo(1);
	}

	@Test
	void whatIsExportedCanBeSentAgain() {
		sent(TestCalls.transferred("c-1"), TestCalls.missedFirst("c-2"));
		String lines = http().post("/v1/exports", JSON, NUMBER).body();

		assertThat(http().post("/v1/calls", "application/x-ndjson", lines).json().path("rejectedCount").asInt())
			.isZero();
	}

	@Test
	void aCaseStandsForEverybodyWhoCalledAboutIt() {
		sent(TestCalls.answered("c-1").put("caseId", "C-1042"), TestCalls.answered("c-2"),
				TestCalls.answered("c-3").put("from", "anonymous").put("caseId", "C-1042"));

		assertThat(exported("{\"caseId\": \"C-1042\"}")).extracting((call) -> call.path("callId").asString())
			.containsExactly("c-1", "c-2", "c-3");
	}

	@Test
	void whoIsErasedHasNothing() {
		sent(TestCalls.answered("c-1"));
		assertThat(http().post("/v1/erasures", JSON, NUMBER).status()).isEqualTo(200);

		assertThat(exported(NUMBER)).isEmpty();
	}

	@Test
	void itIsForThoseWhoMaySeeNumbersAndWrittenDown() {
		sent(TestCalls.answered("c-1"));
		String key = http().post("/v1/keys", JSON, "{\"name\": \"admin\", \"scopes\": [\"admin\"]}")
			.json()
			.path("key")
			.asString();

		Answer refused = stranger().withKey(key).post("/v1/exports", JSON, NUMBER);
		exported(NUMBER);

		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.json().path("detail").asString()).contains("pii:read");
		JsonNode audit = http().get("/v1/audit?limit=1").json().path("items");
		assertThat(audit.at("/0/action").asString()).isEqualTo("exports.request");
		assertThat(audit.at("/0/detail/calls").asInt()).isEqualTo(1);
		assertThat(audit.toString()).doesNotContainPattern("7946 ?0");
	}

	private void sent(ObjectNode... calls) {
		Answer answer = http().post("/v1/calls", JSON, List.of(calls).toString());
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

	private List<JsonNode> exported(String subject) {
		Answer answer = http().post("/v1/exports", JSON, subject);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.body().lines().map((line) -> JsonMapper.shared().readTree(line)).toList();
	}

}
