package io.callmeter.tenant;

import java.sql.Connection;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions of one tenant each: in them, and nowhere else, the database shows and takes rows, and only those of the
/// tenant. Policies of row-level security hold it, whatever a statement asks for. Each takes a permit of the [Bulkhead],
/// and none waits for the database without end: what a statement takes longer than it may is cancelled by the database,
/// and where nothing comes back at all, the connection is given up soon after. Nor does the database wait for the service:
/// locks of a replica that has vanished are free again after the same time.
@Component
public class TenantTransactions {

	/// How long a statement may take where nothing else is said.
	private static final Duration USUAL = Duration.ofSeconds(60);

	/// How much later than the database itself its answer is given up.
	private static final Duration GRACE = Duration.ofSeconds(2);

	/// What policies compare `tenant_id` with, until the end of the transaction: for
	/// those
	/// who begin one with a text of their own, with the parameter `tenant`.
	public static final String SET_TENANT = "select set_config('callmeter.tenant', cast(:tenant as text), true)";

	private static final String COMMITTED = "read committed";

	private static final String REPEATABLE = "repeatable read";

	private final JdbcTemplate database;

	private final TransactionTemplate writing;

	private final TransactionTemplate reading;

	private final Bulkhead bulkhead;

	private final Duration longest;

	@Autowired
	public TenantTransactions(JdbcTemplate database, PlatformTransactionManager transactions, Bulkhead bulkhead) {
		this(database, new TransactionTemplate(transactions), reading(transactions), bulkhead, USUAL);
	}

	private TenantTransactions(JdbcTemplate database, TransactionTemplate writing, TransactionTemplate reading,
			Bulkhead bulkhead, Duration longest) {
		this.database = database;
		this.writing = writing;
		this.reading = reading;
		this.bulkhead = bulkhead;
		this.longest = longest;
	}

	private static TransactionTemplate reading(PlatformTransactionManager transactions) {
		var reading = new TransactionTemplate(transactions);
		reading.setReadOnly(true);
		return reading;
	}

	/// The same transactions, in which a statement may take so long and no longer.
	public TenantTransactions withStatementsOf(Duration longest) {
		return new TenantTransactions(this.database, this.writing, this.reading, this.bulkhead, longest);
	}

	/// READ COMMITTED: each statement sees what is committed before it.
	public <T extends @Nullable Object> T write(Tenant tenant, Function<TransactionStatus, T> work) {
		return in(this.writing, COMMITTED, tenant.id(), work);
	}

	/// READ COMMITTED, and nothing can be written.
	public <T extends @Nullable Object> T read(Tenant tenant, Supplier<T> work) {
		return read(tenant.id(), work);
	}

	/// The same where no more is known of the tenant than its id, or what claims to be
	/// it.
	public <T extends @Nullable Object> T read(int tenantId, Supplier<T> work) {
		return in(this.reading, COMMITTED, tenantId, (_) -> work.get());
	}

	/// REPEATABLE READ: all statements see one state.
	public <T extends @Nullable Object> T snapshot(Tenant tenant, Function<TransactionStatus, T> work) {
		return in(this.writing, REPEATABLE, tenant.id(), work);
	}

	/// REPEATABLE READ, and nothing can be written.
	public <T extends @Nullable Object> T readSnapshot(Tenant tenant, Supplier<T> work) {
		return in(this.reading, REPEATABLE, tenant.id(), (_) -> work.get());
	}

	/// Has the connection of the present transaction given up where an answer to a
	/// statement that may take so long does not come. The pool sets it back.
	public static void giveUpAfter(JdbcTemplate database, Duration longest) {
		database.execute((Connection connection) -> {
			connection.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.plus(GRACE).toMillis()));
			return true;
		});
	}

	@SuppressWarnings("NullAway") // a template gives back what the work gives
	private <T extends @Nullable Object> T in(TransactionTemplate template, String isolation, int tenantId,
			Function<TransactionStatus, T> work) {
		return this.bulkhead.within(tenantId, () -> template.execute((transaction) -> {
			// No snapshot is taken by it, so that a lock can still come before one; and
			// the
			// isolation, set by the template, would take round trips of its own.
			giveUpAfter(this.database, this.longest);
			this.database.execute("set transaction isolation level " + isolation + "; set local callmeter.tenant = '"
					+ tenantId + "'; set local statement_timeout = " + this.longest.toMillis()
					+ "; set local idle_in_transaction_session_timeout = "
					+ Math.min(this.longest.toMillis(), USUAL.toMillis()));
			return work.apply(transaction);
		}));
	}

}
