package io.callmeter.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// PostgreSQL's programs for tests that start, pause and kill a server of their own.
public final class UnpackedPrograms {

	private UnpackedPrograms() {
	}

	/// Unpacks the programs of this platform into the folder.
	/// @return where `postgres` and `initdb` are
	public static Path in(Path folder) throws IOException {
		return ServerPrograms.in(folder).folder().resolve("bin");
	}

}
