package io.callmeter.privacy;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What must be kept is kept, and it is written down who said so.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class HoldIT extends PostgresIT {

	private static final String JSON = "application/json";

	@BeforeEach
	void twoCalls() {
		http().post("/v1/calls", JSON, "[" + TestCalls.answered("c-1") + "," + TestCalls.answered("c-2") + "]");
	}

	@Test
	void aCallIsHeldAndReleased() {
		assertThat(placed("c-1", "Complaint").status()).isEqualTo(201);
		assertThat(placed("c-2", "Court").status()).isEqualTo(201);
		assertThat(placed("c-1", "Appeal").status()).isEqualTo(200);

		assertThat(http().get("/v1/holds/c-1").json().path("reason").asString()).isEqualTo("Appeal");
		assertThat(http().get("/v1/holds").json().findValuesAsString("callId")).containsExactly("c-1", "c-2");
		assertThat(http().get("/v1/holds?limit=1").json().findValuesAsString("callId")).containsExactly("c-1");
		assertThat(http().get("/v1/holds?next=c-1").json().findValuesAsString("callId")).containsExactly("c-2");
		assertThat(http().get("/v1/holds?limit=0").status()).isEqualTo(400);

		assertThat(http().delete("/v1/holds/c-1").status()).isEqualTo(204);
		assertThat(http().delete("/v1/holds/c-1").status()).isEqualTo(404);
		assertThat(http().get("/v1/holds/c-1").status()).isEqualTo(404);
	}

	@Test
	void aHeldCallIsNotDeleted() {
		placed("c-1", "Complaint");

		Answer refused = http().delete("/v1/calls/c-1");

		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().path("detail").asString()).contains("/v1/holds");
		assertThat(http().get("/v1/calls/c-1").status()).isEqualTo(200);
		http().delete("/v1/holds/c-1");
		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(204);
	}

	@Test
	void aHeldCallTakesWhatItHasNotYet() {
		placed("c-1", "Complaint");
		ObjectNode more = TestCalls.answered("c-1").put("priority", 5).put("recordingUrl", "https://rec.example.com/1");
		more.putObject("attributes").put("language", "en");

		assertThat(http().post("/v1/calls", JSON, more.toString()).json().path("updated").asInt()).isEqualTo(1);
		assertThat(effect(http().put("/v1/calls/c-1", JSON, more.put("mos", 4.2).toString()))).isEqualTo("UPDATED");
		assertThat(effect(patched("{\"disposition\": \"SALE\"}"))).isEqualTo("UPDATED");

		assertThat(http().get("/v1/calls/c-1").body()).contains("SALE", "4.2", "language", "rec.example.com");
	}

	@Test
	void whatTheNumberOfAHeldCallWasAssignedToStaysSo() {
		assertThat(http().put("/v1/numbers/%2B442079460809", JSON, """
				{"name": "Line", "assignments": [{"campaign": "spring", "queue": "first"}]}""").status())
			.isEqualTo(201);
		ObjectNode call = TestCalls.answered("c-9").put("to", "+442079460809");
		call.remove("campaign");
		((ObjectNode) call.at("/legs/0")).remove("queue");
		assertThat(http().post("/v1/calls", JSON, call.toString()).json().path("created").asInt()).isOne();
		placed("c-9", "Complaint");
		String before = http().get("/v1/calls/c-9").body();
		assertThat(before).contains("spring", "first");

		assertThat(http().put("/v1/numbers/%2B442079460809", JSON, """
				{"name": "Line", "assignments": [{"campaign": "autumn", "queue": "second"}]}""").status())
			.isEqualTo(200);
		assertThat(http().post("/v1/calls", JSON, call.toString()).json().path("unchanged").asInt()).isOne();
		assertThat(http().get("/v1/calls/c-9").body()).isEqualTo(before);
		assertThat(http().post("/v1/calls", JSON, call.put("mos", 4.2).toString()).json().path("updated").asInt())
			.isOne();
		assertThat(http().get("/v1/calls/c-9").body()).contains("spring", "first", "4.2");
	}

	@Test
	void whoseNumberIsNotKnownAnyMoreIsInNoAuditByTheIdOfTheCall() {
		assertThat(http().post("/v1/calls", JSON, TestCalls.answered("pbx-442079460123-1").toString()).status())
			.isEqualTo(200);
		owner().sql("update call set from_number = null, from_raw = null").update();

		placed("pbx-442079460123-1", "Complaint");
		assertThat(http().get("/v1/calls/pbx-442079460123-1").status()).isEqualTo(200);
		assertThat(http().delete("/v1/holds/pbx-442079460123-1").status()).isEqualTo(204);

		assertThat(owner().sql("select string_agg(detail::text, ' ') from audit_entry").query(String.class).single())
			.contains("pbx-")
			.doesNotContain("79460123");
	}

	@Test
	void aPutThatChangesNothingOfAHeldCallIsNoMatter() {
		evidence();

		assertThat(effect(http().put("/v1/calls/c-1", JSON, full().toString()))).isEqualTo("UNCHANGED");
	}

	@Test
	void aPutThatTakesAnythingOfAHeldCallAwayIsRefused() {
		evidence();
		String before = http().get("/v1/calls/c-1").body();

		assertRefused(http().put("/v1/calls/c-1", JSON, """
				{"callId": "c-1", "direction": "INBOUND", "startedAt": "2026-11-16T09:00:00Z"}"""));
		for (String field : List.of("from", "to", "recordingUrl", "attributes", "endedAt", "legs", "disposition",
				"trunk")) {
			assertRefused(http().put("/v1/calls/c-1", JSON, less(field).toString()));
		}

		assertThat(http().get("/v1/calls/c-1").body()).isEqualTo(before);
	}

	@Test
	void aDeliveryThatOverwritesWhatAHeldCallHasIsRefusedByFieldValueAndRemedy() {
		evidence();
		String before = http().get("/v1/calls/c-1").body();
		ObjectNode otherLeg = full();
		((ObjectNode) otherLeg.at("/legs/0")).put("transferredTo", "+447700900124");
		ObjectNode otherNote = full();
		((ObjectNode) otherNote.at("/attributes")).put("note", "other");

		for (ObjectNode other : List.of(full().put("from", "+442079460124"), full().put("from", "anonymous"),
				full().put("to", "+442079460802"), full().put("recordingUrl", "https://rec.example.com/2"), otherLeg,
				otherNote, full().put("trunk", "other"), full().put("startedAt", "2026-11-16T08:59:00Z"),
				full().put("disposition", "other"))) {
			assertRefused(http().put("/v1/calls/c-1", JSON, other.toString()));
			Answer posted = http().post("/v1/calls", JSON, other.toString());
			assertThat(posted.status()).as(posted.body()).isEqualTo(422);
			assertThat(posted.json().at("/rejectedBy/ON_HOLD").asInt()).isEqualTo(1);
		}

		JsonNode refused = http().put("/v1/calls/c-1", JSON, otherNote.toString()).json();
		assertThat(refused.path("field").asString()).isEqualTo("attributes.note");
		assertThat(refused.path("value").asString()).isEqualTo("other");
		assertThat(refused.path("detail").asString()).contains("c-1", "overwrite", "/v1/holds");
		assertThat(http().put("/v1/calls/c-1", JSON, otherLeg.toString()).json().path("field").asString())
			.isEqualTo("legs[0].transferredTo");
		assertThat(http().get("/v1/calls/c-1").body()).isEqualTo(before);
	}

	@Test
	void aPatchDoesNotChangeWhatAHeldCallHas() {
		evidence();

		assertRefused(patched("{\"caseId\": null}"));
		assertRefused(patched("{\"caseId\": \"C-2\"}"));
		assertRefused(patched("{\"disposition\": \"over the dialer's\"}"));
		assertThat(effect(patched("{\"caseId\": \"C-1\"}"))).isEqualTo("UNCHANGED");

		assertThat(http().get("/v1/calls/c-1").json().path("caseId").asString()).isEqualTo("C-1");
	}

	@Test
	void aRecordThatAHoldRefusesLosesNoOther() {
		evidence();

		JsonNode report = http()
			.post("/v1/calls", "application/x-ndjson",
					TestCalls.answered("c-3") + "\n" + full().put("recordingUrl", "https://rec.example.com/2") + "\n"
							+ TestCalls.answered("c-4"))
			.json();

		assertThat(report.path("created").asInt()).isEqualTo(2);
		assertThat(report.at("/rejected/0/line").asInt()).isEqualTo(2);
		assertThat(report.at("/rejected/0/field").asString()).isEqualTo("recordingUrl");
		assertThat(report.at("/rejected/0/reason").asString()).isEqualTo("ON_HOLD");
	}

	@Test
	void aReleasedCallIsReplacedAgain() {
		evidence();
		http().delete("/v1/holds/c-1");

		assertThat(effect(http().put("/v1/calls/c-1", JSON, TestCalls.answered("c-1").toString())))
			.isEqualTo("UPDATED");
	}

	@Test
	void aPutThatMeetsAHoldBeingPlacedFindsIt() throws Exception {
		http().post("/v1/calls", JSON, full().toString());

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection hold = ownerDataSource().getConnection()) {
			hold.setAutoCommit(false);
			hold.createStatement().execute("select from call_key where call_id = 'c-1' for update");
			Future<Answer> put = executor.submit(() -> http().put("/v1/calls/c-1", JSON, less("from").toString()));
			awaitWaiting(1);
			hold.createStatement()
				.execute("insert into legal_hold (tenant_id, call_id, reason, placed_by) values (1, 'c-1', 'x', 'x')");
			hold.commit();

			assertRefused(put.get());
		}
	}

	@Test
	void aHoldThatMeetsAPutBeingWrittenKeepsWhatThePutLeft() throws Exception {
		http().post("/v1/calls", JSON, full().toString());

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection slow = ownerDataSource().getConnection()) {
			slow.setAutoCommit(false);
			slow.createStatement().execute("lock table leg in access exclusive mode");
			Future<Answer> put = executor.submit(() -> http().put("/v1/calls/c-1", JSON, less("from").toString()));
			awaitWaiting(1);
			Future<Answer> placed = executor.submit(() -> placed("c-1", "Complaint"));
			awaitWaiting(2);
			slow.commit();

			assertThat(effect(put.get())).isEqualTo("UPDATED");
			assertThat(placed.get().status()).isEqualTo(201);
		}
		assertRefused(http().put("/v1/calls/c-1", JSON, less("from", "to").toString()));
	}

	@Test
	void whatIsNotThereIsNotHeld() {
		assertThat(placed("c-3", "Complaint").status()).isEqualTo(404);
		assertThat(http().put("/v1/holds/c-1", JSON, "{}").status()).isEqualTo(400);
		assertThat(http().put("/v1/holds/c-1", JSON, "{\"reason\": \"" + "x".repeat(1001) + "\"}").status())
			.isEqualTo(400);
	}

	@Test
	void itIsWrittenDownWhoHeldAndReleasedIt() {
		placed("c-1", "Complaint of +442079460123");
		http().delete("/v1/holds/c-1");

		JsonNode audit = http().get("/v1/audit?limit=2").json().path("items");
		assertThat(audit.findValuesAsString("action")).containsExactly("holds.release", "holds.place");
		assertThat(audit.toString()).contains("c-1").doesNotContain("2079460123");
	}

	/// A call with all that evidence can be, held.
	private void evidence() {
		assertThat(http().post("/v1/calls", JSON, full().toString()).status()).isEqualTo(200);
		assertThat(patched("{\"caseId\": \"C-1\"}").status()).isEqualTo(200);
		assertThat(placed("c-1", "Complaint").status()).isEqualTo(201);
	}

	private static ObjectNode full() {
		ObjectNode call = TestCalls.answered("c-1")
			.put("recordingUrl", "https://rec.example.com/1")
			.put("trunk", "trunk-a")
			.put("disposition", "COMPLAINT");
		call.putObject("attributes").put("note", "angry");
		((ObjectNode) call.at("/legs/0")).put("transfer", "BLIND").put("transferredTo", "+447700900123");
		return call;
	}

	private static ObjectNode less(String... fields) {
		return full().remove(List.of(fields));
	}

	private Answer patched(String patch) {
		return http().patch("/v1/calls/c-1", "application/merge-patch+json", patch);
	}

	private static String effect(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().path("effect").asString();
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(409);
		assertThat(answer.json().path("reason").asString()).isEqualTo("ON_HOLD");
		assertThat(answer.json().path("field").asString()).isNotBlank();
	}

	/// Until so many statements wait for locks.
	private static void awaitWaiting(int statements) {
		await().until(() -> owner().sql("select count(*) from pg_locks where not granted")
			.query(Integer.class)
			.single() >= statements);
	}

	private Answer placed(String callId, String reason) {
		return http().put("/v1/holds/" + callId, JSON, "{\"reason\": \"" + reason + "\"}");
	}

}
