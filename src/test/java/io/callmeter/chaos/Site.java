package io.callmeter.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.callmeter.TestProxy;
import io.callmeter.embedded.UnpackedPrograms;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/// What an operator runs: a database, a network, two replicas; and the traffic that comes.
final class Site implements Closeable {

	/// How long what was broken may take to be whole again without a hand.
	private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(1);

	private final Map<Replica, SentCall> probes = new LinkedHashMap<>();

	private final Deque<Closeable> started = new ArrayDeque<>();

	private final @Nullable ScratchDisk disk;

	private final @Nullable MovedClock clock;

	private final Postgres postgres;

	private final TestProxy proxy;

	private final List<Replica> replicas;

	private final Traffic traffic;

	private int probed;

	/// @param folder for data
	/// @param logs where everybody says what happens
	Site(Path folder, Path logs, Duration length) throws IOException, InterruptedException {
		FileSystemUtils.deleteRecursively(logs);
		Files.createDirectories(logs);
		try {
			this.disk = ScratchDisk.on(folder.resolve("disk"));
			if (this.disk != null) {
				this.started.push(this.disk);
			}
			this.clock = MovedClock.in(logs);
			this.postgres = kept(
					Postgres.create(UnpackedPrograms.in(folder.resolve("programs")), folder.resolve("disk"), logs));
			this.proxy = kept(TestProxy.before(this.postgres.port()));
			String database = "jdbc:postgresql://127.0.0.1:" + this.proxy.port() + "/callmeter";
			this.replicas = List.of(kept(Replica.of("replica-a", database, logs, Map.of())), kept(Replica
				.of("replica-b", database, logs, (this.clock != null) ? this.clock.environment() : Map.of())));
			startReplicas();
			this.traffic = kept(Traffic.to(this.replicas, Timeline.through(length)));
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private <T extends Closeable> T kept(T part) {
		this.started.push(part);
		return part;
	}

	/// Waits until each replica stores a call and says that it is ready.
	/// @return how long that took
	Duration recover() {
		long begun = System.nanoTime();
		this.probed++;
		for (Replica replica : this.replicas) {
			this.probes.computeIfAbsent(replica,
					(_) -> SentCall.first("probe-" + replica.name(), this.probed, this.traffic.timeline().now()));
		}
		await().atMost(RECOVERY_LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> allStore() && this.replicas.stream().allMatch(Replica::isReady));
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	/// What is not acknowledged now is sent again by whoever asks next.
	private boolean allStore() throws InterruptedException {
		for (Replica replica : List.copyOf(this.probes.keySet())) {
			SentCall probe = java.util.Objects.requireNonNull(this.probes.get(replica));
			var answer = this.traffic.client(List.of(replica), 0).sendOnce(Poster.post(probe.json()));
			if (answer != null && answer.statusCode() == 200) {
				this.traffic.counts().acknowledged(1);
				this.traffic.ledger().acknowledged(probe);
				this.probes.remove(replica);
			}
		}
		return this.probes.isEmpty();
	}

	/// What an operator does when nothing else goes on.
	void restartReplicas() throws IOException, InterruptedException {
		this.proxy.speak();
		this.postgres.resume();
		for (Replica replica : this.replicas) {
			replica.kill();
		}
		startReplicas();
		recover();
	}

	/// All at once: which of them migrates the database is their business.
	private void startReplicas() throws IOException {
		for (Replica replica : this.replicas) {
			replica.start();
		}
		for (Replica replica : this.replicas) {
			replica.awaitReady();
		}
	}

	/// Until a client has met what happens, or for a while where none does.
	void untilSomebodyNotices() {
		long before = this.traffic.counts().troubles();
		try {
			await().atMost(Duration.ofSeconds(8))
				.pollInterval(Duration.ofMillis(100))
				.until(() -> this.traffic.counts().troubles() > before);
		}
		catch (ConditionTimeoutException ex) {
			// all the better
		}
	}

	@Nullable ScratchDisk disk() {
		return this.disk;
	}

	@Nullable MovedClock clock() {
		return this.clock;
	}

	Postgres postgres() {
		return this.postgres;
	}

	TestProxy proxy() {
		return this.proxy;
	}

	List<Replica> replicas() {
		return this.replicas;
	}

	Traffic traffic() {
		return this.traffic;
	}

	/// What was started last first.
	@Override
	public void close() throws IOException {
		while (!this.started.isEmpty()) {
			this.started.pop().close();
		}
	}

}
