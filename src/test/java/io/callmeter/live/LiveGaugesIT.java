package io.callmeter.live;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import javax.sql.DataSource;

import io.callmeter.PostgresIT;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.TenantDefaults;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@Tag(PostgresIT.DATABASE_DEPENDENT)
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class LiveGaugesIT extends PostgresIT {

	private static final Set<String> COUNTS = Set.of("callmeter.calls.in.progress", "callmeter.calls.overdue",
			"callmeter.live.queues.omitted");

	private static final LiveProperties PROPERTIES = properties(200);

	private final JdbcClient sql;

	private final DataSource database;

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	LiveGaugesIT(@Autowired DataSource database) {
		this.sql = owner();
		this.database = database;
	}

	@Test
	void aVisitWaitsUntilItIsAnsweredAndIsThenTalking() {
		call("waiting-long", 300, null);
		visit("waiting-long", "sales", 290, null, null, null);
		call("waiting", 60, null);
		visit("waiting", "sales", 50, null, null, null);
		call("talking", 60, null);
		visit("talking", "sales", 50, 45, null, null);
		gauges(PROPERTIES).refresh();
		assertThat(queue("waiting", "sales")).isEqualTo(2);
		assertThat(queue("longest.wait", "sales")).isCloseTo(290, within(5.0));
		assertThat(queue("talking", "sales")).isEqualTo(1);
		assertThat(calls("in.progress", "inbound")).isEqualTo(3);
		assertThat(calls("in.progress", "outbound")).isZero();
		assertThat(calls("overdue", "inbound")).isZero();
	}

	@Test
	void aCallOpenForTooLongIsOverdueAndNothingElse() {
		call("lost", 4 * 3600 + 60, null);
		visit("lost", "sales", 4 * 3600, null, null, null);
		call("fresh", 4 * 3600 - 60, null);
		gauges(PROPERTIES).refresh();
		assertThat(calls("overdue", "inbound")).isEqualTo(1);
		assertThat(calls("in.progress", "inbound")).isEqualTo(1);
		assertThat(this.registry.find("callmeter.queue.waiting").gauge()).isNull();
	}

	@Test
	void nobodyWaitsInACallThatHasEnded() {
		call("over", 120, 10);
		visit("over", "sales", 110, null, null, null);
		gauges(PROPERTIES).refresh();
		assertThat(queue("waiting", "sales")).isZero();
		assertThat(queue("abandonment", "sales")).as("it ended with its call").isOne();
	}

	@Test
	void ratiosAreOfTheVisitsThatBeganWithinTheWindow() {
		ended("sales", 600, 590, "ANSWERED");
		ended("sales", 600, 580, "ANSWERED");
		ended("sales", 600, 560, "ANSWERED");
		ended("sales", 600, 580, "ABANDONED");
		ended("sales", 600, 540, "ABANDONED");
		ended("sales", 1900, 1000, "ABANDONED");
		ended("support", 600, 590, "OVERFLOWED");
		gauges(PROPERTIES).refresh();
		assertThat(queue("service.level", "sales")).isEqualTo(2.0 / 4);
		assertThat(queue("abandonment", "sales")).isEqualTo(2.0 / 5);
		assertThat(queue("speed.of.answer", "sales")).isEqualTo((10 + 20 + 40) / 3.0);
		assertThat(queue("service.level", "support")).isNaN();
		assertThat(queue("abandonment", "support")).isZero();
		assertThat(queue("speed.of.answer", "support")).isNaN();
	}

	@Test
	void anActiveQueueIsShownWithNothingToCountAndAVanishedOneNoMore() {
		this.sql.sql(
				"insert into queue (tenant_id, code, name, active) values (1, 'sales', 'Sales', true), (1, 'old', 'Old', false)")
			.update();
		var gauges = gauges(PROPERTIES);
		gauges.refresh();
		assertThat(queue("waiting", "sales")).isZero();
		assertThat(queue("longest.wait", "sales")).isZero();
		assertThat(queue("service.level", "sales")).isNaN();
		assertThat(this.registry.find("callmeter.queue.waiting").gauges()).hasSize(1);
		this.sql.sql("delete from queue").update();
		gauges.refresh();
		assertThat(this.registry.find("callmeter.queue.waiting").gauges()).isEmpty();
	}

	@Test
	void onlySoManyQueuesAreShownTheBusiestFirst() {
		ended("busy", 600, 590, "ANSWERED");
		ended("busy", 600, 590, "ANSWERED");
		ended("quiet", 600, 590, "ANSWERED");
		gauges(properties(1)).refresh();
		assertThat(this.registry.find("callmeter.queue.waiting").gauges()).hasSize(1);
		assertThat(queue("waiting", "busy")).isZero();
		assertThat(this.registry.get("callmeter.live.queues.omitted").gauge().value()).isEqualTo(1);
	}

	@Test
	void aFailedQueryMakesEveryGaugeNaNAndIsLoggedOnce(CapturedOutput output) {
		call("waiting", 60, null);
		visit("waiting", "sales", 50, null, null, null);
		var source = new DelegatingDataSource(this.database);
		var gauges = gauges(PROPERTIES, source);
		gauges.refresh();
		assertThat(queue("waiting", "sales")).isEqualTo(1);
		source.setTargetDataSource(
				new SimpleDriverDataSource(new org.postgresql.Driver(), "jdbc:postgresql://127.0.0.1:1/none"));
		gauges.refresh();
		gauges.refresh();
		assertThat(this.registry.getMeters()).hasSizeGreaterThan(9).allSatisfy(LiveGaugesIT::isNaN);
		assertThat(output).containsOnlyOnce("The live gauges are NaN");
		source.setTargetDataSource(this.database);
		gauges.refresh();
		assertThat(queue("waiting", "sales")).isEqualTo(1);
	}

	@Test
	void valuesThatNobodyRefreshesBecomeNaN() {
		call("waiting", 60, null);
		visit("waiting", "sales", 50, null, null, null);
		gauges(PROPERTIES).refresh();
		this.clock.add(Duration.ofSeconds(15));
		assertThat(queue("waiting", "sales")).isEqualTo(1);
		this.clock.add(Duration.ofSeconds(1));
		assertThat(this.registry.getMeters()).allSatisfy(LiveGaugesIT::isNaN);
	}

	@Test
	void everyGaugeSaysWhatItIsAndItsUnit() {
		call("waiting", 60, null);
		visit("waiting", "sales", 50, null, null, null);
		gauges(PROPERTIES).refresh();
		assertThat(this.registry.getMeters()).hasSizeGreaterThan(9).allSatisfy((meter) -> {
			assertThat(meter.getId().getDescription()).isNotBlank();
			if (COUNTS.contains(meter.getId().getName())) {
				assertThat(meter.getId().getBaseUnit()).as("its name says what is counted").isNull();
			}
			else {
				assertThat(meter.getId().getBaseUnit()).isNotBlank();
			}
		});
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName()).containsAll(COUNTS);
	}

	/// The formulas of three ratios are here a second time, in one query for all tenants:
	/// this holds them to the first.
	@Test
	void liveRatiosAreThoseOfTheKpisOverTheSameVisits() {
		int[] waits = { 3, 10, 20, 21, 45, 90 };
		for (int wait : waits) {
			ended("sales", 600, 600 - wait, "ANSWERED");
			ended("sales", 700, 700 - wait, "ABANDONED");
			ended("support", 800, 800 - wait, (wait == 10) ? "CALLBACK" : "ANSWERED");
		}
		call("waiting", 60, null);
		visit("waiting", "sales", 50, null, null, null);
		gauges(PROPERTIES).refresh();

		Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
		// Rows made by hand are noted nowhere, so cells know nothing of them.
		var answer = http()
			.get("/v1/kpis?metrics=serviceLevel,abandonmentRate,averageSpeedOfAnswer&groupBy=queue&rollups=false&from="
					+ now.minus(PROPERTIES.window()) + "&to=" + now.plusSeconds(60));
		var rows = answer.json().path("rows");
		assertThat(rows).as(answer.body()).hasSize(2);
		rows.forEach((row) -> {
			String queue = row.at("/group/queue").asString();
			var metrics = row.path("metrics");
			assertThat(queue("service.level", queue)).isCloseTo(value(metrics, "serviceLevel"), within(1e-6));
			assertThat(queue("abandonment", queue)).isCloseTo(value(metrics, "abandonmentRate"), within(1e-6));
			assertThat(queue("speed.of.answer", queue)).isCloseTo(value(metrics, "averageSpeedOfAnswer"), within(1e-6));
		});
	}

	private static double value(JsonNode metrics, String id) {
		return metrics.path(id).path("value").asDouble();
	}

	private static void isNaN(Meter meter) {
		assertThat(((Gauge) meter).value()).as(meter.getId().toString()).isNaN();
	}

	private static LiveProperties properties(int maxQueues) {
		return new LiveProperties(Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(20),
				Duration.ofHours(4), maxQueues);
	}

	private LiveGauges gauges(LiveProperties properties) {
		return gauges(properties, this.database);
	}

	private LiveGauges gauges(LiveProperties properties, DataSource source) {
		var tenants = new Tenants(JdbcClient.create(source), new TenantDefaults(ZoneId.of("UTC")));
		var transactions = new TenantTransactions(new JdbcTemplate(source), new JdbcTransactionManager(source),
				new Bulkhead(1, 1, Duration.ofSeconds(5), new SimpleMeterRegistry()));
		return new LiveGauges(new LiveSnapshots(source, tenants, transactions, properties), properties, this.registry);
	}

	private double queue(String figure, String queue) {
		return this.registry.get("callmeter.queue." + figure).tags("tenant", "default", "queue", queue).gauge().value();
	}

	private double calls(String figure, String direction) {
		return this.registry.get("callmeter.calls." + figure)
			.tags("tenant", "default", "direction", direction)
			.gauge()
			.value();
	}

	private int ended;

	/// A visit that began and was decided so many seconds ago; if answered, the talk
	/// ended a second later.
	private void ended(String queue, int queuedAgo, int decidedAgo, String outcome) {
		String id = "ended-" + this.ended++;
		call(id, queuedAgo, decidedAgo - 1);
		boolean answered = outcome.equals("ANSWERED");
		visit(id, queue, queuedAgo, answered ? decidedAgo : null, answered ? decidedAgo - 1 : decidedAgo, outcome);
	}

	private void call(String id, int startedAgo, @Nullable Integer endedAgo) {
		this.sql.sql("select ensure_month(now() - make_interval(secs => :ago))")
			.param("ago", startedAgo)
			.query((row) -> {
			});
		this.sql
			.sql("""
					insert into call (tenant_id, call_id, started_at, direction, ended_at)
					values (1, :id, now() - make_interval(secs => :started), 'INBOUND', now() - make_interval(secs => :ended::int))""")
			.param("id", id)
			.param("started", startedAgo)
			.param("ended", endedAgo)
			.update();
	}

	private void visit(String id, String queue, int queuedAgo, @Nullable Integer answeredAgo,
			@Nullable Integer endedAgo, @Nullable String outcome) {
		this.sql
			.sql("""
					insert into leg (tenant_id, call_id, started_at, leg_id, queue, queued_at, answered_at, ended_at, outcome)
					select tenant_id, call_id, started_at, '1', :queue, least(now(), greatest(started_at, now() - make_interval(secs => :queued)))
					     , now() - make_interval(secs => :answered::int), now() - make_interval(secs => :ended::int), :outcome
					  from call
					 where call_id = :id""")
			.param("id", id)
			.param("queue", queue)
			.param("queued", queuedAgo)
			.param("answered", answeredAgo)
			.param("ended", endedAgo)
			.param("outcome", outcome)
			.update();
	}

}
