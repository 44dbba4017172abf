package io.callmeter.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Statements in `.sql` files beside the class that sends them.
public final class Sql {

	private Sql() {
	}

	/// The text of `name.sql` in the package of a class.
	/// @throws IllegalArgumentException if there is no such file
	public static String of(Class<?> sender, String name) {
		try (var file = sender.getResourceAsStream(name + ".sql")) {
			if (file == null) {
				throw new IllegalArgumentException("no " + name + ".sql beside " + sender.getName());
			}
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
