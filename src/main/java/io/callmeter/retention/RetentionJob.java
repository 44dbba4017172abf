package io.callmeter.retention;

import java.util.List;

import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Takes away what has expired again and again, on one replica at a time.
@Component
class RetentionJob implements SchedulingConfigurer {

	/// Whom the audit names.
	private static final String ACTOR = "retention";

	private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

	private final RetentionRuns runs;

	private final Retentions retentions;

	private final Tenants tenants;

	private final RetentionProperties properties;

	private final RetentionMetrics metrics;

	RetentionJob(RetentionRuns runs, Retentions retentions, Tenants tenants, RetentionProperties properties,
			RetentionMetrics metrics) {
		this.runs = runs;
		this.retentions = retentions;
		this.tenants = tenants;
		this.properties = properties;
		this.metrics = metrics;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(() -> Bulkhead.runBeside(this::run),
				this.properties.runInterval(), this.properties.runInterval()));
	}

	/// One run for all tenants that do not keep everything for ever.
	void run() {
		try {
			List<Tenant> all = this.tenants.all()
				.stream()
				.filter((tenant) -> !this.retentions.of(tenant).equals(Kept.FOR_EVER))
				.toList();
			if (!all.isEmpty()) {
				this.runs.run(all, ACTOR);
				all.forEach((tenant) -> this.metrics.ranAt(tenant, this.retentions.of(tenant).ranAt()));
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("The retention run failed; the next one tries again: {}", ex.getMessage());
		}
	}

}
