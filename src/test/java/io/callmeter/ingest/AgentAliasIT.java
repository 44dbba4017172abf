package io.callmeter.ingest;

import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// However a source calls an agent, legs are stored under the agent's own code.
class AgentAliasIT extends PostgresIT {

	@BeforeEach
	void aliceHasAnExtension() {
		owner().sql("insert into agent (tenant_id, code, name) values (1, 'alice', 'Alice'), (1, 'bob', 'Bob')")
			.update();
		alias("1001", "alice");
	}

	@Test
	void legsAreStoredUnderTheOwnCode() {
		post(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "1001", 0, 60),
				TestCalls.offer("2", "sales", "1001", 70, "MISSED", 80), TestCalls.segment("3", "carol", 90, 95)));

		assertThat(agents("c-1")).containsExactly("alice", "alice", "carol");
		assertThat(owner().sql("select agent from leg order by leg_id").query(String.class).list())
			.containsExactly("alice", "alice", "carol");
	}

	@Test
	void noAgentIsMadeOfAnAlias() {
		post(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "1001", 0, 60)));

		assertThat(owner().sql("select code from agent order by code").query(String.class).list())
			.containsExactly("alice", "bob");
	}

	@Test
	void twoNamesOfOneAgentAreNoDifference() {
		ObjectNode byAlias = TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "1001", 0, 60));
		ObjectNode byCode = TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "alice", 0, 60));

		assertThat(post(byAlias).path("created").asInt()).isEqualTo(1);
		assertThat(post(byAlias).path("unchanged").asInt()).isEqualTo(1);
		assertThat(post(byCode).path("unchanged").asInt()).isEqualTo(1);
		assertThat(http().put("/v1/calls/c-1", "application/json", byAlias.toString()).json().path("effect").asString())
			.isEqualTo("UNCHANGED");
	}

	@Test
	void aStoredLegChangesOnlyWhenItIsDeliveredAgain() {
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "1001", 0, 60));
		post(call);
		owner().sql("update agent_alias set agent = 'bob'").update();

		assertThat(agents("c-1")).containsExactly("alice");
		post(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("2", "carol", 70, 80)));
		assertThat(agents("c-1")).containsExactly("alice", "carol");

		assertThat(post(call).path("updated").asInt()).isEqualTo(1);
		assertThat(agents("c-1")).containsExactly("bob", "carol");
	}

	@Test
	void aLegStoredBeforeItsCodeBecameAnAliasMakesNoAgentWhenItGrows() {
		post(TestCalls.withLegs(TestCalls.inbound("c-1"),
				TestCalls.leg("1").put("agent", "2002").put("answeredAt", TestCalls.at(0).toString())));
		owner().sql("delete from agent where code = '2002'").update();
		alias("2002", "bob");

		post(TestCalls.withLegs(TestCalls.inbound("c-1"),
				TestCalls.ended(TestCalls.leg("1").put("answeredAt", TestCalls.at(0).toString()), "ANSWERED", 60)));

		assertThat(owner().sql("select code from agent order by code").query(String.class).list())
			.containsExactly("alice", "bob");
	}

	@Test
	void anAgentThatOnlyCallsHaveNamedBecomesAnAlias() {
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.segment("1", "login-7", 0, 60));
		post(call);

		Answer repaired = http().put("/v1/agents/alice", "application/json", """
				{"name": "Alice", "aliases": ["1001", "login-7"]}""");

		assertThat(repaired.status()).as(repaired.body()).isEqualTo(200);
		assertThat(http().get("/v1/agents/login-7").status()).isEqualTo(404);
		assertThat(agents("c-1")).as("until it is delivered again").containsExactly("login-7");
		assertThat(post(call).path("updated").asInt()).isEqualTo(1);
		assertThat(agents("c-1")).containsExactly("alice");
		assertThat(http().get("/v1/agents/login-7").status()).isEqualTo(404);
	}

	private static void alias(String alias, String agent) {
		owner().sql("insert into agent_alias (tenant_id, alias, agent) values (1, :alias, :agent)")
			.param("alias", alias)
			.param("agent", agent)
			.update();
	}

	private JsonNode post(ObjectNode call) {
		Answer answer = http().post("/v1/calls", "application/json", call.toString());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private List<String> agents(String callId) {
		return http().get("/v1/calls/" + callId)
			.json()
			.path("legs")
			.valueStream()
			.map((leg) -> leg.path("agent").asString())
			.toList();
	}

}
