package io.callmeter.reference;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// What kinds of reference data ask of each other; in the transaction of the caller.
@Component
class Codes {

	private final JdbcClient database;

	Codes(JdbcClient database) {
		this.database = database;
	}

	/// Whether there is a calendar.
	boolean isCalendar(int tenantId, String code) {
		return this.database.sql("select exists (select from calendar where tenant_id = :tenant and code = :code)")
			.param("tenant", tenantId)
			.param("code", code)
			.query(Boolean.class)
			.single();
	}

	/// The queues that name a calendar.
	List<String> queuesOfCalendar(int tenantId, String calendar) {
		return this.database.sql("select code from queue where tenant_id = :tenant and calendar = :code order by code")
			.param("tenant", tenantId)
			.param("code", calendar)
			.query((row, _) -> row.getString("code"))
			.list();
	}

	/// Each of these codes that is an alias of another agent, with that agent.
	List<Alias> aliasesOfOthers(int tenantId, String agent, List<String> codes) {
		return this.database.sql("""
				select alias, agent from agent_alias
				 where tenant_id = :tenant and alias = any (:codes) and agent <> :agent order by alias""")
			.param("tenant", tenantId)
			.param("codes", new SqlArrayValue("text", codes.toArray()))
			.param("agent", agent)
			.query((row, _) -> new Alias(row.getString("alias"), row.getString("agent")))
			.list();
	}

	/// The numbers assigned to campaigns now.
	List<Assigned> numbersOf(int tenantId, List<String> campaigns) {
		return this.database.sql("""
				select campaign, number from number_assignment
				 where tenant_id = :tenant and campaign = any (:campaigns)
				   and valid_from <= now() and (valid_to is null or valid_to > now())
				 order by campaign, number""")
			.param("tenant", tenantId)
			.param("campaigns", new SqlArrayValue("text", campaigns.toArray()))
			.query((row, _) -> new Assigned(row.getString("campaign"), row.getString("number")))
			.list();
	}

	/// The code of the target of the same metric, scope and day, if it is another.
	@Nullable String sameTarget(int tenantId, String code, TargetEntry target) {
		return this.database.sql("""
				select code from target
				 where tenant_id = :tenant and metric = :metric and coalesce(queue, '') = :queue
				   and coalesce(campaign, '') = :campaign and valid_from = :validFrom and code <> :code""")
			.param("tenant", tenantId)
			.param("metric", target.metric())
			.param("queue", Objects.requireNonNullElse(target.queue(), ""))
			.param("campaign", Objects.requireNonNullElse(target.campaign(), ""))
			.param("validFrom", target.validFrom())
			.param("code", code)
			.query(String.class)
			.optional()
			.orElse(null);
	}

	/// Gives queues and campaigns that nobody has named yet a row; table by table and
	/// code
	/// by code in the order in which ingest does, so that neither waits for the other
	/// for ever.
	void name(int tenantId, Stream<@Nullable String> queues, Stream<@Nullable String> campaigns) {
		name(tenantId, "queue", queues);
		name(tenantId, "campaign", campaigns);
	}

	private void name(int tenantId, String table, Stream<@Nullable String> codes) {
		this.database.sql("""
				insert into %s (tenant_id, code, name)
				select :tenant, code, code from unnest(:codes) as seen (code) order by code collate "C"
				    on conflict (tenant_id, code) do nothing""".formatted(table))
			.param("tenant", tenantId)
			.param("codes", new SqlArrayValue("text", codes.filter(Objects::nonNull).distinct().toArray()))
			.update();
	}

	/// Another code of an agent.
	record Alias(String alias, String agent) {
	}

	/// A number and its campaign.
	record Assigned(String campaign, String number) {
	}

}
