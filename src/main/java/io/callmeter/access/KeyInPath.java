package io.callmeter.access;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callmeter.http.ProblemInstance;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the key out of the path of an import before any other filter: nothing behind it sees a key in a path, nor has
/// any to log, however much it logs.
class KeyInPath extends OncePerRequestFilter {

	private static final Pattern IMPORT = Pattern.compile("(/v1/imports/[\\w-]+)/(cm_[^/]*)/?");

	private static final String KEY = KeyInPath.class.getName();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Matcher path = IMPORT.matcher(ProblemInstance.decoded(request.getRequestURI()));
		if (path.matches()) {
			request.setAttribute(KEY, path.group(2));
			chain.doFilter(new WithoutKey(request, path.group(1)), response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/// The key that was in the path; null if none was.
	static @Nullable String of(HttpServletRequest request) {
		return (String) request.getAttribute(KEY);
	}

	/// The request as if its path ended before the key.
	private static final class WithoutKey extends HttpServletRequestWrapper {

		private final String path;

		WithoutKey(HttpServletRequest request, String path) {
			super(request);
			this.path = path;
		}

		@Override
		public String getRequestURI() {
			return this.path;
		}

		@Override
		public StringBuffer getRequestURL() {
			StringBuffer url = super.getRequestURL();
			return url.replace(url.length() - super.getRequestURI().length(), url.length(), this.path);
		}

		@Override
		public String getServletPath() {
			return this.path;
		}

	}

}
