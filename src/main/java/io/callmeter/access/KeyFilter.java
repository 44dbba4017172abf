package io.callmeter.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/// Knows callers by their key: as a bearer token, or as the password of HTTP Basic for clients that can do no more. A key
/// anywhere else is none: paths and queries are in too many logs.
class KeyFilter extends OncePerRequestFilter {

	static final String BEARER = "Bearer ";

	private static final String BASIC = "Basic ";

	private final Keys keys;

	private final Refusals refusals;

	private final RequestMatcher open;

	/// @param open where nobody has to be known, so that the database is not asked
	KeyFilter(Keys keys, Refusals refusals, RequestMatcher open) {
		this.keys = keys;
		this.refusals = refusals;
		this.open = open;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return this.open.matches(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			String key = shown(request.getHeader(HttpHeaders.AUTHORIZATION));
			if (key != null) {
				SecurityContext context = SecurityContextHolder.createEmptyContext();
				context.setAuthentication(new CallerAuthentication(this.keys.caller(key)));
				SecurityContextHolder.setContext(context);
			}
		}
		catch (AuthenticationException ex) {
			this.refusals.commence(request, response, ex);
			return;
		}
		catch (org.springframework.dao.DataAccessException | org.springframework.transaction.TransactionException ex) {
			this.refusals.commence(request, response, Unknowable.withoutDatabase(ex));
			return;
		}
		chain.doFilter(request, response);
	}

	/// The key that a header shows; null where it shows none, or a token.
	private static @Nullable String shown(@Nullable String header) {
		if (header == null) {
			return null;
		}
		if (header.strip().equalsIgnoreCase(BEARER.strip())) {
			throw new Unauthenticated("No API key sent after Bearer. " + Refusals.REMEDY);
		}
		if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			String token = header.substring(BEARER.length()).strip();
			return token.startsWith("cm_") ? token : null;
		}
		if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
			return password(header.substring(BASIC.length()).strip());
		}
		throw new Unauthenticated("Unknown scheme in the header Authorization. Expected Bearer. " + Refusals.REMEDY);
	}

	private static String password(String encoded) {
		try {
			String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
			return pair.substring(pair.indexOf(':') + 1);
		}
		catch (IllegalArgumentException ex) {
			throw new Unauthenticated(
					"Invalid Basic credentials in the header Authorization. Expected any user name, and "
							+ "the API key as the password.");
		}
	}

}
