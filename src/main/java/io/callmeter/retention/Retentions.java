package io.callmeter.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What each tenant keeps.
@Component
class Retentions {

	private static final String PUT = """
			insert into retention (tenant_id, call_days, personal_days, cell_days)
			values (:tenant, :callDays, :personalDays, :rollupDays)
			    on conflict (tenant_id) do update
			   set call_days = excluded.call_days
			     , personal_days = excluded.personal_days
			     , cell_days = excluded.cell_days
			""";

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final Audit audit;

	Retentions(JdbcClient database, TenantTransactions transactions, Audit audit) {
		this.database = database;
		this.transactions = transactions;
		this.audit = audit;
	}

	Kept of(Tenant tenant) {
		return this.transactions.read(tenant,
				() -> this.database.sql("select * from retention where tenant_id = :tenant")
					.param("tenant", tenant.id())
					.query((row, _) -> kept(row))
					.optional()
					.orElse(Kept.FOR_EVER));
	}

	/// Sets ages; nothing goes before the next run.
	Kept put(Caller caller, Ages ages) {
		this.transactions.write(caller.tenant(), (_) -> {
			Kept before = of(caller.tenant());
			this.database.sql(PUT)
				.param("tenant", caller.tenant().id())
				.param("callDays", ages.callDays(), Types.INTEGER)
				.param("personalDays", ages.personalDays(), Types.INTEGER)
				.param("rollupDays", ages.rollupDays(), Types.INTEGER)
				.update();
			this.audit.add(caller, "retention.change", changes(before.ages(), ages));
			return true;
		});
		return of(caller.tenant());
	}

	/// Stores horizons, once no batch is being written that knows the old ones: whatever
	/// is behind them from then on stays as it is until it goes.
	/// @return those that hold now
	Horizons move(Tenant tenant, Horizons to) {
		this.transactions.write(tenant,
				(_) -> this.database.sql("select move_horizon(:tenant, :calls, :personal, :cells)")
					.param("tenant", tenant.id())
					.param("calls", utc(to.calls()), Types.TIMESTAMP_WITH_TIMEZONE)
					.param("personal", utc(to.personal()), Types.TIMESTAMP_WITH_TIMEZONE)
					.param("cells", utc(to.cells()), Types.TIMESTAMP_WITH_TIMEZONE)
					.query((row, _) -> true)
					.single());
		return of(tenant).horizons();
	}

	/// Stores that a run came to its end, and what went in it.
	void ran(Tenant tenant, Instant at, String actor, Map<String, ?> gone) {
		this.transactions.write(tenant, (_) -> {
			this.database.sql("update retention set ran_at = :at where tenant_id = :tenant")
				.param("tenant", tenant.id())
				.param("at", utc(at))
				.update();
			if (!gone.isEmpty()) {
				this.audit.add(tenant, actor, "retention.run", gone);
			}
			return true;
		});
	}

	/// The detail of an entry has no nulls.
	private static Map<String, ?> changes(Ages before, Ages after) {
		var changes = new LinkedHashMap<String, Object>();
		changes.put("callDays", shown(before.callDays()) + " → " + shown(after.callDays()));
		changes.put("personalDays", shown(before.personalDays()) + " → " + shown(after.personalDays()));
		changes.put("rollupDays", shown(before.rollupDays()) + " → " + shown(after.rollupDays()));
		return changes;
	}

	private static String shown(@Nullable Integer days) {
		return (days != null) ? days.toString() : "forever";
	}

	private static Kept kept(ResultSet row) throws SQLException {
		return new Kept(row.getObject("call_days", Integer.class), row.getObject("personal_days", Integer.class),
				row.getObject("cell_days", Integer.class), instant(row, "horizon"), instant(row, "personal_horizon"),
				instant(row, "cell_horizon"), instant(row, "ran_at"), instant(row, "blanked_until"));
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	static @Nullable OffsetDateTime utc(@Nullable Instant at) {
		return (at != null) ? at.atOffset(ZoneOffset.UTC) : null;
	}

}
