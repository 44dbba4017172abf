package io.callmeter.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a path with a raw `;`, behind which parameters of the path would be left out: `a;b` must not be `a`.
class PathParameters implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getRequestURI().indexOf(';') >= 0) {
			throw RequestProblem.invalid("path", ProblemInstance.decoded(request.getRequestURI()),
					"The path contains a semicolon. Write one that belongs to a code as %3B.");
		}
		return true;
	}

}
