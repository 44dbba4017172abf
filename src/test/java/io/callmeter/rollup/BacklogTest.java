package io.callmeter.rollup;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;

import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Who waits for folds, and how long.
class BacklogTest {

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final int BATCH = 100;

	private static final Tenant NORTH = new Tenant(1, "north", ZoneId.of("UTC"));

	private static final Tenant SOUTH = new Tenant(2, "south", ZoneId.of("UTC"));

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void nobodyWaitsWhileNothingIsKnown() {
		Backlog backlog = waitingForever();

		assertThat(waitedFor(backlog, NORTH)).succeedsWithin(LONGEST);
		assertThat(backlog.of(NORTH).changes()).isNaN();
		assertThat(backlog.of(NORTH).lag()).isNaN();
	}

	@Test
	void nobodyWaitsForWhatOneFoldTakesAwayHoweverOldItIs() {
		Backlog backlog = waitingForever();
		backlog.of(NORTH).know(Changes.LEGS, new Rollups.Unfolded(BATCH - 1, 3600));

		assertThat(waitedFor(backlog, NORTH)).succeedsWithin(LONGEST);
	}

	@Test
	void nobodyWaitsForWhatHasJustCome() {
		Backlog backlog = waitingForever();
		backlog.of(NORTH).know(Changes.CALLS, new Rollups.Unfolded(100 * BATCH, 60));

		assertThat(waitedFor(backlog, NORTH)).succeedsWithin(LONGEST);
	}

	@Test
	void whoeverStoresMoreWaitsUntilFoldsHaveCaughtUpAndOtherTenantsDoNot() {
		Backlog backlog = waitingForever();
		backlog.of(NORTH).know(Changes.LEGS, new Rollups.Unfolded(BATCH, 61));
		CompletableFuture<Void> waiter = waitedFor(backlog, NORTH);

		assertThat(waitedFor(backlog, SOUTH)).succeedsWithin(LONGEST);
		backlog.of(NORTH).know(Changes.CALLS, new Rollups.Unfolded(0, 0));
		assertThat(waiter).isNotDone();

		backlog.of(NORTH).know(Changes.LEGS, new Rollups.Unfolded(BATCH, 1));

		assertThat(waiter).succeedsWithin(LONGEST);
	}

	@Test
	void nobodyWaitsAnyMoreForFoldsThatFail() {
		Backlog backlog = waitingForever();
		backlog.of(NORTH).know(Changes.LEGS, new Rollups.Unfolded(BATCH, 61));
		CompletableFuture<Void> waiter = waitedFor(backlog, NORTH);
		assertThat(waiter).isNotDone();

		backlog.of(NORTH).forget(Changes.LEGS);

		assertThat(waiter).succeedsWithin(LONGEST);
	}

	@Test
	void patienceEnds() {
		Backlog backlog = backlog(Duration.ofMillis(50));
		backlog.of(NORTH).know(Changes.LEGS, new Rollups.Unfolded(BATCH, 61));

		assertThat(waitedFor(backlog, NORTH)).succeedsWithin(LONGEST);
		assertThat(this.meters.get("callmeter.rollup.wait").tag("tenant", "north").timer().count()).isEqualTo(1);
	}

	/// Begins to wait, and is done or waiting.
	private static CompletableFuture<Void> waitedFor(Backlog backlog, Tenant tenant) {
		CompletableFuture<Void> waited = new CompletableFuture<>();
		Thread waiter = Thread.ofPlatform().daemon().start(() -> {
			backlog.awaitFolds(tenant);
			waited.complete(null);
		});
		await().atMost(LONGEST).until(() -> waited.isDone() || waiter.getState() == Thread.State.TIMED_WAITING);
		return waited;
	}

	private Backlog waitingForever() {
		return backlog(Duration.ofDays(1));
	}

	private Backlog backlog(Duration patience) {
		return new Backlog(new RollupProperties(LONGEST, BATCH, LONGEST, Duration.ofMinutes(1), patience), this.meters);
	}

}
