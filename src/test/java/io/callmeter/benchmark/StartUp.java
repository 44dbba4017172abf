package io.callmeter.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/// From the start of the process to its first answer that it is ready, its database there and migrated.
final class StartUp {

	private static final int TIMES = 3;

	private StartUp() {
	}

	/// @return seconds by the way it is started, the plain one first
	static Map<String, Double> measure(Options options, Server server) throws Exception {
		Path extracted = options.folder().resolve("extracted");
		FileSystemUtils.deleteRecursively(extracted);
		run(options, List.of("-Djarmode=tools", "-jar", options.jar().toString(), "extract", "--destination",
				extracted.toString()));
		Path cache = extracted.resolve("callmeter.aot");
		String heap = "-Xmx" + options.heap();
		Map<String, List<String>> ways = new LinkedHashMap<>();
		ways.put("`java -jar callmeter.jar`", List.of(Service.COLLECTOR, heap, "-jar", options.jar().toString()));
		ways.put("extracted", List.of(Service.COLLECTOR, heap, "-jar", "callmeter.jar"));
		// The cache is written when the service ends in order.
		Service
			.start(options.folder(), server, extracted,
					List.of(Service.COLLECTOR, heap, "-XX:AOTCacheOutput=" + cache, "-jar", "callmeter.jar"))
			.close();
		if (!Files.exists(cache)) {
			throw new IOException("There is no " + cache + "; see service.log beside its folder");
		}
		ways.put("extracted, AOT cache (" + Files.size(cache) / (1 << 20) + " MiB)",
				List.of(Service.COLLECTOR, heap, "-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-jar", "callmeter.jar"));
		Map<String, List<Double>> seconds = new LinkedHashMap<>();
		for (int i = 0; i < TIMES; i++) {
			for (var way : ways.entrySet()) {
				try (Service service = Service.start(options.folder(), server, extracted, way.getValue())) {
					seconds.computeIfAbsent(way.getKey(), (_) -> new ArrayList<>())
						.add(service.readyAfter().toNanos() / 1e9);
				}
			}
		}
		Map<String, Double> medians = new LinkedHashMap<>();
		seconds.forEach((way, each) -> medians.put(way, each.stream().sorted().toList().get(TIMES / 2)));
		return medians;
	}

	private static void run(Options options, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(arguments);
		Path log = options.folder().resolve("extract.log");
		int status = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start()
			.waitFor();
		if (status != 0) {
			throw new IOException(Files.readString(log));
		}
	}

}
