package io.callmeter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// A fresh database, with the two roles a production database has, on a server of its own.
///
/// The server is the first of
///
/// 1. the one of `-Dcallmeter.test.datasource=`, a JDBC URL with user and password of a superuser
/// 2. a container of `postgres:15`, or of the image of `-Dcallmeter.test.postgres=`, where containers can be started
/// 3. the embedded PostgreSQL, in a temporary folder
final class TestDatabase {

	private static final String OWNER = "callmeter_test_owner";

	private static final String APPLICATION = "callmeter_test";

	private static final String PASSWORD = "callmeter-test";

	/// What is there from the start stays. Rows are deleted, table by table where there
	/// are any: that takes a few milliseconds, and to truncate all tables a hundred.
	/// Triggers rest meanwhile, those of foreign keys and those that guard the audit.
	private static final String EMPTY = """
			do $$
			declare
			  written text;
			begin
			  set local session_replication_role = replica;
			  for written in
			    select relname from pg_class
			     where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
			       and relname not in ('flyway_schema_history', 'tenant', 'rollup_state', 'access_key')
			  loop
			    execute format('delete from %I', written);
			  end loop;
			  delete from rollup_state where tenant_id <> 1;
			  delete from access_key where name <> 'first administrator';
			  delete from tenant where tenant_id <> 1;
			  insert into rollup_state (tenant_id, fact_version, time_zone) values (1, fact_version(), 'UTC')
			      on conflict (tenant_id) do update
			     set fact_version = excluded.fact_version, time_zone = excluded.time_zone, valid_from = null;
			end $$""";

	private final Server server;

	private @Nullable HikariDataSource owners;

	private final String name = "callmeter_test_" + UUID.randomUUID().toString().substring(0, 8);

	private TestDatabase(Server server) {
		this.server = server;
	}

	/// A new database, removed after the last application context is closed.
	static TestDatabase start() {
		var database = new TestDatabase(choose());
		database.create();
		SpringApplication.getShutdownHandlers().add(database::drop);
		return database;
	}

	/// The service's properties for this database; with fewer connections, as several
	/// services are kept at once.
	Map<String, Object> properties() {
		return Map.of("spring.datasource.url", url(), "spring.datasource.username", APPLICATION,
				"spring.datasource.password", PASSWORD, "spring.flyway.user", OWNER, "spring.flyway.password", PASSWORD,
				"spring.datasource.hikari.maximum-pool-size", 10);
	}

	/// Without a user: one in the URL would win over the one given beside it.
	String url() {
		return this.server.urlOf(this.name)
			.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "")
			.replaceFirst("[?&]$", "");
	}

	String owner() {
		return OWNER;
	}

	/// Speaks to the database as the owner of its tables, over connections that are kept.
	synchronized JdbcClient asOwner() {
		HikariDataSource pool = this.owners;
		if (pool == null) {
			pool = new HikariDataSource();
			pool.setJdbcUrl(url());
			pool.setUsername(OWNER);
			pool.setPassword(PASSWORD);
			pool.setMinimumIdle(1);
			this.owners = pool;
		}
		return JdbcClient.create(pool);
	}

	/// Takes away what tests have written.
	void empty() {
		asOwner().sql(EMPTY).update();
	}

	String password() {
		return PASSWORD;
	}

	private static Server choose() {
		String given = System.getProperty("callmeter.test.datasource");
		if (given != null && !given.isBlank()) {
			return new Server("the PostgreSQL given", given, () -> {
			});
		}
		if (containersCanBeStarted()) {
			String image = System.getProperty("callmeter.test.postgres", "postgres:15");
			try {
				return container(image);
			}
			catch (RuntimeException ex) {
				System.out.println("A container of " + image + " did not start: " + ex.getMessage());
			}
		}
		return embedded();
	}

	private static Server container(String image) {
		var container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
		// As many as the embedded one takes: several services are kept at once.
		container.withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
		container.start();
		return new Server("a container of " + image,
				container.getJdbcUrl() + "&user=" + container.getUsername() + "&password=" + container.getPassword(),
				container::stop);
	}

	private static Server embedded() {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setRegisterShutdownHook(false)
				.setPGStartupWait(Duration.ofMinutes(1))
				.setOutputRedirector(Redirect.DISCARD)
				.start();
			return new Server("embedded PostgreSQL", server.getJdbcUrl("postgres", "postgres"), () -> {
				try {
					server.close();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/// A quick look first: asking Docker where there is none takes seconds and logs a
	/// page.
	private static boolean containersCanBeStarted() {
		String home = System.getProperty("user.home");
		String runtime = Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), home);
		boolean promising = System.getenv("DOCKER_HOST") != null || Stream
			.of(Path.of("/var/run/docker.sock"), Path.of(home, ".docker/run/docker.sock"),
					Path.of(home, ".testcontainers.properties"), Path.of(runtime, "docker.sock"))
			.anyMatch(Files::exists);
		return promising && DockerClientFactory.instance().isDockerAvailable();
	}

	private void create() {
		execute(this.server.url(), List.of(role(OWNER), role(APPLICATION),
				"alter role " + OWNER + " set deadlock_timeout = '1min'",
				"create database " + this.name + " owner " + OWNER,
				"revoke all on database " + this.name + " from public",
				"grant connect, temporary on database " + this.name + " to " + APPLICATION,
				"grant set on parameter session_replication_role to " + OWNER,
				// Sessions that wish so are told the plans of their statements.
				"grant set on parameter session_preload_libraries, auto_explain.log_min_duration, "
						+ "auto_explain.log_nested_statements, auto_explain.log_format, auto_explain.log_level to "
						+ APPLICATION));
		execute(this.server.urlOf(this.name), List.of("alter schema public owner to " + OWNER,
				"revoke all on schema public from public", "grant usage on schema public to " + APPLICATION));
		System.out.println("Tests run on " + this.server.name() + ", version " + version() + ", database " + this.name);
	}

	private static String role(String name) {
		return """
				do $$
				begin
				  create role %s login password '%s';
				exception when duplicate_object or unique_violation then
				  null;
				end $$""".formatted(name, PASSWORD);
	}

	private synchronized void drop() {
		if (this.owners != null) {
			this.owners.close();
		}
		execute(this.server.url(), List.of("drop database " + this.name + " with (force)"));
		this.server.stop().run();
	}

	private String version() {
		try (var connection = DriverManager.getConnection(this.server.url())) {
			return connection.getMetaData().getDatabaseProductVersion();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(String url, List<String> statements) {
		try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
			for (String each : statements) {
				statement.execute(each);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/// A server and the URL by which a superuser reaches one database of it.
	private record Server(String name, String url, Runnable stop) {

		/// The same for another database.
		String urlOf(String database) {
			return this.url.replaceFirst("^(jdbc:postgresql:(?://[^/]*/)?)[^?]*", "$1" + database);
		}

	}

}
