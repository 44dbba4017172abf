package io.callmeter.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.util.UriUtils;

/// Says of every problem at which path, without the numbers and keys that are in it, and in which request it was met.
@ControllerAdvice
public class ProblemInstance implements ResponseBodyAdvice<Object> {

	private static final int MOST_ENCODINGS = 5;

	@Override
	public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
		return true;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returned, MediaType type,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (body instanceof ProblemDetail problem && request instanceof ServletServerHttpRequest servlet) {
			complete(problem, servlet.getServletRequest());
		}
		return body;
	}

	/// Says at which path and in which request a problem was met.
	public static void complete(ProblemDetail problem, HttpServletRequest request) {
		problem.setInstance(of(request));
		problem.setProperty(RequestIds.NAME, RequestIds.of(request));
	}

	/// The path of a request, as it was sent where nothing in it has to be hidden; null
	/// where it cannot be read.
	private static @Nullable URI of(HttpServletRequest request) {
		try {
			String path = request.getRequestURI();
			String plain = decoded(path);
			String hidden = Problem.hidden(plain);
			return URI.create(hidden.equals(plain) ? path : UriUtils.encodePath(hidden, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/// However often it was encoded.
	public static String decoded(String path) {
		String decoded = path;
		try {
			for (int i = 0; i < MOST_ENCODINGS && decoded.indexOf('%') >= 0; i++) {
				decoded = UriUtils.decode(decoded, StandardCharsets.UTF_8);
			}
		}
		catch (IllegalArgumentException ex) {
			// a percent sign that is meant as such
		}
		return decoded;
	}

}
