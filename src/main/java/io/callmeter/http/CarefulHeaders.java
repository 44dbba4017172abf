package io.callmeter.http;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

/// Headers that tell browsers to be careful with an answer. Spring Security writes them on what reaches it; on what the
/// server refuses before, they are written here, with the same values.
public final class CarefulHeaders {

	/// What Swagger UI needs, and nothing else: its own scripts, styles within elements,
	/// and pictures within its styles.
	public static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self' "
			+ "'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
			+ "form-action 'none'; frame-ancestors 'none'";

	public static final String PERMISSIONS = "camera=(), microphone=(), geolocation=()";

	private static final Map<String, String> ALL = Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options",
			"DENY", "X-XSS-Protection", "0", "Cache-Control", "no-cache, no-store, max-age=0, must-revalidate",
			"Pragma", "no-cache", "Expires", "0", "Referrer-Policy", "no-referrer", "Content-Security-Policy",
			CONTENT_SECURITY, "Permissions-Policy", PERMISSIONS);

	private CarefulHeaders() {
	}

	/// Sets those that are not there yet.
	static void complete(HttpServletResponse response) {
		ALL.forEach((name, value) -> {
			if (!response.containsHeader(name)) {
				response.setHeader(name, value);
			}
		});
	}

}
