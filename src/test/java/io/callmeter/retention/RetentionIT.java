package io.callmeter.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.callmeter.call.Call;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Calls go when they are this.old enough, and no figure changes by it: it stays, or it is null and says why. A week of
/// calls goes in three batches.
@Tag(PostgresIT.DATABASE_DEPENDENT)
@TestPropertySource(properties = "callmeter.retention.batch=10")
class RetentionIT extends PostgresIT {

	private static final String JSON = "application/json";

	/// What the service takes for now in this test: whenever it runs, the same months are
	/// dropped, and none that others write to.
	private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

	private final LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

	/// The first of a month that lies a year and more back.
	private final LocalDate old = YearMonth.from(this.today.minusDays(500)).atDay(1);

	private static final String SUMS = "&metrics=offered,answered,serviceLevel,averageWait,handled,averageHandleTime,"
			+ "calls,withheldCalls,averageCallLength,transferRate&groupBy=queue&interval=P1D";

	@Autowired
	private RetentionJob job;

	@Autowired
	private RetentionRuns runs;

	@Test
	void sumsOfWholeDaysStayTheSameByteForByte() {
		post(http(), week(this.old, "old"));
		post(http(), week(this.today.minusDays(10), "new"));
		String ever = "from=" + this.old.minusDays(1) + "&to=" + this.today + SUMS;
		String part = "from=" + this.old + "&to=" + this.old.plusDays(3) + SUMS;
		String before = figures(ever);
		String beforePart = figures(part);

		JsonNode run = expire(http(), 100);

		assertThat(run.path("calls").asInt()).isEqualTo(28);
		assertThat(count("call")).isEqualTo(28);
		assertThat(figures(ever)).isEqualTo(before);
		assertThat(figures(part)).isEqualTo(beforePart);
	}

	@Test
	void monthThatNobodyKeepsIsDropped() {
		post(http(), week(this.old, "old"));
		post(http(), week(this.today.minusDays(10), "new"));
		assertThat(tableOf(this.old)).isTrue();

		JsonNode run = expire(http(), 100);

		assertThat(run.path("months").toString()).contains(YearMonth.from(this.old).toString());
		assertThat(tableOf(this.old)).isFalse();
		assertThat(tableOf(this.today.minusDays(10))).isTrue();
		assertThat(owner().sql("select count(*) from call_key").query(Integer.class).single()).isEqualTo(28);
	}

	@Test
	void heldCallStaysAndItsNeighboursGo() {
		post(http(), week(this.old, "old"));
		hold("old-2-1");

		JsonNode run = expire(http(), 100);

		assertThat(run.path("calls").asInt()).isEqualTo(27);
		assertThat(run.path("months").toString()).doesNotContain(YearMonth.from(this.old).toString());
		assertThat(http().get("/v1/calls/old-2-1").status()).isEqualTo(200);
		assertThat(http().get("/v1/calls/old-2-0").status()).isEqualTo(404);
		assertThat(http().delete("/v1/calls/old-2-1").status()).isEqualTo(409);

		owner().sql("delete from legal_hold").update();

		assertThat(expire(http(), 100).path("calls").asInt()).isOne();
		assertThat(tableOf(this.old)).isFalse();
	}

	@Test
	void tenantWithAGreaterAgeKeepsItsCallsAndTheMonth() {
		TestClient other = tenant("patient");
		post(http(), week(this.old, "old"));
		post(other, week(this.old, "old"));
		put(other, "{\"callDays\": 3000}");

		JsonNode run = expire(http(), 100);

		assertThat(run.path("months").toString()).doesNotContain(YearMonth.from(this.old).toString());
		assertThat(count("call")).isEqualTo(28);
		assertThat(http().get("/v1/calls/old-2-1").status()).isEqualTo(404);
		assertThat(other.get("/v1/calls/old-2-1").status()).isEqualTo(200);
		assertThat(tableOf(this.old)).isTrue();

		assertThat(expire(other, 100).path("calls").asInt()).isEqualTo(28);
		assertThat(tableOf(this.old)).isFalse();
	}

	@Test
	void expiredCallIsRefusedByNameAndNotCountedAgain() {
		List<Call> calls = week(this.old, "old");
		post(http(), calls);
		String question = "from=" + this.old + "&to=" + this.old.plusDays(7) + SUMS;
		String before = figures(question);
		expire(http(), 100);

		Answer again = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		Answer put = http().put("/v1/calls/old-0-0", JSON, TestCalls.json(calls.getFirst()));

		assertThat(again.status()).isEqualTo(422);
		assertThat(again.json().at("/rejectedBy/EXPIRED").asInt()).isEqualTo(28);
		assertThat(again.json().at("/rejected/0/field").asString()).isEqualTo("startedAt");
		assertThat(put.status()).as(put.body()).isEqualTo(400);
		assertThat(put.json().path("reason").asString()).isEqualTo("EXPIRED");
		assertThat(figures(question)).isEqualTo(before);
		assertThat(count("call_key")).isZero();
		assertThat(tableOf(this.old)).isFalse();
	}

	@Test
	void changesOfACallBehindTheHorizonAreRefusedWhileItIsStillThere() {
		post(http(), week(this.old, "old"));
		hold("old-0-0");
		String question = "from=" + this.old + "&to=" + this.old.plusDays(7) + SUMS;
		String before = figures(question);
		expire(http(), 100);
		Call moved = TestCalls.shifted(
				Duration.between(this.old.atStartOfDay(), this.today.minusDays(5).atStartOfDay()),
				week(this.old, "old").getFirst());

		assertThat(http().delete("/v1/calls/old-0-0").status()).isEqualTo(409);
		assertThat(http().patch("/v1/calls/old-0-0", "application/merge-patch+json", "{\"resolved\": true}").status())
			.isEqualTo(400);
		assertThat(http().put("/v1/calls/old-0-0", JSON, TestCalls.json(moved)).status()).isEqualTo(400);

		assertThat(figures(question)).isEqualTo(before);
		assertThat(http().get("/v1/calls/old-0-0").status()).isEqualTo(200);
	}

	@Test
	void figuresThatNeedExpiredCallsAreNullWithTheReason() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);
		String range = "/v1/kpis?from=" + this.old + "&to=" + this.old.plusDays(7);

		JsonNode metrics = http()
			.get(range + "&metrics=offered,callers,longestWait,waitP90,callsPerCaller,firstContactResolution,talkP50")
			.json()
			.at("/total/metrics");

		assertThat(metrics.at("/offered/value").asInt()).isEqualTo(28);
		for (String metric : List.of("callers", "longestWait", "callsPerCaller", "firstContactResolution")) {
			assertThat(metrics.path(metric).path("value").isNull()).as(metric).isTrue();
			assertThat(metrics.path(metric).path("unavailable").asString()).as(metric)
				.isEqualTo("calls before " + horizon(100) + " have expired");
			assertThat(metrics.path(metric).size()).as(metric).isEqualTo(2);
		}
		assertThat(metrics.at("/waitP90/value").isNumber()).isTrue();
		assertThat(metrics.at("/waitP90/population").asInt()).isEqualTo(28);
		assertThat(unavailable(range + "&metrics=offered&rollups=false")).isTrue();
		assertThat(unavailable(range + "&metrics=offered&source=pbx")).isTrue();
		assertThat(unavailable(range + "&metrics=offered&basis=END")).isTrue();
		assertThat(unavailable(range + "&metrics=offered&threshold=17&groupBy=queue")).isFalse();
		assertThat(unavailable("/v1/kpis?from=" + this.old + "T09:07&to=" + this.old.plusDays(2)
				+ "T00:00&metrics=offered&groupBy=queue"))
			.isTrue();
		assertThat(http().get(range + "&metrics=waitP90&percentiles=exact").json().at("/total/metrics/waitP90").size())
			.isEqualTo(2);
		assertThat(unavailable(
				"/v1/kpis?from=" + this.today.minusDays(99) + "&to=" + this.today + "&metrics=offered&rollups=false"))
			.isFalse();
	}

	@Test
	void whatIsComparedWithMayHaveExpired() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);
		long days = Duration.between(this.old.atStartOfDay(), this.today.atStartOfDay()).toDays();

		JsonNode callers = http()
			.get("/v1/kpis?from=" + this.today.minusDays(90) + "&to=" + this.today
					+ "&metrics=callers,offered&compare=previous")
			.json()
			.at("/total/metrics/callers");

		assertThat(days).isGreaterThan(180);
		assertThat(callers.path("value").isNumber()).isTrue();
		assertThat(callers.at("/comparison/value").isNull()).isTrue();
		assertThat(callers.at("/comparison/unavailable").asString()).contains("have expired");
	}

	@Test
	void listsAndDistributionsOfExpiredCallsAreGone() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);

		Answer list = http().get("/v1/calls?from=" + this.old + "&to=" + this.today);

		assertThat(list.status()).isEqualTo(410);
		assertThat(list.json().path("type").asString()).isEqualTo("urn:callmeter:problem:expired");
		assertThat(http().get("/v1/kpis/distribution?of=wait&from=" + this.old + "&to=" + this.today).status())
			.isEqualTo(410);
		assertThat(http().get("/v1/calls?from=" + this.today.minusDays(99) + "&to=" + this.today).status())
			.isEqualTo(200);
	}

	@Test
	void callThatReachesOverTheHorizonStaysUntilAllOfItIsBehind() {
		LocalDate horizon = this.today.minusDays(100);
		ObjectNode late = TestCalls.answered("late");
		Call call = TestCalls.shifted(
				Duration.between(TestCalls.NINE, horizon.atStartOfDay().toInstant(ZoneOffset.UTC).minusSeconds(100)),
				TestCalls.decoded(late));
		post(http(), List.of(call));
		String ended = "/v1/kpis?from=" + horizon + "&to=" + this.today + "&metrics=calls,handled&basis=END";
		String before = http().get(ended).json().path("total").toString();

		assertThat(expire(http(), 100).path("calls").asInt()).isZero();

		assertThat(http().get(ended).json().path("total").toString()).isEqualTo(before);
		assertThat(expire(http(), 99).path("calls").asInt()).isOne();
	}

	@Test
	void aCallBehindTheHorizonIsShownAndNotDeletedUntilItIsGone() {
		LocalDate horizon = this.today.minusDays(100);
		post(http(),
				List.of(TestCalls.shifted(
						Duration.between(TestCalls.NINE,
								horizon.atStartOfDay().toInstant(ZoneOffset.UTC).minusSeconds(100)),
						TestCalls.decoded(TestCalls.answered("late")))));
		expire(http(), 100);
		String shown = http().get("/v1/calls/late").body();

		Answer refused = http().delete("/v1/calls/late");

		assertThat(refused.status()).as(refused.body()).isEqualTo(409);
		assertThat(refused.json().path("reason").asString()).isEqualTo("EXPIRED");
		assertThat(refused.json().path("field").asString()).isEqualTo("callId");
		assertThat(refused.json().path("detail").asString()).contains("late", horizon(100), "Retention deletes it");
		assertThat(http().get("/v1/calls/late").status()).isEqualTo(200);
		assertThat(http().get("/v1/calls/late").body()).isEqualTo(shown);

		expire(http(), 99);

		assertThat(http().get("/v1/calls/late").status()).isEqualTo(404);
		assertThat(http().delete("/v1/calls/late").status()).isEqualTo(404);
	}

	@Test
	void verifyingAndRebuildingLeaveExpiredDaysAlone() {
		post(http(), week(this.old, "old"));
		post(http(), week(this.today.minusDays(10), "new"));
		String question = "from=" + this.old.minusDays(1) + "&to=" + this.today + SUMS;
		String before = figures(question);
		expire(http(), 100);
		String days = "?from=" + this.today.minusDays(300) + "&to=" + this.today;

		JsonNode verified = http().post("/v1/rollups/verify" + days, JSON, "").json();
		assertThat(verified.path("mismatches").asInt()).isZero();
		assertThat(verified.path("from").asString()).isEqualTo(this.today.minusDays(100).toString());
		assertThat(http().post("/v1/rollups/rebuild" + days, JSON, "").status()).isEqualTo(200);
		assertThat(
				http().post("/v1/rollups/rebuild?from=" + this.old + "&to=" + this.old.plusDays(9), JSON, "").status())
			.isEqualTo(200);

		assertThat(figures(question)).isEqualTo(before);
	}

	@Test
	void sumsOfExpiredDaysOfAnotherZoneAreNotRead() {
		TestClient before = tenant("moving");
		post(before, week(this.old, "old"));
		post(before, week(this.today.minusDays(10), "new"));
		expire(before, 100);
		String all = "/v1/kpis?timeZone=UTC&from=" + this.old + "&to=" + this.today + "&metrics=offered";
		String recent = "/v1/kpis?timeZone=UTC&from=" + this.today.minusDays(20) + "&to=" + this.today
				+ "&metrics=offered";
		assertThat(before.get(all).json().at("/total/metrics/offered/value").asInt()).isEqualTo(56);

		http().put("/v1/tenants/moving", JSON, "{\"timeZone\": \"America/New_York\"}");
		// The horizon moves on also where it is still yesterday there.
		put(before, "{\"callDays\": 99}");
		this.job.run();
		// Of a key that is known already the zone is remembered for some seconds.
		TestClient after = stranger().withKey(http()
			.post("/v1/tenants/moving/keys", JSON, "{\"name\": \"after\", \"scopes\": [\"admin\", \"kpis:read\"]}")
			.json()
			.path("key")
			.asString());

		assertThat(after.get(all).json().at("/total/metrics/offered/unavailable").asString()).contains("have expired");
		Answer counted = after.get(recent);
		assertThat(counted.json().at("/total/metrics/offered/value").asInt()).isEqualTo(28);
		assertThat(counted.headers().firstValue("Callmeter-Plan").orElse("")).contains("leg_fact: rollups");
	}

	@Test
	void personalDataGoBeforeTheCallAndNoFigureChanges() {
		post(http(), week(this.today.minusDays(50), "old"));
		owner().sql("update leg set transferred_to = '+44 20 7946 0199' where call_id in ('old-0-0', 'old-0-1')")
			.update();
		owner().sql("update leg set transferred_to = 'support' where call_id = 'old-1-0'").update();
		hold("old-0-1");
		String question = "from=" + this.today.minusDays(60) + "&to=" + this.today
				+ "&metrics=offered,callers,withheldCalls,callsPerCaller,repeatRate&groupBy=queue";
		String before = figures(question);
		owner().sql("update call set from_raw = null, from_number = null where call_id = 'old-0-0'").update();
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");

		JsonNode dryRun = http().post("/v1/retention/run?dryRun=true", JSON, "").json();
		JsonNode run = run(http());

		assertThat(dryRun.path("personal").asInt()).isEqualTo(27);
		assertThat(run.path("personal").asInt()).isEqualTo(27);
		assertThat(owner().sql("select call_id from call where from_raw is not null or from_number is not null")
			.query(String.class)
			.list()).containsExactly("old-0-1");
		assertThat(owner()
			.sql("select distinct call_id || ' ' || transferred_to from leg where transferred_to is not null")
			.query(String.class)
			.list()).containsExactlyInAnyOrder("old-0-1 +44 20 7946 0199", "old-1-0 support");
		assertThat(count("customer")).isOne();
		assertThat(figures(question)).isEqualTo(before);

		Answer again = http().post("/v1/calls", "application/x-ndjson",
				TestCalls.lines(week(this.today.minusDays(50), "old")));
		assertThat(again.json().path("rejectedCount").asInt()).isZero();
		assertThat(figures(question)).isEqualTo(before);
		assertThat(owner().sql("select count(*) from call where from_raw is not null").query(Integer.class).single())
			.isOne();

		owner().sql("delete from legal_hold").update();
		assertThat(run(http()).path("personal").asInt()).isOne();
		assertThat(count("customer")).isZero();
		assertThat(figures(question)).isEqualTo(before);
	}

	@Test
	void wordsWithANumberComeOfAgeAndNoFigureChanges() {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			ObjectNode call = TestCalls.answered("old-" + i)
				.put("from", "+12025550143")
				.put("source", "fax 020 7946 0123")
				.put("trunk", (i < 2) ? "SIP/02079460123" : "SIP/trunk-a")
				.put("disposition", (i < 3) ? "call +44 20 7946 0123" : "SALE")
				.put("caseId", (i < 2) ? "020 7946 0123" : "442079460123");
			((ObjectNode) call.at("/legs/0")).put("skill", "02079460123")
				.put("reason", "by 02079460123")
				.put("trunk", "SIP/02079460123");
			calls.add(at(this.today.minusDays(50), call));
		}
		Call young = at(this.today.minusDays(5),
				TestCalls.answered("young").put("caseId", "442079460123").put("resolved", true));
		calls.add(young);
		post(http(), calls);
		http().patch("/v1/calls/old-3", "application/merge-patch+json", "{\"disposition\": \"tell 02079460123\"}");
		List<String> questions = List.of("source", "trunk", "disposition", "queue");
		List<String> before = questions.stream().map(this::values).toList();
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");

		assertThat(http().post("/v1/retention/run?dryRun=true", JSON, "").json().path("personal").asInt()).isEqualTo(4);
		assertThat(run(http()).path("personal").asInt()).isEqualTo(4);

		assertThat(questions.stream().map(this::values).toList()).isEqualTo(before);
		String words = words();
		assertThat(words).contains("erased-", "SIP/trunk-a", "442079460123").doesNotContain("020 7946", "02079460123");
		assertThat(http().get("/v1/dispositions").body()).contains("erased-").doesNotContainPattern("7946 ?0");

		post(http(), calls);
		http().patch("/v1/calls/old-0", "application/merge-patch+json", "{\"disposition\": \"tell 02079460123\"}");
		assertThat(words()).isEqualTo(words);
		assertThat(questions.stream().map(this::values).toList()).isEqualTo(before);

		put(http(), "{\"callDays\": 100, \"personalDays\": 3}");
		run(http());
		assertThat(words()).contains("erased-").doesNotContainPattern("7946 ?0");
		assertThat(questions.stream().map(this::values).toList()).isEqualTo(before);
	}

	@Test
	void whatTheCrmSaidOfACallThatNeverCameComesOfAge() {
		String patch = "{\"caseId\": \"call 02079460123\"}";
		for (String callId : List.of("never", "unnoted", "lately")) {
			http().patch("/v1/calls/" + callId, "application/merge-patch+json", patch);
		}
		owner().sql("update call_key set waiting_since = :since where call_id = 'never'")
			.param("since", this.today.minusDays(30))
			.update();
		owner().sql("update call_key set waiting_since = null where call_id = 'unnoted'").update();
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");

		assertThat(http().post("/v1/retention/run?dryRun=true", JSON, "").json().path("personal").asInt()).isOne();
		assertThat(run(http()).path("personal").asInt()).isOne();

		assertThat(owner().sql("select call_id from call_key where waiting is not null and waiting_since is not null")
			.query(String.class)
			.list()).containsExactlyInAnyOrder("unnoted", "lately");
		assertThat(count("call_key")).isEqualTo(2);
	}

	@Test
	void deliveryThatMovesACallBehindTheHorizonLeavesNoPersonalData() {
		LocalDate horizon = this.today.minusDays(20);
		Instant start = horizon.atStartOfDay().toInstant(ZoneOffset.UTC);
		post(http(), List.of(at(horizon, personal("moved")), at(horizon.plusDays(1), personal("other"))));
		http().patch("/v1/calls/moved", "application/merge-patch+json", "{\"disposition\": \"tell 02079460123\"}");
		String before = callers();
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		assertThat(stored("moved")).contains("2025550143", "recordings.example", "note", "7946");

		post(http(), List.of(TestCalls
			.decoded(TestCalls.call("moved", "INBOUND").put("startedAt", start.minusSeconds(60).toString()))));

		assertThat(http().get("/v1/calls/moved").json().path("startedAt").asString())
			.isEqualTo(start.minusSeconds(60).toString());
		assertThat(stored("moved")).doesNotContain("2025550143", "recordings.example", "note", "7946 0", "79460")
			.contains("trunk-a");
		assertThat(stored("other")).contains("2025550143");
		assertThat(callers()).isEqualTo(before).contains("\"value\":1");
	}

	@Test
	void olderDeliveryOfALaterStartBringsNothingBackToACallOfAge() {
		post(http(),
				List.of(at(this.today.minusDays(50), personal("aged").put("revision", 5)),
						at(this.today.minusDays(49), personal("other")),
						at(this.today.minusDays(48), personal("held").put("revision", 5))));
		String before = callers();
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		String aged = stored("aged");
		String held = stored("held");
		assertThat(aged + held).doesNotContain("2025550143", "recordings.example", "note", "7946 0", "79460");
		hold("held");

		for (String callId : List.of("aged", "held")) {
			Call late = at(this.today.minusDays(1), personal(callId).put("revision", 3).put("from", "+12025550199"));
			http().post("/v1/calls", JSON, TestCalls.json(late));
			http().patch("/v1/calls/" + callId, "application/merge-patch+json",
					"{\"disposition\": \"tell 02079460123\", \"csat\": 1}");
		}

		assertThat(stored("aged")).isEqualTo(aged);
		assertThat(stored("held")).isEqualTo(held);
		assertThat(callers()).isEqualTo(before).contains("\"value\":1");
	}

	@Test
	void wordsThatWaitForACallOfAgeAreTakenWithoutNumbers() {
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		assertThat(http()
			.patch("/v1/calls/aged", "application/merge-patch+json",
					"{\"disposition\": \"tell 02079460123\", \"caseId\": \"020 7946 0123\", \"resolved\": true}")
			.status()).isEqualTo(202);

		post(http(), List.of(at(this.today.minusDays(50), personal("aged"))));

		assertThat(stored("aged")).doesNotContain("2025550143", "7946 0", "79460").contains("\"crm_resolved\": true");
		assertThat(callers()).contains("\"value\":1");
		assertThat(count("disposition")).isZero();
	}

	@Test
	void aCaseNamedByANumberComesOfAgeAsAWholeWhenItsOldestCallIsReleased() {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			calls.add(at(this.today.minusDays(50 - i),
					TestCalls.answered("old-" + i).put("caseId", "020 7946 0123").put("resolved", true)));
		}
		post(http(), calls);
		hold("old-0");
		String before = values("queue");
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		assertThat(words().lines()).hasSize(3).allMatch((line) -> line.contains("020 7946 0123"));
		assertThat(values("queue")).isEqualTo(before);

		assertThat(http().delete("/v1/holds/old-0").status()).isEqualTo(204);
		assertThat(run(http()).path("personal").asInt()).isEqualTo(3);

		assertThat(words().lines()).hasSize(3).allMatch((line) -> line.contains("erased-"));
		assertThat(words()).doesNotContainPattern("7946 ?0");
		assertThat(values("queue")).isEqualTo(before);
	}

	/// A call with personal data of each kind.
	private static ObjectNode personal(String callId) {
		ObjectNode call = TestCalls.answered(callId)
			.put("from", "+12025550143")
			.put("to", "+443069990800")
			.put("recordingUrl", "https://recordings.example/" + callId)
			.put("source", "fax 020 7946 0123")
			.put("trunk", "trunk-a")
			.put("disposition", "call +44 20 7946 0123")
			.put("caseId", "020 7946 0123");
		call.putObject("attributes").put("note", "angry");
		((ObjectNode) call.at("/legs/0")).put("skill", "02079460123")
			.put("reason", "by 02079460123")
			.put("transfer", "BLIND")
			.put("transferredTo", "+442079460199");
		return call;
	}

	/// All that the tables of calls and legs have of one, but what the sources count.
	private static String stored(String callId) {
		return owner()
			.sql("""
					select concat_ws(chr(10), to_jsonb(c) - 'revision' - 'crm_csat', (
					         select jsonb_agg(to_jsonb(l) - 'revision' order by l.leg_id) from leg l where l.call_id = c.call_id))
					  from call c
					 where c.call_id = :call
					""")
			.param("call", callId)
			.query(String.class)
			.single();
	}

	private String callers() {
		return figures("from=" + this.today.minusDays(60) + "&to=" + this.today
				+ "&metrics=callers,callsPerCaller,withheldCalls");
	}

	/// The figures without the names of their groups, which may be others.
	private String values(String groupBy) {
		JsonNode answer = http()
			.get("/v1/kpis?from=" + this.today.minusDays(60) + "&to=" + this.today
					+ "&metrics=calls,callers,firstContactResolution,averageCallLength&groupBy=" + groupBy)
			.json();
		List<String> values = new ArrayList<>();
		answer.path("rows").forEach((row) -> values.add(row.path("metrics").toString()));
		values.sort(null);
		return values + answer.path("total").toString();
	}

	private static String words() {
		return owner().sql("""
				select string_agg(concat_ws(' ', c.call_id, c.source, c.trunk, c.disposition, c.crm_disposition
				         , c.case_id, c.crm_case_id, l.skill, l.reason, l.trunk), chr(10) order by c.call_id)
				  from call c join leg l using (tenant_id, call_id, started_at)
				""").query(String.class).single();
	}

	@Test
	void cellsGoLast() {
		for (int week = 0; week < 3; week++) {
			post(http(), week(this.old.plusWeeks(week), "old" + week));
		}
		owner().sql("select fold_changes(1, 'UTC', 1000)").query((_, _) -> "").list();
		int cells = count("leg_cell") + count("call_cell") + count("histogram");
		assertThat(count("leg_cell")).as("more than a batch").isGreaterThan(100);

		assertThat(dryRun("{\"callDays\": 100, \"rollupDays\": 200}").path("rollups").asInt()).isEqualTo(cells);
		assertThat(run(http()).path("rollups").asInt()).isEqualTo(cells);

		assertThat(count("leg_cell") + count("call_cell") + count("histogram")).isZero();
		assertThat(unavailable("/v1/kpis?from=" + this.old + "&to=" + this.old.plusDays(7) + "&metrics=offered"))
			.isTrue();
	}

	@Test
	void whatExpiresRowByRowGoesInBatchesAndEachIsCountedOnce() {
		post(http(), week(this.old, "old"));
		hold("old-6-3");
		List<Integer> batches = batches("delete", "call", () -> {
			JsonNode dry = dryRun("{\"callDays\": 100}");
			assertThat(dry.path("calls").asInt()).isEqualTo(27);
			assertThat(run(http()).path("calls").asInt()).isEqualTo(27);
		});

		assertThat(batches).containsExactly(10, 10, 7);
		assertThat(
				owner().sql("select call_id from call union select call_id from call_key").query(String.class).list())
			.containsExactly("old-6-3");
		assertThat(run(http()).path("calls").asInt()).isZero();
	}

	@Test
	void personalDataGoInBatchesAndEachCallIsCountedOnce() {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			calls.add(at(this.today.minusDays(50),
					TestCalls.answered("old-%02d".formatted(i)).put("from", "+4420794601%02d".formatted(i))));
			http().patch("/v1/calls/never-" + i, "application/merge-patch+json", "{\"caseId\": \"C-1\"}");
		}
		post(http(), calls);
		owner().sql("update call_key set waiting_since = :since where waiting is not null")
			.param("since", this.today.minusDays(30))
			.update();
		List<Integer> batches = batches("update", "call", () -> {
			assertThat(dryRun("{\"callDays\": 100, \"personalDays\": 20}").path("personal").asInt()).isEqualTo(50);
			assertThat(run(http()).path("personal").asInt()).isEqualTo(50);
		});

		assertThat(batches).containsExactly(10, 10, 5);
		assertThat(count("customer")).isZero();
		assertThat(owner().sql("select count(*) from call_key where waiting is not null").query(Integer.class).single())
			.isZero();
		assertThat(http().get("/v1/audit?limit=1").json().at("/items/0/detail/customers").asInt()).isEqualTo(25);
		assertThat(run(http()).path("personal").asInt()).isZero();
	}

	private JsonNode dryRun(String ages) {
		put(http(), ages);
		return http().post("/v1/retention/run?dryRun=true", JSON, "").json();
	}

	/// How many rows of a table each statement took that did something with any.
	private static List<Integer> batches(String operation, String table, Runnable work) {
		owner().sql("""
				create table batch (place int generated always as identity, taken int);
				create function note_batch() returns trigger language plpgsql security definer as $$
				begin
				  insert into batch (taken) select count(*) from seen having count(*) > 0;
				  return null;
				end $$;
				create trigger note_batch after %s on %s referencing old table as seen
				  for each statement execute function note_batch()""".formatted(operation, table)).update();
		try {
			work.run();
			return owner().sql("select taken from batch order by place").query((row, _) -> row.getInt(1)).list();
		}
		finally {
			owner().sql("drop trigger note_batch on %s; drop function note_batch(); drop table batch".formatted(table))
				.update();
		}
	}

	@Test
	void whileARunIsUnderWayNoOtherBegins() throws Exception {
		post(http(), week(this.old, "old"));
		put(http(), "{\"callDays\": 100}");

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection slow = ownerDataSource().getConnection()) {
			slow.setAutoCommit(false);
			slow.createStatement().execute("lock table call_key in exclusive mode");
			Future<JsonNode> first = executor.submit(() -> run(http()));
			awaitWaiting(1);

			assertThat(executor.submit(() -> http().post("/v1/retention/run?dryRun=false", JSON, "")))
				.succeedsWithin(Duration.ofSeconds(30))
				.satisfies((refused) -> {
					assertThat(refused.status()).as(refused.body()).isEqualTo(409);
					assertThat(refused.json().path("detail").asString()).contains("in progress", "Try again");
				});
			this.job.run();
			assertThat(this.runs.run(List.of(TENANT), "another replica")).isEmpty();
			assertThat(http().post("/v1/retention/run?dryRun=true", JSON, "").json().path("calls").asInt())
				.isEqualTo(28);
			assertThat(first.isDone()).isFalse();
			assertThat(http().get("/v1/retention").json().path("ranAt").isNull()).isTrue();
			slow.commit();

			assertThat(first.get().path("calls").asInt()).isEqualTo(28);
		}
		assertThat(run(http()).path("calls").asInt()).isZero();
	}

	/// Until so many statements wait for locks.
	private static void awaitWaiting(int statements) {
		await().until(() -> owner().sql("select count(*) from pg_locks where not granted")
			.query(Integer.class)
			.single() >= statements);
	}

	@Test
	void aHoldThatWasPlacedAndReleasedWhileARunWentOnKeepsNothingForGood() throws Exception {
		List<Call> calls = new ArrayList<>();
		for (int i = 10; i < 30; i++) {
			calls.add(at(this.today.minusDays(50), TestCalls.answered("old-" + i)));
		}
		post(http(), calls);
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");

		try (var executor = Executors.newVirtualThreadPerTaskExecutor();
				Connection first = locked("old-15");
				Connection second = locked("old-25")) {
			Future<JsonNode> run = executor.submit(() -> run(http()));
			awaitWaiting(1);
			assertThat(http().put("/v1/holds/old-20", JSON, "{\"reason\": \"court\"}").status()).isEqualTo(201);
			first.commit();
			await().until(() -> owner().sql("select count(*) from call where from_raw is null")
				.query(Integer.class)
				.single() == 10);
			awaitWaiting(1);
			assertThat(http().delete("/v1/holds/old-20").status()).isEqualTo(204);
			second.commit();
			run.get();
		}
		run(http());

		assertThat(owner().sql("select call_id from call where from_raw is not null").query(String.class).list())
			.isEmpty();
	}

	@Test
	void aHoldThatIsPlacedAnewOnAReleasedCallKeepsItUntilItIsReleasedAgain() throws Exception {
		post(http(), List.of(at(this.today.minusDays(50), TestCalls.answered("old-1")),
				at(this.today.minusDays(50), TestCalls.answered("old-2"))));
		hold("old-1");
		hold("old-2");
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		assertThat(http().delete("/v1/holds/old-1").status()).isEqualTo(204);
		assertThat(http().delete("/v1/holds/old-2").status()).isEqualTo(204);

		try (var executor = Executors.newVirtualThreadPerTaskExecutor(); Connection hold = locked("old-1")) {
			Future<JsonNode> run = executor.submit(() -> run(http()));
			awaitWaiting(1);
			hold.createStatement()
				.execute(
						"insert into legal_hold (tenant_id, call_id, reason, placed_by) values (1, 'old-1', 'x', 'x')");
			hold.commit();
			assertThat(run.get().path("personal").asInt()).isOne();
		}
		assertThat(stored("old-1")).contains("442079460123");

		assertThat(http().delete("/v1/holds/old-1").status()).isEqualTo(204);
		assertThat(run(http()).path("personal").asInt()).isOne();
		assertThat(stored("old-1")).doesNotContain("442079460123");
	}

	/// The id of a call is a mention of somebody else's number, and an erasure replaces
	/// it between the look of a run at the call and its lock.
	@Test
	void aCallWhoseIdIsErasedWhileARunLooksAtItLosesItsPersonalDataAllTheSame() throws Exception {
		for (String callId : List.of("a-1", "pbx-02079460123")) {
			post(http(), List.of(at(this.today.minusDays(50), TestCalls.answered(callId).put("from", "+12025550143"))));
		}
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");

		try (var executor = Executors.newVirtualThreadPerTaskExecutor(); Connection slow = locked("a-1")) {
			Future<JsonNode> run = executor.submit(() -> run(http()));
			awaitWaiting(1);
			Future<Answer> erasure = executor
				.submit(() -> http().post("/v1/erasures", JSON, "{\"number\": \"+442079460123\"}"));
			await().until(() -> erasure.isDone() || waiting() >= 2);
			slow.commit();
			run.get();
			assertThat(erasure.get().status()).as(erasure.get().body()).isEqualTo(200);
		}
		run(http());

		assertThat(owner().sql("select string_agg(concat(call_id, from_raw, from_number), ' ') from call")
			.query(String.class)
			.single()).contains("erased-").doesNotContain("2025550143", "7946 0", "79460");
	}

	private static int waiting() {
		return owner().sql("select count(*) from pg_locks where not granted").query(Integer.class).single();
	}

	/// Somebody who writes a call, until the end of the transaction.
	private static Connection locked(String callId) throws SQLException {
		Connection connection = ownerDataSource().getConnection();
		connection.setAutoCommit(false);
		connection.createStatement().execute("select from call_key where call_id = '" + callId + "' for update");
		return connection;
	}

	/// Ways in which the last young call of a case becomes none, or none of it.
	@ParameterizedTest
	@ValueSource(strings = { "deleted", "moved", "of another case", "replaced", "held" })
	void aCaseNamedByANumberLosesItsNameWhenItsLastYoungCallIsOneNoMore(String how) {
		String caseId = "020 7946 0123";
		post(http(), List.of(at(this.today.minusDays(50), "old-1", caseId),
				at(this.today.minusDays(49), "old-2", caseId), at(this.today.minusDays(5), "young", caseId)));
		put(http(), "{\"callDays\": 100, \"personalDays\": 20}");
		run(http());
		assertThat(casesOfAge()).containsOnly(caseId).hasSize(2);
		assertThat(run(http()).path("personal").asInt()).isZero();
		assertThat(casesOfAge()).containsOnly(caseId).hasSize(2);

		switch (how) {
			case "deleted" -> assertThat(http().delete("/v1/calls/young").status()).isEqualTo(204);
			case "moved" -> post(http(), List.of(at(this.today.minusDays(30), "young", caseId)));
			case "of another case" -> assertThat(
					http().patch("/v1/calls/young", "application/merge-patch+json", "{\"caseId\": \"C-1\"}").status())
				.isEqualTo(200);
			case "replaced" -> assertThat(http()
				.put("/v1/calls/young", JSON, TestCalls.json(at(this.today.minusDays(5), TestCalls.answered("young"))))
				.status()).isEqualTo(200);
			default -> {
				hold("young");
				put(http(), "{\"callDays\": 100, \"personalDays\": 3}");
				run(http());
				assertThat(casesOfAge()).containsOnly(caseId).hasSize(2);
				assertThat(http().delete("/v1/holds/young").status()).isEqualTo(204);
			}
		}
		assertThat(run(http()).path("personal").asInt()).isEqualTo(how.equals("held") ? 3 : 2);

		assertThat(casesOfAge().stream().distinct()).hasSize(1).allMatch((name) -> name.startsWith("erased-"));
		assertThat(count("kept_case")).isZero();
		if (how.equals("held")) {
			assertThat(owner().sql("select count(distinct case_id) from call").query(Integer.class).single()).isOne();
		}
		assertThat(run(http()).path("personal").asInt()).isZero();
	}

	private static List<String> casesOfAge() {
		return owner().sql("select case_id from call where call_id like 'old-%'")
			.query((row, _) -> row.getString(1))
			.list();
	}

	@Test
	void interruptedDropIsGoneOnWith() {
		post(http(), week(this.old, "old"));
		String month = this.old.toString().substring(0, 7).replace('-', '_');
		owner().sql("alter table leg detach partition leg_" + month + " concurrently").update();

		expire(http(), 100);

		assertThat(tableOf(this.old)).isFalse();
		assertThat(owner().sql("select to_regclass('leg_" + month + "') is null").query(Boolean.class).single())
			.isTrue();
	}

	/// What stays behind when the service stops while it waits for readers of a month.
	@Test
	void halfDetachedMonthIsDroppedByTheNextRun() throws SQLException {
		post(http(), week(this.old, "old"));
		String month = this.old.toString().substring(0, 7).replace('-', '_');
		try (Connection reader = ownerDataSource().getConnection();
				Connection stopped = ownerDataSource().getConnection()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("select count(*) from leg");
			Statement detaching = stopped.createStatement();
			CompletableFuture<Boolean> detached = CompletableFuture.supplyAsync(() -> {
				try {
					return detaching.execute("alter table leg detach partition leg_" + month + " concurrently");
				}
				catch (SQLException ex) {
					throw new CompletionException(ex);
				}
			});
			await().until(() -> detached.isDone() || pendingMonths() == 1);
			detaching.cancel();
			assertThat(detached).failsWithin(Duration.ofSeconds(30));
		}
		assertThat(pendingMonths()).isOne();

		expire(http(), 100);

		assertThat(tableOf(this.old)).isFalse();
		assertThat(count("leg")).isZero();
	}

	@Test
	void whoReadsAMonthThatGoesHoldsUpNoRun() throws SQLException {
		post(http(), week(this.old, "old"));
		try (Connection reader = ownerDataSource().getConnection()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("select count(*) from leg");

			JsonNode run = expire(http(), 100);

			assertThat(run.path("months").toString()).doesNotContain(YearMonth.from(this.old).toString());
			assertThat(run.path("calls").asInt()).isEqualTo(28);
			assertThat(pendingMonths()).isOne();
			JsonNode next = run(http());
			assertThat(next.path("months").toString()).as("finishing it waits, too")
				.doesNotContain(YearMonth.from(this.old).toString());
			assertThat(next.path("calls").asInt()).isZero();
		}

		JsonNode last = run(http());
		assertThat(last.path("months").toString()).contains(YearMonth.from(this.old).toString());
		assertThat(last.path("calls").asInt()).isZero();
		assertThat(tableOf(this.old)).isFalse();
	}

	private static int pendingMonths() {
		return owner().sql("select count(*) from pg_inherits where inhdetachpending").query(Integer.class).single();
	}

	/// The instance has seen the month, and does not know that it is gone.
	@Test
	void newTenantMayHaveCallsOfAMonthThatWasDropped() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);
		assertThat(tableOf(this.old)).isFalse();
		TestClient other = tenant("new");

		post(other, week(this.old, "old"));

		assertThat(count("call")).isEqualTo(28);
		assertThat(tableOf(this.old)).isTrue();
	}

	@Test
	void detachedMonthComesBackWithTheFirstCallForIt() {
		post(http(), week(this.old, "old"));
		String month = this.old.toString().substring(0, 7).replace('-', '_');
		owner().sql("alter table leg detach partition leg_" + month + " concurrently").update();
		owner().sql("alter table call detach partition call_" + month + " concurrently").update();

		post(tenant("new"), week(this.old, "old"));

		assertThat(count("call") + count("leg")).isEqualTo(4 * 28);
	}

	@Test
	void callsThatComeWhileTheHorizonMovesAreCountedOnceOrRefused() throws Exception {
		post(http(), week(this.old, "there"));
		put(http(), "{\"callDays\": 100}");
		AtomicInteger created = new AtomicInteger(28);
		AtomicInteger refused = new AtomicInteger();
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Callable<Object>> work = new ArrayList<>();
			for (int writer = 0; writer < 6; writer++) {
				List<Call> calls = week(this.old, "w" + writer);
				work.add(Executors.callable(() -> calls.forEach((call) -> {
					JsonNode report = http().post("/v1/calls", JSON, TestCalls.json(call)).json();
					created.addAndGet(report.path("created").asInt());
					refused.addAndGet(report.path("rejectedCount").asInt());
				})));
			}
			work.add(() -> run(http()));
			for (Future<Object> done : threads.invokeAll(work)) {
				done.get();
			}
		}
		run(http());

		assertThat(created.get() + refused.get()).isEqualTo(7 * 28);
		assertThat(count("call")).isZero();
		JsonNode calls = http()
			.get("/v1/kpis?from=" + this.old + "&to=" + this.old.plusDays(7) + "&metrics=calls,offered")
			.json()
			.at("/total/metrics");
		assertThat(calls.at("/calls/value").asInt()).isEqualTo(created.get());
		assertThat(calls.at("/offered/value").asInt()).isEqualTo(created.get());
	}

	@Test
	void callsBeforeTheFirstMonthGoToo() {
		post(http(), week(LocalDate.of(2019, 3, 4), "ancient"));

		assertThat(expire(http(), 100).path("calls").asInt()).isEqualTo(28);

		assertThat(count("call") + count("leg") + count("call_key")).isZero();
	}

	@Test
	void monthThatWasDetachedAndIsKeptAfterAllComesBack() {
		post(http(), week(this.old, "old"));
		String month = this.old.toString().substring(0, 7).replace('-', '_');
		owner().sql("alter table leg detach partition leg_" + month + " concurrently").update();

		this.runs.run(List.of(), "test");

		assertThat(count("leg")).isEqualTo(28);
	}

	@Test
	void dryRunSaysWhatWouldGoAndTakesNothing() {
		post(http(), week(this.old, "old"));
		put(http(), "{\"callDays\": 100}");

		JsonNode dry = http().post("/v1/retention/run", JSON, "").json();

		assertThat(dry.path("dryRun").asBoolean()).isTrue();
		assertThat(dry.path("calls").asInt()).isEqualTo(28);
		assertThat(dry.path("horizon").asString()).isEqualTo(horizon(100));
		assertThat(dry.path("months").toString()).contains(YearMonth.from(this.old).toString());
		assertThat(count("call")).isEqualTo(28);
		assertThat(http().get("/v1/retention").json().path("horizon").isNull()).isTrue();
	}

	@Test
	void horizonNeverMovesBack() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);

		put(http(), "{}");
		JsonNode kept = http().get("/v1/retention").json();

		assertThat(kept.path("callDays").isNull()).isTrue();
		assertThat(kept.path("horizon").asString()).isEqualTo(horizon(100));
	}

	@Test
	void agesThatContradictEachOtherAreRefused() {
		for (String ages : List.of("{\"callDays\": 0}", "{\"callDays\": 10, \"personalDays\": 11}",
				"{\"rollupDays\": 10}", "{\"callDays\": 10, \"rollupDays\": 9}", "{\"callDays\": 99999}",
				"{\"days\": 1}")) {
			assertThat(http().put("/v1/retention", JSON, ages).status()).as(ages).isEqualTo(400);
		}
	}

	@Test
	void changesAndRunsAreAudited() {
		post(http(), week(this.old, "old"));
		expire(http(), 100);

		assertThat(http().get("/v1/audit").json().findValuesAsString("action")).contains("retention.change",
				"retention.run");
	}

	@Test
	void jobDoesTheSame() {
		post(http(), week(this.old, "old"));
		put(http(), "{\"callDays\": 100}");

		this.job.run();

		assertThat(count("call")).isZero();
		assertThat(http().get("/v1/retention").json().path("ranAt").asString()).isNotEmpty();
		assertThat(http().get("/actuator/prometheus").body()).contains(
				"callmeter_retention_deleted_calls_total{tenant=\"default\"}",
				"callmeter_retention_dropped_months_total", "callmeter_retention_age_seconds{tenant=\"default\"}");
	}

	@Test
	void laterCallOfAnExpiredCaseIsNotItsFirst() {
		Call first = at(this.old, "first", "case-7");
		Call second = at(this.today.minusDays(5), "second", "case-7");
		post(http(), List.of(first, second));
		String question = "from=" + this.today.minusDays(9) + "&to=" + this.today + "&metrics=firstContactResolution";
		String before = figures(question);
		assertThat(before).contains("\"value\":0");

		expire(http(), 100);

		assertThat(figures(question)).isEqualTo(before);
	}

	private static Call at(LocalDate day, String callId, String caseId) {
		ObjectNode call = TestCalls.answered(callId).put("caseId", caseId).put("resolved", true);
		return at(day, call);
	}

	private static Call at(LocalDate day, ObjectNode call) {
		return TestCalls.shifted(Duration.between(TestCalls.NINE, day.atTime(9, 0).toInstant(ZoneOffset.UTC)),
				TestCalls.decoded(call));
	}

	/// Four calls on each of seven days.
	private static List<Call> week(LocalDate from, String name) {
		List<Call> calls = new ArrayList<>();
		for (int day = 0; day < 7; day++) {
			String id = name + "-" + day + "-";
			List<ObjectNode> sent = List.of(TestCalls.answered(id + 0),
					TestCalls.abandonedAfter(id + 1, Duration.ofSeconds(30 + day)), TestCalls.answered(id + 2),
					TestCalls.abandonedAfter(id + 3, Duration.ofSeconds(3)));
			for (ObjectNode call : sent) {
				call.put("from", "+4420794600" + (10 + day)).put("recordingUrl", "https://recordings.example/" + id);
				calls.add(TestCalls.shifted(
						Duration.between(TestCalls.NINE, from.plusDays(day).atTime(9, 2).toInstant(ZoneOffset.UTC)),
						TestCalls.decoded(call)));
			}
		}
		return calls;
	}

	private static void post(TestClient client, List<Call> calls) {
		Answer answer = client.post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").asInt()).as(answer.body()).isZero();
	}

	private static void put(TestClient client, String ages) {
		Answer answer = client.put("/v1/retention", JSON, ages);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private static JsonNode expire(TestClient client, int days) {
		put(client, "{\"callDays\": " + days + "}");
		return run(client);
	}

	private static JsonNode run(TestClient client) {
		Answer answer = client.post("/v1/retention/run?dryRun=false", JSON, "");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private TestClient tenant(String code) {
		return stranger().withKey(keyOfNewTenant(code, "admin", "calls:write", "calls:read", "kpis:read"));
	}

	private static void hold(String callId) {
		owner().sql("insert into legal_hold (tenant_id, call_id, reason, placed_by) values (1, :call, 'court', 'test')")
			.param("call", callId)
			.update();
	}

	private String figures(String question) {
		Answer answer = http().get("/v1/kpis?" + question);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.body();
	}

	private boolean unavailable(String path) {
		Answer answer = http().get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		JsonNode offered = answer.json().at("/total/metrics/offered");
		return offered.has("unavailable") && offered.path("value").isNull();
	}

	private String horizon(int days) {
		Instant at = this.today.minusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC);
		return at.toString();
	}

	private static int count(String table) {
		return owner().sql("select count(*) from " + table).query(Integer.class).single();
	}

	private static boolean tableOf(LocalDate day) {
		String table = "call_" + day.toString().substring(0, 7).replace('-', '_');
		return owner().sql("select to_regclass('" + table + "') is not null").query(Boolean.class).single();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Standing {

		@Bean
		Clock clock() {
			return Clock.fixed(NOW, ZoneOffset.UTC);
		}

	}

}
