package io.callmeter.kpi;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

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
@Schema(name = "KpiRow", description = "The values of one group in one interval.")
record KpiRow(
		@Schema(description = "Start of the interval (included).",
				example = "2026-11-09T00:00:00Z") OffsetDateTime from,
		@Schema(description = "End of the interval (excluded).", example = "2026-11-10T00:00:00Z") OffsetDateTime to,
		@JsonInclude(content = JsonInclude.Include.ALWAYS) @Schema(
				description = "The value of each dimension of groupBy (queue, agent, hourOfDay …), null if there is none.") Map<String, @Nullable Object> group,
		@Schema(description = "Values by metric, in the requested order.") Map<String, KpiValue> metrics,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "Links to the calls behind each value, by metric; absent without links=true.") @Nullable Map<String, KpiLinks> links) {

	/// Without links.
	static KpiRow of(Cell cell, Selection selection, Map<String, KpiValue> metrics) {
		var group = new LinkedHashMap<String, @Nullable Object>();
		cell.group().forEach((dimension, value) -> group.put(dimension.key(), value));
		return new KpiRow(selection.shown(cell.from()), selection.shown(cell.to()), group, metrics, null);
	}

	KpiRow with(@Nullable Map<String, KpiLinks> links) {
		return new KpiRow(this.from, this.to, this.group, this.metrics, links);
	}

}
