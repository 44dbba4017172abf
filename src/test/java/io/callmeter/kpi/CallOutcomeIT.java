package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

/// Each row of the table of outcomes of a call (KPIS.md, section 2), seen by grouping by outcome.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class CallOutcomeIT extends PostgresIT {

	private static final Duration TEN = Duration.ofSeconds(10);

	private static final Instant LATER = MONDAY.plusSeconds(60);

	@Test
	void followsTheLastVisitOfAnInboundCallWithoutASegment() {
		assertOutcomes(Map.of("an agent answered before the caller left another queue",
				expect("CONNECTED",
						inbound(MONDAY).legs(answered("a", "alice", MONDAY, TEN),
								left("b", MONDAY.plusSeconds(80), TEN, "ABANDONED"))),
				"an agent answered without a queue", expect("CONNECTED", inbound(MONDAY).legs(segment("bob", MONDAY))),
				"abandoned after overflowing",
				expect("ABANDONED",
						inbound(MONDAY).legs(left("a", MONDAY, TEN, "OVERFLOWED"), left("b", LATER, TEN, "ABANDONED"))),
				"overflowed at last",
				expect("NO_ANSWER",
						inbound(MONDAY).legs(left("a", MONDAY, TEN, "CALLBACK"), left("b", LATER, TEN, "OVERFLOWED"))),
				"callback", expect("CALLBACK", inbound(MONDAY).legs(left("a", MONDAY, TEN, "CALLBACK"))), "voicemail",
				expect("VOICEMAIL", inbound(MONDAY).legs(left("a", MONDAY, TEN, "VOICEMAIL"))), "failed",
				expect("FAILED", inbound(MONDAY).legs(left("a", MONDAY, TEN, "FAILED"))), "refused",
				expect("REJECTED", inbound(MONDAY).legs(left("a", MONDAY, TEN, "REFUSED"))),
				"a menu served before the queue",
				expect("ABANDONED", inbound(MONDAY).legs(menu(MONDAY, "SERVED"), left("a", LATER, TEN, "ABANDONED"))),
				"the last visit in time, not in the list", expect("VOICEMAIL",
						inbound(MONDAY).legs(left("b", LATER, TEN, "VOICEMAIL"), left("a", MONDAY, TEN, "FAILED")))));
	}

	@Test
	void followsTheLastMenuWithoutAVisit() {
		assertOutcomes(Map.of("served",
				expect("SERVED", inbound(MONDAY).legs(menu(MONDAY, "ABANDONED"), menu(LATER, "SERVED"))),
				"left the last menu",
				expect("ABANDONED", inbound(MONDAY).legs(menu(MONDAY, "SERVED"), menu(LATER, "ABANDONED"))),
				"a menu that failed", expect("ABANDONED", inbound(MONDAY).legs(menu(MONDAY, "FAILED"))),
				"nothing happened", expect("ABANDONED", inbound(MONDAY)), "nobody answered the ring",
				expect("ABANDONED", inbound(MONDAY).legs(offer("a", "alice", MONDAY, "MISSED"))), "internal",
				expect("CONNECTED",
						call("INTERNAL", MONDAY).with("endedAt", LATER.plusSeconds(60)).legs(segment("bob", MONDAY)))));
	}

	@Test
	void isConnectedOrAbandonedOnceTheCustomerPickedUp() {
		assertOutcomes(Map.of("an agent spoke",
				expect("CONNECTED", outbound(MONDAY).with("answeredAt", MONDAY).legs(segment("alice", MONDAY))),
				"a menu served",
				expect("CONNECTED", outbound(MONDAY).with("answeredAt", MONDAY).legs(menu(MONDAY, "SERVED"))),
				"a menu failed",
				expect("ABANDONED", outbound(MONDAY).with("answeredAt", MONDAY).legs(menu(MONDAY, "FAILED"))),
				"nobody spoke", expect("ABANDONED", outbound(MONDAY).with("answeredAt", MONDAY)),
				"a cause does not matter then",
				expect("ABANDONED", outbound(MONDAY).with("answeredAt", MONDAY).with("hangupCause", 17)),
				"a machine only when sent",
				expect("MACHINE", outbound(MONDAY).with("answeredAt", MONDAY).with("outcome", "MACHINE"))));
	}

	@Test
	void readsTheCauseOfAnUnansweredDial() {
		var expected = new LinkedHashMap<String, Expected>();
		Map.ofEntries(Map.entry(17, "BUSY"), Map.entry(18, "UNREACHABLE"), Map.entry(20, "UNREACHABLE"),
				Map.entry(27, "UNREACHABLE"), Map.entry(21, "REJECTED"), Map.entry(1, "INVALID_NUMBER"),
				Map.entry(22, "INVALID_NUMBER"), Map.entry(28, "INVALID_NUMBER"), Map.entry(16, "NO_ANSWER"),
				Map.entry(19, "NO_ANSWER"), Map.entry(34, "FAILED"), Map.entry(41, "FAILED"), Map.entry(127, "FAILED"))
			.forEach((cause, outcome) -> expected.put("cause " + cause,
					expect(outcome, outbound(MONDAY).with("hangupCause", cause))));
		Map.of(486, "BUSY", 600, "BUSY", 480, "UNREACHABLE", 603, "REJECTED", 403, "REJECTED", 404, "INVALID_NUMBER",
				410, "INVALID_NUMBER", 484, "INVALID_NUMBER", 503, "FAILED", 408, "FAILED")
			.forEach((status, outcome) -> expected.put("status " + status,
					expect(outcome, outbound(MONDAY).with("sipStatus", status))));
		expected.put("neither", expect("NO_ANSWER", outbound(MONDAY)));
		expected.put("a status that maps to nothing", expect("NO_ANSWER", outbound(MONDAY).with("sipStatus", 487)));
		expected.put("the cause before the status",
				expect("BUSY", outbound(MONDAY).with("hangupCause", 17).with("sipStatus", 404)));

		assertOutcomes(expected);
	}

	@Test
	void readsEveryCause() {
		assertOutcomes(IntStream.rangeClosed(0, 127)
			.boxed()
			.collect(Collectors.toMap((cause) -> "cause " + cause,
					(cause) -> expect(OutcomeCodes.outcome(OutcomeCodes.CAUSES, cause).orElse("NO_ANSWER"),
							outbound(MONDAY).with("hangupCause", cause)))));
	}

	@Test
	void readsEveryStatus() {
		assertOutcomes(
				IntStream.rangeClosed(100, 699)
					.boxed()
					.collect(
							Collectors.toMap((status) -> "status " + status,
									(status) -> expect(
											(status / 100 == 2) ? "CONNECTED"
													: OutcomeCodes.outcome(OutcomeCodes.STATUSES, status)
														.orElse("NO_ANSWER"),
											outbound(MONDAY).with("sipStatus", status)))));
	}

	@Test
	void aCauseThatSaysNothingLeavesItToTheStatus() {
		assertOutcomes(Map.of("no cause yet",
				expect("BUSY", outbound(MONDAY).with("hangupCause", 0).with("sipStatus", 486)), "a cause of no table",
				expect("INVALID_NUMBER", outbound(MONDAY).with("hangupCause", 126).with("sipStatus", 404)),
				"cleared normally after an answer",
				expect("CONNECTED", outbound(MONDAY).with("hangupCause", 16).with("sipStatus", 200)),
				"unspecified after an answer",
				expect("CONNECTED", outbound(MONDAY).with("hangupCause", 31).with("sipStatus", 202)),
				"the cause before the status",
				expect("BUSY", outbound(MONDAY).with("hangupCause", 17).with("sipStatus", 200)), "no evidence at all",
				expect("NO_ANSWER", outbound(MONDAY).with("hangupCause", 0).with("sipStatus", 487))));
	}

	@Test
	void aPlainRecordThatWasAnsweredIsConnected() {
		assertOutcomes(Map.of("inbound", expect("CONNECTED", inbound(MONDAY).with("answeredAt", MONDAY.plusSeconds(7))),
				"internal",
				expect("CONNECTED",
						call("INTERNAL", MONDAY).with("answeredAt", MONDAY).with("endedAt", LATER.plusSeconds(60))),
				"the source knows better",
				expect("ABANDONED", inbound(MONDAY).with("answeredAt", MONDAY).with("outcome", "ABANDONED")),
				"not answered", expect("ABANDONED", inbound(MONDAY)), "with a menu",
				expect("ABANDONED", inbound(MONDAY).with("answeredAt", MONDAY).legs(menu(MONDAY, "ABANDONED"))),
				"in a queue",
				expect("ABANDONED",
						inbound(MONDAY).with("answeredAt", MONDAY).legs(left("a", MONDAY, TEN, "ABANDONED"))),
				"still talking", expect("open", call("INBOUND", MONDAY).with("answeredAt", MONDAY))));
	}

	@Test
	void thePlainRecordOfAConversationHasItsTalk() {
		post(inbound(MONDAY).with("callId", "plain").with("answeredAt", MONDAY.plusSeconds(20)).with("csat", 1).json(),
				inbound(MONDAY).with("callId", "unanswered").json(),
				inbound(MONDAY).with("callId", "voicemail")
					.with("answeredAt", MONDAY.plusSeconds(20))
					.with("outcome", "VOICEMAIL")
					.json(),
				outbound(MONDAY).with("callId", "dialled")
					.with("answeredAt", MONDAY.plusSeconds(10))
					.with("outcome", "CONNECTED")
					.json());

		JsonNode metrics = http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics="
				+ "averageConversationTime,surveyResponseRate,conversionRate,abandonedCalls,handled,averageTalkTime")
			.json()
			.at("/total/metrics");

		assertThat(metrics.path("averageConversationTime"))
			.hasToString("{\"value\":300,\"numerator\":600,\"denominator\":2}");
		assertThat(metrics.at("/surveyResponseRate/numerator").asInt()).isEqualTo(1);
		assertThat(metrics.at("/surveyResponseRate/denominator").asInt()).isEqualTo(2);
		assertThat(metrics.at("/conversionRate/denominator").asInt()).isEqualTo(2);
		assertThat(metrics.at("/abandonedCalls/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/handled/value").asInt()).as("nobody knows of a segment").isZero();
		JsonNode listed = http().get("/v1/calls?from=2026-11-09&to=2026-11-10&talkedOver=PT5M").json();
		assertThat(listed.path("items").size()).isEqualTo(1);
		assertThat(listed.at("/items/0/call/callId").asString()).isEqualTo("plain");
		assertThat(listed.at("/items/0/call/talkSeconds").asInt()).isEqualTo(580);
		assertThat(listed.at("/items/0/call/answeredAt").asString()).isEqualTo("2026-11-09T00:00:20Z");
		assertThat(http().get("/v1/kpis?from=2026-11-09T00:00:15Z&to=2026-11-09T00:00:25Z&metrics=calls&basis=ANSWER")
			.json()
			.at("/total/metrics/calls/value")
			.asInt()).isEqualTo(1);
	}

	@Test
	void takesWhatWasSentAndNothingBeforeTheEnd() {
		assertOutcomes(Map.of("sent",
				expect("CALLBACK",
						inbound(MONDAY).with("outcome", "CALLBACK").legs(left("a", MONDAY, TEN, "ABANDONED"))),
				"in a queue", expect("open", call("INBOUND", MONDAY).legs(visit("a", MONDAY))), "dialling",
				expect("open", call("OUTBOUND", MONDAY)), "left the queue but not the call",
				expect("open", call("INBOUND", MONDAY).legs(left("a", MONDAY, TEN, "OVERFLOWED")))));
	}

	private void assertOutcomes(Map<String, Expected> expected) {
		post(expected.entrySet()
			.stream()
			.map((entry) -> entry.getValue().call().with("campaign", entry.getKey()).json())
			.toArray(String[]::new));

		JsonNode answer = http().get("/v1/kpis?from=2026-11-09&to=2026-11-10&metrics=calls&groupBy=campaign,outcome")
			.json();

		assertThat(StreamSupport.stream(answer.path("rows").spliterator(), false)
			.collect(Collectors.toMap((row) -> row.at("/group/campaign").asString(),
					(row) -> row.at("/group/outcome").asString())))
			.isEqualTo(expected.entrySet()
				.stream()
				.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().outcome())));
	}

	private void post(String... calls) {
		var report = http().post("/v1/calls", "application/x-ndjson", String.join("\n", calls));
		assertThat(report.json().path("rejectedCount").asInt()).as(report.body()).isZero();
	}

	private static Expected expect(String outcome, Fields call) {
		return new Expected(outcome, call);
	}

	private record Expected(String outcome, Fields call) {
	}

}
