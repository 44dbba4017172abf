package io.callmeter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;

/// A request that cannot be answered as it is: what is wrong with which value of which field, and the remedy.
public class RequestProblem extends RuntimeException {

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	private final Problem problem;

	private final @Nullable String field;

	private final @Nullable String value;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	/// @param field name of the parameter or field; null when the whole request is meant
	/// @param value what was sent; null when nothing was
	/// @param detail a sentence that says what is wrong and what to do about it
	public RequestProblem(Problem problem, @Nullable String field, @Nullable String value, String detail) {
		super(detail);
		this.problem = problem;
		this.field = field;
		this.value = value;
	}

	/// A value that cannot be taken.
	public static RequestProblem invalid(String field, @Nullable String value, String detail) {
		return new RequestProblem(Problem.INVALID_VALUE, field, value, detail);
	}

	/// A required value that is not there.
	public static RequestProblem missing(String field, String detail) {
		return new RequestProblem(Problem.MISSING_VALUE, field, null, detail);
	}

	/// There is no such thing.
	public static RequestProblem notFound(String field, String value, String detail) {
		return new RequestProblem(Problem.NOT_FOUND, field, value, detail);
	}

	/// Adds a property to the answer, such as the report so far.
	public RequestProblem with(String name, Object property) {
		this.properties.put(name, property);
		return this;
	}

	/// The same of an element of a list: `settings.threshold` within `settings[0]` is
	/// `settings[0].threshold`.
	RequestProblem within(String element) {
		String names = INDEX.matcher(element).replaceAll("");
		if (this.field == null || names.equals(element)
				|| !(this.field.startsWith(names + ".") || this.field.startsWith(names + "["))) {
			return this;
		}
		String exact = element + this.field.substring(names.length());
		var problem = new RequestProblem(this.problem, exact, this.value,
				String.valueOf(getMessage()).replace(this.field, exact));
		problem.properties.putAll(this.properties);
		return problem;
	}

	/// The body of the answer, without what looks like a phone number.
	public ProblemDetail body() {
		return body(false);
	}

	/// The body of the answer.
	/// @param numbers whether what looks like a phone number is shown
	ProblemDetail body(boolean numbers) {
		ProblemDetail body = this.problem.detail(String.valueOf(getMessage()), this.field, this.value, numbers);
		this.properties.forEach(body::setProperty);
		return body;
	}

	public Problem problem() {
		return this.problem;
	}

}
