package io.callmeter.access;

import java.util.List;
import java.util.stream.Stream;

import io.callmeter.http.AllowedOrigins;
import io.callmeter.http.CarefulHeaders;
import io.callmeter.http.NumbersShown;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Who is let in, and where. There are no sessions and no cookies, so that no request can be forged across sites, and no
/// other origin is allowed to read answers unless it is configured.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {

	private static final String METRICS = "/actuator/prometheus";

	private static final RequestMatcher HEALTH = anyOf("/actuator/health", "/actuator/health/**");

	/// What everybody may see: the first page, the documentation, and whether the service
	/// is well.
	private static final RequestMatcher OPEN = new OrRequestMatcher(
			anyOf("/", "/index.html", "/welcome/**", "/favicon.svg", "/favicon.ico", "/swagger-ui.html",
					"/swagger-ui/**", "/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml", "/docs/**", "/error"),
			HEALTH);

	private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new CallerArguments());
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new ScopeCheck()).order(Ordered.HIGHEST_PRECEDENCE);
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http, Keys keys, Refusals refusals, TokenCallers tokens,
			AccessProperties properties, ObjectProvider<JwtDecoder> issuer, Environment environment,
			AllowedOrigins origins) {
		careful(http)
			.exceptionHandling((refused) -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.authorizeHttpRequests((requests) -> requests.requestMatchers(OPEN)
				.permitAll()
				.requestMatchers(METRICS)
				.hasAuthority(Scope.METRICS_READ.key())
				.anyRequest()
				.authenticated())
			.addFilterBefore(new KeyFilter(keys, refusals, OPEN), BearerTokenAuthenticationFilter.class)
			.addFilterBefore(new RateLimit(properties, refusals), AuthorizationFilter.class);
		origins.filter().ifPresent(http::addFilter);
		JwtDecoder decoder = issuer.getIfAvailable();
		if (decoder != null) {
			requireAudience(environment);
			http.oauth2ResourceServer((tokensOfIssuer) -> tokensOfIssuer.authenticationEntryPoint(refusals)
				.accessDeniedHandler(refusals)
				.bearerTokenResolver(new TokensOnly())
				.jwt((jwt) -> jwt.authenticationManager(tokens.of(decoder))));
		}
		return http.build();
	}

	/// Whoever reaches the port of probes and metrics may have both: no key is looked up,
	/// so that the scrape is answered while the database is not. Nothing else is there,
	/// whichever endpoints are exposed.
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain management(HttpSecurity http, Refusals refusals) {
		return careful(http.securityMatcher(new ManagementPort()))
			.exceptionHandling((refused) -> refused.accessDeniedHandler(refusals::notHere))
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers(HEALTH, PathPatternRequestMatcher.withDefaults().matcher(METRICS))
				.permitAll()
				.anyRequest()
				.denyAll())
			.build();
	}

	/// Nothing of what Spring Security does for pages with forms, and headers that tell
	/// browsers to be careful.
	private static HttpSecurity careful(HttpSecurity http) {
		return http.csrf(AbstractHttpConfigurer::disable)
			.cors(AbstractHttpConfigurer::disable)
			.formLogin(AbstractHttpConfigurer::disable)
			.httpBasic(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.servletApi(AbstractHttpConfigurer::disable)
			.anonymous(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers((headers) -> headers
				.contentSecurityPolicy((policy) -> policy.policyDirectives(CarefulHeaders.CONTENT_SECURITY))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER))
				.permissionsPolicyHeader((policy) -> policy.policy(CarefulHeaders.PERMISSIONS)));
	}

	private static RequestMatcher anyOf(String... paths) {
		return new OrRequestMatcher(Stream.of(paths)
			.map((path) -> (RequestMatcher) PathPatternRequestMatcher.withDefaults().matcher(path))
			.toList());
	}

	/// Problems repeat what was sent; a number in it to those only who may see numbers.
	@Bean
	NumbersShown numbersShown() {
		return () -> SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
				&& known.getPrincipal().seesNumbers();
	}

	/// An issuer has tokens for others, too, and whoever has one of those must not be let
	/// in with it.
	static void requireAudience(Environment environment) {
		List<String> audiences = Binder.get(environment)
			.bind(AUDIENCES, Bindable.listOf(String.class))
			.orElse(List.of());
		if (audiences.stream().allMatch(String::isBlank)) {
			throw new IllegalStateException(
					AUDIENCES + " is not set, so tokens that were issued for other services would be "
							+ "accepted. Set it to what the issuer puts into the claim aud of tokens for this service");
		}
	}

	/// A request is observed as a whole; a span of each filter would cost a call sent
	/// alone an eighth of its speed.
	@Bean
	SecurityObservationSettings observedAsAWhole() {
		return SecurityObservationSettings.noObservations();
	}

	/// Codes such as `SIP/alice` and `100%` arrive percent-encoded in paths; what they
	/// may not be, the operations say, and which parameters there are. No path opens
	/// anything by its form: every operation asks for a scope.
	@Bean
	HttpFirewall codesInPaths() {
		var firewall = new StrictHttpFirewall();
		firewall.setAllowUrlEncodedSlash(true);
		firewall.setAllowUrlEncodedDoubleSlash(true);
		firewall.setAllowUrlEncodedPercent(true);
		firewall.setAllowUrlEncodedPeriod(true);
		firewall.setAllowUrlEncodedCarriageReturn(true);
		firewall.setAllowUrlEncodedLineFeed(true);
		firewall.setAllowUrlEncodedLineSeparator(true);
		firewall.setAllowUrlEncodedParagraphSeparator(true);
		firewall.setAllowBackSlash(true);
		firewall.setAllowSemicolon(true);
		firewall.setAllowedParameterNames((_) -> true);
		firewall.setUnsafeAllowAnyHttpMethod(true);
		return firewall;
	}

	/// Leaves keys to the filter of keys, and asks for nothing where everybody is let in.
	private static final class TokensOnly implements BearerTokenResolver {

		private final DefaultBearerTokenResolver tokens = new DefaultBearerTokenResolver();

		@Override
		public @Nullable String resolve(HttpServletRequest request) {
			String header = request.getHeader(HttpHeaders.AUTHORIZATION);
			boolean isKey = header != null
					&& header.regionMatches(true, 0, KeyFilter.BEARER + "cm_", 0, KeyFilter.BEARER.length() + 3);
			return (isKey || OPEN.matches(request)) ? null : this.tokens.resolve(request);
		}

	}

}
