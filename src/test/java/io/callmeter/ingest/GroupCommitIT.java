package io.callmeter.ingest;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.source.json.CallJson;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Single calls that come at once are committed together, and each is answered for itself and after its commit.
@Tag(PostgresIT.DATABASE_DEPENDENT)
@TestPropertySource(properties = { "callmeter.ingest.writers=1", "callmeter.ingest.queue=20" })
class GroupCommitIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final int QUEUE = 20;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private GroupCommit groups;

	@Autowired
	private CallJson json;

	@Autowired
	private JdbcClient service;

	@Autowired
	private TenantTransactions transactions;

	private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

	@AfterEach
	void endSenders() {
		this.senders.close();
	}

	@Test
	void anAnswerComesAfterTheCommit() {
		List<CompletableFuture<Boolean>> stored = IntStream.range(0, QUEUE)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				assertThat(post(TestCalls.answered("c-" + i)).status()).isEqualTo(200);
				return isStored("c-" + i);
			}, this.senders))
			.toList();

		assertThat(stored).allSatisfy((each) -> assertThat(each.join()).isTrue());
	}

	@Test
	void whatComesWhileTheDatabaseIsBusyIsCommittedTogether() {
		DistributionSummary sizes = this.meters.get("callmeter.ingest.batch.size").summary();
		long batches = sizes.count();
		double records = sizes.totalAmount();
		List<CompletableFuture<Answer>> answers = new ArrayList<>();

		whileTheWriterWaits(() -> answers.addAll(postedAtOnce(0, QUEUE)));

		assertThat(answers).allSatisfy((each) -> {
			assertThat(each.join().status()).isEqualTo(200);
			assertThat(each.join().json().path("created").asInt()).isEqualTo(1);
		});
		assertThat(sizes.totalAmount() - records).isEqualTo(QUEUE + 1);
		assertThat(sizes.count() - batches).isEqualTo(2);
	}

	@Test
	void moreThanTheQueueHoldsIsToldToComeAgainAndNothingAcceptedIsLost() {
		List<CompletableFuture<Answer>> accepted = new ArrayList<>();

		whileTheWriterWaits(() -> {
			accepted.addAll(postedAtOnce(0, QUEUE));
			for (Answer answer : List.of(post(TestCalls.answered("late")), put("late"), delete("c-0"))) {
				assertThat(answer.status()).as(answer.body()).isEqualTo(503);
				assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
				assertThat(answer.json().path("type").asString()).endsWith(":overloaded");
				assertThat(answer.json().path("detail").asString()).contains("Try again in 5 s");
			}
		});

		assertThat(accepted).allSatisfy((each) -> assertThat(each.join().status()).isEqualTo(200));
		assertThat(isStored("late")).isFalse();
		assertThat(post(TestCalls.answered("late")).json().path("created").asInt()).isEqualTo(1);
		assertThat(owner().sql("select count(*) from call").query(Long.class).single()).isEqualTo(QUEUE + 2);
	}

	@Test
	void aRecordThatTheDatabaseRefusesIsRefusedAlone() {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();

		try (var _ = FailingInserts.of(owner(), "new.call_id = 'c-7'", "23514")) {
			whileTheWriterWaits(() -> answers.addAll(postedAtOnce(0, QUEUE)));
			answers.forEach(CompletableFuture::join);
		}

		for (int i = 0; i < QUEUE; i++) {
			assertThat(answers.get(i).join().status()).isEqualTo((i == 7) ? 422 : 200);
			assertThat(isStored("c-" + i)).isEqualTo(i != 7);
		}
	}

	@Test
	void whenTheDatabaseFailsNobodyOfTheGroupIsToldThatItIsStored() {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();

		try (var _ = FailingInserts.of(owner(), "new.call_id = 'c-7'", "25006")) {
			whileTheWriterWaits(() -> answers.addAll(postedAtOnce(0, QUEUE)));
			answers.forEach(CompletableFuture::join);
		}

		for (int i = 0; i < QUEUE; i++) {
			Answer answer = answers.get(i).join();
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.headers().firstValue("retry-after")).isPresent();
			assertThat(answer.json().path("nextLine").asInt()).isEqualTo(1);
			assertThat(isStored("c-" + i)).isFalse();
		}
		assertThat(postedAtOnce(0, QUEUE)).allSatisfy((each) -> assertThat(each.join().status()).isEqualTo(200));
	}

	@Test
	void changesOfOneCallAreAppliedInTheOrderInWhichTheyCame() {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();

		whileTheWriterWaits(() -> {
			answers.addAll(postedAtOnce(0, 1));
			for (String effect : List.of("patch", "delete", "put", "post")) {
				int waiting = waiting();
				answers.add(CompletableFuture.supplyAsync(() -> switch (effect) {
					case "patch" ->
						http().patch("/v1/calls/c-0", "application/merge-patch+json", "{\"resolved\": true}");
					case "delete" -> delete("c-0");
					case "put" -> put("c-0");
					default -> post(TestCalls.answered("c-0"));
				}, this.senders));
				await().until(() -> waiting() > waiting);
			}
		});

		assertThat(answers).extracting((each) -> each.join().status()).containsExactly(200, 200, 204, 201, 200);
		assertThat(answers.getLast().join().json().path("unchanged").asInt()).isEqualTo(1);
	}

	@Test
	void tenantsShareTheConnectionsInTheOrderInWhichTheyCame() {
		owner().sql("insert into tenant (tenant_id, code, name) values (2, 'second', 'Second')").update();
		List<CompletableFuture<Answer>> ours = new ArrayList<>();
		CompletableFuture<List<Effect>> theirs = new CompletableFuture<>();

		whileTheWriterWaits(() -> {
			theirs.completeAsync(() -> this.groups.commit(new Tenant(2, "second", ZoneId.of("UTC")),
					List.of(new Change.Merge(this.json.call(TestCalls.answered("c-0"))))), this.senders);
			await().until(() -> waiting() == 1);
			ours.addAll(postedAtOnce(0, QUEUE));
			assertThat(waiting()).isEqualTo(QUEUE + 1);
			assertThat(theirs).isNotDone();
		});

		assertThat(theirs).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(List.of(Effect.Done.CREATED));
		assertThat(ours).allSatisfy((each) -> assertThat(each.join().status()).isEqualTo(200));
		assertThat(owner().sql("select count(*) from call where tenant_id = 2").query(Long.class).single()).isOne();
	}

	@Test
	void whatWasAcceptedIsFinishedBeforeTheServiceStops() {
		List<CompletableFuture<Answer>> accepted = new ArrayList<>();
		var stopped = new CompletableFuture<Void>();
		try {
			whileTheWriterWaits(() -> {
				accepted.addAll(postedAtOnce(0, QUEUE));
				this.groups.stop(() -> stopped.complete(null));
				assertThat(post(TestCalls.answered("late")).status()).isEqualTo(503);
				assertThat(stopped).isNotDone();
			});

			assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
			assertThat(owner().sql("select count(*) from call").query(Long.class).single()).isEqualTo(QUEUE + 1);
			assertThat(accepted).allSatisfy((each) -> assertThat(each.join().status()).isEqualTo(200));
		}
		finally {
			this.groups.start();
		}
		assertThat(post(TestCalls.answered("late")).status()).isEqualTo(200);
	}

	/// Another transaction holds the key of the call `first`, so that the only writer
	/// waits and what is sent meanwhile gathers.
	private void whileTheWriterWaits(Runnable meanwhile) {
		CompletableFuture<Answer> first = this.transactions.write(TENANT, (_) -> {
			this.service.sql(
					"insert into call_key (tenant_id, call_id, started_at) values (1, 'first', '2026-11-16T09:00:00Z')")
				.update();
			var sent = CompletableFuture.supplyAsync(() -> post(TestCalls.answered("first")), this.senders);
			await().until(GroupCommitIT::aKeyIsWaitedFor);
			meanwhile.run();
			return sent;
		});
		assertThat(first).isNotNull().succeedsWithin(Duration.ofSeconds(30));
	}

	private List<CompletableFuture<Answer>> postedAtOnce(int from, int to) {
		int before = waiting();
		List<CompletableFuture<Answer>> answers = IntStream.range(from, to)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> post(TestCalls.answered("c-" + i)), this.senders))
			.toList();
		await().until(() -> waiting() >= before + to - from || answers.stream().allMatch(CompletableFuture::isDone));
		return answers;
	}

	private int waiting() {
		return (int) this.meters.get("callmeter.ingest.waiting").gauge().value();
	}

	private static boolean aKeyIsWaitedFor() {
		return owner().sql("""
				select exists (select from pg_locks writes join pg_locks waits using (pid)
				                where writes.relation = 'call_key'::regclass and not waits.granted)""")
			.query(Boolean.class)
			.single();
	}

	private static boolean isStored(String callId) {
		return owner().sql("select exists (select from call where call_id = :callId)")
			.param("callId", callId)
			.query(Boolean.class)
			.single();
	}

	private Answer post(ObjectNode call) {
		return http().post("/v1/calls", JSON, call.toString());
	}

	private Answer put(String callId) {
		return http().put("/v1/calls/" + callId, JSON, TestCalls.answered(callId).toString());
	}

	private Answer delete(String callId) {
		return http().delete("/v1/calls/" + callId);
	}

}
