package io.callmeter.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/// The PostgreSQL that both sides use, set as in production: what is committed is on disk.
final class Server implements AutoCloseable {

	static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("fsync", "on"),
			Map.entry("synchronous_commit", "on"), Map.entry("full_page_writes", "on"),
			Map.entry("wal_compression", "on"), Map.entry("shared_buffers", "1GB"),
			Map.entry("effective_cache_size", "4GB"), Map.entry("work_mem", "16MB"),
			Map.entry("maintenance_work_mem", "256MB"), Map.entry("max_wal_size", "4GB"),
			Map.entry("checkpoint_timeout", "15min"), Map.entry("random_page_cost", "1.1"),
			Map.entry("max_connections", "200"), Map.entry("max_locks_per_transaction", "256"),
			Map.entry("timezone", "UTC"), Map.entry("pg_stat_statements.track_planning", "on"),
			Map.entry("track_functions", "pl"), Map.entry("shared_preload_libraries", "pg_stat_statements"));

	private static final String OWNER = "callmeter_owner";

	private static final String APPLICATION = "callmeter";

	private static final String PASSWORD = "benchmark";

	private static final String DATABASE = "callmeter";

	private final EmbeddedPostgres postgres;

	private final Path data;

	private Server(EmbeddedPostgres postgres, Path data) {
		this.postgres = postgres;
		this.data = data;
	}

	static Server start(Path folder) throws IOException, SQLException {
		Path data = Files.createDirectories(folder).resolve("cluster");
		var builder = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setCleanDataDirectory(true)
			.setOutputRedirector(Redirect.DISCARD)
			.setErrorRedirector(Redirect.DISCARD)
			.setPGStartupWait(Duration.ofMinutes(1))
			.setLocaleConfig("locale", "C");
		SETTINGS.forEach(builder::setServerConfig);
		var server = new Server(builder.start(), data);
		server.create();
		return server;
	}

	private void create() throws SQLException {
		prepare("postgres", "create role " + OWNER + " login superuser password '" + PASSWORD + "'",
				"create role " + APPLICATION + " login password '" + PASSWORD + "'",
				"create database " + DATABASE + " owner " + OWNER);
		prepare(DATABASE, "alter schema public owner to " + OWNER, "grant usage on schema public to " + APPLICATION,
				"create schema watched", "create extension pg_stat_statements schema watched");
		for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
			String value = text("show " + setting);
			if (!value.equals("on")) {
				throw new IllegalStateException(setting + " is " + value + "; commits would cost nothing");
			}
		}
	}

	private void prepare(String database, String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.postgres.getJdbcUrl("postgres", database));
				Statement statement = connection.createStatement()) {
			for (String each : statements) {
				statement.execute(each);
			}
		}
	}

	/// As the owner of the tables, who may also look at what the server counts.
	Connection connect() throws SQLException {
		return DriverManager.getConnection(url(), OWNER, PASSWORD);
	}

	private String url() {
		return "jdbc:postgresql://localhost:" + this.postgres.getPort() + "/" + DATABASE;
	}

	/// What a service is told about its database.
	Map<String, String> environment() {
		return Map.of("SPRING_DATASOURCE_URL", url(), "SPRING_DATASOURCE_USERNAME", APPLICATION,
				"SPRING_DATASOURCE_PASSWORD", PASSWORD, "SPRING_FLYWAY_USER", OWNER, "SPRING_FLYWAY_PASSWORD", PASSWORD,
				"CALLMETER_ACCESS_ADMIN_KEY", Wire.KEY, "CALLMETER_ACCESS_RATE", "1000000", "CALLMETER_ACCESS_BURST",
				"1000000");
	}

	void execute(String... statements) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String each : statements) {
				statement.execute(each);
			}
		}
	}

	String text(String query) throws SQLException {
		return rows(query).getFirst().getFirst();
	}

	long number(String query) throws SQLException {
		return Long.parseLong(text(query));
	}

	List<List<String>> rows(String query) throws SQLException {
		List<List<String>> rows = new ArrayList<>();
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				var found = statement.executeQuery(query)) {
			int columns = found.getMetaData().getColumnCount();
			while (found.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= columns; i++) {
					row.add(String.valueOf(found.getString(i)));
				}
				rows.add(row);
			}
		}
		return rows;
	}

	/// Leaves no call and no name, makes room for the year, and has what was written on
	/// disk, so that nobody pays for what another wrote.
	void empty() throws SQLException {
		execute("truncate " + text("""
				select string_agg(quote_ident(relname), ', ')
				  from pg_class
				 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
				   and relname not in ('flyway_schema_history', 'tenant', 'rollup_state', 'audit_entry')""")
				+ " restart identity",
				"select ensure_month(month) from generate_series(timestamptz '" + Year.FROM
						+ " 00:00+00', timestamptz '" + Year.TO.minusDays(1)
						+ " 00:00+00', interval '1 month') as months (month)",
				"checkpoint", "select pg_stat_reset(), watched.pg_stat_statements_reset()");
	}

	/// The names that calls mention.
	void name() throws SQLException {
		named("queue", "queue-", Year.QUEUES);
		named("agent", "agent-", Year.AGENTS);
		named("campaign", "campaign-", Year.CAMPAIGNS);
		execute("insert into customer (tenant_id, number, customer_id) select 1, '" + StoredCall.PREFIX + "' || ("
				+ Year.FIRST_CUSTOMER + " + n), ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid "
				+ "from generate_series(0, " + (Year.CUSTOMERS - 1) + ") as numbers (n)");
	}

	private void named(String table, String prefix, int count) throws SQLException {
		try (Connection connection = connect();
				PreparedStatement statement = connection.prepareStatement("insert into " + table
						+ " (tenant_id, code, name) select 1, ? || n, ? || n from generate_series(0, ? - 1) as numbers (n)")) {
			statement.setString(1, prefix);
			statement.setString(2, prefix);
			statement.setInt(3, count);
			statement.executeUpdate();
		}
	}

	/// What its processes have spent, those that have ended left out.
	Duration cpu() throws IOException {
		long pid = Long.parseLong(Files.readAllLines(this.data.resolve("postmaster.pid")).getFirst().strip());
		ProcessHandle main = ProcessHandle.of(pid).orElseThrow();
		return Stream.concat(Stream.of(main), main.descendants())
			.map((process) -> process.info().totalCpuDuration().orElse(Duration.ZERO))
			.reduce(Duration.ZERO, Duration::plus);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
