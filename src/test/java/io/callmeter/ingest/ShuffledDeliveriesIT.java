package io.callmeter.ingest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.Thorough;
import io.callmeter.call.Call;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// However deliveries are cut, ordered, repeated and sent at once: the figures are those of the calls sent once in order.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ShuffledDeliveriesIT extends PostgresIT {

	private static final long SEED = 20261116;

	private static final int WRITERS = 8;

	private static final String NDJSON = "application/x-ndjson";

	/// Everything, and by all that figures can be asked by.
	private static final List<String> QUESTIONS = List.of("", "&groupBy=queue", "&groupBy=agent&interval=P1D",
			"&groupBy=campaign&interval=P1D", "&groupBy=number,direction", "&groupBy=outcome",
			"&groupBy=queue&interval=PT1H", "&interval=PT15M&timeZone=Asia/Kathmandu",
			"&interval=P1M&timeZone=America/New_York&groupBy=direction");

	/// Ratios over offered visits have no value by agent; costs have one by campaign
	/// only.
	private static final String BY_AGENT = "handled,averageTalkTime,averageHoldTime,averageWrapUpTime,averageHandleTime,"
			+ "talkP90,handleP50,holdRate,transfers,offers,missedOffers,agentAnswerRate,shortCalls,calls,resolved,csat";

	@Test
	@Tag(Thorough.TAG)
	void callsInPiecesThreeTimesFromEightWritersCountAsOnceInOrder() throws Exception {
		List<Call> calls = RandomCalls.seeded(SEED, Thorough.orElse(10_000, 200));
		List<Call> pieces = new ArrayList<>();
		calls.forEach((call) -> {
			pieces.addAll(TestCalls.parts(call));
			pieces.addAll(TestCalls.legByLeg(call));
			pieces.addAll(TestCalls.legByLeg(call));
		});

		compare(calls, pieces);
	}

	@Test
	@Tag(Thorough.TAG)
	void whatOlderRevisionsSaidDoesNotCount() throws Exception {
		List<Call> calls = RandomCalls.seeded(SEED + 1, Thorough.orElse(1_000, 100))
			.stream()
			.map((call) -> TestCalls.revised(2, call))
			.toList();
		List<Call> pieces = new ArrayList<>();
		calls.forEach((call) -> {
			Call wrong = TestCalls.revised(1, TestCalls.shifted(Duration.ofDays(-2), call));
			pieces.add(call);
			pieces.add(call);
			pieces.add(wrong);
			pieces.addAll(TestCalls.parts(wrong));
		});

		compare(calls, pieces);
	}

	private void compare(List<Call> calls, List<Call> pieces) throws Exception {
		sayWhatCodesAndNumbersMean();
		JsonNode report = sent(calls);
		assertThat(report.path("created").asInt()).isEqualTo(calls.size());
		Map<String, String> expected = figures();
		emptyTables();
		sayWhatCodesAndNumbersMean();

		Collections.shuffle(pieces, new Random(SEED));
		List<JsonNode> reports = sentAtOnce(pieces);

		assertThat(reports).allSatisfy((each) -> assertThat(each.path("rejectedCount").asInt()).isZero());
		assertThat(reports.stream().mapToLong((each) -> each.path("received").asLong()).sum()).isEqualTo(pieces.size());
		assertThat(reports.stream().mapToLong((each) -> each.path("created").asLong()).sum()).isEqualTo(calls.size());
		assertThat(figures()).isEqualTo(expected);

		assertThat(sent(calls).path("unchanged").asInt()).isEqualTo(calls.size());
		assertThat(figures()).isEqualTo(expected);
	}

	/// An agent with another code, a number whose meaning changes among the calls, one
	/// that has none before.
	private static void sayWhatCodesAndNumbersMean() {
		owner().sql("insert into agent (tenant_id, code, name) values (1, 'carol', 'Carol')").update();
		owner().sql("insert into agent_alias (tenant_id, alias, agent) values (1, 'SIP/carol', 'carol')").update();
		owner().sql("""
				insert into centre_number (tenant_id, number, name)
				values (1, '+442079460800', 'Sales'), (1, '+442079460801', 'Support')""").update();
		owner().sql("""
				insert into number_assignment (tenant_id, number, valid_from, valid_to, campaign, queue)
				values (1, '+442079460800', '-infinity', :day, 'winter', 'sales')
				     , (1, '+442079460800', :day, null, 'summer', 'lines')
				     , (1, '+442079460801', :day, null, null, 'lines')""")
			.param("day", RandomCalls.FROM.plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
			.update();
	}

	private List<JsonNode> sentAtOnce(List<Call> pieces) throws InterruptedException, ExecutionException {
		try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Callable<JsonNode>> streams = IntStream.range(0, WRITERS)
				.<Callable<JsonNode>>mapToObj((writer) -> () -> sent(
						pieces.subList(pieces.size() * writer / WRITERS, pieces.size() * (writer + 1) / WRITERS)))
				.toList();
			List<JsonNode> reports = new ArrayList<>();
			for (Future<JsonNode> stream : writers.invokeAll(streams)) {
				reports.add(stream.get());
			}
			return reports;
		}
	}

	private JsonNode sent(List<Call> calls) {
		Answer answer = http().post("/v1/calls", NDJSON, TestCalls.lines(calls));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	/// The answers to all questions, and all facts, with customers by their numbers: what
	/// stands for a number is random.
	private Map<String, String> figures() {
		JsonNode catalogue = http().get("/v1/kpis/catalogue").json().path("items");
		List<String> ids = catalogue.findValuesAsString("id").stream().distinct().toList();
		String metrics = String.join(",", ids);
		String withoutCosts = ids.stream().filter((id) -> !id.startsWith("cost")).collect(Collectors.joining(","));
		String range = "from=" + encoded(RandomCalls.FROM.minus(Duration.ofDays(3))) + "&to="
				+ encoded(RandomCalls.TO.plus(Duration.ofDays(1))) + "&metrics=";
		Map<String, String> figures = new LinkedHashMap<>();
		for (String question : QUESTIONS) {
			boolean byCampaign = !question.contains("groupBy=") || question.contains("groupBy=campaign");
			String asked = question.contains("groupBy=agent") ? BY_AGENT : byCampaign ? metrics : withoutCosts;
			Answer answer = http().get("/v1/kpis?" + range + asked + question);
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			figures.put(question, answer.body());
		}
		for (String view : List.of("leg_fact", "call_fact")) {
			figures.put(view, owner().sql("""
					select count(*) || ' ' || count(k) || ' ' || md5(string_agg(fact, ';' order by fact))
					  from (
					    select k, (to_jsonb(f) - 'customer_id' - 'dialled_customer_id'
					             || jsonb_build_object('customer', k.number))::text as fact
					      from %s f
					      left join customer k using (tenant_id, customer_id)
					  ) facts""".formatted(view)).query(String.class).single());
		}
		return figures;
	}

	private static String encoded(Object text) {
		return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
	}

}
