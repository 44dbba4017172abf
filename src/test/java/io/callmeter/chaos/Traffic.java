package io.callmeter.chaos;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static org.awaitility.Awaitility.await;

/// Everybody who sends and asks. Between two steps nobody has anything on its way.
final class Traffic implements Closeable {

	private static final int POSTERS = 4;

	private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofMinutes(2);

	private final Ledger ledger = new Ledger();

	private final AtomicReference<Counts> counts = new AtomicReference<>(new Counts());

	private final List<Thread> threads = new ArrayList<>();

	private final Gate gate;

	private final Timeline timeline;

	private final Streamer streamer;

	private Traffic(List<Replica> replicas, Timeline timeline) {
		this.timeline = timeline;
		this.gate = new Gate(POSTERS + 3);
		this.streamer = new Streamer("stream", client(replicas, 0), this.ledger, timeline, this.gate);
	}

	/// Everybody is there, and waits.
	static Traffic to(List<Replica> replicas, Timeline timeline) {
		var traffic = new Traffic(replicas, timeline);
		for (int i = 0; i < POSTERS; i++) {
			traffic.begin(new Poster("poster-" + i, traffic.client(replicas, i), traffic.ledger, timeline)::sendOne);
		}
		traffic.begin(traffic.streamer::sendOne);
		traffic.begin(new Asker(traffic.client(replicas, 1), timeline)::askOne);
		traffic.begin(new Scraper(traffic.client(replicas, 0))::scrapeOne);
		return traffic;
	}

	/// Which one the long stream goes to.
	Replica replicaOfStream() {
		return this.streamer.replica();
	}

	/// What is counted in this step.
	Counts counts() {
		return this.counts.get();
	}

	/// Another client with the same book-keeping.
	Client client(List<Replica> replicas, int first) {
		return new Client(replicas, first, this.counts::get);
	}

	private void begin(Work work) {
		this.threads.add(Thread.ofVirtual().start(() -> {
			try {
				while (true) {
					this.gate.pass();
					work.doOne();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RuntimeException ex) {
				// No client ever comes to the gate again, which ends the step.
				ex.printStackTrace();
				counts().trouble(ex.toString());
			}
		}));
	}

	/// Goes on.
	/// @return what is counted from now on
	Counts goOn() {
		var fresh = new Counts();
		this.counts.set(fresh);
		this.gate.open();
		return fresh;
	}

	/// Nobody begins anything new.
	/// @return whether all was acknowledged within the limit
	boolean settle(Duration limit) throws InterruptedException {
		return this.gate.close(limit);
	}

	/// Until so many more changes are acknowledged.
	void untilAcknowledged(long more) {
		long before = counts().acknowledged();
		await().atMost(ACKNOWLEDGE_LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> counts().acknowledged() >= before + more);
	}

	Timeline timeline() {
		return this.timeline;
	}

	Ledger ledger() {
		return this.ledger;
	}

	@Override
	public void close() {
		this.threads.forEach(Thread::interrupt);
	}

	/// One piece of a client's work, which ends when all of it is acknowledged.
	private interface Work {

		void doOne() throws InterruptedException;

	}

}
