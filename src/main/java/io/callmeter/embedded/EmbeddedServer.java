package io.callmeter.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.callmeter.embedded.ServerPrograms.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's process: started, started again, stopped.
///
/// It is started by `pg_ctl`, so that an interrupt from the keyboard reaches the service alone and the server stops after the pool.
record EmbeddedServer(DataFolder folder, ServerPrograms programs, int port) {

	/// Recovery after a crash is part of a start, a last checkpoint is part of a stop.
	static final Duration START_LIMIT = Duration.ofMinutes(5);

	private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

	private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

	private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

	/// How PostgreSQL begins what has ended it; nothing of a client is in these lines.
	private static final Pattern FATAL = Pattern.compile(".*\\b(?:FATAL|PANIC): +(.*)");

	/// Given on the command line, so a start never depends on what the last one wrote. A
	/// statement over a year of
	/// monthly partitions locks hundreds of tables and indexes.
	private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("listen_addresses", "localhost"),
			Map.entry("unix_socket_directories", ""), Map.entry("timezone", "UTC"), Map.entry("log_timezone", "UTC"),
			Map.entry("fsync", "on"), Map.entry("synchronous_commit", "on"), Map.entry("full_page_writes", "on"),
			Map.entry("restart_after_crash", "on"), Map.entry("wal_compression", "on"),
			Map.entry("max_connections", "100"), Map.entry("max_locks_per_transaction", "256"),
			Map.entry("shared_buffers", "256MB"), Map.entry("work_mem", "16MB"),
			Map.entry("maintenance_work_mem", "128MB"), Map.entry("effective_cache_size", "1GB"),
			Map.entry("random_page_cost", "1.1"), Map.entry("cluster_name", EmbeddedDatabase.DATABASE));

	/// @throws NoDatabase with PostgreSQL's own words if it does not start
	void start() throws IOException, InterruptedException {
		if (Files.exists(log())) {
			Files.move(log(), this.folder.path().resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
		}
		Outcome started = launch();
		if (!started.succeeded()) {
			throw NoDatabase.notStarted(this.folder, Files.exists(log()) ? Files.readString(log()) : started.output(),
					null);
		}
	}

	/// Starts it after a sudden end, on the same port; what it said before that stays in
	/// its log. One that is there and does nothing is stopped before.
	/// @throws IOException with PostgreSQL's own words if it does not start
	void startAgain() throws IOException, InterruptedException {
		if (isRunning()) {
			stop("immediate", STOP_LIMIT);
		}
		forgetKilled();
		long known = Files.exists(log()) ? Files.size(log()) : 0;
		Outcome started = launch();
		if (!started.succeeded()) {
			throw new IOException(reason(known, started.output()));
		}
	}

	private Outcome launch() throws IOException, InterruptedException {
		String settings = SETTINGS.entrySet()
			.stream()
			.map((setting) -> "-c " + setting.getKey() + "=" + setting.getValue())
			.collect(Collectors.joining(" ", "-p " + this.port + " ", ""));
		return this.programs.run("pg_ctl", List.of("start", "--pgdata=" + this.folder.cluster(), "--wait",
				"--timeout=" + START_LIMIT.toSeconds(), "--log=" + log(), "--options=" + settings));
	}

	/// What PostgreSQL last said of its end since its log was so long; on a full disk it
	/// can say nothing, and then what `pg_ctl` said.
	private String reason(long known, String otherwise) throws IOException {
		byte[] words = Files.exists(log()) ? Files.readAllBytes(log()) : new byte[0];
		String since = new String(words, (int) Math.min(known, words.length), (int) Math.max(0, words.length - known),
				StandardCharsets.UTF_8);
		return since.lines()
			.map(FATAL::matcher)
			.filter((line) -> line.matches())
			.map((line) -> line.group(1))
			.reduce((_, last) -> last)
			.orElseGet(() -> otherwise.strip().replaceAll("\\s+", " "));
	}

	/// Whether its main process is there; it may still be recovering.
	boolean isRunning() throws IOException {
		return Postmaster.in(this.folder.cluster()).filter(Postmaster::isRunning).isPresent();
	}

	/// Whether it is on its way to answer. Where recovery after a crash fails, the main
	/// process of PostgreSQL goes on for ever without it.
	boolean isRecovering() throws IOException {
		return Postmaster.in(this.folder.cluster())
			.filter(Postmaster::isRunning)
			.filter(Postmaster::isRecovering)
			.isPresent();
	}

	/// A service that was killed leaves its server running; a server that was killed
	/// leaves what it was busy with.
	void stopSurvivor() throws IOException {
		Postmaster found = Postmaster.in(this.folder.cluster()).orElse(null);
		if (found == null) {
			return;
		}
		if (found.isRunning()) {
			log.info("Stopping PostgreSQL process {}, which an earlier run left behind", found.pid());
			stop();
		}
		else {
			forgetKilled();
		}
	}

	/// A server that was killed and whose parent does not notice, as in a container
	/// without an init, keeps its number, and PostgreSQL takes it for running.
	private void forgetKilled() throws IOException {
		endOrphans();
		Postmaster killed = Postmaster.in(this.folder.cluster()).orElse(null);
		if (killed != null) {
			killed.forgetIfReplaced();
		}
	}

	/// Ends what a killed server has left: a process that is busy with a long statement
	/// does not notice, and keeps a new server from the memory that it shares. Nothing
	/// but the servers of this folder is run from these programs.
	private void endOrphans() {
		String program = this.programs.path("postgres").toString();
		ProcessHandle.allProcesses()
			.filter((process) -> process.info().command().filter(program::equals).isPresent())
			.forEach(ProcessHandle::destroyForcibly);
	}

	/// `smart` is SIGTERM: clients that are about to leave are waited for; `fast` is
	/// SIGINT: clients are cut off and all is written; `immediate` is SIGQUIT: the next
	/// start recovers.
	void stop() {
		try {
			for (String mode : List.of("smart", "fast", "immediate")) {
				if (!isRunning()) {
					return;
				}
				if (stop(mode, mode.equals("smart") ? LEAVE_LIMIT : STOP_LIMIT)) {
					return;
				}
			}
		}
		catch (IOException ex) {
			log.warn("Embedded PostgreSQL could not be stopped; the next start stops it", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			log.warn("Interrupted while embedded PostgreSQL was stopping; the next start stops it if necessary", ex);
		}
	}

	private boolean stop(String mode, Duration limit) throws IOException, InterruptedException {
		Outcome stopped = this.programs.run("pg_ctl", List.of("stop", "--pgdata=" + this.folder.cluster(), "--wait",
				"--timeout=" + limit.toSeconds(), "--mode=" + mode));
		if (!stopped.succeeded()) {
			log.warn("Embedded PostgreSQL did not stop ({}): {}", mode, stopped.output().strip());
		}
		return stopped.succeeded();
	}

	/// What the server itself says.
	Path log() {
		return this.folder.path().resolve("server.log");
	}

}
