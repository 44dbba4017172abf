package io.callmeter.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What is told of runs.
@Component
class RetentionMetrics {

	private final MeterRegistry meters;

	private final Counter dropped;

	private final Map<String, Watched> watched = new ConcurrentHashMap<>();

	private final Clock clock;

	RetentionMetrics(MeterRegistry meters, ObjectProvider<Clock> clock) {
		this.clock = clock.getIfAvailable(Clock::systemUTC);
		this.meters = meters;
		this.dropped = Counter.builder("callmeter.retention.dropped")
			.description("Expired months that were dropped")
			.baseUnit("months")
			.register(meters);
	}

	void ran(RetentionRuns.Run run) {
		this.dropped.increment(run.months().size());
		run.gone().forEach((tenant, gone) -> watched(tenant).deleted.increment((double) gone.calls()));
	}

	/// @param at when the last run of a tenant began that came to its end, here or on
	/// another replica
	void ranAt(Tenant tenant, @Nullable Instant at) {
		watched(tenant).ranAt = at;
	}

	private Watched watched(Tenant tenant) {
		return this.watched.computeIfAbsent(tenant.code(), (code) -> new Watched(code, this.meters, this.clock));
	}

	/// What is told of a tenant.
	private static final class Watched {

		private final Counter deleted;

		private final Clock clock;

		private volatile @Nullable Instant ranAt;

		Watched(String tenant, MeterRegistry meters, Clock clock) {
			this.clock = clock;
			this.deleted = Counter.builder("callmeter.retention.deleted")
				.description("Expired calls that were deleted")
				.baseUnit("calls")
				.tag("tenant", tenant)
				.register(meters);
			TimeGauge.builder("callmeter.retention.age", this, TimeUnit.SECONDS, Watched::age)
				.description("Time since the start of the last complete run; should stay below twice the run interval")
				.tag("tenant", tenant)
				.register(meters);
		}

		private double age() {
			Instant at = this.ranAt;
			return (at != null) ? Duration.between(at, this.clock.instant()).toMillis() / 1000.0 : Double.NaN;
		}

	}

}
