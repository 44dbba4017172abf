package io.callmeter.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a run is asked for, by `-Dbenchmark.…`.
///
/// @param calls stored in a year when questions are asked
/// @param more stored when they are asked once more; 0 for not
/// @param bulk calls loaded at once
/// @param measured how long single calls are sent
/// @param jvm further options of the service's JVM, such as those of a recording
/// @param heap of the service, as `-Xmx` takes it
/// @param folder of all that a run leaves behind
/// @param parts that are measured: bulk, single, questions, start
/// @param page that figures are written to
record Options(int calls, int more, int bulk, Duration measured, List<String> jvm, String heap, Path folder,
		Set<String> parts, Path page) {

	static Options given() {
		int calls = Integer.getInteger("benchmark.calls", 1_000_000);
		return new Options(calls, Integer.getInteger("benchmark.more", 0),
				Integer.getInteger("benchmark.bulk", Math.min(calls, 200_000)),
				Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 10)),
				Stream.of(System.getProperty("benchmark.jvm", "").split(" ", -1))
					.filter((option) -> !option.isEmpty())
					.toList(),
				System.getProperty("benchmark.heap", "256m"), Path.of("target/benchmark").toAbsolutePath(),
				Set.of(System.getProperty("benchmark.parts", "bulk,single,questions,start").split(",", -1)),
				Path.of(System.getProperty("benchmark.page", "src/docs/BENCHMARK.md")).toAbsolutePath());
	}

	Path jar() {
		return Path.of("target/callmeter.jar").toAbsolutePath();
	}

	/// As it was asked for.
	String command() {
		return "mvn -Pbenchmark verify -Dbenchmark.calls=" + this.calls
				+ ((this.more > 0) ? " -Dbenchmark.more=" + this.more : "") + " -Dbenchmark.arguments=-Dbenchmark.bulk="
				+ this.bulk;
	}

}
