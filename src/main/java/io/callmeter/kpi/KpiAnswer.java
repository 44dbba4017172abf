package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Figures with the choices that made them; durations are seconds.
///
/// @param dataThrough the least of `to`, now, and the beginning of the oldest call or leg in progress in the range
/// @param abandonAfter null for never
/// @param interval null when the range is one interval
/// @param rows by group (none last), then by time
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "KpiAnswer", description = "Figures with the choices that made them; durations are seconds.")
record KpiAnswer(
		@Schema(description = "Beginning of the range, which is in it.", example = "2026-11-09T00:00:00Z") Instant from,
		@Schema(description = "End of the range, which is not in it.", example = "2026-11-16T00:00:00Z") Instant to,
		@Schema(description = "Time zone of the calendar.", example = "UTC") String timeZone,
		@Schema(description = "The least of to, now, and the beginning of the oldest call or leg in progress in the "
				+ "range: figures before it are final unless late records come.",
				example = "2026-11-16T00:00:00Z") Instant dataThrough,
		@Schema(description = "Step of the calendar; null when the range is one interval.", example = "P1D",
				nullable = true) @Nullable String interval,
		@Schema(description = "The keys of a row.", example = "[\"queue\"]") List<String> groupBy,
		@Schema(description = "What counts in serviceLevel.") ServiceLevelPolicy serviceLevelPolicy,
		@Schema(description = "T in seconds.", example = "20") BigDecimal threshold,
		@Schema(description = "S in seconds.", example = "5") BigDecimal shortAbandon,
		@Schema(description = "Limit of shortCalls in seconds.", example = "10") BigDecimal shortCall,
		@Schema(description = "Limit of longCalls in seconds.", example = "600") BigDecimal longCall,
		@Schema(description = "Limit of abandonedCallRate in seconds; null for never.", example = "2",
				nullable = true) @Nullable BigDecimal abandonAfter,
		@Schema(description = "Whether a call counts under its last or first queue and agent.") Attribution attribution,
		@Schema(description = "By group in the order of their codes, none last, then by time.") List<KpiRow> rows,
		@Schema(description = "All groups and intervals together.") Total total) {

	static KpiAnswer of(KpiQuery query, Instant dataThrough, List<KpiRow> rows, Map<String, KpiValue> total) {
		Limits limits = query.limits();
		Duration abandonAfter = limits.abandonAfter();
		return new KpiAnswer(query.from(), query.to(), query.timeZone().getId(), dataThrough,
				(query.interval() != null) ? query.interval().toString() : null,
				query.groupBy().stream().map(Dimension::key).toList(), query.policy(), seconds(limits.threshold()),
				seconds(limits.shortAbandon()), seconds(limits.shortCall()), seconds(limits.longCall()),
				(abandonAfter != null) ? seconds(abandonAfter) : null, query.attribution(), rows, new Total(total));
	}

	private static BigDecimal seconds(Duration duration) {
		BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
		return (seconds.scale() < 0) ? seconds.setScale(0) : seconds;
	}

	/// The figures of all groups and intervals together.
	@Schema(name = "KpiTotal", description = "The figures of all groups and intervals together.")
	record Total(@Schema(
			description = "Figures by the id of their metric, in the order asked for.") Map<String, KpiValue> metrics) {
	}

}
