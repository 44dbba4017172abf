package io.callmeter.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.callmeter.call.InvalidCall;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.source.Decoded;
import org.jspecify.annotations.Nullable;

/// One request's records on their way. The thread that decodes them fills batches and counts what became of them, in
/// their order; meanwhile others write.
final class CallStream {

	/// A request with more is written as batches of its own.
	private static final int MOST_IN_A_GROUP = 100;

	/// Batches after which a stream may have one more written at once: a short one is
	/// stored from its beginning on, a long one takes what connections there are.
	private static final int BATCHES_A_CONNECTION = 4;

	private final IngestProperties properties;

	private final IngestMetrics.OfTenant metrics;

	private final Function<List<Change>, List<Effect>> groups;

	private final Function<List<Change>, CompletableFuture<List<Effect>>> writers;

	private final IngestReport.Tally tally;

	/// First line first; no two of them have a call in common.
	private final Deque<Batch> beingWritten = new ArrayDeque<>();

	private Batch batch = new Batch();

	private long settled;

	private long lastLine;

	/// @param numbers whether rejections show what looks like a phone number
	/// @param groups commits a few changes together with those of other requests
	/// @param writers begins to write a batch
	CallStream(IngestProperties properties, boolean numbers, IngestMetrics.OfTenant metrics,
			Function<List<Change>, List<Effect>> groups,
			Function<List<Change>, CompletableFuture<List<Effect>>> writers) {
		this.properties = properties;
		this.metrics = metrics;
		this.groups = groups;
		this.writers = writers;
		this.tally = new IngestReport.Tally(properties.maxRejections(), numbers);
	}

	void accept(Decoded record) {
		this.tally.received();
		this.metrics.received();
		this.lastLine = record.line();
		this.batch.add(record);
		if (this.batch.records.size() >= this.properties.batch() || this.batch.legs >= BatchWriter.MOST_LEGS) {
			send();
		}
	}

	/// Ends when all that was accepted is committed.
	void finish() {
		if (this.settled == 0 && this.beingWritten.isEmpty() && this.batch.records.size() <= MOST_IN_A_GROUP) {
			Batch all = this.batch;
			this.beingWritten.add(all);
			all.written = CompletableFuture.completedFuture(List.of());
			if (!all.changes.isEmpty()) {
				try {
					all.written = CompletableFuture.completedFuture(this.groups.apply(all.changes));
				}
				catch (RequestProblem ex) {
					all.written = CompletableFuture.failedFuture(ex);
				}
			}
			this.batch = new Batch();
		}
		else {
			send();
		}
		while (!this.beingWritten.isEmpty()) {
			settle();
		}
	}

	IngestReport report() {
		return this.tally.report();
	}

	/// The problem of a stream that ended too early, after [#finish()].
	RequestProblem broken(Problem problem, String detail) {
		return broken(new RequestProblem(problem, null, null, detail));
	}

	/// The same, told in another way.
	RequestProblem broken(RequestProblem problem) {
		return problem.with("report", this.tally.report()).with("nextLine", this.lastLine + 1);
	}

	/// Records of one call must be applied in their order, so a batch waits for those
	/// before it that have a call of it.
	private void send() {
		Batch next = this.batch;
		if (next.records.isEmpty()) {
			return;
		}
		while (this.beingWritten.size() >= mostAtOnce()
				|| this.beingWritten.stream().anyMatch((other) -> !Collections.disjoint(other.callIds, next.callIds))) {
			settle();
		}
		next.written = next.changes.isEmpty() ? CompletableFuture.completedFuture(List.of())
				: this.writers.apply(next.changes);
		this.beingWritten.add(next);
		this.batch = new Batch();
	}

	private long mostAtOnce() {
		return Math.min(this.properties.streamWriters(), 1 + this.settled / BATCHES_A_CONNECTION);
	}

	/// Waits for the batch that was begun first and counts what became of it.
	private void settle() {
		Batch first = this.beingWritten.remove();
		try {
			first.count(first.written.join());
			this.settled++;
		}
		catch (CompletionException ex) {
			RequestProblem problem = (ex.getCause() instanceof RequestProblem known) ? known : null;
			if (problem == null) {
				throw ex;
			}
			this.beingWritten.forEach(this::countIfWritten);
			this.beingWritten.clear();
			throw problem.with("report", this.tally.report()).with("nextLine", first.records.getFirst().line());
		}
	}

	private void countIfWritten(Batch batch) {
		List<Effect> effects = batch.written.handle((done, _) -> done).join();
		if (effects != null) {
			batch.count(effects);
		}
	}

	private void reject(long line, @Nullable String callId, InvalidCall why) {
		this.tally.rejected(line, callId, why);
		this.metrics.rejected(why.reason());
	}

	/// Consecutive records, those that are calls as changes.
	private final class Batch {

		private final List<Decoded> records = new ArrayList<>();

		private final List<Change> changes = new ArrayList<>();

		private final Set<String> callIds = new HashSet<>();

		private CompletableFuture<List<Effect>> written = new CompletableFuture<>();

		private int legs;

		void add(Decoded record) {
			this.records.add(record);
			if (record instanceof Decoded.Ok ok) {
				this.changes.add(new Change.Merge(ok.call(), ok.assumedLegId()));
				this.callIds.add(ok.call().callId());
				this.legs += ok.call().legs().size();
			}
		}

		void count(List<Effect> effects) {
			int change = 0;
			for (Decoded record : this.records) {
				switch (record) {
					case Decoded.Malformed bad -> reject(bad.line(), bad.callId(), bad.why());
					case Decoded.Ok ok -> count(ok, effects.get(change++));
				}
			}
		}

		private void count(Decoded.Ok ok, Effect effect) {
			switch (effect) {
				case Effect.Done done -> count(ok, done, false);
				case Effect.Adjusted(Effect.Done done) -> count(ok, done, true);
				case Effect.Refused(InvalidCall why) -> reject(ok.line(), ok.call().callId(), why);
			}
		}

		private void count(Decoded.Ok ok, Effect.Done done, boolean adjusted) {
			CallStream.this.tally.done(done, adjusted, ok.ambiguousTimes());
			CallStream.this.metrics.done(done);
		}

	}

}
