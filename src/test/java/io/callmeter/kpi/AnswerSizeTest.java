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
					"JSON, compare, previous, 6", "JSON, targets, 'own,industry', 6", "JSON, confidence, 0.9, 6",
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
		KpiQuery query = KpiQueries.query(Map.of("from", "2026-10-01", "to", "2026-11-01", "interval", "PT15M",
				"groupBy", "agent,hourOfDay", "metrics", "offers,agentAnswerRate", "compare", "previous"));

		RequestProblem problem = refused(new AnswerSize(query, AnswerLimits.JSON, 2976, 24));

		assertThat(problem.problem()).isEqualTo(Problem.ANSWER_TOO_LARGE);
		assertThat(problem).hasMessage("The answer would have 71,424 rows (24 groups in 2,976 intervals) and weigh "
				+ "857,088; as JSON it has at most 100,000 rows and weighs at most 500,000, where a figure weighs 1, what "
				+ "it is compared with, judged by or shown beside 1 each, and its links 4. Ask for a longer interval, a "
				+ "shorter range, fewer groups or fewer metrics, or send limit, links=false or Accept: text/csv.");
		assertThat(problem.body().getProperties()).containsEntry("field", "interval").containsEntry("value", "PT15M");
		accepted(new AnswerSize(query, AnswerLimits.CSV, 2976, 24));
	}

	@Test
	void aLimitMakesAnswersSmaller() {
		var sent = new HashMap<>(Map.of("interval", "PT1M", "groupBy", "source", "links", "false"));
		AnswerSize whole = new AnswerSize(KpiQueries.query(sent), AnswerLimits.JSON, 10_080, 10);
		sent.put("limit", "100000");

		assertThat(refused(whole)).hasMessageContaining("100,800 rows");
		accepted(new AnswerSize(KpiQueries.query(sent), AnswerLimits.JSON, 10_080, 10));
	}

	@Test
	void rowsInAnOrderOfTheirOwnAreFewerBecauseTheyAreKept() {
		var sent = new HashMap<>(Map.of("groupBy", "agent", "interval", "P1D", "metrics", "offers,agentAnswerRate",
				"links", "false", "orderBy", "-offers"));

		assertThat(refused(new AnswerSize(KpiQueries.query(sent), AnswerLimits.CSV, 100, 501))).hasMessageStartingWith(
				"Rows in an order of their own are kept until all are read: these would weigh 100,200,");
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
