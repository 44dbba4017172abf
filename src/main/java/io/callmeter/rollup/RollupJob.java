package io.callmeter.rollup;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Folds changes into cells again and again, and compares a day's cells with its facts now and then.
@Component
class RollupJob implements SchedulingConfigurer {

	private static final Logger log = LoggerFactory.getLogger(RollupJob.class);

	/// How many batches of a tenant are folded before it is the next one's turn.
	private static final int LONGEST_TURN = 20;

	private static final ThreadFactory THREADS = Thread.ofVirtual()
		.name("rollup-", 0)
		.uncaughtExceptionHandler((_, ex) -> log.error("Changes are not rolled up", ex))
		.factory();

	private final Rollups rollups;

	private final Tenants tenants;

	private final Backlog backlog;

	private final RollupProperties properties;

	private final MeterRegistry meters;

	private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();

	RollupJob(Rollups rollups, Tenants tenants, Backlog backlog, RollupProperties properties, MeterRegistry meters) {
		this.rollups = rollups;
		this.tenants = tenants;
		this.backlog = backlog;
		this.properties = properties;
		this.meters = meters;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(
				new FixedDelayTask(forAll(this::fold), this.properties.interval(), this.properties.interval()));
		registrar.addFixedDelayTask(new FixedDelayTask(forAll(this::sample), this.properties.verifyInterval(),
				this.properties.verifyInterval()));
	}

	/// One tenant after the other; a failure of one keeps none of the others waiting.
	private Runnable forAll(Consumer<Tenant> work) {
		return () -> guarded("The tenants cannot be listed", () -> this.tenants.all().forEach(work));
	}

	private Watched watched(Tenant tenant) {
		return this.watched.computeIfAbsent(tenant.id(),
				(_) -> new Watched(tenant, this.backlog.of(tenant), this.meters));
	}

	/// Cells of other facts, or of days of another zone, are made anew first; until then
	/// questions are answered from facts.
	void fold(Tenant tenant) {
		Watched watched = watched(tenant);
		guarded("Changes are not rolled up", () -> {
			if (!this.rollups.isReadable(tenant)) {
				long begun = System.nanoTime();
				if (this.rollups.rebuildUnlessReadable(tenant)) {
					log.debug("The rollups were rebuilt in {} ms",
							TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
				}
			}
			foldAtOnce(tenant, watched);
		});
	}

	/// Legs beside calls, each over a connection of its own; where one fails the other
	/// goes on. Neither has a connection while it waits for one, so they take turns where
	/// the pool has but one.
	private void foldAtOnce(Tenant tenant, Watched watched) {
		try (ExecutorService folds = Executors.newThreadPerTaskExecutor(THREADS)) {
			for (Changes changes : Changes.values()) {
				folds.execute(() -> {
					if (!guarded("Changes of " + changes.cells() + " are not rolled up",
							() -> fold(tenant, changes, watched))) {
						watched.backlog.forget(changes);
					}
				});
			}
		}
	}

	/// Until less than a batch is left, or another replica is at it, or it is the next
	/// tenant's turn.
	private void fold(Tenant tenant, Changes changes, Watched watched) {
		Rollups.Unfolded waiting;
		boolean folded;
		int turn = 0;
		do {
			turn++;
			waiting = this.rollups.unfolded(tenant, changes);
			watched.backlog.know(changes, waiting);
			folded = waiting.changes() > 0
					&& watched.fold(changes).record(() -> this.rollups.fold(tenant, changes, this.properties.batch()));
		}
		while (folded && waiting.changes() >= this.properties.batch() && turn < LONGEST_TURN);
	}

	void sample(Tenant tenant) {
		Watched watched = watched(tenant);
		watched.mismatches = Double.NaN;
		guarded("Rollups cannot be verified", () -> {
			LocalDate day = this.rollups.isReadable(tenant) ? this.rollups.anyDay(tenant).orElse(null) : null;
			if (day != null) {
				int found = this.rollups.verify(tenant, day, day.plusDays(1)).size();
				watched.mismatches = found;
				if (found > 0) {
					log.error("{} rollups of {} differ from their calls; POST /v1/rollups/rebuild?from={}&to={}", found,
							day, day, day.plusDays(1));
				}
			}
		});
	}

	/// Does work that may fail; answers whether it did not.
	@CanIgnoreReturnValue
	private static boolean guarded(String failure, Runnable work) {
		try {
			Bulkhead.runBeside(work);
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("{}: {}", failure, ex.getMessage());
			return false;
		}
	}

	/// What is told of a tenant. What is not known is NaN, never what was true before.
	private static final class Watched {

		private final Map<Changes, Timer> folds = new EnumMap<>(Changes.class);

		private final Backlog.OfTenant backlog;

		private volatile double mismatches = Double.NaN;

		Watched(Tenant of, Backlog.OfTenant backlog, MeterRegistry meters) {
			this.backlog = backlog;
			var tenant = Tags.of("tenant", of.code());
			for (Changes changes : Changes.values()) {
				this.folds.put(changes,
						Timer.builder("callmeter.rollup.duration")
							.description("How long it takes to roll up changes")
							.tags(tenant.and("table", changes.cells()))
							.register(meters));
			}
			Gauge.builder("callmeter.rollup.pending", backlog, Backlog.OfTenant::changes)
				.description("Changes that are not rolled up yet; queries add them")
				.baseUnit("changes")
				.tags(tenant)
				.register(meters);
			Gauge.builder("callmeter.rollup.lag", backlog, Backlog.OfTenant::lag)
				.description("How long the oldest change has been waiting to be rolled up")
				.baseUnit("seconds")
				.tags(tenant)
				.register(meters);
			Gauge.builder("callmeter.rollup.mismatches", this, (all) -> all.mismatches)
				.description("Rollups of the verified day that differ from its calls; must stay 0")
				.tags(tenant)
				.register(meters);
		}

		Timer fold(Changes changes) {
			return Objects.requireNonNull(this.folds.get(changes));
		}

	}

}
