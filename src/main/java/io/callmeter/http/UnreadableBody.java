package io.callmeter.http;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.json.BrokenJson;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.converter.HttpMessageNotReadableException;

/// Says of a JSON body that cannot be read which fields are to blame, and what to send instead. Reading stops at each
/// mistake, so that one is taken out and the rest is read, until nothing is wrong with it.
final class UnreadableBody {

	private static final String BODY = "body";

	private static final JsonMapper JSON = JsonMapper.shared();

	private UnreadableBody() {
	}

	/// @param mapper with which it was read
	static RequestProblem of(HttpMessageNotReadableException unreadable, JsonMapper mapper) {
		JsonNode sent = sent(unreadable);
		Throwable cause = (unreadable.getCause() != null) ? unreadable.getCause() : unreadable;
		RequestProblem first = problem(cause, sent);
		if (cause instanceof JacksonException at && unreadable.getHttpInputMessage() instanceof WholeBody.Kept body) {
			List<Mistake> all = new ArrayList<>(first.mistakes());
			addOthers(all, at, sent, mapper.readerFor(mapper.constructType(body.type())));
			return first
				.with(Stream.concat(all.stream(), unknownFields(sent, body.type())).limit(Mistakes.MAX).toList());
		}
		return first;
	}

	private static void addOthers(List<Mistake> found, JacksonException first, JsonNode sent, ObjectReader reader) {
		JacksonException at = first;
		while (found.size() < Mistakes.MAX && isTakenOut(sent, at.getPath())) {
			try {
				reader.readValue(sent);
				return;
			}
			catch (JacksonException next) {
				List<Mistake> before = List.copyOf(found);
				problem(next, sent).mistakes()
					.stream()
					.filter((mistake) -> before.stream().noneMatch((other) -> isAbout(mistake.field(), other.field())))
					.forEach(found::add);
				at = next;
			}
		}
	}

	/// Fields that are not known are looked at last, when nothing else is wrong.
	private static Stream<Mistake> unknownFields(JsonNode sent, Type type) {
		if (!(type instanceof Class<?> record) || !record.isRecord()) {
			return Stream.empty();
		}
		List<String> known = Arrays.stream(record.getRecordComponents())
			.map(RecordComponent::getName)
			.sorted()
			.toList();
		return sent.propertyNames()
			.stream()
			.filter((name) -> !known.contains(name))
			.map((name) -> new Mistake(name, text(sent.path(name)), unknown(name, known)));
	}

	/// An element of a list leaves a null, so that those behind it keep their places.
	private static boolean isTakenOut(JsonNode sent, List<JacksonException.Reference> path) {
		if (path.isEmpty()) {
			return false;
		}
		JsonNode parent = at(sent, path.subList(0, path.size() - 1));
		JacksonException.Reference last = path.getLast();
		if (parent instanceof ObjectNode object && object.has(last.getPropertyName())) {
			object.remove(last.getPropertyName());
			return true;
		}
		if (parent instanceof ArrayNode list && !list.path(last.getIndex()).isNull()) {
			list.setNull(last.getIndex());
			return true;
		}
		return false;
	}

	/// Of a field that was taken out it would be said that it is missing, and of its list
	/// that it has a null.
	private static boolean isAbout(@Nullable String field, @Nullable String other) {
		return field == null || other == null || field.equals(other) || isWithin(field, other)
				|| isWithin(other, field);
	}

	private static boolean isWithin(String field, String other) {
		return field.startsWith(other + ".") || field.startsWith(other + "[");
	}

	private static RequestProblem problem(Throwable unreadable, JsonNode sent) {
		if (NestedExceptionUtils.getMostSpecificCause(unreadable) instanceof RequestProblem refused) {
			return (unreadable instanceof JacksonException at) ? refused.within(path(at)) : refused;
		}
		return switch (unreadable) {
			case UnrecognizedPropertyException unknown -> RequestProblem.invalid(path(unknown),
					text(at(sent, unknown.getPath())), unknown(unknown.getPropertyName(), known(unknown)));
			case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
				mismatch(mismatch, at(sent, mismatch.getPath()));
			case MismatchedInputException _ -> new RequestProblem(Problem.UNREADABLE_BODY, BODY, null,
					"The body is not a JSON object. Expected one such as {\"name\": \"…\"}.");
			case StreamReadException twice when !BrokenJson.repeatedField(twice).isEmpty() ->
				RequestProblem.invalid(BrokenJson.repeatedField(twice), null, BrokenJson.sentence(twice, true));
			case JacksonException syntax ->
				new RequestProblem(Problem.UNREADABLE_BODY, BODY, null, BrokenJson.sentence(syntax, true));
			case NumberFormatException number ->
				new RequestProblem(Problem.UNREADABLE_BODY, BODY, null, BrokenJson.sentence(number, true));
			case HttpMessageNotReadableException _ ->
				new RequestProblem(Problem.EMPTY_BODY, BODY, null, "The body is empty. Send a JSON object.");
			default -> new RequestProblem(Problem.UNREADABLE_BODY, BODY, null,
					"The body cannot be read. Send JSON encoded as UTF-8.");
		};
	}

	private static String unknown(String name, List<String> known) {
		return "Unknown field '" + name + "'. Expected " + String.join(", ", known) + "."
				+ Nearest.question(name, known);
	}

	private static RequestProblem mismatch(MismatchedInputException mismatch, JsonNode sent) {
		String field = path(mismatch);
		Class<?> type = mismatch.getTargetType();
		String wanted = wanted(type)
				+ ((sent.isString() && (isNumber(type) || isTruth(type))) ? " without quotes" : "");
		String found = sent.isArray() ? ": it is a list"
				: sent.isObject() ? ": it is an object" : (text(sent) != null) ? " '" + text(sent) + "'" : "";
		return RequestProblem.invalid(field, text(sent),
				"Invalid " + field + found + ". Expected " + wanted + "." + meant(type, sent));
	}

	private static String meant(@Nullable Class<?> type, JsonNode sent) {
		return (type != null && type.isEnum() && sent.isString())
				? Nearest.question(sent.stringValue(), constants(type)) : "";
	}

	/// The whole body; what follows a mistake may be no JSON either.
	private static JsonNode sent(HttpMessageNotReadableException unreadable) {
		try {
			return (unreadable.getHttpInputMessage() instanceof WholeBody.Kept body) ? JSON.readTree(body.getBody())
					: MissingNode.getInstance();
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private static JsonNode at(JsonNode sent, List<JacksonException.Reference> path) {
		JsonNode node = sent;
		for (JacksonException.Reference step : path) {
			node = (step.getPropertyName() != null) ? node.path(step.getPropertyName()) : node.path(step.getIndex());
		}
		return node;
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

	private static List<String> known(UnrecognizedPropertyException unknown) {
		return unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
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
			return "one of " + String.join(", ", constants(type));
		}
		if (type == Instant.class) {
			return "an instant with an offset such as 2026-11-09T08:00:00Z";
		}
		if (type == LocalDate.class) {
			return "a date such as 2026-11-09";
		}
		if (type == LocalTime.class) {
			return "a local time such as 08:00";
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
