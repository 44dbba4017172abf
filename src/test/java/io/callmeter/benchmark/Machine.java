package io.callmeter.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Where and of what a run is.
final class Machine {

	private Machine() {
	}

	static List<List<String>> rows(Options options, Server server) throws Exception {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return List.of(
				List.of("commit",
						git("rev-parse", "HEAD") + (git("status", "--porcelain", "src", "db", "pom.xml").isEmpty() ? ""
								: " and changes not committed")),
				List.of("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString()),
				List.of("cores",
						Runtime.getRuntime().availableProcessors()
								+ ", shared by client, service and database; load of the last minute at the start "
								+ Report.number(load)),
				List.of("memory", memory()),
				List.of("system",
						System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
								+ System.getProperty("os.arch")),
				List.of("JDK", System.getProperty("java.vendor.version") + ", " + System.getProperty("java.version")),
				List.of("service",
						"`java " + Service.COLLECTOR + " -Xmx" + options.heap() + " -jar callmeter.jar`"
								+ (options.jvm().isEmpty() ? "" : " with " + options.jvm())),
				List.of("PostgreSQL", server.text("show server_version") + "; " + settings()),
				List.of("command", "`" + options.command() + "`"));
	}

	private static String settings() {
		return String.join(", ",
				Server.SETTINGS.entrySet()
					.stream()
					.map((setting) -> setting.getKey() + "=" + setting.getValue())
					.sorted()
					.toList());
	}

	private static String memory() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system)
				? Math.round(system.getTotalMemorySize() / 1e9) + " GB" : "unknown";
	}

	private static String git(String... arguments) throws IOException {
		var command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
	}

}
