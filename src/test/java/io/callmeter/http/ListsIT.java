package io.callmeter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.callmeter.ApiOperation;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// All lists have one envelope: `items`, and `next`, which is the parameter for the following page, null on the last.
class ListsIT extends PostgresIT {

	private static final String JSON = "application/json";

	@BeforeEach
	void threeOfEach() {
		for (int i = 1; i <= 3; i++) {
			String callId = "c-" + i;
			assertThat(http().post("/v1/calls", JSON, TestCalls.answered(callId).toString()).status()).isEqualTo(200);
			put("/v1/holds/" + callId, "{\"reason\": \"Appeal\"}");
			for (String kind : List.of("queues", "agents", "campaigns", "dispositions", "calendars")) {
				put("/v1/" + kind + "/x" + i, "{\"name\": \"X\"}");
			}
			put("/v1/numbers/+44207946010" + i, "{\"name\": \"X\"}");
			put("/v1/targets/x" + i,
					"{\"metric\": \"answerRate\", \"value\": 0.9, \"validFrom\": \"2026-11-0" + i + "\"}");
			put("/v1/tenants/x" + i, "{}");
			key("kpis:read");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/queues", "/v1/agents", "/v1/campaigns", "/v1/dispositions",
			"/v1/dispositions?everyCampaign=true", "/v1/calendars", "/v1/numbers", "/v1/targets", "/v1/holds",
			"/v1/audit", "/v1/calls?from=2026-11-16&to=2026-11-17",
			"/v1/calls?from=2026-11-16&to=2026-11-17&unit=segment" })
	void pagesGoOnWithTheirNext(String path) {
		String list = path + (path.contains("?") ? "&" : "?") + "limit=";
		List<JsonNode> all = items(get(list + "1000"));
		var paged = new ArrayList<JsonNode>();
		JsonNode page = get(list + "2");
		paged.addAll(items(page));
		while (!page.path("next").isNull()) {
			assertThat(items(page)).hasSize(2);
			page = get(list + "2&next=" + TestCalls.encoded(page.path("next").asString()));
			paged.addAll(items(page));
		}

		assertThat(all).hasSizeGreaterThanOrEqualTo(3);
		assertThat(paged).isEqualTo(all);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/keys", "/v1/tenants", "/v1/kpis/catalogue" })
	void whatIsFewComesOnOnePage(String path) {
		assertThat(items(get(path))).hasSizeGreaterThanOrEqualTo(3);
		assertThat(get(path).get("next").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/audit?next=x", "/v1/dispositions?everyCampaign=true&next=x",
			"/v1/calls?range=2026-11-16&next=x" })
	void whatIsNoNextIsRefused(String path) {
		Answer answer = http().get(path);

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isEqualTo("next");
		assertThat(answer.json().path("detail").asString()).contains("Expected the `next` of the previous page");
	}

	@Test
	void noOperationAnswersABareArrayAndNoneHasAnotherCursor() {
		JsonNode api = stranger().get("/v3/api-docs").json();

		api.path("paths").properties().forEach((path) -> path.getValue().properties().forEach((operation) -> {
			assertThat(operation.getValue().at("/responses/200/content/application~1json/schema/type").asString(""))
				.as("%s %s", operation.getKey(), path.getKey())
				.isNotEqualTo("array");
			operation.getValue()
				.path("parameters")
				.forEach((parameter) -> assertThat(parameter.path("name").asString()).as(path.getKey())
					.isNotIn(Set.of("after", "before", "cursor", "page", "offset")));
		}));
		assertThat(ApiOperation.all(api)).isNotEmpty();
	}

	@Test
	void aNewKeyIsFlat() {
		JsonNode made = http().post("/v1/keys", JSON, "{\"name\": \"dialer\", \"scopes\": [\"calls:write\"]}").json();

		assertThat(made.path("key").asString()).startsWith(made.path("prefix").asString());
		assertThat(made.path("name").asString()).isEqualTo("dialer");
		assertThat(made.at("/scopes/0").asString()).isEqualTo("calls:write");
		assertThat(items(get("/v1/keys"))).anyMatch((key) -> key.path("keyId").equals(made.path("keyId")))
			.noneMatch((key) -> key.has("key"));
	}

	private void put(String path, String body) {
		Answer answer = http().put(path.replace("+", "%2B"), JSON, body);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isIn(200, 201);
	}

	private JsonNode get(String path) {
		Answer answer = http().get(path);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static List<JsonNode> items(JsonNode page) {
		return page.get("items").valueStream().toList();
	}

}
