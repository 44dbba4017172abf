package io.callmeter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// There is no database to work with: why, and what to do about it.
final class NoDatabase extends RuntimeException {

	/// With less PostgreSQL soon has no room for what it writes before it changes data.
	private static final long LITTLE_ROOM = 64L << 20;

	private final String remedy;

	NoDatabase(String fact, String remedy) {
		this(fact, remedy, null);
	}

	NoDatabase(String fact, String remedy, @Nullable Throwable cause) {
		super(fact, cause);
		this.remedy = remedy;
	}

	/// The server did not start.
	/// @param reason its own words, or the failure
	static NoDatabase notStarted(DataFolder folder, String reason, @Nullable Throwable cause) {
		return new NoDatabase("The embedded PostgreSQL in " + folder.path() + " did not start: " + reason.strip(), """
				See the messages of PostgreSQL above and in server.log in that folder. Choose another folder with \
				callmeter.embedded.data-dir, or set SPRING_DATASOURCE_URL to a PostgreSQL of your own.""", cause);
	}

	/// The server has ended while the service worked, and cannot be started again.
	/// @param reason of the last attempt
	static NoDatabase lost(EmbeddedServer server, Duration outage, int attempts, String reason) {
		return new NoDatabase(
				"The embedded PostgreSQL in " + server.folder().path() + " has ended and could not be restarted within "
						+ outage.toSeconds() + " s in " + attempts + " attempts: " + reason + room(server.folder()),
				"See the messages of PostgreSQL in " + server.log() + ". Fix the cause" + """
						, or free space on the disk, and start Callmeter again; or choose another folder with \
						callmeter.embedded.data-dir, or set SPRING_DATASOURCE_URL to a PostgreSQL of your own.""");
	}

	/// What there is left on the disk where it is little.
	private static String room(DataFolder folder) {
		try {
			long room = Files.getFileStore(folder.path()).getUsableSpace();
			return (room < LITTLE_ROOM) ? ". Only " + (room >> 20) + " MB are free on its disk." : ".";
		}
		catch (IOException ex) {
			return ". Its folder cannot be read: " + ex + ".";
		}
	}

	String fact() {
		return Objects.requireNonNull(getMessage());
	}

	String remedy() {
		return this.remedy;
	}

}
