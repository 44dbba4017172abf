package io.callmeter.kpi;

import java.util.HashMap;
import java.util.Map;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AnswerSizeTest {

	@ParameterizedTest
	@CsvSource(nullValues = "",
			value = { "JSON, links, false, 1", "JSON, links, true, 5", "CSV, links, true, 1",
					"JSON, compare, previous, 2", "JSON, targets, 'own,industry', 2", "JSON, confidence, 0.9, 2",
					"CSV, compare, lastWeek, 2" })
	void aFigureWeighsMoreWithWhatStandsBesideIt(AnswerLimits limits, String parameter, String value, long weight) {
		KpiQuery query = KpiQueries.query(Map.of("metrics", "answerRate", parameter, value));

		assertThat(new AnswerSize(query, limits, 1, 1).ofRow()).isEqualTo(weight);
	}

	@Test
	void ofAProfileOnlyWhatItCountsInAnotherWayWeighsMore() {
		KpiQuery query = KpiQueries.query(Map.of("metrics", "offered,serviceLevel", "profile", "connect"));

		assertThat(new AnswerSize(query, AnswerLimits.CSV, 1, 1).ofRow()).isEqualTo(3);
	}

	@Test
	void aQuarterOfAnHourOfAMonthByAgentAndHourIsRefusedWithTheEstimateAndTheRemedy() {
		KpiQuery query = KpiQueries
			.query(Map.of("from", "2026-10-01", "to", "2026-11-01", "interval", "PT15M", "groupBy", "agent,hourOfDay",
					"metrics", "offers,agentAnswerRate", "compare", "previous", "links", "true"));

		RequestProblem problem = refused(new AnswerSize(query, AnswerLimits.JSON, 2976, 24));

		assertThat(problem.problem()).isEqualTo(Problem.ANSWER_TOO_LARGE);
		assertThat(problem)
			.hasMessage("The answer is too large: it would have 71,424 rows (24 groups in 2,976 intervals) "
					+ "and a weight of 857,088. The limits of JSON are 100,000 rows and a weight of 500,000, where a value "
					+ "weighs 1, each comparison, target, confidence interval and standard value 1 more, and its links 4. "
					+ "Query a longer interval, a shorter range, fewer groups or fewer metrics, or send limit or format=csv, "
					+ "or leave links out.");
		assertThat(problem.body().getProperties()).containsEntry("field", "interval").containsEntry("value", "PT15M");
		accepted(new AnswerSize(query, AnswerLimits.CSV, 2976, 24));
	}

	@Test
	void aLimitMakesAnswersSmaller() {
		var sent = new HashMap<>(Map.of("interval", "PT1M", "groupBy", "source"));
		AnswerSize whole = new AnswerSize(KpiQueries.query(sent), AnswerLimits.JSON, 10_080, 10);
		sent.put("limit", "100000");

		assertThat(refused(whole)).hasMessageContaining("100,800 rows");
		accepted(new AnswerSize(KpiQueries.query(sent), AnswerLimits.JSON, 10_080, 10));
	}

	@Test
	void rowsInAnOrderOfTheirOwnAreFewerBecauseTheyAreKept() {
		var sent = new HashMap<>(Map.of("groupBy", "agent", "interval", "P1D", "metrics", "offers,agentAnswerRate",
				"orderBy", "-offers"));

		assertThat(refused(new AnswerSize(KpiQueries.query(sent), AnswerLimits.CSV, 100, 501)))
			.hasMessageStartingWith("The answer is too large to be sorted: it would have a weight of 100,200.");
		accepted(new AnswerSize(KpiQueries.query(sent), AnswerLimits.CSV, 100, 500));
		sent.put("limit", "50");
		accepted(new AnswerSize(KpiQueries.query(sent), AnswerLimits.CSV, 100, 501));
	}

	private static void accepted(AnswerSize size) {
		assertThatCode(size::require).doesNotThrowAnyException();
	}

	private static RequestProblem refused(AnswerSize size) {
		return catchThrowableOfType(RequestProblem.class, size::require);
	}

}
