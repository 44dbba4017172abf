package io.callmeter.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.callmeter.rollup.Rollups;
import io.callmeter.sql.Lease;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// One run after another over all replicas: horizons first, then whole months, then what is left row by row.
@Component
class RetentionRuns {

	private static final Logger log = LoggerFactory.getLogger(RetentionRuns.class);

	private static final int FOLDED_AT_ONCE = 50_000;

	private final Retentions retentions;

	private final Expiry expiry;

	private final OldMonths months;

	private final Rollups rollups;

	private final Tenants tenants;

	private final Lease lease;

	private final RetentionMetrics metrics;

	private final Clock clock;

	RetentionRuns(Retentions retentions, Expiry expiry, OldMonths months, Rollups rollups, Tenants tenants, Lease lease,
			RetentionMetrics metrics, ObjectProvider<Clock> clock) {
		this.retentions = retentions;
		this.expiry = expiry;
		this.months = months;
		this.rollups = rollups;
		this.tenants = tenants;
		this.lease = lease;
		this.metrics = metrics;
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	/// What a run would take away now.
	Gone dryRun(Tenant tenant) {
		Horizons then = then(tenant);
		long calls = (then.calls() != null) ? this.expiry.countCalls(tenant, then.calls()) : 0;
		long personal = (then.personal() != null)
				? this.expiry.countPersonal(tenant, orFirst(then.calls()), then.personal()) : 0;
		Instant waiting = (then.personal() != null) ? then.personal() : then.calls();
		personal += (waiting != null) ? this.expiry.countWaiting(tenant, waiting) : 0;
		return new Gone(calls, personal, 0, (then.cells() != null) ? this.expiry.countCells(tenant, then.cells()) : 0);
	}

	/// The months that would be dropped now.
	List<YearMonth> dryMonths() {
		var horizons = new LinkedHashMap<Tenant, Horizons>();
		this.tenants.all().forEach((tenant) -> horizons.put(tenant, then(tenant)));
		return this.months.unkept(horizons).stream().map(OldMonths.Month::month).toList();
	}

	/// Where horizons will be after a run.
	Horizons then(Tenant tenant) {
		Kept kept = this.retentions.of(tenant);
		return kept.horizons().or(Horizons.at(kept.ages(), tenant.timeZone(), this.clock.instant()));
	}

	/// Takes away what has expired, of some tenants, and the months that no tenant keeps.
	/// A failure of one tenant keeps none of the others waiting.
	/// @param actor whom the audit names
	/// @return empty where a run is under way, here or elsewhere
	Optional<Run> run(List<Tenant> of, String actor) {
		return this.lease.ifFree("callmeter.retention.run", () -> {
			Instant begun = this.clock.instant();
			long start = System.nanoTime();
			var gone = new LinkedHashMap<Tenant, Gone>();
			for (Tenant tenant : of) {
				if (isWell(tenant, () -> prepare(tenant))) {
					gone.put(tenant, Gone.NOTHING);
				}
			}
			List<YearMonth> dropped = dropMonths(gone);
			var whole = new ArrayList<Tenant>();
			for (Tenant tenant : List.copyOf(gone.keySet())) {
				if (isWell(tenant, () -> {
					Gone all = gone.getOrDefault(tenant, Gone.NOTHING).and(takeAway(tenant));
					gone.put(tenant, all);
					this.retentions.ran(tenant, begun, actor, all.detail());
				})) {
					whole.add(tenant);
				}
			}
			var run = new Run(gone, dropped, whole.size() == of.size());
			tell(run, System.nanoTime() - start);
			return run;
		});
	}

	private void tell(Run run, long nanos) {
		this.metrics.ran(run);
		Gone all = run.all();
		log.info(
				"Deleted by retention: {} calls, months {}, personal data of {} calls, {} customers, {} rollups, in {} ms{}",
				all.calls(), run.months(), all.personal(), all.customers(), all.cells(),
				TimeUnit.NANOSECONDS.toMillis(nanos), run.whole() ? "" : "; not finished for all tenants");
	}

	/// The same of one tenant, whose zone may have changed since it was known who asks.
	Optional<Run> run(Tenant tenant, String actor) {
		return run(this.tenants.all().stream().filter((one) -> one.id() == tenant.id()).toList(), actor);
	}

	/// Cells are made of what expires, and horizons stored, before anything goes.
	private void prepare(Tenant tenant) {
		Kept kept = this.retentions.of(tenant);
		Horizons then = then(tenant);
		if (!then.equals(kept.horizons())) {
			this.rollups.rebuildUnlessReadable(tenant);
			then = this.retentions.move(tenant, then);
		}
		if (then.calls() != null) {
			this.rollups.foldBefore(tenant, then.calls(), FOLDED_AT_ONCE);
		}
	}

	private List<YearMonth> dropMonths(Map<Tenant, Gone> gone) {
		var dropped = new ArrayList<YearMonth>();
		var horizons = new LinkedHashMap<Tenant, Horizons>();
		try {
			this.tenants.all().forEach((tenant) -> horizons.put(tenant, this.retentions.of(tenant).horizons()));
			this.months.restore(horizons);
			for (OldMonths.Month month : this.months.unkept(horizons)) {
				horizons.forEach((tenant, until) -> {
					long calls = (until.calls() != null)
							? this.expiry.deleteKeys(tenant, month.from(), month.to(), until.calls()) : 0;
					gone.computeIfPresent(tenant, (_, before) -> before.and(new Gone(calls, 0, 0, 0)));
				});
				if (this.months.drop(month, List.copyOf(horizons.keySet()))) {
					dropped.add(month.month());
				}
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("Expired months are not dropped: {}", ex.getMessage());
		}
		return dropped;
	}

	private Gone takeAway(Tenant tenant) {
		Kept kept = this.retentions.of(tenant);
		long calls = (kept.horizon() != null) ? this.expiry.deleteCalls(tenant, kept.horizon()) : 0;
		long personal = 0;
		long customers = 0;
		Instant blank = kept.personalHorizon();
		if (blank != null) {
			personal = this.expiry.blankCalls(tenant, orFirst(kept.blankedUntil()), blank);
			if (calls + personal > 0 || !blank.equals(kept.blankedUntil())) {
				customers = this.expiry.deleteCustomers(tenant, blank);
			}
		}
		Instant waiting = (blank != null) ? blank : kept.horizon();
		personal += (waiting != null) ? this.expiry.forgetWaiting(tenant, waiting) : 0;
		long cells = (kept.rollupHorizon() != null) ? this.expiry.deleteCells(tenant, kept.rollupHorizon()) : 0;
		return new Gone(calls, personal, customers, cells);
	}

	private static Instant orFirst(@Nullable Instant at) {
		return (at != null) ? at : Instant.EPOCH;
	}

	private static boolean isWell(Tenant tenant, Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("The retention run of {} failed; the next one tries again: {}", tenant.code(), ex.getMessage());
			return false;
		}
	}

	/// What went of a tenant.
	///
	/// @param personal calls that lost their personal data
	/// @param customers numbers that no call shows any more
	record Gone(long calls, long personal, long customers, long cells) {

		static final Gone NOTHING = new Gone(0, 0, 0, 0);

		Gone and(Gone more) {
			return new Gone(this.calls + more.calls, this.personal + more.personal, this.customers + more.customers,
					this.cells + more.cells);
		}

		/// For the audit; empty where nothing went.
		Map<String, Long> detail() {
			return equals(NOTHING) ? Map.of() : Map.of("calls", this.calls, "personal", this.personal, "customers",
					this.customers, "rollups", this.cells);
		}

	}

	/// What a run did.
	///
	/// @param months that were dropped
	/// @param whole whether it came to its end for all tenants
	record Run(Map<Tenant, Gone> gone, List<YearMonth> months, boolean whole) {

		Gone all() {
			return this.gone.values().stream().reduce(Gone.NOTHING, Gone::and);
		}

	}

}
