package io.callmeter.kpi;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.call;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.menu;
import static io.callmeter.kpi.Deliveries.offer;
import static io.callmeter.kpi.Deliveries.visit;
import static org.assertj.core.api.Assertions.assertThat;

/// An open leg of an ended call ends with its call: in figures, in lists, and in what may still change.
class OpenLegsIT extends PostgresIT {

	private static final String DAY = "from=2026-11-09&to=2026-11-10";

	@Test
	void aVisitWhoseEndWasNeverToldIsAbandonedWithItsCall() {
		post(inbound(MONDAY).legs(visit("sales", MONDAY.plusSeconds(30))));

		JsonNode metrics = total("offered,waiting,abandoned,averageAbandonTime,longestWait,abandonP50");
		assertThat(metrics.at("/waiting/value").asInt()).isZero();
		assertThat(metrics.at("/abandoned/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/averageAbandonTime/value").asInt()).isEqualTo(570);
		assertThat(metrics.at("/longestWait/value").asInt()).isEqualTo(570);
		assertThat(metrics.at("/abandonP50/value").asInt()).isEqualTo(570);
		assertThat(total("abandonedCalls").at("/abandonedCalls/value").asInt()).isEqualTo(1);
		assertThat(shown("visit", "outcome", "endedAt", "waitSeconds"))
			.containsExactly("ABANDONED 2026-11-09T00:10:00Z 570");
		assertThat(items("call").getFirst().at("/call/waitSeconds").asInt()).isEqualTo(570);
		assertThat(http().get("/v1/kpis/distribution?" + DAY + "&of=abandon").json().at("/total/n").asInt())
			.isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			ABANDONED     , ABANDONED , abandoned
			CALLBACK      , CALLBACK  , callbacks
			VOICEMAIL     , VOICEMAIL , voicemails
			REJECTED      , REFUSED   , refused
			NO_ANSWER     , OVERFLOWED, overflowed
			CONNECTED     , OVERFLOWED, overflowed
			SERVED        , OVERFLOWED, overflowed
			MACHINE       , OVERFLOWED, overflowed
			FAILED        , FAILED    , failed
			BUSY          , FAILED    , failed
			UNREACHABLE   , FAILED    , failed
			INVALID_NUMBER, FAILED    , failed
			""")
	void theOutcomeOfTheCallTellsThatOfItsOpenVisit(String ofCall, String ofVisit, String metric) {
		post(inbound(MONDAY).with("outcome", ofCall).legs(visit("sales", MONDAY)));

		assertThat(shown("visit", "outcome")).containsExactly(ofVisit);
		assertThat(total(metric).at("/" + metric + "/value").asInt()).isEqualTo(1);
		assertThat(total("waiting").at("/waiting/value").asInt()).isZero();
	}

	@Test
	void anOpenSegmentIsTalkedUntilTheCallEnds() {
		post(inbound(MONDAY).legs(visit("sales", MONDAY).with("agent", "alice")
			.with("answeredAt", MONDAY.plusSeconds(20))
			.with("holdSeconds", 30)));

		JsonNode metrics = total("handled,averageTalkTime,averageHandleTime");
		assertThat(metrics.at("/handled/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/averageTalkTime/value").asInt()).isEqualTo(550);
		assertThat(metrics.at("/averageHandleTime/value").asInt()).isEqualTo(580);
		assertThat(total("averageConversationTime").at("/averageConversationTime/value").asInt()).isEqualTo(580);
		assertThat(shown("segment", "outcome", "endedAt", "talkSeconds"))
			.containsExactly("ANSWERED 2026-11-09T00:10:00Z 550");
	}

	@Test
	void holdIsNoLongerThanTheConversation() {
		post(inbound(MONDAY).legs(visit("sales", MONDAY).with("agent", "alice")
			.with("answeredAt", MONDAY.plusSeconds(590))
			.with("holdSeconds", 30)));

		JsonNode metrics = total("talkTime,holdTime,handleTime");
		assertThat(metrics.at("/talkTime/value").asInt()).isZero();
		assertThat(metrics.at("/holdTime/value").asInt()).isEqualTo(10);
		assertThat(metrics.at("/handleTime/value").asInt()).isEqualTo(10);
	}

	@Test
	void aRingThatNobodyEndedWasCancelledByTheCaller() {
		post(inbound(MONDAY).legs(
				offer("sales", "alice", MONDAY.plusSeconds(590), "MISSED").without("endedAt").without("outcome"),
				visit("sales", MONDAY)));

		JsonNode metrics = total("offers,missedOffers");
		assertThat(metrics.at("/offers/value").asInt()).isEqualTo(1);
		assertThat(metrics.at("/missedOffers/value").asInt()).isZero();
		assertThat(shown("offer", "outcome", "ringSeconds")).containsExactly("CANCELLED 10");
	}

	@Test
	void anOpenMenuEndsAsItsCallSays() {
		post(inbound(MONDAY).with("outcome", "SERVED")
			.legs(menu(MONDAY, "SERVED").without("endedAt").without("outcome")),
				inbound(MONDAY).legs(menu(MONDAY, "SERVED").without("endedAt").without("outcome")));

		JsonNode metrics = total("ivrContained,abandonedCalls");
		assertThat(metrics.at("/ivrContained/numerator").asInt()).isEqualTo(1);
		assertThat(metrics.at("/ivrContained/denominator").asInt()).isEqualTo(2);
		assertThat(metrics.at("/abandonedCalls/value").asInt()).isEqualTo(1);
	}

	@Test
	void aLegThatBeganAfterItsCallLastsNoTime() {
		post(inbound(MONDAY).legs(visit("sales", MONDAY.plusSeconds(700))));

		assertThat(total("longestWait").at("/longestWait/value").decimalValue()).isZero();
		assertThat(shown("visit", "endedAt")).containsExactly("2026-11-09T00:11:40Z");
	}

	@Test
	void nothingWaitsForAnEndedCall() {
		post(inbound(MONDAY.plusSeconds(60)).legs(visit("sales", MONDAY.plusSeconds(60))));
		assertThat(http().get("/v1/kpis?" + DAY + "&metrics=calls").json().path("dataThrough").asString())
			.isEqualTo("2026-11-10T00:00:00Z");

		post(call("INBOUND", MONDAY.plusSeconds(3600)).legs(visit("sales", MONDAY.plusSeconds(3605))));
		assertThat(http().get("/v1/kpis?" + DAY + "&metrics=calls").json().path("dataThrough").asString())
			.isEqualTo("2026-11-09T01:00:00Z");
	}

	@Test
	void countsByItsEndWhereThingsCountByTheirEnd() {
		post(inbound(MONDAY).legs(visit("sales", MONDAY)));

		JsonNode rows = http().get(
				"/v1/kpis?from=2026-11-09T00:00&to=2026-11-09T00:20&interval=PT10M&basis=END&metrics=offered,abandoned")
			.json()
			.path("rows");
		assertThat(rows.at("/0/metrics/offered/value").asInt()).isZero();
		assertThat(rows.at("/1/metrics/offered/value").asInt()).isEqualTo(1);
		assertThat(rows.at("/1/metrics/abandoned/value").asInt()).isEqualTo(1);
	}

	@Test
	void waitsAgainWhenTheEndOfTheCallIsTakenBack() {
		Fields talked = inbound(MONDAY).legs(visit("sales", MONDAY));
		post(talked);
		assertThat(total("waiting").at("/waiting/value").asInt()).isZero();

		String callId = items("call").getFirst().at("/call/callId").asString();
		assertThat(http().put("/v1/calls/" + callId, "application/json", talked.without("endedAt").json()).status())
			.isEqualTo(200);

		for (String cells : List.of("", "&rollups=false")) {
			assertThat(http().get("/v1/kpis?" + DAY + "&metrics=waiting,abandoned" + cells)
				.json()
				.at("/total/metrics")
				.toString()).isEqualTo("{\"waiting\":{\"value\":1},\"abandoned\":{\"value\":0}}");
		}
	}

	private JsonNode total(String metrics) {
		String question = "/v1/kpis?" + DAY + "&metrics=" + metrics;
		Answer answer = http().get(question);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(http().get(question + "&rollups=false").body()).isEqualTo(answer.body());
		return answer.json().at("/total/metrics");
	}

	private List<String> shown(String unit, String... fields) {
		return items(unit).stream()
			.map((item) -> Arrays.stream(fields)
				.map((field) -> item.path("leg").path(field).asString("null"))
				.collect(Collectors.joining(" ")))
			.toList();
	}

	private List<JsonNode> items(String unit) {
		return StreamSupport
			.stream(http().get("/v1/calls?" + DAY + "&unit=" + unit).json().path("items").spliterator(), false)
			.toList();
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

}
