package io.callmeter.ingest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.http.Stopping;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Stores changes together, whoever sent them.
@Component
class BatchWriter {

	/// Legs after which a batch is full, however few its calls.
	static final int MOST_LEGS = 10_000;

	private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

	private static final int ATTEMPTS = 5;

	private static final String CHECK_VIOLATION = "23514";

	private final CallStore store;

	private final IngestMetrics metrics;

	private final Stopping stopping;

	BatchWriter(CallStore store, IngestMetrics metrics, Stopping stopping) {
		this.store = store;
		this.metrics = metrics;
		this.stopping = stopping;
	}

	/// Stores changes together and commits them. What the database refuses is halved down
	/// to the one record that it means; every other failure, such as a database that is
	/// read only for a while, is no record's fault.
	/// @return what each did, in their order
	/// @throws RequestProblem if the database does not answer, or the service stops
	/// before it
	/// does
	List<Effect> write(Tenant tenant, List<Change> changes) {
		for (int attempt = 1;; attempt++) {
			try {
				List<Effect> effects = this.metrics.batchTime()
					.record(() -> Bulkhead.beside(() -> this.store.apply(tenant, changes)));
				this.metrics.batch(changes.size());
				return Objects.requireNonNull(effects);
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw unavailable(ex);
				}
			}
			catch (DataIntegrityViolationException ex) {
				if (attempt == 1 && mayLackMonth(ex)) {
					this.store.forgetMonths();
					continue;
				}
				return halved(tenant, changes, ex);
			}
			catch (DataAccessException | TransactionException ex) {
				throw unavailable(ex);
			}
		}
	}

	private List<Effect> halved(Tenant tenant, List<Change> changes, DataAccessException refusal) {
		if (changes.size() == 1) {
			log.warn("The database refused a record: {}", NumberMask.masked(refusal.getMostSpecificCause().toString()));
			return List.of(new Effect.Refused(new InvalidCall("", null, Reason.REFUSED_BY_DATABASE,
					"The database refused the record. The log of the service has the reason.")));
		}
		int half = changes.size() / 2;
		List<Effect> effects = new ArrayList<>(write(tenant, changes.subList(0, half)));
		effects.addAll(write(tenant, changes.subList(half, changes.size())));
		return effects;
	}

	/// Whether a row has no partition, which the database tells by the code of checks:
	/// its month was dropped since it was seen.
	private static boolean mayLackMonth(DataIntegrityViolationException refusal) {
		return NestedExceptionUtils.getMostSpecificCause(refusal) instanceof SQLException cause
				&& CHECK_VIOLATION.equals(cause.getSQLState());
	}

	private RequestProblem unavailable(Exception cause) {
		if (!this.stopping.isUnderWay()) {
			log.warn("The database does not answer: {}", NumberMask.masked(String.valueOf(cause.getMessage())));
		}
		return unavailable();
	}

	/// What every request is answered whose changes the database did not take.
	RequestProblem unavailable() {
		return this.stopping.isUnderWay() ? Stopping.problem("Send everything again, nothing is stored twice,")
				: new RequestProblem(Problem.DATABASE_UNAVAILABLE, null, null,
						"The database does not answer. Send everything again later; nothing is stored twice.");
	}

}
