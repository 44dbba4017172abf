package io.callmeter.kpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The catalogue over HTTP.
class CatalogueIT extends PostgresIT {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			fr-CA                       | fr | Taux d'abandon
			zh-Hans-CN, en;q=0.8        | zh | 放弃率
			de, he;q=0.5                | he | שיעור נטישה
			iw                          | he | שיעור נטישה
			en;q=0.2, fr;q=0.7, he      | he | שיעור נטישה
			en-GB, fr;q=0.9             | en | Abandonment rate
			fr;q=0, zh;q=0.1            | zh | 放弃率
			de-DE, it                   | en | Abandonment rate
			*                           | en | Abandonment rate
			no language at all;q=x      | en | Abandonment rate
			""")
	void speaksTheLanguageThatIsAskedFor(String accepted, String language, String label) {
		assertThatCatalogueSpeaks(http().with("Accept-Language", accepted).get("/v1/kpis/catalogue"), language, label);
	}

	@Test
	void speaksEnglishToWhoDoesNotSay() {
		assertThatCatalogueSpeaks(http().get("/v1/kpis/catalogue"), "en", "Abandonment rate");
	}

	private static void assertThatCatalogueSpeaks(Answer answer, String language, String label) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Language")).contains(language);
		assertThat(answer.headers().allValues("Vary").toString()).containsIgnoringCase("Accept-Language");
		assertThat(metric(answer.json().path("items"), "abandonmentRate").path("label").asString()).isEqualTo(label);
	}

	@Test
	void saysWhatServiceLevelDependsOn() {
		JsonNode metric = metric(http().get("/v1/kpis/catalogue").json().path("items"), "serviceLevel");

		assertThat(metric.path("counts").asString()).isEqualTo("visit");
		assertThat(metric.path("numerator").asString()).contains("ABANDONS_CREDITED answeredInTime + abandonedInTime");
		assertThat(metric.path("denominator").asString())
			.contains("SHORT_EXCLUDED answered + abandoned − shortAbandoned");
		assertThat(metric.path("additive").booleanValue()).isFalse();
		assertThat(metric.path("exact").booleanValue()).isTrue();
		assertThat(strings(metric.path("parameters"))).containsExactly("threshold", "comparison", "shortAbandon",
				"serviceLevelPolicy");
		assertThat(strings(metric.path("notBy"))).containsExactly("agent", "team");
		assertThat(strings(metric.path("profiles"))).containsExactly("connect", "genesys", "cisco", "asterisk",
				"vicidial", "wazo");
		assertThat(metric.path("goal").asString()).isEqualTo("AT_LEAST");
		assertThat(metric.path("industry").path("value").decimalValue()).isEqualByComparingTo("0.8");
		assertThat(metric.path("industry").path("goal").asString()).isEqualTo("AT_LEAST");
		assertThat(metric.path("industry").path("source").asString()).startsWith("80 % of calls answered in 20 s");
		assertThat(metric.path("definitionVersion").intValue()).isEqualTo(KpiAnswer.DEFINITION_VERSION);
	}

	@Test
	void saysNothingOfAGoalWhereNeitherSideIsBetter() {
		JsonNode metric = metric(http().get("/v1/kpis/catalogue").json().path("items"), "offered");

		assertThat(metric.path("additive").booleanValue()).isTrue();
		assertThat(metric.path("goal").isNull()).isTrue();
		assertThat(metric.path("industry").isNull()).isTrue();
		assertThat(metric.path("denominator").isNull()).isTrue();
		assertThat(strings(metric.path("parameters"))).isEmpty();
	}

	@Test
	void queriesRefuseTheGroupsThatItSaysTheyRefuse() {
		JsonNode catalogue = http().get("/v1/kpis/catalogue").json().path("items");
		for (Dimension dimension : List.of(Dimension.QUEUE, Dimension.AGENT, Dimension.CAMPAIGN,
				Dimension.HOUR_OF_DAY)) {
			Map<Boolean, List<String>> metrics = catalogue.valueStream()
				.collect(Collectors.partitioningBy((metric) -> strings(metric.path("notBy")).contains(dimension.key()),
						Collectors.mapping((metric) -> metric.path("id").asString(), Collectors.toList())));

			assertThat(metrics.get(false)).isNotEmpty();
			assertThat(by(dimension, String.join(",", metrics.get(false))).status()).isEqualTo(200);
			assertThat(metrics.get(true))
				.allSatisfy((metric) -> assertThat(by(dimension, metric).status()).isEqualTo(400));
		}
	}

	private Answer by(Dimension dimension, String metrics) {
		return http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics=" + metrics + "&groupBy=" + dimension.key());
	}

	@Test
	void thePageOfKpisSaysTheSame() throws IOException {
		String page = Files.readString(Path.of("src", "docs", "KPIS.md"));

		assertThat(http().get("/v1/kpis/catalogue").json().path("items"))
			.allSatisfy((metric) -> assertThat(page).contains("| `%s` | %s | %s | %s | %s |".formatted(
					metric.path("id").asString(), metric.path("label").asString(), metric.path("unit").asString(),
					metric.path("counts").asString(), metric.path("formula").asString())));
	}

	private static JsonNode metric(JsonNode catalogue, String id) {
		return catalogue.valueStream()
			.filter((metric) -> metric.path("id").asString().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
