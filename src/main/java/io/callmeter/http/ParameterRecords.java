package io.callmeter.http;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Query parameters as a record of texts: null for one that was not sent, repeated ones joined by commas.
///
/// Binding as Spring does it reads all annotations of all components anew with each request, which of forty described
/// parameters takes longer than the answer of the database.
public final class ParameterRecords implements HandlerMethodArgumentResolver {

	private static final ConcurrentHashMap<Class<?>, Components> TYPES = new ConcurrentHashMap<>();

	/// A record of the parameters that are named like its components.
	/// @param sent the text of a parameter, null where it was not sent
	public static <T extends Record> T of(Class<T> type, Function<String, @Nullable String> sent) {
		return type.cast(TYPES.computeIfAbsent(type, Components::of).record(sent));
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(ParameterObject.class) && parameter.getParameterType().isRecord();
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		return of(parameter.getParameterType().asSubclass(Record.class), (name) -> {
			String[] values = request.getParameterValues(name);
			return (values != null) ? String.join(",", values) : null;
		});
	}

	/// @param names of the parameters
	/// @param constructor that takes a text for each
	private record Components(List<String> names, Constructor<?> constructor) {

		static Components of(Class<?> type) {
			RecordComponent[] components = type.getRecordComponents();
			try {
				Constructor<?> constructor = type.getDeclaredConstructor(
						Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
				constructor.setAccessible(true);
				return new Components(Arrays.stream(components).map(RecordComponent::getName).toList(), constructor);
			}
			catch (NoSuchMethodException ex) {
				throw new LinkageError(ex.getMessage(), ex);
			}
		}

		Object record(Function<String, @Nullable String> sent) {
			return BeanUtils.instantiateClass(this.constructor, this.names.stream().map(sent).toArray());
		}

	}

}
