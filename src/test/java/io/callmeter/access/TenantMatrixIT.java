package io.callmeter.access;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.callmeter.ApiOperation;
import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Every operation of the published description, asked by everybody who must not have it.
class TenantMatrixIT extends PostgresIT {

	/// What only the first tenant has, in every place where a tenant can have something
	/// of its own: none of it may ever be seen by another.
	private static final List<String> SECRETS = List.of("secret-call", "secret-queue", "secret-agent", "secret-alias",
			"secret-team", "secret-campaign", "secret-case", "secret-name", "2079460155", "2079460199",
			"secret-disposition", "secret-calendar", "secret-target", "secret-note", "secret-recording",
			"secret-reason", "secret-key", "secret-tenant", "77.125", "\"callDays\":3210");

	private static final String JSON = "application/json";

	private static final String CSV = "CSV of ";

	private static final String TARGET = """
			{"metric": "abandonmentRate", "value": 0.1, "validFrom": "2026-11-01"}""";

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	@Test
	void everyOperationNamesItsScope() {
		assertThat(operations()).hasSizeGreaterThan(40)
			.allSatisfy((operation) -> assertThat(operation.scopes()).as(operation.id()).isNotEmpty());
	}

	@Test
	void nobodyIsAnsweredWithoutAGoodKey() {
		String revoked = key(all());
		String expired = key(all());
		owner().sql("update access_key set revoked_at = now() where prefix = :prefix")
			.param("prefix", prefix(revoked))
			.update();
		owner().sql("update access_key set expires_at = now() where prefix = :prefix")
			.param("prefix", prefix(expired))
			.update();

		for (ApiOperation operation : operations()) {
			assertThat(operation.send(stranger()).status()).as("without a key: %s", operation).isEqualTo(401);
			assertThat(operation.send(stranger().withKey(revoked)).status()).as("revoked: %s", operation)
				.isEqualTo(401);
			assertThat(operation.send(stranger().withKey(expired)).status()).as("expired: %s", operation)
				.isEqualTo(401);
		}
	}

	@Test
	void nobodyIsAnsweredWithoutTheScope() {
		Map<Set<String>, TestClient> others = new LinkedHashMap<>();
		for (ApiOperation operation : operations()) {
			TestClient other = others.computeIfAbsent(operation.scopes(), (scopes) -> stranger()
				.withKey(key(Arrays.stream(all()).filter((scope) -> !scopes.contains(scope)).toArray(String[]::new))));

			Answer answer = operation.send(other);

			assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(403);
			assertThat(operation.scopes()).anySatisfy((scope) -> assertThat(answer.body()).contains(scope));
		}
	}

	@Test
	void noTenantSeesOrChangesAByteOfAnother() {
		TestClient other = other();
		fill(http());
		Map<String, String> before = seenBy(http());
		assertThat(String.join(" ", before.values())).as("the secrets are there to be seen").contains(SECRETS);

		for (ApiOperation operation : operations()) {
			Answer answer = operation.send(other);

			assertThat(answer.status()).as("%s: %s", operation, answer.body()).isLessThan(500);
			assertSecretsKept(operation.target() + operation.body(), answer.body());
		}
		everything().forEach(
				(path) -> assertSecretsKept(path, seen(other, path, path.matches("/v1/.*/secret-.*") ? 404 : 200)));

		assertThat(seenBy(http())).containsExactlyEntriesOf(before);
	}

	@Test
	void noTenantLearnsOfAnotherByAskingForWhatOnlyThatOneHas() {
		TestClient other = other();
		fill(http());
		Map<String, String> before = seenBy(http());

		for (String path : List.of("/v1/calls/secret-call", "/v1/queues/secret-queue", "/v1/agents/secret-agent",
				"/v1/agents/secret-alias", "/v1/campaigns/secret-campaign", "/v1/numbers/%2B442079460199",
				"/v1/dispositions/secret-disposition", "/v1/calendars/secret-calendar", "/v1/targets/secret-target",
				"/v1/holds/secret-call", "/v1/tenants/default", "/v1/keys/" + firstKeyId())) {
			for (Answer answer : List.of(other.delete(path), other.get(path))) {
				assertThat(answer.status()).as(path).isIn(404, 405);
				assertSecretsKept(path, answer.body());
			}
		}
		assertKept(404, other, "PUT", "/v1/holds/secret-call", "{\"reason\": \"mine\"}");
		assertKept(404, other, "PUT", "/v1/tenants/default", "{\"name\": \"mine\"}");
		assertKept(403, other, "POST", "/v1/tenants/default/keys", "{\"name\": \"mine\", \"scopes\": [\"admin\"]}");
		assertKept(202, other, "PATCH", "/v1/calls/secret-call", "{\"resolved\": true}");
		assertKept(200, other, "POST", "/v1/erasures", "{\"number\": \"+442079460155\"}");
		assertKept(200, other, "POST", "/v1/erasures", "{\"caseId\": \"secret-case\"}");
		for (String subject : List.of("{\"number\": \"+442079460155\"}", "{\"caseId\": \"secret-case\"}")) {
			assertThat(assertKept(200, other, "POST", "/v1/exports", subject)).isEmpty();
		}
		// What the first tenant has in the way of the same.
		assertKept(201, other, "PUT", "/v1/targets/mine", TARGET);
		assertKept(201, other, "PUT", "/v1/agents/mine", "{\"name\": \"mine\", \"aliases\": [\"secret-alias\"]}");
		for (String question : List.of("/v1/kpis?" + RANGE + "&metrics=calls&queue=secret-queu",
				"/v1/kpis?" + RANGE + "&metrics=calls&agent=secret-agen&groupBy=agent",
				"/v1/calls?" + RANGE + "&caseId=secret-case&caller=%2B442079460155",
				"/v1/kpis?" + RANGE + "&metrics=calls&calendar=secret-calenda",
				"/v1/kpis/distribution?" + RANGE + "&of=wait&queue=secret-queue")) {
			Answer answer = other.get(question);
			assertThat(answer.status()).as(answer.body()).isLessThan(500);
			assertSecretsKept(question, answer.body());
		}
		assertThat(other.get("/v1/calls?" + RANGE + "&caller=%2B442079460155").json().path("items")).isEmpty();
		assertThat(seenBy(http())).containsExactlyEntriesOf(before);
	}

	/// What a caller has sent it knows; anything else that only another tenant has it
	/// must not be told.
	private static void assertSecretsKept(String sent, String answer) {
		assertThat(answer).as("answer to %s", sent)
			.doesNotContain(SECRETS.stream().filter((secret) -> !sent.contains(secret)).toList());
	}

	private static String assertKept(int status, TestClient client, String method, String path, String body) {
		Answer answer = client.with("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : JSON)
			.send(method, path, BodyPublishers.ofString(body));
		assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isEqualTo(status);
		assertSecretsKept(path + body, answer.body());
		return answer.body();
	}

	/// A key of another tenant that may do all that reaches not beyond it.
	private TestClient other() {
		return stranger().withKey(keyOfNewTenant("other",
				Arrays.stream(all())
					.filter((scope) -> !Set.of("operator", "metrics:read").contains(scope))
					.toArray(String[]::new)));
	}

	private static void fill(TestClient client) {
		put(client, "/v1/queues/secret-queue", "{\"name\": \"secret-name\"}");
		put(client, "/v1/agents/secret-agent",
				"{\"name\": \"secret-name\", \"team\": \"secret-team\", \"aliases\": [\"secret-alias\"]}");
		put(client, "/v1/campaigns/secret-campaign", "{\"name\": \"secret-name\"}");
		put(client, "/v1/numbers/%2B442079460199", "{\"name\": \"secret-name\"}");
		put(client, "/v1/dispositions/secret-disposition", "{\"name\": \"secret-name\"}");
		put(client, "/v1/calendars/secret-calendar", "{\"name\": \"secret-name\"}");
		put(client, "/v1/targets/secret-target", TARGET);
		put(client, "/v1/tenants/default", "{\"name\": \"secret-tenant\"}");
		put(client, "/v1/defaults", "{\"threshold\": 77.125}");
		put(client, "/v1/retention", "{\"callDays\": 3210}");
		assertThat(client.post("/v1/keys", JSON, "{\"name\": \"secret-key\", \"scopes\": [\"kpis:read\"]}").status())
			.isEqualTo(201);
		Answer sent = client.post("/v1/calls", JSON, """
				{"callId": "secret-call", "direction": "INBOUND", "startedAt": "2026-11-16T09:00:00Z",
				 "endedAt": "2026-11-16T09:05:00Z", "from": "+442079460155", "to": "+442079460199",
				 "campaign": "secret-campaign", "caseId": "secret-case", "disposition": "secret-disposition",
				 "recordingUrl": "https://example.com/secret-recording", "attributes": {"note": "secret-note"},
				 "legs": [{"legId": "1", "queue": "secret-queue", "agent": "secret-alias",
				           "queuedAt": "2026-11-16T09:00:01Z", "answeredAt": "2026-11-16T09:00:09Z",
				           "endedAt": "2026-11-16T09:05:00Z", "outcome": "ANSWERED"}]}""");
		assertThat(sent.json().path("created").asInt()).as(sent.body()).isEqualTo(1);
		put(client, "/v1/holds/secret-call", "{\"reason\": \"secret-reason\"}");
		assertThat(client.get("/v1/defaults").body()).contains("77.125");
	}

	private static void put(TestClient client, String path, String body) {
		Answer answer = client.put(path, JSON, body);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isBetween(200, 201);
	}

	/// Everything that a tenant can ask for, by every group, as JSON and, where there is,
	/// as CSV.
	private static List<String> everything() {
		List<String> paths = new ArrayList<>(List.of("/v1/queues", "/v1/agents", "/v1/campaigns", "/v1/numbers",
				"/v1/dispositions", "/v1/calendars", "/v1/targets", "/v1/calls/secret-call", "/v1/holds",
				"/v1/holds/secret-call", "/v1/audit", "/v1/keys", "/v1/tenants", "/v1/retention", "/v1/defaults",
				"/v1/kpis/catalogue", "/v1/kpis/distribution?" + RANGE + "&of=wait",
				"/v1/kpis/distribution?" + RANGE + "&of=handle&groupBy=agent"));
		for (String unit : List.of("call", "visit", "segment")) {
			paths.add("/v1/calls?" + RANGE + "&unit=" + unit);
			paths.add(CSV + "/v1/calls?" + RANGE + "&unit=" + unit);
		}
		paths.add("/v1/kpis?" + RANGE + "&metrics=calls,callers,averageHandleTime,serviceLevel,repeatRate&links=true");
		for (String group : List.of("queue", "agent", "team", "campaign", "number", "outcome", "direction")) {
			for (String cells : List.of("true", "false")) {
				String question = "/v1/kpis?" + RANGE + "&metrics="
						+ (Set.of("agent", "team").contains(group) ? "handled" : "calls") + "&groupBy=" + group
						+ "&links=true&rollups=" + cells;
				paths.add(question);
				paths.add(CSV + question);
			}
		}
		return paths;
	}

	private static Map<String, String> seenBy(TestClient client) {
		Map<String, String> seen = new LinkedHashMap<>();
		everything().forEach((path) -> seen.put(path, seen(client, path, 200)));
		return seen;
	}

	/// What a tenant is answered, but for what its own asking changes.
	private static String seen(TestClient client, String path, int status) {
		Answer answer = client.with("Accept", path.startsWith(CSV) ? "text/csv" : JSON)
			.get(path.startsWith(CSV) ? path.substring(CSV.length()) : path);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(status);
		return switch (path) {
			case "/v1/audit" -> answer.json()
				.path("items")
				.valueStream()
				.filter((entry) -> !entry.path("action").asString().equals("calls.read-unmasked"))
				.toList()
				.toString();
			case "/v1/keys" -> answer.body().replaceAll("\"lastUsedAt\":[^,}]*", "");
			default -> answer.body();
		};
	}

	private String firstKeyId() {
		return http().get("/v1/keys").json().at("/items/0/keyId").asString();
	}

	private List<ApiOperation> operations() {
		return ApiOperation.all(stranger().get("/v3/api-docs").json());
	}

	private static String prefix(String key) {
		return key.substring(0, key.lastIndexOf('_') + 9);
	}

	private static String[] all() {
		return Arrays.stream(Scope.values()).map(Scope::key).toArray(String[]::new);
	}

}
