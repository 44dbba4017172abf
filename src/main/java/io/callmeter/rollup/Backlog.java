package io.callmeter.rollup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/// How far folds are behind what is stored, as this replica saw it last, and who waits for them.
@Component
public class Backlog {

	private final RollupProperties properties;

	private final MeterRegistry meters;

	private final Map<Integer, OfTenant> tenants = new ConcurrentHashMap<>();

	Backlog(RollupProperties properties, MeterRegistry meters) {
		this.properties = properties;
		this.meters = meters;
	}

	/// Waits while more is left than one fold takes away and the oldest of it has waited
	/// for too long, though not without end. Whoever stores calls faster than they are
	/// folded is slowed down and never refused.
	public void awaitFolds(Tenant tenant) {
		of(tenant).await();
	}

	OfTenant of(Tenant tenant) {
		return this.tenants.computeIfAbsent(tenant.id(), (_) -> new OfTenant(tenant));
	}

	/// The changes of a tenant. Its lock is held for as long as it takes to look at them.
	final class OfTenant {

		private final Map<Changes, Rollups.Unfolded> unfolded = new ConcurrentHashMap<>();

		private final ReentrantLock lock = new ReentrantLock();

		private final Condition folded = this.lock.newCondition();

		private final Timer waits;

		OfTenant(Tenant tenant) {
			this.waits = Timer.builder("callmeter.rollup.wait")
				.description("How long batches of calls waited for rollups that were behind")
				.tag("tenant", tenant.code())
				.register(Backlog.this.meters);
		}

		void know(Changes changes, Rollups.Unfolded waiting) {
			this.unfolded.put(changes, waiting);
			wake();
		}

		void forget(Changes changes) {
			this.unfolded.remove(changes);
			wake();
		}

		/// How many there are; NaN while that is not known.
		double changes() {
			return isKnown() ? this.unfolded.values().stream().mapToDouble(Rollups.Unfolded::changes).sum()
					: Double.NaN;
		}

		/// How long the oldest has waited, in seconds; NaN while that is not known.
		double lag() {
			return isKnown()
					? this.unfolded.values().stream().mapToDouble(Rollups.Unfolded::lag).max().orElse(Double.NaN)
					: Double.NaN;
		}

		private boolean isKnown() {
			return this.unfolded.size() == Changes.values().length;
		}

		private boolean isTooFarBehind() {
			return this.unfolded.values()
				.stream()
				.anyMatch((waiting) -> waiting.changes() >= Backlog.this.properties.batch()
						&& waiting.lag() > Backlog.this.properties.lag().toMillis() / 1000.0);
		}

		private void wake() {
			this.lock.lock();
			try {
				this.folded.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}

		private void await() {
			if (!isTooFarBehind()) {
				return;
			}
			long begun = System.nanoTime();
			long left = Backlog.this.properties.maxWait().toNanos();
			this.lock.lock();
			try {
				while (left > 0 && isTooFarBehind()) {
					left = this.folded.awaitNanos(left);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				this.lock.unlock();
			}
			this.waits.record(Duration.ofNanos(System.nanoTime() - begun));
		}

	}

}
