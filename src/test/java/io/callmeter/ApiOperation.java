package io.callmeter;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An operation of the published description with one of its own examples: what "Try it out" sends when nothing is
/// changed.
///
/// @param id its operationId
/// @param target path and query
/// @param scopes of which a caller needs one
/// @param contentType null without a body
public record ApiOperation(String id, String method, String target, Set<String> scopes, @Nullable String contentType,
		@Nullable String body) {

	/// In an order in which they work one after the other: what is made comes before what
	/// is asked for, and that before
	/// what is deleted. An operation with several examples is there several times.
	public static List<ApiOperation> all(JsonNode api) {
		List<ApiOperation> operations = new ArrayList<>();
		for (String method : List.of("post", "put", "patch", "get", "delete")) {
			api.path("paths").properties().forEach((path) -> {
				JsonNode operation = path.getValue().path(method);
				if (!operation.isMissingNode()) {
					add(operations, api, method, path.getKey(), operation);
				}
			});
		}
		return operations;
	}

	private static void add(List<ApiOperation> operations, JsonNode api, String method, String path,
			JsonNode operation) {
		String id = operation.path("operationId").asString();
		String target = target(path, operation);
		if (operation.path("requestBody").isMissingNode()) {
			operations
				.add(new ApiOperation(id, method.toUpperCase(Locale.ROOT), target, scopes(operation), null, null));
		}
		operation.path("requestBody").path("content").properties().forEach((content) -> {
			for (String body : bodies(api, content.getValue())) {
				operations.add(new ApiOperation(id, method.toUpperCase(Locale.ROOT), target, scopes(operation),
						content.getKey(), body));
			}
		});
	}

	/// Sends it.
	public Answer send(TestClient client) {
		TestClient sender = (this.contentType != null) ? client.with("Content-Type", this.contentType) : client;
		return sender.send(this.method, this.target,
				(this.body != null) ? BodyPublishers.ofString(this.body) : BodyPublishers.noBody());
	}

	private static Set<String> scopes(JsonNode operation) {
		Set<String> scopes = new TreeSet<>();
		operation.path("security")
			.forEach((way) -> way.forEach((names) -> names.forEach((scope) -> scopes.add(scope.asString()))));
		return scopes;
	}

	/// With every parameter that has an example or a default.
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
		JsonNode schema = content.path("schema");
		JsonNode named = schema.has("$ref") ? api.at(schema.path("$ref").asString().substring("#".length())) : schema;
		if (bodies.isEmpty() && named.has("example")) {
			bodies.add(named.path("example").toString());
		}
		if (bodies.isEmpty()) {
			throw new AssertionError("no example of " + content);
		}
		return bodies;
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
