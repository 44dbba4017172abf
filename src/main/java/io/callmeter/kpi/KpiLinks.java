package io.callmeter.kpi;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where the things are listed that a figure counted.
///
/// @param numerator what was counted, divided or chosen from
/// @param denominator what divides it; null where nothing does
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "KpiLinks", description = "Where exactly the things are listed that a figure counted.")
record KpiLinks(@Schema(description = "What was counted, divided or chosen from.",
		example = "/v1/calls?from=2026-11-09T00:00:00Z&to=2026-11-16T00:00:00Z&unit=visit&counted=answered") String numerator,
		@Schema(description = "What divides it; absent where nothing does.",
				example = "/v1/calls?from=2026-11-09T00:00:00Z&to=2026-11-16T00:00:00Z&unit=visit&counted=offered") @Nullable String denominator) {

	/// The links of all figures of a cell, by the id of their metric.
	static Map<String, KpiLinks> of(KpiQuery query, Cell cell) {
		String cellParameters = parameters(query.selection(), cell);
		var links = new LinkedHashMap<String, KpiLinks>();
		for (Metric metric : query.metrics()) {
			Figure figure = query.figure(metric);
			Amount below = figure.countedBelow();
			links.put(metric.id(), new KpiLinks(link(cellParameters, figure.counted()),
					(below != null) ? link(cellParameters, below) : null));
		}
		return links;
	}

	private static String link(String cellParameters, Amount amount) {
		Thing thing = amount.measures().iterator().next().thing();
		return "/v1/calls?" + cellParameters + "&unit=" + thing.listed() + "&counted="
				+ String.join(",", amount.counted());
	}

	/// What chooses the things of a cell, as a query.
	private static String parameters(Selection selection, Cell cell) {
		var query = new Query();
		query.add("from", cell.from().toString());
		query.add("to", cell.to().toString());
		query.add("timeZone", selection.timeZone().getId());
		if (selection.basis() != Basis.START) {
			query.add("basis", selection.basis().name());
		}
		var filters = new LinkedHashMap<Dimension, String>();
		selection.filters().forEach((dimension, values) -> filters.put(dimension, Parameter.joined(values)));
		cell.group()
			.forEach((dimension, value) -> filters.put(dimension,
					(value != null) ? Parameter.joined(List.of(String.valueOf(value))) : ""));
		filters.forEach((dimension, values) -> query.add(dimension.key(), values));
		if (selection.dayParts() != null && filters.containsKey(Dimension.DAY_PART)) {
			query.add("dayParts", DayPart.text(selection.dayParts()));
		}
		if (selection.attribution() != Attribution.LAST) {
			query.add("attribution", selection.attribution().name());
		}
		addJudging(query, selection.judging());
		addLimits(query, selection.limits());
		return query.text.toString();
	}

	private static void addJudging(Query query, Judging judging) {
		query.add("threshold", seconds(judging.threshold()));
		query.add("shortAbandon", seconds(judging.shortAbandon()));
		query.add("serviceLevelPolicy", (judging.policy() != null) ? judging.policy().name() : null);
		query.add("comparison", (judging.operator() == Judging.Operator.LT)
				? Judging.Operator.LT.name().toLowerCase(Locale.ROOT) : null);
	}

	private static void addLimits(Query query, Limits limits) {
		Limits usual = Limits.DEFAULT;
		query.add("shortCall", limits.shortCall().equals(usual.shortCall()) ? null : seconds(limits.shortCall()));
		query.add("longCall", limits.longCall().equals(usual.longCall()) ? null : seconds(limits.longCall()));
		query.add("abandonAfter", seconds(limits.abandonAfter()));
		query.add("repeatWindow",
				limits.repeatWindow().equals(usual.repeatWindow()) ? null : seconds(limits.repeatWindow()));
	}

	private static @Nullable String seconds(@Nullable Duration duration) {
		return (duration != null) ? BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString()
				: null;
	}

	/// The text of a query.
	private static final class Query {

		private final StringBuilder text = new StringBuilder();

		/// Adds a parameter; one without a value is left out.
		void add(String name, @Nullable String value) {
			if (value != null) {
				this.text.append(this.text.isEmpty() ? "" : "&")
					.append(name)
					.append('=')
					.append(URLEncoder.encode(value, StandardCharsets.UTF_8)
						.replace("+", "%20")
						.replace("%2C", ",")
						.replace("%3A", ":")
						.replace("%2F", "/"));
			}
		}

	}

}
