package io.callmeter.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// What has expired, taken away row by row in batches of one transaction each; what is interrupted is gone on with by the
/// next run. No fact is noted of what goes: cells keep what they have of it.
@Component
class Expiry {

	/// So many cells go where one call goes: they are small.
	/// What expires at once, after a horizon was moved by years.
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final int CELLS_A_CALL = 10;

	private static final Instant FIRST = Instant.EPOCH;

	private static final String EXPIRED_CALLS = Sql.of(Expiry.class, "expired-calls");

	private static final String LOCK_KEYS = Sql.of(Expiry.class, "lock-keys");

	private static final String REMEMBER_CASES = Sql.of(Expiry.class, "remember-cases");

	private static final String DELETE_LEGS = Sql.of(Expiry.class, "delete-legs");

	private static final String DELETE_CALLS = Sql.of(Expiry.class, "delete-calls");

	private static final String DELETE_KEYS = Sql.of(Expiry.class, "delete-keys");

	private static final String PERSONAL_CALLS = Sql.of(Expiry.class, "personal-calls");

	private static final String BLANK_CALLS = Sql.of(Expiry.class, "blank-calls");

	private static final String BLANK_LEGS = Sql.of(Expiry.class, "blank-legs");

	private static final String BLANK_DISPOSITIONS = Sql.of(Expiry.class, "blank-dispositions");

	private static final String CALLS_OF_CASES = Sql.of(Expiry.class, "calls-of-cases");

	private static final String WAITING = Sql.of(Expiry.class, "waiting");

	private static final String NOTE_WAITING = """
			update call_key set waiting_since = now()
			 where tenant_id = :tenant and waiting is not null and waiting_since is null
			""";

	/// What was erased of a call is remembered all the same.
	private static final List<String> FORGET_WAITING = List.of("""
			delete from call_key
			 where tenant_id = :tenant
			   and call_id = any (:callIds)
			   and waiting is not null
			   and waiting_since < :to
			   and erased is null
			""", """
			update call_key set waiting = null, waiting_since = null
			 where tenant_id = :tenant
			   and call_id = any (:callIds)
			   and waiting is not null
			   and waiting_since < :to
			""");

	private static final String HOLD_BACK = Sql.of(Expiry.class, "hold-back");

	private static final String RELEASED_CALLS = Sql.of(Expiry.class, "released-calls");

	private static final String NO_LONGER_HELD_BACK = Sql.of(Expiry.class, "no-longer-held-back");

	private static final String KEEP_CASES = Sql.of(Expiry.class, "keep-cases");

	private static final String RELEASED_CASES = Sql.of(Expiry.class, "released-cases");

	private static final String FORGET_KEPT_CASES = Sql.of(Expiry.class, "forget-kept-cases");

	/// Nobody gives calls other ids between the look at them and their lock, and writers
	/// are held off by nothing.
	private static final String HOLD_IDS = "select ids_erased from hold_horizon(:tenant)";

	private static final String BLANKED = """
			update retention set blanked_until = :until where tenant_id = :tenant
			""";

	private static final String UNNEEDED_CUSTOMERS = Sql.of(Expiry.class, "unneeded-customers");

	private static final String DELETE_CUSTOMERS = Sql.of(Expiry.class, "delete-customers");

	/// Whoever writes holds it shared: see `hold_horizon`.
	private static final String NOBODY_WRITES = """
			select pg_advisory_xact_lock(hashtext('callmeter.retention'), :tenant)
			""";

	private static final String DELETE_CELLS = """
			delete from {table}
			 where ctid = any (array(select ctid from {table} where tenant_id = :tenant{keys} and starts_at < :to limit :batch))
			""";

	private static final String COUNT_CELLS = Sql.of(Expiry.class, "count-cells");

	private static final String KEYS_OF_CELLS = """

			and key_set in ('queue', 'agent', 'number', 'queue alone', 'agent alone') and grain in ('quarter', 'day')""";

	private static final String COUNT_UNHELD = """
			select count(*)
			  from (
			{calls}) gone
			 where not exists (
			   select from legal_hold held where held.tenant_id = :tenant and held.call_id = gone.call_id)
			""";

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final RetentionProperties properties;

	Expiry(JdbcClient database, TenantTransactions transactions, RetentionProperties properties) {
		this.database = database;
		this.transactions = transactions.withStatementsOf(LONGEST);
		this.properties = properties;
	}

	/// How many calls would be deleted.
	long countCalls(Tenant tenant, Instant horizon) {
		return count(tenant, EXPIRED_CALLS, FIRST, horizon);
	}

	/// How many calls of a range would lose personal data.
	long countPersonal(Tenant tenant, Instant from, Instant horizon) {
		return count(tenant, PERSONAL_CALLS, from, horizon);
	}

	/// How many patches would go that wait for a call.
	long countWaiting(Tenant tenant, Instant horizon) {
		return count(tenant, WAITING, FIRST, horizon);
	}

	/// Forgets what the CRM has said of calls that did not come for so long.
	/// @return of how many
	long forgetWaiting(Tenant tenant, Instant horizon) {
		this.transactions.write(tenant, (_) -> this.database.sql(NOTE_WAITING).param("tenant", tenant.id()).update());
		return each(tenant, WAITING, FIRST, horizon, horizon, List::copyOf, (batch) -> {
			int gone = 0;
			for (String statement : FORGET_WAITING) {
				gone += this.database.sql(statement)
					.param("tenant", tenant.id())
					.param("callIds", callIds(batch))
					.param("to", Retentions.utc(horizon))
					.update();
			}
			return gone;
		});
	}

	/// How many cells would be deleted.
	long countCells(Tenant tenant, Instant horizon) {
		return this.transactions.read(tenant,
				() -> this.database.sql(COUNT_CELLS)
					.param("tenant", tenant.id())
					.param("to", Retentions.utc(horizon))
					.query(Long.class)
					.single());
	}

	/// Deletes the calls that have expired and are not held.
	/// @return how many; one whose key is gone was counted with it
	long deleteCalls(Tenant tenant, Instant horizon) {
		return each(tenant, EXPIRED_CALLS, FIRST, horizon, horizon, List::copyOf, (batch) -> {
			send(tenant, REMEMBER_CASES, batch);
			send(tenant, DELETE_LEGS, batch);
			send(tenant, DELETE_CALLS, batch);
			return send(tenant, DELETE_KEYS, batch);
		});
	}

	/// Deletes the keys of calls that have expired and are not held, in a range of time
	/// whose tables are dropped next.
	/// @return how many
	long deleteKeys(Tenant tenant, Instant from, Instant to, Instant horizon) {
		return each(tenant, EXPIRED_CALLS, from, to, horizon, List::copyOf, (batch) -> {
			send(tenant, REMEMBER_CASES, batch);
			return send(tenant, DELETE_KEYS, batch);
		});
	}

	/// Takes personal data from calls that are not held, as far as that was not done.
	/// @return from how many
	long blankCalls(Tenant tenant, Instant from, Instant horizon) {
		long blanked = each(tenant, PERSONAL_CALLS, from, horizon, horizon,
				(batch) -> withOthers(tenant, horizon, batch), (batch) -> blank(tenant, horizon, batch));
		this.transactions.write(tenant,
				(_) -> this.database.sql(BLANKED)
					.param("tenant", tenant.id())
					.param("until", Retentions.utc(horizon))
					.update());
		blanked += blankAgain(tenant, horizon, RELEASED_CALLS);
		blanked += blankAgain(tenant, horizon, RELEASED_CASES);
		boolean any = blanked > 0;
		this.transactions.write(tenant, (_) -> {
			this.database.sql(FORGET_KEPT_CASES).param("tenant", tenant.id()).update();
			return any ? this.database.sql(BLANK_DISPOSITIONS).param("tenant", tenant.id()).update() : 0;
		});
		return blanked;
	}

	/// What a batch leaves is noted before, so that the runs after this one look at it
	/// again. No hold is placed on a call whose key is locked, but it may be released at
	/// any moment: then the next run finds nothing to do.
	private int blank(Tenant tenant, Instant horizon, List<Place> batch) {
		send(tenant, NO_LONGER_HELD_BACK, batch);
		send(tenant, HOLD_BACK, batch);
		send(tenant, BLANK_LEGS, batch);
		int blanked = sent(tenant, BLANK_CALLS, batch).param("horizon", Retentions.utc(horizon)).update();
		send(tenant, KEEP_CASES, batch);
		return blanked;
	}

	/// The calls with those that go with them.
	private List<Place> withOthers(Tenant tenant, Instant horizon, List<Place> batch) {
		var all = new LinkedHashSet<>(batch);
		all.addAll(sent(tenant, CALLS_OF_CASES, batch).param("horizon", Retentions.utc(horizon))
			.query((row, _) -> Place.of(row.getString(1), Retentions.instant(row, "started_at")))
			.list());
		return List.copyOf(all);
	}

	/// Goes on with what earlier runs have left, now that nothing keeps it any more.
	private long blankAgain(Tenant tenant, Instant horizon, String statement) {
		return inBatches(tenant,
				() -> this.database.sql(statement)
					.param("tenant", tenant.id())
					.param("horizon", Retentions.utc(horizon))
					.param("batch", this.properties.batch()),
				(batch) -> withOthers(tenant, horizon, batch), (batch) -> blank(tenant, horizon, batch), (_) -> {
				});
	}

	/// Deletes the numbers of customers that no call shows any more.
	/// @return how many
	long deleteCustomers(Tenant tenant, Instant horizon) {
		long gone = 0;
		String after = "";
		while (true) {
			String last = after;
			List<String> numbers = this.transactions.read(tenant,
					() -> this.database.sql(UNNEEDED_CUSTOMERS)
						.param("tenant", tenant.id())
						.param("after", last)
						.param("personal", Retentions.utc(horizon))
						.param("batch", this.properties.batch())
						.query(String.class)
						.list());
			if (numbers.isEmpty()) {
				return gone;
			}
			after = numbers.getLast();
			gone += this.transactions.write(tenant, (_) -> {
				this.database.sql(NOBODY_WRITES).param("tenant", tenant.id()).query((_) -> {
				});
				return this.database.sql(DELETE_CUSTOMERS)
					.param("tenant", tenant.id())
					.param("numbers", new SqlArrayValue("text", numbers.toArray()))
					.param("personal", Retentions.utc(horizon))
					.update();
			});
		}
	}

	/// Deletes cells that have expired.
	/// @return how many
	long deleteCells(Tenant tenant, Instant horizon) {
		return deleteCells(tenant, horizon, "leg_cell", KEYS_OF_CELLS)
				+ deleteCells(tenant, horizon, "call_cell", KEYS_OF_CELLS)
				+ deleteCells(tenant, horizon, "histogram", "");
	}

	private long deleteCells(Tenant tenant, Instant horizon, String table, String keys) {
		String statement = DELETE_CELLS.replace("{table}", table).replace("{keys}", keys);
		long gone = 0;
		int last = 1;
		while (last > 0) {
			last = this.transactions.write(tenant,
					(_) -> this.database.sql(statement)
						.param("tenant", tenant.id())
						.param("to", Retentions.utc(horizon))
						.param("batch", CELLS_A_CALL * this.properties.batch())
						.update());
			gone += last;
		}
		return gone;
	}

	/// Locks and does something with one batch of calls after another.
	/// @param widened the calls of a batch with those that go with them
	private long each(Tenant tenant, String statement, Instant from, Instant to, Instant horizon,
			UnaryOperator<List<Place>> widened, ToIntFunction<List<Place>> work) {
		var after = new AtomicReference<>(new Place("", from));
		return inBatches(tenant,
				() -> asked(tenant, statement, from, to, horizon, after.get(), this.properties.batch()), widened, work,
				after::set);
	}

	/// @param next asks for the next batch
	/// @param done takes the last call of each
	private long inBatches(Tenant tenant, Supplier<StatementSpec> next, UnaryOperator<List<Place>> widened,
			ToIntFunction<List<Place>> work, Consumer<Place> done) {
		long all = 0;
		boolean more = true;
		while (more) {
			var taken = new AtomicInteger();
			more = this.transactions.write(tenant, (_) -> {
				this.database.sql(HOLD_IDS).param("tenant", tenant.id()).query((_) -> {
				});
				List<Place> batch = next.get()
					.query((row, _) -> Place.of(row.getString(1), Retentions.instant(row, "started_at")))
					.list();
				if (batch.isEmpty()) {
					return false;
				}
				List<Place> places = widened.apply(batch);
				lock(tenant, places);
				taken.set(work.applyAsInt(places));
				done.accept(batch.getLast());
				return true;
			});
			all += taken.get();
		}
		return all;
	}

	private long count(Tenant tenant, String statement, Instant from, Instant horizon) {
		return this.transactions.read(tenant, () -> asked(tenant, COUNT_UNHELD.replace("{calls}", statement), from,
				horizon, horizon, new Place("", from), Integer.MAX_VALUE)
			.query(Long.class)
			.single());
	}

	private StatementSpec asked(Tenant tenant, String statement, Instant from, Instant to, Instant horizon, Place after,
			int batch) {
		return this.database.sql(statement)
			.param("tenant", tenant.id())
			.param("from", Retentions.utc(from))
			.param("to", Retentions.utc(to))
			.param("horizon", Retentions.utc(horizon))
			.param("afterAt", Retentions.utc(after.startedAt()))
			.param("afterCall", after.callId())
			.param("batch", batch);
	}

	private void lock(Tenant tenant, List<Place> batch) {
		this.database.sql(LOCK_KEYS).param("tenant", tenant.id()).param("callIds", callIds(batch)).query((_) -> {
		});
	}

	private int send(Tenant tenant, String statement, List<Place> batch) {
		return sent(tenant, statement, batch).update();
	}

	private StatementSpec sent(Tenant tenant, String statement, List<Place> batch) {
		return this.database.sql(statement)
			.param("tenant", tenant.id())
			.param("callIds", callIds(batch))
			.param("startedAts", new SqlArrayValue("timestamptz",
					batch.stream().map((place) -> Retentions.utc(place.startedAt())).toArray()));
	}

	private static SqlArrayValue callIds(List<Place> batch) {
		return new SqlArrayValue("text", batch.stream().map(Place::callId).toArray());
	}

	/// Where a call is stored.
	private record Place(String callId, Instant startedAt) {

		static Place of(String callId, @Nullable Instant startedAt) {
			return new Place(callId, (startedAt != null) ? startedAt : FIRST);
		}

	}

}
