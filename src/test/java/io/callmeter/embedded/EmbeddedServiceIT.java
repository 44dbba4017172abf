package io.callmeter.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

import io.callmeter.CallmeterApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole service on nothing but an empty folder.
class EmbeddedServiceIT {

	@Test
	void startsMigratesAndStopsInOrder(@TempDir Path folder) throws Exception {
		try (var service = SpringApplication.run(CallmeterApplication.class, "--server.port=0",
				"--callmeter.embedded.data-dir=" + folder)) {
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

}
