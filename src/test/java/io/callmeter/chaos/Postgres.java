package io.callmeter.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.util.LinuxUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.awaitility.Awaitility.await;

/// A PostgreSQL server as a process of its own that can be killed and paused; what is committed is on disk, as in
/// production. The port stays the same.
final class Postgres implements Closeable {

	static final String OWNER = "callmeter_owner";

	static final String APPLICATION = "callmeter";

	private static final Duration START_LIMIT = Duration.ofMinutes(1);

	private final Path programs;

	private final Path cluster;

	private final Path log;

	private final int port;

	private @Nullable Process server;

	private Postgres(Path programs, Path cluster, Path log, int port) {
		this.programs = programs;
		this.cluster = cluster;
		this.log = log;
		this.port = port;
	}

	/// Makes a cluster with the two roles that a production database has.
	/// @param programs the folder with `postgres` and `initdb`
	/// @param data where the cluster is put
	/// @param logs where the server says what it does
	static Postgres create(Path programs, Path data, Path logs) throws IOException, InterruptedException {
		Path cluster = data.resolve("cluster");
		Path log = logs.resolve("postgres.log");
		var postgres = new Postgres(programs, cluster, log, Ports.free());
		Process made = postgres
			.program("initdb",
					List.of("--pgdata=" + cluster, "--username=postgres", "--auth=trust", "--encoding=UTF8",
							"--locale=C"))
			.redirectOutput(log.toFile())
			.start();
		if (made.waitFor() != 0) {
			throw new IllegalStateException("initdb failed: " + Files.readString(log));
		}
		postgres.start();
		postgres.asSuperuser("postgres")
			.sql("create role " + OWNER + " login; create role " + APPLICATION + " login")
			.update();
		postgres.createDatabase("callmeter");
		return postgres;
	}

	void createDatabase(String name) {
		asSuperuser("postgres").sql("create database " + name + " owner " + OWNER).update();
		asSuperuser(name).sql("grant usage on schema public to " + APPLICATION).update();
		asSuperuser(name).sql("alter schema public owner to " + OWNER).update();
	}

	/// Returns once it takes connections.
	void start() throws IOException {
		Process started = program("postgres",
				List.of("-D", this.cluster.toString(), "-p", String.valueOf(this.port), "-c",
						"listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "shared_buffers=64MB",
						"-c", "min_wal_size=32MB", "-c", "max_wal_size=64MB", "-c", "max_locks_per_transaction=256",
						"-c", "timezone=UTC", "-c", "log_checkpoints=off"))
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
		this.server = started;
		await().atMost(START_LIMIT)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> !started.isAlive() || takesConnections());
		if (!started.isAlive()) {
			throw new IllegalStateException("PostgreSQL did not start: " + Files.readString(this.log));
		}
	}

	/// PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody
	/// to it.
	private ProcessBuilder program(String name, List<String> arguments) {
		List<String> command = new ArrayList<>();
		if (LinuxUtils.isUnshareAvailable()) {
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(this.programs.resolve(name).toString());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((variable) -> variable.startsWith("PG") || variable.startsWith("LC_"));
		return builder;
	}

	/// What all clients of the server have in common after this: their connections are
	/// gone, and what they had not committed, too.
	void kill() {
		List<ProcessHandle> processes = processes().toList();
		processes.forEach(ProcessHandle::destroyForcibly);
		for (ProcessHandle process : processes) {
			process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
		}
	}

	/// No process of it does anything until [#resume()], and no connection ends.
	void pause() throws IOException {
		signal("-STOP");
	}

	void resume() throws IOException {
		signal("-CONT");
	}

	private void signal(String signal) throws IOException {
		List<String> command = new ArrayList<>(List.of("kill", signal));
		processes().map((process) -> String.valueOf(process.pid())).forEach(command::add);
		new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.onExit()
			.join();
	}

	/// The main process first.
	private Stream<ProcessHandle> processes() {
		Process main = this.server;
		return (main != null) ? Stream.concat(Stream.of(main.toHandle()), main.descendants()) : Stream.empty();
	}

	boolean isAlive() {
		Process main = this.server;
		return main != null && main.isAlive();
	}

	boolean takesConnections() {
		try {
			return asSuperuser("postgres").sql("select not pg_is_in_recovery()").query(Boolean.class).single();
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	/// Past every proxy.
	JdbcClient asSuperuser(String database) {
		return JdbcClient.create(new DriverManagerDataSource(url(database), "postgres", ""));
	}

	String url(String database) {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/" + database;
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		resume();
		kill();
	}

}
