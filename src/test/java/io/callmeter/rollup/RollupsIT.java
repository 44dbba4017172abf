package io.callmeter.rollup;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.call.Call;
import io.callmeter.kpi.MetricIds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// Cells say what facts say, byte for byte, whatever happens to calls and whenever changes are folded.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class RollupsIT extends PostgresIT {

	private static final long SEED = 20261130;

	private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 30);

	private static final LocalDate LAST_DAY = LocalDate.of(2026, 12, 10);

	private static final List<String> UNKNOWN_TO_AGENTS = List.of("answerRate", "abandonmentRate",
			"adjustedAbandonmentRate", "serviceLevel", "averageWait");

	@Autowired
	private Rollups rollups;

	@Property(tries = 6)
	void cellsSayWhatFactsSay(Dice dice) {
		List<Call> calls = calls(dice);
		List<Call> others = calls(dice);
		this.rollups.rebuild(TENANT);
		for (int step = 0; step < 8; step++) {
			String done = change(calls, others, dice);
			compare(done, dice);
		}
		fold(Integer.MAX_VALUE);
		compare("all is folded", dice);
		String longest = "from=2026-10-31&to=2026-11-14&groupBy=queue&metrics=longestWait,waitP90,callLengthP50"
				+ "&percentiles=estimated";
		assertThat(plan(http().get("/v1/kpis?" + longest))).contains("leg_fact: histograms of longestWait, waitP90",
				"call_fact: histograms of lengthP50");
		assertThat(this.rollups.verify(TENANT, FIRST_DAY, LAST_DAY)).isEmpty();
		for (Changes changes : Changes.values()) {
			assertThat(this.rollups.unfolded(TENANT, changes).changes()).as("%s", changes).isZero();
		}
	}

	@Test
	void theLongestOfVisitsThatDidNotWaitIsZero() {
		this.rollups.rebuild(TENANT);
		post(List.of(TestCalls.decoded(TestCalls.abandonedAfter("at once", Duration.ZERO))));

		Answer answer = http()
			.get("/v1/kpis?from=2026-01-01&to=2027-01-01&metrics=longestWait,waitP99&percentiles=estimated");

		assertThat(plan(answer)).contains("histograms of longestWait");
		assertThat(answer.json().at("/total/metrics/longestWait/value").decimalValue()).isZero();
		assertThat(answer.json().at("/total/metrics/waitP99").toString())
			.isEqualTo("{\"value\":0,\"population\":1,\"errorBound\":0}");
	}

	private static List<Call> calls(Dice dice) {
		return RandomCalls.calls(dice, 5, 30);
	}

	@ParameterizedTest
	@ValueSource(strings = { "update leg_cell set offered = offered + 1", "update leg_cell set wait_us = wait_us - 1",
			"update call_cell set calls = calls + 1", "delete from leg_cell where grain = 'day'",
			"update call_cell set starts_at = starts_at + interval '1 hour' where grain = 'day'",
			"update histogram set things = things + 1", "delete from histogram where duration = 'handle'",
			"delete from leg_change", "update call_change set length_us = length_us + 1" })
	void whatIsSpoiltIsFoundAndMadeAnew(String spoil) {
		List<Call> calls = RandomCalls.seeded(SEED, 30);
		this.rollups.rebuild(TENANT);
		post(calls.subList(0, calls.size() / 2));
		fold(Integer.MAX_VALUE);
		post(calls.subList(calls.size() / 2, calls.size()));
		assertThat(owner().sql(spoil).update()).isPositive();

		assertThat(rollups("verify").path("mismatches").asInt()).isPositive();
		rollups("rebuild");

		assertThat(rollups("verify").path("mismatches").asInt()).isZero();
		compare(spoil, Dice.of(SEED));
	}

	/// What a new version of the facts does to a replica that goes on writing.
	@Property(tries = 2)
	void cellsOfOtherFactsAreNotReadAndLeaveNothingBehind(Dice dice) {
		List<Call> calls = calls(dice);
		this.rollups.rebuild(TENANT);
		int half = calls.size() / 2;
		post(calls.subList(0, half));
		fold(half);
		facts(3);
		try {
			post(calls);
			String question = "from=2026-10-31&to=2026-11-08&metrics=offered,abandoned,waitedOver60&groupBy=queue";
			Answer before = http().get("/v1/kpis?" + question);
			assertThat(plan(before)).contains("leg_fact: facts");

			this.rollups.rebuild(TENANT);

			Answer after = http().get("/v1/kpis?" + question);
			assertThat(plan(after)).contains("leg_fact: rollups");
			assertThat(after.body()).isEqualTo(before.body());
			assertThat(this.rollups.verify(TENANT, FIRST_DAY, LAST_DAY)).isEmpty();
		}
		finally {
			facts(2);
		}
		this.rollups.rebuild(TENANT);
		assertThat(this.rollups.verify(TENANT, FIRST_DAY, LAST_DAY)).isEmpty();
	}

	private static void facts(int version) {
		owner().sql("""
				create or replace function fact_version() returns int language sql immutable parallel safe return %d
				""".formatted(version)).update();
	}

	private static String plan(Answer answer) {
		return answer.headers().firstValue("Callmeter-Plan").orElse("");
	}

	private JsonNode rollups(String operation) {
		Answer answer = http().post("/v1/rollups/" + operation + "?from=" + FIRST_DAY + "&to=" + LAST_DAY,
				"application/json", "");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private void fold(int most) {
		for (Changes changes : Changes.values()) {
			assertThat(this.rollups.fold(TENANT, changes, most)).as("%s", changes).isTrue();
		}
	}

	private String change(List<Call> calls, List<Call> others, Dice dice) {
		Call call = dice.oneOf(calls);
		String path = "/v1/calls/" + TestCalls.encoded(call.callId());
		return switch (dice.between(0, 9)) {
			case 0, 1, 2 -> {
				List<Call> some = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					some.add(dice.oneOf(calls));
				}
				post(some.stream().distinct().toList());
				yield "some were posted";
			}
			case 3 -> {
				Call other = TestCalls.named(call.callId(), dice.oneOf(others));
				http().put(path, "application/json", TestCalls.json(other));
				yield "one was replaced";
			}
			case 4 -> {
				http().delete(path);
				yield "one was deleted";
			}
			case 5 -> {
				http().patch(path, "application/merge-patch+json",
						"{\"resolved\": " + dice.chance(0.5) + ", \"csat\": 0.9, \"converted\": null}");
				yield "one was patched";
			}
			case 6 -> {
				Call moved = TestCalls.shifted(Duration.ofMinutes(dice.between(0, 2999)), call);
				http().put(path, "application/json", TestCalls.json(moved));
				yield "one was moved";
			}
			case 7, 8 -> {
				Changes changes = dice.oneOf(Changes.values());
				this.rollups.fold(TENANT, changes, dice.between(1, 20));
				yield "some of " + changes + " were folded";
			}
			default -> {
				this.rollups.rebuild(TENANT, FIRST_DAY.plusDays(dice.between(0, 4)),
						FIRST_DAY.plusDays(dice.between(5, 34)));
				yield "some cells were made anew";
			}
		};
	}

	private void compare(String done, Dice dice) {
		String question = question(dice);
		Answer cells = http().get("/v1/kpis?" + question);
		Answer facts = http().get("/v1/kpis?" + question + "&rollups=false");
		assertThat(cells.status()).as(cells.body()).isEqualTo(200);
		assertThat(cells.body()).as("%s: %s by %s", done, question, plan(cells)).isEqualTo(facts.body());
		Answer estimated = http().get("/v1/kpis?" + question + "&percentiles=estimated");
		assertThat(estimated.status()).as(estimated.body()).isEqualTo(200);
		assertThat(withPercentilesOf(facts.json(), estimated.json()))
			.as("%s: %s by %s", done, question, plan(estimated))
			.isEqualTo(facts.json());
	}

	/// What was estimated, with each percentile replaced by the exact one, which must not
	/// be longer, and not shorter by the error bound.
	private static JsonNode withPercentilesOf(JsonNode exact, JsonNode estimated) {
		if (estimated instanceof ObjectNode figure && figure.has("errorBound") && exact.has("errorBound")) {
			if (figure.path("value").isNull()) {
				assertThat(exact.path("value").isNull()).as("%s for %s", estimated, exact).isTrue();
			}
			else {
				BigDecimal value = figure.path("value").decimalValue();
				BigDecimal bound = figure.path("errorBound").decimalValue();
				assertThat(exact.path("value").decimalValue()).as("%s for %s", estimated, exact)
					.isLessThanOrEqualTo(value)
					.isGreaterThanOrEqualTo(value.subtract(bound));
				assertThat(bound).isLessThanOrEqualTo(value.movePointLeft(2).max(BigDecimal.ONE));
			}
			return exact;
		}
		if (estimated instanceof ObjectNode object) {
			object.propertyNames()
				.forEach((name) -> object.set(name, name.equals("estimated") ? exact.path(name)
						: withPercentilesOf(exact.path(name), object.path(name))));
		}
		if (estimated instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, withPercentilesOf(exact.path(i), array.path(i)));
			}
		}
		return estimated;
	}

	private static String question(Dice dice) {
		String groups = dice.oneOf("", "queue", "campaign", "direction", "queue,campaign,direction", "agent",
				"agent,queue", "team", "number", "outcome", "campaign,number,outcome", "hourOfDay", "dayOfWeek,queue",
				"source");
		String filter = dice.oneOf("", "", "", "&queue=sales", "&queue=sales,", "&campaign=spring", "&campaign=",
				"&direction=INBOUND", "&agent=alice,bob", "&number=%2B442079460800&direction=INBOUND",
				"&outcome=CONNECTED,open", "&dayOfWeek=SUNDAY,MONDAY", "&dayParts=am:MON-SUN@00:00-12:00&dayPart=am");
		String range = dice.oneOf("from=2026-10-31&to=2026-11-14", "from=2026-10-31T00:07&to=2026-11-03T23:52",
				"from=2026-11-01T00:15&to=2026-11-02T00:45", "from=2026-11-01T10:01&to=2026-11-01T10:09",
				"from=2026-10-01&to=2026-11-08&timeZone=Asia/Kolkata",
				"from=2026-10-31&to=2026-11-04&timeZone=America/New_York");
		String choices = dice.oneOf("", "", "&threshold=60&shortAbandon=30", "&comparison=lt",
				"&serviceLevelPolicy=ALL_OFFERED&threshold=5", "&shortCall=20", "&abandonAfter=2", "&attribution=FIRST",
				"&profile=connect", "&profile=wazo", "&basis=END", "&compare=previous",
				"&orderBy=-" + (groups.contains("agent") ? "handled" : "offered"));
		boolean isLong = range.contains("to=2026-11-08") || range.contains("to=2026-11-14");
		String interval = isLong ? dice.oneOf("", "", "&interval=P1D", "&interval=P1W")
				: dice.oneOf("", "", "&interval=P1D", "&interval=PT15M", "&interval=PT1H", "&interval=PT20M");
		boolean byAgent = (groups + filter).contains("agent") || groups.contains("team");
		return range + "&metrics=" + metrics(byAgent, dice) + (groups.isEmpty() ? "" : "&groupBy=" + groups) + filter
				+ choices + interval;
	}

	/// Some, with those that the order needs; not costs, which are no sums of facts.
	private static String metrics(boolean byAgent, Dice dice) {
		List<String> ids = new ArrayList<>(MetricIds.all());
		ids.removeIf((id) -> id.startsWith("cost") || (byAgent && UNKNOWN_TO_AGENTS.contains(id)));
		return "handled,offered," + String.join(",", dice.shuffled(ids).subList(0, 12));
	}

	/// A call that contradicts what replaced it meanwhile is refused, and none of it must
	/// be summed.
	private void post(List<Call> calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(answer.status()).as(answer.body()).isIn(200, 422);
	}

}
