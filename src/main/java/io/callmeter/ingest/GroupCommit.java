package io.callmeter.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.http.Stopping;
import io.callmeter.rollup.Backlog;
import io.callmeter.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Commits what many requests bring at once together, tenant by tenant: while a group is written the next one gathers.
/// However many tenants there are, they share the connections; whoever asked for one first gets it first.
@Component
class GroupCommit implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

	private final BatchWriter batches;

	private final Backlog backlog;

	private final IngestMetrics metrics;

	private final IngestProperties properties;

	private final IngestWaits waits;

	private final Semaphore connections;

	private final Map<Integer, Line> lines = new ConcurrentHashMap<>();

	private volatile boolean running;

	GroupCommit(BatchWriter batches, Backlog backlog, IngestMetrics metrics, IngestProperties properties,
			IngestWaits waits) {
		this.batches = batches;
		this.backlog = backlog;
		this.metrics = metrics;
		this.properties = properties;
		this.waits = waits;
		this.connections = new Semaphore(properties.writers(), true);
	}

	/// Stores the changes of one request, one after another, together with those of
	/// others.
	/// @return what each did, in their order, once it is committed
	/// @throws RequestProblem if too many wait already, or the database does not answer
	/// in time; nothing of the request is acknowledged then, and sending it again is safe
	List<Effect> commit(Tenant tenant, List<Change> changes) {
		Delivery delivery = new Delivery(changes);
		Line line = line(tenant);
		line.add(delivery);
		try {
			return delivery.effects.get(this.waits.maxWait().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			line.remove(delivery);
			throw this.batches.unavailable();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.batches.unavailable();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RequestProblem) ? this.batches.unavailable()
					: new CompletionException(ex.getCause());
		}
	}

	/// How long the changes have waited that wait longest, those that are being written
	/// among them.
	Duration longestWait() {
		long now = System.nanoTime();
		return Duration.ofNanos(this.lines.values().stream().mapToLong((line) -> line.waitsSince(now)).max().orElse(0));
	}

	private Line line(Tenant tenant) {
		return this.lines.computeIfAbsent(tenant.id(), (_) -> new Line(tenant));
	}

	@Override
	public void start() {
		this.metrics.waiting(() -> this.lines.values().stream().mapToInt(Line::waiting).sum());
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.lines.values().forEach(Line::awaitEmpty);
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		Thread.startVirtualThread(() -> {
			stop();
			callback.run();
		});
	}

	/// Starts before the first request comes, and stops after the last has its answer.
	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/// The changes of one request.
	private static final class Delivery {

		private final List<Change> changes;

		private final int legs;

		private final long since = System.nanoTime();

		private final CompletableFuture<List<Effect>> effects = new CompletableFuture<>();

		Delivery(List<Change> changes) {
			this.changes = changes;
			this.legs = changes.stream().flatMap(Change::delivered).mapToInt((call) -> call.legs().size()).sum();
		}

	}

	/// A tenant's changes that wait. Its lock is held for as long as it takes to move
	/// them, never while they are written.
	private final class Line {

		private final Tenant tenant;

		private final ReentrantLock lock = new ReentrantLock();

		private final Condition empty = this.lock.newCondition();

		private final Queue<Delivery> deliveries = new ArrayDeque<>();

		private final Set<Delivery> beingWritten = new HashSet<>();

		private int changes;

		private int writers;

		Line(Tenant tenant) {
			this.tenant = tenant;
		}

		int waiting() {
			this.lock.lock();
			try {
				return this.changes;
			}
			finally {
				this.lock.unlock();
			}
		}

		long waitsSince(long now) {
			this.lock.lock();
			try {
				return Stream.concat(this.deliveries.stream().limit(1), this.beingWritten.stream())
					.mapToLong((delivery) -> now - delivery.since)
					.max()
					.orElse(0);
			}
			finally {
				this.lock.unlock();
			}
		}

		/// Does not write what nobody waits for any more, unless it is being written.
		void remove(Delivery delivery) {
			this.lock.lock();
			try {
				if (this.deliveries.remove(delivery)) {
					this.changes -= delivery.changes.size();
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		void add(Delivery delivery) {
			boolean oneMore;
			this.lock.lock();
			try {
				if (!GroupCommit.this.running) {
					throw Stopping.problem("Send the request again");
				}
				if (!this.deliveries.isEmpty()
						&& this.changes + delivery.changes.size() > GroupCommit.this.properties.queue()) {
					throw new RequestProblem(Problem.OVERLOADED, null, null,
							"The service is overloaded: " + this.changes
									+ " changes wait for the database. Try again in " + Problem.RETRY_AFTER_SECONDS
									+ " s, or send many calls as one stream.");
				}
				this.deliveries.add(delivery);
				this.changes += delivery.changes.size();
				oneMore = this.writers < GroupCommit.this.properties.writers();
				this.writers += oneMore ? 1 : 0;
			}
			finally {
				this.lock.unlock();
			}
			if (oneMore) {
				Thread.startVirtualThread(this::write);
			}
		}

		void awaitEmpty() {
			this.lock.lock();
			try {
				while (this.writers > 0) {
					this.empty.awaitUninterruptibly();
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		private void write() {
			boolean more = true;
			while (more) {
				// A group gathers until there is a connection for it, and while folds are
				// behind.
				GroupCommit.this.backlog.awaitFolds(this.tenant);
				GroupCommit.this.connections.acquireUninterruptibly();
				try {
					List<Delivery> group = next();
					more = !group.isEmpty();
					if (more) {
						try {
							write(group);
						}
						finally {
							written(group);
						}
					}
				}
				finally {
					GroupCommit.this.connections.release();
				}
			}
		}

		/// What is written next; when nothing waits, there is one writer less.
		private List<Delivery> next() {
			List<Delivery> group = new ArrayList<>();
			int size = 0;
			int legs = 0;
			this.lock.lock();
			try {
				for (Delivery next = this.deliveries.peek(); next != null
						&& (group.isEmpty() || (size + next.changes.size() <= GroupCommit.this.properties.batch()
								&& legs + next.legs <= BatchWriter.MOST_LEGS)); next = this.deliveries.peek()) {
					group.add(this.deliveries.remove());
					size += next.changes.size();
					legs += next.legs;
				}
				this.changes -= size;
				this.beingWritten.addAll(group);
				if (group.isEmpty()) {
					this.writers--;
					this.empty.signalAll();
				}
			}
			finally {
				this.lock.unlock();
			}
			return group;
		}

		private void written(List<Delivery> group) {
			this.lock.lock();
			try {
				group.forEach(this.beingWritten::remove);
			}
			finally {
				this.lock.unlock();
			}
		}

		private void write(List<Delivery> group) {
			List<Change> together = group.stream().flatMap((delivery) -> delivery.changes.stream()).toList();
			try {
				List<Effect> effects = GroupCommit.this.batches.write(this.tenant, together);
				int from = 0;
				for (Delivery delivery : group) {
					int to = from + delivery.changes.size();
					delivery.effects.complete(List.copyOf(effects.subList(from, to)));
					from = to;
				}
			}
			catch (RequestProblem unavailable) {
				group.forEach((delivery) -> delivery.effects.completeExceptionally(unavailable));
			}
			catch (RuntimeException | Error ex) {
				if (group.size() == 1) {
					group.getFirst().effects.completeExceptionally(ex);
					return;
				}
				// One of them met a fault of the service, and the others must not pay for
				// it.
				log.error("A group commit failed; its requests are written one by one", ex);
				group.forEach((delivery) -> write(List.of(delivery)));
			}
		}

	}

}
