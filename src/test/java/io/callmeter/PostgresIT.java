package io.callmeter;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The whole service over HTTP on a real PostgreSQL: one of it for all subclasses, its tables empty before each test.
/// The live gauges and the folding of cells rest, for they and the emptying of all tables could wait for each other.
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "callmeter.live.refresh=1h", "callmeter.rollup.fold=1h", "callmeter.rollup.sample=1h" })
public abstract class PostgresIT {

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		TestDatabase.shared().properties().forEach((name, value) -> registry.add(name, () -> value));
	}

	/// Speaks to the service as anybody would.
	protected final TestClient http() {
		return TestClient.of(this.port);
	}

	/// Speaks to the database as the owner of its tables.
	protected static JdbcClient owner() {
		TestDatabase database = TestDatabase.shared();
		return JdbcClient.create(new DriverManagerDataSource(database.url(), database.owner(), database.password()));
	}

	/// Empties all tables; of `tenant` all but the one that migrations make, and cells
	/// stay readable.
	@BeforeEach
	protected final void emptyTables() {
		JdbcClient owner = owner();
		String tables = owner.sql("""
				select string_agg(quote_ident(relname), ', ')
				from pg_class
				where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
				and relname not in ('flyway_schema_history', 'tenant', 'rollup_state')""").query(String.class).single();
		owner.sql("truncate " + tables + " restart identity").update();
		owner.sql("delete from tenant where tenant_id <> 1").update();
		owner.sql("""
				insert into rollup_state (tenant_id, fact_version, time_zone) values (1, fact_version(), 'UTC')
				    on conflict (tenant_id) do nothing""").update();
	}

}
