package io.callmeter.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.callmeter.live.LiveSnapshot.QueueNow;
import io.callmeter.live.LiveSnapshot.Traffic;
import io.callmeter.tenant.Bulkhead;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Shows the latest look at the database as gauges. What is not known is NaN: never 0, and never what was true before.
@Component
class LiveGauges implements SchedulingConfigurer {

	private static final Logger log = LoggerFactory.getLogger(LiveGauges.class);

	private final LiveSnapshots snapshots;

	private final LiveProperties properties;

	private final MeterRegistry registry;

	private final List<Shown<QueueNow>> queueGauges = new ArrayList<>();

	private final List<Shown<Traffic>> trafficGauges = new ArrayList<>();

	private volatile Latest latest;

	private boolean failing;

	LiveGauges(LiveSnapshots snapshots, LiveProperties properties, MeterRegistry registry) {
		this.snapshots = snapshots;
		this.properties = properties;
		this.registry = registry;
		this.latest = Latest.unknown(now());
		queue("callmeter.queue.waiting", "visits", "Visits waiting for an agent", QueueNow::waiting);
		queue("callmeter.queue.longest.wait", "seconds", "Longest current wait", QueueNow::longestWait);
		queue("callmeter.queue.talking", "segments", "Callers connected to an agent", QueueNow::talking);
		queue("callmeter.queue.service.level", "ratio", "Service level over the window, policy ABANDONS_IGNORED",
				QueueNow::serviceLevel);
		queue("callmeter.queue.abandonment", "ratio", "Abandonment rate over the window", QueueNow::abandonmentRate);
		queue("callmeter.queue.speed.of.answer", "seconds", "Average speed of answer over the window",
				QueueNow::averageSpeedOfAnswer);
		traffic("callmeter.calls.in.progress", "Calls that have not ended", Traffic::inProgress);
		traffic("callmeter.calls.overdue",
				"Calls open for longer than callmeter.live.max-age, which are in no other gauge", Traffic::overdue);
		Gauge.builder("callmeter.live.queues.omitted", this, LiveGauges::queuesLeftOut)
			.description("Queues without gauges because there are more than callmeter.live.max-queues")
			.register(registry);
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(this::refresh, this.properties.refresh());
	}

	synchronized void refresh() {
		try {
			this.latest = Latest.of(Bulkhead.beside(this.snapshots::read), now());
		}
		catch (DataAccessException ex) {
			this.latest = Latest.unknown(now());
			if (!this.failing) {
				this.failing = true;
				log.warn("The live gauges are NaN until the database can be read again", ex);
			}
			return;
		}
		if (this.failing) {
			this.failing = false;
			log.info("The live gauges are up to date again");
		}
		this.queueGauges.forEach((gauge) -> gauge.show(this.latest.queues().keySet(), this::queueNow));
		this.trafficGauges.forEach((gauge) -> gauge.show(this.latest.traffic().keySet(), this::trafficNow));
	}

	private void queue(String name, String unit, String description, ToDoubleFunction<QueueNow> figure) {
		this.queueGauges.add(new Shown<>(gauge(name, unit, description), figure));
	}

	private void traffic(String name, String description, ToDoubleFunction<Traffic> figure) {
		this.trafficGauges.add(new Shown<>(gauge(name, null, description), figure));
	}

	private MultiGauge gauge(String name, @Nullable String unit, String description) {
		return MultiGauge.builder(name).baseUnit(unit).description(description).register(this.registry);
	}

	private @Nullable QueueNow queueNow(Tags tags) {
		return isFresh() ? this.latest.queues().get(tags) : null;
	}

	private @Nullable Traffic trafficNow(Tags tags) {
		return isFresh() ? this.latest.traffic().get(tags) : null;
	}

	private double queuesLeftOut() {
		return isFresh() ? this.latest.queuesLeftOut() : Double.NaN;
	}

	/// A look that hangs, in the pool or on the network, must not keep old values on the
	/// screen.
	private boolean isFresh() {
		return now().minus(this.latest.at()).compareTo(this.properties.refresh().multipliedBy(3)) <= 0;
	}

	private Duration now() {
		return Duration.ofNanos(this.registry.config().clock().monotonicTime());
	}

	/// One figure of all things of a kind.
	private record Shown<T>(MultiGauge gauge, ToDoubleFunction<T> figure) {

		void show(Iterable<Tags> things, Function<Tags, @Nullable T> now) {
			var rows = new ArrayList<Row<?>>();
			for (Tags tags : things) {
				rows.add(Row.of(tags, now, (current) -> {
					T thing = current.apply(tags);
					return (thing == null) ? Double.NaN : this.figure.applyAsDouble(thing);
				}));
			}
			this.gauge.register(rows);
		}

	}

	/// A look at the database, by the tags of its things, and when it was taken.
	private record Latest(Map<Tags, QueueNow> queues, Map<Tags, Traffic> traffic, double queuesLeftOut, Duration at) {

		static Latest unknown(Duration at) {
			return new Latest(Map.of(), Map.of(), Double.NaN, at);
		}

		static Latest of(LiveSnapshot snapshot, Duration at) {
			var queues = new LinkedHashMap<Tags, QueueNow>();
			snapshot.queues()
				.forEach((queue) -> queues.put(Tags.of("tenant", queue.tenant(), "queue", queue.queue()), queue));
			var traffic = new LinkedHashMap<Tags, Traffic>();
			snapshot.traffic()
				.forEach((calls) -> traffic.put(
						Tags.of("tenant", calls.tenant(), "direction", calls.direction().toLowerCase(Locale.ROOT)),
						calls));
			return new Latest(queues, traffic, snapshot.queuesLeftOut(), at);
		}

	}

}
