package io.callmeter.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.callmeter.ApiOperation;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Texts that PostgreSQL cannot keep, in every place where one can be sent: each is refused by its name, none is a
/// failure of the service.
class StrangeTextsIT extends PostgresIT {

	private static final String JSON = "application/json";

	/// They answer what became of each call, and not only whether all of them are stored.
	private static final Set<String> REPORTS = Set.of("postCalls");

	@TestFactory
	Stream<DynamicTest> aNulInAParameterIsRefused() {
		List<DynamicTest> tests = new ArrayList<>();
		JsonNode paths = stranger().get("/v3/api-docs").json().path("paths");
		for (ApiOperation operation : operations()) {
			paths.forEach((path) -> path.forEach((described) -> {
				if (described.path("operationId").asString("").equals(operation.id())) {
					parameters(described).forEach((name) -> tests
						.add(dynamicTest(operation.id() + " " + name, () -> assertNulRefused(operation, name))));
				}
			}));
		}
		assertThat(tests).hasSizeGreaterThan(150);
		return tests.stream();
	}

	@TestFactory
	Stream<DynamicTest> aNulInABodyIsRefused() {
		List<DynamicTest> tests = new ArrayList<>();
		for (ApiOperation operation : operations()) {
			String type = String.valueOf(operation.contentType()).toLowerCase(Locale.ROOT);
			if (operation.body() != null && (type.endsWith("/json") || type.endsWith("+json"))) {
				JsonNode body = JsonMapper.shared().readTree(operation.body());
				texts(body, (place) -> tests.add(dynamicTest(operation.id() + " " + place,
						() -> assertBodyRefused(operation, withNul(body.deepCopy(), place)))));
			}
		}
		assertThat(tests).hasSizeGreaterThan(30);
		return tests.stream();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					PUT  | tenants/x            | {"name": "a\\u0000b"}                              | name      | control character
					PUT  | tenants/x            | {"name": "a\\u0007b"}                              | name      | control character
					PUT  | tenants/x            | {"name": "a\\ud800b"}                              | name      | half a surrogate pair
					PUT  | tenants/x            | {"timeZone": "+02:00"}                             | timeZone  | Etc/GMT+5 for a fixed offset
					PUT  | tenants/x            | {"timeZone": "EST"}                                | timeZone  | abbreviations such as EST
					PUT  | tenants/x            | {"timeZone": "a\\u0000"}                           | timeZone  | Unknown time zone
					POST | keys                 | {"name": "a\\u0000b", "scopes": ["kpis:read"]}     | name      | control character
					POST | keys                 | {"name": "a\\udc00b", "scopes": ["kpis:read"]}     | name      | half a surrogate pair
					POST | keys                 | {"name": "a", "scopes": ["a\\u0000"]}              | scopes    | Unknown scope
					POST | keys                 | {"name": "a", "scopes": ["kpis:read"], "expiresAt": "+900000000-01-01T00:00:00Z"} | expiresAt | Expected a year from 1970 to 2100
					POST | keys                 | {"name": "a", "scopes": ["kpis:read"], "expiresAt": "+999999999-12-31T23:59:59-18:00"} | expiresAt | Expected a year from 1970 to 2100
					POST | tenants/default/keys | {"name": "a", "scopes": ["kpis:read"], "expiresAt": "+900000000-01-01T00:00:00Z"} | expiresAt | Expected a year from 1970 to 2100
					POST | tenants/default/keys | {"name": "a\\u0000b", "scopes": ["kpis:read"]}     | name      | control character
					PUT  | holds/c-1            | {"reason": "a\\u0000b"}                            | reason    | control character
					PUT  | holds/c-1            | {"reason": "a\\ud800b"}                            | reason    | half a surrogate pair
					POST | erasures             | {"caseId": "a\\u0000b"}                            | caseId    | control character
					POST | erasures             | {"caseId": "a\\ud800b"}                            | caseId    | half a surrogate pair
					POST | exports              | {"caseId": "a\\ud800b"}                            | caseId    | half a surrogate pair
					PUT  | targets/t            | {"metric": "calls\\u0000", "value": 1, "validFrom": "2026-01-01"} | metric | metric
					""")
	void refuses(String method, String path, String body, String field, String detail) {
		assertThat(http().post("/v1/calls", JSON, TestCalls.answered("c-1").toString()).status()).isEqualTo(200);

		Answer answer = http().with("Content-Type", JSON).send(method, "/v1/" + path, BodyPublishers.ofString(body));

		assertRefused(answer, field, detail);
		assertThat(answer.json().path("value").asString()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2100-12-31T23:59:59.999999Z", "2099-01-01T00:00:00.123456789Z" })
	void aKeyMayExpireWheneverCallsMayBe(String expiry) {
		Answer answer = http().post("/v1/keys", JSON,
				"{\"name\": \"a\", \"scopes\": [\"kpis:read\"], \"expiresAt\": \"" + expiry + "\"}");

		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
	}

	@Test
	void aNulInTheNameOfAParameterIsNoParameter() {
		assertThat(http().get("/v1/holds?next%00=a").json().path("type").asString())
			.isEqualTo("urn:callmeter:problem:unknown-parameter");
	}

	private void assertNulRefused(ApiOperation operation, String parameter) {
		String target = operation.target() + (operation.target().contains("?") ? "&" : "?") + parameter + "=a%00b";
		assertRefused(
				new ApiOperation(operation.id(), operation.method(), target, operation.scopes(),
						operation.contentType(), operation.body())
					.send(http()),
				parameter, "contains the character NUL");
	}

	private void assertBodyRefused(ApiOperation operation, JsonNode body) {
		Answer answer = new ApiOperation(operation.id(), operation.method(), operation.target(), operation.scopes(),
				operation.contentType(), body.toString())
			.send(http());
		if (REPORTS.contains(operation.id()) && answer.status() == 200) {
			assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isPositive();
		}
		else {
			assertThat(answer.status()).as(answer.body()).isIn(400, 422);
		}
	}

	private static void assertRefused(Answer answer, String field, String detail) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.json().path("field").asString()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).contains(detail).matches("(?s).*[.?]");
	}

	private static List<String> parameters(JsonNode described) {
		return described.path("parameters")
			.valueStream()
			.filter((parameter) -> parameter.path("in").asString().equals("query"))
			.map((parameter) -> parameter.path("name").asString())
			.toList();
	}

	/// Where the texts of a body are.
	private static void texts(JsonNode node, Consumer<Place> places) {
		node.properties().forEach((field) -> {
			if (field.getValue().isString()) {
				places.accept(new Place("", field.getKey()));
			}
			texts(field.getValue(), (inner) -> places.accept(inner.within(field.getKey())));
		});
		for (int i = 0; node.isArray() && i < node.size(); i++) {
			String index = String.valueOf(i);
			if (node.get(i).isString()) {
				places.accept(new Place("", index));
			}
			texts(node.get(i), (inner) -> places.accept(inner.within(index)));
		}
	}

	private static JsonNode withNul(JsonNode body, Place place) {
		JsonNode parent = body.at(place.parent());
		var text = new StringBuilder(parent.at("/" + escaped(place.name())).asString()).insert(1, '\0').toString();
		if (parent instanceof ObjectNode object) {
			object.put(place.name(), text);
		}
		else if (parent instanceof ArrayNode array) {
			array.set(Integer.parseInt(place.name()), array.stringNode(text));
		}
		return body;
	}

	private static String escaped(String name) {
		return name.replace("~", "~0").replace("/", "~1");
	}

	private List<ApiOperation> operations() {
		return ApiOperation.all(stranger().get("/v3/api-docs").json());
	}

	/// Where a text is in a body.
	///
	/// @param parent pointer to the object or list that has it
	private record Place(String parent, String name) {

		Place within(String outer) {
			return new Place("/" + escaped(outer) + this.parent, this.name);
		}

		@Override
		public String toString() {
			return this.parent + "/" + escaped(this.name);
		}

	}

}
