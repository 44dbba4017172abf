package io.callmeter.access;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/// What comes by the port of probes and metrics, where that is not the port of everything else.
///
/// The server that took a request knows it; numbers of ports, which forwarded requests may name, are not looked at.
final class ManagementPort implements RequestMatcher {

	/// Spring Boot's name of the server on that port.
	private static final String NAMESPACE = "management";

	@Override
	public boolean matches(HttpServletRequest request) {
		return WebServerApplicationContext.hasServerNamespace(
				WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), NAMESPACE);
	}

}
