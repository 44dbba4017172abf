package io.callmeter.access;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callmeter.http.Problem;
import io.callmeter.http.ProblemInstance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/// Whoever is not let in is told why and what to do, as a problem like any other.
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

	static final String REMEDY = "Add the header Authorization: Bearer cm_…; an administrator creates keys with POST "
			+ "/v1/keys.";

	private static final List<String> OTHER_HEADERS = List.of("X-Api-Key", "Api-Key", "X-Auth-Token", "X-Access-Token");

	private static final Pattern OTHER_PARAMETERS = Pattern.compile("(?i)(?:^|&)(api[_-]?key|key|access_token|token)=");

	private static final Logger log = LoggerFactory.getLogger(Refusals.class);

	private final JsonMapper json;

	Refusals(JsonMapper json) {
		this.json = json;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
			throws IOException {
		if (why instanceof Unknowable unknowable) {
			unavailable(request, response, unknowable);
			return;
		}
		String detail = (why instanceof Unauthenticated known) ? String.valueOf(known.getMessage())
				: (request.getHeader(HttpHeaders.AUTHORIZATION) == null) ? withoutKey(request)
						: "The token has expired, or was not issued by an issuer that this service trusts. " + REMEDY;
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"callmeter\"");
		send(request, response, Problem.UNAUTHENTICATED.detail(detail, HttpHeaders.AUTHORIZATION, null));
	}

	/// Names the place where a key was sent that nobody looks at.
	private static String withoutKey(HttpServletRequest request) {
		for (String header : OTHER_HEADERS) {
			if (request.getHeader(header) != null) {
				return "No API key sent: the header " + header + " is not read. " + REMEDY;
			}
		}
		String query = Objects.requireNonNullElse(request.getQueryString(), "");
		Matcher parameter = OTHER_PARAMETERS.matcher(query);
		return parameter.find() ? "No API key sent: the parameter " + parameter.group(1)
				+ " is not read, because URLs are written to logs. " + REMEDY : "No API key sent. " + REMEDY;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		send(request, response,
				Problem.FORBIDDEN.detail("The key lacks the scope. Ask an administrator for a key that has it.",
						HttpHeaders.AUTHORIZATION, null));
	}

	/// Of the port of probes and metrics.
	void notHere(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		send(request, response,
				Problem.NOT_FOUND.detail("This port serves only /actuator/health and /actuator/prometheus. "
						+ "Everything else is on the port of the service.", "path", null));
	}

	private void unavailable(HttpServletRequest request, HttpServletResponse response, Unknowable why)
			throws IOException {
		log.warn("Callers cannot be authenticated: {}", String.valueOf(why.getCause()));
		response.setIntHeader(HttpHeaders.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
		send(request, response, why.detail());
	}

	void send(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem) throws IOException {
		ProblemInstance.complete(problem, request);
		response.setStatus(problem.getStatus());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(problem));
	}

}
