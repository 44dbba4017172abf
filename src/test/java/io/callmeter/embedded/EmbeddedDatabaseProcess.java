package io.callmeter.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An embedded database in a JVM of its own, so that the JVM can be killed.
final class EmbeddedDatabaseProcess {

	static final String READY = "ready";

	private EmbeddedDatabaseProcess() {
	}

	static Process start(List<String> prefix, String classPath, Path folder) throws IOException {
		var command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
				classPath, EmbeddedDatabaseProcess.class.getName(), folder.toString()));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.directory(new File(System.getProperty("java.io.tmpdir")))
			.start();
	}

	/// Starts on the folder of the first argument, leaves a mark in the database, says
	/// so, and stops with its input, or soon after a server that is lost.
	public static void main(String[] arguments) throws Exception {
		var properties = new EmbeddedProperties(Path.of(arguments[0]), 0, Duration.ofSeconds(1));
		try (var database = EmbeddedDatabase.start(properties, ProcessEnd::because)) {
			try (var connection = database.owner().connect(); var statement = connection.createStatement()) {
				statement.execute("create table if not exists mark (made_by text)");
				statement.execute("insert into mark values (current_user)");
			}
			System.out.println(READY);
			System.in.readAllBytes();
		}
		catch (NoDatabase ex) {
			System.out.println(ex.fact() + " " + ex.remedy());
		}
	}

}
