package io.callmeter.tenant;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/// Leaves connections to others: all transactions together hold so many at most, and those of one tenant a part of them,
/// but for those of work that is bounded by itself and says so.
public class Bulkhead {

	/// Whether this thread needs no permit any more.
	private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();

	private final int perTenant;

	private final Duration maxWait;

	private final Semaphore connections;

	private final Map<Integer, Semaphore> tenants = new ConcurrentHashMap<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/// @param connections how many are held at once
	/// @param perTenant how many of them by one tenant
	/// @param maxWait how long is waited for one
	public Bulkhead(int connections, int perTenant, Duration maxWait, MeterRegistry meters) {
		this.perTenant = perTenant;
		this.maxWait = maxWait;
		this.connections = new Semaphore(connections, true);
		Gauge.builder("callmeter.bulkhead.used", this.connections, (left) -> connections - left.availablePermits())
			.description("Connections held by queries, lists, exports, erasures and changes of reference data")
			.baseUnit("connections")
			.register(meters);
		Gauge.builder("callmeter.bulkhead.waiting", this.waiting, AtomicInteger::get)
			.description("Transactions that wait for such a connection")
			.baseUnit("transactions")
			.register(meters);
	}

	/// Does what takes a connection of a tenant's share, or several, one after the other.
	/// @throws RequestProblem if none becomes free in time
	public <T extends @Nullable Object> T within(int tenantId, Supplier<T> work) {
		if (INSIDE.isBound()) {
			return work.get();
		}
		long until = System.nanoTime() + this.maxWait.toNanos();
		Semaphore share = this.tenants.computeIfAbsent(tenantId, (_) -> new Semaphore(this.perTenant, true));
		acquire(share, until, Problem.TOO_MANY_REQUESTS, "Your tenant already runs " + this.perTenant
				+ " queries, which is its limit. Send fewer at once, or query shorter ranges and fewer groups.");
		try {
			acquire(this.connections, until, Problem.OVERLOADED,
					"The service is overloaded. Try again in " + Problem.RETRY_AFTER_SECONDS + " s.");
			try {
				return beside(work);
			}
			finally {
				this.connections.release();
			}
		}
		finally {
			share.release();
		}
	}

	/// The same of work that gives nothing back.
	public void runWithin(int tenantId, Runnable work) {
		within(tenantId, () -> {
			work.run();
			return INSIDE;
		});
	}

	/// Does what holds few connections by itself, whatever is asked: writers of calls, of
	/// which there are so many, look-ups of keys, jobs.
	public static <T extends @Nullable Object> T beside(Supplier<T> work) {
		return ScopedValue.where(INSIDE, true).<T, RuntimeException>call(work::get);
	}

	/// The same of work that gives nothing back.
	public static void runBeside(Runnable work) {
		ScopedValue.where(INSIDE, true).run(work);
	}

	private void acquire(Semaphore permits, long until, Problem problem, String detail) {
		this.waiting.incrementAndGet();
		try {
			if (permits.tryAcquire(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.waiting.decrementAndGet();
		}
		throw new RequestProblem(problem, null, null, detail);
	}

}
