package io.callmeter.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

import io.callmeter.json.BrokenJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.converter.HttpMessageNotReadableException;

/// Says of a JSON body that cannot be read which field is to blame, and what to send instead.
final class UnreadableBody {

	private static final String BODY = "body";

	private static final JsonMapper JSON = JsonMapper.shared();

	private UnreadableBody() {
	}

	static RequestProblem of(HttpMessageNotReadableException unreadable) {
		if (unreadable.getMostSpecificCause() instanceof RequestProblem refused) {
			return (unreadable.getCause() instanceof JacksonException at) ? refused.within(path(at)) : refused;
		}
		return switch ((unreadable.getCause() != null) ? unreadable.getCause() : unreadable) {
			case UnrecognizedPropertyException unknown ->
				RequestProblem.invalid(path(unknown), text(sent(unreadable, unknown)),
						"There is no field '" + unknown.getPropertyName() + "' here. Use " + known(unknown) + ".");
			case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
				mismatch(mismatch, sent(unreadable, mismatch));
			case MismatchedInputException mismatch -> new RequestProblem(Problem.UNREADABLE_BODY, BODY, null,
					"The body has the wrong form; send a JSON object.");
			case StreamReadException twice when !BrokenJson.repeatedField(twice).isEmpty() ->
				RequestProblem.invalid(BrokenJson.repeatedField(twice), null, BrokenJson.sentence(twice, true));
			case JacksonException syntax ->
				new RequestProblem(Problem.UNREADABLE_BODY, BODY, null, BrokenJson.sentence(syntax, true));
			case NumberFormatException number ->
				new RequestProblem(Problem.UNREADABLE_BODY, BODY, null, BrokenJson.sentence(number, true));
			case HttpMessageNotReadableException empty ->
				new RequestProblem(Problem.EMPTY_BODY, BODY, null, "The body is empty; send a JSON object.");
			default ->
				new RequestProblem(Problem.UNREADABLE_BODY, BODY, null, "The body cannot be read; send JSON in UTF-8.");
		};
	}

	private static RequestProblem mismatch(MismatchedInputException mismatch, JsonNode sent) {
		String field = path(mismatch);
		Class<?> type = mismatch.getTargetType();
		String wanted = wanted(type)
				+ ((sent.isString() && (isNumber(type) || isTruth(type))) ? " without quotes" : "");
		return RequestProblem.invalid(field, text(sent),
				sent.isContainer()
						? "The value of " + field + " is " + (sent.isArray() ? "a list" : "an object") + "; send "
								+ wanted + "."
						: "'" + text(sent) + "' is no value of " + field + "; send " + wanted + ".");
	}

	/// What the body has at the place of an error.
	private static JsonNode sent(HttpMessageNotReadableException unreadable, JacksonException at) {
		if (!(unreadable.getHttpInputMessage() instanceof WholeBody.Kept body)) {
			return MissingNode.getInstance();
		}
		try {
			JsonNode node = JSON.readTree(body.getBody());
			for (JacksonException.Reference step : at.getPath()) {
				node = (step.getPropertyName() != null) ? node.path(step.getPropertyName())
						: node.path(step.getIndex());
			}
			return node;
		}
		catch (JacksonException ex) {
			// What follows the error is no JSON either.
			return MissingNode.getInstance();
		}
	}

	private static @Nullable String text(JsonNode node) {
		if (node.isMissingNode()) {
			return null;
		}
		return node.isString() ? node.stringValue() : node.toString();
	}

	private static String path(JacksonException unreadable) {
		return unreadable.getPath()
			.stream()
			.map(UnreadableBody::step)
			.collect(Collectors.joining("."))
			.replace(".[", "[");
	}

	private static String step(JacksonException.Reference reference) {
		return (reference.getPropertyName() != null) ? reference.getPropertyName() : "[" + reference.getIndex() + "]";
	}

	private static String known(UnrecognizedPropertyException unknown) {
		return unknown.getKnownPropertyIds()
			.stream()
			.map(String::valueOf)
			.sorted(Comparator.naturalOrder())
			.collect(Collectors.joining(", "));
	}

	private static String wanted(@Nullable Class<?> type) {
		if (isTruth(type)) {
			return "true or false";
		}
		if (type == String.class) {
			return "a string";
		}
		if (isNumber(type)) {
			return "a number";
		}
		if (type != null && type.isEnum()) {
			return "one of "
					+ Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
		}
		if (type == Instant.class) {
			return "an instant with an offset, such as 2026-11-09T08:00:00Z";
		}
		if (type == LocalDate.class) {
			return "a day, such as 2026-11-09";
		}
		if (type == LocalTime.class) {
			return "a local time of hours and minutes, such as 08:00";
		}
		if (type != null && Collection.class.isAssignableFrom(type)) {
			return "a list";
		}
		return "an object";
	}

	private static boolean isTruth(@Nullable Class<?> type) {
		return type == Boolean.class || type == boolean.class;
	}

	private static boolean isNumber(@Nullable Class<?> type) {
		return type != null && !isTruth(type) && (type.isPrimitive() || Number.class.isAssignableFrom(type));
	}

}
