package io.callmeter.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own programs, unpacked from the class path.
///
/// The library that brings them can also start them, but as tests like it: without fsync, for anybody who asks, and
/// from a folder in `/tmp` that all users share.
record ServerPrograms(Path folder) {

	/// Unpacks the programs of this platform, unless they are there, and removes those of
	/// other versions.
	static ServerPrograms in(Path folder) throws IOException {
		byte[] archive = archive();
		Path home = folder.resolve(digest(archive));
		if (Files.notExists(home)) {
			FileSystemUtils.deleteRecursively(folder);
			Path unfinished = Files.createDirectories(folder.resolve("unfinished"));
			unpack(archive, unfinished);
			Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
		}
		return new ServerPrograms(home);
	}

	private static byte[] archive() throws IOException {
		String system = System.getProperty("os.name");
		String hardware = System.getProperty("os.arch");
		try (InputStream stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(familyOf(system),
				"amd64".equals(hardware) ? "x86_64" : hardware)) {
			return stream.readAllBytes();
		}
		catch (IllegalStateException ex) {
			throw new NoDatabase("The embedded PostgreSQL has no programs for " + system + " on " + hardware + ".",
					"Set SPRING_DATASOURCE_URL to a PostgreSQL of your own.", ex);
		}
	}

	private static String familyOf(String system) {
		String name = system.toLowerCase(Locale.ROOT);
		return name.startsWith("mac") ? "Darwin" : name.startsWith("windows") ? "Windows" : "Linux";
	}

	private static String digest(byte[] archive) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void unpack(byte[] archive, Path target) throws IOException {
		try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				Path file = target.resolve(entry.getName());
				if (entry.isDirectory()) {
					Files.createDirectories(file);
				}
				else if (entry.isSymbolicLink()) {
					Files.createDirectories(file.getParent());
					Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
				}
				else {
					Files.createDirectories(file.getParent());
					Files.copy(tar, file);
					if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
						throw new IOException(file + " cannot be made executable");
					}
				}
			}
		}
	}

	/// The major version, such as 18, that the data must have been made by.
	String majorVersion() throws IOException, InterruptedException {
		String answer = run("postgres", List.of("--version")).output().strip();
		String version = answer.substring(answer.lastIndexOf(' ') + 1);
		return version.replaceFirst("\\D.*", "");
	}

	/// Where a program is.
	Path path(String program) {
		return this.folder.resolve("bin").resolve(program);
	}

	/// Runs a program to its end. What it starts in the background must not hold its
	/// output.
	Outcome run(String program, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		if (LinuxUtils.isUnshareAvailable()) {
			// PostgreSQL refuses to run as root; in a user namespace of its own, root is
			// nobody to it.
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(path(program).toString());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG") || name.startsWith("LC_"));
		Process process = builder.start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Outcome(process.waitFor(), output);
	}

	/// How a program ended and what it said.
	record Outcome(int status, String output) {

		boolean succeeded() {
			return this.status == 0;
		}

	}

}
