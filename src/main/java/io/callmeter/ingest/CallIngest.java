package io.callmeter.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.callmeter.call.Call;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// The one door for calls: whatever the format, records are checked, stored batch by batch and counted here.
@Component
public class CallIngest {

	private static final Logger log = LoggerFactory.getLogger(CallIngest.class);

	private static final int MOST_LEGS_A_BATCH = 10_000;

	private static final int ATTEMPTS = 5;

	private final CallStore store;

	private final IngestMetrics metrics;

	private final IngestProperties properties;

	private final Clock clock = Clock.systemUTC();

	CallIngest(CallStore store, IngestMetrics metrics, IngestProperties properties) {
		this.store = store;
		this.metrics = metrics;
		this.properties = properties;
	}

	/// Reads a stream to its end and stores its calls, merged with what is stored, in
	/// constant memory.
	/// @return what became of every record, each committed before this returns
	/// @throws RequestProblem if the stream breaks or the database does not answer; it
	/// carries the report so far and
	/// `nextLine`, the first record that may not be stored. Sending all again is safe.
	public IngestReport ingest(Tenant tenant, InputStream records, CallDecoder decoder) {
		Stream stream = new Stream(tenant);
		try {
			decoder.decode(records, stream::accept);
		}
		catch (BodyTooLarge ex) {
			stream.flush();
			throw stream.broken(Problem.BODY_TOO_LARGE, ex.getMessage());
		}
		catch (IOException ex) {
			stream.flush();
			throw stream.broken(Problem.UNREADABLE_BODY,
					"The body broke off: " + ex.getMessage() + ". Send it again; what is stored is then unchanged.");
		}
		stream.flush();
		return stream.tally.report();
	}

	/// Applies one change of one call.
	/// @throws RequestProblem if the change cannot be made as it is, or the database does
	/// not answer
	Effect.Done apply(Tenant tenant, Change change) {
		try {
			if (change instanceof Change.Replace(Call call)) {
				checkTime(call);
			}
			return switch (stored(tenant, List.of(change)).getFirst()) {
				case Effect.Done done -> done;
				case Effect.Refused(InvalidCall why) -> throw invalid(why);
			};
		}
		catch (InvalidCall why) {
			throw invalid(why);
		}
	}

	/// The call as it is shown to those who may not see numbers.
	Optional<Call> find(Tenant tenant, String callId) {
		return this.store.find(tenant, callId);
	}

	/// An invalid call as the problem of a request.
	static RequestProblem invalid(InvalidCall why) {
		return RequestProblem.invalid(why.field().isEmpty() ? "body" : why.field(), why.value(), why.message())
			.with("reason", why.reason());
	}

	/// Dates go from 1970 to tomorrow: later ones are a clock or a unit gone wrong.
	private void checkTime(Call call) {
		Instant latest = this.clock.instant().plus(Duration.ofDays(1));
		call.forEachInstant((field, instant) -> {
			if (instant.isBefore(Instant.EPOCH) || instant.isAfter(latest)) {
				throw new InvalidCall(field, instant, Reason.OUT_OF_RANGE,
						field + " " + instant + " is not between 1970 and tomorrow; check the unit and the clock.");
			}
		});
	}

	/// Stores changes together. What the database refuses is halved down to the one
	/// record that it means; every other failure, such as a database that is read only
	/// for a while, is no record's fault.
	private List<Effect> stored(Tenant tenant, List<Change> changes) {
		for (int attempt = 1;; attempt++) {
			try {
				List<Effect> effects = this.metrics.batchTime().record(() -> this.store.apply(tenant, changes));
				this.metrics.batch(changes.size());
				return Objects.requireNonNull(effects);
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw unavailable(ex);
				}
			}
			catch (DataIntegrityViolationException ex) {
				return halved(tenant, changes, ex);
			}
			catch (DataAccessException | TransactionException ex) {
				throw unavailable(ex);
			}
		}
	}

	private List<Effect> halved(Tenant tenant, List<Change> changes, DataAccessException refusal) {
		if (changes.size() == 1) {
			log.warn("The database refused a record", refusal);
			return List.of(new Effect.Refused(new InvalidCall("", null, Reason.REFUSED_BY_DATABASE,
					"The database refused the record; the log of the service says why.")));
		}
		int half = changes.size() / 2;
		List<Effect> effects = new ArrayList<>(stored(tenant, changes.subList(0, half)));
		effects.addAll(stored(tenant, changes.subList(half, changes.size())));
		return effects;
	}

	private static RequestProblem unavailable(Exception cause) {
		log.warn("The database does not answer: {}", cause.getMessage());
		return new RequestProblem(Problem.DATABASE_UNAVAILABLE, null, null,
				"The database does not answer; send all again later, what is stored is then unchanged.");
	}

	/// One request's records on their way.
	private final class Stream {

		private final Tenant tenant;

		private final IngestReport.Tally tally = new IngestReport.Tally(CallIngest.this.properties.maxRejections());

		private final List<Decoded.Ok> batch = new ArrayList<>();

		private int legs;

		private long lastLine;

		Stream(Tenant tenant) {
			this.tenant = tenant;
		}

		void accept(Decoded decoded) {
			this.tally.received();
			CallIngest.this.metrics.received();
			this.lastLine = decoded.line();
			switch (decoded) {
				case Decoded.Malformed bad -> reject(bad.line(), bad.callId(), bad.why());
				case Decoded.Ok ok -> add(ok);
			}
		}

		private void add(Decoded.Ok ok) {
			try {
				checkTime(ok.call());
			}
			catch (InvalidCall why) {
				reject(ok.line(), ok.call().callId(), why);
				return;
			}
			this.batch.add(ok);
			this.legs += ok.call().legs().size();
			if (this.batch.size() >= CallIngest.this.properties.batch() || this.legs >= MOST_LEGS_A_BATCH) {
				flush();
			}
		}

		void flush() {
			if (this.batch.isEmpty()) {
				return;
			}
			List<Effect> effects;
			try {
				effects = stored(this.tenant,
						this.batch.stream().<Change>map((ok) -> new Change.Merge(ok.call())).toList());
			}
			catch (RequestProblem unavailable) {
				throw unavailable.with("report", this.tally.report()).with("nextLine", this.batch.getFirst().line());
			}
			for (int i = 0; i < effects.size(); i++) {
				Decoded.Ok ok = this.batch.get(i);
				switch (effects.get(i)) {
					case Effect.Done done -> {
						this.tally.done(done);
						CallIngest.this.metrics.done(done);
					}
					case Effect.Refused(InvalidCall why) -> reject(ok.line(), ok.call().callId(), why);
				}
			}
			this.batch.clear();
			this.legs = 0;
		}

		RequestProblem broken(Problem problem, String detail) {
			return new RequestProblem(problem, null, null, detail).with("report", this.tally.report())
				.with("nextLine", this.lastLine + 1);
		}

		private void reject(long line, @Nullable String callId, InvalidCall why) {
			this.tally.rejected(line, callId, why);
			CallIngest.this.metrics.rejected(why.reason());
		}

	}

}
