package io.callmeter.kpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The README says of each figure what the catalogue says.
class ReadmeTest {

	@Test
	void listsEveryMetricWithItsFormula() throws IOException {
		String readme = Files.readString(Path.of("README.md"));

		assertThat(Metrics.all()).allSatisfy((metric) -> {
			var entry = KpiController.CatalogueEntry.of(metric);
			assertThat(readme).contains(
					"| `%s` | %s | %s | %s |\n".formatted(entry.id(), entry.unit(), entry.counts(), entry.formula()));
		});
	}

}
