package io.callmeter.openapi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.Dice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values that a schema of the description allows, and values that nothing allows.
record AnyValue(JsonNode api, Dice dice) {

	private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();

	/// Deep enough for all that is described.
	private static final int DEEPEST = 6;

	/// What breaks those that do not look: no text, too much of it, other alphabets, what
	/// other languages read as code, and
	/// numbers and times beyond all bounds.
	private static final List<String> HOSTILE = List.of("", " ", "\u0000", "a\u0007b", "a".repeat(3000),
			"'; drop table call_fact; --", "%", "%00", "${jndi:ldap://localhost/a}", "<script>alert(1)</script>",
			"\uD83D\uDE00", "\u202Eabc", "\u200B", "e\u0301", "-1", "0", "NaN", "Infinity", "1e309", "1e-400",
			"9223372036854775808", "1".repeat(400), "0x10", "\u0663", "1,000", "2026-02-30", "0000-01-01",
			"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "2026-11-09T24:00:00Z",
			"2026-11-09T00:00:00+99:99", "null", "true", "[]", "{}", ",", ",,", "\\", "\\,", "a,b", "P1D", "PT0S",
			"-P1D", "P999999999Y", "PT1E9S", "CET", "Etc/GMT+20", "+49 30 901820", "sip:alice@example.com",
			"4111111111111111", "a\r\nb: c", "../..", "a/b", "*", "row:", "MQo", "cm_1_x");

	/// A value that is allowed, mostly.
	JsonNode of(JsonNode schema) {
		return of(schema, 0);
	}

	/// Any text that nobody should send.
	String hostile() {
		return this.dice.oneOf(HOSTILE);
	}

	/// The same with one thing about it that is wrong.
	JsonNode broken(JsonNode value) {
		if (value instanceof ObjectNode object && !object.isEmpty() && this.dice.chance(0.8)) {
			String name = this.dice.oneOf(List.copyOf(object.propertyNames()));
			switch (this.dice.between(0, 3)) {
				case 0 -> object.remove(name);
				case 1 -> object.set(this.dice.chance(0.5) ? name + "x" : hostile(), anything());
				default -> object.set(name, broken(object.get(name)));
			}
			return object;
		}
		if (value instanceof ArrayNode array && !array.isEmpty() && this.dice.chance(0.7)) {
			int index = this.dice.between(0, array.size() - 1);
			array.set(index, broken(array.get(index)));
			return array;
		}
		return anything();
	}

	/// What a schema says, where it refers to another.
	JsonNode resolved(JsonNode schema) {
		return schema.has("$ref") ? resolved(this.api.at(schema.path("$ref").asString().substring(1))) : schema;
	}

	private JsonNode of(JsonNode reference, int depth) {
		JsonNode schema = resolved(reference);
		List<JsonNode> choices = new ArrayList<>();
		schema.path("oneOf").forEach(choices::add);
		schema.path("anyOf").forEach(choices::add);
		if (!choices.isEmpty()) {
			return of(this.dice.oneOf(choices), depth);
		}
		if (schema.has("enum")) {
			return schema.path("enum").get(this.dice.between(0, schema.path("enum").size() - 1));
		}
		JsonNode example = schema.has("example") ? schema.path("example") : reference.path("example");
		if (!example.isMissingNode() && this.dice.chance(0.5)) {
			return example.deepCopy();
		}
		return switch (type(schema)) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, depth);
			case "integer" ->
				JSON.numberNode(this.dice.between(bound(schema, "minimum", -1), bound(schema, "maximum", 3_000)));
			case "number" -> JSON.numberNode(BigDecimal.valueOf(
					this.dice.between(bound(schema, "minimum", 0) * 100, bound(schema, "maximum", 1_000) * 100), 2));
			case "boolean" -> JSON.booleanNode(this.dice.chance(0.5));
			case "null" -> JSON.nullNode();
			default -> JSON.stringNode(text(schema));
		};
	}

	private String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		return type.isArray() ? type.get(this.dice.between(0, type.size() - 1)).asString() : type.asString("string");
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = JSON.objectNode();
		List<String> required = new ArrayList<>();
		schema.path("required").forEach((name) -> required.add(name.asString()));
		schema.path("properties").properties().forEach((property) -> {
			if (required.contains(property.getKey()) || (depth < DEEPEST && this.dice.chance(0.4))) {
				object.set(property.getKey(), of(property.getValue(), depth + 1));
			}
		});
		if (schema.path("additionalProperties").isObject()) {
			object.set("key", of(schema.path("additionalProperties"), depth + 1));
		}
		return object;
	}

	private ArrayNode array(JsonNode schema, int depth) {
		ArrayNode array = JSON.arrayNode();
		int length = (depth < DEEPEST) ? this.dice.between(0, 3) : 0;
		for (int i = 0; i < length; i++) {
			array.add(of(schema.path("items"), depth + 1));
		}
		return array;
	}

	private String text(JsonNode schema) {
		return switch (schema.path("format").asString("")) {
			case "date-time" ->
				"2026-11-%02dT%02d:00:00Z".formatted(this.dice.between(1, 30), this.dice.between(0, 23));
			case "date" -> "2026-11-%02d".formatted(this.dice.between(1, 30));
			case "uuid" -> "0190b6a5-5bd1-4f6c-9d3e-7a1f2c3d4e%02d".formatted(this.dice.between(10, 99));
			default -> this.dice.oneOf("a", "sales", "alice.adams", "tour-1", "default", "+442079460800", "EUR", "UTC");
		};
	}

	private static long bound(JsonNode schema, String name, long usual) {
		return schema.has(name) ? schema.path(name).asLong() : usual;
	}

	/// A value of any type.
	private JsonNode anything() {
		return switch (this.dice.between(0, 7)) {
			case 0 -> JSON.nullNode();
			case 1 -> JSON.booleanNode(true);
			case 2 -> JSON.numberNode(this.dice.oneOf(BigInteger.TEN.pow(30), BigInteger.valueOf(Long.MIN_VALUE),
					BigInteger.valueOf(-1)));
			case 3 -> JSON.numberNode(this.dice.oneOf(new BigDecimal("1e300"), new BigDecimal("-0.0000000000001"),
					new BigDecimal("1e-300")));
			case 4 -> JSON.arrayNode().add(JSON.nullNode());
			case 5 -> JSON.objectNode().set("a", JSON.arrayNode());
			default -> JSON.stringNode(hostile());
		};
	}

}
