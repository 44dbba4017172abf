package io.callmeter.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/// Knows callers by a token of the issuer: their tenant and scopes are claims of it. Scopes that are none of this service
/// are left out.
@Component
class TokenCallers implements Converter<Jwt, AbstractAuthenticationToken> {

	private final Tenants tenants;

	private final AccessProperties properties;

	private final Cache<String, Tenant> known = Caffeine.newBuilder()
		.expireAfterWrite(Duration.ofSeconds(10))
		.maximumSize(10_000)
		.build();

	TokenCallers(Tenants tenants, AccessProperties properties) {
		this.tenants = tenants;
		this.properties = properties;
	}

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		String code = token.getClaimAsString(this.properties.tenantClaim());
		if (code == null) {
			throw new Unauthenticated("The token does not say whose it is: it has no claim '"
					+ this.properties.tenantClaim() + "' with the code of a tenant; have the issuer add it.");
		}
		Tenant tenant = this.known.getIfPresent(code);
		if (tenant == null) {
			tenant = this.tenants.find(code)
				.orElseThrow(() -> new Unauthenticated("The token is of a tenant that does not exist; have an "
						+ "operator make it, or the issuer name another."));
			this.known.put(code, tenant);
		}
		return new CallerAuthentication(new Caller(tenant, scopes(token.getClaim(this.properties.scopeClaim())),
				"token of " + token.getSubject()));
	}

	private static Set<Scope> scopes(@Nullable Object claim) {
		Stream<String> names = switch (claim) {
			case null -> Stream.empty();
			case String text -> Arrays.stream(text.split(" "));
			case Collection<?> list -> list.stream().map(String::valueOf);
			default -> Stream.empty();
		};
		Set<Scope> scopes = EnumSet.noneOf(Scope.class);
		names.flatMap((name) -> Scope.of(name).stream()).forEach(scopes::add);
		return scopes;
	}

}
