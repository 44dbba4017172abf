package io.callmeter.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What became of the records of one request: received = created + updated + unchanged + stale + rejectedCount.
public record IngestReport(@Schema(description = "Records read; blank lines are none.", example = "3") long received,
		@Schema(description = "Calls that were not stored before.", example = "1") long created,
		@Schema(description = "Stored calls that are different now.", example = "0") long updated,
		@Schema(description = "Deliveries of which all was known.", example = "0") long unchanged,
		@Schema(description = "Deliveries too old to change anything, or of deleted calls.", example = "0") long stale,
		@Schema(description = "How many of these have times that contradict each other by less than a second and were moved "
				+ "to be in order, a leg's within its call.", example = "0") long adjusted,
		@Schema(description = "How many of these have a local time that the clock shows twice and that could be either; the "
				+ "earlier was taken.", example = "0") long ambiguousTimes,
		@Schema(description = "Records that are not stored.", example = "2") long rejectedCount,
		@Schema(description = "How many for which reason.",
				example = "{\"UNKNOWN_FIELD\": 2}") Map<Reason, Long> rejectedBy,
		@Schema(description = "The first of them, each with what to mend.") List<Rejection> rejected) {

	/// A record that is not stored, and why.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(description = "A record that is not stored, and why.")
	public record Rejection(
			@Schema(description = "Line in the stream, or ordinal in the array; from 1.", example = "2") long line,
			@Schema(description = "Id of the call, where it could be read.",
					example = "pbx1:42") @Nullable String callId,
			@Schema(description = "Path of the field; empty for the record as a whole.",
					example = "legs[0].endedAt") String field,
			@Schema(description = "What was sent there.", example = "2026-11-16T08:59:00Z") @Nullable String value,
			@Schema(description = "Why, as a code.", example = "CONTRADICTION") Reason reason,
			@Schema(description = "What is wrong and what to do about it.",
					example = "endedAt 2026-11-16T08:59:00Z is before queuedAt 2026-11-16T09:00:05Z; correct one of them.") String message) {
	}

	/// Whether any record was stored or known.
	boolean anyTaken() {
		return this.created + this.updated + this.unchanged + this.stale > 0;
	}

	/// Counts up to a report.
	static final class Tally {

		private final int mostRejections;

		private final boolean numbers;

		private final Map<Reason, Long> rejectedBy = new TreeMap<>();

		private final List<Rejection> rejected = new ArrayList<>();

		private final Map<Effect.Done, Long> done = new EnumMap<>(Effect.Done.class);

		private long received;

		private long adjusted;

		private long ambiguousTimes;

		private long rejectedCount;

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
						why.reason(), why.message(this.numbers)));
			}
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
