package io.callmeter.access;

import java.io.IOException;

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

	static final String REMEDY = "send Authorization: Bearer and a key of your tenant, which begins with cm_, or a token "
			+ "of the issuer that this service trusts; who can do no more sends the key as the password of HTTP Basic.";

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
				: (request.getHeader(HttpHeaders.AUTHORIZATION) == null)
						? "Nobody is known without credentials; " + REMEDY
						: "The token is none that this service trusts, or has expired; " + REMEDY;
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"callmeter\"");
		send(request, response, Problem.UNAUTHENTICATED.detail(detail, HttpHeaders.AUTHORIZATION, null));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		send(request, response, Problem.FORBIDDEN.detail(
				"This is closed to the scopes that were shown; ask an administrator for a key that has the right one.",
				HttpHeaders.AUTHORIZATION, null));
	}

	/// Of the port of probes and metrics.
	void notHere(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		send(request, response,
				Problem.NOT_FOUND.detail("On this port there are only /actuator/health and /actuator/prometheus; "
						+ "everything else is on the port of the service.", "path", null));
	}

	private void unavailable(HttpServletRequest request, HttpServletResponse response, Unknowable why)
			throws IOException {
		log.warn("Nobody can be known: {}", String.valueOf(why.getCause()));
		response.setHeader(HttpHeaders.RETRY_AFTER, "5");
		send(request, response, why.detail());
	}

	void send(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem) throws IOException {
		problem.setInstance(ProblemInstance.of(request));
		response.setStatus(problem.getStatus());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(problem));
	}

}
