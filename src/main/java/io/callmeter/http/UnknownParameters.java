package io.callmeter.http;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses query parameters that the operation does not declare, and a second value where it takes one: a misspelt
/// filter must not be a filter left out, nor a second one. Nor has any a NUL in it, whatever it is for. An operation that
/// takes the [Mistakes] of the request tells these together with those that it finds itself.
class UnknownParameters implements HandlerInterceptor {

	private final ConcurrentHashMap<HandlerMethod, Map<String, Boolean>> known = new ConcurrentHashMap<>();

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getQueryString() == null || !(handler instanceof HandlerMethod method)
				|| !method.getBeanType().getPackageName().startsWith("io.callmeter")) {
			return true;
		}
		Map<String, Boolean> several = this.known.computeIfAbsent(method, UnknownParameters::declared);
		Mistakes mistakes = MistakesArgument.of(request);
		request.getParameterMap().forEach((name, values) -> mistakes.passes(() -> check(name, values, several)));
		if (Arrays.stream(method.getMethodParameters()).noneMatch(MistakesArgument::isOne)) {
			mistakes.requireNone();
		}
		return true;
	}

	private static void check(String name, String[] values, Map<String, Boolean> several) {
		Boolean takesSeveral = several.get(name);
		if (takesSeveral == null) {
			throw RequestProblem.unknownParameter(name, values[0], several.keySet());
		}
		for (String value : values) {
			Fields.requireNoNul(name, value);
		}
		if (!takesSeveral && values.length > 1) {
			throw RequestProblem.invalid(name, String.join(", ", values),
					"The parameter '" + name + "' was sent " + values.length + " times. Send it once.");
		}
	}

	/// The names of all parameters, each with whether it takes several values.
	private static Map<String, Boolean> declared(HandlerMethod method) {
		var declared = new TreeMap<String, Boolean>();
		for (MethodParameter parameter : method.getMethodParameters()) {
			boolean several = parameter.hasParameterAnnotation(ParameterObject.class)
					|| Collection.class.isAssignableFrom(parameter.getParameterType());
			names(parameter).forEach((name) -> declared.put(name, several));
		}
		return declared;
	}

	/// One name, or those of all components of a record of parameters.
	private static Stream<String> names(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(ParameterObject.class)) {
			return Arrays.stream(parameter.getParameterType().getRecordComponents()).map(RecordComponent::getName);
		}
		return parameter.hasParameterAnnotation(RequestParam.class) ? Stream.of(name(parameter)) : Stream.empty();
	}

	private static String name(MethodParameter parameter) {
		var annotation = parameter.getParameterAnnotation(RequestParam.class);
		if (annotation != null && StringUtils.hasText(annotation.name())) {
			return annotation.name();
		}
		parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
		return String.valueOf(parameter.getParameterName());
	}

}
