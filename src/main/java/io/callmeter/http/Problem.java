package io.callmeter.http;

import java.util.List;
import java.util.Locale;
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

	/// A parameter or field has an invalid value.
	INVALID_VALUE(HttpStatus.BAD_REQUEST, "Invalid value"),
	/// A required parameter or field is not there.
	MISSING_VALUE(HttpStatus.BAD_REQUEST, "Missing value"),
	/// A parameter that the operation does not know.
	UNKNOWN_PARAMETER(HttpStatus.BAD_REQUEST, "Unknown parameter"),
	/// The request itself cannot be read, so no operation has seen it.
	UNREADABLE_REQUEST(HttpStatus.BAD_REQUEST, "Malformed request"),
	/// There is nothing to read in the body.
	EMPTY_BODY(HttpStatus.BAD_REQUEST, "Empty body"),
	/// The body cannot be read as what it says it is.
	UNREADABLE_BODY(HttpStatus.BAD_REQUEST, "Malformed body"),
	/// The answer would be too large for its format.
	ANSWER_TOO_LARGE(HttpStatus.BAD_REQUEST, "Answer too large"),
	/// No credentials were sent, or they are not valid.
	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Authentication required"),
	/// The caller lacks a permission.
	FORBIDDEN(HttpStatus.FORBIDDEN, "Permission denied"),
	/// What the path names is not there.
	NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
	/// It was there and is kept no longer.
	EXPIRED(HttpStatus.GONE, "Expired"),
	/// The operation is not one of this resource.
	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
	/// None of the formats asked for can be produced.
	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Format not available"),
	/// The body did not come in time.
	BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "Request timed out"),
	/// What was sent contradicts something that is stored.
	CONFLICT(HttpStatus.CONFLICT, "Conflict with stored data"),
	/// What is stored is not what the caller has read.
	PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "Changed by someone else"),
	/// The body is larger than allowed.
	BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Body too large"),
	/// The format of the body is not one of this resource.
	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content type not supported"),
	/// The records cannot be stored as they are.
	UNPROCESSABLE(HttpStatus.UNPROCESSABLE_CONTENT, "No record stored"),
	/// The caller sends more requests than one may.
	TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
	/// The database takes longer for the answer than it may.
	ANSWER_TOO_SLOW(HttpStatus.SERVICE_UNAVAILABLE, "Query timed out"),
	/// The database does not answer.
	DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Database unavailable"),
	/// The issuer of tokens does not give the keys to check them with.
	ISSUER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Token issuer unavailable"),
	/// More comes in than is written, or the service is about to stop.
	OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "Service unavailable"),
	/// Something is wrong in the service.
	INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error");

	/// After how many seconds what is unavailable may be tried again.
	public static final int RETRY_AFTER_SECONDS = 5;

	/// What is said of a path at which there is nothing.
	static final String NO_RESOURCE = "Nothing exists at this path. See /swagger-ui.html for all paths.";

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
			answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
		}
		return answer.body(detail);
	}

	/// What is said of a request that the server answers without any operation.
	static ProblemDetail ofServer(int status) {
		if (status == HttpStatus.NOT_IMPLEMENTED.value()) {
			ProblemDetail detail = METHOD_NOT_ALLOWED.detail(
					"Unknown HTTP method. Expected GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.", "method", null);
			detail.setStatus(status);
			return detail;
		}
		if (status >= 500) {
			return of(status, INTERNAL,
					"The request failed because of an error in the service. The log has the reason under the request id.");
		}
		if (status == HttpStatus.METHOD_NOT_ALLOWED.value()) {
			return METHOD_NOT_ALLOWED.detail(
					"This resource does not support the HTTP method. The header Allow lists those that it supports.",
					"method", null);
		}
		if (status == HttpStatus.NOT_FOUND.value()) {
			return NOT_FOUND.detail(NO_RESOURCE, "path", null);
		}
		if (status == HttpStatus.REQUEST_TIMEOUT.value()) {
			return BODY_TOO_SLOW
				.detail("The request body stopped arriving. Records received before that may be stored; send "
						+ "everything again in a new request, nothing is stored twice.", "body", null);
		}
		return of(status, UNREADABLE_REQUEST,
				"The request cannot be read. Its path, query or headers are too long, or contain a character that "
						+ "must be percent-encoded as UTF-8, such as %22 for a quote.");
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

	static String withoutKeys(String text) {
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
		return detail(List.of(new Mistake(field, value, detail)), numbers);
	}

	/// The same with all mistakes of a request; `field`, `value` and `detail` are those
	/// of
	/// the first.
	ProblemDetail detail(List<Mistake> mistakes, boolean numbers) {
		List<Mistake> shown = mistakes.stream().map((mistake) -> mistake.shown(numbers)).toList();
		Mistake first = shown.getFirst();
		var problem = ProblemDetail.forStatusAndDetail(this.status, first.message());
		problem
			.setType(java.net.URI.create("urn:callmeter:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-')));
		problem.setTitle(this.title);
		if (first.field() != null) {
			problem.setProperty("field", first.field());
			problem.setProperty("errors", shown);
		}
		if (first.value() != null) {
			problem.setProperty("value", first.value());
		}
		return problem;
	}

}
