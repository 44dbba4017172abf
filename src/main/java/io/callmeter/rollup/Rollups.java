package io.callmeter.rollup;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Cells of quarters and days, as the database makes them. Locks of the table `rollup_state` are the lease of all
/// replicas: whoever checks or rebuilds holds it alone, folds of different changes share it.
@Component
public class Rollups {

	/// What questions may read, with the parameters `tenant` and `zone`: one row that
	/// says whether the cells are those of the present facts and zone, from when on there
	/// are facts, and from when on cells; null for ever.
	public static final String REACH = """
			select coalesce(state.fact_version = fact_version() and state.time_zone = :zone, false) as cells
			     , kept.horizon                                                                    as facts_from
			     , greatest(kept.cell_horizon, state.valid_from)                                   as cells_from
			  from (values (cast(:tenant as int))) asked (tenant_id)
			  left join rollup_state state on state.tenant_id = asked.tenant_id
			  left join retention kept on kept.tenant_id = asked.tenant_id""";

	private static final int ATTEMPTS = 5;

	/// The cells of years are compared or made anew by one statement.
	private static final Duration LONGEST = Duration.ofHours(1);

	/// Spring has no exception of its own for it.
	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private static final Instant FIRST = Instant.EPOCH.minus(Duration.ofDays(2));

	private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

	private static final String UNFOLDED = """
			select count(*) as changes, coalesce(extract(epoch from now() - min(noted_at)), 0) as lag
			  from {fact}_change
			 where tenant_id = :tenant
			""";

	/// Of calls that have expired no cells can be made: those of other facts or days are
	/// left as they are, and not read any more.
	private static final String STATE = """
			insert into rollup_state as state (tenant_id, fact_version, time_zone, valid_from)
			values (:tenant, fact_version(), :zone, :from)
			    on conflict (tenant_id) do update
			   set fact_version = excluded.fact_version
			     , time_zone = excluded.time_zone
			     , valid_from = case
			         when state.fact_version = excluded.fact_version and state.time_zone = excluded.time_zone then state.valid_from
			         else excluded.valid_from
			       end
			""";

	private static final String TAKEN = """
			select exists (
			    select
			      from pg_locks
			     where locktype = 'relation'
			       and database = (select oid from pg_database where datname = current_database())
			       and relation = cast('rollup_state' as regclass)
			       and mode = 'ShareRowExclusiveLock'
			  )
			""";

	private static final String FOLD = "select fold_{fact}_changes(:tenant, :zone, :most)";

	private static final String UNFOLDED_BEFORE = """
			select exists (select from leg_change where tenant_id = :tenant and began_at < :before)
			    or exists (select from call_change where tenant_id = :tenant and started_at < :before)
			""";

	private final JdbcClient jdbc;

	private final TenantTransactions transactions;

	Rollups(JdbcClient jdbc, TenantTransactions transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions.withStatementsOf(LONGEST);
	}

	/// Folds the oldest changes into the cells, unless another replica is at it, or has
	/// made them anew for days of another zone since the tenant was read.
	/// @param most so many
	/// @return whether it was this replica's turn
	boolean fold(Tenant tenant, Changes changes, int most) {
		return this.transactions.write(tenant, (transaction) -> {
			boolean foldable = leasedAtOnce(tenant, changes) && areReadable(tenant);
			if (!foldable) {
				transaction.setRollbackOnly();
			}
			else {
				foldLeased(tenant, changes, most);
			}
			return foldable;
		});
	}

	/// Whether somebody compares cells or makes them anew, here or on another replica;
	/// who asks by hand rather comes again than waits for it. A fold is soon done.
	boolean areTaken(Tenant tenant) {
		return this.transactions.read(tenant, () -> this.jdbc.sql(TAKEN).query(Boolean.class).single());
	}

	/// Folds until no change of calls that began before an instant is left; there must
	/// come no more of them.
	/// @throws ConcurrencyFailureException if the cells are of days of another zone by
	/// now
	public void foldBefore(Tenant tenant, Instant before, int most) {
		boolean left = true;
		while (left) {
			left = this.transactions.write(tenant, (_) -> {
				boolean any = this.jdbc.sql(UNFOLDED_BEFORE)
					.param("tenant", tenant.id())
					.param("before", before.atOffset(ZoneOffset.UTC))
					.query(Boolean.class)
					.single();
				if (any) {
					lock();
					if (!areReadable(tenant)) {
						throw new ConcurrencyFailureException("The rollups of " + tenant.code()
								+ " are not those of the present calls and of days in " + tenant.timeZone());
					}
					foldLeased(tenant, Changes.LEGS, most);
					foldLeased(tenant, Changes.CALLS, most);
				}
				return any;
			});
		}
	}

	private void foldLeased(Tenant tenant, Changes changes, int most) {
		this.jdbc.sql(changes.in(FOLD))
			.param("tenant", tenant.id())
			.param("zone", tenant.timeZone().getId())
			.param("most", most)
			.query((_) -> {
			});
	}

	/// What is not folded yet.
	Unfolded unfolded(Tenant tenant, Changes changes) {
		return this.transactions.read(tenant,
				() -> this.jdbc.sql(changes.in(UNFOLDED))
					.param("tenant", tenant.id())
					.query((row, _) -> new Unfolded(row.getLong("changes"), row.getDouble("lag")))
					.single());
	}

	/// Whether the cells are those of the present facts and zone, so that questions may
	/// read them.
	boolean isReadable(Tenant tenant) {
		return this.transactions.read(tenant, () -> areReadable(tenant));
	}

	private boolean areReadable(Tenant tenant) {
		return this.jdbc.sql(REACH)
			.param("tenant", tenant.id())
			.param("zone", tenant.timeZone().getId())
			.query((row, _) -> row.getBoolean("cells"))
			.single();
	}

	/// The first day of which all calls are there; empty where none have expired.
	Optional<LocalDate> firstDay(Tenant tenant) {
		return this.transactions.read(tenant, () -> firstWholeDay(tenant));
	}

	private Optional<LocalDate> firstWholeDay(Tenant tenant) {
		return this.jdbc.sql("select horizon from retention where tenant_id = :tenant and horizon is not null")
			.param("tenant", tenant.id())
			.query(OffsetDateTime.class)
			.optional()
			.map((horizon) -> {
				LocalDate day = horizon.atZoneSameInstant(tenant.timeZone()).toLocalDate();
				return start(tenant, day).isBefore(horizon) ? day.plusDays(1) : day;
			});
	}

	/// The same or a later instant, that is not before the first day of which all calls
	/// are there.
	private OffsetDateTime reached(Tenant tenant, OffsetDateTime from) {
		return firstWholeDay(tenant).map((day) -> start(tenant, day)).filter(from::isBefore).orElse(from);
	}

	/// The cells of some days that are not the sums of their facts; empty when all is
	/// well. Days whose calls have expired are left out.
	/// @param from the first day, in the tenant's zone
	/// @param to the day after the last
	List<Mismatch> verify(Tenant tenant, LocalDate from, LocalDate to) {
		return leased(() -> this.transactions.snapshot(tenant, (transaction) -> {
			transaction.setRollbackOnly();
			lock();
			return this.jdbc.sql("select * from cell_mismatch(:tenant, :zone, :from, :to) order by cells, starts_at")
				.param("tenant", tenant.id())
				.param("zone", tenant.timeZone().getId())
				.param("from", reached(tenant, start(tenant, from)))
				.param("to", start(tenant, to))
				.query((row, _) -> new Mismatch(row.getString("cells"), row.getString("key_set"),
						row.getString("grain"), row.getObject("starts_at", OffsetDateTime.class).toInstant()))
				.list();
		}));
	}

	/// Makes the cells of some days anew while calls come and questions are asked.
	/// @param from the first day, in the tenant's zone
	/// @param to the day after the last
	void rebuild(Tenant tenant, LocalDate from, LocalDate to) {
		rebuild(tenant, start(tenant, from), start(tenant, to));
	}

	/// Makes all cells anew, of the present facts and zone.
	void rebuild(Tenant tenant) {
		leased(() -> this.transactions.snapshot(tenant, (_) -> {
			lock();
			remakeAll(tenant);
			return true;
		}));
	}

	/// The same, unless another replica has done so while this one waited.
	/// @return whether cells were made
	public boolean rebuildUnlessReadable(Tenant tenant) {
		return leased(() -> this.transactions.snapshot(tenant, (_) -> {
			lock();
			if (areReadable(tenant)) {
				return false;
			}
			remakeAll(tenant);
			return true;
		}));
	}

	private void remakeAll(Tenant tenant) {
		remake(tenant, FIRST.atOffset(ZoneOffset.UTC), LAST.atOffset(ZoneOffset.UTC));
		this.jdbc.sql(STATE)
			.param("tenant", tenant.id())
			.param("zone", tenant.timeZone().getId())
			.param("from", firstWholeDay(tenant).map((day) -> start(tenant, day)).orElse(null),
					Types.TIMESTAMP_WITH_TIMEZONE)
			.update();
	}

	/// A day on which calls began, chosen by chance; empty where there is none.
	Optional<LocalDate> anyDay(Tenant tenant) {
		return this.transactions.read(tenant,
				() -> this.jdbc.sql("""
						select starts_at from call_cell
						 where tenant_id = :tenant and key_set = 'queue' and grain = 'day' and starts_at >= :from
						 order by random() limit 1
						""")
					.param("tenant", tenant.id())
					.param("from", reached(tenant, FIRST.atOffset(ZoneOffset.UTC)))
					.query(OffsetDateTime.class)
					.optional()
					.map((at) -> at.atZoneSameInstant(tenant.timeZone()).toLocalDate()));
	}

	private void rebuild(Tenant tenant, OffsetDateTime from, OffsetDateTime to) {
		leased(() -> this.transactions.snapshot(tenant, (_) -> {
			lock();
			remake(tenant, from, to);
			return true;
		}));
	}

	/// Leaves days alone whose calls have expired: their cells are all there is of them.
	private void remake(Tenant tenant, OffsetDateTime from, OffsetDateTime to) {
		this.jdbc.sql("select rebuild_cells(:tenant, :zone, :from, :to)")
			.param("tenant", tenant.id())
			.param("zone", tenant.timeZone().getId())
			.param("from", reached(tenant, from))
			.param("to", to)
			.query((_) -> {
			});
	}

	/// Whoever waited for the lock may see a state older than what the one before left
	/// behind, and begins again.
	private static <T> T leased(Supplier<T> work) {
		for (int attempt = 1;; attempt++) {
			try {
				return work.get();
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/// Keeps all others from folding, checking and rebuilding until the end of the
	/// transaction. Comes first, because a lock takes no snapshot.
	private void lock() {
		this.jdbc.sql("lock table rollup_state in share row exclusive mode").update();
	}

	/// Two locks, neither of which is waited for. The one of the table excludes whoever
	/// checks or rebuilds, and replicas of a version that fold with [#lock()], but no
	/// other fold; it is refused as soon as one of them waits, so that folds that follow
	/// each other do not keep them waiting. The other one excludes a second fold of the
	/// same changes of the same tenant. It is none of a table of cells, because any that
	/// two folds cannot both hold would also keep vacuum from the table, and be refused
	/// for as long as vacuum is at work there.
	private boolean leasedAtOnce(Tenant tenant, Changes changes) {
		try {
			this.jdbc.sql("lock table rollup_state in row exclusive mode nowait").update();
		}
		catch (DataAccessException ex) {
			if (ex.getMostSpecificCause() instanceof SQLException cause
					&& LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
				return false;
			}
			throw ex;
		}
		return this.jdbc.sql("select pg_try_advisory_xact_lock(hashtext(:name), :tenant)")
			.param("name", "callmeter.fold." + changes.cells())
			.param("tenant", tenant.id())
			.query(Boolean.class)
			.single();
	}

	private static OffsetDateTime start(Tenant tenant, LocalDate day) {
		return day.atStartOfDay(tenant.timeZone()).toOffsetDateTime();
	}

	/// @param lag how long the oldest of them has been waiting, in seconds
	record Unfolded(long changes, double lag) {
	}

	/// A cell that is not the sum of its facts.
	///
	/// @param table its table
	/// @param keySet which keys tell cells apart
	/// @param grain quarter or day
	@Schema(name = "RollupMismatch", description = "A rollup that differs from its calls.")
	record Mismatch(@Schema(description = "Its table.", example = "leg_cell") String table,
			@Schema(description = "Its dimensions.", allowableValues = {
					"queue", "queue alone", "agent", "agent alone", "number" }, example = "queue") String keySet,
			@Schema(description = "quarter (of an hour) or day.", allowableValues = { "quarter", "day" },
					example = "day") String grain,
			@Schema(description = "Its start.", example = "2026-11-09T00:00:00Z") Instant startsAt){
	}

}
