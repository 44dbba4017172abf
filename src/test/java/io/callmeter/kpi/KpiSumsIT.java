package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import io.callmeter.call.Leg;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What holds for whatever calls there are: the identity of visits, and that groups and intervals add up.
class KpiSumsIT extends PostgresIT {

	private static final List<String> ENDS = List.of("answered", "abandoned", "overflowed", "callbacks", "voicemails",
			"refused", "failed", "waiting");

	private static final String RANGE = "from=" + RandomCalls.FROM.minus(Duration.ofDays(1)) + "&to="
			+ RandomCalls.TO.plus(Duration.ofDays(40)) + "&timeZone=Europe/London";

	private static final List<String> GROUPS = List.of("", "&groupBy=queue", "&groupBy=agent", "&groupBy=campaign",
			"&groupBy=number", "&groupBy=direction", "&groupBy=outcome", "&groupBy=queue,campaign,direction",
			"&groupBy=agent,outcome", "&groupBy=hourOfDay", "&groupBy=dayOfWeek,hourOfDay",
			"&groupBy=disposition,source", "&groupBy=trunk,endedBy", "&groupBy=ivr", "&groupBy=hangupCause",
			"&groupBy=team", "&groupBy=dayPart");

	private static String intervals(Dice dice) {
		return dice.oneOf("", "&interval=PT6H", "&interval=P1D", "&interval=P1W");
	}

	private static String filters(Dice dice) {
		return dice.oneOf("", "&queue=sales", "&queue=sales,support", "&queue=", "&direction=INBOUND",
				"&direction=OUTBOUND,INTERNAL", "&campaign=", "&number=%2B442079460800", "&agent=alice",
				"&hourOfDay=9,10", "&dayOfWeek=MONDAY", "&outcome=CONNECTED,open", "&basis=END", "&basis=ANSWER",
				"&endedBy=", "&dayParts=am:MON-SUN@00:00-12:00&dayPart=am", "&attribution=FIRST");
	}

	@Property(tries = 15)
	void visitsAreWhatBecameOfThem(Dice dice) {
		List<Call> calls = RandomCalls.calls(dice, 1, 60);
		post(calls);
		String filters = filters(dice);

		JsonNode answer = kpis("offered," + String.join(",", ENDS), dice.oneOf(GROUPS) + intervals(dice) + filters);

		answer.path("rows").forEach((row) -> assertIdentity(row.path("metrics")));
		assertIdentity(answer.path("total").path("metrics"));
		if (filters.isEmpty() || filters.contains("attribution")) {
			assertThat(count(answer.path("total").path("metrics"), "offered")).isEqualTo(visits(calls));
		}
	}

	@Property(tries = 15)
	void groupsAndIntervalsAddUpToTheTotal(Dice dice) {
		post(RandomCalls.calls(dice, 1, 60));
		String groups = dice.oneOf(GROUPS);
		String filters = filters(dice);
		boolean byAgent = groups.contains("agent") || filters.contains("agent") || groups.contains("team");
		String metrics = Metrics.all()
			.stream()
			.filter((metric) -> addsUp(metric) && !(byAgent && isRefusedByAgent(metric)))
			.map(Metric::id)
			.collect(Collectors.joining(","));

		JsonNode answer = kpis(metrics, groups + intervals(dice) + filters);

		Map<String, BigDecimal> sums = new TreeMap<>();
		answer.path("rows").forEach((row) -> add(sums, row.path("metrics")));
		Map<String, BigDecimal> total = new TreeMap<>();
		add(total, answer.path("total").path("metrics"));
		total.forEach((part, value) -> assertThat(sums.getOrDefault(part, BigDecimal.ZERO)).as(part)
			.isEqualByComparingTo(value));
	}

	@Property(tries = 5)
	void everyCallCountsOnceUnderEachGroup(Dice dice) {
		List<Call> calls = RandomCalls.calls(dice, 1, 60);
		post(calls);

		JsonNode answer = kpis("calls,attempts", dice.oneOf(GROUPS));

		long calling = 0;
		for (JsonNode row : answer.path("rows")) {
			calling += count(row.path("metrics"), "calls");
		}
		assertThat(calling).isEqualTo(calls.size());
	}

	private void post(List<Call> calls) {
		var answer = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		Assertions.assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.size());
	}

	private JsonNode kpis(String metrics, String choices) {
		var answer = http().get("/v1/kpis?" + RANGE + "&metrics=" + metrics + choices);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static void assertIdentity(JsonNode metrics) {
		assertThat(count(metrics, "offered")).as("%s", metrics)
			.isEqualTo(ENDS.stream().mapToLong((end) -> count(metrics, end)).sum());
	}

	private static long count(JsonNode metrics, String id) {
		return metrics.path(id).path("value").asLong();
	}

	private static long visits(List<Call> calls) {
		return calls.stream()
			.flatMap((call) -> call.legs().stream())
			.filter((leg) -> leg.kind() == Leg.Kind.VISIT)
			.count();
	}

	/// Not hours, distinct numbers, percentiles, maxima and what is known by campaign
	/// only.
	private static boolean addsUp(Metric metric) {
		return metric.figure().measures().stream().noneMatch(Measure::isDistinct) && switch (metric.figure()) {
			case Figure.Count _, Figure.Total _, Figure.Share _, Figure.Ratio _, Figure.Mean _, Figure.ServiceLevel _,
					Figure.RepeatRate _ ->
				true;
			case Figure.Longest _, Figure.Percentile _, Figure.PerHour _, Figure.WholeSeconds _, Figure.Money _,
					Figure.Cost _, Figure.CostPer _ ->
				false;
		};
	}

	private static boolean isRefusedByAgent(Metric metric) {
		return Arrays.asList("answerRate", "abandonmentRate", "adjustedAbandonmentRate", "serviceLevel")
			.contains(metric.id());
	}

	private static void add(Map<String, BigDecimal> sums, JsonNode metrics) {
		metrics.properties().forEach((figure) -> {
			JsonNode parts = figure.getValue();
			if (parts.has("denominator")) {
				sums.merge(figure.getKey() + ".numerator", parts.path("numerator").decimalValue(), BigDecimal::add);
				sums.merge(figure.getKey() + ".denominator", parts.path("denominator").decimalValue(), BigDecimal::add);
			}
			else {
				sums.merge(figure.getKey(), parts.path("value").decimalValue(), BigDecimal::add);
			}
		});
	}

}
