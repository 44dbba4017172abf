package io.callmeter.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantDefaults;
import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Cells of quarters and days, as the database makes them. One replica at a time folds, checks or rebuilds: the lock of
/// the table `rollup_state` is the lease.
@Component
public class Rollups {

	/// Whether the cells are those of the present facts and zone, so that questions may
	/// read them: no row or one, with the parameters `tenant` and `zone`.
	public static final String READABLE = """
			select fact_version = fact_version() and time_zone = :zone from rollup_state where tenant_id = :tenant""";

	private static final int ATTEMPTS = 5;

	private static final Instant FIRST = Instant.EPOCH.minus(Duration.ofDays(2));

	private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

	private static final String UNFOLDED = """
			select count(*) as changes, coalesce(extract(epoch from now() - min(noted_at)), 0) as lag
			  from (
			    select noted_at from leg_change where tenant_id = :tenant
			    union all
			    select noted_at from call_change where tenant_id = :tenant
			  ) change
			""";

	private static final String STATE = """
			insert into rollup_state (tenant_id, fact_version, time_zone) values (:tenant, fact_version(), :zone)
			    on conflict (tenant_id) do update set fact_version = excluded.fact_version, time_zone = excluded.time_zone
			""";

	private final JdbcClient jdbc;

	private final TenantDefaults defaults;

	private final TransactionTemplate folding;

	private final TransactionTemplate snapshot;

	Rollups(JdbcClient jdbc, PlatformTransactionManager transactions, TenantDefaults defaults) {
		this.jdbc = jdbc;
		this.defaults = defaults;
		this.folding = new TransactionTemplate(transactions);
		this.folding.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		this.snapshot = new TransactionTemplate(transactions);
		this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
	}

	/// Folds the oldest changes into the cells, unless another replica is at it.
	/// @param most so many changes of legs, and as many of calls
	void fold(Tenant tenant, int most) {
		this.folding.executeWithoutResult((transaction) -> {
			if (!lockedAtOnce()) {
				transaction.setRollbackOnly();
			}
			else {
				this.jdbc.sql("select fold_changes(:tenant, :zone, :most)")
					.param("tenant", tenant.id())
					.param("zone", zone())
					.param("most", most)
					.query((_) -> {
					});
			}
		});
	}

	/// What is not folded yet.
	Unfolded unfolded(Tenant tenant) {
		return this.jdbc.sql(UNFOLDED)
			.param("tenant", tenant.id())
			.query((row, _) -> new Unfolded(row.getLong("changes"), row.getDouble("lag")))
			.single();
	}

	/// Whether the cells are those of the present facts and zone, so that questions may
	/// read them.
	boolean isReadable(Tenant tenant) {
		return this.jdbc.sql(READABLE)
			.param("tenant", tenant.id())
			.param("zone", zone())
			.query(Boolean.class)
			.optional()
			.orElse(false);
	}

	/// The cells of some days that are not the sums of their facts; empty when all is
	/// well.
	/// @param from the first day, in the tenant's zone
	/// @param to the day after the last
	List<Mismatch> verify(Tenant tenant, LocalDate from, LocalDate to) {
		return leased(() -> Objects.requireNonNull(this.snapshot.execute((transaction) -> {
			transaction.setRollbackOnly();
			lock();
			return this.jdbc.sql("select * from cell_mismatch(:tenant, :zone, :from, :to) order by cells, starts_at")
				.param("tenant", tenant.id())
				.param("zone", zone())
				.param("from", start(from))
				.param("to", start(to))
				.query((row, _) -> new Mismatch(row.getString("cells"), row.getString("key_set"),
						row.getString("grain"), row.getObject("starts_at", OffsetDateTime.class).toInstant()))
				.list();
		})));
	}

	/// Makes the cells of some days anew while calls come and questions are asked.
	/// @param from the first day, in the tenant's zone
	/// @param to the day after the last
	void rebuild(Tenant tenant, LocalDate from, LocalDate to) {
		rebuild(tenant, start(from), start(to));
	}

	/// Makes all cells anew, of the present facts and zone.
	void rebuild(Tenant tenant) {
		leased(() -> this.snapshot.execute((_) -> {
			lock();
			remakeAll(tenant);
			return true;
		}));
	}

	/// The same, unless another replica has done so while this one waited.
	/// @return whether cells were made
	boolean rebuildUnlessReadable(Tenant tenant) {
		return leased(() -> Objects.requireNonNull(this.snapshot.execute((_) -> {
			lock();
			if (isReadable(tenant)) {
				return false;
			}
			remakeAll(tenant);
			return true;
		})));
	}

	private void remakeAll(Tenant tenant) {
		remake(tenant, FIRST.atOffset(ZoneOffset.UTC), LAST.atOffset(ZoneOffset.UTC));
		this.jdbc.sql(STATE).param("tenant", tenant.id()).param("zone", zone()).update();
	}

	/// A day on which calls began, chosen by chance; empty where there is none.
	Optional<LocalDate> anyDay(Tenant tenant) {
		return this.jdbc.sql("""
				select starts_at from call_cell
				 where tenant_id = :tenant and key_set = 'queue' and grain = 'day'
				 order by random() limit 1
				""")
			.param("tenant", tenant.id())
			.query(OffsetDateTime.class)
			.optional()
			.map((at) -> at.atZoneSameInstant(this.defaults.timeZone()).toLocalDate());
	}

	private void rebuild(Tenant tenant, OffsetDateTime from, OffsetDateTime to) {
		leased(() -> this.snapshot.execute((_) -> {
			lock();
			remake(tenant, from, to);
			return true;
		}));
	}

	private void remake(Tenant tenant, OffsetDateTime from, OffsetDateTime to) {
		this.jdbc.sql("select rebuild_cells(:tenant, :zone, :from, :to)")
			.param("tenant", tenant.id())
			.param("zone", zone())
			.param("from", from)
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

	/// Comes first, because a lock takes no snapshot.
	private void lock() {
		this.jdbc.sql("lock table rollup_state in share row exclusive mode").update();
	}

	private boolean lockedAtOnce() {
		try {
			this.jdbc.sql("lock table rollup_state in share row exclusive mode nowait").update();
			return true;
		}
		catch (ConcurrencyFailureException ex) {
			return false;
		}
	}

	private OffsetDateTime start(LocalDate day) {
		return day.atStartOfDay(this.defaults.timeZone()).toOffsetDateTime();
	}

	private String zone() {
		return this.defaults.timeZone().getId();
	}

	/// @param lag how long the oldest change has been waiting, in seconds
	record Unfolded(long changes, double lag) {
	}

	/// A cell that is not the sum of its facts.
	///
	/// @param cells its table
	/// @param keySet which keys tell cells apart
	/// @param grain quarter or day
	@Schema(name = "RollupMismatch", description = "A cell that is not the sum of its facts.")
	record Mismatch(@Schema(description = "Its table.", example = "leg_cell") String cells,
			@Schema(description = "Which keys tell cells apart: queue, agent or number.",
					example = "queue") String keySet,
			@Schema(description = "quarter (of an hour) or day.", example = "day") String grain,
			@Schema(description = "Where it begins.", example = "2026-11-09T00:00:00Z") Instant startsAt) {
	}

}
