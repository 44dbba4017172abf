package io.callmeter.source.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.callmeter.call.Checks;
import io.callmeter.call.Instants;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.source.Numerals;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, read by name and type; `null` and a text without anything but blanks are the same as
/// absent. What cannot be taken is null, too, once it is among the mistakes.
final class Fields {

	private final JsonNode object;

	private final String path;

	private final Checks checks;

	/// @param object which is one
	/// @param path of the object from the call, ending in a dot; empty for the call
	/// itself
	/// @param remedy what to do about a field that is not known, by its name
	Fields(JsonNode object, String path, Set<String> known, UnaryOperator<String> remedy, Checks checks) {
		this.object = object;
		this.path = path;
		this.checks = checks;
		for (String name : object.propertyNames()) {
			if (!known.contains(name) && !checks.isFull()) {
				checks.add(new InvalidCall(path + name, null, Reason.UNKNOWN_FIELD,
						"Unknown field '" + path + name + "'. " + remedy.apply(name)));
			}
		}
	}

	/// Whether a record or a part of it is an object.
	/// @param path from the call; empty for the call itself
	static boolean isObject(JsonNode value, String path, Checks checks) {
		if (!value.isObject()) {
			checks.add(
					new InvalidCall(path, null, Reason.WRONG_TYPE, "Expected a JSON object, not " + kind(value) + "."));
		}
		return value.isObject();
	}

	/// What is read, or that it is required.
	<T> @Nullable T required(String name, @Nullable T read, String remedy) {
		if (read == null && !this.checks.isWrong(this.path + name)) {
			this.checks.add(new InvalidCall(this.path + name, null, Reason.MISSING,
					this.path + name + " is required. " + remedy));
		}
		return read;
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
			this.checks.add(wrongType(name, value, "a string"));
			return null;
		}
		return value.stringValue();
	}

	@Nullable Instant instant(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		try {
			return Instants.parse(value.isString() ? value.stringValue().strip() : "");
		}
		catch (DateTimeException ex) {
			String sent = Objects.requireNonNullElseGet(text(value), () -> kind(value));
			this.checks.add(new InvalidCall(this.path + name, text(value), Reason.WRONG_TYPE,
					"Invalid " + this.path + name + " '" + sent
							+ "'. Expected an instant with an offset, such as 2026-11-16T09:00:00Z or "
							+ "2026-11-16T10:00:00.123+01:00." + Instants.question(sent)));
			return null;
		}
	}

	@Nullable BigDecimal decimal(String name) {
		JsonNode value = get(name);
		if (value == null) {
			return null;
		}
		BigDecimal quoted = quoted(value);
		if (quoted == null && !value.isNumber()) {
			this.checks.add(wrongType(name, value, "a number"));
			return null;
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
			this.checks.add(wrongType(name, value, "a whole number"));
			return null;
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
			this.checks.add(wrongType(name, value, "a whole number below 2^63"));
			return null;
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
			this.checks.add(wrongType(name, value, "true or false"));
			return null;
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
		List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
		this.checks
			.add(new InvalidCall(this.path + name, text, Reason.NOT_ALLOWED, "Invalid " + this.path + name + " '" + text
					+ "'. Expected one of " + String.join(", ", names) + "." + Nearest.question(text.strip(), names)));
		return null;
	}

	InvalidCall wrongType(String name, JsonNode value, String wanted) {
		return new InvalidCall(this.path + name, text(value), Reason.WRONG_TYPE,
				"Invalid " + this.path + name + ". Expected " + wanted + ", but it "
						+ (wanted.contains("number") ? unfit(value) : "is " + kind(value)) + ".");
	}

	private static String unfit(JsonNode value) {
		if (value.isString()) {
			return "is a string that is not one";
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
			case STRING -> "a string";
			case BINARY, MISSING, POJO -> "not JSON";
		};
	}

}
