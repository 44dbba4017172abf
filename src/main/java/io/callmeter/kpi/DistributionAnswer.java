package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How many things fall into which bucket; a value on an edge is in the bucket below it.
///
/// @param rows by group, none last
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "DistributionAnswer",
		description = "How many things fall into which bucket; a value on an edge is in the bucket below it.")
record DistributionAnswer(@Schema(description = "What is distributed.", example = "wait") String of,
		@Schema(description = "Unit of all values: s, or count for attempts.", example = "s") String unit,
		@Schema(description = "Beginning of the range, which is in it.", example = "2026-11-09T00:00:00Z") Instant from,
		@Schema(description = "End of the range, which is not in it.", example = "2026-11-16T00:00:00Z") Instant to,
		@Schema(description = "Time zone of the calendar.", example = "UTC") String timeZone,
		@Schema(description = "The least of to, now, and the beginning of the oldest call or leg in progress in the range.",
				example = "2026-11-16T00:00:00Z") Instant dataThrough,
		@Schema(description = "Version of the definitions of all figures; the changelog says what changed.",
				example = "2") int definitionVersion,
		@Schema(description = "When things count.") Basis basis,
		@Schema(description = "Whether a call counts under its last or first queue and agent.") Attribution attribution,
		@Schema(description = "The keys of a row.", example = "[\"queue\"]") List<String> groupBy,
		@Schema(description = "What hardly means what was meant, as in /v1/kpis.") List<Warning> warnings,
		@Schema(description = "By group in the order of their codes, none last.") List<Row> rows,
		@Schema(description = "All groups together.") Spread total) {

	DistributionAnswer with(List<Warning> warnings, List<Row> rows) {
		return new DistributionAnswer(this.of, this.unit, this.from, this.to, this.timeZone, this.dataThrough,
				this.definitionVersion, this.basis, this.attribution, this.groupBy, warnings, rows, this.total);
	}

	/// The things of one group.
	@JsonPropertyOrder({ "group" })
	@Schema(name = "DistributionRow",
			description = "The things of one group, with a property for each key of groupBy, null for what has none.",
			additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
	record Row(
			@JsonAnyGetter @JsonInclude(content = JsonInclude.Include.ALWAYS) @Schema(
					hidden = true) Map<String, @Nullable Object> group,
			@Schema(description = "How they are spread.") Spread spread) {
	}

	/// How things are spread.
	///
	/// @param mean null of nothing, like the others
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "DistributionSpread", description = "How things are spread.")
	record Spread(@Schema(description = "How many there are.", example = "1910") long n,
			@Schema(description = "Their mean; null of nothing.", nullable = true,
					example = "17.2") @Nullable BigDecimal mean,
			@Schema(description = "The least; null of nothing.", nullable = true,
					example = "0") @Nullable BigDecimal least,
			@Schema(description = "The greatest; null of nothing.", nullable = true,
					example = "312.5") @Nullable BigDecimal most,
			@Schema(description = "All buckets, from the least values to the greatest.") List<Bucket> buckets) {
	}

	/// The things between two edges.
	///
	/// @param over null of the first, which has the least of all
	/// @param upTo null of the last, which has the greatest of all
	/// @param share null of nothing
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "DistributionBucket", description = "The things between two edges.")
	record Bucket(
			@Schema(description = "Their values are over this; null of the first bucket.", nullable = true,
					example = "10") @Nullable BigDecimal over,
			@Schema(description = "Their values are at most this; null of the last bucket.", nullable = true,
					example = "15") @Nullable BigDecimal upTo,
			@Schema(description = "How many they are.", example = "240") long count,
			@Schema(description = "Their share of all, 0..1; null of nothing.", nullable = true,
					example = "0.1256544503") @Nullable BigDecimal share,
			@Schema(description = "How many of them ended how: outcome of the visit, offer or call; open while it lasts. Of "
					+ "attempts CONNECTED, a number of which a person answered one, or NOT_REACHED.",
					example = "{\"ABANDONED\": 12, \"ANSWERED\": 228}") Map<String, Long> byOutcome) {
	}

}
