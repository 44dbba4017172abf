package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How many things fall into which bucket; a value on an edge is in the bucket below it.
///
/// @param rows by group, none last
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "DistributionAnswer",
		description = "A distribution in buckets; a value on an edge belongs to the bucket below it.")
record DistributionAnswer(@Schema(description = "Distributed values.", example = "wait") String of,
		@Schema(description = "Unit of the values: s, or count for attempts.", example = "s") String unit,
		@Schema(description = "Start of the range (included).", example = "2026-11-09T00:00:00Z") OffsetDateTime from,
		@Schema(description = "End of the range (excluded).", example = "2026-11-16T00:00:00Z") OffsetDateTime to,
		@Schema(description = "Time zone of the calendar and of all times in the answer.",
				example = "UTC") String timeZone,
		@Schema(description = "Values before this time are final unless late records arrive.",
				example = "2026-11-16T00:00:00Z") OffsetDateTime dataThrough,
		@Schema(description = "Version of the metric definitions; see the changelog.",
				example = "2") int definitionVersion,
		@Schema(description = "Which time decides where calls and legs count.") Basis basis,
		@Schema(description = "Whether a call counts for its last or first queue and agent.") Attribution attribution,
		@Schema(description = "Dimensions of a row.", example = "[\"queue\"]") List<String> groupBy,
		@Schema(description = "Parameters that probably do not mean what was intended.") List<Warning> warnings,
		@Schema(description = "Rows by group in the order of their codes.") List<Row> rows,
		@Schema(description = "All groups together.") Spread total) {

	DistributionAnswer with(List<Warning> warnings, List<Row> rows) {
		return new DistributionAnswer(this.of, this.unit, this.from, this.to, this.timeZone, this.dataThrough,
				this.definitionVersion, this.basis, this.attribution, this.groupBy, warnings, rows, this.total);
	}

	/// The things of one group.
	@Schema(name = "DistributionRow", description = "The distribution of one group.")
	record Row(@JsonInclude(content = JsonInclude.Include.ALWAYS) @Schema(
			description = "The value of each dimension of groupBy, null if there is none.") Map<String, @Nullable Object> group,
			@Schema(description = "The distribution.") Spread spread) {
	}

	/// How things are spread.
	///
	/// @param mean null of nothing, like the others
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "DistributionSpread", description = "A distribution.")
	record Spread(@Schema(description = "Number of values.", example = "1910") long n,
			@Schema(description = "Mean; null if there are no values.", example = "17.2") @Nullable BigDecimal mean,
			@Schema(description = "Minimum; null if there are no values.", example = "0") @Nullable BigDecimal least,
			@Schema(description = "Maximum; null if there are no values.", example = "312.5") @Nullable BigDecimal most,
			@Schema(description = "Buckets in ascending order.") List<Bucket> buckets) {
	}

	/// The things between two edges.
	///
	/// @param over null of the first, which has the least of all
	/// @param upTo null of the last, which has the greatest of all
	/// @param share null of nothing
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "DistributionBucket", description = "A bucket.")
	record Bucket(
			@Schema(description = "Lower edge (excluded); null for the first bucket.",
					example = "10") @Nullable BigDecimal over,
			@Schema(description = "Upper edge (included); null for the last bucket.",
					example = "15") @Nullable BigDecimal upTo,
			@Schema(description = "Number of values.", example = "240") long count,
			@Schema(description = "Share of all values, 0 to 1; null if there are none.",
					example = "0.1256544503") @Nullable BigDecimal share,
			@Schema(description = "Number by outcome of the visit, offer or call, or open; for attempts CONNECTED or NOT_REACHED.",
					example = "{\"ABANDONED\": 12, \"ANSWERED\": 228}") Map<String, Long> byOutcome) {
	}

}
