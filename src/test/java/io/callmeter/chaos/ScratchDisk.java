package io.callmeter.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.callmeter.Thorough;
import org.jspecify.annotations.Nullable;

/// A small file system in memory for the data of the database, which can be full.
final class ScratchDisk implements Closeable {

	private final Path folder;

	private ScratchDisk(Path folder) {
		this.folder = folder;
	}

	/// @return null where nothing may be mounted
	static @Nullable ScratchDisk on(Path folder) throws IOException {
		Files.createDirectories(folder);
		boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + Thorough.orElse(4096, 512) + "m",
				"callmeter-chaos", folder.toString());
		return mounted ? new ScratchDisk(folder) : null;
	}

	private static boolean run(String... command) {
		try {
			return new ProcessBuilder(List.of(command)).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.onExit()
				.join()
				.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/// To the last byte that it has.
	void fill() {
		for (int size = 1 << 20; size > 0; size /= 16) {
			try (OutputStream file = Files.newOutputStream(this.folder.resolve("full-" + size))) {
				byte[] zeros = new byte[size];
				while (true) {
					file.write(zeros);
				}
			}
			catch (IOException full) {
				// as it should be
			}
		}
	}

	void free() throws IOException {
		try (var files = Files.newDirectoryStream(this.folder, "full-*")) {
			for (Path file : files) {
				Files.delete(file);
			}
		}
	}

	@Override
	public void close() {
		run("umount", "-l", this.folder.toString());
	}

}
