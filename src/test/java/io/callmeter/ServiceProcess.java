package io.callmeter;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The service as a process of its own, which ends with the tests at the latest. It sees nothing of the tests: its
/// configuration and its log are those that its users have.
public final class ServiceProcess implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofMinutes(10);

	private static final Pattern ADDRESS = Pattern.compile("Open +https?://[^:\\s]+:(\\d+)/");

	/// What a JVM has that lives too briefly to be worth compiling well.
	public static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Process process;

	private final Path log;

	private ServiceProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/// Begins to start; see [#awaitStart()].
	/// @param log to which its output is appended, in the folder in which it works
	/// @param jvm further options of its JVM
	/// @param environment further variables
	public static ServiceProcess start(Path log, List<String> jvm, Map<String, String> environment, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED"));
		command.addAll(jvm);
		command.addAll(List.of("-cp", classPath(), CallmeterApplication.class.getName()));
		command.addAll(List.of(arguments));
		var builder = new ProcessBuilder(command).directory(log.toAbsolutePath().resolveSibling("").toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(log.toFile()));
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		builder.environment().putAll(environment);
		Process started = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
		return new ServiceProcess(started, log);
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.filter((entry) -> !entry.endsWith("test-classes"))
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
	}

	/// Waits for the last line of the log of a start.
	public ServiceProcess awaitStart() throws IOException {
		await().atMost(START_LIMIT)
			.pollInterval(Duration.ofMillis(250))
			.until(() -> !this.process.isAlive() || output().contains("Started Callmeter"));
		assertThat(this.process.isAlive()).as(output()).isTrue();
		return this;
	}

	/// Where it listens.
	public int port() throws IOException {
		Matcher address = ADDRESS.matcher(output());
		assertThat(address.find()).as(output()).isTrue();
		return Integer.parseInt(address.group(1));
	}

	/// All that it has written.
	public String output() throws IOException {
		return Files.readString(this.log);
	}

	public Process process() {
		return this.process;
	}

	/// Stops it in order, so that its embedded database ends with it, or else by force.
	@Override
	public void close() {
		stop(this.process);
	}

	/// Stops a process in order, or else by force, and waits for its end.
	public static void stop(Process process) {
		process.destroy();
		process.onExit()
			.completeOnTimeout(process, 2, TimeUnit.MINUTES)
			.thenAccept((late) -> late.destroyForcibly())
			.join();
		process.onExit().join();
	}

}
