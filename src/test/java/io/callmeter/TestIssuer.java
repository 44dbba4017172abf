package io.callmeter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// Issues tokens, and publishes by HTTP the keys to check them with, as OpenID Connect says.
public final class TestIssuer {

	/// For whom tokens are that do not say otherwise.
	public static final String AUDIENCE = "callmeter";

	private static final TestIssuer SHARED = new TestIssuer();

	private final HttpServer server;

	private final RSAKey key;

	private volatile boolean closed;

	private TestIssuer() {
		try {
			this.key = new RSAKeyGenerator(2048).keyID("first").generate();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.createContext("/.well-known/openid-configuration", (exchange) -> answer(exchange, """
				{"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "subject_types_supported": ["public"]}"""
			.formatted(uri())));
		this.server.createContext("/jwks", (exchange) -> {
			if (this.closed) {
				exchange.sendResponseHeaders(503, -1);
				exchange.close();
				return;
			}
			answer(exchange, new JWKSet(this.key.toPublicJWK()).toString());
		});
		this.server.start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> this.server.stop(0)));
	}

	/// The one of this JVM.
	public static TestIssuer shared() {
		return SHARED;
	}

	public String uri() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/// A token that is good for a minute.
	public String token(Map<String, ?> claims) {
		return token(this.key, uri(), claims, Instant.now().plusSeconds(60));
	}

	/// A token that was good until some time ago, long enough for clocks that differ.
	public String expiredToken(Map<String, ?> claims) {
		return token(this.key, uri(), claims, Instant.now().minusSeconds(600));
	}

	/// A token that says it is of this issuer, and is signed by somebody else.
	public String forgedToken(Map<String, ?> claims) {
		try {
			return token(new RSAKeyGenerator(2048).keyID("first").generate(), uri(), claims,
					Instant.now().plusSeconds(60));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/// A token signed by a key that is not among those published, so that they are
	/// fetched again.
	public String tokenOfNewKey(Map<String, ?> claims) {
		try {
			return token(new RSAKeyGenerator(2048).keyID("second").generate(), uri(), claims,
					Instant.now().plusSeconds(60));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/// Does something while the issuer does not say its keys.
	public void whileClosed(Runnable work) {
		this.closed = true;
		try {
			work.run();
		}
		finally {
			this.closed = false;
		}
	}

	private static String token(RSAKey key, String issuer, Map<String, ?> claims, Instant expires) {
		var builder = new JWTClaimsSet.Builder().issuer(issuer)
			.subject("alice@example.org")
			.audience(AUDIENCE)
			.issueTime(Date.from(expires.minusSeconds(300)))
			.expirationTime(Date.from(expires));
		claims.forEach(builder::claim);
		try {
			var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
					builder.build());
			token.sign(new RSASSASigner(key));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void answer(HttpExchange exchange, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
