package io.callmeter.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.TestPropertySource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Probes and metrics on a port of their own: whoever fills the other one, or takes the database away, keeps nobody from
/// them, and nothing else is there.
@TestPropertySource(
		properties = { "management.server.port=0", "server.tomcat.max-connections=20", "server.tomcat.accept-count=5" })
class ManagementPortIT extends PostgresIT {

	private static final int MOST = 20;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ServletWebServerApplicationContext service;

	@Autowired
	private HikariDataSource pool;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus" })
	void isAnsweredWhileStrangersHoldAllConnectionsOfTheOtherPort(String path) throws IOException {
		List<Socket> strangers = new ArrayList<>();
		try {
			for (int i = 0; i < MOST + 3; i++) {
				strangers.add(new Socket(InetAddress.getLoopbackAddress(), http().service().getPort()));
			}
			await().until(() -> connections() == MOST);

			assertThat(management().get(path).status()).isEqualTo(200);
			assertThat(connections()).isEqualTo(MOST);
		}
		finally {
			for (Socket stranger : strangers) {
				stranger.close();
			}
		}
		await().untilAsserted(() -> assertThat(http().get("/v1/queues").status()).isEqualTo(200));
	}

	@Test
	void metricsAreShownWithoutAKeyAndWithoutADatabase() {
		String database = owner().sql("select current_database()").query(String.class).single();
		String role = this.pool.getUsername();
		try {
			owner().sql("revoke connect on database " + database + " from " + role).update();
			this.pool.getHikariPoolMXBean().softEvictConnections();

			assertThat(management().get("/actuator/prometheus").body()).contains("callmeter_calls_in_progress",
					"hikaricp_connections");
			assertThat(management().get("/actuator/health/liveness").status()).isEqualTo(200);
			await().until(() -> management().get("/actuator/health/readiness").status() == 503);
		}
		finally {
			owner().sql("grant connect on database " + database + " to " + role).update();
		}
		await().until(() -> management().get("/actuator/health/readiness").status() == 200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1/queues", "/v1/calls", "/swagger-ui.html", "/swagger-ui/index.html",
			"/v3/api-docs", "/error", "/actuator", "/actuator/env", "/actuator/info", "/actuator/heapdump",
			"/actuator/prometheus/x", "/actuator/../v1/queues", "//actuator/health" })
	void hasNothingElse(String path) {
		for (TestClient client : List.of(management(), management().withKey(KEY))) {
			var answer = client.get(path);
			assertThat(answer.status()).as(path).isIn(404, 400);
			assertThat(answer.body()).doesNotContain("Exception", "queue\"");
		}
	}

	@Test
	void saysWhatIsThere() {
		var answer = management().get("/v1/queues");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(answer.json().path("detail").asString()).contains("/actuator/health and /actuator/prometheus");
	}

	@Test
	void isReadOnly() {
		assertThat(Stream.of("/actuator/health", "/actuator/prometheus")
			.map((path) -> management().post(path, "application/json", "{}").status())).containsOnly(405);
	}

	@Test
	void leavesTheOtherPortAsItIs() {
		assertThat(stranger().get("/v1/queues").status()).isEqualTo(401);
		assertThat(stranger().get("/actuator/prometheus").status()).isEqualTo(401);
		assertThat(stranger().withKey(key("calls:read")).get("/actuator/prometheus").status()).isEqualTo(403);
		assertThat(http().get("/actuator/prometheus").status()).isEqualTo(404);
	}

	private TestClient management() {
		return TestClient.of(this.managementPort);
	}

	private long connections() {
		var server = (TomcatWebServer) requireNonNull(this.service.getWebServer());
		return ((AbstractProtocol<?>) server.getTomcat().getConnector().getProtocolHandler()).getConnectionCount();
	}

}
