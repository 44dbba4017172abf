package io.callmeter.http;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import io.callmeter.sql.LostConnection;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns everything that can go wrong into a problem by RFC 9457; only the service's own faults are 500.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	private static final int CLIENT_LEFT = 499;

	private final NumbersShown numbers;

	private final Stopping stopping;

	private final JsonMapper json;

	ProblemAdvice(NumbersShown numbers, Stopping stopping, JsonMapper json) {
		this.json = json;
		this.numbers = numbers;
		this.stopping = stopping;
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(RequestProblem problem, HttpServletRequest request) {
		ProblemDetail detail = problem.body(this.numbers.now());
		request.setAttribute(Failures.SAID, detail);
		return Problem.answer(detail);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(MethodArgumentTypeMismatchException mismatch) {
		Class<?> type = mismatch.getRequiredType();
		String expected = (type == int.class || type == long.class || type == Long.class) ? "a whole number"
				: (type == boolean.class) ? "true or false" : (type == UUID.class) ? "a UUID" : "another value";
		return Problem.answer(Problem.INVALID_VALUE.detail(
				"Invalid " + mismatch.getName() + " '" + mismatch.getValue() + "'. Expected " + expected + ".",
				mismatch.getName(), String.valueOf(mismatch.getValue()), this.numbers.now()));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(InvalidParameterException unreadable) {
		return Problem.answer(Problem.INVALID_VALUE.detail(
				"The query string is not valid percent-encoded UTF-8. Write a percent sign as %25.", "query", null));
	}

	@ExceptionHandler({ QueryTimeoutException.class, TransactionTimedOutException.class })
	ResponseEntity<ProblemDetail> tooSlow(Exception late) {
		if (this.stopping.isUnderWay()) {
			return Problem.answer(Stopping.problem("Send the same request").body(false));
		}
		log.warn("A query timed out: {}", late.getMessage());
		return Problem.answer(
				Problem.ANSWER_TOO_SLOW.detail(
						"The query took too long. Query a shorter range or fewer groups, "
								+ "send percentiles=estimated, or try again when the service is less busy.",
						null, null));
	}

	@ExceptionHandler({ DataAccessResourceFailureException.class, CannotCreateTransactionException.class,
			TransientDataAccessException.class })
	ResponseEntity<ProblemDetail> databaseUnavailable(Exception unavailable) {
		if (this.stopping.isUnderWay()) {
			return Problem.answer(Stopping.problem("Send the same request").body(false));
		}
		log.warn("The database does not answer: {}", unavailable.getMessage());
		return Problem.answer(Problem.DATABASE_UNAVAILABLE
			.detail("The database does not answer. Try again in " + Problem.RETRY_AFTER_SECONDS + " s.", null, null));
	}

	/// Nobody reads it: the status is for the metrics, in which a client that left is no
	/// failure of the service.
	@ExceptionHandler
	ResponseEntity<ProblemDetail> left(ClientLeft left) {
		log.debug("A query was cancelled: {}", left.getMessage());
		return ResponseEntity.status(CLIENT_LEFT).body(ProblemDetail.forStatus(CLIENT_LEFT));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> internal(Exception fault) {
		// It shows at any place, such as the rollback of what it broke.
		if (LostConnection.isBehind(fault)) {
			return databaseUnavailable(fault);
		}
		log.error("A request failed", fault);
		return Problem.answer(Problem.INTERNAL.detail(
				"The request failed because of an error in the service. The log has the reason under the request id.",
				null, null));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail detail = switch (ex) {
			case MissingServletRequestParameterException missing ->
				Problem.MISSING_VALUE.detail("The parameter '" + missing.getParameterName() + "' is required.",
						missing.getParameterName(), null);
			case NoResourceFoundException missing -> Problem.NOT_FOUND.detail(Problem.NO_RESOURCE, "path",
					ProblemInstance.decoded("/" + missing.getResourcePath()));
			case HttpRequestMethodNotSupportedException method -> Problem.METHOD_NOT_ALLOWED.detail(
					"This path does not support " + method.getMethod() + ". Expected "
							+ String.join(" or ", new TreeSet<>(List.of(orEmpty(method.getSupportedMethods())))) + ".",
					"method", method.getMethod());
			case HttpMediaTypeNotSupportedException type ->
				unsupported(request.getHeader(HttpHeaders.CONTENT_TYPE), type);
			case HttpMediaTypeNotAcceptableException type ->
				Problem.NOT_ACCEPTABLE.detail(
						"Cannot answer in the format of the header Accept. Expected "
								+ named(type.getSupportedMediaTypes()) + ".",
						HttpHeaders.ACCEPT, request.getHeader(HttpHeaders.ACCEPT));
			case HttpMessageNotReadableException unreadable ->
				UnreadableBody.of(unreadable, this.json).body(this.numbers.now());
			default -> status.is5xxServerError() ? Problem.ofServer(status.value())
					: Problem.INVALID_VALUE.detail(String.valueOf(ex.getMessage()), null, null);
		};
		return ResponseEntity.status(detail.getStatus())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(detail);
	}

	/// @param sent null where no type was; one that cannot be read is most often one with
	/// an unknown character set
	private static ProblemDetail unsupported(@Nullable String sent, HttpMediaTypeNotSupportedException type) {
		boolean unreadable = sent != null && type.getContentType() == null;
		return Problem.UNSUPPORTED_MEDIA_TYPE.detail(((sent == null) ? "The header Content-Type is missing."
				: "Content-Type '" + sent + "' is " + (unreadable ? "not valid, check its charset." : "not supported."))
				+ " Expected " + named(type.getSupportedMediaTypes()) + ".", HttpHeaders.CONTENT_TYPE, sent);
	}

	private static String named(List<MediaType> types) {
		return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
	}

	private static String[] orEmpty(String @Nullable [] values) {
		return (values != null) ? values : new String[0];
	}

}
