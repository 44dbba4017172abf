package io.callmeter.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.call.Call;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the calls are, no fact but the number itself changes with an erasure, and none with what is delivered again.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ErasedFactsIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String NDJSON = "application/x-ndjson";

	private static final long SEED = 20261124;

	private static final int CALLS = 200;

	private static final int WRITERS = 4;

	@Property(tries = 6)
	void stayAsTheyWere(Dice dice) {
		String number = dice.oneOf("+442079460123", "+442079460124", "+12025550143", "600");
		List<Call> calls = withNumberInIds(RandomCalls.calls(dice, 5, 40), number);
		posted(calls);
		List<String> before = facts();

		Answer erased = erased(number);

		// A number by which internal calls are counted is one of the centre.
		assertThat(erased.status()).as(erased.body()).isIn(200, 409);
		assertThat(facts()).isEqualTo(before);
		assertThat(mismatches()).isZero();
		if (erased.status() == 200) {
			assertThat(erased.json().path("callsErased").asLong()).isEqualTo(ofCustomer(calls, number));
			assertThat(withNumber(number)).isZero();
			posted(calls);
			assertThat(facts()).isEqualTo(before);
			assertThat(withNumber(number)).isZero();
			calls.forEach(
					(call) -> http().put("/v1/calls/" + TestCalls.encoded(call.callId()), JSON, TestCalls.json(call)));
			assertThat(facts()).isEqualTo(before);
			assertThat(withNumber(number)).isZero();
			assertThat(mismatches()).isZero();
		}
	}

	@Test
	void noDeliveryMeanwhileGivesANumberToASurrogateThatIsErased() throws Exception {
		String number = "+12025550143";
		List<Call> calls = new ArrayList<>(withNumberInIds(RandomCalls.seeded(SEED, CALLS), number));
		calls.removeIf((call) -> call.direction() == io.callmeter.call.Direction.INTERNAL);
		posted(calls.subList(0, calls.size() / 2));
		List<Future<?>> writers = new ArrayList<>();
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int writer = 0; writer < WRITERS; writer++) {
				var random = new Random(SEED + writer);
				writers.add(threads.submit(() -> {
					List<Call> shuffled = new ArrayList<>(calls);
					Collections.shuffle(shuffled, random);
					for (int i = 0; i < shuffled.size(); i += 10) {
						posted(shuffled.subList(i, Math.min(i + 10, shuffled.size())));
					}
				}));
			}
			for (int i = 0; i < 10; i++) {
				Answer erased = erased(number);
				assertThat(erased.status()).as(erased.body()).isEqualTo(200);
			}
			for (Future<?> writer : writers) {
				writer.get();
			}
		}
		// One surrogate never stands for a number and for nobody.
		assertThat(owner()
			.sql("""
					select count(*) from (
					  select customer_id from call where customer_id is not null group by customer_id
					  having count(distinct coalesce(case direction when 'OUTBOUND' then to_number else from_number end, '')) > 1
					) mixed""")
			.query(Long.class)
			.single()).isZero();
		erased(number);
		assertThat(withNumber(number)).isZero();
		assertThat(owner().sql("select count(*) from call").query(Integer.class).single()).isEqualTo(calls.size());
		assertThat(owner().sql("select count(*) from leg").query(Long.class).single())
			.isEqualTo(calls.stream().mapToLong((call) -> call.legs().size()).sum());
		assertThat(mismatches()).isZero();
	}

	/// The calls, every second one with a number in its id and every third in the ids of
	/// its legs.
	private static List<Call> withNumberInIds(List<Call> calls, String number) {
		List<Call> named = new ArrayList<>();
		for (int i = 0; i < calls.size(); i++) {
			Call call = calls.get(i);
			Call itself = (i % 2 == 0) ? call.withId(number + " " + call.callId()) : call;
			named.add((i % 3 == 0) ? itself.withLegIds((legId) -> legId + "/" + number) : itself);
		}
		return named;
	}

	private static long ofCustomer(List<Call> calls, String number) {
		return calls.stream().filter((call) -> number.equals(call.customerNumber())).count();
	}

	private static long withNumber(String number) {
		return owner().sql("""
				select (select count(*) from call where :number in (from_number, to_number, from_raw, to_raw, number))
				     + (select count(*) from customer where number = :number)
				     + (select count(*) from call_key where length(:number) > 7 and call_id like '%' || :number || '%')
				     + (select count(*) from leg where length(:number) > 7 and leg_id like '%' || :number || '%')""")
			.param("number", number)
			.query(Long.class)
			.single();
	}

	/// All facts, without the number of the customer and without ids.
	private static List<String> facts() {
		List<String> facts = new ArrayList<>();
		for (String view : List.of("leg_fact", "call_fact")) {
			owner()
				.sql("select (to_jsonb(f) - array['customer_number', 'call_id', 'leg_id'])::text as fact from " + view
						+ " f order by 1")
				.query((row) -> {
					facts.add(row.getString("fact"));
				});
		}
		return facts;
	}

	private void posted(List<Call> calls) {
		Answer answer = http().post("/v1/calls", NDJSON, TestCalls.lines(calls));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private Answer erased(String number) {
		return http().post("/v1/erasures", JSON, "{\"number\": \"" + number + "\"}");
	}

	private int mismatches() {
		Answer answer = http().post("/v1/rollups/verify?from=2026-10-01&to=2026-12-01", JSON, "");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().path("mismatches").asInt();
	}

}
