package io.callmeter.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.CallmeterApplication;
import io.callmeter.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

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

	private void asked(WebServerInitializedEvent opened) {
		this.answersAtTheOpening
			.add(TestClient.of(opened.getWebServer().getPort()).withKey(KEY).get("/v1/queues").status());
	}

}
