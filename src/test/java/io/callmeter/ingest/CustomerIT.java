package io.callmeter.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.tenant.TenantTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Whose call it is: one random id for each number of a customer, however the calls come.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class CustomerIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String NDJSON = "application/x-ndjson";

	private static final String CUSTOMER = "+442079460123";

	@Autowired
	private JdbcClient service;

	@Autowired
	private TenantTransactions transactions;

	@Autowired
	private MeterRegistry meters;

	@Test
	void theCallerAndTheOneWhoIsCalledAreOneCustomer() {
		sent(TestCalls.inbound("in"), TestCalls.inbound("internal").put("direction", "INTERNAL"),
				TestCalls.dialled("out"));

		assertThat(customers()).containsExactly(CUSTOMER);
		assertThat(customerOf("in")).isNotNull()
			.isEqualTo(customerOf("internal"))
			.isEqualTo(customerOf("out"))
			.isEqualTo(idOf(CUSTOMER));
		assertThat(factsOfOthers()).isZero();
	}

	@Test
	void aNumberInAnyNotationIsOneCustomer() {
		sent(TestCalls.inbound("c-1").put("from", "+44 20 7946 0123"),
				TestCalls.inbound("c-2").put("from", "tel:+44-20-7946-0123"),
				TestCalls.inbound("c-3").put("from", "600"));

		assertThat(customers()).containsExactlyInAnyOrder(CUSTOMER, "600");
		assertThat(customerOf("c-1")).isEqualTo(customerOf("c-2"));
		assertThat(factsOfOthers()).isZero();
	}

	@Test
	void aDeliveryThatStoresNoCallNamesNobody() {
		ObjectNode call = TestCalls.inbound("c-1");
		sent(call);
		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(204);
		assertThat(http().post("/v1/erasures", JSON, "{\"number\": \"" + CUSTOMER + "\"}").status()).isEqualTo(200);
		assertThat(customers()).isEmpty();

		assertThat(http().post("/v1/calls", NDJSON, call.toString()).json().path("stale").asInt()).isOne();
		assertThat(customers()).isEmpty();

		sent(TestCalls.inbound("held").put("from", "600"));
		assertThat(http().put("/v1/holds/held", JSON, "{\"reason\": \"Complaint\"}").status()).isEqualTo(201);
		assertThat(http().post("/v1/calls", NDJSON, TestCalls.inbound("held").toString())
			.json()
			.at("/rejectedBy/ON_HOLD")
			.asInt()).isOne();
		assertThat(customers()).containsExactly("600");
	}

	@Test
	void aDeliveryThatIsTooOldNamesNobody() {
		owner().sql("""
				insert into retention (tenant_id, horizon, personal_horizon)
				values (1, '2025-11-01T00:00:00Z', '2026-08-01T00:00:00Z')""").update();

		for (String at : List.of("2026-05-04T09:00:00Z", "2025-07-04T09:00:00Z")) {
			ObjectNode call = TestCalls.call("c-" + at, "INBOUND").put("from", CUSTOMER);
			call.put("startedAt", at).put("endedAt", Instant.parse(at).plusSeconds(10).toString());
			assertThat(http().post("/v1/calls", NDJSON, call.toString()).json().path("created").asInt())
				.isEqualTo(at.startsWith("2026") ? 1 : 0);
			assertThat(customers()).isEmpty();
		}
	}

	@Test
	void aWithheldNumberIsNobody() {
		sent(TestCalls.inbound("c-1").put("from", "anonymous"), TestCalls.inbound("c-2").put("from", ""),
				TestCalls.call("c-3", "INBOUND"), TestCalls.dialled("c-4").put("to", "+266696687"));

		assertThat(customers()).isEmpty();
		assertThat(owner().sql("select count(*) from call_fact where customer_id is null and withheld_calls = 1")
			.query(Long.class)
			.single()).isEqualTo(4);
	}

	@Test
	void aNumberThatComesLaterOrIsCorrectedMovesTheCall() {
		sent(TestCalls.call("c-1", "INBOUND"));
		assertThat(customerOf("c-1")).isNull();

		sent(TestCalls.inbound("c-1"));
		assertThat(customerOf("c-1")).isEqualTo(idOf(CUSTOMER));

		sent(TestCalls.inbound("c-1").put("from", "+12025550143"));
		assertThat(customerOf("c-1")).isEqualTo(idOf("+12025550143"));

		sent(TestCalls.inbound("c-1").put("from", "anonymous"));
		assertThat(customerOf("c-1")).isNull();
	}

	@Test
	void aKnownNumberIsNotWrittenAgain() {
		sent(TestCalls.inbound("c-1"));
		String row = owner().sql("select ctid || ' ' || xmin || ' ' || xmax from customer")
			.query(String.class)
			.single();

		sent(TestCalls.inbound("c-1").put("source", "pbx1"), TestCalls.inbound("c-2"), TestCalls.dialled("c-3"));

		assertThat(owner().sql("select ctid || ' ' || xmin || ' ' || xmax from customer").query(String.class).single())
			.isEqualTo(row);
	}

	@Test
	void theCustomerOutlivesTheCall() {
		sent(TestCalls.answered("c-1"));
		UUID customer = customerOf("c-1");

		assertThat(http().delete("/v1/calls/c-1").status()).isEqualTo(204);
		assertThat(customers()).containsExactly(CUSTOMER);
		sent(TestCalls.answered("c-1"));
		assertThat(customerOf("c-1")).isNull();

		assertThat(http().put("/v1/calls/c-1", "application/json", TestCalls.answered("c-1").toString()).status())
			.isEqualTo(201);
		assertThat(customerOf("c-1")).isEqualTo(customer);
	}

	@Test
	void aCallThatTheCrmPatchesKeepsItsCustomer() {
		sent(TestCalls.answered("c-1"));
		UUID customer = customerOf("c-1");

		http().patch("/v1/calls/c-1", "application/merge-patch+json", "{\"resolved\": true}");

		assertThat(customerOf("c-1")).isEqualTo(customer);
	}

	/// Another transaction has inserted the number and does not commit until ours waits
	/// for it.
	@Test
	void aNumberThatAnotherTransactionIsAboutToInsertIsSeen() {
		var theirs = new CompletableFuture<UUID>();
		var ours = new CompletableFuture<Void>();
		this.transactions.write(TENANT, (_) -> {
			theirs.complete(this.service
				.sql("insert into customer (tenant_id, number) values (1, :number) returning customer_id")
				.param("number", CUSTOMER)
				.query(UUID.class)
				.single());
			ours.completeAsync(() -> {
				sent(TestCalls.inbound("c-1"));
				return null;
			});
			await().atMost(Duration.ofSeconds(30)).until(() -> isWaitedFor("customer"));
			assertThat(ours).isNotDone();
			return theirs;
		});

		assertThat(ours).succeedsWithin(Duration.ofSeconds(30));
		assertThat(customerOf("c-1")).isEqualTo(theirs.join());
		assertThat(customers()).containsExactly(CUSTOMER);
	}

	@Test
	void aNewNumberIsNotWaitedForUntilTheBatchIsCommittedThatBroughtIt() {
		whileABatchWaits(TestCalls.inbound("c-1"), () -> {
			sent(TestCalls.inbound("c-2"));
			assertThat(customerOf("c-2")).isEqualTo(idOf(CUSTOMER));
			assertThat(customerOf("c-1")).isNull();
		});

		assertThat(customerOf("c-1")).isEqualTo(idOf(CUSTOMER));
	}

	@Test
	void aNumberThatIsErasedWhileItsCallIsWrittenIsACustomerAgain() {
		whileABatchWaits(TestCalls.inbound("c-1"),
				() -> assertThat(
						owner().sql("delete from customer where number = :number").param("number", CUSTOMER).update())
					.isEqualTo(1));

		assertThat(customerOf("c-1")).isNotNull().isEqualTo(idOf(CUSTOMER));
		assertThat(factsOfOthers()).isZero();
	}

	@Test
	void aNumberThatBecomesTheCustomersByACorrectionIsNamedToo() {
		sent(TestCalls.inbound("c-1").put("to", "+442079460800"));

		sent(TestCalls.call("c-1", "OUTBOUND"));

		assertThat(customerOf("c-1")).isNotNull().isEqualTo(idOf("+442079460800"));
		assertThat(factsOfOthers()).isZero();
	}

	@Test
	void writersWithTheSameNewNumbersInEveryOrderMakeEachOnce() throws Exception {
		int numbers = 3_000;
		int writers = 8;
		double brokenOff = brokenOff();
		List<String> order = IntStream.range(0, numbers)
			.mapToObj((i) -> "+4420794" + (10_000 + i))
			.collect(Collectors.toCollection(ArrayList::new));
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Answer>> streams = new ArrayList<>();
			for (int writer = 0; writer < writers; writer++) {
				Collections.reverse(order);
				List<String> mine = List.copyOf(order);
				String prefix = "w" + writer + "-";
				streams.add(threads.submit(() -> stream(IntStream.range(0, numbers)
					.mapToObj((i) -> TestCalls.inbound(prefix + i).put("from", mine.get(i)))
					.toList())));
			}
			for (Future<Answer> stream : streams) {
				assertThat(stream.get().json().path("created").asInt()).isEqualTo(numbers);
			}
		}

		assertThat(customers()).hasSize(numbers);
		assertThat(owner().sql("select count(distinct customer_id) from customer").query(Long.class).single())
			.isEqualTo(numbers);
		assertThat(owner().sql("select count(customer_id) from call").query(Long.class).single())
			.isEqualTo(numbers * (long) writers);
		assertThat(factsOfOthers()).isZero();
		assertThat(brokenOff()).isEqualTo(brokenOff);
	}

	/// Another transaction holds the key of the call, which is sent and waits.
	private void whileABatchWaits(ObjectNode call, Runnable meanwhile) {
		CompletableFuture<Void> sent = this.transactions.write(TENANT, (_) -> {
			this.service.sql("insert into call_key (tenant_id, call_id) values (1, :callId)")
				.param("callId", call.path("callId").asString())
				.update();
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sent(call));
			await().atMost(Duration.ofSeconds(30)).until(() -> isWaitedFor("call_key"));
			meanwhile.run();
			assertThat(sending).isNotDone();
			return sending;
		});
		assertThat(sent).isNotNull().succeedsWithin(Duration.ofSeconds(30));
	}

	private static boolean isWaitedFor(String table) {
		return owner().sql("""
				select exists (select from pg_locks writes join pg_locks waits using (pid)
				                where writes.relation = :table::regclass and not waits.granted)""")
			.param("table", table)
			.query(Boolean.class)
			.single();
	}

	/// Attempts at a batch that were broken off, such as by a deadlock, and made again.
	private double brokenOff() {
		return this.meters.get("callmeter.ingest.batch.latency").timer().count()
				- this.meters.get("callmeter.ingest.batch.size").summary().count();
	}

	/// Calls whose customer is not that of their number, by the columns that the
	/// migration went by.
	private static long factsOfOthers() {
		return owner().sql("""
				select count(*)
				  from call_fact f
				  left join customer k on k.tenant_id = f.tenant_id and k.number = f.customer_number
				 where f.customer_id is distinct from k.customer_id""").query(Long.class).single();
	}

	private static List<@Nullable String> customers() {
		return owner().sql("select number from customer").query(String.class).list();
	}

	private static UUID idOf(String number) {
		return owner().sql("select customer_id from customer where number = :number")
			.param("number", number)
			.query(UUID.class)
			.single();
	}

	/// Null also where the call is gone.
	private static @Nullable UUID customerOf(String callId) {
		return owner().sql("select customer_id from call where call_id = :callId")
			.param("callId", callId)
			.query(UUID.class)
			.optional()
			.orElse(null);
	}

	private void sent(ObjectNode... calls) {
		assertThat(stream(List.of(calls)).status()).isEqualTo(200);
	}

	private Answer stream(List<ObjectNode> calls) {
		return http().post("/v1/calls", NDJSON,
				calls.stream().map(ObjectNode::toString).collect(Collectors.joining("\n")));
	}

}
