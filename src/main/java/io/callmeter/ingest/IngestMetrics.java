package io.callmeter.ingest;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/// Counters of ingest. For the records of answered requests: received = stored (created + updated) + unchanged + stale
/// + rejected, summed over all reasons. A request that broke off leaves received ahead by the records of its last batch.
@Component
class IngestMetrics {

	private final MeterRegistry registry;

	private final Map<String, OfTenant> tenants = new ConcurrentHashMap<>();

	private final DistributionSummary batchSize;

	private final Timer batchTime;

	private volatile IntSupplier waiting = () -> 0;

	IngestMetrics(MeterRegistry registry) {
		this.registry = registry;
		Gauge.builder("callmeter.ingest.waiting", this, (metrics) -> metrics.waiting.getAsInt())
			.description("Changes of requests that wait to be committed")
			.baseUnit("changes")
			.register(registry);
		this.batchSize = DistributionSummary.builder("callmeter.ingest.batch.size")
			.description("Records written in one transaction")
			.baseUnit("records")
			.serviceLevelObjectives(1, 10, 100, 1000, 10_000)
			.register(registry);
		this.batchTime = Timer.builder("callmeter.ingest.batch.latency")
			.description("From the first lock of a batch to its commit")
			.serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
					Duration.ofMillis(500), Duration.ofMillis(2500))
			.register(registry);
		of(Tenant.DEFAULT);
	}

	void waiting(IntSupplier changes) {
		this.waiting = changes;
	}

	void batch(int size) {
		this.batchSize.record(size);
	}

	Timer batchTime() {
		return this.batchTime;
	}

	/// What a tenant sends.
	/// @param tenant its code
	OfTenant of(String tenant) {
		return this.tenants.computeIfAbsent(tenant, (code) -> new OfTenant(Tags.of("tenant", code), this.registry));
	}

	/// The records of a tenant.
	static final class OfTenant {

		private final Counter received;

		private final Map<Effect.Done, Counter> done = new EnumMap<>(Effect.Done.class);

		private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);

		OfTenant(Tags tenant, MeterRegistry registry) {
			this.received = Counter.builder("callmeter.ingest.received")
				.description("Records read from requests")
				.baseUnit("records")
				.tags(tenant)
				.register(registry);
			for (Effect.Done effect : Effect.Done.values()) {
				switch (effect) {
					case CREATED,
							UPDATED ->
						this.done.put(effect,
								Counter.builder("callmeter.ingest.stored")
									.description("Records that created or updated a call")
									.baseUnit("records")
									.tags(tenant)
									.tag("effect", effect.name().toLowerCase(Locale.ROOT))
									.register(registry));
					case UNCHANGED -> this.done.put(effect,
							Counter.builder("callmeter.ingest.unchanged")
								.description("Records that changed nothing")
								.baseUnit("records")
								.tags(tenant)
								.register(registry));
					case STALE -> this.done.put(effect,
							Counter.builder("callmeter.ingest.stale")
								.description("Records too old to change anything, or of deleted calls")
								.baseUnit("records")
								.tags(tenant)
								.register(registry));
					case WAITING, DELETED, UNKNOWN -> {
						// not effects of a record of a call
					}
				}
			}
			for (Reason reason : Reason.values()) {
				this.rejected.put(reason,
						Counter.builder("callmeter.ingest.rejected")
							.description("Records rejected")
							.baseUnit("records")
							.tags(tenant)
							.tag("reason", reason.name().toLowerCase(Locale.ROOT))
							.register(registry));
			}
		}

		void received() {
			this.received.increment();
		}

		void done(Effect.Done effect) {
			Counter counter = this.done.get(effect);
			if (counter != null) {
				counter.increment();
			}
		}

		void rejected(Reason reason) {
			Counter counter = this.rejected.get(reason);
			if (counter != null) {
				counter.increment();
			}
		}

	}

}
