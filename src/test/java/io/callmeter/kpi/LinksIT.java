package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What holds of the lists behind figures, whatever calls there are: they have exactly what was counted.
class LinksIT extends PostgresIT {

	private static final String RANGE = "from=" + RandomCalls.FROM.minus(Duration.ofDays(1)) + "&to="
			+ RandomCalls.TO.plus(Duration.ofDays(40)) + "&timeZone=Europe/London";

	/// Figures looked at of each answer; each costs two lists.
	private static final int FIGURES = 20;

	/// Metrics asked for at once: so many that every answer, of each group in each
	/// interval, is one that is given.
	private static final int METRICS = 12;

	/// Dividing by visits that no agent took.
	private static final List<String> UNKNOWN_TO_AGENTS = List.of("answerRate", "abandonmentRate",
			"adjustedAbandonmentRate", "serviceLevel", "averageWait");

	/// What a list shows of the durations that are added up.
	private static final Map<String, List<String>> SUMMED = Map.of("averageWait", List.of("waitSeconds"),
			"averageSpeedOfAnswer", List.of("waitSeconds"), "averageAbandonTime", List.of("waitSeconds"),
			"averageTalkTime", List.of("talkSeconds"), "averageHoldTimeAll", List.of("holdSeconds"),
			"averageWrapUpTime", List.of("wrapUpSeconds"), "averageHandleTime",
			List.of("talkSeconds", "holdSeconds", "wrapUpSeconds"));

	private static String groups(Dice dice) {
		return dice.oneOf("", "&groupBy=queue", "&groupBy=agent", "&groupBy=campaign,direction", "&groupBy=number",
				"&groupBy=outcome", "&groupBy=queue,agent", "&groupBy=dayOfWeek,hourOfDay", "&groupBy=disposition",
				"&groupBy=source,endedBy", "&groupBy=ivr,trunk", "&groupBy=hangupCause", "&groupBy=team",
				"&groupBy=dayPart&dayParts=am:MON-SUN@00:00-12:00,night:MON-SUN@22:00-04:00");
	}

	private static String choices(Dice dice) {
		return dice.oneOf("", "&interval=PT6H", "&interval=P1D", "&queue=sales,support", "&direction=INBOUND",
				"&agent=alice", "&basis=END&interval=PT6H", "&basis=ANSWER&interval=P1D", "&attribution=FIRST",
				"&threshold=60&shortAbandon=30&serviceLevelPolicy=ABANDONS_CREDITED", "&comparison=lt", "&shortCall=60",
				"&abandonAfter=2&repeatWindow=P1D", "&profile=asterisk&profileOptions=second", "&profile=wazo",
				"&profile=vicidial");
	}

	@Property(tries = 10)
	void eachFigureLinksToWhatItCounted(Dice dice) {
		post(RandomCalls.calls(dice, 1, 40));
		String groups = groups(dice);
		String choices = choices(dice);
		boolean byAgent = (groups + choices).contains("agent") || groups.contains("team");
		List<String> known = Metrics.all()
			.stream()
			.filter((metric) -> !metric.isCost())
			.map(Metric::id)
			.filter((id) -> !byAgent || !UNKNOWN_TO_AGENTS.contains(id))
			.toList();
		String metrics = dice.shuffled(known).stream().limit(METRICS).collect(Collectors.joining(","));

		JsonNode answer = get("/v1/kpis?" + RANGE + "&links=true&metrics=" + metrics + groups + choices);

		dice.shuffled(linked(answer)).stream().limit(FIGURES).forEach((figure) -> assertListed(figure));
	}

	private void assertListed(Linked figure) {
		List<JsonNode> above = things(figure.links().path("numerator").asString());
		if (figure.countsAbove()) {
			assertThat(above).as("%s", figure)
				.hasSize(figure.value()
					.path(figure.value().has("numerator") ? "numerator" : "value")
					.decimalValue()
					.intValueExact());
		}
		if (SUMMED.containsKey(figure.id())) {
			assertThat(sum(above, SUMMED.get(figure.id()))).as("%s", figure)
				.isEqualByComparingTo(figure.value().path("numerator").decimalValue());
		}
		if (figure.countsBelow()) {
			assertThat(things(figure.links().path("denominator").asString())).as("%s", figure)
				.hasSize(figure.value().path("denominator").decimalValue().intValueExact());
		}
	}

	private List<JsonNode> things(String link) {
		var things = new ArrayList<JsonNode>();
		get(link + "&limit=1000").path("items").forEach(things::add);
		assertThat(things.stream()
			.map((thing) -> thing.path("call").path("callId").asString() + " "
					+ thing.path("leg").path("legId").asString("")))
			.as(link)
			.doesNotHaveDuplicates();
		return things;
	}

	private void post(List<Call> calls) {
		var answer = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.size());
	}

	private JsonNode get(String path) {
		var answer = http().get(path);
		assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static List<Linked> linked(JsonNode answer) {
		var cells = new ArrayList<JsonNode>();
		answer.path("rows").forEach(cells::add);
		cells.add(answer.path("total"));
		var figures = new ArrayList<Linked>();
		cells.forEach((cell) -> cell.path("metrics")
			.properties()
			.forEach((figure) -> figures
				.add(new Linked(figure.getKey(), figure.getValue(), cell.path("links").path(figure.getKey())))));
		return figures;
	}

	private static BigDecimal sum(List<JsonNode> things, List<String> durations) {
		return things.stream()
			.flatMap((thing) -> durations.stream().map((duration) -> thing.path("leg").path(duration).decimalValue()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/// A figure of an answer with its links.
	private record Linked(String id, JsonNode value, JsonNode links) {

		/// Whether what is above is a number of things that a list shows one by one.
		boolean countsAbove() {
			return switch (metric().figure()) {
				case Figure.Count count -> shown(count.amount());
				case Figure.Share share -> shown(share.over());
				case Figure.Ratio ratio -> shown(ratio.over());
				case Figure.ServiceLevel _, Figure.RepeatRate _ -> true;
				case Figure.Total _, Figure.Mean _, Figure.WholeSeconds _, Figure.Longest _, Figure.Percentile _,
						Figure.PerHour _, Figure.Money _, Figure.Cost _, Figure.CostPer _ ->
					false;
			};
		}

		/// Whether what is below is a number of things that a list shows one by one.
		boolean countsBelow() {
			Amount below = metric().figure().countedBelow();
			return this.value.has("denominator") && below != null && shown(below);
		}

		private Metric metric() {
			return Metrics.find(this.id).orElseThrow();
		}

		/// Not so distinct numbers, which a list shows masked, and scores.
		private static boolean shown(Amount amount) {
			return amount.measures()
				.stream()
				.noneMatch((measure) -> measure.isDistinct() || measure == Measure.CSAT_SCORE);
		}

	}

}
