package io.callmeter.kpi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a page of scenarios may say, and that nothing else slips through.
class ScenarioBookTest {

	private static final String PAGE = """
			### 1. Answered

			| call | leg   | queue | agent | queued | answered | ended | outcome  |
			|------|-------|-------|-------|--------|----------|-------|----------|
			| c1   | visit | sales | alice | 09:00  | 09:01    | 09:02 | answered |

			| unit  | for         | values  |
			|-------|-------------|---|
			| visit | queue sales | offered 1 · answered 1 |
			""";

	@Test
	void readsWhatHappenedAndWhatTheFiguresSay() {
		ScenarioBook.Scenario scenario = ScenarioBook.read(PAGE).getFirst();

		assertThat(scenario).hasToString("1. Answered");
		assertThat(scenario.callsJson()).isEqualTo("""
				[{"callId":"c1","direction":"INBOUND","from":"+442079460101","to":"+442079460800",\
				"startedAt":"2025-11-10T09:00:00Z","endedAt":"2025-11-10T09:02:00Z","legs":[\
				{"queue":"sales","agent":"alice","queuedAt":"2025-11-10T09:00:00Z","answeredAt":"2025-11-10T09:01:00Z",\
				"endedAt":"2025-11-10T09:02:00Z","outcome":"ANSWERED","legId":"1"}]}]""");
		assertThat(scenario.questions()).singleElement().satisfies((question) -> {
			assertThat(question.query()).isEqualTo(
					"from=2025-11-10T00:00:00Z&to=2025-11-17T00:00:00Z" + "&metrics=offered,answered&groupBy=queue");
			assertThat(question.figures()).containsExactly("offered 1", "answered 1");
			assertThat(question.line()).isEqualTo(9);
		});
	}

	@Test
	void everyScenarioHasCallsAndFigures() {
		String page = PAGE.substring(0, PAGE.indexOf("| unit"));

		assertThatThrownBy(() -> ScenarioBook.read(page)).hasMessage("1. Answered lacks calls or values");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			outcome;            result of it; line 5, 1. Answered: no column is called result of it
			visit | sales;      menu | sales; line 5, 1. Answered: this is no menu
			09:01;              9 o'clock;    line 5, 1. Answered: Text '9 o'clock' could not be parsed at index 0
			offered;            offred;       line 9, 1. Answered: no metric is called offred
			offered;            handled;      line 9, 1. Answered: handled counts by SEGMENT
			offered 1;          offered;      line 9, 1. Answered: offered without a value
			queue sales;        today;        line 9, 1. Answered: Text 'today' could not be parsed at index 0
			queue sales;        interval=P1D; line 9, 1. Answered: an interval and the beginning of a row go together
			values;             numbers;      line 9, 1. Answered: the columns are unit, for, values
			1. Answered;        2. Answered;  line 1: scenario 1 is called '2. Answered'
			""")
	void namesTheLineOfAMistake(String right, String wrong, String message) {
		String page = PAGE.replaceAll(" +\\|", " |").replace(right, wrong);

		assertThatThrownBy(() -> ScenarioBook.read(page)).hasMessage(message);
	}

}
