package io.callmeter.access;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.callmeter.http.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets each caller send so many requests a second, on each replica, and says how many are left.
class RateLimit extends OncePerRequestFilter {

	private static final String LIMIT = "RateLimit-Limit";

	private static final String REMAINING = "RateLimit-Remaining";

	private static final String RESET = "RateLimit-Reset";

	/// What they say, in the published description. Every answer to a known caller has
	/// them.
	static final Map<String, String> HEADERS = new TreeMap<>(Map.of(LIMIT,
			"How many requests the caller may send in a burst.", REMAINING, "How many requests of the burst are left.",
			RESET, "Seconds until the whole burst is available again."));

	private final AccessProperties properties;

	private final Refusals refusals;

	private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
		.expireAfterAccess(Duration.ofMinutes(10))
		.maximumSize(100_000)
		.build();

	RateLimit(AccessProperties properties, Refusals refusals) {
		this.properties = properties;
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known) {
			Caller caller = known.getPrincipal();
			ConsumptionProbe probe = this.buckets.get(caller.tenant().id() + " " + caller.name(), (_) -> bucket())
				.tryConsumeAndReturnRemaining(1);
			response.setIntHeader(LIMIT, this.properties.burst());
			response.setHeader(REMAINING, String.valueOf(probe.getRemainingTokens()));
			response.setHeader(RESET, seconds(probe.getNanosToWaitForReset()));
			if (!probe.isConsumed()) {
				response.setHeader(HttpHeaders.RETRY_AFTER, seconds(probe.getNanosToWaitForRefill()));
				this.refusals.send(request, response,
						Problem.TOO_MANY_REQUESTS.detail(caller.name() + " has sent more than " + this.properties.rate()
								+ " requests per second. Wait for Retry-After, and send many calls as one stream.",
								null, null));
				return;
			}
		}
		chain.doFilter(request, response);
	}

	/// By the time that passes: by the time of day, a clock that was set back would grant
	/// nothing until it has caught up.
	private Bucket bucket() {
		return Bucket.builder()
			.withNanosecondPrecision()
			.addLimit((limit) -> limit.capacity(this.properties.burst())
				.refillGreedy(this.properties.rate(), Duration.ofSeconds(1)))
			.build();
	}

	/// Whole seconds, up: after them it is there.
	private static String seconds(long nanos) {
		return String.valueOf((nanos + 999_999_999) / 1_000_000_000);
	}

}
