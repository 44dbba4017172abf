package io.callmeter.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Streams so long that several of their batches are written at once.
@TestPropertySource(properties = { "callmeter.ingest.batch=20", "callmeter.ingest.stream-writers=4" })
class StreamIT extends PostgresIT {

	private static final int CALLS = 2_000;

	private static final int BATCH = 20;

	@Test
	void recordsOfOneCallAreAppliedInTheirOrderHoweverFarApart() {
		List<ObjectNode> records = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			records.add(TestCalls.call("moves-" + i % 30, "INBOUND")
				.put("startedAt", TestCalls.NINE.plus(Duration.ofDays(i % 61)).minus(Duration.ofDays(60)).toString())
				.put("trunk", "t" + i));
		}

		Answer answer = stream(records);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("created").asInt()).isEqualTo(30);
		assertThat(answer.json().path("updated").asInt()).isEqualTo(CALLS - 30);
		assertThat(
				owner().sql("select trunk from call order by substring(trunk from 2)::int").query(String.class).list())
			.containsExactlyElementsOf(IntStream.range(CALLS - 30, CALLS).mapToObj((i) -> "t" + i).toList());
	}

	@Test
	void rejectionsAreInTheOrderOfTheirLinesWhoeverRefuses() {
		List<ObjectNode> records = answered();
		for (int i = 5; i < CALLS; i += 100) {
			records.set(i, TestCalls.answered("c-" + i).put("direction", "SIDEWAYS"));
		}

		Answer answer;
		try (var _ = FailingInserts.of(owner(), "new.call_id like 'c-%50'", "23514")) {
			answer = stream(records);
		}

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(lines(answer)).hasSize(2 * CALLS / 100).isSorted().contains(6, 51, 106, 151);
		assertThat(answer.json().path("created").asInt()).isEqualTo(CALLS - 2 * CALLS / 100);
	}

	@Test
	void theNextLineIsTheFirstThatMayBeMissingAndTheReportKnowsWhatIsStored() {
		Answer answer;
		try (var _ = FailingInserts.of(owner(), "new.call_id = 'c-1234'", "25006")) {
			answer = stream(answered());
		}

		assertThat(answer.status()).isEqualTo(503);
		int nextLine = answer.json().path("nextLine").asInt();
		assertThat(nextLine).isEqualTo(1234 / BATCH * BATCH + 1);
		List<@Nullable Integer> stored = owner().sql("select substring(call_id from 3)::int + 1 from call order by 1")
			.query(Integer.class)
			.list();
		assertThat(stored).hasSize(answer.json().path("report").path("created").asInt())
			.startsWith(IntStream.range(1, nextLine).boxed().toArray(Integer[]::new))
			.doesNotContain(nextLine, 1235, nextLine + BATCH - 1)
			.hasSizeLessThan(nextLine + 4 * BATCH);

		Answer again = stream(answered().subList(nextLine - 1, CALLS));

		assertThat(again.json().path("rejectedCount").asInt()).isZero();
		assertThat(owner().sql("select count(*) from call").query(Integer.class).single()).isEqualTo(CALLS);
	}

	private static List<ObjectNode> answered() {
		return IntStream.range(0, CALLS)
			.mapToObj((i) -> TestCalls.answered("c-" + i))
			.collect(Collectors.toCollection(ArrayList::new));
	}

	private static List<Integer> lines(Answer answer) {
		return answer.json().path("rejected").findValues("line").stream().map(JsonNode::asInt).toList();
	}

	private Answer stream(List<ObjectNode> records) {
		return http().post("/v1/calls", "application/x-ndjson",
				records.stream().map(JsonNode::toString).collect(Collectors.joining("\n")));
	}

}
