package io.callmeter.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/// What the server itself refuses, before any operation is found, as the same problem as everything else.
class ProblemReport extends ErrorReportValve {

	private static final Logger log = LoggerFactory.getLogger(ProblemReport.class);

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z-]+");

	private final Supplier<JsonMapper> json;

	ProblemReport(Supplier<JsonMapper> json) {
		this.json = json;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		var writable = new AtomicBoolean();
		response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
		if (!writable.get()) {
			return;
		}
		try {
			CarefulHeaders.complete(response);
			if (response.getStatus() == HttpStatus.BAD_REQUEST.value() && isUnknown(request.getMethod())) {
				response.setStatus(HttpStatus.NOT_IMPLEMENTED.value());
			}
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			response.setHeader(RequestIds.HEADER, RequestIds.of(request));
			ProblemDetail problem = Problem.ofServer(response.getStatus());
			problem.setProperty(RequestIds.NAME, RequestIds.of(request));
			byte[] body = this.json.get().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8);
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
			response.finishResponse();
		}
		catch (IOException gone) {
			log.debug("The client left before the problem was sent", gone);
		}
	}

	/// Of `connect host:443` or `TRACE *` the server says that the target is wrong, which
	/// with a method that it knows would be no better.
	private static boolean isUnknown(@Nullable String method) {
		return method != null && TOKEN.matcher(method).matches() && !METHODS.contains(method);
	}

}
