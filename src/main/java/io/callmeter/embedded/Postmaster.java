package io.callmeter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The server that `postmaster.pid` in a folder of data names, running or not.
record Postmaster(Path cluster, long pid, Instant startedAt) {

	private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

	/// What the file says, if there is one that says anything: process, folder, start in
	/// seconds since 1970, port and more.
	static Optional<Postmaster> in(Path cluster) throws IOException {
		Path file = file(cluster);
		if (Files.notExists(file)) {
			return Optional.empty();
		}
		List<String> lines = Files.readAllLines(file);
		try {
			// A server without clients, as initdb runs it, writes its process as a
			// negative number.
			return Optional.of(new Postmaster(cluster, Math.abs(Long.parseLong(lines.get(0).strip())),
					Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()))));
		}
		catch (IndexOutOfBoundsException | NumberFormatException _) {
			return Optional.empty();
		}
	}

	/// Whether it runs: a process with this number that is a PostgreSQL of this folder or
	/// began when this one did.
	boolean isRunning() {
		return ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).filter(this::isThisServer).isPresent();
	}

	/// Whether the process that recovers the data is there, by the title that PostgreSQL
	/// gives it; also where titles are not shown.
	boolean isRecovering() {
		List<String> titles = ProcessHandle.of(this.pid)
			.stream()
			.flatMap(ProcessHandle::children)
			.flatMap((child) -> child.info().commandLine().stream())
			.toList();
		return titles.isEmpty() || titles.stream().anyMatch((title) -> title.contains("startup"));
	}

	/// Removes the file if its process number now belongs to something else, which
	/// PostgreSQL would not dare.
	/// A number of no process is left to PostgreSQL, which then looks for survivors in
	/// shared memory too.
	void forgetIfReplaced() throws IOException {
		if (ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).isPresent() && !isRunning()) {
			Files.deleteIfExists(file(this.cluster));
		}
	}

	/// Only the command line is shown of other users' processes, and nothing of those
	/// that ended unnoticed by their parent.
	private boolean isThisServer(ProcessHandle process) {
		ProcessHandle.Info info = process.info();
		String program = info.command().or(() -> info.commandLine().map((line) -> line.split(" ", 2)[0])).orElse("");
		return Path.of(program).getFileName().toString().startsWith("postgres")
				&& (namesCluster(info) || info.startInstant().filter(this::isNearStart).isPresent());
	}

	private boolean namesCluster(ProcessHandle.Info info) {
		return info.arguments().stream().flatMap(Arrays::stream).anyMatch(this.cluster.toString()::equals);
	}

	private boolean isNearStart(Instant instant) {
		return Duration.between(this.startedAt, instant).abs().compareTo(CLOCK_TOLERANCE) < 0;
	}

	private static Path file(Path cluster) {
		return cluster.resolve("postmaster.pid");
	}

}
