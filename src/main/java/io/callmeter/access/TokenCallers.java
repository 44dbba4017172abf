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
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

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

	/// Knows them where the issuer says that the token is its own. That an
	/// issuer or the database does not answer is no fault of a token, and is told apart,
	/// so that its sender tries again.
	AuthenticationManager of(JwtDecoder issuer) {
		var provider = new JwtAuthenticationProvider(issuer);
		provider.setJwtAuthenticationConverter(this);
		return (token) -> {
			try {
				return provider.authenticate(token);
			}
			catch (AuthenticationServiceException | JwtDecoderInitializationException ex) {
				throw Unknowable.withoutIssuer(ex);
			}
			catch (DataAccessException | TransactionException ex) {
				throw Unknowable.withoutDatabase(ex);
			}
		};
	}

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		String code = token.getClaimAsString(this.properties.tenantClaim());
		if (code == null) {
			throw new Unauthenticated("The token has no claim '" + this.properties.tenantClaim()
					+ "' with the code of a tenant. Have the issuer add it.");
		}
		Tenant tenant = this.known.getIfPresent(code);
		if (tenant == null) {
			tenant = this.tenants.find(code)
				.orElseThrow(() -> new Unauthenticated("Unknown tenant in the token. Have an operator create the "
						+ "tenant, or the issuer name another."));
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
