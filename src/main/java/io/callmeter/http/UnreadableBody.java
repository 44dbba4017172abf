package io.callmeter.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.http.converter.HttpMessageNotReadableException;

/// Says of a JSON body that cannot be read which field is to blame, and what to send instead.
final class UnreadableBody {

	private UnreadableBody() {
	}

	static RequestProblem of(HttpMessageNotReadableException unreadable) {
		if (unreadable.getMostSpecificCause() instanceof RequestProblem refused) {
			return refused;
		}
		return switch ((unreadable.getCause() != null) ? unreadable.getCause() : unreadable) {
			case UnrecognizedPropertyException unknown -> RequestProblem.invalid(path(unknown), null,
					"There is no field '" + unknown.getPropertyName() + "' here. Use " + known(unknown) + ".");
			case InvalidFormatException format ->
				RequestProblem.invalid(path(format), String.valueOf(format.getValue()), "'" + format.getValue()
						+ "' is no value of " + path(format) + "; send " + wanted(format.getTargetType()) + ".");
			case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
				RequestProblem.invalid(path(mismatch), null, "The value of " + path(mismatch)
						+ " has the wrong form; send " + wanted(mismatch.getTargetType()) + ".");
			case MismatchedInputException mismatch -> new RequestProblem(Problem.UNREADABLE_BODY, null, null,
					"The body has the wrong form; send a JSON object.");
			case StreamReadException syntax -> new RequestProblem(Problem.UNREADABLE_BODY, null, null,
					"The body is no JSON, from line " + syntax.getLocation().getLineNr() + ", column "
							+ syntax.getLocation().getColumnNr() + " on: " + syntax.getOriginalMessage());
			case HttpMessageNotReadableException empty ->
				new RequestProblem(Problem.EMPTY_BODY, null, null, "The body is empty; send a JSON object.");
			default ->
				new RequestProblem(Problem.UNREADABLE_BODY, null, null, "The body cannot be read; send JSON in UTF-8.");
		};
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
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		if (type == String.class) {
			return "a string";
		}
		if (type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type))) {
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
		return "another";
	}

}
