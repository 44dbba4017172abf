package io.callmeter.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/// The origins whose pages may call the service from a browser, such as that of a wallboard. They still need a key, which
/// no browser sends by itself; a preflight request needs none.
///
/// @param origins such as `https://wallboard.example.com`, or `*` for any
public record AllowedOrigins(List<String> origins) {

	private static final String ANY = CorsConfiguration.ALL;

	public AllowedOrigins {
		origins = List.copyOf(origins);
		origins.stream().filter((origin) -> !origin.equals(ANY) && !isOrigin(origin)).findFirst().ifPresent((other) -> {
			throw new IllegalArgumentException("callmeter.http.cors.allowed-origins has '" + other
					+ "'; set scheme, host and port as browsers send them, such as https://wallboard.example.com or "
					+ "http://localhost:5173, or * for any");
		});
	}

	private static boolean isOrigin(String origin) {
		try {
			URI uri = URI.create(origin);
			String scheme = String.valueOf(uri.getScheme());
			String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
			String port = (uri.getPort() >= 0) ? ":" + uri.getPort() : "";
			return List.of("http", "https").contains(scheme) && origin.equals(scheme + "://" + host + port);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/// A filter that answers preflight requests of these origins and lets their pages
	/// read answers; empty where there are none. Requests of other origins pass it
	/// untouched.
	public Optional<CorsFilter> filter() {
		return this.origins.isEmpty() ? Optional.empty() : Optional.of(new OfOrigins(configuration()));
	}

	private CorsConfiguration configuration() {
		var configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(this.origins);
		configuration.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
		configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
		configuration.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.ETAG, HttpHeaders.LOCATION,
				HttpHeaders.CONTENT_DISPOSITION, HttpHeaders.CONTENT_LANGUAGE, "Callmeter-Plan", "Callmeter-Warnings",
				RequestIds.HEADER, "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"));
		configuration.setMaxAge(Duration.ofHours(1));
		return configuration;
	}

	private static final class OfOrigins extends CorsFilter {

		private final CorsConfiguration configuration;

		OfOrigins(CorsConfiguration configuration) {
			super((_) -> configuration);
			this.configuration = configuration;
		}

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			String origin = request.getHeader(HttpHeaders.ORIGIN);
			return origin == null || this.configuration.checkOrigin(origin) == null;
		}

	}

}
