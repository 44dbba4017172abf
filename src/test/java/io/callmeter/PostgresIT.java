package io.callmeter;

import java.time.ZoneId;

import io.callmeter.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.ContextCustomizerFactories;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole service over HTTP on a real PostgreSQL, its tables empty before each test. Subclasses that run one after the
/// other share a service; those that run at the same time have each their own, on a database of its own. The live gauges
/// and the folding of cells rest, for they and the emptying of all tables could wait for each other.
@ExtendWith(OwnDatabase.class)
@ContextCustomizerFactories(OwnDatabase.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "callmeter.live.refresh=1h", "callmeter.rollup.interval=1h",
				"callmeter.rollup.verify-interval=1h", "callmeter.retention.run-interval=24h",
				"callmeter.retention.max-wait=2s", "callmeter.access.admin-key=" + PostgresIT.KEY,
				"callmeter.access.rate=1000000", "callmeter.access.burst=1000000", "springdoc.cache.disabled=true" })
public abstract class PostgresIT {

	/// The tag of tests that another version of PostgreSQL might fail.
	public static final String DATABASE_DEPENDENT = "database-dependent";

	/// An administrator's key, which may do everything.
	protected static final String KEY = "cm_1_TestTestTestTestTestTestTestTestTestTest";

	/// The tenant that is there from the start.
	protected static final Tenant TENANT = new Tenant(1, Tenant.DEFAULT, ZoneId.of("UTC"));

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		OwnDatabase.current().properties().forEach((name, value) -> registry.add(name, () -> value));
		registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", () -> TestIssuer.shared().uri());
		registry.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> TestIssuer.AUDIENCE);
	}

	/// Speaks to the service as an administrator would.
	protected final TestClient http() {
		return stranger().withKey(KEY);
	}

	/// Speaks to the service without credentials.
	protected final TestClient stranger() {
		return TestClient.of(this.port);
	}

	/// Where the service listens.
	protected final int port() {
		return this.port;
	}

	/// A new key of the first tenant.
	protected final String key(String... scopes) {
		return made(http().post("/v1/keys", "application/json", wanted(scopes)));
	}

	/// A new tenant, and a key of it.
	protected final String keyOfNewTenant(String tenant, String... scopes) {
		assertThat(http().put("/v1/tenants/" + tenant, "application/json", "{}").status()).isEqualTo(201);
		return made(http().post("/v1/tenants/" + tenant + "/keys", "application/json", wanted(scopes)));
	}

	private static String wanted(String... scopes) {
		return "{\"name\": \"test\", \"scopes\": [\"" + String.join("\", \"", scopes) + "\"]}";
	}

	private static String made(TestClient.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
		return answer.json().path("key").asString();
	}

	/// Speaks to the database as the owner of its tables.
	protected static JdbcClient owner() {
		return OwnDatabase.current().asOwner();
	}

	/// The database, for the owner of its tables, with a connection of its own for each
	/// use.
	protected static DriverManagerDataSource ownerDataSource() {
		TestDatabase database = OwnDatabase.current();
		return new DriverManagerDataSource(database.url(), database.owner(), database.password());
	}

	/// Does something while nothing can be written down.
	protected static void withoutAudit(Runnable work) {
		owner().sql("""
				create trigger audit_entry_broken before insert on audit_entry
				  for each statement execute function refuse_change()""").update();
		try {
			work.run();
		}
		finally {
			owner().sql("drop trigger audit_entry_broken on audit_entry").update();
		}
	}

	/// Gives the first tenant its own defaults back, and has the service look at them
	/// again: it remembers them for some seconds with a key that was shown, until one is
	/// revoked.
	@AfterEach
	protected final void forgetDefaults() {
		int changed = owner()
			.sql("""
					update tenant set time_zone = null, threshold_us = null, short_abandon_us = null, service_level_policy = null
					 where tenant_id = 1
					   and num_nonnulls(time_zone, threshold_us, short_abandon_us, service_level_policy) > 0""")
			.update();
		if (changed > 0) {
			String revoked = http().post("/v1/keys", "application/json", wanted("kpis:read"))
				.json()
				.path("keyId")
				.asString();
			assertThat(http().delete("/v1/keys/" + revoked).status()).isEqualTo(204);
		}
	}

	/// Takes away what tests have written; of tenants and keys the first stay, and cells
	/// stay readable.
	@BeforeEach
	protected final void emptyTables() {
		OwnDatabase.current().empty();
	}

}
