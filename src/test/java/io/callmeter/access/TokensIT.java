package io.callmeter.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.callmeter.TestIssuer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/// Callers are known by tokens of the issuer that the service trusts.
class TokensIT extends PostgresIT {

	@Autowired
	private TokenCallers tokens;

	@Autowired
	private HikariDataSource pool;

	@Test
	void aTokenSaysWhoseItIsAndWhatItMayDo() {
		keyOfNewTenant("other", "admin");
		TestClient reader = bearer(token("other", "kpis:read calls:write openid"));
		TestClient asList = stranger()
			.withKey(TestIssuer.shared().token(Map.of("tenant", "other", "scope", List.of("calls:read"))));

		assertThat(reader.post("/v1/calls", "application/json", TestCalls.answered("theirs").toString()).status())
			.isEqualTo(200);
		assertThat(asList.get("/v1/calls/theirs").status()).isEqualTo(200);
		assertThat(reader.get("/v1/calls/theirs").status()).isEqualTo(403);
		assertThat(http().get("/v1/calls/theirs").status()).isEqualTo(404);
	}

	@Test
	void aTokenThatIsNoneIsRefused() {
		Map<String, String> claims = Map.of("tenant", "default", "scope", "kpis:read");

		assertThat(bearer(TestIssuer.shared().token(claims)).get("/v1/queues").status()).isEqualTo(200);
		assertThat(bearer(TestIssuer.shared().forgedToken(claims)).get("/v1/queues").status()).isEqualTo(401);
		assertThat(bearer(TestIssuer.shared().expiredToken(claims)).get("/v1/queues").status()).isEqualTo(401);
		assertThat(bearer(unsigned()).get("/v1/queues").status()).isEqualTo(401);
	}

	@Test
	void aTokenForAnotherServiceIsRefused() {
		for (Object audience : List.of("payroll", List.of(), List.of("payroll", "crm"))) {
			String token = TestIssuer.shared()
				.token(Map.of("tenant", "default", "scope", "kpis:read", "aud", audience));

			assertThat(bearer(token).get("/v1/queues").status()).as("for %s", audience).isEqualTo(401);
		}
		assertThat(bearer(TestIssuer.shared()
			.token(Map.of("tenant", "default", "scope", "kpis:read", "aud", List.of("crm", TestIssuer.AUDIENCE))))
			.get("/v1/queues")
			.status()).isEqualTo(200);
	}

	@Test
	void anIssuerWithoutAnAudienceStopsTheStart() {
		String audiences = "spring.security.oauth2.resourceserver.jwt.audiences";

		for (String blank : List.of("", " , ")) {
			assertThatIllegalStateException().isThrownBy(
					() -> SecurityConfiguration.requireAudience(new MockEnvironment().withProperty(audiences, blank)))
				.withMessageContaining(audiences)
				.withMessageContaining("claim aud");
		}
		SecurityConfiguration.requireAudience(new MockEnvironment().withProperty(audiences, "callmeter"));
		SecurityConfiguration.requireAudience(new MockEnvironment().withProperty(audiences + "[0]", "callmeter"));
	}

	@Test
	void aTokenWithoutATenantOrOfAnUnknownOneIsRefusedWithTheRemedy() {
		var nobody = bearer(TestIssuer.shared().token(Map.of("scope", "kpis:read"))).get("/v1/queues");
		var unknown = bearer(token("nowhere", "kpis:read")).get("/v1/queues");

		assertThat(nobody.status()).isEqualTo(401);
		assertThat(nobody.json().path("detail").asString()).contains("claim 'tenant'");
		assertThat(unknown.status()).isEqualTo(401);
		assertThat(unknown.json().path("detail").asString()).contains("Unknown tenant in the token");
	}

	@Test
	void aTokenIsNamedInTheAuditByItsSubject() {
		bearer(token("default", "admin")).put("/v1/tenants/default", "application/json", "{}");

		assertThat(http().get("/v1/audit").json().at("/items/0/actor").asString())
			.isEqualTo("token of alice@example.org");
	}

	@Test
	void whileTheKeysOfTheIssuerCannotBeFetchedATokenMayBeSentAgain() {
		String rotated = TestIssuer.shared().tokenOfNewKey(Map.of("tenant", "default", "scope", "kpis:read"));

		TestIssuer.shared().whileClosed(() -> requireTriedAgain(bearer(rotated), "issuer-unavailable"));

		assertThat(bearer(rotated).get("/v1/queues").status()).isEqualTo(401);
	}

	@Test
	void anIssuerThatWasNeverReachedIsNoFaultOfATokenEither() {
		var never = new SupplierJwtDecoder(() -> JwtDecoders.fromIssuerLocation("http://localhost:1"));
		var shown = new BearerTokenAuthenticationToken(token("default", "kpis:read"));

		assertThatExceptionOfType(Unknowable.class).isThrownBy(() -> this.tokens.of(never).authenticate(shown));
	}

	@Test
	void whileTheDatabaseDoesNotAnswerATokenOrKeyMayBeSentAgain() {
		String database = owner().sql("select current_database()").query(String.class).single();
		String role = this.pool.getUsername();
		try {
			owner().sql("revoke connect on database " + database + " from " + role).update();
			this.pool.getHikariPoolMXBean().softEvictConnections();

			requireTriedAgain(bearer(token("never-seen", "kpis:read")), "database-unavailable");
			requireTriedAgain(bearer(KEY.replace("Test", "Rest")), "database-unavailable");
		}
		finally {
			owner().sql("grant connect on database " + database + " to " + role).update();
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> http().get("/actuator/health/readiness").status() == 200);
		assertThat(bearer(token("never-seen", "kpis:read")).get("/v1/queues").status()).isEqualTo(401);
	}

	private static void requireTriedAgain(TestClient caller, String problem) {
		Answer answer = caller.get("/v1/queues");

		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.json().path("type").asString()).isEqualTo("urn:callmeter:problem:" + problem);
		assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
	}

	private static String token(String tenant, String scopes) {
		return TestIssuer.shared().token(Map.of("tenant", tenant, "scope", scopes));
	}

	private static String unsigned() {
		String token = token("default", "kpis:read");
		return "eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
	}

	private TestClient bearer(String token) {
		return stranger().withKey(token);
	}

}
