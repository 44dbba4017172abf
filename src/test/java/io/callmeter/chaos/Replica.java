package io.callmeter.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.callmeter.ServiceProcess;
import io.callmeter.Thorough;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/// The service as a process of its own, as the image starts it: its heap is 70 % of the memory that the chart allows. In
/// the short form it lives too briefly to be worth compiling well.
final class Replica implements Closeable {

	static final String KEY = "cm_1_ChaosChaosChaosChaosChaosChaosChaosChaosC";

	private static final Duration START_LIMIT = Duration.ofMinutes(5);

	private final String name;

	private final int port;

	private final Path folder;

	private final Map<String, String> environment;

	private @Nullable ServiceProcess service;

	private Replica(String name, int port, Path folder, Map<String, String> environment) {
		this.name = name;
		this.port = port;
		this.folder = folder;
		this.environment = environment;
	}

	/// @param database where it finds its database: a proxy, say
	/// @param environment further variables of the process
	static Replica of(String name, String database, Path folder, Map<String, String> environment) throws IOException {
		Map<String, String> all = new java.util.HashMap<>(environment);
		all.putAll(Map.of("SPRING_DATASOURCE_URL", database, "SPRING_DATASOURCE_USERNAME", Postgres.APPLICATION,
				"SPRING_FLYWAY_USER", Postgres.OWNER, "SPRING_FLYWAY_PASSWORD", "none", "CALLMETER_ACCESS_ADMIN_KEY",
				KEY));
		return new Replica(name, Ports.free(), folder, all);
	}

	/// Begins to start; see [#awaitReady()].
	void start() throws IOException {
		List<String> jvm = new ArrayList<>(List.of("-Xmx716m", "-XX:+ExitOnOutOfMemoryError"));
		jvm.addAll(Thorough.isOn() ? List.of("-XX:+UseParallelGC") : ServiceProcess.BRIEF);
		// Smaller batches, so that more transactions are on their way when something
		// happens; and no more requests than this traffic has at once, so that it shows
		// when none are granted any more.
		this.service = ServiceProcess.start(log(), jvm, this.environment, "--server.port=" + this.port,
				"--server.address=127.0.0.1", "--callmeter.ingest.batch=100", "--callmeter.access.burst=50");
	}

	void awaitReady() throws IOException {
		await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> !isAlive() || isReady());
		if (!isAlive()) {
			throw new IllegalStateException(this.name + " ended while starting:\n" + Files.readString(log()));
		}
	}

	boolean isReady() {
		try {
			return Http.CLIENT
				.send(HttpRequest.newBuilder(uri("/actuator/health/readiness")).timeout(Duration.ofSeconds(10)).build(),
						BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	boolean isAlive() {
		return this.service != null && this.service.process().isAlive();
	}

	/// As `kill -9` does.
	void kill() {
		if (this.service != null) {
			this.service.process().destroyForcibly().onExit().join();
		}
	}

	/// As Kubernetes does first.
	/// @return the exit status, or empty if it has not ended in that time
	@Nullable Integer terminate(Duration limit) throws InterruptedException {
		Process told = process();
		told.destroy();
		return told.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? Integer.valueOf(told.exitValue()) : null;
	}

	/// Bytes that are in memory now.
	long residentBytes() throws IOException {
		return status("VmRSS:") * 1024;
	}

	long threads() throws IOException {
		return status("Threads:");
	}

	private long status(String line) throws IOException {
		Path status = Path.of("/proc", String.valueOf(process().pid()), "status");
		if (!Files.exists(status)) {
			return 0;
		}
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((each) -> each.startsWith(line))
				.mapToLong((each) -> Long.parseLong(each.replaceAll("\\D", "")))
				.findFirst()
				.orElse(0);
		}
	}

	/// Bytes of the heap that are in use right after a whole collection.
	long liveHeapBytes() throws IOException, InterruptedException {
		Process told = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				String.valueOf(process().pid()), "GC.run")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		told.waitFor();
		String metrics = Http.CLIENT
			.send(Http.request(uri("/actuator/prometheus")).GET().build(), BodyHandlers.ofString())
			.body();
		return metrics.lines()
			.filter((line) -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	int port() {
		return this.port;
	}

	String name() {
		return this.name;
	}

	private Process process() {
		return java.util.Objects.requireNonNull(this.service).process();
	}

	private Path log() {
		return this.folder.resolve(this.name + ".log");
	}

	@Override
	public void close() {
		kill();
	}

}
