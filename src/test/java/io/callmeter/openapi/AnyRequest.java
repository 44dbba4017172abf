package io.callmeter.openapi;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.callmeter.Dice;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request to an operation of the description: as it should be, or with something about it that is wrong.
///
/// @param operation as the description has it
/// @param target path and query
/// @param body null for none
record AnyRequest(JsonNode operation, String method, String target, Map<String, String> headers,
		@Nullable String body) {

	private static final List<String> OTHER_TYPES = List.of("text/html", "application/xml", "garbage",
			"application/json;charset=nothing", "multipart/form-data", "application/x-www-form-urlencoded", "text/csv",
			"application/json");

	private static final List<String> OTHER_FORMATS = List.of("text/html", "image/png", "garbage", "*/*;q=0",
			"text/csv", "application/json;q=0.1, text/csv", "application/problem+json");

	/// @param keys of callers who may do different things; the first may do everything
	static AnyRequest of(JsonNode api, String method, String path, JsonNode operation, List<String> keys, Dice dice) {
		var values = new AnyValue(api, dice);
		String target = path;
		List<String> query = new ArrayList<>();
		Map<String, String> headers = new HashMap<>();
		for (JsonNode parameter : operation.path("parameters")) {
			String name = parameter.path("name").asString();
			switch (parameter.path("in").asString()) {
				case "path" ->
					target = target.replace("{" + name + "}", encoded(inPath(value(parameter, values, dice))));
				case "header" -> {
					if (dice.chance(0.2)) {
						headers.put(name, dice.oneOf("*", "\"a\"", "W/\"a\"", "garbage", "fr", "fr;q=2, ,"));
					}
				}
				default -> {
					if (dice.chance(parameter.path("required").asBoolean() ? 0.95 : 0.12)) {
						query.add(name + "=" + encoded(value(parameter, values, dice)));
					}
				}
			}
		}
		if (dice.chance(0.05)) {
			query.add(dice.oneOf("groupby", "q", "a%00", "from", "limit") + "=" + encoded(values.hostile()));
		}
		if (dice.chance(0.1)) {
			headers.put("Accept", dice.oneOf(OTHER_FORMATS));
		}
		String key = dice.chance(0.9) ? keys.getFirst() : dice.oneOf(keys);
		if (!key.isEmpty()) {
			headers.put("Authorization", "Bearer " + key);
		}
		String body = body(operation, values, headers, dice);
		return new AnyRequest(operation, method.toUpperCase(Locale.ROOT),
				query.isEmpty() ? target : target + "?" + String.join("&", query), headers, body);
	}

	Answer send(TestClient client) {
		TestClient sender = client;
		for (Map.Entry<String, String> header : this.headers.entrySet()) {
			sender = sender.with(header.getKey(), header.getValue());
		}
		return sender.send(this.method, this.target,
				(this.body != null) ? BodyPublishers.ofString(this.body) : BodyPublishers.noBody());
	}

	/// As it can be repeated, without the key.
	@Override
	public String toString() {
		Map<String, String> shown = new HashMap<>(this.headers);
		shown.computeIfPresent("Authorization", (_, key) -> key.length() + " characters");
		String text = (this.body != null) ? this.body : "";
		return this.method + " " + this.target + " " + shown + " " + text.substring(0, Math.min(text.length(), 1000));
	}

	private static String value(JsonNode parameter, AnyValue values, Dice dice) {
		JsonNode schema = parameter.path("schema");
		double luck = dice.between(0, 99) / 100.0;
		if (parameter.has("example") && luck < 0.5) {
			return text(parameter.path("example"));
		}
		return (luck < 0.8) ? text(values.of(schema)) : values.hostile();
	}

	/// A list as parameters have it.
	private static String text(JsonNode value) {
		if (!value.isArray()) {
			return value.asString();
		}
		List<String> elements = new ArrayList<>();
		value.forEach((element) -> elements.add(element.asString()));
		return String.join(",", elements);
	}

	/// What would be another path is none of an operation.
	private static String inPath(String value) {
		return value.isEmpty() || value.matches("[./]+") ? "x" : value;
	}

	private static @Nullable String body(JsonNode operation, AnyValue values, Map<String, String> headers, Dice dice) {
		JsonNode contents = operation.path("requestBody").path("content");
		if (contents.isEmpty() || dice.chance(0.03)) {
			return null;
		}
		String type = dice.oneOf(List.copyOf(contents.propertyNames()));
		headers.put("Content-Type", dice.chance(0.93) ? type : dice.oneOf(OTHER_TYPES));
		JsonNode content = contents.path(type);
		if (!type.endsWith("json") || type.contains("ndjson")) {
			String lines = example(content, values);
			return dice.chance(0.6) ? lines
					: lines.replaceFirst("\\w{3,}", java.util.regex.Matcher.quoteReplacement(values.hostile()));
		}
		JsonNode body = values.of(content.path("schema"));
		return switch (dice.weighted(55, 35, 5, 5)) {
			case 0 -> body.toString();
			case 1 -> values.broken(body).toString();
			case 2 -> body.toString().substring(0, body.toString().length() / 2);
			default -> dice.oneOf("", " ", "null", "[", "[".repeat(2000), "{\"a\":1,\"a\":1}", "\"", "{} {}",
					"\uFEFF{}", "NaN");
		};
	}

	private static String example(JsonNode content, AnyValue values) {
		for (JsonNode example : content.path("examples")) {
			return values.resolved(example).path("value").asString("");
		}
		return content.path("example").asString("");
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
