package io.callmeter.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Months (UTC) of which no tenant keeps a call: their tables are detached and dropped, which reads no row. Detaching
/// concurrently can be done by no function and in no transaction, so it takes a connection of the owner, opened for it.
@Component
class OldMonths {

	/// A month is looked through as a whole.
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final Logger log = LoggerFactory.getLogger(OldMonths.class);

	private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu'_'MM");

	private static final String MONTHS = Sql.of(OldMonths.class, "months");

	private static final String KEEPS_MONTH = Sql.of(OldMonths.class, "keeps-month");

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final ObjectProvider<Flyway> flyway;

	private final int maxWaitSeconds;

	OldMonths(JdbcClient database, TenantTransactions transactions, ObjectProvider<Flyway> flyway,
			RetentionProperties properties) {
		this.maxWaitSeconds = Math.toIntExact(properties.maxWait().toSeconds());
		this.database = database;
		this.transactions = transactions.withStatementsOf(LONGEST);
		this.flyway = flyway;
	}

	/// The months that nobody keeps anything of, and those that an interrupted run has
	/// left half detached.
	/// @param horizons of all tenants
	List<Month> unkept(Map<Tenant, Horizons> horizons) {
		return all().stream().filter((month) -> !isKept(month, horizons)).toList();
	}

	/// Puts back what an interrupted run has detached and somebody keeps after all.
	void restore(Map<Tenant, Horizons> horizons) {
		all().stream()
			.filter((month) -> !month.isWhole() && isKept(month, horizons))
			.forEach((month) -> asOwner((owner) -> {
				detach(owner, month);
				attach(owner, month);
				return false;
			}));
	}

	/// Detaches and drops the tables of a month, unless somebody keeps something of it
	/// after all.
	/// @return whether it is gone
	boolean drop(Month month, List<Tenant> tenants) {
		return asOwner((owner) -> {
			detach(owner, month);
			// Nobody writes to it any more, and nobody can put it back meanwhile: now it
			// is certain.
			owner.getConnection().setAutoCommit(false);
			owner.execute("select pg_advisory_xact_lock(hashtext('callmeter.ensure_month'))");
			boolean needed = isAttached(owner, month) || isNeeded(owner, month, tenants);
			if (needed) {
				attach(owner, month);
			}
			else {
				for (Part part : Part.values()) {
					owner.execute("drop table if exists " + month.table(part));
				}
			}
			owner.getConnection().commit();
			return !needed;
		});
	}

	private List<Month> all() {
		var months = new TreeMap<YearMonth, Map<Part, State>>();
		this.database.sql(MONTHS).query((row) -> {
			State state = !row.getBoolean("attached") ? State.DETACHED
					: row.getBoolean("pending") ? State.PENDING : State.ATTACHED;
			months.computeIfAbsent(YearMonth.parse(row.getString("month"), NAME), (_) -> new EnumMap<>(Part.class))
				.put(Part.valueOf(row.getString("parent").toUpperCase(Locale.ROOT)), state);
		});
		return months.entrySet().stream().map((one) -> new Month(one.getKey(), one.getValue())).toList();
	}

	private boolean isKept(Month month, Map<Tenant, Horizons> horizons) {
		return horizons.entrySet().stream().anyMatch((one) -> {
			Instant horizon = one.getValue().calls();
			return horizon == null || horizon.isBefore(month.to()) || keeps(one.getKey(), month, horizon);
		});
	}

	private boolean keeps(Tenant tenant, Month month, Instant horizon) {
		return this.transactions.read(tenant,
				() -> this.database.sql(KEEPS_MONTH)
					.param("tenant", tenant.id())
					.param("from", Retentions.utc(month.from()))
					.param("to", Retentions.utc(month.to()))
					.param("horizon", Retentions.utc(horizon))
					.query(Boolean.class)
					.single());
	}

	/// Waits for all transactions that have read the month, but not for ever: what is
	/// half detached then, the next run finishes.
	private void detach(Statement owner, Month month) throws SQLException {
		owner.setQueryTimeout(this.maxWaitSeconds);
		for (Part part : Part.values()) {
			switch (month.state(part)) {
				case ATTACHED -> owner.execute(
						"alter table " + part.table() + " detach partition " + month.table(part) + " concurrently");
				case PENDING -> owner
					.execute("alter table " + part.table() + " detach partition " + month.table(part) + " finalize");
				case DETACHED -> {
					// an earlier run came as far as this
				}
			}
		}
		owner.setQueryTimeout(0);
	}

	private static boolean isAttached(Statement owner, Month month) throws SQLException {
		return isAttached(owner, month.table(Part.CALL)) || isAttached(owner, month.table(Part.LEG));
	}

	private static boolean isAttached(Statement owner, String table) throws SQLException {
		return isTrue(owner, "select relispartition from pg_class where oid = to_regclass('" + table + "')");
	}

	private static void attach(Statement owner, Month month) throws SQLException {
		for (Part part : Part.values()) {
			if (month.parts().containsKey(part) && !isAttached(owner, month.table(part))) {
				owner.execute("alter table " + part.table() + " attach partition " + month.table(part)
						+ " for values from ('" + utc(month.from()) + "') to ('" + utc(month.to()) + "')");
			}
		}
	}

	private static boolean isNeeded(Statement owner, Month month, List<Tenant> tenants) throws SQLException {
		if (!month.parts().containsKey(Part.CALL)) {
			return false;
		}
		String known = String.join(", ", tenants.stream().map((tenant) -> String.valueOf(tenant.id())).toList());
		if (isTrue(owner,
				"select exists (select from " + month.table(Part.CALL) + " where tenant_id not in (" + known + "))")) {
			return true;
		}
		try {
			for (Tenant tenant : tenants) {
				owner.execute("set callmeter.tenant = '" + tenant.id() + "'");
				if (isTrue(owner, "select exists (select from legal_hold held join " + month.table(Part.CALL)
						+ " c on c.tenant_id = held.tenant_id and c.call_id = held.call_id where held.tenant_id = "
						+ tenant.id() + ")")) {
					return true;
				}
			}
			return false;
		}
		finally {
			// Where the owner is the role of the service, the connection goes back to its
			// pool.
			owner.execute("reset callmeter.tenant");
		}
	}

	private static boolean isTrue(Statement owner, String question) throws SQLException {
		try (var rows = owner.executeQuery(question)) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	/// What fails is left as it is: the next run goes on with it.
	private boolean asOwner(Work work) {
		Flyway migrations = this.flyway.getIfAvailable();
		if (migrations == null) {
			log.warn(
					"Expired months are not dropped, because the owner of the tables is unknown. Set spring.flyway.user");
			return false;
		}
		try (Connection connection = migrations.getConfiguration().getDataSource().getConnection();
				Statement owner = connection.createStatement()) {
			connection.setAutoCommit(true);
			connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST.toMillis()));
			return work.with(owner);
		}
		catch (SQLException ex) {
			log.warn("An expired month is not dropped; the next run tries again: {}", ex.getMessage());
			return false;
		}
	}

	private static String utc(Instant at) {
		return OffsetDateTime.ofInstant(at, ZoneOffset.UTC).toString();
	}

	/// The partitioned tables, in the order in which they lose a month.
	enum Part {

		LEG, CALL;

		String table() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/// Whether the table of a month is a part of the whole.
	enum State {

		ATTACHED, PENDING, DETACHED

	}

	/// A month with the state of its tables; those that are dropped are left out.
	record Month(YearMonth month, Map<Part, State> parts) {

		Instant from() {
			return this.month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
		}

		Instant to() {
			return this.month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
		}

		String table(Part part) {
			return part.table() + "_" + this.month.format(NAME);
		}

		State state(Part part) {
			return this.parts.getOrDefault(part, State.DETACHED);
		}

		boolean isWhole() {
			return state(Part.LEG) == State.ATTACHED && state(Part.CALL) == State.ATTACHED;
		}

	}

	/// What is done as the owner.
	private interface Work {

		boolean with(Statement owner) throws SQLException;

	}

}
