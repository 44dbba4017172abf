package io.callmeter.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.callmeter.ServiceProcess;

/// The service as a process of its own.
final class Service implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofMinutes(3);

	private final Process process;

	private final int port;

	private final Duration readyAfter;

	private Service(Process process, int port, Duration readyAfter) {
		this.process = process;
		this.port = port;
		this.readyAfter = readyAfter;
	}

	/// Which garbage collector the image has.
	static final String COLLECTOR = "-XX:+UseParallelGC";

	/// As an operator starts it.
	static Service packaged(Options options, Server server) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(options.jvm());
		arguments.addAll(List.of(COLLECTOR, "-Xmx" + options.heap(), "-jar", options.jar().toString()));
		return start(options.folder(), server, options.folder(), arguments);
	}

	/// From class files, with one more thing to ask for.
	static Service withSelectOne(Options options, Server server) throws IOException, InterruptedException {
		return start(options.folder(), server, options.folder(), List.of(COLLECTOR, "-Xmx" + options.heap(), "-cp",
				System.getProperty("java.class.path"), SelectOne.class.getName()));
	}

	/// Starts a JVM and waits until the service in it is ready.
	static Service start(Path folder, Server server, Path workingFolder, List<String> arguments)
			throws IOException, InterruptedException {
		int port = freePort();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("--enable-native-access=ALL-UNNAMED");
		command.addAll(arguments);
		command.addAll(List.of("--server.port=" + port, "--server.address=127.0.0.1"));
		Path log = folder.resolve("service.log");
		var builder = new ProcessBuilder(command).directory(workingFolder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		Map<String, String> environment = builder.environment();
		environment.remove("JAVA_TOOL_OPTIONS");
		environment.putAll(server.environment());
		long begun = System.nanoTime();
		Process process = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		while (!isReady(port)) {
			Duration waited = Duration.ofNanos(System.nanoTime() - begun);
			if (!process.isAlive() || waited.compareTo(START_LIMIT) > 0) {
				process.destroyForcibly();
				throw new IllegalStateException("The service did not start:\n" + Files.readString(log));
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
		return new Service(process, port, Duration.ofNanos(System.nanoTime() - begun));
	}

	private static boolean isReady(int port) {
		try (Wire wire = Wire.to(port)) {
			return wire.get("/actuator/health/readiness").status() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	/// From the start of the process to the first answer that it is ready.
	Duration readyAfter() {
		return this.readyAfter;
	}

	Duration cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	/// The most memory that it had at once, in bytes; empty where the system does not
	/// say.
	OptionalLong peakMemory() throws IOException {
		Path status = Path.of("/proc", String.valueOf(this.process.pid()), "status");
		if (!Files.exists(status)) {
			return OptionalLong.empty();
		}
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((line) -> line.startsWith("VmHWM:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.findFirst();
		}
	}

	/// In order, as an operator stops it.
	@Override
	public void close() {
		ServiceProcess.stop(this.process);
	}

}
