package io.callmeter.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// The clock of a process that is started with it, moved while it runs by libfaketime: of Debian's package `libfaketime`,
/// or of `-Dcallmeter.test.faketime=<path of libfaketime.so.1>`.
final class MovedClock {

	private final Path library;

	private final Path offset;

	private MovedClock(Path library, Path offset) {
		this.library = library;
		this.offset = offset;
	}

	/// @return null where there is no libfaketime
	static @Nullable MovedClock in(Path folder) throws IOException {
		Path library = find();
		if (library == null) {
			return null;
		}
		var clock = new MovedClock(library, folder.toAbsolutePath().resolve("clock"));
		clock.move("+0");
		return clock;
	}

	private static @Nullable Path find() throws IOException {
		String given = System.getProperty("callmeter.test.faketime");
		if (given != null) {
			return Path.of(given);
		}
		Path libraries = Path.of("/usr/lib");
		if (Files.notExists(libraries)) {
			return null;
		}
		try (Stream<Path> found = Files.find(libraries, 3, (path, _) -> path.endsWith("faketime/libfaketime.so.1"))) {
			return found.findFirst().orElse(null);
		}
	}

	/// @param by such as `+3h`
	void move(String by) throws IOException {
		Files.writeString(this.offset, by + "\n");
	}

	/// Variables of the process. Durations are measured by another clock, which goes on.
	Map<String, String> environment() {
		return Map.of("LD_PRELOAD", this.library.toString(), "FAKETIME_TIMESTAMP_FILE", this.offset.toString(),
				"FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX",
				"0");
	}

}
