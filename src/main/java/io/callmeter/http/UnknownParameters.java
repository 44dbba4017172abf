package io.callmeter.http;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses query parameters that the operation does not declare: a misspelt filter must not be a filter left out.
class UnknownParameters implements HandlerInterceptor {

	private final ConcurrentHashMap<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getQueryString() == null || !(handler instanceof HandlerMethod method)
				|| !method.getBeanType().getPackageName().startsWith("io.callmeter")) {
			return true;
		}
		Set<String> names = this.known.computeIfAbsent(method, UnknownParameters::declared);
		for (String name : request.getParameterMap().keySet()) {
			if (!names.contains(name)) {
				throw new RequestProblem(Problem.UNKNOWN_PARAMETER, name, request.getParameter(name),
						"There is no parameter '" + name + "' here. " + (names.isEmpty() ? "This operation takes none."
								: "Use " + String.join(", ", names) + "."));
			}
		}
		return true;
	}

	private static Set<String> declared(HandlerMethod method) {
		return Arrays.stream(method.getMethodParameters())
			.flatMap(UnknownParameters::names)
			.collect(Collectors.toCollection(TreeSet::new));
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
