package io.callmeter.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// The dashboard of the chart and of compose.yaml asks for metrics that there are.
class DashboardIT extends PostgresIT {

	private static final Path DASHBOARD = Path.of("helm", "callmeter", "dashboards", "callmeter.json");

	private static final Pattern METRIC = Pattern.compile("callmeter_\\w+");

	@Autowired
	private LiveGauges gauges;

	@Test
	void everyMetricOfThePanelsIsScraped() throws IOException {
		http().post("/v1/calls", "application/json", "[" + TestCalls.waiting("there") + ", {\"callId\": \"refused\"}]");
		assertThat(http().get("/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=calls").status()).isEqualTo(200);
		this.gauges.refresh();
		String scrape = http().get("/actuator/prometheus").body();

		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
		Set<String> asked = new TreeSet<>();
		dashboard.findValuesAsString("expr").forEach((expression) -> asked.addAll(metrics(expression)));
		asked.addAll(metrics(dashboard.path("templating").toString()));
		assertThat(asked).hasSizeGreaterThan(7)
			.allSatisfy((metric) -> assertThat(scrape).containsPattern("(?m)^" + metric + "[{ ]"));
	}

	private static Set<String> metrics(String text) {
		return new TreeSet<>(METRIC.matcher(text).results().map(MatchResult::group).toList());
	}

}
