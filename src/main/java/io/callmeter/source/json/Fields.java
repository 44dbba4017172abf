package io.callmeter.source.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.call.Instants;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, read by name and type; `null` is the same as absent.
final class Fields {

	private final JsonNode object;

	private final String path;

	/// @param path of the object from the call, ending in a dot; empty for the call
	/// itself
	/// @param remedy for a field that is not known
	/// @throws InvalidCall if it is no object, or has a field that is not known
	Fields(JsonNode object, String path, Set<String> known, String remedy) {
		this.object = object;
		this.path = path;
		if (!object.isObject()) {
			throw new InvalidCall(path.isEmpty() ? "" : path.substring(0, path.length() - 1), null, Reason.WRONG_TYPE,
					"A JSON object is wanted here, this is " + kind(object) + ".");
		}
		for (String name : object.propertyNames()) {
			if (!known.contains(name)) {
				throw new InvalidCall(path + name, null, Reason.UNKNOWN_FIELD,
						"There is no field '" + path + name + "' here; " + remedy + ".");
			}
		}
	}

	/// The value of a field; null if absent.
	@Nullable JsonNode get(String name) {
		JsonNode value = this.object.get(name);
		return (value == null || value.isNull()) ? null : value;
	}

	@Nullable String string(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isString()) {
			throw wrongType(name, value, "a text in quotes");
		}
		return value.stringValue();
	}

	@Nullable Instant instant(String name) {
		String text = string(name);
		if (text == null) {
			return null;
		}
		try {
			return Instants.parse(text);
		}
		catch (DateTimeException ex) {
			throw new InvalidCall(this.path + name, text, Reason.WRONG_TYPE, this.path + name
					+ " is no instant with offset; write it as 2026-11-16T09:00:00Z or 2026-11-16T10:00:00.123+01:00.");
		}
	}

	@Nullable BigDecimal decimal(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isNumber()) {
			throw wrongType(name, value, "a number");
		}
		return value.decimalValue();
	}

	@Nullable Integer integer(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isIntegralNumber() || !value.canConvertToInt()) {
			throw wrongType(name, value, "a whole number");
		}
		return value.intValue();
	}

	@Nullable Long wholeNumber(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isIntegralNumber() || !value.canConvertToLong()) {
			throw wrongType(name, value, "a whole number below 2^63");
		}
		return value.longValue();
	}

	@Nullable Boolean bool(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		if (!value.isBoolean()) {
			throw wrongType(name, value, "true or false");
		}
		return value.booleanValue();
	}

	<E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
		String text = string(name);
		if (text == null) {
			return null;
		}
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equals(text)) {
				return constant;
			}
		}
		throw new InvalidCall(this.path + name, text, Reason.NOT_ALLOWED,
				this.path + name + " '" + text + "' is not one of "
						+ Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))
						+ ".");
	}

	InvalidCall wrongType(String name, JsonNode value, String wanted) {
		return new InvalidCall(this.path + name, text(value), Reason.WRONG_TYPE,
				this.path + name + " is " + wanted + ", this "
						+ ((value.isNumber() && wanted.contains("number")) ? unfit(value) : "is " + kind(value)) + ".");
	}

	private static String unfit(JsonNode number) {
		return number.isIntegralNumber() ? "is too large" : "has decimals or an exponent";
	}

	private static @Nullable String text(JsonNode value) {
		return value.isValueNode() ? value.asString() : null;
	}

	private static String kind(JsonNode value) {
		return switch (value.getNodeType()) {
			case ARRAY -> "an array";
			case BOOLEAN -> "true or false";
			case NULL -> "null";
			case NUMBER -> "a number";
			case OBJECT -> "an object";
			case STRING -> "a text";
			case BINARY, MISSING, POJO -> "nothing that JSON has";
		};
	}

}
