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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The committed description is what the service publishes, and its examples work as they stand.
class ContractIT extends PostgresIT {

	private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

	/// Ids that the service makes up.
	private static final Set<String> NEED_WHAT_CANNOT_BE_KNOWN = Set.of("revokeKey");

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
	void everythingReferredToIsThere() {
		JsonNode api = http().get("/v3/api-docs").json();

		assertThat(api.findValuesAsString("$ref")).isNotEmpty()
			.allSatisfy(
					(reference) -> assertThat(api.at(reference.substring("#".length())).isMissingNode()).as(reference)
						.isFalse());
	}

	@Test
	void everyOperationIsNamedOnce() {
		List<String> names = new ArrayList<>();
		http().get("/v3/api-docs")
			.json()
			.path("paths")
			.forEach((path) -> path.forEach((operation) -> names.add(operation.path("operationId").asString())));

		assertThat(names).hasSameSizeAs(new TreeSet<>(names)).noneMatch((name) -> name.matches(".*_\\d+"));
	}

}
