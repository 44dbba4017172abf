package io.callmeter.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.callmeter.call.NumberMask;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/// What was done that has to be answered for: entries are added and never changed.
@Component
public class Audit {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final JdbcClient database;

	private final TenantTransactions transactions;

	Audit(JdbcClient database, TenantTransactions transactions) {
		this.database = database;
		this.transactions = transactions;
	}

	/// Adds an entry in the transaction of the caller, or in one of its own.
	/// @param tenant whose data it concerns
	/// @param actor who did it
	/// @param action what, such as `keys.revoke`
	/// @param detail to what, and with what result; never a phone number
	public void add(Tenant tenant, String actor, String action, Map<String, ?> detail) {
		this.transactions.write(tenant,
				(_) -> this.database.sql("""
						insert into audit_entry (tenant_id, actor, action, detail)
						values (:tenant, :actor, :action, cast(:detail as jsonb))
						""")
					.param("tenant", tenant.id())
					.param("actor", actor)
					.param("action", action)
					.param("detail", JSON.writeValueAsString(detail))
					.update());
	}

	/// Adds an entry of what a caller did with data of their own tenant.
	public void add(Caller caller, String action, Map<String, ?> detail) {
		add(caller.tenant(), caller.name(), action, detail);
	}

	/// Adds an entry of what was asked by a caller who sees numbers and was shown some,
	/// or
	/// asked by some: the parameters without the numbers in them. Comes before the first
	/// byte of an answer: what cannot be written down is not shown.
	/// @param result what else is said of it; never a phone number
	public void addUnmasked(Caller caller, HttpServletRequest request, Map<String, ?> result) {
		addUnmasked(caller, request, request.getParameterMap(), result);
	}

	/// The same of parameters that were not sent in the URL.
	public void addUnmasked(Caller caller, HttpServletRequest request, Map<String, String[]> parameters,
			Map<String, ?> result) {
		if (!caller.seesNumbers()) {
			return;
		}
		var asked = new TreeMap<String, Object>();
		parameters.forEach((name, values) -> {
			switch (name) {
				case "caller" -> asked.put(name, values.length);
				case "next" -> {
					// a place in the list, which the other parameters say
				}
				default -> asked.put(name, NumberMask.masked(String.join(",", values)));
			}
		});
		var detail = new TreeMap<String, Object>(result);
		detail.put("asked", asked);
		detail.put("of", String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)));
		add(caller, "calls.read-unmasked", detail);
	}

	/// The latest entries before one, the latest first.
	List<Entry> before(Tenant tenant, long entry, int most) {
		return this.transactions.read(tenant, () -> this.database.sql("""
				select entry_id, at, actor, action, detail::text from audit_entry
				 where tenant_id = :tenant and entry_id < :before order by entry_id desc limit :most
				""")
			.param("tenant", tenant.id())
			.param("before", entry)
			.param("most", most)
			.query((row, _) -> new Entry(row.getLong("entry_id"), row.getObject("at", OffsetDateTime.class).toInstant(),
					row.getString("actor"), row.getString("action"),
					JSON.readValue(row.getString("detail"), new TypeReference<Map<String, Object>>() {
					})))
			.list());
	}

	/// What was done, by whom and when.
	@Schema(name = "AuditEntry", description = "An entry of the audit log.")
	record Entry(@Schema(description = "Sequence number of the entry.", example = "7") long entryId,
			@Schema(description = "When it was done.") Instant at,
			@Schema(description = "The key or the subject of the token that did it.",
					example = "cm_1_Zk3vQ9wT… (CRM)") String actor,
			@Schema(description = "What was done.", example = "keys.create") String action,
			@Schema(description = "Details of the action and its result.") Map<String, Object> detail) {
	}

}
