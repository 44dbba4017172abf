package io.callmeter.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.call.NumberMask;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Calls that must be kept: while they are held, they are neither erased nor deleted nor dropped for their age.
@Component
class Holds {

	private static final String LOCK = """
			select call_id
			  from call_key
			 where tenant_id = :tenant and call_id = stored_call_id(:tenant, :callId) and started_at is not null
			   for update
			""";

	private static final String CUSTOMER = """
			select case c.direction when 'OUTBOUND' then c.to_number else c.from_number end
			  from call_key k
			  join call c on c.tenant_id = k.tenant_id and c.started_at = k.started_at and c.call_id = k.call_id
			 where k.tenant_id = :tenant and k.call_id = :callId
			""";

	private static final String PLACE = """
			insert into legal_hold (tenant_id, call_id, reason, placed_by)
			values (:tenant, :callId, :reason, :placedBy)
			    on conflict (tenant_id, call_id) do update set reason = excluded.reason
			returning xmax = 0
			""";

	private static final String RELEASE = """
			delete from legal_hold where tenant_id = :tenant and call_id = stored_call_id(:tenant, :callId)
			returning call_id
			""";

	private static final String LIST = """
			select call_id, reason, placed_at, placed_by
			  from legal_hold
			 where tenant_id = :tenant and call_id > :after collate "C"
			 order by call_id
			 limit :limit
			""";

	private static final String FIND = """
			select call_id, reason, placed_at, placed_by
			  from legal_hold
			 where tenant_id = :tenant and call_id = stored_call_id(:tenant, :callId)
			""";

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final Audit audit;

	Holds(JdbcClient database, TenantTransactions transactions, Audit audit) {
		this.database = database;
		this.transactions = transactions;
		this.audit = audit;
	}

	/// Holds a call, or says anew why it is held. An erasure that has it now is waited
	/// for, one that comes later finds the hold.
	/// @return whether it was not held; empty where there is no such call
	Optional<Boolean> place(Caller caller, String callId, String reason) {
		return this.transactions.write(caller.tenant(),
				(_) -> this.database.sql(LOCK)
					.param("tenant", caller.tenant().id())
					.param("callId", callId)
					.query(String.class)
					.optional()
					.map((stored) -> {
						boolean isNew = this.database.sql(PLACE)
							.param("tenant", caller.tenant().id())
							.param("callId", stored)
							.param("reason", reason)
							.param("placedBy", caller.name())
							.query(Boolean.class)
							.single();
						audit(caller, "holds.place", stored);
						return isNew;
					}));
	}

	/// Lets a call go.
	/// @return whether it was held
	boolean release(Caller caller, String callId) {
		return this.transactions.write(caller.tenant(), (_) -> {
			Optional<String> released = this.database.sql(RELEASE)
				.param("tenant", caller.tenant().id())
				.param("callId", callId)
				.query(String.class)
				.optional();
			released.ifPresent((stored) -> audit(caller, "holds.release", stored));
			return released.isPresent();
		});
	}

	/// Writes down what was done with a call, without its customer's number if that is in
	/// its id: the audit is for good.
	private void audit(Caller caller, String action, String callId) {
		this.audit.add(caller, action, Map.of("callId", lastingId(caller.tenant(), callId)));
	}

	/// The id of a call as the audit may keep it.
	String lastingId(Tenant tenant, String callId) {
		return this.transactions.read(tenant, () -> {
			List<@Nullable String> customer = this.database.sql(CUSTOMER)
				.param("tenant", tenant.id())
				.param("callId", callId)
				.query(String.class)
				.list();
			return NumberMask.withoutOwn(callId, customer.isEmpty() ? null : customer.getFirst());
		});
	}

	Optional<Hold> find(Tenant tenant, String callId) {
		return this.transactions.read(tenant,
				() -> this.database.sql(FIND)
					.param("tenant", tenant.id())
					.param("callId", callId)
					.query(Holds::hold)
					.optional());
	}

	/// Held calls behind one, in the order of their ids.
	List<Hold> after(Tenant tenant, String callId, int most) {
		return this.transactions.read(tenant,
				() -> this.database.sql(LIST)
					.param("tenant", tenant.id())
					.param("after", callId)
					.param("limit", most)
					.query(Holds::hold)
					.list());
	}

	private static Hold hold(ResultSet row, int number) throws SQLException {
		return new Hold(row.getString("call_id"), row.getString("reason"),
				row.getObject("placed_at", OffsetDateTime.class).toInstant(), row.getString("placed_by"));
	}

}
