package io.callmeter.kpi;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.ScenarioBook.Question;
import io.callmeter.kpi.ScenarioBook.Scenario;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Every figure that `SCENARIOS.md` states, asked of the service with the calls that it states.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ScenariosIT extends PostgresIT {

	private static final Path PAGE = Path.of("src", "docs", "SCENARIOS.md");

	/// Beyond these the digits of a quotient go on without end, and the page shows fewer.
	private static final int DIGITS_SHOWN = 6;

	static List<Scenario> scenarios() throws IOException {
		return ScenarioBook.read(Files.readString(PAGE));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("scenarios")
	void comesToTheFiguresOfThePage(Scenario scenario) {
		scenario.settingsJson().forEach((path, json) -> {
			Answer made = http().put(path, "application/json", json);
			assertThat(made.status()).as(made.body()).isEqualTo(201);
		});
		Answer posted = http().post("/v1/calls", "application/json", scenario.callsJson());
		assertThat(posted.json().path("created").intValue()).as(posted.body()).isEqualTo(scenario.calls().size());

		SoftAssertions.assertSoftly((softly) -> scenario.questions()
			.forEach((question) -> softly.assertThat(figures(question))
				.as("%s line %d, %s", PAGE, question.line(), scenario.title())
				.isEqualTo(String.join(ScenarioBook.AND, question.figures()))));
	}

	@Test
	void everyMetricIsInTheBook() throws IOException {
		var shown = scenarios().stream()
			.flatMap((scenario) -> scenario.questions().stream())
			.flatMap((question) -> question.figures().stream())
			.map((figure) -> figure.split(" ", -1))
			.filter((words) -> !words[1].equals("–") && !words[1].equals("0"))
			.map((words) -> words[0])
			.collect(Collectors.toSet());

		assertThat(Metrics.all()).extracting(Metric::id).filteredOn((id) -> !shown.contains(id)).isEmpty();
	}

	private String figures(Question question) {
		Answer answer = http().get("/v1/kpis?" + question.query());
		if (answer.status() != 200) {
			return answer.body();
		}
		return row(question, answer.json())
			.map((row) -> row.path("metrics")
				.propertyStream()
				.map((metric) -> metric.getKey() + " " + figure(metric.getValue()))
				.collect(Collectors.joining(ScenarioBook.AND)))
			.orElse("the answer has no such row");
	}

	private static Optional<JsonNode> row(Question question, JsonNode answer) {
		if (question.isForTotal()) {
			return Optional.of(answer.path("total"));
		}
		return answer.path("rows")
			.valueStream()
			.filter((row) -> question.from() == null || row.path("from").asString().equals(question.from().toString()))
			.filter((row) -> question.groups()
				.entrySet()
				.stream()
				.allMatch((group) -> Objects.equals(text(row.path("group").path(group.getKey())), group.getValue())))
			.findFirst();
	}

	private static @Nullable String text(JsonNode group) {
		return group.isNull() ? null : group.asString();
	}

	/// As the page writes it.
	private static String figure(JsonNode value) {
		var words = new ArrayList<String>();
		words.add(value.path("value").isNull() ? "–" : number(value.path("value")));
		if (value.has("numerator")) {
			words.add("(" + number(value.path("numerator")) + "/" + number(value.path("denominator")) + ")");
		}
		if (value.has("population")) {
			words.add("of " + number(value.path("population")));
		}
		if (value.path("errorBound").asDouble(0) != 0) {
			words.add("± " + number(value.path("errorBound")));
		}
		value.path("byCurrency")
			.propertyStream()
			.forEach((money) -> words.add(money.getKey() + " " + number(money.getValue())));
		if (value.path("provisional").asBoolean(false)) {
			words.add("provisional");
		}
		return String.join(" ", words);
	}

	private static String number(JsonNode number) {
		BigDecimal exact = number.decimalValue().stripTrailingZeros();
		return (exact.scale() > DIGITS_SHOWN) ? exact.setScale(3, RoundingMode.DOWN) + "…" : exact.toPlainString();
	}

}
