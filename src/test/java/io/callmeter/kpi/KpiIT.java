package io.callmeter.kpi;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.call;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static io.callmeter.kpi.Deliveries.menu;
import static io.callmeter.kpi.Deliveries.offer;
import static io.callmeter.kpi.Deliveries.outbound;
import static io.callmeter.kpi.Deliveries.segment;
import static io.callmeter.kpi.Deliveries.visit;
import static org.assertj.core.api.Assertions.assertThat;

/// Calls in by HTTP, figures out by HTTP.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class KpiIT extends PostgresIT {

	private static final String WEEK = "from=2026-11-09&to=2026-11-16";

	private static final Duration TEN = Duration.ofSeconds(10);

	@Autowired
	private MeterRegistry meters;

	@Test
	void makesTheGoldenNumbersOfEachServiceLevelPolicy() {
		var calls = new ArrayList<Fields>();
		visits(calls, 860, (at) -> answered("sales", "alice", at, Duration.ofSeconds(20)));
		visits(calls, 140, (at) -> answered("sales", "alice", at, Duration.ofSeconds(21)));
		visits(calls, 10, (at) -> left("sales", at, Duration.ofSeconds(5), "ABANDONED"));
		visits(calls, 10, (at) -> left("sales", at, Duration.ofSeconds(20), "ABANDONED"));
		visits(calls, 40, (at) -> left("sales", at, Duration.ofSeconds(60), "ABANDONED"));
		post(calls);

		Map.of("ANSWERED_ONLY", "86.00", "ABANDONS_NEGATIVE", "81.13", "ABANDONS_IGNORED", "82.69", "ABANDONS_CREDITED",
				"83.02", "SHORT_EXCLUDED", "81.90", "ALL_OFFERED", "81.13")
			.forEach((policy, percent) -> {
				JsonNode answer = kpis("metrics=serviceLevel&serviceLevelPolicy=" + policy);
				assertThat(percent(value(answer, "serviceLevel"))).as(policy).isEqualTo(percent);
				assertThat(answer.path("serviceLevelPolicy").asString()).isEqualTo(policy);
			});
		JsonNode answer = kpis("metrics=serviceLevel,shortAbandoned,abandoned&queue=sales");
		assertThat(answer.path("threshold").decimalValue()).isEqualByComparingTo("20");
		assertThat(answer.path("shortAbandon").decimalValue()).isEqualByComparingTo("5");
		assertThat(part(answer, "serviceLevel", "numerator")).isEqualByComparingTo("860");
		assertThat(part(answer, "serviceLevel", "denominator")).isEqualByComparingTo("1040");
		assertThat(value(answer, "shortAbandoned")).isEqualByComparingTo("10");
	}

	@Test
	void makesTheGoldenNumbersOfAHundredVisits() {
		var calls = new ArrayList<Fields>();
		visits(calls, 70, (at) -> answered("sales", "alice", at, Duration.ofSeconds(1)));
		visits(calls, 10, (at) -> left("sales", at, Duration.ofSeconds(10), "ABANDONED"));
		visits(calls, 20, (at) -> answered("sales", "alice", at, Duration.ofSeconds(100)));
		post(calls);

		Map.of("ABANDONS_NEGATIVE", "70.00", "ABANDONS_IGNORED", "77.78", "ABANDONS_CREDITED", "80.00")
			.forEach((policy,
					percent) -> assertThat(
							percent(value(kpis("metrics=serviceLevel&serviceLevelPolicy=" + policy), "serviceLevel")))
						.as(policy)
						.isEqualTo(percent));
	}

	@Test
	void dividesTheSumsOfCampaignsOnce() {
		var calls = new ArrayList<Fields>();
		campaign(calls, "small", 1, 10);
		campaign(calls, "large", 50, 100);
		post(calls);

		JsonNode answer = kpis("metrics=answerRate&groupBy=campaign");

		assertThat(part(answer, "answerRate", "numerator")).isEqualByComparingTo("51");
		assertThat(part(answer, "answerRate", "denominator")).isEqualByComparingTo("110");
		assertThat(value(answer, "answerRate")).isEqualByComparingTo("0.4636363636");
		assertThat(rows(answer, "campaign", "answerRate")).containsExactly("large 0.5", "small 0.1");
	}

	@Test
	void holdsTheIdentityOfVisitsForEveryGroupAndInterval() {
		var outcomes = List.of("ABANDONED", "OVERFLOWED", "CALLBACK", "VOICEMAIL", "REFUSED", "FAILED");
		var calls = new ArrayList<Fields>();
		for (int n = 0; n < 60; n++) {
			Instant at = MONDAY.plus(Duration.ofHours(n));
			String queue = "q" + n % 3;
			calls.add(inbound(at).with("campaign", "c" + n % 2)
				.legs(left(queue, at, TEN, outcomes.get(n % outcomes.size())),
						answered(queue, "a" + n % 4, at.plusSeconds(30), TEN)));
			calls.add(call("INBOUND", at).legs(visit(queue, at)));
		}
		post(calls);
		String parts = "answered,abandoned,overflowed,callbacks,voicemails,refused,failed,waiting";

		for (String groups : List.of("", "queue", "agent", "campaign", "direction", "outcome", "number",
				"queue,agent,campaign,number,direction,outcome")) {
			for (String interval : List.of("", "&interval=P1D", "&interval=PT1H&timeZone=Asia/Kolkata")) {
				JsonNode answer = kpis("metrics=offered," + parts + "&groupBy=" + groups + interval);
				var all = new ArrayList<JsonNode>();
				answer.path("rows").forEach(all::add);
				BigDecimal offered = BigDecimal.ZERO;
				for (JsonNode row : all) {
					offered = offered.add(number(row, "offered"));
				}
				all.add(answer.path("total"));
				for (JsonNode row : all) {
					BigDecimal sum = Stream.of(parts.split(",", -1))
						.map((id) -> number(row, id))
						.reduce(BigDecimal.ZERO, BigDecimal::add);
					assertThat(sum).as(groups + interval).isEqualByComparingTo(number(row, "offered"));
				}
				assertThat(offered).as("rows of " + groups + interval).isEqualByComparingTo("180");
				assertThat(value(answer, "offered")).isEqualByComparingTo("180");
			}
		}
	}

	@Test
	void countsACallAtExactlyFromAndNotAtExactlyTo() {
		for (Instant at : List.of(MONDAY.minusNanos(1000), MONDAY, MONDAY.plusSeconds(86400).minusNanos(1000),
				MONDAY.plusSeconds(86400))) {
			post(List.of(inbound(at).legs(left("sales", at, TEN, "ABANDONED"))));
		}

		JsonNode day = get("from=2026-11-09&to=2026-11-10&metrics=calls,offered,abandonedCalls");

		assertThat(value(day, "calls")).isEqualByComparingTo("2");
		assertThat(value(day, "offered")).isEqualByComparingTo("2");
		JsonNode days = get("from=2026-11-08&to=2026-11-11&metrics=calls,offered&interval=P1D");
		assertThat(rows(days, "from", "calls")).containsExactly("2026-11-08T00:00:00Z 1", "2026-11-09T00:00:00Z 2",
				"2026-11-10T00:00:00Z 1");
		assertThat(rows(days, "from", "offered")).containsExactly("2026-11-08T00:00:00Z 1", "2026-11-09T00:00:00Z 2",
				"2026-11-10T00:00:00Z 1");
	}

	@Test
	void countsAVisitAtExactlyTheThresholdAsInTime() {
		Duration microsecond = Duration.ofNanos(1000);
		for (Duration wait : List.of(Duration.ofSeconds(20), Duration.ofSeconds(20).plus(microsecond))) {
			post(List.of(inbound(MONDAY).legs(answered("sales", "alice", MONDAY, wait))));
		}
		for (Duration wait : List.of(Duration.ofSeconds(5), Duration.ofSeconds(5).plus(microsecond))) {
			post(List.of(inbound(MONDAY).legs(left("sales", MONDAY, wait, "ABANDONED"))));
		}

		JsonNode answer = kpis("metrics=serviceLevel,shortAbandoned,longestWait&serviceLevelPolicy=ANSWERED_ONLY");

		assertThat(part(answer, "serviceLevel", "numerator")).isEqualByComparingTo("1");
		assertThat(value(answer, "shortAbandoned")).isEqualByComparingTo("1");
		assertThat(value(answer, "longestWait")).isEqualByComparingTo("20.000001");
		assertThat(part(kpis("metrics=serviceLevel&threshold=20.000001&serviceLevelPolicy=ANSWERED_ONLY"),
				"serviceLevel", "numerator"))
			.isEqualByComparingTo("2");
	}

	@Test
	void callsAVisitThatIsBeingTalkedToAnswered() {
		post(List.of(
				call("INBOUND", MONDAY)
					.legs(answered("sales", "alice", MONDAY, TEN).without("endedAt").without("outcome")),
				call("INBOUND", MONDAY.plusSeconds(9)).legs(visit("sales", MONDAY.plusSeconds(9)))));

		JsonNode answer = kpis("metrics=offered,answered,waiting,averageSpeedOfAnswer,averageWait,handled,calls,"
				+ "averageTalkTime,longestWait&groupBy=outcome");

		assertThat(value(answer, "answered")).isEqualByComparingTo("1");
		assertThat(value(answer, "waiting")).isEqualByComparingTo("1");
		assertThat(value(answer, "averageSpeedOfAnswer")).isEqualByComparingTo("10");
		assertThat(part(answer, "averageWait", "denominator")).isEqualByComparingTo("1");
		assertThat(value(answer, "handled")).isEqualByComparingTo("0");
		assertThat(answer.path("total").path("metrics").path("averageTalkTime").path("value").isNull()).isTrue();
		assertThat(rows(answer, "outcome", "calls")).containsExactly("open 2");
		assertThat(answer.path("dataThrough").asString()).isEqualTo("2026-11-09T00:00:00Z");
	}

	@Test
	void isThroughUntilTheOldestOpenThingBegan() {
		assertThat(kpis("metrics=calls").path("dataThrough").asString()).isEqualTo("2026-11-16T00:00:00Z");
		post(List.of(call("INBOUND", MONDAY.minusSeconds(60)).legs(visit("sales", MONDAY.plusSeconds(100)))));
		assertThat(kpis("metrics=calls").path("dataThrough").asString()).isEqualTo("2026-11-09T00:01:40Z");
		post(List.of(call("INBOUND", MONDAY.plusSeconds(70))));
		assertThat(kpis("metrics=calls").path("dataThrough").asString()).isEqualTo("2026-11-09T00:01:10Z");
		JsonNode future = get("from=2026-11-09&to=2100-01-01&metrics=callsPerHour&interval=P10Y");
		assertThat(Instant.parse(future.path("dataThrough").asString())).isBeforeOrEqualTo(Instant.now());
	}

	@Test
	void showsWhatHasNoQueueOrAgentAsARowThatAddsUp() {
		post(List.of(inbound(MONDAY).legs(answered("sales", "alice", MONDAY, TEN)),
				inbound(MONDAY).legs(left("sales", MONDAY, TEN, "ABANDONED")),
				inbound(MONDAY).legs(menu(MONDAY, "SERVED"))));

		JsonNode byQueue = kpis("metrics=calls,offered&groupBy=queue");
		JsonNode byAgent = kpis("metrics=calls,offered&groupBy=agent");

		assertThat(rows(byQueue, "queue", "calls")).containsExactly("sales 2", "null 1");
		assertThat(rows(byQueue, "queue", "offered")).containsExactly("sales 2", "null 0");
		assertThat(rows(byAgent, "agent", "calls")).containsExactly("alice 1", "null 2");
		assertThat(rows(byAgent, "agent", "offered")).containsExactly("alice 1", "null 1");
		assertThat(value(kpis("metrics=calls&queue="), "calls")).isEqualByComparingTo("1");
		assertThat(value(kpis("metrics=calls&queue=,sales"), "calls")).isEqualByComparingTo("3");
		assertThat(value(kpis("metrics=calls,offered&queue=sales&queue=none"), "calls")).isEqualByComparingTo("2");
		assertThat(value(kpis("metrics=offered&agent="), "offered")).isEqualByComparingTo("1");
	}

	@Test
	void countsATransferredCallOnceUnderItsLastQueueAndAgent() {
		post(List.of(inbound(MONDAY).legs(offer("sales", "zoe", MONDAY, "MISSED"),
				answered("sales", "alice", MONDAY, TEN).with("transfer", "BLIND"),
				answered("support", "bob", MONDAY.plusSeconds(70), TEN))));

		JsonNode units = kpis("metrics=calls,offered,offers,handled,transfers,transferredCalls,missedOffers");

		assertThat(Stream.of("calls", "offered", "offers", "handled", "transfers", "transferredCalls", "missedOffers")
			.map((id) -> value(units, id).toPlainString())).containsExactly("1", "2", "3", "2", "1", "1", "1");
		assertThat(rows(kpis("metrics=calls&groupBy=queue,agent"), "queue", "calls")).containsExactly("support 1");
		assertThat(rows(kpis("metrics=calls&groupBy=queue&attribution=first&queue=sales"), "queue", "calls"))
			.containsExactly("sales 1");
		assertThat(rows(kpis("metrics=calls&groupBy=agent&attribution=FIRST"), "agent", "calls"))
			.containsExactly("alice 1", "bob 0", "zoe 0");
		assertThat(value(kpis("metrics=calls&agent=alice"), "calls")).isEqualByComparingTo("0");
	}

	@Test
	void showsActiveQueuesAndEveryInterval() {
		post(List.of(inbound(MONDAY).legs(left("sales", MONDAY, TEN, "ABANDONED"))));
		owner().sql("insert into queue values (1, 'billing', 'Billing', true), (1, 'old', 'Old', false)").update();

		JsonNode answer = get(
				"from=2026-11-08&to=2026-11-10&metrics=offered,abandonmentRate&groupBy=queue&interval=P1D");

		assertThat(rows(answer, "queue", "offered")).containsExactly("billing 0", "billing 0", "sales 0", "sales 1");
		assertThat(rows(answer, "queue", "abandonmentRate")).containsExactly("billing null", "billing null",
				"sales null", "sales 1");
		assertThat(rows(kpis("metrics=offered&groupBy=queue&queue=billing"), "queue", "offered"))
			.containsExactly("billing 0");
		assertThat(rows(kpis("metrics=offered&groupBy=queue,direction"), "queue", "offered"))
			.containsExactly("sales 1");
		assertThat(rows(get("from=2030-01-01&to=2030-01-03&metrics=calls&interval=P1D"), "from", "calls"))
			.containsExactly("2030-01-01T00:00:00Z 0", "2030-01-02T00:00:00Z 0");
	}

	@Test
	void cutsDaysAtTheMidnightsOfTheTimeZone() {
		Instant at = Instant.parse("2025-03-30T22:30:00Z");
		post(List.of(inbound(at), inbound(at.minusSeconds(3600))));

		JsonNode answer = get(
				"from=2025-03-30&to=2025-04-01&timeZone=Europe/Paris&interval=P1D&metrics=calls,callsPerHour");

		assertThat(rows(answer, "from", "calls")).containsExactly("2025-03-30T00:00:00+01:00 1",
				"2025-03-31T00:00:00+02:00 1");
		assertThat(answer.path("rows").path(0).path("metrics").path("callsPerHour").path("denominator").decimalValue())
			.isEqualByComparingTo("23");
		assertThat(part(answer, "callsPerHour", "denominator")).isEqualByComparingTo("47");
		assertThat(answer.path("timeZone").asString()).isEqualTo("Europe/Paris");
		assertThat(get("from=2025-03-30&to=2025-03-31&timeZone=Europe/Paris&interval=PT1H&metrics=calls").path("rows"))
			.hasSize(23);
	}

	@Test
	void choosesPercentilesByNearestRankInEveryGroupAndTheTotal() {
		for (int n = 1; n <= 10; n++) {
			post(List
				.of(inbound(MONDAY).legs(answered((n <= 5) ? "low" : "high", "alice", MONDAY, Duration.ofSeconds(n)))));
		}

		JsonNode answer = kpis("metrics=waitP50,waitP90,waitP99,abandonP50,talkP90,handleP95&groupBy=queue");

		assertThat(rows(answer, "queue", "waitP50")).containsExactly("high 8", "low 3");
		assertThat(value(answer, "waitP50")).isEqualByComparingTo("5");
		assertThat(value(answer, "waitP90")).isEqualByComparingTo("9");
		assertThat(value(answer, "waitP99")).isEqualByComparingTo("10");
		assertThat(value(answer, "talkP90")).isEqualByComparingTo("60");
		assertThat(part(answer, "waitP90", "population")).isEqualByComparingTo("10");
		assertThat(part(answer, "waitP90", "errorBound")).isEqualByComparingTo("0");
		assertThat(answer.path("total").path("metrics").path("abandonP50").path("value").isNull()).isTrue();
		assertThat(part(answer, "abandonP50", "population")).isEqualByComparingTo("0");
	}

	@Test
	void dividesHandlingByEndedSegments() {
		post(List.of(
				inbound(MONDAY)
					.legs(answered("sales", "alice", MONDAY, TEN).with("holdSeconds", 12.5).with("wrapUpSeconds", 30)),
				inbound(MONDAY).legs(answered("sales", "alice", MONDAY, TEN).with("transfer", "CONSULT")),
				inbound(MONDAY).legs(segment("bob", MONDAY).with("endedAt", MONDAY.plusSeconds(5))),
				inbound(MONDAY).legs(segment("bob", MONDAY).with("endedAt", MONDAY.plusNanos(599_000_001_000L)))));

		JsonNode answer = kpis("metrics=handled,averageTalkTime,averageHoldTime,averageHoldTimeAll,averageWrapUpTime,"
				+ "averageHandleTime,holdRate,transferRate,consultTransfers,blindTransfers,shortCalls,longCalls");

		assertThat(value(answer, "handled")).isEqualByComparingTo("4");
		assertThat(part(answer, "averageTalkTime", "numerator")).isEqualByComparingTo("711.500001");
		assertThat(value(answer, "averageTalkTime")).isEqualByComparingTo("177.87500025");
		assertThat(value(answer, "averageHoldTime")).isEqualByComparingTo("12.5");
		assertThat(value(answer, "averageHoldTimeAll")).isEqualByComparingTo("3.125");
		assertThat(value(answer, "averageWrapUpTime")).isEqualByComparingTo("7.5");
		assertThat(part(answer, "averageHandleTime", "numerator")).isEqualByComparingTo("754.000001");
		assertThat(value(answer, "holdRate")).isEqualByComparingTo("0.25");
		assertThat(value(answer, "transferRate")).isEqualByComparingTo("0.25");
		assertThat(value(answer, "consultTransfers")).isEqualByComparingTo("1");
		assertThat(value(answer, "blindTransfers")).isEqualByComparingTo("0");
		assertThat(value(answer, "shortCalls")).isEqualByComparingTo("1");
		assertThat(value(answer, "longCalls")).isEqualByComparingTo("0");
		assertThat(value(kpis("metrics=longCalls&longCall=599"), "longCalls")).isEqualByComparingTo("1");
		assertThat(value(kpis("metrics=shortCalls&shortCall=PT5S"), "shortCalls")).isEqualByComparingTo("0");
	}

	@Test
	void doesNotBlameAnAgentForACallerWhoHungUp() {
		post(List.of(inbound(MONDAY).legs(offer("sales", "alice", MONDAY, "MISSED"),
				offer("sales", "alice", MONDAY.plusSeconds(20), "CANCELLED"),
				offer("sales", "alice", MONDAY.plusSeconds(40), "DECLINED"),
				answered("sales", "alice", MONDAY, Duration.ofSeconds(80)))));

		JsonNode answer = kpis("metrics=offers,missedOffers,agentAnswerRate&agent=alice");

		assertThat(value(answer, "offers")).isEqualByComparingTo("4");
		assertThat(value(answer, "missedOffers")).isEqualByComparingTo("2");
		assertThat(part(answer, "agentAnswerRate", "numerator")).isEqualByComparingTo("1");
		assertThat(part(answer, "agentAnswerRate", "denominator")).isEqualByComparingTo("3");
	}

	@Test
	void addsUpAttemptsByOutcome() {
		Instant at = MONDAY;
		post(List.of(outbound(at).with("answeredAt", at.plusSeconds(5)).legs(segment("alice", at.plusSeconds(8))),
				outbound(at).with("answeredAt", at.plusSeconds(5)), outbound(at).with("hangupCause", 17),
				outbound(at).with("hangupCause", 20), outbound(at).with("hangupCause", 21),
				outbound(at).with("hangupCause", 1), outbound(at).with("hangupCause", 41), outbound(at),
				outbound(at).with("outcome", "MACHINE").with("answeredAt", at.plusSeconds(5)),
				outbound(at).without("endedAt").with("to", "+33142685301")));

		JsonNode answer = kpis("metrics=attempts,connected,outboundAnswerRate,humanAnswerRate,noAnswerRate,busyRate,"
				+ "unreachableRate,rejectedRate,invalidRate,failedRate,networkEffectiveness,"
				+ "abandonedCallRate,attemptsPerNumber,averageRingTime,averageConnectTime,conversionRate");

		assertThat(value(answer, "attempts")).isEqualByComparingTo("10");
		assertThat(value(answer, "connected")).isEqualByComparingTo("3");
		assertThat(value(answer, "outboundAnswerRate")).isEqualByComparingTo("0.3");
		assertThat(value(answer, "humanAnswerRate")).isEqualByComparingTo("0.2");
		for (String id : List.of("noAnswerRate", "busyRate", "unreachableRate", "rejectedRate", "invalidRate",
				"failedRate")) {
			assertThat(value(answer, id)).as(id).isEqualByComparingTo("0.1");
		}
		assertThat(value(answer, "networkEffectiveness")).isEqualByComparingTo("0.7");
		assertThat(value(answer, "abandonedCallRate")).isEqualByComparingTo("0.5");
		assertThat(value(answer, "attemptsPerNumber")).isEqualByComparingTo("5");
		assertThat(value(answer, "averageRingTime")).isEqualByComparingTo("30");
		assertThat(part(answer, "averageRingTime", "denominator")).isEqualByComparingTo("6");
		assertThat(value(answer, "averageConnectTime")).isEqualByComparingTo("3");
		assertThat(value(kpis("metrics=abandonedCallRate&abandonAfter=2"), "abandonedCallRate"))
			.isEqualByComparingTo("1");
		assertThat(value(kpis("metrics=abandonedCallRate&abandonAfter=3"), "abandonedCallRate"))
			.isEqualByComparingTo("0.5");
		assertThat(value(kpis("metrics=attemptsPerNumber&groupBy=outcome"), "attemptsPerNumber"))
			.isEqualByComparingTo("5");
	}

	@Test
	void countsCallsAndWhatCameOfThem() {
		post(List.of(
				inbound(MONDAY).with("resolved", true)
					.with("csat", 0.8)
					.with("converted", true)
					.legs(answered("sales", "alice", MONDAY, TEN).with("transfer", "BLIND")),
				inbound(MONDAY).with("resolved", false).with("csat", 0.75).legs(segment("bob", MONDAY)),
				inbound(MONDAY).with("from", "anonymous").legs(menu(MONDAY, "SERVED")),
				inbound(MONDAY).with("endedAt", MONDAY.plusSeconds(40))
					.legs(menu(MONDAY, "SERVED"), left("sales", MONDAY.plusSeconds(5), TEN, "ABANDONED"))));

		JsonNode answer = kpis("metrics=calls,withheldCalls,averageCallLength,averageConversationTime,abandonedCalls,"
				+ "callAbandonmentRate,averageCallAbandonTime,ivrContained,resolved,resolutionRate,transferredCalls,"
				+ "transfersPerResolved,csat,csatAverage,surveyResponseRate,conversions,conversionRate,callsPerHour");

		assertThat(value(answer, "calls")).isEqualByComparingTo("4");
		assertThat(value(answer, "withheldCalls")).isEqualByComparingTo("1");
		assertThat(value(answer, "averageCallLength")).isEqualByComparingTo("460");
		assertThat(value(answer, "averageConversationTime")).isEqualByComparingTo("60");
		assertThat(value(answer, "abandonedCalls")).isEqualByComparingTo("1");
		assertThat(value(answer, "callAbandonmentRate")).isEqualByComparingTo("0.25");
		assertThat(value(answer, "averageCallAbandonTime")).isEqualByComparingTo("40");
		assertThat(value(answer, "ivrContained")).isEqualByComparingTo("0.5");
		assertThat(value(answer, "resolved")).isEqualByComparingTo("1");
		assertThat(value(answer, "resolutionRate")).isEqualByComparingTo("0.5");
		assertThat(value(answer, "transferredCalls")).isEqualByComparingTo("1");
		assertThat(value(answer, "transfersPerResolved")).isEqualByComparingTo("1");
		assertThat(value(answer, "csat")).isEqualByComparingTo("0.5");
		assertThat(value(answer, "csatAverage")).isEqualByComparingTo("0.775");
		assertThat(value(answer, "surveyResponseRate")).isEqualByComparingTo("1");
		assertThat(value(answer, "conversions")).isEqualByComparingTo("1");
		assertThat(value(answer, "conversionRate")).isEqualByComparingTo("0.5");
		assertThat(part(answer, "callsPerHour", "denominator")).isEqualByComparingTo("168");
	}

	@Test
	void givesEveryMetricOfTheCatalogueInEveryGroup() {
		post(List.of(inbound(MONDAY).legs(answered("sales", "alice", MONDAY, TEN)), outbound(MONDAY)));
		JsonNode catalogue = http().get("/v1/kpis/catalogue").json().path("items");
		String all = StreamSupport.stream(catalogue.spliterator(), false)
			.map((metric) -> metric.path("id").asString())
			.filter((id) -> !id.startsWith("cost"))
			.collect(Collectors.joining(","));

		JsonNode costs = kpis("metrics=cost,costPerCall,costPerAnsweredCall,costPerConversion&groupBy=campaign")
			.path("total")
			.path("metrics");
		JsonNode answer = kpis("metrics=" + all + "&groupBy=queue,campaign,number,direction,outcome&interval=P1D");

		assertThat(catalogue).allSatisfy((metric) -> {
			String id = metric.path("id").asString();
			JsonNode value = (id.startsWith("cost") ? costs : answer.path("total").path("metrics")).path(id);
			assertThat(value.has("value")).as(id).isTrue();
			if (metric.path("unit").asString().equals("money")) {
				assertThat(value.has("byCurrency")).as(id).isTrue();
			}
			else {
				assertThat(value.has("numerator")).as(id).isEqualTo(!metric.path("denominator").isNull());
			}
			assertThat(List.of("label", "unit", "formula", "numerator", "source"))
				.allSatisfy((field) -> assertThat(metric.path(field).asString()).as(id + " " + field).isNotBlank());
		});
		assertThat(catalogue.path(0).path("additive").booleanValue()).isTrue();
	}

	@Test
	void knowsNoCostUntilACampaignHasOne() {
		post(List.of(inbound(MONDAY).with("campaign", "dear").legs(answered("sales", "alice", MONDAY, TEN)),
				inbound(MONDAY).with("campaign", "unknown").legs(answered("sales", "alice", MONDAY, TEN))));
		owner().sql("""
				update campaign set cost = 70, currency = 'EUR', starts_on = '2026-11-09', ends_on = '2026-11-15'
				 where code = 'dear'""").update();

		String costs = "metrics=cost,costPerCall&groupBy=campaign&campaign=dear,unknown&currency=";
		assertThat(kpis(costs + "EUR").path("rows").valueStream().map((row) -> row.path("metrics").toString()))
			.containsExactly(
					"{\"cost\":{\"value\":70,\"byCurrency\":{\"EUR\":70}},"
							+ "\"costPerCall\":{\"value\":70,\"numerator\":70,\"denominator\":1}}",
					"{\"cost\":{\"value\":null,\"byCurrency\":{}},\"costPerCall\":{\"value\":null}}");
		assertThat(kpis(costs + "USD").path("total").path("metrics"))
			.hasToString("{\"cost\":{\"value\":null,\"byCurrency\":{}},\"costPerCall\":{\"value\":null}}");
	}

	@Test
	void refusesTextsThatNoDatabaseHolds() {
		Answer answer = http().get("/v1/kpis?from=2026-11-09&to=2026-11-16&metrics=offered&queue=a%00");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("field").asString()).isEqualTo("queue");
		assertThat(answer.json().path("detail").asString())
			.isEqualTo("Invalid queue. It contains the character NUL; remove it.");
	}

	/// By hand, because no HTTP client sends such a query.
	@Test
	void refusesAQueryThatCannotBeDecoded() throws IOException {
		try (var socket = new Socket("localhost", http().service().getPort())) {
			socket.getOutputStream().write("""
					GET /v1/kpis?metrics=offered&confidence=95%% HTTP/1.1\r
					Host: localhost\r
					Authorization: Bearer %s\r
					Connection: close\r
					\r
					""".formatted(KEY).getBytes(StandardCharsets.US_ASCII));

			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 400 ")
				.contains("Write a percent sign as %25");
		}
	}

	@Test
	void givesTheSameBytesForTheSameCalls() {
		post(List.of(inbound(MONDAY).legs(answered("sales", "alice", MONDAY, Duration.ofNanos(12_499_999_000L)))));
		String query = "/v1/kpis?" + WEEK + "&metrics=averageWait,answerRate,offered&groupBy=queue";

		Answer answer = http().get(query);

		assertThat(answer.body()).isEqualTo(http().get(query).body())
			.isEqualTo("{\"from\":\"2026-11-09T00:00:00Z\",\"to\":\"2026-11-16T00:00:00Z\",\"timeZone\":\"UTC\","
					+ "\"dataThrough\":\"2026-11-16T00:00:00Z\",\"definitionVersion\":2,\"basis\":\"START\","
					+ "\"interval\":null,\"groupBy\":[\"queue\"],"
					+ "\"serviceLevelPolicy\":\"ABANDONS_IGNORED\",\"threshold\":20,\"shortAbandon\":5,\"shortCall\":10,"
					+ "\"longCall\":600,\"abandonAfter\":null,\"attribution\":\"LAST\",\"warnings\":[],"
					+ "\"rows\":[{\"from\":\"2026-11-09T00:00:00Z\",\"to\":\"2026-11-16T00:00:00Z\",\"group\":{\"queue\":\"sales\"},"
					+ "\"metrics\":{\"averageWait\":{\"value\":12.499999,\"numerator\":12.499999,\"denominator\":1},"
					+ "\"answerRate\":{\"value\":1,\"numerator\":1,\"denominator\":1,\"n\":1},\"offered\":{\"value\":1}}}],"
					+ "\"total\":{\"metrics\":{\"averageWait\":{\"value\":12.499999,\"numerator\":12.499999,"
					+ "\"denominator\":1},\"answerRate\":{\"value\":1,\"numerator\":1,\"denominator\":1,\"n\":1},"
					+ "\"offered\":{\"value\":1}}},\"estimated\":[]}");
	}

	@Test
	void writesCsvWithThePartsOfRatios() {
		post(List.of(inbound(MONDAY).legs(answered("a, \"b\"", "alice", MONDAY, TEN)), inbound(MONDAY)));

		Answer answer = http().with("Accept", "text/csv")
			.get("/v1/kpis?" + WEEK + "&metrics=calls,serviceLevel,waitP50&groupBy=queue");

		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
		assertThat(answer.body()).isEqualTo(
				"""
						from,to,queue,calls,serviceLevel,serviceLevel.numerator,serviceLevel.denominator,waitP50,waitP50.errorBound\r
						2026-11-09T00:00:00Z,2026-11-16T00:00:00Z,"a, ""b""\",1,1,1,1,10,0\r
						2026-11-09T00:00:00Z,2026-11-16T00:00:00Z,,1,,0,0,,0\r
						""");
	}

	@Test
	void streamsMoreRowsAsCsvThanJsonMayHave() {
		post(List.of(inbound(MONDAY).with("disposition", "SALE"), inbound(MONDAY).with("disposition", "COMPLAINT"),
				inbound(MONDAY)));
		String month = "/v1/kpis?from=2026-11-01&to=2026-12-01&interval=PT1M&metrics=calls&groupBy=disposition";

		Answer json = http().get(month);
		Answer csv = http().with("Accept", "text/csv").get(month);

		assertThat(json.status()).isEqualTo(400);
		assertThat(json.json().path("type").asString()).isEqualTo("urn:callmeter:problem:answer-too-large");
		assertThat(json.json().path("detail").asString())
			.startsWith("The answer is too large: it would have 129,600 rows (3 groups in 43,200 intervals)")
			.contains("The limits of JSON are 100,000 rows", "format=csv");
		assertThat(csv.body().lines()).hasSize(1 + 3 * 30 * 24 * 60);
		assertThat(csv.body().lines().filter((line) -> line.endsWith(",1"))).containsExactly(
				"2026-11-09T00:00:00Z,2026-11-09T00:01:00Z,COMPLAINT,1",
				"2026-11-09T00:00:00Z,2026-11-09T00:01:00Z,SALE,1", "2026-11-09T00:00:00Z,2026-11-09T00:01:00Z,,1");
	}

	@Test
	void refusesAsCsvWithAProblem() {
		Answer answer = http().with("Accept", "text/csv").get("/v1/kpis?" + WEEK + "&metrics=offerd");

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.json().path("detail").asString()).contains("Did you mean offered?");
	}

	@Test
	void refusesRatiosByAgentAndWhatNobodyKnows() {
		for (String query : List.of("metrics=answerRate&groupBy=agent", "metrics=serviceLevel&agent=alice",
				"metrics=offered&queu=sales", "metrics=offered&outcome=weird", "metrics=offered&interval=P1DT1H", "")) {
			Answer answer = http().get("/v1/kpis?" + WEEK + "&" + query);
			assertThat(answer.status()).as(query).isEqualTo(400);
			assertThat(answer.json().path("detail").asString()).as(query).isNotBlank();
			assertThat(answer.json().path("field").asString()).as(query).isNotBlank();
		}
	}

	@Test
	void understandsAPlusThatCameAsABlank() {
		post(List.of(inbound(MONDAY)));

		JsonNode answer = get(
				"from=2026-11-09T01:00:00+01:00&to=2026-11-10T01:00:00+01:00&metrics=calls&number=+4930901820");

		assertThat(answer.path("from").asString()).isEqualTo("2026-11-09T00:00:00Z");
		assertThat(value(answer, "calls")).isEqualByComparingTo("1");
	}

	@Test
	void measuresHowLongQueriesTake() {
		kpis("metrics=calls");
		http().get("/v1/kpis?" + WEEK + "&metrics=nonsense");

		for (String result : List.of("ok", "refused")) {
			Timer timer = this.meters.get("callmeter.kpi.query").tags("result", result, "format", "json").timer();
			assertThat(timer.count()).as(result).isPositive();
			assertThat(timer.getId().getTags()).hasSize(3);
		}
	}

	private static void visits(List<Fields> calls, int number, Function<Instant, Fields> visit) {
		for (int n = 0; n < number; n++) {
			Instant at = MONDAY.plusSeconds(calls.size());
			calls.add(inbound(at).legs(visit.apply(at)));
		}
	}

	private static void campaign(List<Fields> calls, String campaign, int answered, int offered) {
		for (int n = 0; n < offered; n++) {
			calls.add(inbound(MONDAY).with("campaign", campaign)
				.legs((n < answered) ? answered("sales", "alice", MONDAY, TEN)
						: left("sales", MONDAY, TEN, "ABANDONED")));
		}
	}

	private void post(List<Fields> calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				calls.stream().map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isZero();
	}

	private JsonNode kpis(String query) {
		return get(WEEK + "&" + query);
	}

	private JsonNode get(String query) {
		Answer answer = http().get("/v1/kpis?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static BigDecimal value(JsonNode answer, String metric) {
		return part(answer, metric, "value");
	}

	private static BigDecimal part(JsonNode answer, String metric, String part) {
		return answer.path("total").path("metrics").path(metric).path(part).decimalValue();
	}

	private static BigDecimal number(JsonNode row, String metric) {
		return row.path("metrics").path(metric).path("value").decimalValue();
	}

	private static List<String> rows(JsonNode answer, String key, String metric) {
		return StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at(key.equals("from") ? "/from" : "/group/" + key).asString("null") + " "
					+ row.path("metrics").path(metric).path("value").asString("null"))
			.toList();
	}

	private static String percent(BigDecimal value) {
		return value.movePointRight(2).setScale(2, RoundingMode.HALF_UP).toString();
	}

}
