package io.callmeter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.embedded.ServerPrograms.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// A PostgreSQL server of our own: started with its data, its roles and its database, stopped when closed.
///
/// It is started by `pg_ctl`, so that an interrupt from the keyboard reaches the service alone and the server stops after the pool.
record EmbeddedDatabase(DataFolder folder, ServerPrograms programs, DatabaseLogin owner,
		DatabaseLogin application) implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

	private static final String DATABASE = "callmeter";

	private static final String OWNER = "callmeter_owner";

	private static final String APPLICATION = "callmeter";

	/// Recovery after a crash is part of a start, a last checkpoint is part of a stop.
	private static final Duration START_LIMIT = Duration.ofMinutes(5);

	private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

	private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

	/// Given on the command line, so a start never depends on what the last one wrote. A
	/// statement over a year of
	/// monthly partitions locks hundreds of tables and indexes.
	private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("listen_addresses", "localhost"),
			Map.entry("unix_socket_directories", ""), Map.entry("timezone", "UTC"), Map.entry("log_timezone", "UTC"),
			Map.entry("fsync", "on"), Map.entry("synchronous_commit", "on"), Map.entry("full_page_writes", "on"),
			Map.entry("wal_compression", "on"), Map.entry("max_connections", "100"),
			Map.entry("max_locks_per_transaction", "256"), Map.entry("shared_buffers", "256MB"),
			Map.entry("work_mem", "16MB"), Map.entry("maintenance_work_mem", "128MB"),
			Map.entry("effective_cache_size", "1GB"), Map.entry("random_page_cost", "1.1"),
			Map.entry("cluster_name", DATABASE));

	/// @throws NoDatabase if it cannot be started
	static EmbeddedDatabase start(EmbeddedProperties properties) {
		DataFolder folder = DataFolder.claim(properties.dataDir());
		try {
			return start(folder, properties.port());
		}
		catch (IOException | SQLException ex) {
			folder.close();
			throw failed(folder, ex.toString(), ex);
		}
		catch (InterruptedException ex) {
			folder.close();
			Thread.currentThread().interrupt();
			throw failed(folder, "the start was interrupted", ex);
		}
		catch (RuntimeException ex) {
			folder.close();
			throw ex;
		}
	}

	private static EmbeddedDatabase start(DataFolder folder, int wantedPort)
			throws IOException, InterruptedException, SQLException {
		ServerPrograms programs = ServerPrograms.in(folder.programs());
		String password = folder.password();
		if (Files.exists(folder.cluster())) {
			refuseOtherMajorVersion(folder, programs);
			stopSurvivor(folder, programs);
		}
		else {
			createCluster(folder, programs);
		}
		int port = (wantedPort != 0) ? wantedPort : freePort();
		startServer(folder, programs, port);
		String url = "jdbc:postgresql://localhost:" + port + "/";
		try {
			DatabaseLogin owner = new DatabaseLogin(url + DATABASE, OWNER, DataFolder.randomPassword());
			DatabaseLogin application = new DatabaseLogin(url + DATABASE, APPLICATION, DataFolder.randomPassword());
			createRolesAndDatabase(new DatabaseLogin(url + "postgres", "postgres", password), owner, application);
			grant(new DatabaseLogin(url + DATABASE, "postgres", password));
			log.info("Embedded PostgreSQL listens on port {}, its data are in {}", port, folder.path());
			return new EmbeddedDatabase(folder, programs, owner, application);
		}
		catch (SQLException | RuntimeException ex) {
			stopServer(folder, programs);
			throw ex;
		}
	}

	private static void refuseOtherMajorVersion(DataFolder folder, ServerPrograms programs)
			throws IOException, InterruptedException {
		String made = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
		String here = programs.majorVersion();
		if (!made.equals(here)) {
			throw new NoDatabase("The embedded database in " + folder
				.path() + " was made by PostgreSQL " + made + ", and this build brings PostgreSQL " + here + ".", """
						Start the build that made it, dump it with pg_dump, and load the dump into a new folder chosen \
						with callmeter.embedded.data-dir; or just choose another folder.""");
		}
	}

	/// A service that was killed leaves its server running.
	private static void stopSurvivor(DataFolder folder, ServerPrograms programs)
			throws IOException, InterruptedException {
		Postmaster found = Postmaster.in(folder.cluster()).orElse(null);
		if (found == null) {
			return;
		}
		if (found.isRunning()) {
			log.info("Stopping the PostgreSQL that an earlier run left behind as process {}", found.pid());
			stopServer(folder, programs);
		}
		else {
			found.forgetIfReplaced();
		}
	}

	/// Made under another name first, so that a half-made one is never taken for data.
	private static void createCluster(DataFolder folder, ServerPrograms programs)
			throws IOException, InterruptedException {
		Path unfinished = folder.path().resolve("cluster.unfinished");
		FileSystemUtils.deleteRecursively(unfinished);
		Outcome made = programs.run("initdb",
				List.of("--pgdata=" + unfinished, "--username=postgres", "--pwfile=" + folder.passwordFile(),
						"--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
						"--builtin-locale=C.UTF-8"));
		if (!made.succeeded()) {
			throw failed(folder, made.output(), null);
		}
		Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void startServer(DataFolder folder, ServerPrograms programs, int port)
			throws IOException, InterruptedException {
		Path serverLog = folder.path().resolve("server.log");
		if (Files.exists(serverLog)) {
			Files.move(serverLog, folder.path().resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
		}
		String settings = SETTINGS.entrySet()
			.stream()
			.map((setting) -> "-c " + setting.getKey() + "=" + setting.getValue())
			.collect(Collectors.joining(" ", "-p " + port + " ", ""));
		Outcome started = programs.run("pg_ctl", List.of("start", "--pgdata=" + folder.cluster(), "--wait",
				"--timeout=" + START_LIMIT.toSeconds(), "--log=" + serverLog, "--options=" + settings));
		if (!started.succeeded()) {
			String said = Files.exists(serverLog) ? Files.readString(serverLog) : started.output();
			throw failed(folder, said, null);
		}
	}

	/// `smart` is SIGTERM: clients that are about to leave are waited for; `fast` is
	/// SIGINT: clients are cut off and all is written; `immediate` is SIGQUIT: the next
	/// start recovers.
	private static void stopServer(DataFolder folder, ServerPrograms programs) {
		try {
			for (String mode : List.of("smart", "fast", "immediate")) {
				Duration limit = mode.equals("smart") ? LEAVE_LIMIT : STOP_LIMIT;
				Outcome stopped = programs.run("pg_ctl", List.of("stop", "--pgdata=" + folder.cluster(), "--wait",
						"--timeout=" + limit.toSeconds(), "--mode=" + mode));
				if (stopped.succeeded()) {
					return;
				}
				log.warn("Embedded PostgreSQL did not stop ({}): {}", mode, stopped.output().strip());
			}
		}
		catch (IOException ex) {
			log.warn("Embedded PostgreSQL could not be stopped; the next start will do it", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			log.warn("Embedded PostgreSQL was not waited for; the next start will stop it if need be", ex);
		}
	}

	/// The passwords of both roles are new at each start and known to this process alone.
	private static void createRolesAndDatabase(DatabaseLogin superuser, DatabaseLogin owner, DatabaseLogin application)
			throws SQLException {
		try (Connection connection = superuser.connect(); Statement statement = connection.createStatement()) {
			for (DatabaseLogin login : List.of(owner, application)) {
				String verb = exists(statement, "pg_roles where rolname", login.role()) ? "alter" : "create";
				statement.execute(verb + " role " + login.role()
						+ " login nosuperuser nocreatedb nocreaterole password '" + login.password() + "'");
			}
			if (!exists(statement, "pg_database where datname", DATABASE)) {
				statement.execute("create database " + DATABASE + " owner " + OWNER);
			}
			statement.execute("revoke all on database " + DATABASE + " from public");
			statement.execute("grant connect, temporary on database " + DATABASE + " to " + APPLICATION);
		}
	}

	private static boolean exists(Statement statement, String what, String name) throws SQLException {
		try (var rows = statement.executeQuery("select 1 from " + what + " = '" + name + "'")) {
			return rows.next();
		}
	}

	private static void grant(DatabaseLogin superuser) throws SQLException {
		try (Connection connection = superuser.connect(); Statement statement = connection.createStatement()) {
			statement.execute("alter schema public owner to " + OWNER);
			statement.execute("revoke all on schema public from public");
			statement.execute("grant usage on schema public to " + APPLICATION);
		}
	}

	private static NoDatabase failed(DataFolder folder, String reason, @Nullable Throwable cause) {
		return new NoDatabase("The embedded PostgreSQL in " + folder.path() + " did not start: " + reason.strip(), """
				PostgreSQL's own words are above and in server.log in that folder. Choose another folder with \
				callmeter.embedded.data-dir, or set SPRING_DATASOURCE_URL to a PostgreSQL of your own.""", cause);
	}

	@Override
	public void close() {
		stopServer(this.folder, this.programs);
		this.folder.close();
	}

}
