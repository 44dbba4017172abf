package io.callmeter.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands an operation the mistakes that were found in its request before it began.
class MistakesArgument implements HandlerMethodArgumentResolver {

	static {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(Mistakes.class);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return isOne(parameter);
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		return of((HttpServletRequest) request.getNativeRequest());
	}

	static boolean isOne(MethodParameter parameter) {
		return parameter.getParameterType() == Mistakes.class;
	}

	/// Those of a request, which is the same object whenever it is asked for.
	static Mistakes of(HttpServletRequest request) {
		String name = Mistakes.class.getName();
		if (!(request.getAttribute(name) instanceof Mistakes)) {
			request.setAttribute(name, new Mistakes());
		}
		return (Mistakes) request.getAttribute(name);
	}

}
