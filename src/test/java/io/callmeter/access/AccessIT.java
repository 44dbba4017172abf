package io.callmeter.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/// Who is known, by what, and what they may do.
class AccessIT extends PostgresIT {

	private static final String JSON = "application/json";

	@Autowired
	private Keys keys;

	@Autowired
	private Tenants tenants;

	@Autowired
	private JdbcClient service;

	@Autowired
	private TenantTransactions transactions;

	@Autowired
	private Audit audit;

	@Test
	void nobodyIsLetInWithoutCredentials() {
		Answer answer = stranger().get("/v1/queues");

		assertProblem(answer, 401, "unauthenticated");
		assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"callmeter\"");
		assertThat(answer.json().path("detail").asString()).contains("Authorization: Bearer", "cm_");
		assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/queues");
		assertProblem(stranger().get("/nothing/here"), 401, "unauthenticated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer cm_1_0000000000000000000000000000000000000000", "Bearer cm_", "Bearer cm_x",
			"Bearer cm_999999999_0000000000000000000000000000000000000000", "Bearer something.else.altogether",
			"Bearer", "Basic !!!", "Basic YTpi", "Digest x", "cm_1_0000000000000000000000000000000000000000" })
	void nobodyIsKnownByCredentialsThatAreNone(String header) {
		Answer answer = stranger().with("Authorization", header).get("/v1/queues");

		assertProblem(answer, 401, "unauthenticated");
		assertThat(answer.body()).doesNotContain("00000000");
	}

	@Test
	void whoForgotTheKeyBehindBearerIsToldSo() {
		assertThat(stranger().with("Authorization", "Bearer ").get("/v1/queues").json().path("detail").asString())
			.contains("No API key sent after Bearer");
	}

	@Test
	void aKeyMayDoWhatItsScopesSayAndNoMore() {
		TestClient dialer = stranger().withKey(key("calls:write"));

		assertThat(dialer.post("/v1/calls", JSON, TestCalls.answered("c-1").toString()).status()).isEqualTo(200);
		Answer refused = dialer.get("/v1/calls/c-1");
		assertProblem(refused, 403, "forbidden");
		assertThat(refused.json().path("detail").asString()).contains("calls:read", "calls:write", "cm_1_");
	}

	@Test
	void theUserOfBasicIsAnythingAndItsPasswordTheKey() {
		assertThat(basic(key("calls:read")).get("/v1/calls/none").status()).isEqualTo(404);
	}

	@Test
	void aKeyThatIsGoodNoMoreIsNoPasswordOfBasicEither() {
		String revoked = key("kpis:read");
		String expired = key("kpis:read");
		assertThat(basic(revoked).get("/v1/queues").status()).isEqualTo(200);
		assertThat(http().delete("/v1/keys/" + id(revoked)).status()).isEqualTo(204);
		owner().sql("update access_key set expires_at = now() - interval '1 s' where key_id = :id::uuid")
			.param("id", id(expired))
			.update();

		for (var why : Map.of("revoked", revoked, "expired", expired).entrySet()) {
			Answer refused = basic(why.getValue()).get("/v1/queues");
			assertProblem(refused, 401, "unauthenticated");
			assertThat(refused.json().path("detail").asString()).contains(why.getKey());
		}
	}

	@Test
	void aKeyInAPathOrAQueryLetsNobodyIn() {
		String key = key("calls:write");

		for (String path : List.of("/v1/imports/csv/" + key, "/v1/imports/csv/" + key + "/", "/v1/calls/" + key,
				"/v1/imports/csv?key=" + key)) {
			Answer refused = stranger().post(path, "text/csv", "callId,direction,startedAt\n");

			assertProblem(refused, 401, "unauthenticated");
			assertThat(refused.body()).doesNotContain(key.substring(key.lastIndexOf('_') + 1));
			assertThat(refused.json().path("detail").asString()).contains("Authorization: Bearer cm_…");
		}
	}

	@Test
	void aRevokedKeyIsRefusedAtOnceHereAndSoonEverywhere() {
		String key = key("kpis:read");
		TestClient analyst = stranger().withKey(key);
		assertThat(analyst.get("/v1/queues").status()).isEqualTo(200);

		assertThat(http().delete("/v1/keys/" + id(key)).status()).isEqualTo(204);

		Answer refused = analyst.get("/v1/queues");
		assertProblem(refused, 401, "unauthenticated");
		assertThat(refused.json().path("detail").asString()).contains("revoked");
		assertThat(http().delete("/v1/keys/" + id(key)).status()).isEqualTo(404);
	}

	@Test
	void aKeyThatAnotherReplicaRevokesIsRefusedAfterThreeSeconds() {
		String key = key("kpis:read");
		var nanos = new AtomicLong();
		Keys replica = new Keys(this.service, this.transactions, this.tenants, this.audit, nanos::get);
		assertThat(replica.caller(key).may(Scope.KPIS_READ)).isTrue();

		assertThat(http().delete("/v1/keys/" + id(key)).status()).isEqualTo(204);

		nanos.addAndGet(Duration.ofMillis(2_999).toNanos());
		assertThat(replica.caller(key).may(Scope.KPIS_READ)).isTrue();
		nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThatExceptionOfType(Unauthenticated.class).isThrownBy(() -> replica.caller(key))
			.withMessageContaining("revoked");
	}

	@Test
	void anExpiredKeyIsRefused() {
		String key = made("""
				{"name": "for a while", "scopes": ["kpis:read"], "expiresAt": "%s"}"""
			.formatted(Instant.now().plus(Duration.ofDays(1))));
		owner().sql("update access_key set expires_at = now() - interval '1 s' where key_id = :id::uuid")
			.param("id", id(key))
			.update();

		Answer refused = stranger().withKey(key).get("/v1/queues");
		assertProblem(refused, 401, "unauthenticated");
		assertThat(refused.json().path("detail").asString()).contains("expired");
	}

	@Test
	void theKeyItselfIsShownOnceAndStoredNowhere() {
		String key = key("kpis:read");
		String secret = key.substring(key.lastIndexOf('_') + 1);

		assertThat(key).matches(Keys.FORM);
		assertThat(http().get("/v1/keys").body()).contains(key.substring(0, 13)).doesNotContain(secret);
		assertThat(owner()
			.sql("select string_agg(k::text, ' ') || (select string_agg(a::text, ' ') from audit_entry a) "
					+ "from access_key k")
			.query(String.class)
			.single()).contains(key.substring(0, 13)).doesNotContain(secret);
	}

	@Test
	void whenAKeyWasUsedIsNoted() {
		String key = key("kpis:read");
		stranger().withKey(key).get("/v1/queues");

		await().atMost(Duration.ofSeconds(10)).until(() -> !stored(key).path("lastUsedAt").isNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"x\"}", "{\"name\": \"x\", \"scopes\": []}",
			"{\"name\": \"x\", \"scopes\": [\"everything\"]}", "{\"name\": \"x\", \"scopes\": [null]}",
			"{\"name\": \" \", \"scopes\": [\"kpis:read\"]}", "{\"name\": \"a\\u0000b\", \"scopes\": [\"kpis:read\"]}",
			"{\"name\": \"x\", \"scopes\": [\"kpis:read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}" })
	void aKeyThatCannotBeMadeIsRefusedWithTheRemedy(String wanted) {
		Answer answer = http().post("/v1/keys", JSON, wanted);

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isIn("name", "scopes", "expiresAt");
	}

	@Test
	void onlyAnOperatorGivesAwayWhatReachesBeyondTheTenant() {
		TestClient administrator = stranger().withKey(key("admin"));

		assertThat(administrator.post("/v1/keys", JSON, "{\"name\": \"x\", \"scopes\": [\"pii:read\"]}").status())
			.isEqualTo(201);
		for (String scope : List.of("operator", "metrics:read")) {
			assertProblem(administrator.post("/v1/keys", JSON, "{\"name\": \"x\", \"scopes\": [\"" + scope + "\"]}"),
					403, "forbidden");
		}
		assertProblem(administrator.post("/v1/tenants/default/keys", JSON, "{\"name\": \"x\"}"), 403, "forbidden");
		assertProblem(administrator.put("/v1/tenants/other", JSON, "{}"), 404, "not-found");
	}

	@Test
	void healthIsForEverybodyWithoutDetailsAndTheScrapeForItsScope() {
		Answer health = stranger().get("/actuator/health");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.body()).doesNotContain("components", "PostgreSQL", "diskSpace");
		assertThat(stranger().with("Authorization", "Bearer nonsense").get("/actuator/health/liveness").status())
			.isEqualTo(200);

		assertProblem(stranger().get("/actuator/prometheus"), 401, "unauthenticated");
		assertProblem(stranger().withKey(key("kpis:read", "admin")).get("/actuator/prometheus"), 403, "forbidden");
		assertThat(stranger().withKey(key("metrics:read")).get("/actuator/prometheus").status()).isEqualTo(200);
		assertThat(stranger().get("/actuator/env").status()).isEqualTo(401);
		assertThat(http().get("/actuator/env").status()).isEqualTo(404);
		assertThat(http().get("/actuator").status()).isEqualTo(404);
	}

	@Test
	void theDocumentationIsForEverybodyAndSaysHowToShowAKey() {
		assertThat(stranger().get("/swagger-ui/index.html").status()).isEqualTo(200);
		JsonNode api = stranger().get("/v3/api-docs").json();

		assertThat(api.at("/components/securitySchemes/bearer/scheme").asString()).isEqualTo("bearer");
		assertThat(api.at("/components/securitySchemes/basic/scheme").asString()).isEqualTo("basic");
		assertThat(api.at("/paths/~1v1~1kpis/get/security/0/bearer/0").asString()).isEqualTo("kpis:read");
		assertThat(api.at("/paths/~1v1~1kpis/get/description").asString()).endsWith("Requires the scope `kpis:read`.");
	}

	@Test
	void noOtherOriginMayReadAnswersAndNoRequestCanBeForgedAcrossSites() {
		Answer answer = http().with("Origin", "https://evil.example").get("/v1/queues");
		Answer preflight = stranger().with("Origin", "https://evil.example")
			.with("Access-Control-Request-Method", "POST")
			.send("OPTIONS", "/v1/calls", java.net.http.HttpRequest.BodyPublishers.noBody());

		assertThat(answer.status()).isEqualTo(200);
		for (Answer each : List.of(answer, preflight)) {
			assertThat(each.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-"))
				.doesNotContain("set-cookie");
		}
		assertThat(preflight.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/queues", "/v1/nothing", "/swagger-ui/index.html", "/actuator/health" })
	void everyAnswerTellsBrowsersToBeCareful(String path) {
		var headers = http().get(path).headers();

		assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
		assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
		assertThat(headers.firstValue("Content-Security-Policy")).hasValueSatisfying(
				(policy) -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
		assertThat(headers.firstValue("Permissions-Policy")).isPresent();
		assertThat(headers.firstValue("Server")).isEmpty();
	}

	@Test
	void theFirstStartMakesOneKeyAndNoOtherDoes() {
		owner().sql("truncate access_key").update();
		var first = new FirstKey(this.keys, this.tenants, new AccessProperties(null, "tenant", "scope", 1, 1));
		try {
			first.afterSingletonsInstantiated();
			assertThat(owner().sql("select count(*) from access_key").query(Long.class).single())
				.as("nobody has asked for it yet")
				.isZero();

			assertThat(first.makeUnlessThereAreKeys()).hasValueSatisfying(
					(key) -> assertThat(stranger().withKey(key).get("/v1/keys").json().path("items")).hasSize(1));
			assertThat(first.makeUnlessThereAreKeys()).isEmpty();
			assertThat(owner().sql("select count(*) from access_key").query(Long.class).single()).isOne();
		}
		finally {
			this.keys.ensure(TENANT, KEY, "first administrator", Set.of(Scope.values()));
		}
	}

	@Test
	void aConfiguredKeyHasToBeAsLongAsOneThatIsMade() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AccessProperties("cm_1_secret", "tenant", "scope", 1, 1))
			.withMessageContaining("at least 40")
			.withMessageNotContaining("secret");
		assertThat(new AccessProperties(KEY, "tenant", "scope", 1, 1).toString()).doesNotContain(KEY);
	}

	@Test
	void whoChangedKeysTargetsAndTenantsIsWrittenDownForGood() {
		String key = key("kpis:read");
		http().delete("/v1/keys/" + id(key));
		http().put("/v1/targets/t", JSON,
				"{\"metric\": \"abandonmentRate\", \"value\": 0.1, \"validFrom\": \"2026-11-01\"}");
		http().delete("/v1/targets/t");
		http().put("/v1/tenants/default", JSON, "{\"name\": \"Ours\"}");

		JsonNode entries = http().get("/v1/audit").json().path("items");
		assertThat(entries.findValuesAsString("action")).containsExactly("tenants.change", "targets.delete",
				"targets.put", "keys.revoke", "keys.create");
		assertThat(entries.path(0).path("actor").asString()).startsWith("cm_1_TestTest")
			.contains("first administrator");
		assertThat(
				http().get("/v1/audit?limit=1&next=" + http().get("/v1/audit?limit=1").json().path("next").asString())
					.json()
					.findValuesAsString("action"))
			.containsExactly("targets.delete");
		for (String statement : List.of("update audit_entry set actor = 'x'", "delete from audit_entry",
				"truncate audit_entry", "truncate tenant cascade")) {
			assertThat(catchThrowable(() -> owner().sql(statement).update())).as(statement)
				.hasMessageContaining("never changed or removed");
		}
		assertThat(http().get("/v1/audit").json().path("items")).isEqualTo(entries);
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into audit_entry (tenant_id, at, actor, action) values (1, now(), 'x', 'y')",
			"insert into audit_entry (tenant_id, entry_id, actor, action) overriding system value values (1, 9, 'x', 'y')",
			"update audit_entry set at = now()", "delete from audit_entry", "truncate audit_entry" })
	void theServiceNeitherDatesNorChangesWhatIsWrittenDown(String statement) {
		assertThat(catchThrowable(() -> this.transactions.write(TENANT, (_) -> this.service.sql(statement).update())))
			.rootCause()
			.hasMessageContaining("permission denied");
	}

	@Test
	void whatAnOperatorChangesInATenantItsAdministratorReads() {
		TestClient administrator = stranger().withKey(keyOfNewTenant("bee", "admin"));

		assertThat(http().put("/v1/tenants/bee", JSON, "{\"name\": \"Changed\"}").status()).isEqualTo(200);

		JsonNode theirs = administrator.get("/v1/audit").json().path("items");
		assertThat(theirs.findValuesAsString("action")).containsExactly("tenants.change", "keys.create",
				"tenants.create");
		assertThat(theirs.path(0).path("actor").asString()).contains("first administrator");
		assertThat(http().get("/v1/audit").json().findValuesAsString("action")).containsExactly("tenants.change",
				"tenants.create");
	}

	@Test
	void whatCannotBeWrittenDownIsNotChanged() {
		keyOfNewTenant("bee", "admin");
		String key = key("kpis:read");
		http().post("/v1/calls", JSON, TestCalls.answered("c-1").toString());
		String target = "{\"metric\": \"abandonmentRate\", \"value\": 0.1, \"validFrom\": \"2026-11-01\"}";

		withoutAudit(() -> {
			assertThat(http().put("/v1/tenants/bee", JSON, "{\"name\": \"Changed\"}").status())
				.isGreaterThanOrEqualTo(500);
			assertThat(http().put("/v1/tenants/cee", JSON, "{}").status()).isGreaterThanOrEqualTo(500);
			assertThat(http().put("/v1/defaults", JSON, "{\"threshold\": 77}").status()).isGreaterThanOrEqualTo(500);
			assertThat(http().put("/v1/targets/t", JSON, target).status()).isGreaterThanOrEqualTo(500);
			assertThat(http().put("/v1/holds/c-1", JSON, "{\"reason\": \"x\"}").status()).isGreaterThanOrEqualTo(500);
			assertThat(http().delete("/v1/keys/" + id(key)).status()).isGreaterThanOrEqualTo(500);
			assertThat(http().post("/v1/keys", JSON, "{\"name\": \"unseen\", \"scopes\": [\"kpis:read\"]}").status())
				.isGreaterThanOrEqualTo(500);
		});

		assertThat(http().get("/v1/tenants/bee").json().path("name").asString()).isEqualTo("bee");
		for (String path : List.of("/v1/tenants/cee", "/v1/targets/t", "/v1/holds/c-1")) {
			assertThat(http().get(path).status()).as(path).isEqualTo(404);
		}
		assertThat(stored(key).path("revokedAt").isNull()).isTrue();
		assertThat(http().get("/v1/keys").body()).doesNotContain("unseen");
		assertThat(owner().sql("select threshold_us is null from tenant where tenant_id = 1")
			.query(Boolean.class)
			.single()).isTrue();
	}

	/// A client that can do no more than HTTP Basic.
	private TestClient basic(String key) {
		return stranger().with("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(("pbx:" + key).getBytes(StandardCharsets.UTF_8)));
	}

	private static String made(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
		return answer.json().path("key").asString();
	}

	private String made(String wanted) {
		return made(http().post("/v1/keys", JSON, wanted));
	}

	private String id(String key) {
		return stored(key).path("keyId").asString();
	}

	private JsonNode stored(String key) {
		for (JsonNode stored : http().get("/v1/keys").json().path("items")) {
			if (key.startsWith(stored.path("prefix").asString())) {
				return stored;
			}
		}
		throw new AssertionError("no such key");
	}

	private static void assertProblem(Answer answer, int status, String type) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.json().path("type").asString()).isEqualTo("urn:callmeter:problem:" + type);
		assertThat(answer.json().path("detail").asString()).isNotBlank().endsWith(".");
	}

}
