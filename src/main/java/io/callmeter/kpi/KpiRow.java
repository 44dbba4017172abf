package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The figures of one group in one interval.
///
/// @param from in the interval
/// @param to not in the interval
/// @param group the value of each dimension asked for, in its order; null for what has none
/// @param metrics figures by id, in the order asked for
@JsonPropertyOrder({ "from", "to", "group", "metrics" })
@Schema(name = "KpiRow",
		description = "The figures of one group in one interval, with a property for each key of "
				+ "groupBy (queue, agent, campaign, number, direction, outcome), null for what has none.",
		additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
record KpiRow(
		@Schema(description = "Beginning of the interval, which is in it.",
				example = "2026-11-09T00:00:00Z") Instant from,
		@Schema(description = "End of the interval, which is not in it.", example = "2026-11-10T00:00:00Z") Instant to,
		@JsonAnyGetter @JsonInclude(content = JsonInclude.Include.ALWAYS) @Schema(
				hidden = true) Map<String, @Nullable String> group,
		@Schema(description = "Figures by the id of their metric, in the order asked for.") Map<String, KpiValue> metrics) {

	/// What the sums of a group and interval come to, in the order asked for.
	static Map<String, KpiValue> figures(KpiQuery query, Sums sums, Duration elapsed) {
		var figures = new LinkedHashMap<String, KpiValue>();
		for (Metric metric : query.metrics()) {
			figures.put(metric.id(), metric.figure().value(sums, query.policy(), elapsed));
		}
		return figures;
	}

}
