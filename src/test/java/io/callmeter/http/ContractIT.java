package io.callmeter.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.callmeter.ApiOperation;
import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The committed description is what the service publishes, and its examples work as they stand. Nothing else runs beside
/// it: springdoc keeps how types are described for the whole JVM, and a service that starts changes it for the others.
@Isolated
class ContractIT extends PostgresIT {

	private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

	/// Ids that the service makes up.
	private static final Set<String> NEED_WHAT_CANNOT_BE_KNOWN = Set.of("revokeKey");

	/// Three that say what an operation does, and one that links to more.
	private static final int MOST_SENTENCES = 4;

	private static final Path PUBLISHED = Path.of("target", "openapi.yaml");

	@Test
	void committedDescriptionIsWhatTheServicePublishes() throws IOException {
		String published = http().get("/v3/api-docs.yaml").body();
		Files.writeString(PUBLISHED, published);

		assertThat(published).as("copy %s to %s and say in CHANGELOG.md what changes for users", PUBLISHED, COMMITTED)
			.isEqualTo(Files.readString(COMMITTED));
	}

	@Test
	void everyParameterAndFieldIsDescribed() {
		JsonNode api = http().get("/v3/api-docs").json();
		List<String> silent = new ArrayList<>();
		api.path("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.forEach((operation) -> operation.getValue().path("parameters").forEach((parameter) -> {
					if (parameter.path("description").asString("").isBlank()) {
						silent.add(operation.getKey() + " " + path.getKey() + " " + parameter.path("name").asString());
					}
				})));
		api.path("components")
			.path("schemas")
			.properties()
			.forEach((schema) -> schema.getValue().path("properties").properties().forEach((field) -> {
				JsonNode description = field.getValue();
				if (description.path("description").asString("").isBlank() && !description.has("$ref")) {
					silent.add(schema.getKey() + "." + field.getKey());
				}
			}));

		assertThat(silent).isEmpty();
	}

	@Test
	void everyOperationWorksWithItsOwnExamples() {
		for (ApiOperation operation : ApiOperation.all(http().get("/v3/api-docs").json())) {
			if (NEED_WHAT_CANNOT_BE_KNOWN.contains(operation.id())) {
				continue;
			}
			var answer = operation.send(http());

			assertThat(answer.status()).as("%s: %s", operation, answer.body()).isBetween(200, 299);
			assertThat(answer.body()).as(operation.toString()).doesNotContain("\"rejectedCount\":1");
		}
	}

	@Test
	void everyOperationSaysHowMuchOneMayAskAndWhenToAskAgain() {
		JsonNode api = http().get("/v3/api-docs").json();
		List<String> wrong = new ArrayList<>();
		api.path("paths").forEach((path) -> path.forEach((operation) -> {
			String id = operation.path("operationId").asString();
			JsonNode responses = operation.path("responses");
			if (!responses.has("429")) {
				wrong.add(id + " is limited and does not say so");
			}
			if (responses.has("408") != operation.has("requestBody")) {
				wrong.add(id + ": 408 is what a body that comes too slowly ends in");
			}
			responses.properties().forEach((response) -> {
				String status = response.getKey();
				List<String> headers = new ArrayList<>(response.getValue().path("headers").propertyNames());
				boolean limited = headers
					.containsAll(List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"));
				if (limited != (status.startsWith("2") || status.equals("429"))) {
					wrong.add(id + " " + status + " " + headers);
				}
				if (headers.contains("Retry-After") != List.of("429", "503").contains(status)) {
					wrong.add(id + " " + status + " " + headers);
				}
			});
		}));

		assertThat(wrong).isEmpty();
		assertThat(http().get("/v1/kpis/catalogue").headers().map()).containsKeys("ratelimit-limit",
				"ratelimit-remaining", "ratelimit-reset");
	}

	@Test
	void whatIsNeededFirstComesFirst() {
		JsonNode api = http().get("/v3/api-docs").json();
		JsonNode kpis = api.at("/paths/~1v1~1kpis/get");

		assertThat(names(api.path("tags"), "name")).startsWith("KPIs", "Calls", "Imports", "Queues")
			.endsWith("Privacy", "Access", "Retention", "Rollups");
		assertThat(api.path("paths").propertyNames()).startsWith("/v1/kpis");
		assertThat(names(kpis.path("parameters"), "name"))
			.startsWith("from", "to", "metrics", "groupBy", "interval", "timeZone", "range", "queue")
			.endsWith("format", "delimiter", "decimal", "bom");
		assertThat(kpis.path("security").get(0).propertyNames()).containsExactly("bearer");
		assertThat(api.at("/components/securitySchemes").propertyNames()).containsExactly("bearer", "basic");
		assertThat(api.at("/components/examples/call/value").propertyNames()).startsWith("callId", "direction");
	}

	@Test
	void listsAreListsOfNamedWords() {
		JsonNode api = http().get("/v3/api-docs").json();
		List<String> lists = new ArrayList<>();
		api.at("/paths/~1v1~1kpis/get/parameters").forEach((parameter) -> {
			if (parameter.at("/schema/type").asString("").equals("array")) {
				assertThat(parameter.path("style").asString()).isEqualTo("form");
				assertThat(parameter.path("explode").asBoolean(true)).isFalse();
				lists.add(parameter.path("name").asString());
			}
		});

		assertThat(lists).contains("metrics", "groupBy", "queue", "direction", "hourOfDay", "targets");
		assertThat(api.at("/components/schemas/MetricId/enum").valueStream().map(JsonNode::asString))
			.contains("offered", "serviceLevel");
		assertThat(api.at("/components/schemas/Call/properties/direction/$ref").asString())
			.isEqualTo("#/components/schemas/Direction");
		assertThat(api.at("/components/schemas/KpiMetric/properties/unit/$ref").asString())
			.isEqualTo("#/components/schemas/MetricUnit");
		assertThat(api.at("/components/schemas/MetricUnit/enum").valueStream().map(JsonNode::asString))
			.contains("ratio", "s");
		assertThat(api.at("/components/schemas/TargetScope/enum").valueStream().map(JsonNode::asString))
			.containsExactly("queue", "campaign", "tenant", "industry");
	}

	@Test
	void anAnswerHasMoreThanABodyMust() {
		JsonNode schemas = http().get("/v3/api-docs").json().at("/components/schemas");

		assertThat(schemas.at("/Queue/required").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrder("code", "name", "active", "timeZone", "calendar", "settings");
		assertThat(schemas.at("/QueueInput/required").valueStream().map(JsonNode::asString)).containsExactly("name");
		assertThat(schemas.at("/QueueInput/properties/timeZone/type").toString()).isEqualTo("[\"string\",\"null\"]");
		assertThat(schemas.at("/Call/properties/endedAt/type").asString()).isEqualTo("string");
		assertThat(schemas.toString()).doesNotContain("\"x-");
	}

	/// What is longer belongs into the documents that it links to; Markdown reads a
	/// backslash outside of code as its own.
	@Test
	void descriptionsAreShortAndReadAsTheyAreWritten() {
		JsonNode api = http().get("/v3/api-docs").json();
		List<String> wrong = new ArrayList<>();
		api.path("paths").forEach((path) -> path.forEach((operation) -> {
			String description = operation.path("description")
				.asString("")
				.replaceFirst("Requires the scope [^.]*\\.$", "")
				.strip();
			if (description.split("[.](\\s|$)").length > MOST_SENTENCES) {
				wrong.add(operation.path("operationId").asString() + ": " + description);
			}
		}));
		api.findValuesAsString("description")
			.stream()
			.filter((description) -> description.replaceAll("`[^`]*`", "").contains("\\"))
			.forEach(wrong::add);

		assertThat(wrong).isEmpty();
	}

	@Test
	void whatDescriptionsLinkToIsThereForEverybody() {
		Answer document = stranger().get("/docs/KPIS.md");

		assertThat(document.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(document.body()).contains("averageHandleTime");
	}

	private static List<String> names(JsonNode elements, String field) {
		return elements.valueStream().map((element) -> element.path(field).asString()).toList();
	}

	@Test
	void everythingReferredToIsThere() {
		JsonNode api = http().get("/v3/api-docs").json();

		assertThat(api.findValuesAsString("$ref")).isNotEmpty()
			.allSatisfy(
					(reference) -> assertThat(api.at(reference.substring("#".length())).isMissingNode()).as(reference)
						.isFalse());
	}

	@Test
	void everyOperationIsNamedOnceByAVerbAndWhatItIsAbout() {
		List<String> names = new ArrayList<>();
		http().get("/v3/api-docs")
			.json()
			.path("paths")
			.forEach((path) -> path.forEach((operation) -> names.add(operation.path("operationId").asString())));

		assertThat(names).hasSameSizeAs(new TreeSet<>(names)).allMatch((name) -> name.matches("[a-z]+([A-Z][a-z]+)+"));
	}

}
