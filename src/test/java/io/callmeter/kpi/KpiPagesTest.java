package io.callmeter.kpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The pages say of each figure what the registry says.
class KpiPagesTest {

	@Test
	void thePageOfKpisIsThatOfTheRegistry() throws IOException {
		assertThatPageIs(Path.of("src", "docs", "KPIS.md"), Path.of("target", "KPIS.md"), KpiPages.kpis());
	}

	@Test
	void everyMetricIsOnThePageOnce() {
		assertThat(Metrics.all()).allSatisfy((metric) -> assertThat(KpiPages.kpis())
			.containsOnlyOnce("| `" + metric.id() + "` | " + metric.label() + " |"));
	}

	private static void assertThatPageIs(Path committed, Path written, String expected) throws IOException {
		Files.createDirectories(written.getParent());
		Files.writeString(written, expected);

		assertThat(Files.exists(committed) ? Files.readString(committed) : "")
			.as("update it by: cp %s %s", written, committed)
			.isEqualTo(expected);
	}

}
