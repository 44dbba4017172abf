package io.callmeter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prints which test classes took longest, from the reports of a run.
final class SlowestTests {

	private static final int SHOWN = 10;

	private static final Pattern SUITE = Pattern
		.compile("<testsuite [^>]*? name=\"([^\"]+)\"[^>]*? time=\"([0-9.,]+)\"[^>]*? tests=\"(\\d+)\"");

	private SlowestTests() {
	}

	/// @param arguments the folder that has the folders of reports, and the instant at
	/// which the run began
	public static void main(String[] arguments) throws IOException {
		Instant begun = Instant.parse(arguments[1]);
		List<Suite> suites = new ArrayList<>();
		for (String folder : List.of("surefire-reports", "failsafe-reports")) {
			Path reports = Path.of(arguments[0], folder);
			if (Files.isDirectory(reports)) {
				try (var files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
					for (Path file : files) {
						Matcher suite = SUITE.matcher(Files.readString(file));
						if (!Files.getLastModifiedTime(file).toInstant().isBefore(begun) && suite.find()) {
							suites.add(new Suite(suite.group(1), Double.parseDouble(suite.group(2).replace(",", "")),
									Integer.parseInt(suite.group(3))));
						}
					}
				}
			}
		}
		System.out.printf("%,d tests of %d classes; the slowest classes:%n",
				suites.stream().mapToInt(Suite::tests).sum(), suites.size());
		suites.stream()
			.sorted(Comparator.comparingDouble(Suite::seconds).reversed())
			.limit(SHOWN)
			.forEach((suite) -> System.out.printf("%7.1f s  %s (%d)%n", suite.seconds(), suite.name(), suite.tests()));
	}

	private record Suite(String name, double seconds, int tests) {
	}

}
