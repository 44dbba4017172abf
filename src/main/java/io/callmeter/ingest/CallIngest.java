package io.callmeter.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.callmeter.call.Call;
import io.callmeter.call.Checks;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.http.BodyGivenUp;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.rollup.Backlog;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import io.callmeter.tenant.Tenant;

import org.springframework.stereotype.Component;

/// The one door for calls: whatever the format, records are checked, stored batch by batch and counted here.
@Component
public class CallIngest {

	private final CallStore store;

	private final BatchWriter batches;

	private final GroupCommit groups;

	private final Backlog backlog;

	private final Semaphore streamWriters;

	private final IngestMetrics metrics;

	private final IngestProperties properties;

	private final Clock clock = Clock.systemUTC();

	CallIngest(CallStore store, BatchWriter batches, GroupCommit groups, Backlog backlog, IngestMetrics metrics,
			IngestProperties properties) {
		this.store = store;
		this.batches = batches;
		this.groups = groups;
		this.backlog = backlog;
		this.streamWriters = new Semaphore(properties.streamWriters(), true);
		this.metrics = metrics;
		this.properties = properties;
	}

	/// Reads a stream to its end and stores its calls, merged with what is stored, in
	/// constant memory.
	/// @return what became of every record, each committed before this returns
	/// @throws RequestProblem if the stream breaks or the database does not answer; it
	/// carries `nextLine`, the first record that may not be stored, and the report of
	/// those before it and of later ones that are stored. Sending all again is safe.
	/// @param numbers whether what is wrong is told with what looks like a phone number
	public IngestReport ingest(Tenant tenant, boolean numbers, InputStream records, CallDecoder decoder) {
		CallStream stream = new CallStream(this.properties, numbers, this.metrics.of(tenant.code()),
				(changes) -> this.groups.commit(tenant, changes), (changes) -> begin(tenant, changes));
		try {
			decoder.decode(records, (record) -> stream.accept(checked(record)));
		}
		catch (BodyTooLarge ex) {
			stream.finish();
			throw stream.broken(Problem.BODY_TOO_LARGE, ex.getMessage());
		}
		catch (BodyGivenUp ex) {
			stream.finish();
			throw stream.broken(ex.problem());
		}
		catch (IOException ex) {
			stream.finish();
			throw stream.broken(Problem.UNREADABLE_BODY,
					"The body ended early: " + ex.getMessage() + ". Send it again; nothing is stored twice.");
		}
		stream.finish();
		return stream.report();
	}

	/// Applies one change of one call.
	/// @throws RequestProblem if the change cannot be made as it is, or the database does
	/// not answer
	Effect.Done apply(Tenant tenant, Change change) {
		try {
			if (change instanceof Change.Replace(Call call)) {
				check(call);
			}
			return switch (this.groups.commit(tenant, List.of(change)).getFirst()) {
				case Effect.Done done -> done;
				case Effect.Adjusted(Effect.Done done) -> done;
				// Nothing is wrong with asking for it; the call as it is stored stands
				// in the way.
				case Effect.Refused(InvalidCall why) ->
					throw (change instanceof Change.Delete) ? problem(Problem.CONFLICT, why) : invalid(why);
			};
		}
		catch (InvalidCall why) {
			throw invalid(why);
		}
	}

	/// The call with its numbers, the CRM's fields over the dialer's, and the outcome
	/// under which it counts.
	Optional<Call> find(Tenant tenant, String callId) {
		return find(tenant, List.of(callId)).stream().findFirst();
	}

	/// Those of some calls that are stored, each as above.
	public List<Call> find(Tenant tenant, List<String> callIds) {
		return this.store.find(tenant, callIds);
	}

	/// An invalid call as the problem of a request, which shows numbers to those who may
	/// see them.
	static RequestProblem invalid(InvalidCall why) {
		return problem((why.reason() == Reason.ON_HOLD) ? Problem.CONFLICT : Problem.INVALID_VALUE, why);
	}

	private static RequestProblem problem(Problem problem, InvalidCall why) {
		return RequestProblem
			.of(why.all()
				.stream()
				.map((mistake) -> new RequestProblem(problem, mistake.field().isEmpty() ? "body" : mistake.field(true),
						mistake.value(true), mistake.message(true)))
				.toList())
			.with("reason", why.reason());
	}

	private Decoded checked(Decoded record) {
		if (record instanceof Decoded.Ok ok) {
			try {
				check(ok.call());
			}
			catch (InvalidCall why) {
				return new Decoded.Malformed(ok.line(), ok.call().callId(), why);
			}
		}
		return record;
	}

	private void check(Call call) {
		Checks checks = new Checks();
		checkTime(call, checks);
		call.checkTexts(checks);
		checks.requireNone();
	}

	/// Dates go from 1970 to tomorrow: later ones are a clock or a unit gone wrong.
	private void checkTime(Call call, Checks checks) {
		Instant latest = this.clock.instant().plus(Duration.ofDays(1));
		call.forEachInstant((field, instant) -> {
			if ((instant.isBefore(Instant.EPOCH) || instant.isAfter(latest)) && !checks.isFull()) {
				checks.add(new InvalidCall(field, instant, Reason.OUT_OF_RANGE, "Invalid " + field + " " + instant
						+ ". Expected a time between 1970 and tomorrow; check its unit and the clock."));
			}
		});
	}

	/// Begins to write a batch of a stream; how many are written at once is limited over
	/// all streams, so that questions find a connection.
	private CompletableFuture<List<Effect>> begin(Tenant tenant, List<Change> changes) {
		CompletableFuture<List<Effect>> effects = new CompletableFuture<>();
		Thread.startVirtualThread(() -> {
			this.backlog.awaitFolds(tenant);
			this.streamWriters.acquireUninterruptibly();
			try {
				effects.complete(this.batches.write(tenant, changes));
			}
			catch (RuntimeException | Error ex) {
				effects.completeExceptionally(ex);
			}
			finally {
				this.streamWriters.release();
			}
		});
		return effects;
	}

}
