package io.callmeter.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.Thorough;
import io.callmeter.call.Call;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/// Who folds beside whom. What tells replicas apart are their connections, so threads stand for them.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class FoldsIT extends PostgresIT {

	private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 30);

	private static final LocalDate LAST_DAY = LocalDate.of(2026, 12, 10);

	private static final Instant AFTERWARDS = Instant.parse("2026-12-01T00:00:00Z");

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	/// Each has a bulkhead of its own, so that none waits for another's permits.
	private final Executor replicas = (task) -> this.threads.execute(() -> Bulkhead.runBeside(task));

	@Autowired
	private Rollups rollups;

	@Autowired
	private RollupJob job;

	@Autowired
	private Backlog backlog;

	@Autowired
	private Tenants tenants;

	@Autowired
	private TenantTransactions transactions;

	@Autowired
	private JdbcClient service;

	@Autowired
	private HikariDataSource pool;

	@Autowired
	private MeterRegistry meters;

	@BeforeEach
	void makeCellsReadable() {
		this.rollups.rebuild(TENANT);
	}

	@AfterEach
	void endReplicas() {
		this.threads.shutdownNow();
	}

	@Test
	@Tag(Thorough.TAG)
	void cellsStaySumsWhileReplicasFoldAndCallsCome() {
		var comesMore = new AtomicBoolean(true);
		List<CompletableFuture<Void>> folds = Stream.of(Changes.LEGS, Changes.CALLS, Changes.LEGS, Changes.CALLS)
			.map((changes) -> CompletableFuture.runAsync(() -> {
				while (comesMore.get()) {
					this.rollups.fold(TENANT, changes, 40);
				}
			}, this.replicas))
			.toList();
		CompletableFuture<Void> checks = CompletableFuture.runAsync(() -> {
			while (comesMore.get()) {
				assertThat(mismatches()).isEmpty();
			}
		}, this.replicas);
		try {
			for (int round = 0; round < Thorough.orElse(8, 4); round++) {
				post(round, 60);
				for (int call = round; call < 60; call += 6) {
					http().delete("/v1/calls/c-" + round + "-" + call);
				}
			}
		}
		finally {
			comesMore.set(false);
		}
		folds.forEach((each) -> assertThat(each).succeedsWithin(LONGEST));
		assertThat(checks).succeedsWithin(LONGEST);
		assertThat(mismatches()).isEmpty();

		this.job.fold(TENANT);

		assertThat(unfolded(Changes.LEGS)).isZero();
		assertThat(unfolded(Changes.CALLS)).isZero();
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whileChangesAreFoldedNobodyElseFoldsThem(Changes changes) {
		post(1, 40);
		long before = unfolded(changes);

		whileFolded(changes, () -> {
			assertThat(elsewhere(() -> this.rollups.fold(TENANT, changes, Integer.MAX_VALUE))).isFalse();
			assertThat(unfolded(changes)).isEqualTo(before).isPositive();
		});

		assertThat(unfolded(changes)).isZero();
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whileChangesAreFoldedTheOthersAreToo(Changes changes) {
		post(1, 40);
		Changes others = others(changes);

		whileFolded(changes, () -> {
			assertThat(unfolded(others)).isPositive();
			assertThat(elsewhere(() -> this.rollups.fold(TENANT, others, Integer.MAX_VALUE))).isTrue();
			assertThat(unfolded(others)).isZero();
		});

		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whileChangesOfATenantAreFoldedThoseOfOthersAreToo(Changes changes) {
		keyOfNewTenant("north", "calls:write");
		Tenant north = this.tenants.all()
			.stream()
			.filter((one) -> one.code().equals("north"))
			.findFirst()
			.orElseThrow();
		this.rollups.rebuild(north);

		whileFolded(changes,
				() -> assertThat(elsewhere(() -> this.rollups.fold(north, changes, Integer.MAX_VALUE))).isTrue());
	}

	/// What needs all cells to itself.
	enum Alone {

		VERIFY {
			@Override
			void begin(Rollups rollups) {
				assertThat(rollups.verify(TENANT, FIRST_DAY, LAST_DAY)).isEmpty();
			}
		},

		REBUILD {
			@Override
			void begin(Rollups rollups) {
				rollups.rebuild(TENANT, FIRST_DAY, LAST_DAY);
			}
		},

		REBUILD_ALL {
			@Override
			void begin(Rollups rollups) {
				rollups.rebuild(TENANT);
			}
		},

		FOLD_BEFORE {
			@Override
			void begin(Rollups rollups) {
				rollups.foldBefore(TENANT, AFTERWARDS, Integer.MAX_VALUE);
			}
		};

		abstract void begin(Rollups rollups);

	}

	@ParameterizedTest
	@EnumSource
	void whatNeedsAllCellsWaitsForAFoldAndComesBeforeTheNext(Alone alone) {
		post(1, 40);
		var begun = new ArrayList<CompletableFuture<Void>>();

		whileFolded(Changes.LEGS, () -> {
			begun.add(CompletableFuture.runAsync(() -> alone.begin(this.rollups), this.replicas));
			await().atMost(LONGEST).until(() -> isWaitedFor("rollup_state") || begun.getFirst().isDone());
			assertThat(begun.getFirst()).isNotDone();
			assertThat(elsewhere(() -> this.rollups.fold(TENANT, Changes.CALLS, Integer.MAX_VALUE))).isFalse();
		});

		assertThat(begun.getFirst()).succeedsWithin(LONGEST);
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsFoldedBesideWhatNeedsAllCells(Alone alone) {
		post(1, 40);
		long before = unfolded(Changes.LEGS);
		var begun = new ArrayList<CompletableFuture<Void>>();

		whileLocked("call_cell", () -> {
			begun.add(CompletableFuture.runAsync(() -> alone.begin(this.rollups), this.replicas));
			await().atMost(LONGEST).until(() -> isWaitedFor("call_cell") || begun.getFirst().isDone());
			assertThat(begun.getFirst()).isNotDone();
			for (Changes changes : Changes.values()) {
				assertThat(elsewhere(() -> this.rollups.fold(TENANT, changes, Integer.MAX_VALUE))).isFalse();
			}
			assertThat(unfolded(Changes.LEGS)).isEqualTo(before).isPositive();
		});

		assertThat(begun.getFirst()).succeedsWithin(LONGEST);
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "verify", "rebuild" })
	void whoAsksWhileCellsAreMadeAnewIsToldToComeAgain(String what) {
		post(1, 40);
		var begun = new ArrayList<CompletableFuture<Void>>();
		String path = "/v1/rollups/" + what + "?from=2026-11-16&to=2026-11-17";

		whileLocked("call_cell", () -> {
			begun.add(CompletableFuture.runAsync(() -> this.rollups.rebuild(TENANT), this.replicas));
			await().atMost(LONGEST).until(() -> isWaitedFor("call_cell") || begun.getFirst().isDone());

			assertThat(CompletableFuture.supplyAsync(() -> http().post(path, "application/json", ""), this.replicas))
				.succeedsWithin(LONGEST)
				.satisfies((refused) -> {
					assertThat(refused.status()).as(refused.body()).isEqualTo(409);
					assertThat(refused.json().path("detail").asString()).contains("Try again");
				});
			assertThat(begun.getFirst()).isNotDone();
		});

		assertThat(begun.getFirst()).succeedsWithin(LONGEST);
		assertThat(http().post(path, "application/json", "").status()).isEqualTo(200);
	}

	@Test
	void whoAsksForAllCellsWaitsForAFold() {
		post(1, 40);
		var asked = new ArrayList<CompletableFuture<Answer>>();

		whileFolded(Changes.LEGS, () -> {
			asked.add(CompletableFuture.supplyAsync(
					() -> http().post("/v1/rollups/verify?from=2026-11-16&to=2026-11-17", "application/json", ""),
					this.replicas));
			await().atMost(LONGEST).until(() -> isWaitedFor("rollup_state") || asked.getFirst().isDone());
			assertThat(asked.getFirst()).isNotDone();
		});

		assertThat(asked.getFirst()).succeedsWithin(LONGEST)
			.satisfies((answer) -> assertThat(answer.status()).isEqualTo(200));
	}

	/// It folds legs and then calls in one transaction, and locks as if it compared.
	@Test
	void aReplicaOfTheFormerVersionFoldsAlone() {
		post(1, 40);

		this.transactions.write(TENANT, (_) -> {
			lockAsTheFormerVersion();
			this.service.sql("select fold_changes(1, 'UTC', 2147483647)").query((_) -> {
			});
			for (Changes changes : Changes.values()) {
				assertThat(elsewhere(() -> this.rollups.fold(TENANT, changes, Integer.MAX_VALUE))).isFalse();
			}
			return true;
		});

		assertThat(unfolded(Changes.LEGS)).isZero();
		assertThat(unfolded(Changes.CALLS)).isZero();
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aReplicaOfTheFormerVersionDoesNotFoldBesideOthers(Changes changes) {
		whileFolded(changes, () -> assertThat(elsewhere(this::isRefusedTheFormerLock)).isTrue());
	}

	private boolean isRefusedTheFormerLock() {
		try {
			return this.transactions.write(TENANT, (_) -> {
				lockAsTheFormerVersion();
				return false;
			});
		}
		catch (UncategorizedSQLException ex) {
			assertThat(ex).rootCause().hasMessageContaining("could not obtain lock");
			return true;
		}
	}

	private void lockAsTheFormerVersion() {
		this.service.sql("lock table rollup_state in share row exclusive mode nowait").update();
	}

	@ParameterizedTest
	@EnumSource
	void theJobFoldsLegsBesideCalls(Changes changes) {
		post(1, 40);
		Changes others = others(changes);
		var folds = new ArrayList<CompletableFuture<Void>>();

		whileLocked(changes.cells(), () -> {
			folds.add(CompletableFuture.runAsync(() -> this.job.fold(TENANT), this.replicas));
			await().atMost(LONGEST).until(() -> unfolded(others) == 0);
			assertThat(unfolded(changes)).isPositive();
			assertThat(folds.getFirst()).isNotDone();
		});

		assertThat(folds.getFirst()).succeedsWithin(LONGEST);
		assertThat(unfolded(changes)).isZero();
		assertThat(mismatches()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whatCannotBeFoldedKeepsTheOthersFromNothing(Changes changes) {
		post(1, 40);
		owner().sql("alter table " + changes.cells() + " add constraint full_up check (false) not valid").update();
		try {
			this.job.fold(TENANT);

			assertThat(unfolded(changes)).isPositive();
			assertThat(unfolded(others(changes))).isZero();
			assertThat(mismatches()).isEmpty();
			assertThat(gauge("pending")).isNaN();
			assertThat(gauge("lag")).isNaN();
		}
		finally {
			owner().sql("alter table " + changes.cells() + " drop constraint full_up").update();
		}
		this.job.fold(TENANT);
		assertThat(unfolded(changes)).isZero();
		assertThat(mismatches()).isEmpty();
		assertThat(gauge("lag")).isNotNaN();
	}

	@Test
	void aSampleSaysHowManyCellsOfADayAreNotTheSumsOfTheirFacts() {
		this.job.sample(TENANT);
		assertThat(gauge("mismatches")).as("nothing to compare").isNaN();
		post(1, 40);
		this.job.fold(TENANT);

		this.job.sample(TENANT);
		assertThat(gauge("mismatches")).isZero();

		owner().sql("update call_cell set calls = calls + 1 where key_set = 'queue' and grain = 'day'").update();
		this.job.sample(TENANT);
		assertThat(gauge("mismatches")).isPositive();

		owner().sql("update rollup_state set fact_version = fact_version + 1").update();
		this.job.sample(TENANT);
		assertThat(gauge("mismatches")).as("cells of other facts").isNaN();
	}

	@Test
	void whatWaitsToBeFoldedIsMeasured() {
		post(1, 40);
		long waiting = unfolded(Changes.LEGS) + unfolded(Changes.CALLS);

		this.job.fold(TENANT);

		assertThat((long) gauge("pending")).isEqualTo(waiting).isPositive();
		assertThat(gauge("lag")).isPositive();
		this.job.fold(TENANT);
		assertThat(gauge("pending")).isZero();
		assertThat(gauge("lag")).isZero();
	}

	@Test
	void whoeverStoresCallsIsSlowedDownAndNotRefusedWhileFoldsAreFarBehind() {
		Timer waits = this.meters.get("callmeter.rollup.wait").tag("tenant", TENANT.code()).timer();
		this.job.fold(TENANT);
		long before = waits.count();

		this.backlog.of(TENANT).know(Changes.LEGS, new Rollups.Unfolded(50_000, 61));
		post(1, 40);
		assertThat(waits.count()).as("a group").isGreaterThan(before);
		long grouped = waits.count();
		post(2, 101);
		assertThat(waits.count()).as("a stream").isGreaterThan(grouped);

		this.job.fold(TENANT);
		long slowed = waits.count();
		post(3, 40);
		assertThat(waits.count()).isEqualTo(slowed);
		assertThat(mismatches()).isEmpty();
	}

	private double gauge(String name) {
		return this.meters.get("callmeter.rollup." + name).tag("tenant", TENANT.code()).gauge().value();
	}

	@Test
	void oneConnectionIsEnoughToFoldAll() {
		post(1, 40);
		var meters = new SimpleMeterRegistry();
		try (var narrow = new HikariDataSource()) {
			narrow.setJdbcUrl(this.pool.getJdbcUrl());
			narrow.setUsername(this.pool.getUsername());
			narrow.setPassword(this.pool.getPassword());
			narrow.setMaximumPoolSize(1);
			var ofOneConnection = new Rollups(JdbcClient.create(narrow), new TenantTransactions(
					new JdbcTemplate(narrow), new JdbcTransactionManager(narrow), new Bulkhead(1, 1, LONGEST, meters)));
			var properties = new RollupProperties(LONGEST, 9, LONGEST, LONGEST, LONGEST);
			new RollupJob(ofOneConnection, this.tenants, new Backlog(properties, meters), properties, meters)
				.fold(TENANT);
		}

		for (Changes changes : Changes.values()) {
			assertThat(unfolded(changes)).isZero();
			assertThat(meters.get("callmeter.rollup.duration").tag("table", changes.cells()).timer().count())
				.isGreaterThan(2);
		}
		assertThat(mismatches()).isEmpty();
	}

	@Test
	void nobodyFoldsIntoDaysOfAnotherZone() {
		var before = new Tenant(TENANT.id(), TENANT.code(), ZoneId.of("Pacific/Auckland"));
		post(1, 40);
		long unfolded = unfolded(Changes.LEGS);

		for (Changes changes : Changes.values()) {
			assertThat(this.rollups.fold(before, changes, Integer.MAX_VALUE)).isFalse();
		}
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> this.rollups.foldBefore(before, AFTERWARDS, Integer.MAX_VALUE))
			.withMessageContaining("Pacific/Auckland");

		assertThat(unfolded(Changes.LEGS)).isEqualTo(unfolded);
		this.job.fold(TENANT);
		assertThat(mismatches()).isEmpty();
	}

	private static Changes others(Changes changes) {
		return (changes == Changes.LEGS) ? Changes.CALLS : Changes.LEGS;
	}

	/// Others do something between a fold and its commit.
	private void whileFolded(Changes changes, Runnable meanwhile) {
		this.transactions.write(TENANT, (_) -> {
			assertThat(this.rollups.fold(TENANT, changes, Integer.MAX_VALUE)).isTrue();
			meanwhile.run();
			return true;
		});
	}

	/// Whoever comes to the table while something is done waits there.
	private static void whileLocked(String table, Runnable meanwhile) {
		var owner = ownerDataSource();
		new TransactionTemplate(new JdbcTransactionManager(owner)).executeWithoutResult((_) -> {
			JdbcClient.create(owner).sql("lock table " + table + " in access exclusive mode").update();
			meanwhile.run();
		});
	}

	/// Over another connection.
	private <T> T elsewhere(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, this.replicas)
			.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static boolean isWaitedFor(String table) {
		return owner()
			.sql("select exists (select from pg_locks where relation = cast(:table as regclass) and not granted)")
			.param("table", table)
			.query(Boolean.class)
			.single();
	}

	private long unfolded(Changes changes) {
		return elsewhere(() -> this.rollups.unfolded(TENANT, changes).changes());
	}

	private List<Rollups.Mismatch> mismatches() {
		return this.rollups.verify(TENANT, FIRST_DAY, LAST_DAY);
	}

	private void post(int round, int count) {
		List<Call> calls = IntStream.range(0, count).mapToObj((i) -> call("c-" + round + "-" + i, i)).toList();
		Answer answer = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private static Call call(String callId, int shape) {
		return TestCalls.decoded(switch (shape % 6) {
			case 0 -> TestCalls.answered(callId);
			case 1 -> TestCalls.abandonedAfter(callId, Duration.ofSeconds(shape));
			case 2 -> TestCalls.transferred(callId);
			case 3 -> TestCalls.missedFirst(callId);
			case 4 -> TestCalls.dialled(callId);
			default -> TestCalls.waiting(callId);
		});
	}

}
