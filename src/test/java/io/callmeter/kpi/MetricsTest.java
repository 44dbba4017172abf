package io.callmeter.kpi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What the registry says of its metrics besides their formula.
class MetricsTest {

	@Test
	void parametersAreThoseThatTheSumsUse() {
		var changed = new TreeMap<String, List<String>>();
		for (CatalogueEntry entry : Catalogue.in(Locale.ENGLISH)) {
			if (!entry.parameters().isEmpty()) {
				changed.put(entry.id(), entry.parameters());
			}
		}

		var money = List.of("currency");
		assertThat(changed)
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("shortAbandoned", List.of("shortAbandon")),
					Map.entry("adjustedAbandonmentRate", List.of("shortAbandon")),
					Map.entry("serviceLevel", List.of("threshold", "comparison", "shortAbandon", "serviceLevelPolicy")),
					Map.entry("shortCalls", List.of("shortCall")), Map.entry("longCalls", List.of("longCall")),
					Map.entry("abandonedCallRate", List.of("abandonAfter")),
					Map.entry("repeatRate", List.of("repeatWindow")), Map.entry("conversionValue", money),
					Map.entry("cost", money), Map.entry("costPerCall", money), Map.entry("costPerAnsweredCall", money),
					Map.entry("costPerConversion", money)));
	}

	@Test
	void whatTheIndustryAimsAtHasABetterSide() {
		assertThat(Arrays.stream(Industry.values())
			.map((figure) -> Metrics.all()
				.stream()
				.filter((metric) -> Industry.of(metric).equals(Optional.of(figure)))
				.toList()))
			.allSatisfy((metrics) -> assertThat(metrics).hasSize(1)
				.allSatisfy((metric) -> assertThat(metric.goal()).isNotNull()));
	}

	@Test
	void theMoreIsBetterOfWhatIsReachedAndTheLessOfWhatIsLost() {
		assertThat(goal("serviceLevel")).isEqualTo(Goal.AT_LEAST);
		assertThat(goal("csat")).isEqualTo(Goal.AT_LEAST);
		assertThat(goal("abandonmentRate")).isEqualTo(Goal.AT_MOST);
		assertThat(goal("averageHandleTime")).isEqualTo(Goal.AT_MOST);
		assertThat(goal("offered")).isNull();
		assertThat(goal("cost")).isNull();
	}

	private static @Nullable Goal goal(String id) {
		return Metrics.find(id).orElseThrow().goal();
	}

}
