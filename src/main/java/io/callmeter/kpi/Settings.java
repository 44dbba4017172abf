package io.callmeter.kpi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.callmeter.call.Instants;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// What a tenant has set that figures depend on, read in the snapshot of an answer.
@Component
class Settings {

	private static final JsonMapper JSON = JsonMapper.shared();

	/// What [#queue(Tenant, ResultSet)] takes a row of; with the parameter `tenant`.
	static final String QUEUES = """
			select s.queue, s.valid_from, s.threshold_us, s.short_abandon_us, s.service_level_policy, q.time_zone
			     , lead(s.valid_from) over (partition by s.queue order by s.valid_from) as valid_to
			  from queue_setting s
			  join queue q on q.tenant_id = s.tenant_id and q.code = s.queue
			 where s.tenant_id = :tenant
			 order by s.queue, s.valid_from
			""";

	private static final String CALENDARS = """
			select code, time_zone, day_parts::text, holidays::text
			     , array(select q.code from queue q where q.tenant_id = calendar.tenant_id and q.calendar = calendar.code)
			         as queues
			  from calendar
			 where tenant_id = :tenant
			 order by code <> 'default', code
			""";

	private static final String TARGETS = """
			select metric, queue, campaign, valid_from, value, currency, goal from target where tenant_id = :tenant
			 order by valid_from
			""";

	private static final String COSTS = """
			select code, starts_on, ends_on, cost, currency from campaign where tenant_id = :tenant and cost is not null
			""";

	private final JdbcClient jdbc;

	private final TenantTransactions transactions;

	private final PhoneNumbers numbers;

	private final Clock clock;

	Settings(JdbcClient jdbc, TenantTransactions transactions, PhoneNumbers numbers, ObjectProvider<Clock> clock) {
		this.clock = clock.getIfAvailable(Clock::systemUTC);
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.numbers = numbers;
	}

	/// What times and numbers of a query mean that do not say it.
	Home home(Tenant tenant) {
		return new Home(Instants.cut(this.clock.instant()), (queue) -> zone(tenant, queue), this.numbers,
				Judging.Defaults.of(tenant.judging()), (codes) -> withOwnCodes(tenant, codes));
	}

	/// Legs are stored under the agent's own code, but one may have been under an alias
	/// before it was one.
	private Set<String> withOwnCodes(Tenant tenant, Set<String> codes) {
		var all = new LinkedHashSet<>(codes);
		if (codes.stream().anyMatch((code) -> !code.isEmpty())) {
			all.addAll(this.transactions.read(tenant,
					() -> this.jdbc
						.sql("select agent from agent_alias where tenant_id = :tenant and alias = any (:codes)")
						.param("tenant", tenant.id())
						.param("codes", new SqlArrayValue("text", codes.toArray()))
						.query(String.class)
						.list()));
		}
		return all;
	}

	/// The zone of the one queue asked for, else the tenant's.
	private ZoneId zone(Tenant tenant, @Nullable String queue) {
		if (queue == null) {
			return tenant.timeZone();
		}
		return this.transactions.read(tenant,
				() -> this.jdbc.sql("select time_zone from queue where tenant_id = :tenant and code = :queue")
					.param("tenant", tenant.id())
					.param("queue", queue)
					.query(String.class)
					.optional()
					.map(ZoneId::of)
					.orElse(tenant.timeZone()));
	}

	/// By what visits are judged whose queue says so.
	List<QueueSetting> queues(Tenant tenant) {
		return this.jdbc.sql(QUEUES).param("tenant", tenant.id()).query((row, _) -> queue(tenant, row)).list();
	}

	static QueueSetting queue(Tenant tenant, ResultSet row) throws SQLException {
		ZoneId zone = zoneOrUsual(tenant, row.getString("time_zone"));
		LocalDate to = row.getObject("valid_to", LocalDate.class);
		String policy = row.getString("service_level_policy");
		return new QueueSetting(row.getString("queue"),
				row.getObject("valid_from", LocalDate.class).atStartOfDay(zone).toInstant(),
				(to != null) ? to.atStartOfDay(zone).toInstant() : null, row.getObject("threshold_us", Long.class),
				row.getObject("short_abandon_us", Long.class),
				(policy != null) ? ServiceLevelPolicy.valueOf(policy) : null);
	}

	/// The day parts of the tenant, which is the first, and of queues that have their
	/// own.
	/// @param asked instead of the parts of the calendars, whose holidays stay; null for
	/// theirs
	Calendars calendars(Tenant tenant, ZoneId timeZone, @Nullable List<DayPart> asked) {
		var parts = new ArrayList<DayParts>();
		var queues = new TreeMap<String, Integer>();
		this.jdbc.sql(CALENDARS).param("tenant", tenant.id()).query((row) -> {
			boolean usual = row.getString("code").equals("default");
			if (parts.isEmpty() && !usual) {
				parts.add(new DayParts(timeZone, (asked != null) ? asked : List.of(), Set.of()));
			}
			parts.add(new DayParts((asked != null) ? timeZone : zoneOrUsual(tenant, row.getString("time_zone")),
					(asked != null) ? asked : parts(JSON.readTree(row.getString("day_parts"))),
					holidays(JSON.readTree(row.getString("holidays")))));
			for (Object queue : (Object[]) row.getArray("queues").getArray()) {
				queues.put((String) queue, parts.size() - 1);
			}
		});
		if (parts.isEmpty()) {
			parts.add(new DayParts(timeZone, (asked != null) ? asked : List.of(), Set.of()));
		}
		return new Calendars(parts, queues);
	}

	/// How many codes of a dimension are shown even where nothing counts.
	/// @param only these; null for all
	long active(Tenant tenant, Dimension dimension, @Nullable Set<String> only) {
		return this.jdbc
			.sql("select count(*) from " + dimension.key() + " where tenant_id = :tenant and active"
					+ ((only != null) ? " and code = any (:codes)" : ""))
			.param("tenant", tenant.id())
			.param("codes", new SqlArrayValue("text", ((only != null) ? only : Set.of()).toArray()))
			.query(Long.class)
			.single();
	}

	/// What metrics should be.
	Targets targets(Tenant tenant) {
		var targets = new HashMap<Targets.Of, TreeMap<Instant, Targets.Aim>>();
		this.jdbc.sql(TARGETS).param("tenant", tenant.id()).query((row) -> {
			Instant from = row.getObject("valid_from", LocalDate.class).atStartOfDay(tenant.timeZone()).toInstant();
			targets
				.computeIfAbsent(
						new Targets.Of(row.getString("metric"), row.getString("queue"), row.getString("campaign")),
						(_) -> new TreeMap<>())
				.put(from, new Targets.Aim(row.getBigDecimal("value"), Goal.valueOf(row.getString("goal")),
						row.getString("currency")));
		});
		return new Targets(targets);
	}

	/// What campaigns cost.
	CampaignCosts costs(Tenant tenant) {
		var costs = new TreeMap<String, CampaignCosts.Cost>();
		this.jdbc.sql(COSTS).param("tenant", tenant.id()).query((row) -> {
			costs.put(row.getString("code"),
					new CampaignCosts.Cost(row.getObject("starts_on", LocalDate.class),
							row.getObject("ends_on", LocalDate.class), new Calendar(tenant.timeZone()),
							row.getBigDecimal("cost"), row.getString("currency")));
		});
		return new CampaignCosts(costs);
	}

	private static ZoneId zoneOrUsual(Tenant tenant, @Nullable String zone) {
		return (zone != null) ? ZoneId.of(zone) : tenant.timeZone();
	}

	private static List<DayPart> parts(JsonNode parts) {
		var read = new ArrayList<DayPart>();
		for (JsonNode part : parts) {
			var days = EnumSet.noneOf(DayOfWeek.class);
			part.path("days").forEach((day) -> days.add(DayOfWeek.valueOf(day.asString())));
			read.add(new DayPart(part.path("name").asString(), days, LocalTime.parse(part.path("from").asString()),
					LocalTime.parse(part.path("to").asString())));
		}
		return read;
	}

	private static Set<LocalDate> holidays(JsonNode holidays) {
		var read = new LinkedHashSet<LocalDate>();
		holidays.forEach((holiday) -> read.add(LocalDate.parse(holiday.path("date").asString())));
		return read;
	}

	/// By what visits of a queue are judged in a range of time; null leaves it to the
	/// tenant.
	///
	/// @param to null for ever
	/// @param thresholdMicros T
	/// @param shortAbandonMicros S
	record QueueSetting(String queue, Instant from, @Nullable Instant to, @Nullable Long thresholdMicros,
			@Nullable Long shortAbandonMicros, @Nullable ServiceLevelPolicy policy) {
	}

	/// @param parts of each calendar, the tenant's first
	/// @param queues which of them holds for a queue, where it is not the first
	record Calendars(List<DayParts> parts, Map<String, Integer> queues) {

		/// No day parts are asked for.
		static final Calendars NONE = new Calendars(List.of(), Map.of());

	}

}
