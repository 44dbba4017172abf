package io.callmeter.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.http.Mistakes;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What became of the records of one request: received = created + updated + unchanged + stale + rejectedCount.
public record IngestReport(@Schema(description = "Records read, without blank lines.", example = "3") long received,
		@Schema(description = "Calls created.", example = "1") long created,
		@Schema(description = "Calls changed.", example = "0") long updated,
		@Schema(description = "Records that changed nothing.", example = "0") long unchanged,
		@Schema(description = "Records too old to change anything, or of deleted calls.", example = "0") long stale,
		@Schema(description = "Records whose times contradicted each other by less than a second and were put in "
				+ "order.", example = "0") long adjusted,
		@Schema(description = "Records with a local time that the clock shows twice; the earlier was used.",
				example = "0") long ambiguousTimes,
		@Schema(description = "Records rejected.", example = "2") long rejectedCount,
		@Schema(description = "Rejected records by reason.",
				example = "{\"UNKNOWN_FIELD\": 2}") Map<Reason, Long> rejectedBy,
		@Schema(description = "The first rejections, each with its remedy.") List<Rejection> rejected) {

	/// A record that is not stored, and why: its first mistake, and all of them where
	/// there are several.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(description = "A rejected record and the reason: its first mistake.")
	public record Rejection(
			@Schema(description = "Line in the stream, or position in the array, from 1.", example = "2") long line,
			@Schema(description = "Id of the call, if it could be read.", example = "pbx1:42") @Nullable String callId,
			@Schema(description = "Path of the field; empty for the whole record.",
					example = "legs[0].endedAt") String field,
			@Schema(description = "Value that was sent.", example = "2026-11-16T08:59:00Z") @Nullable String value,
			@Schema(description = "Reason as a code.", example = "CONTRADICTION") Reason reason,
			@Schema(description = "What is wrong and what to do about it.",
					example = "endedAt 2026-11-16T08:59:00Z is before queuedAt 2026-11-16T09:00:05Z. Correct one of them.") String message,
			@Schema(description = "If there are several, all mistakes of the record, the first one first, at most "
					+ "10.") @Nullable List<Mistake> errors) {

		private List<Mistake> mistakes() {
			return (this.errors != null) ? this.errors
					: List.of(new Mistake(this.field, this.value, this.reason, this.message));
		}

	}

	/// One of several things that are wrong with a record.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "RecordMistake", description = "A mistake in a record.")
	public record Mistake(
			@Schema(description = "Path of the field; empty for the whole record.",
					example = "legs[0].endedAt") String field,
			@Schema(description = "Value that was sent.", example = "2026-11-16T08:59:00Z") @Nullable String value,
			@Schema(description = "Reason as a code.", example = "CONTRADICTION") Reason reason,
			@Schema(description = "What is wrong and what to do about it.",
					example = "endedAt 2026-11-16T08:59:00Z is before queuedAt 2026-11-16T09:00:05Z. Correct one of them.") String message) {
	}

	/// Whether any record was stored or known.
	boolean anyTaken() {
		return this.created + this.updated + this.unchanged + this.stale > 0;
	}

	/// Whether nothing was read that could be a record.
	boolean isMalformed() {
		return this.rejectedBy.keySet().equals(Set.of(Reason.MALFORMED));
	}

	/// The problem of a request of which no record is stored: its first mistake, and all
	/// of those that are listed, up to as many as are told.
	RequestProblem problem(Problem problem) {
		String more = (this.rejectedCount > 1) ? " No record of " + this.received + " is stored, see `rejected`." : "";
		Rejection first = this.rejected.getFirst();
		return RequestProblem.of(Stream.concat(Stream.of(problem(problem, first, first.mistakes().getFirst(), more)),
				this.rejected.stream()
					.flatMap((one) -> one.mistakes().stream().map((mistake) -> problem(problem, one, mistake, "")))
					.skip(1))
			.limit(Mistakes.MAX)
			.toList());
	}

	private RequestProblem problem(Problem problem, Rejection one, Mistake mistake, String more) {
		String record = (this.received > 1) ? "Record " + one.line() + ": " : "";
		return new RequestProblem(problem, mistake.field().isEmpty() ? "body" : mistake.field(), mistake.value(),
				record + mistake.message() + more);
	}

	/// Counts up to a report.
	static final class Tally {

		/// So many mistakes of records that have several are listed, so that a report
		/// stays
		/// readable whatever is sent.
		private static final int MOST_MISTAKES = 1000;

		private final int mostRejections;

		private final boolean numbers;

		private final Map<Reason, Long> rejectedBy = new TreeMap<>();

		private final List<Rejection> rejected = new ArrayList<>();

		private final Map<Effect.Done, Long> done = new EnumMap<>(Effect.Done.class);

		private long received;

		private long adjusted;

		private long ambiguousTimes;

		private long rejectedCount;

		/// How many mistakes are listed of records that have several.
		private int listed;

		/// @param numbers whether what looks like a phone number is shown
		Tally(int mostRejections, boolean numbers) {
			this.mostRejections = mostRejections;
			this.numbers = numbers;
		}

		void received() {
			this.received++;
		}

		void done(Effect.Done effect, boolean adjusted, boolean ambiguousTimes) {
			this.done.merge(effect, 1L, Long::sum);
			this.adjusted += adjusted ? 1 : 0;
			this.ambiguousTimes += ambiguousTimes ? 1 : 0;
		}

		void rejected(long line, @Nullable String callId, InvalidCall why) {
			this.rejectedCount++;
			this.rejectedBy.merge(why.reason(), 1L, Long::sum);
			if (this.rejected.size() < this.mostRejections) {
				this.rejected.add(new Rejection(line, callId, why.field(this.numbers), why.value(this.numbers),
						why.reason(), why.message(this.numbers), several(why.all())));
			}
		}

		/// Null where there is but one, or where so many are listed that the report would
		/// become too long.
		private @Nullable List<Mistake> several(List<InvalidCall> mistakes) {
			if (mistakes.size() == 1 || this.listed + mistakes.size() > MOST_MISTAKES) {
				return null;
			}
			this.listed += mistakes.size();
			return mistakes.stream()
				.map((one) -> new Mistake(one.field(this.numbers), one.value(this.numbers), one.reason(),
						one.message(this.numbers)))
				.toList();
		}

		IngestReport report() {
			return new IngestReport(this.received, count(Effect.Done.CREATED), count(Effect.Done.UPDATED),
					count(Effect.Done.UNCHANGED), count(Effect.Done.STALE), this.adjusted, this.ambiguousTimes,
					this.rejectedCount, Map.copyOf(this.rejectedBy), List.copyOf(this.rejected));
		}

		private long count(Effect.Done effect) {
			return this.done.getOrDefault(effect, 0L);
		}

	}

}
