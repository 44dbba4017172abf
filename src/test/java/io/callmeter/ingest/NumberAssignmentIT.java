package io.callmeter.ingest;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What a number was dialled for stands in for the campaign and the queue that its calls do not name.
class NumberAssignmentIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String LINE = "+442079460800";

	@ParameterizedTest
	@CsvSource({ "2026-01-01T00:00:00Z, spring", "2026-05-31T23:59:59.999999Z, spring", "2026-06-01T00:00:00Z, summer",
			"2026-08-31T23:59:59.999999Z, summer", "2026-09-01T00:00:00Z, ", "2026-10-31T23:59:59.999999Z, ",
			"2026-11-01T00:00:00Z, winter", "2026-11-16T09:00:00Z, winter" })
	void isThatOfTheMomentAtWhichTheCallStarted(String startedAt, @Nullable String campaign) {
		assign("-infinity", "2026-06-01T00:00:00Z", "spring", null);
		assign("2026-06-01T00:00:00Z", "2026-09-01T00:00:00Z", "summer", null);
		assign("2026-11-01T00:00:00Z", null, "winter", null);

		post(TestCalls.inbound("c-1").put("startedAt", startedAt));

		assertThat(field(shown("c-1"), "campaign")).isEqualTo(campaign);
		assertThat(owner().sql("select number_campaign from call").query(String.class).optional().orElse(null))
			.isEqualTo(campaign);
	}

	@Test
	void theCallsOwnCampaignWins() {
		assign("-infinity", null, "winter", null);

		post(TestCalls.inbound("c-1").put("campaign", "loyalty"));

		assertThat(shown("c-1").path("campaign").asString()).isEqualTo("loyalty");
		assertThat(factsBy("campaign")).containsExactly("loyalty");
	}

	@Test
	void isAskedOfInboundCallsOnly() {
		assign("-infinity", null, "winter", "sales");

		post(TestCalls.withLegs(TestCalls.call("c-1", "OUTBOUND").put("from", "+442079460123").put("to", LINE),
				queued("1")));
		post(TestCalls.withLegs(TestCalls.call("c-2", "INTERNAL").put("from", "600").put("to", LINE), queued("1")));
		post(TestCalls.withLegs(TestCalls.inbound("c-3").put("to", "anonymous"), queued("1")));
		post(TestCalls.withLegs(TestCalls.inbound("c-4").put("to", "+442079460801"), queued("1")));

		assertThat(owner().sql("select count(number_campaign) from call").query(Long.class).single()).isZero();
		assertThat(owner().sql("select count(queue) from leg").query(Long.class).single()).isZero();
	}

	@Test
	void visitsWithoutQueueTakeTheQueueAndNoOtherLegDoes() {
		assign("-infinity", null, "winter", "sales");

		post(TestCalls.withLegs(TestCalls.inbound("c-1"), TestCalls.menu("menu", "main", 0, "SERVED", 1),
				TestCalls.answered(queued("visit"), "alice", 10, 60),
				TestCalls.ended(TestCalls.leg("offer").put("agent", "bob").put("offeredAt", TestCalls.at(2).toString()),
						"MISSED", 9),
				TestCalls.segment("segment", "alice", 70, 80), TestCalls.visit("own", "support", 90)));

		assertThat(queues("c-1")).containsExactly("menu -", "visit sales", "offer -", "segment -", "own support");
		assertThat(owner().sql("select code from queue order by code").query(String.class).list())
			.containsExactly("sales", "support");
		assertThat(owner().sql("select code from campaign").query(String.class).list()).containsExactly("winter");
		JsonNode rows = http()
			.get("/v1/kpis?from=2026-11-16T00:00:00Z&to=2026-11-17T00:00:00Z&metrics=offered"
					+ "&groupBy=queue,campaign&queue=sales")
			.json()
			.path("rows");
		assertThat(rows.at("/0/group/campaign").asString()).isEqualTo("winter");
		assertThat(rows.path(0).path("metrics").path("offered").path("value").asInt()).isEqualTo(1);
	}

	@Test
	void aQueueNamedByAnOlderDeliveryStillFillsWhatTheNewerLeftOut() {
		assign("-infinity", null, "winter", "sales");
		ObjectNode older = TestCalls.withLegs(TestCalls.inbound("c-1").put("revision", 1),
				TestCalls.visit("1", "support", 0));
		ObjectNode newer = TestCalls.withLegs(TestCalls.inbound("c-1").put("revision", 2), queued("1"));

		post(newer);
		assertThat(queues("c-1")).containsExactly("1 sales");
		assertThat(post(older).path("updated").asInt()).isEqualTo(1);
		assertThat(queues("c-1")).containsExactly("1 support");

		emptyTables();
		assign("-infinity", null, "winter", "sales");
		post(older);
		post(newer);
		assertThat(queues("c-1")).containsExactly("1 support");
	}

	@Test
	void whatIsKnownLaterCountsForTheWholeCall() {
		assign("-infinity", "2026-11-16T09:00:00Z", "autumn", "support");
		assign("2026-11-16T09:00:00Z", null, "winter", "sales");
		post(TestCalls.withLegs(TestCalls.call("c-1", "INBOUND"), queued("1")));
		assertThat(queues("c-1")).containsExactly("1 -");

		assertThat(post(TestCalls.inbound("c-1")).path("updated").asInt()).isEqualTo(1);
		assertThat(queues("c-1")).containsExactly("1 sales");
		assertThat(shown("c-1").path("campaign").asString()).isEqualTo("winter");

		post(TestCalls.call("c-1", "INBOUND").put("startedAt", "2026-11-16T08:59:59.999999Z"));
		assertThat(queues("c-1")).containsExactly("1 support");
		assertThat(shown("c-1").path("campaign").asString()).isEqualTo("autumn");
		assertThat(
				post(TestCalls.call("c-1", "INBOUND").put("startedAt", "2026-11-16T08:59:59.999999Z")).path("unchanged")
					.asInt())
			.isEqualTo(1);
	}

	@Test
	void aStoredCallChangesOnlyWhenItIsDeliveredAgain() {
		assign("-infinity", null, "winter", "sales");
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), queued("1"));
		post(call);
		String facts = facts();

		owner().sql("update number_assignment set campaign = 'spring', queue = 'support'").update();
		assertThat(facts()).isEqualTo(facts);
		http().patch("/v1/calls/c-1", "application/merge-patch+json", "{\"disposition\": \"SALE\"}");
		http().patch("/v1/calls/c-1", "application/merge-patch+json", "{\"disposition\": null}");
		assertThat(facts()).isEqualTo(facts);

		assertThat(post(call).path("updated").asInt()).isEqualTo(1);
		assertThat(shown("c-1").path("campaign").asString()).isEqualTo("spring");
		assertThat(queues("c-1")).containsExactly("1 support");
		assertThat(post(call).path("unchanged").asInt()).isEqualTo(1);

		owner().sql("delete from number_assignment").update();
		assertThat(post(call).path("updated").asInt()).isEqualTo(1);
		assertThat(shown("c-1").has("campaign")).isFalse();
		assertThat(queues("c-1")).containsExactly("1 -");
	}

	@Test
	void aCallThatComesBackAfterADeleteIsAskedAnew() {
		assign("-infinity", null, "winter", "sales");
		ObjectNode call = TestCalls.withLegs(TestCalls.inbound("c-1"), queued("1"));
		post(call);
		http().delete("/v1/calls/c-1");

		assertThat(http().put("/v1/calls/c-1", JSON, call.toString()).status()).isEqualTo(201);
		assertThat(queues("c-1")).containsExactly("1 sales");
		assertThat(http().put("/v1/calls/c-1", JSON, call.toString()).json().path("effect").asString())
			.isEqualTo("UNCHANGED");
	}

	@Test
	void aStreamSentAgainIsUnchanged() {
		assign("-infinity", "2026-11-16T09:00:00Z", "autumn", "support");
		assign("2026-11-16T09:00:00Z", null, "winter", "sales");
		String stream = IntStream.range(0, 2_500)
			.mapToObj(
					(i) -> TestCalls.withLegs(TestCalls.inbound("c-" + i), queued("1"), TestCalls.visit("2", "own", 5)))
			.map(ObjectNode::toString)
			.reduce("", (lines, line) -> lines + line + "\n");

		Answer first = http().post("/v1/calls", "application/x-ndjson", stream);
		Answer again = http().post("/v1/calls", "application/x-ndjson", stream);

		assertThat(first.json().path("created").asInt()).isEqualTo(2_500);
		assertThat(again.json().path("unchanged").asInt()).isEqualTo(2_500);
		assertThat(factsBy("campaign")).containsExactly("winter");
	}

	@Test
	void aNumberThatIsDialledIsListedToBeAssigned() {
		post(TestCalls.call("c-1", "OUTBOUND").put("from", "+442079460123").put("to", LINE));
		post(TestCalls.inbound("c-2").put("to", "anonymous"));
		assertThat(http().get("/v1/numbers").json().path("items").isEmpty()).isTrue();

		post(TestCalls.inbound("c-3").put("to", LINE));

		assertThat(http().get("/v1/numbers").body()).isEqualTo(
				"""
						{"items":[{"number":"+442079460800","name":"+442079460800","active":true,"assignments":[]}],"next":null}""");
	}

	private static ObjectNode queued(String legId) {
		return TestCalls.leg(legId).put("queuedAt", TestCalls.at(0).toString());
	}

	private static void assign(String from, @Nullable String to, @Nullable String campaign, @Nullable String queue) {
		owner()
			.sql("""
					insert into centre_number (tenant_id, number, name) values (1, :number, 'Line') on conflict do nothing""")
			.param("number", LINE)
			.update();
		owner().sql("""
				insert into number_assignment (tenant_id, number, valid_from, valid_to, campaign, queue)
				values (1, :number, :from::timestamptz, :to::timestamptz, :campaign, :queue)""")
			.param("number", LINE)
			.param("from", from)
			.param("to", to)
			.param("campaign", campaign)
			.param("queue", queue)
			.update();
	}

	private JsonNode post(ObjectNode call) {
		Answer answer = http().post("/v1/calls", JSON, call.toString());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private JsonNode shown(String callId) {
		return http().get("/v1/calls/" + callId).json();
	}

	/// The legs as they are shown, each with its queue.
	private List<String> queues(String callId) {
		List<String> shown = shown(callId).path("legs")
			.valueStream()
			.map((leg) -> leg.path("legId").asString() + " " + Objects.requireNonNullElse(field(leg, "queue"), "-"))
			.toList();
		assertThat(owner()
			.sql("""
					select leg_id || ' ' || coalesce(queue, '-') from leg where call_id = :callId order by began_at, leg_id""")
			.param("callId", callId)
			.query(String.class)
			.list()).containsExactlyInAnyOrderElementsOf(shown);
		return shown;
	}

	private static @Nullable String field(JsonNode object, String name) {
		return object.has(name) ? object.path(name).asString() : null;
	}

	private static List<@Nullable String> factsBy(String column) {
		return owner().sql("select distinct " + column + " from call_fact").query(String.class).list();
	}

	private static String facts() {
		return owner()
			.sql("""
					select (select string_agg(f::text, ';') from call_fact f) || (select string_agg(f::text, ';') from leg_fact f)""")
			.query(String.class)
			.single();
	}

}
