package io.callmeter.http;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.callmeter.call.NumberMask;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/// The kinds of problem a caller can meet; RFC 9457 types of the form `urn:callmeter:problem:invalid-value`.
public enum Problem {

	/// A parameter or field has a value that cannot be taken.
	INVALID_VALUE(HttpStatus.BAD_REQUEST, "A value cannot be taken"),
	/// A required parameter or field is not there.
	MISSING_VALUE(HttpStatus.BAD_REQUEST, "A value is missing"),
	/// A parameter that the operation does not know.
	UNKNOWN_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is not known"),
	/// The request itself cannot be read, so no operation has seen it.
	UNREADABLE_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read"),
	/// There is nothing to read in the body.
	EMPTY_BODY(HttpStatus.BAD_REQUEST, "There is nothing to read"),
	/// The body cannot be read as what it says it is.
	UNREADABLE_BODY(HttpStatus.BAD_REQUEST, "The body cannot be read"),
	/// The answer would be too large for its format.
	ANSWER_TOO_LARGE(HttpStatus.BAD_REQUEST, "The answer would be too large"),
	/// Nobody is known by the credentials, or there are none.
	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "It is not known who asks"),
	/// The caller is known and may not do it.
	FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this"),
	/// There is no such thing.
	NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
	/// It was there and is kept no longer.
	EXPIRED(HttpStatus.GONE, "It has expired"),
	/// The operation is not one of this resource.
	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not one of this resource"),
	/// None of the formats asked for can be produced.
	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The format asked for is not one of this resource"),
	/// The body did not come in time.
	BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body did not come in time"),
	/// What was sent contradicts something that is stored.
	CONFLICT(HttpStatus.CONFLICT, "It contradicts what is stored"),
	/// What is stored is not what the caller has read.
	PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It has been changed meanwhile"),
	/// The body is larger than allowed.
	BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
	/// The format of the body is not one of this resource.
	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The format of the body is not one of this resource"),
	/// The records cannot be stored as they are.
	UNPROCESSABLE(HttpStatus.UNPROCESSABLE_CONTENT, "Nothing of it can be stored"),
	/// The caller sends more requests than one may.
	TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
	/// The database takes longer for the answer than it may.
	ANSWER_TOO_SLOW(HttpStatus.SERVICE_UNAVAILABLE, "The answer takes too long"),
	/// The database does not answer.
	DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer"),
	/// The issuer of tokens does not give the keys to check them with.
	ISSUER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The issuer of tokens does not answer"),
	/// More comes in than is written, or the service is about to stop.
	OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "The service takes nothing at the moment"),
	/// Something is wrong in the service.
	INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Something is wrong in the service");

	/// More of a key than its first characters, by which its owner knows it.
	private static final Pattern KEY = Pattern.compile("cm_\\d+_\\w{9,}");

	private final HttpStatus status;

	private final String title;

	Problem(HttpStatus status, String title) {
		this.status = status;
		this.title = title;
	}

	/// A problem as an answer; what may soon be gone says when to try again.
	static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
		var answer = ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (detail.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()
				|| detail.getStatus() == HttpStatus.TOO_MANY_REQUESTS.value()) {
			answer.header(HttpHeaders.RETRY_AFTER, "5");
		}
		return answer.body(detail);
	}

	/// What is said of a request that the server answers without any operation.
	static ProblemDetail ofServer(int status) {
		if (status == HttpStatus.NOT_IMPLEMENTED.value()) {
			ProblemDetail detail = METHOD_NOT_ALLOWED.detail(
					"The method is none that this service knows; use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.",
					"method", null);
			detail.setStatus(status);
			return detail;
		}
		if (status >= 500) {
			return of(status, INTERNAL, "The service could not answer; its log says why.");
		}
		if (status == HttpStatus.METHOD_NOT_ALLOWED.value()) {
			return METHOD_NOT_ALLOWED.detail("The method is not one of this resource; use one of the header Allow.",
					"method", null);
		}
		if (status == HttpStatus.NOT_FOUND.value()) {
			return NOT_FOUND.detail("There is nothing at this path; /swagger-ui.html lists what there is.", "path",
					null);
		}
		if (status == HttpStatus.REQUEST_TIMEOUT.value()) {
			return BODY_TOO_SLOW
				.detail("Nothing more of the body came for a while; what came before may be stored, so send "
						+ "it all again in another request, which changes nothing of that.", "body", null);
		}
		return of(status, UNREADABLE_REQUEST,
				"The request cannot be read: its path, query or headers are too long, or have a character that has "
						+ "to be percent-encoded in UTF-8, as a quote by %22.");
	}

	private static ProblemDetail of(int status, Problem problem, String text) {
		ProblemDetail detail = problem.detail(text, null, null);
		detail.setStatus(status);
		return detail;
	}

	/// A text without the phone numbers and keys that are in it.
	static String hidden(String text) {
		return NumberMask.masked(withoutKeys(text));
	}

	private static String withoutKeys(String text) {
		return KEY.matcher(text).replaceAll("cm_…");
	}

	public HttpStatus status() {
		return this.status;
	}

	/// The body of an answer; `field` and `value` are left out where they are null. What
	/// looks like a phone number or a key is hidden.
	public ProblemDetail detail(String detail, @Nullable String field, @Nullable String value) {
		return detail(detail, field, value, false);
	}

	/// The same; keys are hidden from everybody.
	/// @param numbers whether what looks like a phone number is shown
	ProblemDetail detail(String detail, @Nullable String field, @Nullable String value, boolean numbers) {
		UnaryOperator<String> hidden = (text) -> NumberMask.shown(withoutKeys(text), numbers);
		var problem = ProblemDetail.forStatusAndDetail(this.status, hidden.apply(detail));
		problem
			.setType(java.net.URI.create("urn:callmeter:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-')));
		problem.setTitle(this.title);
		if (field != null) {
			problem.setProperty("field", hidden.apply(field));
		}
		if (value != null) {
			String shown = hidden.apply(value);
			problem.setProperty("value", shown.length() <= 200 ? shown : shown.substring(0, 200) + "…");
		}
		return problem;
	}

}
