package io.callmeter.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.callmeter.PostgresIT;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.Thorough;
import io.callmeter.call.Call;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// Streams and single changes of the same calls at once: corrections, moves and deletions never stand in each other's way,
/// and what they leave counts as if nothing else had ever been.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ManyWritersIT extends PostgresIT {

	private static final int CALLS = Thorough.orElse(160, 100);

	private static final int WRITERS = 12;

	private static final int CHANGES_A_WRITER = Thorough.orElse(36, 12);

	private static final long SEED = 20261124;

	private static final String JSON = "application/json";

	private static final String QUESTION = "/v1/kpis?from=2026-10-01&to=2026-12-01&metrics=calls,callers,"
			+ "resolved,csatAverage";

	private static final List<String> QUESTIONS = List.of(QUESTION + ",offered,answered,abandoned,waitP90,handleTime",
			QUESTION + ",offered,averageWait&groupBy=queue&interval=P1D",
			QUESTION + ",conversionValue&groupBy=campaign",
			QUESTION + "&groupBy=direction&interval=P1D&timeZone=Asia/Kathmandu");

	@Autowired
	private MeterRegistry meters;

	@Test
	@Tag(Thorough.TAG)
	void ofTheSameCallsLeaveWhatTheLastOfThemSaid() throws Exception {
		List<Call> calls = RandomCalls.seeded(SEED, CALLS);
		double brokenOff = brokenOff();

		atOnce((writer) -> changes(calls, new Random(SEED + writer)));
		assertThat(brokenOff()).as("deadlocks").isEqualTo(brokenOff);
		assertThat(mismatches()).isZero();
		atOnce((writer) -> lastWords(slice(calls, writer)));

		assertThat(mismatches()).isZero();
		List<String> figures = figures();
		emptyTables();
		lastWords(calls);
		assertThat(figures).isEqualTo(figures());
	}

	private void changes(List<Call> calls, Random random) {
		for (int i = 0; i < CHANGES_A_WRITER; i++) {
			Call call = calls.get(random.nextInt(calls.size()));
			Call moved = TestCalls.shifted(Duration.ofHours(random.nextInt(72) - 36), call);
			Answer answer = switch (random.nextInt(6)) {
				case 0 -> http().delete(path(call));
				case 1 -> http().put(path(call), JSON, TestCalls.json(moved));
				case 2 -> patched(call);
				case 3 -> stream(calls, random);
				default -> http().post("/v1/calls", JSON, TestCalls.json(random.nextBoolean() ? call : moved));
			};
			assertThat(answer.status()).as(answer.body()).isLessThan(500);
		}
	}

	/// More than a group takes, in any order, some of them more than once.
	private Answer stream(List<Call> calls, Random random) {
		List<Call> some = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			List<Call> shuffled = new ArrayList<>(calls);
			Collections.shuffle(shuffled, random);
			some.addAll(shuffled.subList(0, 100));
		}
		return http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(some));
	}

	private void lastWords(List<Call> calls) {
		for (Call call : calls) {
			assertThat(http().put(path(call), JSON, TestCalls.json(call)).status()).isIn(200, 201);
			assertThat(patched(call).status()).isEqualTo(200);
		}
	}

	private Answer patched(Call call) {
		return http().patch(path(call), "application/merge-patch+json",
				"{\"resolved\": " + (call.callId().hashCode() % 2 == 0) + ", \"csat\": 0.9}");
	}

	private void atOnce(Writer writer) throws Exception {
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Callable<Boolean>> all = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				int each = i;
				all.add(() -> {
					writer.write(each);
					return true;
				});
			}
			for (Future<Boolean> done : threads.invokeAll(all)) {
				assertThat(done.get()).isTrue();
			}
		}
	}

	private List<String> figures() {
		List<String> figures = new ArrayList<>();
		for (String question : QUESTIONS) {
			for (String source : List.of("", "&rollups=false")) {
				Answer answer = http().get(question + source);
				assertThat(answer.status()).as(answer.body()).isEqualTo(200);
				figures.add(answer.body());
			}
		}
		return figures;
	}

	private int mismatches() {
		Answer answer = http().post("/v1/rollups/verify?from=2026-10-01&to=2026-12-01", JSON, "");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().path("mismatches").asInt(-1);
	}

	/// Attempts at a batch that were broken off, such as by a deadlock, and made again.
	private double brokenOff() {
		return this.meters.get("callmeter.ingest.batch.latency").timer().count()
				- this.meters.get("callmeter.ingest.batch.size").summary().count();
	}

	private static List<Call> slice(List<Call> calls, int writer) {
		return calls.subList(calls.size() * writer / WRITERS, calls.size() * (writer + 1) / WRITERS);
	}

	private static String path(Call call) {
		return "/v1/calls/" + TestCalls.encoded(call.callId());
	}

	/// What one of several writers does.
	private interface Writer {

		void write(int writer);

	}

}
