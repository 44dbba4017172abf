package io.callmeter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// With `callmeter.demo=true` calls come by themselves while the service runs, and the live gauges move.
class DemoIT extends PostgresIT {

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private static final Pattern IN_PROGRESS = Pattern
		.compile("callmeter_calls_in_progress\\w*\\{direction=\"inbound\",tenant=\"default\"} (\\S+)");

	@Test
	void gaugesMoveWhileItRunsAndNoCallStaysOpenBehindIt() {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--callmeter.access.admin-key=" + KEY,
				"--callmeter.demo=true", "--callmeter.live.refresh=200ms"));
		OwnDatabase.current().properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		try (var service = new SpringApplicationBuilder(CallmeterApplication.class)
			.run(arguments.toArray(String[]::new))) {
			TestClient http = TestClient
				.of(Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")))
				.withKey(KEY);
			await().atMost(LONGEST).until(() -> inProgress(http) >= 1);
			await().atMost(LONGEST).until(() -> inProgress(http) >= 2);
			assertThat(http.get("/v1/calls/" + newest()).json().path("source").asString()).isEqualTo("demo");
		}
		assertThat(count("call")).isGreaterThanOrEqualTo(2);
		assertThat(count("call where ended_at is null")).isZero();
		assertThat(owner().sql("select scopes::text from access_key where name = 'demo'").query(String.class).list())
			.containsExactly("{calls:write}");
	}

	private static double inProgress(TestClient http) {
		Matcher gauge = IN_PROGRESS.matcher(http.get("/actuator/prometheus").body());
		return gauge.find() ? Double.parseDouble(gauge.group(1)) : Double.NaN;
	}

	private static String newest() {
		return owner().sql("select call_id from call order by started_at desc limit 1").query(String.class).single();
	}

	private static long count(String rows) {
		return owner().sql("select count(*) from " + rows).query(Long.class).single();
	}

}
