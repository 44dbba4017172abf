package io.callmeter.privacy;

import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Scope;
import io.callmeter.sql.Lease;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What is erased is nowhere any more and does not come back; what was counted counts as before.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ErasureIT extends PostgresIT {

	private static final String JSON = "application/json";

	/// The customer of [TestCalls].
	private static final String NUMBER = "+442079460123";

	private static final String IN_THE_COUNTRY = "2079460123";

	private static final String FIGURES = "/v1/kpis?from=2026-11-16&to=2026-11-18&metrics=calls,callers,repeatRate,"
			+ "firstContactResolution,offered,answered&groupBy=";

	private static final Caller CALLER = new Caller(TENANT, Set.of(Scope.ADMIN), "test");

	@Autowired
	private JdbcClient service;

	@Autowired
	private TenantTransactions transactions;

	@Autowired
	private Subjects subjects;

	@Autowired
	private Mentions mentions;

	@Autowired
	private Audit audit;

	@Autowired
	private Lease lease;

	@Test
	void aNumberIsNowhereInAnyForm() {
		sent(TestCalls.answered("c-1")
			.put("from", "tel:+44 (0)20 7946-0123")
			.put("recordingUrl", "https://recordings.example.com/442079460123.wav"), TestCalls.dialled("c-2"),
				TestCalls.answered("c-3").put("trunk", "SIP/02079460123-1").put("caseId", IN_THE_COUNTRY),
				someoneElse("c-4").put("trunk", "SIP/02079460123-1").put("source", "fax 020.7946.0123"),
				withNumber(someoneElse("c-5"), "transferredTo", "0044 20 7946 0123"),
				withNumber(someoneElse("c-6"), "skill", "+44-2079460123"));
		attributes("c-7", "tell 020 7946 0123 tomorrow");
		attributes("c-8", "442079460123");
		patched("c-9", "{\"caseId\": \"+442079460123\", \"disposition\": \"SALE\"}");
		patched("c-4", "{\"disposition\": \"call +44 20 7946 0123\"}");
		sent(TestCalls.inbound("c-10").put("direction", "OUTBOUND"));
		sent(TestCalls.inbound("c-10"));
		held("c-4", "Asked for by +44 20 7946 0123");
		assertThat(http().delete("/v1/holds/c-4").status()).isEqualTo(204);
		held("c-2000", null);
		String calls = facts("call_fact", "call_id, started_at, outcome, customer_id, queue, agent, number, calls");

		JsonNode erased = erased("{\"number\": \"+44 20 7946 0123\"}");

		assertThat(erased.path("callsErased").asInt()).isEqualTo(4);
		assertThat(erased.path("mentionsErased").asInt()).isEqualTo(6);
		assertThat(erased.path("codesKept").asInt()).isZero();
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
		assertThat(facts("call_fact", "call_id, started_at, outcome, customer_id, queue, agent, number, calls"))
			.isEqualTo(calls);
		assertThat(call("c-5").at("/legs/0").has("transferredTo")).isFalse();
		assertThat(call("c-4").path("trunk").asString()).startsWith("erased-")
			.isEqualTo(call("c-3").path("trunk").asString());
		assertThat(call("c-4").path("from").asString()).isEqualTo("+12025550143");
		assertThat(mismatches()).isZero();
		assertThat(erased("{\"number\": \"" + NUMBER + "\"}").path("callsErased").asInt()).isZero();
	}

	@Test
	void figuresStayAsTheyWere() {
		sent(TestCalls.answered("c-1"), TestCalls.answered("c-2"), TestCalls.dialled("c-3"), someoneElse("c-4"));
		rollups("rebuild");
		Map<String, String> before = Map.of("queue", figures("queue"), "direction", figures("direction"), "number",
				figures("number"));

		erased("{\"number\": \"" + NUMBER + "\"}");

		before.forEach((group, figures) -> assertThat(figures(group)).isEqualTo(figures));
		rollups("rebuild");
		before.forEach((group, figures) -> assertThat(figures(group)).isEqualTo(figures));
		assertThat(mismatches()).isZero();
	}

	@Test
	void laterDeliveriesBringNothingBack() {
		ObjectNode call = TestCalls.answered("c-1").put("recordingUrl", "https://recordings.example.com/1");
		call.putObject("attributes").put("plan", "gold");
		call.put("caseId", NUMBER);
		sent(call);
		String customer = customerOf("c-1");
		erased("{\"number\": \"" + NUMBER + "\"}");
		String caseId = call("c-1").path("caseId").asString();

		assertThat(sent(call.deepCopy()).path("unchanged").asInt()).isEqualTo(1);
		assertThat(sent(call.deepCopy().put("priority", 3)).path("updated").asInt()).isEqualTo(1);
		assertNothingIsBack("c-1", customer);
		assertThat(call("c-1").path("caseId").asString()).isEqualTo(caseId).startsWith("erased-");
		assertThat(http().put("/v1/calls/c-1", JSON, call.toString()).status()).isEqualTo(200);
		assertNothingIsBack("c-1", customer);
		patched("c-1", "{\"caseId\": \"+442079460123\", \"resolved\": true}");
		assertThat(call("c-1").path("resolved").asBoolean()).isTrue();
		assertThat(call("c-1").path("caseId").asString()).isEqualTo(caseId);
		call.put("startedAt", TestCalls.NINE.minusSeconds(60).toString());
		sent(call);
		assertNothingIsBack("c-1", customer);
		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(204);
		assertThat(http().put("/v1/calls/c-1", JSON, call.toString()).status()).isEqualTo(201);
		assertNothingIsBack("c-1", null);
		assertThat(mismatches()).isZero();
	}

	@Test
	void whoHasTheSameDigitsInAnotherCountryKeepsThem() {
		sent(TestCalls.answered("tennessee").put("from", "+14235551234"),
				TestCalls.answered("liechtenstein").put("from", "+4235551234"));

		assertThat(erased("{\"number\": \"+14235551234\"}").path("callsErased").asInt()).isOne();

		assertThat(call("tennessee").has("from")).isFalse();
		assertThat(call("liechtenstein").path("from").asString()).isEqualTo("+4235551234");
	}

	@Test
	void aCallThatComesMeanwhileIsCountedOnce() throws Exception {
		sent(TestCalls.answered("c-1"));

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection audit = ownerDataSource().getConnection()) {
			audit.setAutoCommit(false);
			audit.createStatement().execute("lock table audit_entry in share mode");
			Future<JsonNode> erasure = executor.submit(() -> erased("{\"number\": \"" + NUMBER + "\"}"));
			await().until(() -> owner().sql("select exists (select from pg_locks where not granted)")
				.query(Boolean.class)
				.single());
			sent(TestCalls.answered("c-2").put("caseId", NUMBER));
			audit.commit();

			assertThat(erasure.get().path("callsErased").asInt()).isEqualTo(2);
			assertThat(erasure.get().path("mentionsErased").asInt()).isZero();
		}
	}

	@Test
	void callsAreErasedInBatchesAndEachIsCountedOnce() {
		List<ObjectNode> calls = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			calls.add(TestCalls.answered("own-" + i));
			calls.add(someoneElse("other-" + i).put("trunk", "SIP/02079460123-" + i % 2));
		}
		sent(calls.toArray(ObjectNode[]::new));
		held("own-7", "court");

		Erased erased = inBatches(10).erase(CALLER, new Subject(NUMBER, null), false);

		assertThat(erased.callsErased()).isEqualTo(24);
		assertThat(erased.callsHeld()).isOne();
		assertThat(erased.mentionsErased()).isEqualTo(25);
		assertThat(owner().sql("select call_id from call where from_raw ~ '7946'").query(String.class).list())
			.containsExactly("own-7");
		assertThat(owner()
			.sql("select count(distinct trunk) from call where call_id like 'other-%' and trunk like 'erased-%'")
			.query(Integer.class)
			.single()).isEqualTo(2);
		assertThat(owner().sql("select count(distinct xmin::text) from call where call_id like 'other-%'")
			.query(Integer.class)
			.single()).as("transactions").isEqualTo(3);
		assertThat(mismatches()).isZero();
	}

	private Erasures inBatches(int of) {
		return new Erasures(this.service, this.transactions, this.subjects, this.mentions, this.audit, this.lease, of);
	}

	@Test
	void whatNamesTheNumberAndComesWhileItIsErasedIsErasedToo() throws Exception {
		sent(TestCalls.answered("c-1"), someoneElse("c-2").put("trunk", "SIP/02079460123"), someoneElse("c-5"));

		JsonNode erased = whileErased("c-1", "{\"number\": \"" + NUMBER + "\"}", () -> {
			sent(someoneElse("c-3").put("disposition", "call +44 20 7946 0123").put("trunk", "SIP/02079460123"),
					withNumber(someoneElse("pbx-02079460123"), "skill", "02079460123"),
					TestCalls.answered("c-4").put("disposition", "tell 02079460123"));
			patched("c-5", "{\"disposition\": \"ask 020 7946 0123\"}");
			patched("c-6", "{\"caseId\": \"020 7946 0123\"}");
			attributes("c-7", "or 020 7946 0123");
		});

		assertNowhere();
		assertThat(erased.path("callsErased").asInt()).isEqualTo(2);
		assertThat(erased.path("mentionsErased").asInt()).isEqualTo(6);
		assertThat(call("c-3").path("trunk").asString()).startsWith("erased-")
			.isEqualTo(call("c-2").path("trunk").asString());
		assertThat(http().get("/v1/dispositions").body()).contains("erased-").doesNotContainPattern("7946 ?0");
		assertThat(mismatches()).isZero();
		assertThat(owner().sql("select count(*) from touched_call").query(Integer.class).single()).isZero();
	}

	@Test
	void theFirstCallOfANumberThatComesWhileItIsErasedIsErasedToo() throws Exception {
		sent(someoneElse("c-1").put("trunk", "SIP/02079460123"));

		JsonNode erased = whileErased("c-1", "{\"number\": \"" + NUMBER + "\"}", () -> sent(TestCalls.answered("c-2")));

		assertNowhere();
		assertThat(erased.path("callsErased").asInt()).isOne();
	}

	/// Of a case whose calls all are of age, whoever comes first names all of it.
	@Test
	void aCaseThatComesOfAgeWhileItIsErasedStaysOne() throws Exception {
		for (String callId : List.of("a", "c", "b")) {
			sent(someoneElse(callId).put("caseId", IN_THE_COUNTRY));
		}
		owner().sql("""
				insert into retention (tenant_id, personal_horizon) values (1, '2026-11-18T00:00:00Z')""").update();

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection slow = ownerDataSource().getConnection()) {
			slow.setAutoCommit(false);
			slow.createStatement().execute("select from call_key where call_id = 'c' for update");
			Future<Erased> erasure = executor
				.submit(() -> inBatches(1).erase(CALLER, new Subject(NUMBER, null), false));
			awaitWaiting(1);
			Future<Answer> run = executor.submit(() -> http().post("/v1/retention/run?dryRun=false", JSON, ""));
			awaitWaiting(2);
			slow.commit();
			assertThat(erasure.get().mentionsErased()).isEqualTo(3);
			assertThat(run.get().status()).isEqualTo(200);
		}

		assertThat(owner().sql("select distinct case_id from call").query(String.class).list()).hasSize(1)
			.allMatch((name) -> name.startsWith("erased-"));
	}

	/// Does something after an erasure has looked at all calls, and before it takes one.
	private JsonNode whileErased(String callId, String subject, Runnable meanwhile) throws Exception {
		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection slow = ownerDataSource().getConnection()) {
			slow.setAutoCommit(false);
			slow.createStatement().execute("select from call_key where call_id = '" + callId + "' for update");
			Future<JsonNode> erasure = executor.submit(() -> erased(subject));
			awaitWaiting(1);
			meanwhile.run();
			assertThat(erasure.isDone()).isFalse();
			slow.commit();
			return erasure.get();
		}
	}

	/// Until so many statements wait for locks.
	private static void awaitWaiting(int statements) {
		await().until(() -> owner().sql("select count(*) from pg_locks where not granted")
			.query(Integer.class)
			.single() >= statements);
	}

	@Test
	void aNumberIsInNoIdAndTheCallIsFoundByItAllTheSame() {
		String callId = "pbx-02079460123-1";
		ObjectNode call = withLegIds(TestCalls.answered(callId), "leg-%02d-442079460123");
		sent(call, someoneElse("for 020 7946 0123"), withLegIds(someoneElse("c-3"), "%d:02079460123"));
		patched("waits-02079460123", "{\"resolved\": true}");
		sent(TestCalls.answered("gone-02079460123"));
		assertThat(http().delete("/v1/calls/gone-02079460123").status()).isEqualTo(204);
		rollups("rebuild");
		String figures = figures("queue");

		JsonNode erased = erased("{\"number\": \"" + NUMBER + "\"}");

		assertThat(erased.path("callsErased").asInt()).isEqualTo(1);
		assertThat(erased.path("mentionsErased").asInt()).isEqualTo(4);
		assertThat(erased.path("codesKept").asInt()).isZero();
		assertNowhere();
		assertThat(figures("queue")).isEqualTo(figures);
		assertThat(call(callId).path("callId").asString()).startsWith("erased-");
		assertThat(sent(call).path("unchanged").asInt()).isEqualTo(1);
		assertThat(sent(call.put("priority", 3)).path("updated").asInt()).isEqualTo(1);
		assertThat(http().put("/v1/calls/" + callId, JSON, call.put("priority", 4).toString()).status()).isEqualTo(200);
		assertThat(call(callId).path("priority").asInt()).isEqualTo(4);
		assertThat(call(callId).path("legs")).hasSameSizeAs(call.path("legs"));
		patched(callId, "{\"resolved\": true}");
		assertThat(call(callId).path("resolved").asBoolean()).isTrue();
		sent(TestCalls.answered("waits-02079460123"));
		assertThat(call("waits-02079460123").path("resolved").asBoolean()).isTrue();
		assertThat(sent(TestCalls.answered("gone-02079460123")).path("stale").asInt()).isEqualTo(1);
		held(callId, "Complaint");
		assertThat(http().get("/v1/holds/" + callId).json().path("callId").asString()).startsWith("erased-");
		assertThat(http().delete("/v1/holds/" + callId).status()).isEqualTo(204);
		assertThat(http().delete("/v1/calls/" + callId).status()).isEqualTo(204);
		assertThat(owner().sql("select count(*) from call").query(Integer.class).single()).isEqualTo(3);
		erased("{\"number\": \"" + NUMBER + "\"}");
		assertNowhere();
		assertThat(mismatches()).isZero();
	}

	@Test
	void newLegsOfAnErasedCallBringNoNumberBack() {
		sent(TestCalls.answered("c-1"));
		erased("{\"number\": \"" + NUMBER + "\"}");
		ObjectNode later = withLegIds(TestCalls.answered("c-1"), "%d-02079460123");

		sent(later);
		int legs = call("c-1").path("legs").size();
		assertThat(sent(later).path("unchanged").asInt()).isEqualTo(1);

		assertThat(call("c-1").path("legs").size()).isEqualTo(legs).isEqualTo(2 * later.path("legs").size());
		assertNowhere();
	}

	@Test
	void legsOfOneMomentStayInTheirOrder() {
		for (String number : List.of("", "-02079460123")) {
			ObjectNode call = TestCalls.inbound("c" + number);
			call.putArray("legs");
			for (String queue : List.of("sales", "support", "night")) {
				call.withArray("legs")
					.addObject()
					.put("legId", queue + number)
					.put("queue", queue)
					.put("queuedAt", TestCalls.NINE.toString());
			}
			sent(call);
		}
		String queues = "select string_agg(distinct concat_ws(' ', queue, first_queue), ',') from call_fact";
		String before = owner().sql(queues).query(String.class).single();
		assertThat(before).isEqualTo("support night");

		erased("{\"number\": \"" + NUMBER + "\"}");

		assertThat(owner().sql(queues).query(String.class).single()).isEqualTo(before);
		assertNowhere();
	}

	@Test
	void theIdOfAHeldCallStaysUntilItIsReleased() {
		sent(TestCalls.answered("pbx-02079460123"));
		held("pbx-02079460123", "Complaint");
		assertThat(erased("{\"number\": \"" + NUMBER + "\"}").path("callsHeld").asInt()).isOne();
		assertThat(call("pbx-02079460123").path("callId").asString()).isEqualTo("pbx-02079460123");

		assertThat(http().delete("/v1/holds/pbx-02079460123").status()).isEqualTo(204);
		erased("{\"number\": \"" + NUMBER + "\"}");

		assertNowhere();
	}

	private static ObjectNode withLegIds(ObjectNode call, String form) {
		int i = 0;
		for (JsonNode leg : call.path("legs")) {
			((ObjectNode) leg).put("legId", form.formatted(++i));
		}
		return call;
	}

	private static void assertNowhere() {
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
	}

	@Test
	void aNumberIsFoundInEveryNotation() {
		attributes("c-1", "tel 0207946\n0123");
		attributes("c-2", "\u0660\u0662\u0660 \u0667\u0669\u0664\u0666 \u0660\u0661\u0662\u0663");
		attributes("c-5", "020\u200B7946\u200B0123");
		sent(someoneElse("c-3").put("recordingUrl", "https://recordings.example.com/?from=%2B44%2020%207946%200123"),
				someoneElse("c-4").put("trunk", "020&nbsp;7946&nbsp;0123"),
				someoneElse("c-6").put("disposition", "020 - - 7946 - - 0123"),
				withNumber(someoneElse("c-7"), "skill", "\uFF10\uFF12\uFF1079460123"), TestCalls.answered("c-8"));

		JsonNode erased = erased("{\"number\": \"" + NUMBER + "\"}");

		assertThat(erased.path("mentionsErased").asInt()).isEqualTo(7);
		assertThat(Dump.of(owner()).text()).doesNotContain("0207946", "7946 0123", "7946%200123", "79460123",
				"\u0667\u0669\u0664\u0666");
	}

	@Test
	void aNumberIsInNoNameOfReferenceData() {
		sent(TestCalls.answered("c-1"), TestCalls.dialled("c-2"), someoneElse("c-3").put("disposition", "SALE"));
		String name = "{\"name\": \"ask 020 7946 0123\"}";
		for (String row : List.of("queues/sales", "campaigns/spring", "dispositions/SALE", "agents/bob",
				"queues/desk-02079460123")) {
			assertThat(http().put("/v1/" + row, JSON, name).status()).as(row).isBetween(200, 201);
		}
		assertThat(http()
			.put("/v1/agents/alice", JSON,
					"{\"name\": \"Alice\", \"team\": \"team 02079460123\", \"skills\": [\"french\", \"02079460123\"],"
							+ " \"aliases\": [\"02079460123\", \"7001\"]}")
			.status()).isEqualTo(200);
		Answer calendar = http().put("/v1/calendars/default", JSON,
				"{\"name\": \"of 02079460123\", \"dayParts\": [], \"holidays\": [{\"date\": \"2026-12-25\", "
						+ "\"name\": \"call 02079460123\"}]}");
		assertThat(calendar.status()).as(calendar.body()).isBetween(200, 201);

		assertRefused("{\"number\": \"" + NUMBER + "\"}", 409, "part of codes");
		JsonNode erased = erased("{\"number\": \"" + NUMBER + "\", \"keepCodes\": true}");

		assertThat(erased.path("codesKept").asInt()).isOne();
		assertThat(http().delete("/v1/queues/desk-02079460123").status()).isEqualTo(204);
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
		assertThat(http().get("/v1/queues/sales").json().path("name").asString()).startsWith("ask •••");
		JsonNode alice = http().get("/v1/agents/alice").json();
		assertThat(alice.path("aliases").toString()).isEqualTo("[\"7001\"]");
		assertThat(alice.path("skills").toString()).contains("french", "•••");
		assertThat(http().get("/v1/calendars/default").json().at("/holidays/0/date").asString())
			.isEqualTo("2026-12-25");
	}

	@Test
	void codesWithTheNumberAreCorrectedFirstOrKept() {
		ObjectNode call = inCodes(TestCalls.answered("c-1"), "-02079460123");
		sent(call);
		assertThat(http()
			.put("/v1/targets/sales-02079460123", JSON,
					"{\"metric\": \"serviceLevel\", \"queue\": \"sales-02079460123\", \"value\": 0.8, "
							+ "\"validFrom\": \"2026-11-01\"}")
			.status()).isEqualTo(201);
		rollups("rebuild");

		Answer refused = http().post("/v1/erasures", JSON, "{\"number\": \"" + NUMBER + "\"}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().path("codes").toString()).isEqualTo(
				"{\"agent\":[\"alice-•••••••••23\"],\"campaign\":[\"spring-•••••••••23\"],\"queue\":[\"sales-•••••••••23\"],"
						+ "\"target\":[\"sales-•••••••••23\"]}");
		assertThat(http().get("/v1/audit?limit=1").json().path("items").at("/0/detail/why").asString())
			.contains("part of codes");
		assertThat(call("c-1").path("from").asString()).isEqualTo(NUMBER);

		assertThat(http().put("/v1/calls/c-1", JSON, inCodes(call, "").toString()).status()).isEqualTo(200);
		for (String row : List.of("targets/sales", "queues/sales", "agents/alice", "campaigns/spring")) {
			assertThat(http().delete("/v1/" + row + "-02079460123").status()).as(row).isEqualTo(204);
		}
		assertRefused("{\"number\": \"" + NUMBER + "\"}", 409, "some seconds later");
		owner().sql("select fold_changes(1, 'UTC', 1000)").query((_, _) -> "").list();
		assertThat(Dump.of(owner()).text()).contains("sales-02079460123");
		assertThat(erased("{\"number\": \"" + NUMBER + "\"}").path("callsErased").asInt()).isOne();

		assertNowhere();
		assertThat(mismatches()).isZero();
	}

	private static ObjectNode inCodes(ObjectNode call, String end) {
		((ObjectNode) call.at("/legs/0")).put("queue", "sales" + end).put("agent", "alice" + end);
		return call.put("campaign", "spring" + end);
	}

	/// Of a number that no other test has: statistics of a table outlive its rows.
	@Test
	void statisticsOfThePlannerForgetTheNumber() {
		List<ObjectNode> calls = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			calls.add(TestCalls.answered("c-" + i).put("from", "+442079460177").put("trunk", "SIP/02079460177"));
		}
		calls.add(someoneElse("c-50"));
		sent(calls.toArray(ObjectNode[]::new));
		owner().sql("analyze").update();
		assertThat(statistics()).contains("79460177");

		erased("{\"number\": \"+442079460177\"}");

		assertThat(statistics()).doesNotContain("79460177");
	}

	private static String statistics() {
		return owner().sql("""
				select string_agg(concat_ws(' ', most_common_vals::text, histogram_bounds::text), chr(10))
				  from pg_stats where schemaname = 'public'
				""").query(String.class).single();
	}

	@Test
	void expiredCallsOfAnErasedCaseAreRememberedByAnotherName() {
		sent(TestCalls.answered("c-1").put("caseId", "C-1042"));
		owner().sql("insert into expired_case values (1, sha256('C-1042')), (1, sha256('C-1043'))").update();

		erased("{\"caseId\": \"C-1042\"}");
		erased("{\"caseId\": \"C-1043\"}");

		assertThat(owner().sql("select hash = sha256(:case::bytea) from expired_case")
			.param("case", call("c-1").path("caseId").asString())
			.query(Boolean.class)
			.list()).containsExactly(true);
	}

	@Test
	void whatCanBeNobodysNumberIsRefused() {
		assertRefused("{\"number\": \"+4477009001771234567890123\"}", 400, "number");
		sent(TestCalls.inbound("c-1").put("from", "+4477009001771234567890123"));
		assertThat(erased("{\"number\": \"+4477009001771234567890123\"}").path("callsErased").asInt()).isOne();
	}

	@Test
	void anotherDirectionBringsNothingBack() {
		for (String first : List.of("INBOUND", "OUTBOUND", "INTERNAL")) {
			for (String later : List.of("INBOUND", "OUTBOUND", "INTERNAL")) {
				for (boolean replace : new boolean[] { false, true }) {
					String callId = first + "-" + later + "-" + replace;
					sent(first.equals("OUTBOUND") ? TestCalls.dialled(callId)
							: TestCalls.answered(callId).put("direction", first));
					String customer = customerOf(callId);
					erased("{\"number\": \"" + NUMBER + "\"}");

					for (ObjectNode delivery : List.of(TestCalls.inbound(callId),
							TestCalls.inbound(callId).put("from", "+442079460800").put("to", NUMBER))) {
						delivery.put("direction", later);
						if (replace) {
							assertThat(http().put("/v1/calls/" + callId, JSON, delivery.toString()).status())
								.isEqualTo(200);
						}
						else {
							sent(delivery);
						}

						assertThat(Dump.of(owner()).digits()).as(callId).doesNotContain(IN_THE_COUNTRY);
						assertThat(customerOf(callId)).as(callId).isEqualTo(customer);
						assertThat(owner().sql("select count(*) from customer").query(Integer.class).single())
							.as(callId)
							.isZero();
					}
				}
			}
		}
		assertThat(mismatches()).isZero();
	}

	@Test
	void aCorrectedDirectionKeepsTheNumberOfTheCentre() {
		sent(TestCalls.answered("c-1"));
		erased("{\"number\": \"" + NUMBER + "\"}");

		sent(TestCalls.inbound("c-1").put("direction", "OUTBOUND").put("from", "+442079460800").put("to", NUMBER));

		assertThat(call("c-1").path("from").asString()).isEqualTo("+442079460800");
		assertThat(call("c-1").has("to")).isFalse();
	}

	@Test
	void newTextsOfAnErasedCallAreTakenWithoutNumbers() {
		sent(TestCalls.answered("c-1"), someoneElse("c-2").put("trunk", "SIP/02079460123"));
		erased("{\"number\": \"" + NUMBER + "\"}");

		for (String callId : List.of("c-1", "c-2")) {
			patched(callId, "{\"caseId\": \"C 02079460123\", \"disposition\": \"call +44 20 7946 0123\"}");
			ObjectNode call = TestCalls.answered(callId)
				.put("from", callId.equals("c-1") ? NUMBER : "+12025550143")
				.put("source", "fax 020 7946 0123")
				.put("disposition", "tell 02079460123")
				.put("caseId", IN_THE_COUNTRY)
				.put("recordingUrl", "https://recordings.example.com/02079460123.wav");
			call.putObject("attributes").put("note", "or 020 7946 0123").put("02079460123", "x").put("plan", "gold");
			((ObjectNode) call.at("/legs/0")).put("trunk", "SIP/02079460123")
				.put("skill", "02079460123")
				.put("reason", "asked by 02079460123")
				.put("transferredTo", "02079460123");
			sent(call);
			assertThat(Dump.of(owner()).digits()).as(callId).doesNotContain(IN_THE_COUNTRY);
			assertThat(http().put("/v1/calls/" + callId, JSON, call.toString()).status()).isEqualTo(200);
			assertThat(Dump.of(owner()).digits()).as(callId).doesNotContain(IN_THE_COUNTRY);
			((ObjectNode) call.at("/legs/0")).put("skill", "french").put("reason", "TIMEOUT");
			sent(call.put("source", "pbx1").put("disposition", "SALE").put("caseId", "C-1042"));

			JsonNode shown = call(callId);
			assertThat(shown.path("source").asString()).isEqualTo("pbx1");
			assertThat(shown.path("disposition").asString()).isEqualTo("SALE");
			assertThat(shown.path("caseId").asString()).isEqualTo("C-1042");
			assertThat(shown.at("/legs/0/skill").asString()).isEqualTo("french");
		}
		assertThat(call("c-2").at("/attributes/plan").asString()).isEqualTo("gold");
		assertThat(call("c-2").path("from").asString()).isEqualTo("+12025550143");
	}

	@Test
	void aNewCallOfTheNumberIsSomebodyNew() {
		sent(TestCalls.answered("c-1"));
		String before = customerOf("c-1");
		erased("{\"number\": \"" + NUMBER + "\"}");

		sent(TestCalls.answered("c-2"));

		assertThat(customerOf("c-1")).isEqualTo(before);
		assertThat(customerOf("c-2")).isNotNull().isNotEqualTo(before);
	}

	@Test
	void aHeldCallIsLeftAsItIsUntilItIsReleased() {
		sent(TestCalls.answered("c-1"), TestCalls.answered("c-2").put("caseId", "call " + NUMBER),
				someoneElse("c-3").put("caseId", "call " + NUMBER));
		held("c-2", "Complaint");

		JsonNode first = erased("{\"number\": \"" + NUMBER + "\"}");

		assertThat(first.path("callsErased").asInt()).isEqualTo(1);
		assertThat(first.path("callsHeld").asInt()).isEqualTo(1);
		assertThat(call("c-1").has("from")).isFalse();
		assertThat(call("c-2").path("from").asString()).isEqualTo(NUMBER);
		assertThat(call("c-3").path("caseId").asString()).isEqualTo(call("c-2").path("caseId").asString());
		assertThat(customerOf("c-1")).isEqualTo(customerOf("c-2"));

		assertThat(http().delete("/v1/holds/c-2").status()).isEqualTo(204);
		JsonNode second = erased("{\"number\": \"" + NUMBER + "\"}");

		assertThat(second.path("callsErased").asInt()).isEqualTo(1);
		assertThat(second.path("callsHeld").asInt()).isZero();
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
	}

	@Test
	void aCaseStandsForEverybodyWhoCalledAboutIt() {
		sent(TestCalls.answered("c-1").put("caseId", "C-1042"), TestCalls.answered("c-2"), someoneElse("c-3"),
				TestCalls.answered("c-4").put("from", "anonymous"));
		patched("c-4", "{\"caseId\": \"C-1042\"}");
		patched("c-5", "{\"caseId\": \"C-1042\", \"resolved\": true}");

		JsonNode erased = erased("{\"caseId\": \"C-1042\"}");

		assertThat(erased.path("callsErased").asInt()).isEqualTo(3);
		assertThat(Dump.of(owner()).text()).doesNotContain("C-1042");
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
		assertThat(call("c-1").path("caseId").asString()).startsWith("erased-")
			.isEqualTo(call("c-4").path("caseId").asString());
		assertThat(call("c-3").path("from").asString()).isEqualTo("+12025550143");
		sent(TestCalls.inbound("c-5"));
		assertThat(call("c-5").path("resolved").asBoolean()).isTrue();
		assertThat(call("c-5").has("caseId")).isFalse();
	}

	@Test
	void aNumberOfTheCentreIsRefused() {
		sent(TestCalls.answered("c-1"), TestCalls.dialled("c-2").put("from", "+442079460899"));

		for (String number : List.of("+442079460800", "+442079460899")) {
			Answer refused = http().post("/v1/erasures", JSON, "{\"number\": \"" + number + "\"}");

			assertThat(refused.status()).as(refused.body()).isEqualTo(409);
			assertThat(refused.json().path("detail").asString()).contains("belongs to the contact centre",
					"/v1/numbers");
		}
		assertThat(call("c-1").path("from").asString()).isEqualTo(NUMBER);
	}

	@Test
	void nobodyOrEverybodyCannotBeErased() {
		assertRefused("{}", 400, "number or caseId");
		assertRefused("{\"number\": \"+442079460123\", \"caseId\": \"C-1\"}", 400, "contradict each other");
		assertRefused("{\"number\": \"anonymous\"}", 400, "withheld");
		assertRefused("{\"number\": \"+442•••••••23\"}", 400, "masked");
		assertRefused("{\"caseId\": \" \"}", 400, "caseId");
	}

	@Test
	void requestAndResultAreInTheAuditWithoutTheNumber() {
		sent(TestCalls.answered("c-1"));
		String customer = customerOf("c-1");

		JsonNode erased = erased("{\"number\": \"" + NUMBER + "\"}");

		JsonNode audit = http().get("/v1/audit?limit=2").json().path("items");
		assertThat(audit.at("/0/action").asString()).isEqualTo("erasures.done");
		assertThat(audit.at("/0/detail/callsErased").asInt()).isEqualTo(1);
		assertThat(audit.at("/1/action").asString()).isEqualTo("erasures.request");
		assertThat(audit.at("/1/detail/customerIds/0").asString()).isEqualTo(customer);
		assertThat(audit.findValuesAsString("erasureId")).containsOnly(erased.path("erasureId").asString());
		assertThat(audit.toString()).doesNotContain(IN_THE_COUNTRY);
	}

	@Test
	void whoIsNoAdministratorErasesNothing() {
		String key = http().post("/v1/keys", JSON, "{\"name\": \"x\", \"scopes\": [\"calls:write\", \"pii:read\"]}")
			.json()
			.path("key")
			.asString();

		assertThat(stranger().withKey(key).post("/v1/erasures", JSON, "{\"number\": \"+442079460123\"}").status())
			.isEqualTo(403);
	}

	private void assertRefused(String subject, int status, String detail) {
		Answer refused = http().post("/v1/erasures", JSON, subject);

		assertThat(refused.status()).as(refused.body()).isEqualTo(status);
		assertThat(refused.json().path("detail").asString()).contains(detail);
	}

	private void assertNothingIsBack(String callId, @Nullable String customer) {
		JsonNode call = call(callId);
		assertThat(call.has("from") || call.has("attributes") || call.has("recordingUrl")).as(call.toString())
			.isFalse();
		assertThat(customerOf(callId)).isEqualTo(customer);
		assertThat(Dump.of(owner()).digits()).doesNotContain(IN_THE_COUNTRY);
	}

	private static ObjectNode someoneElse(String callId) {
		return TestCalls.answered(callId).put("from", "+12025550143");
	}

	private static ObjectNode withNumber(ObjectNode call, String field, String number) {
		((ObjectNode) call.at("/legs/0")).put(field, number);
		return call;
	}

	private void attributes(String callId, String note) {
		ObjectNode call = someoneElse(callId);
		call.putObject("attributes").put("note", note);
		sent(call);
	}

	private void patched(String callId, String patch) {
		assertThat(http().patch("/v1/calls/" + callId, "application/merge-patch+json", patch).status()).isBetween(200,
				202);
	}

	private void held(String callId, @Nullable String reason) {
		Answer held = http().put("/v1/holds/" + callId, JSON,
				"{\"reason\": \"" + ((reason != null) ? reason : "none") + "\"}");
		assertThat(held.status()).as(held.body()).isEqualTo((reason != null) ? 201 : 404);
	}

	private JsonNode sent(ObjectNode... calls) {
		Answer answer = http().post("/v1/calls", JSON, List.of(calls).toString());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isZero();
		return answer.json();
	}

	private JsonNode erased(String subject) {
		Answer answer = http().post("/v1/erasures", JSON, subject);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private JsonNode call(String callId) {
		Answer answer = http().get("/v1/calls/" + callId);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private String figures(String group) {
		Answer answer = http().get(FIGURES + group);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().path("rows") + "" + answer.json().path("total");
	}

	private int mismatches() {
		return rollups("verify").path("mismatches").asInt();
	}

	private JsonNode rollups(String what) {
		Answer answer = http().send("POST", "/v1/rollups/" + what + "?from=2026-11-01&to=2026-11-30",
				BodyPublishers.noBody());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static String facts(String view, String columns) {
		return owner()
			.sql("select string_agg(f::text, chr(10) order by f::text) from (select " + columns + " from " + view
					+ ") f")
			.query(String.class)
			.single();
	}

	private static @Nullable String customerOf(String callId) {
		return owner().sql("select customer_id::text from call where call_id = :callId")
			.param("callId", callId)
			.query((row, _) -> String.valueOf(row.getString(1)))
			.list()
			.stream()
			.filter((id) -> !id.equals("null"))
			.findFirst()
			.orElse(null);
	}

}
