package io.callmeter.source.csv;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.callmeter.PostgresIT;
import io.callmeter.source.csv.BankDay.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A real day goes in as a CSV file, and every figure equals one computed from the file by other means.
class BankDayIT extends PostgresIT {

	private static final String RANGE = "from=1999-08-01&to=1999-08-02&timeZone=Asia/Jerusalem";

	private static final String VISIT_METRICS = "offered,answered,abandoned,averageSpeedOfAnswer,averageAbandonTime,"
			+ "longestWait,waitP50,waitP90,serviceLevel,abandonmentRate";

	private static final String SEGMENT_METRICS = "handled,averageTalkTime,talkP50";

	private List<Row> rows = List.of();

	@BeforeEach
	void importTheDay() throws IOException {
		assumeTrue(BankDay.isThere(), "the bank's day is not beside the project (../shared/data/technion)");
		BankDay day = BankDay.read();
		var answer = http().post(
				"/v1/imports/csv?"
						+ parameters("columns", "callId=id", "startedAt=begin", "endedAt=end", "leg.legId=leg",
								"leg.ivr=menu", "leg.queue=service", "leg.agent=server", "leg.queuedAt=queued",
								"leg.answeredAt=answered", "leg.endedAt=left", "leg.outcome=how")
						+ "&constants=direction%3DINBOUND&"
						+ parameters("values", "leg.outcome:AGENT=ANSWERED", "leg.outcome:HANG=ABANDONED")
						+ "&timeZone=Asia/Jerusalem&" + parameters("datePattern", "dd/MM/yyyy HH:mm[:ss]"),
				"text/csv", day.asCsv());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isZero();
		this.rows = day.rows();
	}

	@Test
	void callsOfTheDayAreAllThere() {
		JsonNode total = kpis("metrics=calls,averageCallLength,abandonedCalls").path("total").path("metrics");

		assertThat(total.path("calls").path("value").asInt()).isEqualTo(this.rows.size());
		assertThat(number(total.path("averageCallLength").path("numerator")))
			.isEqualByComparingTo(sum(this.rows, (row) -> seconds(row.first(), row.last())));
	}

	@Test
	void visitsByQueueAndHourEqualThoseOfTheFile() {
		compareVisits("queue", (row) -> row.cell("type"));
	}

	@Test
	void visitsByHourEqualThoseOfTheFile() {
		compareVisits(null, (row) -> "");
	}

	@Test
	void segmentsByAgentAndHourEqualThoseOfTheFile() {
		Map<String, List<Row>> expected = grouped(answered(visits()), (row) -> row.cell("server"));
		Map<String, JsonNode> actual = rowsWith("handled",
				kpis("metrics=" + SEGMENT_METRICS + "&groupBy=agent&interval=PT1H"), "agent");

		assertThat(actual.keySet()).isEqualTo(expected.keySet());
		expected.forEach((key, segments) -> {
			JsonNode metrics = Objects.requireNonNull(actual.get(key));
			List<BigDecimal> talks = segments.stream()
				.map((row) -> seconds(row.served(), row.left()))
				.sorted()
				.toList();
			assertThat(metrics.path("handled").path("value").asInt()).as(key).isEqualTo(segments.size());
			assertRatio(key, metrics.path("averageTalkTime"), sum(talks), segments.size());
			assertThat(number(metrics.path("talkP50").path("value"))).as(key).isEqualByComparingTo(nearest(talks, 50));
		});
	}

	private void compareVisits(@Nullable String group, Function<Row, String> key) {
		Map<String, List<Row>> expected = grouped(visits(), key);
		Map<String, JsonNode> actual = rowsWith("offered", kpis("metrics=" + VISIT_METRICS
				+ "&interval=PT1H&threshold=20" + ((group != null) ? "&groupBy=" + group : "")), group);

		assertThat(actual.keySet()).isEqualTo(expected.keySet());
		expected.forEach((cell, visits) -> {
			JsonNode metrics = Objects.requireNonNull(actual.get(cell));
			List<Row> answered = answered(visits);
			List<Row> abandoned = visits.stream().filter((row) -> row.outcome().equals("HANG")).toList();
			List<BigDecimal> waits = visits.stream().map(BankDayIT::waitOf).sorted().toList();
			assertThat(metrics.path("offered").path("value").asInt()).as(cell).isEqualTo(visits.size());
			assertThat(metrics.path("answered").path("value").asInt()).as(cell).isEqualTo(answered.size());
			assertThat(metrics.path("abandoned").path("value").asInt()).as(cell).isEqualTo(abandoned.size());
			assertRatio(cell, metrics.path("abandonmentRate"), BigDecimal.valueOf(abandoned.size()), visits.size());
			assertRatio(cell, metrics.path("averageSpeedOfAnswer"), sum(answered, BankDayIT::waitOf), answered.size());
			assertRatio(cell, metrics.path("averageAbandonTime"), sum(abandoned, BankDayIT::waitOf), abandoned.size());
			assertRatio(cell, metrics.path("serviceLevel"), BigDecimal.valueOf(within20(answered)),
					answered.size() + abandoned.size() - within20(abandoned));
			assertThat(number(metrics.path("longestWait").path("value"))).as(cell)
				.isEqualByComparingTo(waits.getLast());
			assertThat(number(metrics.path("waitP50").path("value"))).as(cell).isEqualByComparingTo(nearest(waits, 50));
			assertThat(number(metrics.path("waitP90").path("value"))).as(cell).isEqualByComparingTo(nearest(waits, 90));
		});
	}

	private JsonNode kpis(String query) {
		var answer = http().get("/v1/kpis?" + RANGE + "&" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private List<Row> visits() {
		return this.rows.stream().filter(Row::hasVisit).toList();
	}

	private static List<Row> answered(List<Row> visits) {
		return visits.stream().filter((row) -> row.outcome().equals("AGENT")).toList();
	}

	private static long within20(List<Row> visits) {
		return visits.stream().filter((row) -> waitOf(row).intValueExact() <= 20).count();
	}

	private static BigDecimal waitOf(Row row) {
		return seconds(row.queued(), row.outcome().equals("AGENT") ? row.served() : row.left());
	}

	private static Map<String, List<Row>> grouped(List<Row> visits, Function<Row, String> key) {
		return visits.stream()
			.collect(Collectors.groupingBy(
					(row) -> key.apply(row) + " " + Objects.requireNonNull(row.queued()).getHour(), TreeMap::new,
					Collectors.toList()));
	}

	/// The metrics of the rows of an answer that counted anything, by group and local
	/// hour.
	private static Map<String, JsonNode> rowsWith(String count, JsonNode answer, @Nullable String group) {
		Map<String, JsonNode> rows = new TreeMap<>();
		answer.path("rows").forEach((row) -> {
			if (row.path("metrics").path(count).path("value").asInt() > 0) {
				int hour = OffsetDateTime.parse(row.path("from").asString())
					.atZoneSameInstant(java.time.ZoneId.of("Asia/Jerusalem"))
					.getHour();
				rows.put(((group != null) ? row.path("group").path(group).asString() : "") + " " + hour,
						row.path("metrics"));
			}
		});
		return rows;
	}

	private static void assertRatio(String cell, JsonNode figure, BigDecimal numerator, long denominator) {
		assertThat(figure.path("denominator").asLong()).as(cell).isEqualTo(denominator);
		if (denominator == 0) {
			assertThat(figure.path("value").isNull()).as(cell).isTrue();
		}
		else {
			assertThat(number(figure.path("numerator"))).as(cell).isEqualByComparingTo(numerator);
			assertThat(figure.path("value").asDouble()).as(cell)
				.isCloseTo(numerator.doubleValue() / denominator, org.assertj.core.data.Offset.offset(1e-9));
		}
	}

	/// The smallest value that at least so many percent do not exceed.
	private static BigDecimal nearest(List<BigDecimal> sorted, int percent) {
		return sorted.get((percent * sorted.size() + 99) / 100 - 1);
	}

	private static BigDecimal sum(List<Row> rows, Function<Row, BigDecimal> value) {
		return sum(rows.stream().map(value).collect(Collectors.toCollection(ArrayList::new)));
	}

	private static BigDecimal sum(List<BigDecimal> values) {
		return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private static BigDecimal seconds(@Nullable LocalTime from, @Nullable LocalTime to) {
		return BigDecimal
			.valueOf(Duration.between(Objects.requireNonNull(from), Objects.requireNonNull(to)).toSeconds());
	}

	private static BigDecimal number(JsonNode node) {
		return node.decimalValue();
	}

	private static String parameters(String name, String... values) {
		return List.of(values)
			.stream()
			.map((value) -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

}
