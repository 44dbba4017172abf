package io.callmeter.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/// The embedded database under restarts, rivals and sudden death. All but one test share a folder, as one user's starts do.
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedDatabaseIT {

	@TempDir
	static Path temporary;

	private static final Queue<NoDatabase> LOST = new ConcurrentLinkedQueue<>();

	@Test
	void keepsItsDataOverARestart() throws SQLException {
		try (var database = start()) {
			execute(database.owner(), "create table kept (n int)");
			execute(database.owner(), "insert into kept values (42)");
		}
		try (var database = start()) {
			assertThat(answer(database.owner(), "select n from kept")).isEqualTo("42");
		}
	}

	@Test
	void worksAsARoleThatIsNeitherSuperuserNorOwner() throws SQLException {
		try (var database = start()) {
			assertThat(answer(database.application(), """
					select concat_ws(' ', rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication)
					from pg_roles where rolname = current_user""")).isEqualTo("callmeter f f f f f");
			assertThat(answer(database.owner(), """
					select concat_ws(' ', rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication)
					from pg_roles where rolname = current_user""")).isEqualTo("callmeter_owner f f f f f");
			assertThat(answer(database.owner(),
					"select pg_get_userbyid(datdba) from pg_database where datname = 'callmeter'"))
				.isEqualTo("callmeter_owner");
			execute(database.application(), "create temporary table scratch (n int)");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(database.application(), "create table mine (n int)"))
				.withMessageContaining("permission denied for schema public");
		}
	}

	@Test
	void asksEverybodyForAPassword() throws SQLException {
		try (var database = start()) {
			for (String role : List.of("postgres", "callmeter", "callmeter_owner")) {
				var stranger = new DatabaseLogin(database.owner().url(), role, "guessed");
				assertThatExceptionOfType(SQLException.class).isThrownBy(stranger::connect)
					.withMessageContaining("password authentication failed");
			}
		}
	}

	@Test
	void losesNothingItHasConfirmed() throws SQLException {
		try (var database = start()) {
			assertThat(answer(database.application(), """
					select string_agg(setting, ' ' order by name) from pg_settings
					where name in ('fsync', 'full_page_writes', 'synchronous_commit')""")).isEqualTo("on on on");
		}
	}

	@Test
	void listensToItsOwnMachineOnly() throws SQLException {
		try (var database = start()) {
			assertThat(answer(database.application(), "show listen_addresses")).isEqualTo("localhost");
		}
	}

	@Test
	void refusesAFolderThatIsInUse() throws Exception {
		try (var database = start()) {
			assertThatExceptionOfType(NoDatabase.class).isThrownBy(EmbeddedDatabaseIT::start)
				.withMessageContaining(folder().toRealPath().toString())
				.satisfies((refusal) -> assertThat(refusal.remedy()).contains("Stop the other one")
					.contains("callmeter.embedded.data-dir"));
			Process rival = EmbeddedDatabaseProcess.start(List.of(), classPath(), folder());
			assertThat(said(rival))
				.contains("Another Callmeter is running on the embedded database in " + folder().toRealPath());
			assertThat(answer(database.application(), "select 'unharmed'")).isEqualTo("unharmed");
		}
	}

	@Test
	void stopsTheServerThatAKilledServiceLeftBehind() throws Exception {
		Process service = EmbeddedDatabaseProcess.start(List.of(), classPath(), folder());
		awaitReady(service);
		service.destroyForcibly().waitFor();
		Postmaster survivor = Postmaster.in(cluster()).orElseThrow();
		assertThat(survivor.isRunning()).isTrue();

		try (var database = start()) {
			assertThat(survivor.isRunning()).isFalse();
			assertThat(Postmaster.in(cluster()).orElseThrow().pid()).isNotEqualTo(survivor.pid());
			assertThat(answer(database.owner(), "select distinct made_by from mark")).isEqualTo("callmeter_owner");
		}
	}

	@Test
	void startsAKilledServerAgainWithItsPortItsPasswordsAndItsData(CapturedOutput output) throws Exception {
		try (var database = start()) {
			execute(database.owner(), "create table before_it_was_killed (n int)");
			Postmaster killed = Postmaster.in(cluster()).orElseThrow();

			kill(killed.pid());

			await().ignoreExceptions()
				.untilAsserted(() -> assertThat(answer(database.owner(), "select count(*) from before_it_was_killed"))
					.isEqualTo("0"));
			assertThat(Postmaster.in(cluster()).orElseThrow().pid()).isNotEqualTo(killed.pid());
			assertThat(answer(database.application(), "select current_user")).isEqualTo("callmeter");
			await()
				.untilAsserted(() -> assertThat(output).contains("Embedded PostgreSQL has ended and is being restarted",
						"Embedded PostgreSQL answers again on port " + database.server().port()));
			assertThat(LOST).isEmpty();
		}
	}

	@Test
	void startsAgainBesideWhatAKilledServerWasBusyWith() throws Exception {
		long orphan = 0;
		try (var database = start(); var busy = database.application().connect()) {
			orphan = backend(busy);
			String active = "select count(*) from pg_stat_activity where state = 'active' and pid = " + orphan;
			var statement = Thread.ofVirtual().start(() -> workForever(busy));
			await().until(() -> answer(database.application(), active).equals("1"));

			kill(Postmaster.in(cluster()).orElseThrow().pid());

			await().ignoreExceptions()
				.untilAsserted(
						() -> assertThat(answer(database.application(), "select 'restarted'")).isEqualTo("restarted"));
			statement.join();
			assertThat(LOST).isEmpty();
		}
		finally {
			ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	@Test
	void saysWhenPostgresHasRecoveredByItself(CapturedOutput output) throws Exception {
		try (var database = start(); var victim = database.application().connect()) {
			Postmaster before = Postmaster.in(cluster()).orElseThrow();

			kill(backend(victim));

			await().untilAsserted(() -> assertThat(output).contains("Embedded PostgreSQL has closed its connections",
					"Embedded PostgreSQL answers again on port " + database.server().port()));
			assertThat(answer(database.application(), "select 'recovered'")).isEqualTo("recovered");
			assertThat(Postmaster.in(cluster()).orElseThrow()).isEqualTo(before);
			assertThat(LOST).isEmpty();
		}
	}

	@Test
	void endsTheProcessWithTheReasonWhereAKilledServerDoesNotStartAgain() throws Exception {
		Process service = EmbeddedDatabaseProcess.start(List.of(), classPath(), folder());
		awaitReady(service);
		String sound = breakConfiguration();
		try {
			kill(Postmaster.in(cluster()).orElseThrow().pid());

			String said = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(service.waitFor()).as(said).isEqualTo(ProcessEnd.STATUS);
			assertThat(said)
				.contains(
						"The embedded PostgreSQL in " + folder().toRealPath() + " has ended and could not be restarted")
				.contains("configuration file \"" + cluster().resolve("postgresql.conf") + "\" contains errors")
				.contains("See the messages of PostgreSQL in " + folder().toRealPath().resolve("server.log"))
				.contains("start Callmeter again");
		}
		finally {
			Files.writeString(cluster().resolve("postgresql.conf"), sound);
		}
		start().close();
	}

	@Test
	void leavesAloneAProcessThatGotTheNumberOfAServer() throws Exception {
		start().close();
		Process other = new ProcessBuilder("sleep", "600").start();
		try {
			leaveBehind(other.pid());
			try (var database = start()) {
				assertThat(answer(database.application(), "select 'started'")).isEqualTo("started");
			}
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	@Test
	void startsOverTheTraceOfAServerThatIsGone() throws Exception {
		start().close();
		Process gone = new ProcessBuilder("true").start();
		gone.waitFor();
		leaveBehind(gone.pid());
		try (var database = start()) {
			assertThat(answer(database.application(), "select 'started'")).isEqualTo("started");
		}
	}

	@Test
	void refusesDataOfAnotherMajorVersion() throws Exception {
		start().close();
		Path version = cluster().resolve("PG_VERSION");
		String made = Files.readString(version);
		Files.writeString(version, "15\n");
		try {
			assertThatExceptionOfType(NoDatabase.class).isThrownBy(EmbeddedDatabaseIT::start)
				.withMessageContaining(
						"was created by PostgreSQL 15, but this build contains PostgreSQL " + made.strip());
		}
		finally {
			Files.writeString(version, made);
		}
		start().close();
	}

	@Test
	void saysWhatPostgresSaysIfItDoesNotStart() throws Exception {
		start().close();
		String sound = breakConfiguration();
		try {
			assertThatExceptionOfType(NoDatabase.class).isThrownBy(EmbeddedDatabaseIT::start)
				.withMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
		}
		finally {
			Files.writeString(cluster().resolve("postgresql.conf"), sound);
		}
		start().close();
	}

	@Test
	void worksForAnOrdinaryUser() throws Exception {
		assumeThat(System.getProperty("user.name")).as("only root can become somebody else").isEqualTo("root");
		assumeThat(Path.of("/usr/bin/setpriv")).exists();
		Path home = Files.createTempDirectory("callmeter-nobody");
		try {
			String classPath = copyOfClassPath(home.resolve("lib"));
			Files.createDirectory(home.resolve("work"));
			own(home, "nobody");
			Process service = EmbeddedDatabaseProcess.start(
					List.of("/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"), classPath,
					home.resolve("work/data"));
			awaitReady(service);
			assertThat(Files.getOwner(home.resolve("work/data/cluster")).getName()).isEqualTo("nobody");
			service.getOutputStream().close();
			assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(home.resolve("work/data/cluster/postmaster.pid")).doesNotExist();
		}
		finally {
			FileSystemUtils.deleteRecursively(home);
		}
	}

	private static Path folder() {
		return temporary.resolve("a folder");
	}

	private static Path cluster() throws IOException {
		return folder().toRealPath().resolve("cluster");
	}

	private static EmbeddedDatabase start() {
		return EmbeddedDatabase.start(new EmbeddedProperties(folder(), 0, Duration.ofMinutes(1)), LOST::add);
	}

	/// Returns the configuration as it was.
	private static String breakConfiguration() throws IOException {
		Path configuration = cluster().resolve("postgresql.conf");
		String sound = Files.readString(configuration);
		Files.writeString(configuration, sound + "\nno_such_setting = 1\n");
		return sound;
	}

	private static void kill(long process) {
		assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
	}

	private static long backend(Connection connection) throws SQLException {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	/// Until its server is gone.
	private static void workForever(Connection connection) {
		try (var statement = connection.createStatement()) {
			statement.execute("do $$ begin loop end loop; end $$");
		}
		catch (SQLException ex) {
			assertThat(ex.getSQLState()).startsWith("08");
		}
	}

	private static void execute(DatabaseLogin login, String sql) throws SQLException {
		try (var connection = login.connect(); var statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String answer(DatabaseLogin login, String sql) throws SQLException {
		try (var connection = login.connect();
				var statement = connection.createStatement();
				var rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

	/// What a server that could not clean up leaves: here begun long ago.
	private static void leaveBehind(long pid) throws IOException {
		Files.writeString(cluster().resolve("postmaster.pid"), """
				%d
				%s
				1500000000
				5432

				localhost
				  1234567         0
				ready
				""".formatted(pid, cluster()));
	}

	private static void awaitReady(Process service) throws IOException {
		BufferedReader output = service.inputReader(StandardCharsets.UTF_8);
		String said = output.lines()
			.takeWhile((line) -> !line.equals(EmbeddedDatabaseProcess.READY))
			.collect(Collectors.joining("\n"));
		assertThat(service.isAlive()).as(said).isTrue();
	}

	private static String said(Process process) throws IOException, InterruptedException {
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

	private static String classPath() {
		return System.getProperty("java.class.path");
	}

	/// Where everybody may read it; what only other platforms need is left out.
	private static String copyOfClassPath(Path target) throws IOException {
		Files.createDirectory(target);
		for (String entry : classPath().split(File.pathSeparator, -1)) {
			Path source = Path.of(entry);
			if (!source.toString().matches(".*(darwin|windows|alpine|playwright|helm).*") && Files.exists(source)) {
				FileSystemUtils.copyRecursively(source, target.resolve(source.getFileName().toString()));
			}
		}
		try (Stream<Path> copies = Files.list(target)) {
			return copies.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
		}
	}

	private static void own(Path tree, String user) throws IOException {
		UserPrincipal owner = tree.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
		try (Stream<Path> files = Files.walk(tree)) {
			for (Path file : files.toList()) {
				Files.setOwner(file, owner);
			}
		}
	}

}
