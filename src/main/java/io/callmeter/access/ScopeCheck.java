package io.callmeter.access;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets a caller into an operation who has one of the scopes that it names. One that names none is closed.
class ScopeCheck implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!(handler instanceof HandlerMethod method)
				|| !method.getBeanType().getPackageName().startsWith("io.callmeter") || isOpen(method)) {
			return true;
		}
		Caller caller = CallerArguments.current();
		Requires requires = method.getMethodAnnotation(Requires.class);
		if (requires == null || Arrays.stream(requires.value()).noneMatch(caller::may)) {
			String needed = (requires == null) ? "that no key has"
					: Arrays.stream(requires.value()).map(Scope::key).collect(Collectors.joining(" or "));
			throw forbidden(needed, caller);
		}
		return true;
	}

	/// Failures are told to everybody.
	private static boolean isOpen(HandlerMethod method) {
		return method.getBeanType().getPackageName().equals("io.callmeter.http");
	}

	static RequestProblem forbidden(String needed, Caller caller) {
		String has = caller.scopes().stream().sorted().map(Scope::key).collect(Collectors.joining(" "));
		return new RequestProblem(Problem.FORBIDDEN, HttpHeaders.AUTHORIZATION, null,
				"The key " + caller.name() + " lacks the scope " + needed + ". It has "
						+ (has.isEmpty() ? "no scopes" : has) + ". Ask an administrator for a key with the scope.");
	}

}
