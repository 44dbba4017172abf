package io.callmeter.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.callmeter.CallmeterApplication;
import io.callmeter.ServiceProcess;
import io.callmeter.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/// The whole service on nothing but an empty folder.
class EmbeddedServiceIT {

	private static final String KEY = "cm_1_FirstFirstFirstFirstFirstFirstFirstFirst";

	private final List<Integer> answersAtTheOpening = new ArrayList<>();

	@Test
	void startsMigratesAndStopsInOrder(@TempDir Path folder) throws Exception {
		var application = new SpringApplication(CallmeterApplication.class);
		application.addListeners((ApplicationListener<WebServerInitializedEvent>) this::asked);
		try (var service = application.run("--server.port=0", "--callmeter.embedded.data-dir=" + folder,
				"--callmeter.access.admin-key=" + KEY)) {
			assertThat(this.answersAtTheOpening).as("the first key is good once the door is open").containsExactly(200);
			JdbcClient database = service.getBean(JdbcClient.class);
			assertThat(database.sql("select current_user").query(String.class).single()).isEqualTo("callmeter");
			assertThat(database.sql("select distinct tableowner from pg_tables where schemaname = 'public'")
				.query(String.class)
				.list()).containsExactly("callmeter_owner");
			assertThat(database.sql("select code from tenant").query(String.class).list()).containsExactly("default");
		}
		assertThat(Files.readString(folder.resolve("server.log"))).contains("database system is shut down")
			.doesNotContain("terminating connection");
		assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
	}

	/// The disk is one of its own, of which nothing is left; PostgreSQL ends when it
	/// cannot write ahead.
	@Test
	void isBackAfterItsServerWasKilledAndEndsWhenItsDiskIsFull(@TempDir Path folder) throws Exception {
		assumeThat(System.getProperty("user.name")).as("only root can mount a disk").isEqualTo("root");
		Path disk = Files.createDirectory(folder.resolve("disk"));
		assumeThat(status("mount", "-t", "tmpfs", "-o", "size=500m", "tmpfs", disk.toString())).isZero();
		Path log = folder.resolve("service.log");
		ServiceProcess service = started(disk, log);
		try {
			var http = TestClient.of(service.awaitStart().port()).withKey(KEY);
			long killed = Long.parseLong(postmaster(disk, 0));

			assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
			await().until(() -> service.output().contains("Embedded PostgreSQL answers again"));
			await().until(() -> http.get("/v1/queues").status() == 200);
			assertThat(postmaster(disk, 0)).isNotEqualTo(String.valueOf(killed));

			fill(disk.resolve("everything-else"));
			writeUntilThereIsNoRoom(disk);

			assertThat(service.process().waitFor(2, TimeUnit.MINUTES)).as(service.output()).isTrue();
			assertThat(service.process().exitValue()).as(service.output()).isEqualTo(ProcessEnd.STATUS);
			assertThat(service.output()).contains("The embedded PostgreSQL in " + disk.toRealPath() + " has ended",
					"Only 0 MB are free on its disk.",
					"See the messages of PostgreSQL in " + disk.toRealPath().resolve("server.log"),
					"free space on the disk");
		}
		finally {
			service.process().destroyForcibly().waitFor();
			endServer(disk);
			assertThat(status("umount", "--lazy", disk.toString())).isZero();
		}
	}

	/// A service that was killed leaves its server running.
	private static void endServer(Path data) throws IOException {
		Optional<ProcessHandle> server = Files.exists(data.resolve("cluster/postmaster.pid"))
				? ProcessHandle.of(Long.parseLong(postmaster(data, 0))) : Optional.empty();
		server.ifPresent(ProcessHandle::destroyForcibly);
	}

	private static ServiceProcess started(Path data, Path log) throws IOException {
		List<String> jvm = new ArrayList<>(ServiceProcess.BRIEF);
		jvm.add("-Xmx384m");
		return ServiceProcess.start(log, jvm, Map.of(), "--server.port=0", "--server.address=127.0.0.1",
				"--callmeter.embedded.data-dir=" + data, "--callmeter.embedded.max-outage=7s",
				"--callmeter.access.admin-key=" + KEY);
	}

	private static int status(String... command) throws IOException, InterruptedException {
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor();
	}

	private static String postmaster(Path data, int line) throws IOException {
		return Files.readAllLines(data.resolve("cluster/postmaster.pid")).get(line).strip();
	}

	private static void fill(Path file) {
		assertThatIOException().isThrownBy(() -> {
			try (var stream = Files.newOutputStream(file)) {
				for (byte[] zeros = new byte[1 << 20];;) {
					stream.write(zeros);
				}
			}
		}).withMessageContaining("No space left");
	}

	/// Each file of the log that PostgreSQL writes ahead is left for the next, until
	/// there
	/// is none.
	private static void writeUntilThereIsNoRoom(Path data) throws IOException {
		var superuser = new DatabaseLogin("jdbc:postgresql://localhost:" + postmaster(data, 3) + "/callmeter",
				"postgres", Files.readString(data.resolve("password")).strip());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
			try (var connection = superuser.connect(); var statement = connection.createStatement()) {
				for (;;) {
					statement.execute("select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
				}
			}
		});
	}

	private void asked(WebServerInitializedEvent opened) {
		this.answersAtTheOpening
			.add(TestClient.of(opened.getWebServer().getPort()).withKey(KEY).get("/v1/queues").status());
	}

}
