package io.callmeter.kpi;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/// The figures of one group in one interval.
///
/// @param from in the interval
/// @param to not in the interval
/// @param group the value of each dimension asked for, in its order; null for what has none
/// @param metrics figures by id, in the order asked for
/// @param links to the things behind each figure; null when they are not asked for
@JsonPropertyOrder({ "from", "to", "group", "metrics", "links" })
@JsonSerialize(using = KpiRowWriter.class)
@Schema(name = "KpiRow",
		description = "The figures of one group in one interval, with a property for each key of groupBy (queue, "
				+ "agent, hourOfDay …), null for what has none.",
		additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
record KpiRow(
		@Schema(description = "Beginning of the interval, which is in it.",
				example = "2026-11-09T00:00:00Z") Instant from,
		@Schema(description = "End of the interval, which is not in it.", example = "2026-11-10T00:00:00Z") Instant to,
		@JsonAnyGetter @JsonInclude(content = JsonInclude.Include.ALWAYS) @Schema(
				hidden = true) Map<String, @Nullable Object> group,
		@Schema(description = "Figures by the id of their metric, in the order asked for.") Map<String, KpiValue> metrics,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "What each figure counted, by the id of its metric; absent with links=false.") @Nullable Map<String, KpiLinks> links) {

	/// Without links.
	static KpiRow of(Cell cell, Map<String, KpiValue> metrics) {
		var group = new LinkedHashMap<String, @Nullable Object>();
		cell.group().forEach((dimension, value) -> group.put(dimension.key(), value));
		return new KpiRow(cell.from(), cell.to(), group, metrics, null);
	}

	KpiRow with(@Nullable Map<String, KpiLinks> links) {
		return new KpiRow(this.from, this.to, this.group, this.metrics, links);
	}

}
