package io.callmeter.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import io.callmeter.PostgresIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The committed description is what the service publishes, and its examples work as they stand.
class ContractIT extends PostgresIT {

	private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

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

	/// What "Try it out" sends when nothing is changed: the first example of the body,
	/// and every parameter that has an
	/// example or a default.
	@Test
	void everyOperationWorksWithItsOwnExamples() {
		JsonNode api = http().get("/v3/api-docs").json();
		for (String method : List.of("post", "put", "patch", "get", "delete")) {
			api.path("paths").properties().forEach((path) -> {
				JsonNode operation = path.getValue().path(method);
				if (!operation.isMissingNode()) {
					operation.path("requestBody").path("content").properties().forEach((content) -> {
						for (String body : bodies(api, content.getValue())) {
							assertWorks(method, target(path.getKey(), operation), content.getKey(), body);
						}
					});
					if (operation.path("requestBody").isMissingNode()) {
						assertWorks(method, target(path.getKey(), operation), null, null);
					}
				}
			});
		}
	}

	private void assertWorks(String method, String target, @Nullable String contentType, @Nullable String body) {
		var client = (contentType != null) ? http().with("Content-Type", contentType) : http();
		var answer = client.send(method.toUpperCase(Locale.ROOT), target,
				(body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());

		assertThat(answer.status()).as("%s %s %s: %s", method, target, body, answer.body()).isBetween(200, 299);
		assertThat(answer.body()).as("%s %s", method, target).doesNotContain("\"rejectedCount\":1");
	}

	private static String target(String path, JsonNode operation) {
		String target = path;
		List<String> query = new ArrayList<>();
		for (JsonNode parameter : operation.path("parameters")) {
			String name = parameter.path("name").asString();
			JsonNode value = parameter.has("example") ? parameter.path("example")
					: parameter.path("schema").has("example") ? parameter.path("schema").path("example")
							: parameter.path("schema").path("default");
			if (parameter.path("in").asString().equals("path")) {
				target = target.replace("{" + name + "}", encoded(value.asString()));
			}
			else if (value.isArray()) {
				value.forEach((one) -> query.add(name + "=" + encoded(one.asString())));
			}
			else if (!value.isMissingNode()) {
				query.add(name + "=" + encoded(value.asString()));
			}
		}
		return query.isEmpty() ? target : target + "?" + String.join("&", query);
	}

	private static List<String> bodies(JsonNode api, JsonNode content) {
		List<String> bodies = new ArrayList<>();
		content.path("examples").forEach((example) -> {
			JsonNode value = example.has("$ref")
					? api.at(example.path("$ref").asString().substring("#".length())).path("value")
					: example.path("value");
			bodies.add(value.isString() ? value.stringValue() : value.toString());
		});
		if (content.has("example")) {
			bodies.add(content.path("example").toString());
		}
		assertThat(bodies).as("an example of %s", content).isNotEmpty();
		return bodies;
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
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
