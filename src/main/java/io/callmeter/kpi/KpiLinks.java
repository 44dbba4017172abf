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
@Schema(name = "KpiLinks", description = "Links to the calls behind a value.")
record KpiLinks(@Schema(description = "Calls of the numerator.",
		example = "/v1/calls?from=2026-11-09T00:00:00Z&to=2026-11-16T00:00:00Z&unit=visit&counted=answered") String numerator,
		@Schema(description = "Calls of the denominator; absent if there is none.",
				example = "/v1/calls?from=2026-11-09T00:00:00Z&to=2026-11-16T00:00:00Z&unit=visit&counted=offered") @Nullable String denominator) {

	private static String counted(Amount amount) {
		Thing thing = amount.measures().iterator().next().thing();
		return "&unit=" + thing.listed() + "&counted=" + String.join(",", amount.counted());
	}

	/// What chooses the things of a group besides its interval, as the rest of a query.
	private static String parameters(Selection selection, Map<Dimension, @Nullable Object> group) {
		var query = new Query();
		query.add("timeZone", selection.timeZone().getId());
		if (selection.basis() != Basis.START) {
			query.add("basis", selection.basis().name());
		}
		var filters = new LinkedHashMap<Dimension, String>();
		selection.filters().forEach((dimension, values) -> filters.put(dimension, Parameter.joined(values)));
		group.forEach((dimension, value) -> filters.put(dimension,
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

	/// The links of one answer, of which only the interval is another in each row: they
	/// are most of its bytes.
	static final class OfAnswer {

		private final Selection selection;

		private final List<Ends> ends;

		private @Nullable Map<Dimension, @Nullable Object> group;

		private String parameters = "";

		OfAnswer(KpiQuery query) {
			this.selection = query.selection();
			this.ends = query.metrics().stream().map((metric) -> {
				Figure figure = query.figure(metric);
				Amount below = figure.countedBelow();
				return new Ends(metric.id(), counted(figure.counted()), (below != null) ? counted(below) : null);
			}).toList();
		}

		/// The links of all figures of a cell, by the id of their metric.
		Map<String, KpiLinks> of(Cell cell) {
			if (!cell.group().equals(this.group)) {
				this.group = cell.group();
				this.parameters = parameters(this.selection, cell.group());
			}
			String chosen = "/v1/calls?from=" + Query.encoded(cell.from().toString()) + "&to="
					+ Query.encoded(cell.to().toString()) + "&" + this.parameters;
			var links = new LinkedHashMap<String, KpiLinks>();
			for (Ends end : this.ends) {
				links.put(end.metric(), new KpiLinks(chosen + end.counted(),
						(end.countedBelow() != null) ? chosen + end.countedBelow() : null));
			}
			return links;
		}

		/// How the links of a metric end.
		private record Ends(String metric, String counted, @Nullable String countedBelow) {
		}

	}

	/// The text of a query.
	private static final class Query {

		private final StringBuilder text = new StringBuilder();

		/// Adds a parameter; one without a value is left out.
		void add(String name, @Nullable String value) {
			if (value != null) {
				this.text.append(this.text.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value));
			}
		}

		static String encoded(String value) {
			return isPlain(value) ? value
					: URLEncoder.encode(value, StandardCharsets.UTF_8)
						.replace("+", "%20")
						.replace("%2C", ",")
						.replace("%3A", ":")
						.replace("%2F", "/");
		}

		private static boolean isPlain(String value) {
			for (int i = 0; i < value.length(); i++) {
				if (!isPlain(value.charAt(i))) {
					return false;
				}
			}
			return true;
		}

		private static boolean isPlain(char character) {
			return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
					|| (character >= '0' && character <= '9') || ".-_,:/".indexOf(character) >= 0;
		}

	}

}
