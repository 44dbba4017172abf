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
import java.util.List;
import java.util.function.Consumer;

import io.callmeter.embedded.ServerPrograms.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// A PostgreSQL of our own: its server with data, roles and a database, started again when it ends unbidden, stopped when
/// closed.
record EmbeddedDatabase(EmbeddedServer server, DatabaseLogin owner, DatabaseLogin application,
		ServerWatch watch) implements AutoCloseable {

	static final String DATABASE = "callmeter";

	private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

	private static final String OWNER = "callmeter_owner";

	private static final String APPLICATION = "callmeter";

	/// @param lost told when the server has ended and cannot be started again
	/// @throws NoDatabase if it cannot be started
	static EmbeddedDatabase start(EmbeddedProperties properties, Consumer<NoDatabase> lost) {
		DataFolder folder = DataFolder.claim(properties.dataDir());
		try {
			return start(folder, properties, lost);
		}
		catch (IOException | SQLException ex) {
			folder.close();
			throw NoDatabase.notStarted(folder, ex.toString(), ex);
		}
		catch (InterruptedException ex) {
			folder.close();
			Thread.currentThread().interrupt();
			throw NoDatabase.notStarted(folder, "the start was interrupted", ex);
		}
		catch (RuntimeException ex) {
			folder.close();
			throw ex;
		}
	}

	private static EmbeddedDatabase start(DataFolder folder, EmbeddedProperties properties, Consumer<NoDatabase> lost)
			throws IOException, InterruptedException, SQLException {
		ServerPrograms programs = ServerPrograms.in(folder.programs());
		String password = folder.password();
		int port = (properties.port() != 0) ? properties.port() : freePort();
		EmbeddedServer server = new EmbeddedServer(folder, programs, port);
		if (Files.exists(folder.cluster())) {
			refuseOtherMajorVersion(folder, programs);
			server.stopSurvivor();
		}
		else {
			createCluster(folder, programs);
		}
		server.start();
		String url = "jdbc:postgresql://localhost:" + port + "/";
		try {
			DatabaseLogin superuser = new DatabaseLogin(url + "postgres", "postgres", password);
			DatabaseLogin owner = new DatabaseLogin(url + DATABASE, OWNER, DataFolder.randomPassword());
			DatabaseLogin application = new DatabaseLogin(url + DATABASE, APPLICATION, DataFolder.randomPassword());
			createRolesAndDatabase(superuser, owner, application);
			grant(new DatabaseLogin(url + DATABASE, "postgres", password));
			log.info("Embedded PostgreSQL listens on port {}; its data folder is {}", port, folder.path());
			return new EmbeddedDatabase(server, owner, application,
					new ServerWatch(server, superuser, properties.maxOutage(), lost).begin());
		}
		catch (SQLException | RuntimeException ex) {
			server.stop();
			throw ex;
		}
	}

	private static void refuseOtherMajorVersion(DataFolder folder, ServerPrograms programs)
			throws IOException, InterruptedException {
		String made = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
		String here = programs.majorVersion();
		if (!made.equals(here)) {
			throw new NoDatabase(
					"The embedded database in " + folder.path() + " was created by PostgreSQL " + made
							+ ", but this build contains PostgreSQL " + here + ".",
					"""
							Start the build that created it, dump it with pg_dump, and load the dump into a new folder chosen \
							with callmeter.embedded.data-dir; or just choose another folder.""");
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
			throw NoDatabase.notStarted(folder, made.output(), null);
		}
		Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/// The passwords of both roles are new at each start of the service and known to this
	/// process alone.
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

	@Override
	public void close() {
		this.watch.close();
		this.server.stop();
		this.server.folder().close();
	}

}
