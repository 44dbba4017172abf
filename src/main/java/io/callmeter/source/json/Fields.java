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
import io.callmeter.source.Numerals;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, read by name and type; `null` and a text without anything but blanks are the same as
/// absent.
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
		return (value == null || value.isNull() || (value.isString() && value.stringValue().isBlank())) ? null : value;
	}

	/// A text that may be empty and mean that; null if absent.
	@Nullable String text(String name) {
		JsonNode value = this.object.get(name);
		return (value != null && value.isString()) ? value.stringValue() : string(name);
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
			return Instants.parse(text.strip());
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
		BigDecimal quoted = quoted(value);
		if (quoted == null && !value.isNumber()) {
			throw wrongType(name, value, "a number");
		}
		return (quoted != null) ? quoted : value.decimalValue();
	}

	@Nullable Integer integer(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		Long whole = whole(value);
		if (whole == null || whole != whole.intValue()) {
			throw wrongType(name, value, "a whole number");
		}
		return whole.intValue();
	}

	@Nullable Long wholeNumber(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		Long whole = whole(value);
		if (whole == null) {
			throw wrongType(name, value, "a whole number below 2^63");
		}
		return whole;
	}

	private static @Nullable Long whole(JsonNode value) {
		BigDecimal quoted = quoted(value);
		if (quoted != null) {
			return (quoted.scale() == 0 && quoted.toBigInteger().bitLength() < Long.SIZE) ? (Long) quoted.longValue()
					: null;
		}
		return (value.isIntegralNumber() && value.canConvertToLong()) ? (Long) value.longValue() : null;
	}

	/// The number of a text; null of all else.
	private static @Nullable BigDecimal quoted(JsonNode value) {
		return value.isString() ? Numerals.exact(value.stringValue()) : null;
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
			if (constant.name().equalsIgnoreCase(text.strip())) {
				return constant;
			}
		}
		throw new InvalidCall(this.path + name, text, Reason.NOT_ALLOWED,
				this.path + name + " '" + text + "' is not one of "
						+ Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))
						+ ".");
	}

	InvalidCall wrongType(String name, JsonNode value, String wanted) {
		return new InvalidCall(this.path + name, text(value), Reason.WRONG_TYPE, this.path + name + " is " + wanted
				+ ", this " + (wanted.contains("number") ? unfit(value) : "is " + kind(value)) + ".");
	}

	private static String unfit(JsonNode value) {
		if (value.isString()) {
			return "is a text that is none";
		}
		return !value.isNumber() ? "is " + kind(value)
				: value.isIntegralNumber() ? "is too large" : "has decimals or an exponent";
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
