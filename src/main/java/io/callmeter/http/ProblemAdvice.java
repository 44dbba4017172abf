package io.callmeter.http;

import java.util.List;
import java.util.stream.Collectors;

import io.callmeter.sql.LostConnection;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private final NumbersShown numbers;

	private final Stopping stopping;

	ProblemAdvice(NumbersShown numbers, Stopping stopping) {
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
		String remedy = (type == int.class) ? "a whole number" : "another value";
		return Problem.answer(Problem.INVALID_VALUE.detail(
				"'" + mismatch.getValue() + "' is no value of " + mismatch.getName() + "; send " + remedy + ".",
				mismatch.getName(), String.valueOf(mismatch.getValue()), this.numbers.now()));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(InvalidParameterException unreadable) {
		return Problem.answer(Problem.INVALID_VALUE.detail(
				"The query cannot be read, because it is no percent-encoded UTF-8; write a percent sign as %25.",
				"query", null));
	}

	@ExceptionHandler({ QueryTimeoutException.class, TransactionTimedOutException.class })
	ResponseEntity<ProblemDetail> tooSlow(Exception late) {
		if (this.stopping.isUnderWay()) {
			return Problem.answer(Stopping.problem("the same request may be sent").body(false));
		}
		log.warn("An answer took too long: {}", late.getMessage());
		return Problem
			.answer(Problem.ANSWER_TOO_SLOW.detail("The answer took longer than it may; ask for a shorter range or for "
					+ "fewer groups, leave out what is read from single calls (percentiles=estimated), or try again "
					+ "when less is asked.", null, null));
	}

	@ExceptionHandler({ DataAccessResourceFailureException.class, CannotCreateTransactionException.class,
			TransientDataAccessException.class })
	ResponseEntity<ProblemDetail> databaseUnavailable(Exception unavailable) {
		if (this.stopping.isUnderWay()) {
			return Problem.answer(Stopping.problem("the same request may be sent").body(false));
		}
		log.warn("The database does not answer: {}", unavailable.getMessage());
		return Problem.answer(Problem.DATABASE_UNAVAILABLE
			.detail("The database does not answer; try again in a few seconds.", null, null));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> internal(Exception fault) {
		// It shows at any place, such as the rollback of what it broke.
		if (LostConnection.isBehind(fault)) {
			return databaseUnavailable(fault);
		}
		log.error("A request could not be answered", fault);
		return Problem.answer(Problem.INTERNAL
			.detail("The service could not answer; its log says why. The same request may succeed later.", null, null));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail detail = switch (ex) {
			case MissingServletRequestParameterException missing ->
				Problem.MISSING_VALUE.detail("The parameter '" + missing.getParameterName() + "' is required.",
						missing.getParameterName(), null);
			case NoResourceFoundException missing ->
				Problem.NOT_FOUND.detail("There is nothing at this path; /swagger-ui.html lists what there is.", "path",
						ProblemInstance.decoded("/" + missing.getResourcePath()));
			case HttpRequestMethodNotSupportedException method -> Problem.METHOD_NOT_ALLOWED.detail(
					"Use " + String.join(" or ", orEmpty(method.getSupportedMethods())) + " here.", "method",
					method.getMethod());
			case HttpMediaTypeNotSupportedException type ->
				unsupported(request.getHeader(HttpHeaders.CONTENT_TYPE), type);
			case HttpMediaTypeNotAcceptableException type ->
				Problem.NOT_ACCEPTABLE.detail("Accept one of " + named(type.getSupportedMediaTypes()) + ".",
						HttpHeaders.ACCEPT, request.getHeader(HttpHeaders.ACCEPT));
			case HttpMessageNotReadableException unreadable -> UnreadableBody.of(unreadable).body(this.numbers.now());
			default -> status.is5xxServerError() ? Problem.INTERNAL.detail("The service could not answer.", null, null)
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
		return Problem.UNSUPPORTED_MEDIA_TYPE.detail(
				"Send one of " + named(type.getSupportedMediaTypes())
						+ (unreadable ? "; the Content-Type '" + sent + "' cannot be read, check its charset." : "."),
				HttpHeaders.CONTENT_TYPE, sent);
	}

	private static String named(List<MediaType> types) {
		return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
	}

	private static String[] orEmpty(String @Nullable [] values) {
		return (values != null) ? values : new String[0];
	}

}
