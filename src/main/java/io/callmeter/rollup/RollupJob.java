package io.callmeter.rollup;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.callmeter.tenant.Tenant;
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

	private static final Tenant TENANT = Tenant.DEFAULT;

	private final Rollups rollups;

	private final RollupProperties properties;

	private final Timer folds;

	private final AtomicLong mismatches = new AtomicLong();

	private volatile Rollups.Unfolded unfolded = new Rollups.Unfolded(0, 0);

	RollupJob(Rollups rollups, RollupProperties properties, MeterRegistry meters) {
		this.rollups = rollups;
		this.properties = properties;
		var tenant = Tags.of("tenant", TENANT.code());
		this.folds = Timer.builder("callmeter.rollup.fold")
			.description("How long it takes to fold changes into cells")
			.tags(tenant)
			.register(meters);
		Gauge.builder("callmeter.rollup.unfolded", this, (job) -> job.unfolded.changes())
			.description("Changes of facts that are not in cells yet; questions add them")
			.baseUnit("changes")
			.tags(tenant)
			.register(meters);
		Gauge.builder("callmeter.rollup.lag", this, (job) -> job.unfolded.lag())
			.description("How long the oldest change has been waiting to be folded")
			.baseUnit("seconds")
			.tags(tenant)
			.register(meters);
		Gauge.builder("callmeter.rollup.mismatch", this.mismatches, AtomicLong::get)
			.description("Cells of the sampled day that are not the sums of its facts; must stay 0")
			.baseUnit("cells")
			.tags(tenant)
			.register(meters);
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::fold, this.properties.fold(), this.properties.fold()));
		registrar
			.addFixedDelayTask(new FixedDelayTask(this::sample, this.properties.sample(), this.properties.sample()));
	}

	/// Cells of other facts, or of days of another zone, are made anew first; until then
	/// questions are answered from facts.
	void fold() {
		guarded("Changes are not folded", () -> {
			if (!this.rollups.isReadable(TENANT)) {
				long begun = System.nanoTime();
				if (this.rollups.rebuildUnlessReadable(TENANT)) {
					log.info("The cells were made anew in {} ms",
							TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
				}
			}
			while (true) {
				Rollups.Unfolded waiting = this.rollups.unfolded(TENANT);
				this.unfolded = waiting;
				if (waiting.changes() > 0) {
					this.folds.record(() -> this.rollups.fold(TENANT, this.properties.batch()));
				}
				if (waiting.changes() < this.properties.batch()) {
					return;
				}
			}
		});
	}

	void sample() {
		guarded("Cells cannot be compared with facts", () -> {
			LocalDate day = this.rollups.isReadable(TENANT) ? this.rollups.anyDay(TENANT).orElse(null) : null;
			if (day != null) {
				int found = this.rollups.verify(TENANT, day, day.plusDays(1)).size();
				this.mismatches.set(found);
				if (found > 0) {
					log.error("{} cells of {} are not the sums of their facts; POST /v1/rollups/rebuild?from={}&to={}",
							found, day, day, day.plusDays(1));
				}
			}
		});
	}

	private static void guarded(String failure, Runnable work) {
		try {
			work.run();
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("{}: {}", failure, ex.getMessage());
		}
	}

}
