package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.HalfToldCalls;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The service and the reference agree on calls whose legs and answers were not all told: ends that never came, and plain
/// records.
class ClosedLegsIT extends PostgresIT {

	private static final Instant FROM = Instant.parse("2026-10-31T00:00:00Z");

	private static final Instant TO = Instant.parse("2026-11-20T00:00:00Z");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	@Property(tries = 2)
	void whatWasNotToldIsClosedAlike(Dice dice) {
		// Times that contradict each other a little are moved when they are stored.
		List<Call> calls = HalfToldCalls.of(dice, 150).stream().filter((call) -> call.inOrder().equals(call)).toList();
		var posted = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(posted.json().path("created").asInt()).as(posted.body()).isEqualTo(calls.size());

		for (Basis basis : List.of(Basis.START, Basis.END, Basis.ANSWER)) {
			for (List<Key> groupBy : List.of(List.<Key>of(), List.of(Key.QUEUE), List.of(Key.OUTCOME),
					List.of(Key.ENDED_BY, Key.DIRECTION), List.of(Key.HOUR_OF_DAY), List.of(Key.DAY_OF_WEEK))) {
				var question = new Question(FROM, TO, ZoneId.of("Europe/London"), Unit.allMetrics().toList(), groupBy,
						null, Map.of(), basis, false, Question.Judgement.USUAL, Question.Limits.USUAL, null);
				assertSame(question, calls);
			}
		}
	}

	private void assertSame(Question question, List<Call> calls) {
		var answer = http().get(question.path());
		assertThat(answer.status()).as("%s: %s", question, answer.body()).isEqualTo(200);
		Answer expected = ReferenceKpis.answer(calls, question, Instant.now());
		JsonNode json = JSON.readTree(answer.body());

		assertThat(Instant.parse(json.path("dataThrough").asString())).isEqualTo(expected.dataThrough());
		assertThat(values(json.at("/total/metrics"))).as("%s", question).isEqualTo(shown(expected.total()));
		var rows = new ArrayList<Map<String, String>>();
		json.path("rows").forEach((row) -> rows.add(values(row.path("metrics"))));
		assertThat(rows).as("%s", question)
			.containsExactlyInAnyOrderElementsOf(expected.rows().values().stream().map(ClosedLegsIT::shown).toList());
		assertThat(http().get(question.path() + "&rollups=false").body()).as("%s", question).isEqualTo(answer.body());
	}

	private static Map<String, String> values(JsonNode metrics) {
		return metrics.properties()
			.stream()
			.filter((figure) -> !figure.getValue().has("byCurrency"))
			.collect(Collectors.toMap(Map.Entry::getKey, (figure) -> shown(new Value(number(figure.getValue(), "value"),
					number(figure.getValue(), "numerator"), number(figure.getValue(), "denominator"), null, null))));
	}

	private static Map<String, String> shown(Map<String, Value> values) {
		return values.entrySet()
			.stream()
			.filter((figure) -> figure.getValue().byCurrency() == null)
			.collect(Collectors.toMap(Map.Entry::getKey, (figure) -> shown(figure.getValue())));
	}

	private static String shown(Value value) {
		return value.value() + " (" + value.numerator() + "/" + value.denominator() + ")";
	}

	private static @Nullable BigDecimal number(JsonNode figure, String part) {
		return figure.hasNonNull(part) ? figure.path(part).decimalValue() : null;
	}

}
