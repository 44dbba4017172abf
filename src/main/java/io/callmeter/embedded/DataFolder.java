package io.callmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/// The folder of the embedded database, held by one running service at a time.
///
/// - `callmeter.lock`: locked by the service that runs
/// - `password`: of the role `postgres`, readable by the owner of the folder
/// - `programs`: the server's programs, unpacked
/// - `cluster`: the data themselves, as `initdb` made them
/// - `server.log`, `server.log.1`: what the server said since its start, and before
record DataFolder(Path path, FileChannel lock) implements AutoCloseable {

	private static final SecureRandom RANDOM = new SecureRandom();

	/// What this JVM holds. To open and close a locked file once more would give up its
	/// lock, as POSIX wants it.
	private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

	/// Takes the folder, made if missing, until it is closed or the JVM dies.
	/// @throws NoDatabase if another service holds it, or it cannot be written
	static DataFolder claim(Path folder) {
		Path path = existing(folder.toAbsolutePath().normalize());
		if (!CLAIMED.add(path)) {
			throw inUse(path);
		}
		FileChannel channel = null;
		try {
			channel = lock(path);
		}
		catch (IOException ex) {
			throw unusable(path, ex);
		}
		finally {
			if (channel == null) {
				CLAIMED.remove(path);
			}
		}
		if (channel == null) {
			throw inUse(path);
		}
		return new DataFolder(path, channel);
	}

	private static Path existing(Path path) {
		try {
			return Files.createDirectories(path).toRealPath();
		}
		catch (IOException ex) {
			throw unusable(path, ex);
		}
	}

	private static @Nullable FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve("callmeter.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		if (channel.tryLock() == null) {
			channel.close();
			return null;
		}
		return channel;
	}

	private static NoDatabase unusable(Path path, IOException reason) {
		return new NoDatabase("The folder of the embedded database, " + path + ", cannot be used: " + reason,
				"Let " + System.getProperty("user.name")
						+ " write to it, or choose another with callmeter.embedded.data-dir, "
						+ "or set SPRING_DATASOURCE_URL.",
				reason);
	}

	private static NoDatabase inUse(Path path) {
		return new NoDatabase("Another Callmeter is running on the embedded database in " + path + ".",
				"Stop the other one, or choose another folder with callmeter.embedded.data-dir.");
	}

	Path cluster() {
		return this.path.resolve("cluster");
	}

	Path programs() {
		return this.path.resolve("programs");
	}

	Path passwordFile() {
		return this.path.resolve("password");
	}

	/// The superuser's password, made at the first start.
	String password() throws IOException {
		Path file = passwordFile();
		if (Files.notExists(file)) {
			if (Files.exists(cluster())) {
				throw new NoDatabase("The embedded database in " + this.path + " has lost its file `password`.",
						"Put the file back, or choose another folder with callmeter.embedded.data-dir.");
			}
			Files.writeString(Files.createFile(file, onlyForItsOwner()), randomPassword());
		}
		return Files.readString(file).strip();
	}

	static String randomPassword() {
		byte[] bytes = new byte[24];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static FileAttribute<?>[] onlyForItsOwner() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	@Override
	public void close() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			CLAIMED.remove(this.path);
		}
	}

}
