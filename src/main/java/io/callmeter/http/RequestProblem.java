package io.callmeter.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;

/// A request that cannot be answered as it is: what is wrong with which value of which field, and the remedy; of several
/// mistakes all.
public class RequestProblem extends RuntimeException {

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	private final Problem problem;

	private final List<Mistake> mistakes;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	/// @param field name of the parameter or field; null when the whole request is meant
	/// @param value what was sent; null when nothing was
	/// @param detail a sentence that says what is wrong and what to do about it
	public RequestProblem(Problem problem, @Nullable String field, @Nullable String value, String detail) {
		this(problem, List.of(new Mistake(field, value, detail)));
	}

	private RequestProblem(Problem problem, List<Mistake> mistakes) {
		super(mistakes.getFirst().message());
		this.problem = problem;
		this.mistakes = List.copyOf(mistakes);
	}

	/// All mistakes of a request as one problem, of the kind of the first.
	public static RequestProblem of(List<RequestProblem> problems) {
		RequestProblem first = problems.getFirst();
		return first.with(problems.stream().flatMap((problem) -> problem.mistakes.stream()).toList());
	}

	/// An invalid value.
	public static RequestProblem invalid(String field, @Nullable String value, String detail) {
		return new RequestProblem(Problem.INVALID_VALUE, field, value, detail);
	}

	/// A parameter that the operation does not have.
	/// @param value the first that was sent of it
	/// @param known those that it has, in the order of their names
	public static RequestProblem unknownParameter(String name, String value, Collection<String> known) {
		return new RequestProblem(Problem.UNKNOWN_PARAMETER, name, value, unknown(name, known));
	}

	/// With one that was probably meant the others are not listed, of which there may be
	/// many.
	private static String unknown(String name, Collection<String> known) {
		String unknown = "Unknown parameter '" + name + "'.";
		if (known.isEmpty()) {
			return unknown + " This operation has no parameters.";
		}
		String question = Nearest.question(name, known);
		return unknown + (question.isEmpty() ? " Expected one of " + String.join(", ", known) + "." : question);
	}

	/// A required value that is not there.
	public static RequestProblem missing(String field, String detail) {
		return new RequestProblem(Problem.MISSING_VALUE, field, null, detail);
	}

	/// What the path names is not there.
	public static RequestProblem notFound(String field, String value, String detail) {
		return new RequestProblem(Problem.NOT_FOUND, field, value, detail);
	}

	/// Adds a property to the answer, such as the report so far.
	public RequestProblem with(String name, Object property) {
		this.properties.put(name, property);
		return this;
	}

	/// The same with other mistakes.
	RequestProblem with(List<Mistake> others) {
		var problem = new RequestProblem(this.problem, others);
		problem.properties.putAll(this.properties);
		return problem;
	}

	/// The same of an element of a list: `settings.threshold` within `settings[0]` is
	/// `settings[0].threshold`.
	RequestProblem within(String element) {
		return with(this.mistakes.stream().map((mistake) -> within(element, mistake)).toList());
	}

	private static Mistake within(String element, Mistake mistake) {
		String names = INDEX.matcher(element).replaceAll("");
		String field = mistake.field();
		if (field == null || names.equals(element)
				|| !(field.startsWith(names + ".") || field.startsWith(names + "["))) {
			return mistake;
		}
		String exact = element + field.substring(names.length());
		return new Mistake(exact, mistake.value(), mistake.message().replace(field, exact));
	}

	/// The body of the answer, without what looks like a phone number.
	public ProblemDetail body() {
		return body(false);
	}

	/// The body of the answer.
	/// @param numbers whether what looks like a phone number is shown
	ProblemDetail body(boolean numbers) {
		ProblemDetail body = this.problem.detail(this.mistakes, numbers);
		this.properties.forEach(body::setProperty);
		return body;
	}

	/// All of them, the first one first.
	List<Mistake> mistakes() {
		return this.mistakes;
	}

	public Problem problem() {
		return this.problem;
	}

}
