package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is asked of the things selected, as it was sent; null is a parameter that was not, repeated ones are joined by
/// commas.
record KpiParameters(@io.swagger.v3.oas.annotations.Parameter(required = true,
		example = "offered,answered,serviceLevel,averageSpeedOfAnswer",
		description = "Ids of metrics, several by comma or repetition; /v1/kpis/catalogue lists all.") @Nullable String metrics,
		@io.swagger.v3.oas.annotations.Parameter(example = "queue",
				description = "Keys of a row: any of queue, agent, team, campaign, number, direction, outcome, "
						+ "disposition, trunk, source, endedBy, ivr, hangupCause, hourOfDay, dayOfWeek, dayPart, "
						+ "several by comma or repetition. Null, for what has none, is a group like any other.") @Nullable String groupBy,
		@io.swagger.v3.oas.annotations.Parameter(example = "P1D",
				description = "Step of the calendar, an ISO-8601 duration: days, weeks from Monday, months or years "
						+ "(P1D, P1W, P1M, P3M, P1Y), or time under a day from each local midnight (PT1M, PT15M, PT1H). "
						+ "The first and last interval are cut to the range.") @Nullable String interval,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Order of the rows: ids of metrics and keys of groupBy or from, several by comma, each with "
						+ "a minus for the greatest first: -abandonmentRate,queue. Of a metric also a part: "
						+ ".numerator, .denominator, .low, .high, .absoluteChange, .relativeChange, .distance. Null "
						+ "comes last; ties come by group, then by time. Of all rows only those that limit asks for are kept.") @Nullable String orderBy,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000000"),
				description = "How many rows at most, the first in their order; the total stays that of all.") @Nullable String limit,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
				"previous", "lastWeek", "lastYear", "peers" }),
				description = "What each figure is compared with: previous (the range of the same length before; as many "
						+ "days if it begins and ends with a day), lastWeek (seven days before), lastYear (the same "
						+ "dates a year before), peers (all agents of the same row; not of counts and sums, which are "
						+ "those of all agents together).") @Nullable String compare,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(allowableValues = { "own", "industry", "own,industry" }),
				description = "Whose target each figure is shown beside: own (/v1/targets: of the queue, else the campaign, "
						+ "else the tenant), industry (what centres aim at worldwide), or both, the own first. "
						+ "Money is compared when currency asks for that of its target.") @Nullable String targets,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "number", minimum = "0.5", maximum = "0.9999"),
				description = "Wilson's interval of each share at this level, from 0.5 to 0.9999, such as 0.95.") @Nullable String confidence,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(allowableValues = { "connect", "genesys", "cisco", "asterisk", "vicidial", "wazo" }),
				description = "Count as another product does, with Callmeter's own figure beside it as `standard`.") @Nullable String profile,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Switches of the profile, several by comma: of genesys flowOuts, shortAbandons, "
						+ "allAbandons; of cisco negative or positive; of asterisk second; of vicidial dropsByCalls.") @Nullable String profileOptions,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean", defaultValue = "true"),
				description = "Whether rows link to the things that their figures counted.") @Nullable String links,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean", defaultValue = "true"),
				description = "Whether sums may be taken from cells (sums kept by quarter of an hour and day) instead of "
						+ "single facts. The figures are the same, but that percentiles are all exact without; the header "
						+ "Callmeter-Plan says what was taken.") @Nullable String cells,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = { "exact", "estimated" }),
				description = "How percentiles are chosen: exact from all durations, estimated from how many there were of "
						+ "each length on whole days of the tenant's zone, by queue and direction; errorBound then says "
						+ "by how much the value may be too long: 1 s up to 300 s, above it 1 %. Without it they are "
						+ "estimated where that is possible and more than 10,000 things count.") @Nullable String percentiles){

	/// What is meant.
	/// @param chosen the things
	/// @param home what times and numbers mean
	/// @throws RequestProblem if it cannot be meant
	KpiQuery query(SelectionParameters chosen, Home home) {
		Profile profile = Parameter.sent("profile", this.profile)
			.map((parameter) -> parameter.key(Profile.class))
			.orElse(null);
		List<Dimension> groupBy = Parameter.sent("groupBy", this.groupBy)
			.map(KpiParameters::dimensions)
			.orElse(List.of());
		boolean ofAgents = chosen.agent() != null || chosen.team() != null || groupBy.contains(Dimension.AGENT)
				|| groupBy.contains(Dimension.TEAM);
		Selection selection = chosen.selection(home, (profile != null) ? profile.basis(ofAgents) : Basis.START);
		List<Metric> metrics = metrics(Parameter.required("metrics", this.metrics,
				"Send at least one, such as metrics=offered,serviceLevel; /v1/kpis/catalogue lists all."));
		return new KpiQuery(selection, metrics, groupBy,
				Parameter.sent("interval", this.interval).map(Parameter::text).map(Interval::parse).orElse(null),
				Parameter.sent("orderBy", this.orderBy)
					.map((parameter) -> order(parameter, metrics, groupBy))
					.orElse(Order.USUAL),
				Parameter.sent("limit", this.limit)
					.map((parameter) -> parameter.integer(1, Math.toIntExact(AnswerLimits.CSV.rows())))
					.orElse(null),
				Parameter.sent("compare", this.compare).map((parameter) -> parameter.key(Compare.class)).orElse(null),
				Parameter.sent("targets", this.targets)
					.map((parameter) -> keys(parameter, List.of(KpiQuery.Aims.values())))
					.orElse(Set.of()),
				Parameter.sent("confidence", this.confidence).map(KpiParameters::level).orElse(null), profile,
				options(profile), Parameter.sent("links", this.links).map(Parameter::truth).orElse(true),
				Parameter.sent("cells", this.cells).map(Parameter::truth).orElse(true),
				Parameter.sent("percentiles", this.percentiles)
					.map((parameter) -> parameter.key(KpiQuery.Percentiles.class))
					.orElse(null));
	}

	private static List<Metric> metrics(Parameter parameter) {
		var found = new ArrayList<Metric>();
		for (String id : parameter.names()) {
			found.add(metric(parameter, id));
		}
		if (found.isEmpty()) {
			throw parameter.refused("names no metric; send at least one, such as metrics=offered,serviceLevel.");
		}
		return found;
	}

	private static Metric metric(Parameter parameter, String id) {
		return Metrics.find(id)
			.orElseThrow(() -> parameter.refused(id,
					"is no metric; " + Metrics.meant(id).map((meant) -> "did you mean " + meant + "? ").orElse("")
							+ "/v1/kpis/catalogue lists all."));
	}

	static List<Dimension> dimensions(Parameter parameter) {
		var found = new LinkedHashSet<Dimension>();
		for (String key : parameter.names()) {
			found.add(Dimension.find(key)
				.orElseThrow(() -> parameter.refused(key,
						"is nothing to group by; send any of " + String.join(", ", Dimension.keys()) + ".")));
		}
		return List.copyOf(found);
	}

	private Order order(Parameter parameter, List<Metric> metrics, List<Dimension> groupBy) {
		var keys = new ArrayList<Order.Key>();
		for (String sent : parameter.names()) {
			boolean descending = sent.startsWith("-");
			keys.add(key(parameter, descending ? sent.substring(1).strip() : sent, descending, metrics, groupBy));
		}
		return new Order(keys);
	}

	private Order.Key key(Parameter parameter, String name, boolean descending, List<Metric> metrics,
			List<Dimension> groupBy) {
		if (name.equals("from")) {
			return new Order.ByTime(descending);
		}
		for (Dimension dimension : groupBy) {
			if (dimension.key().equals(name)) {
				return new Order.ByGroup(dimension, descending);
			}
		}
		int dot = name.indexOf('.');
		String id = (dot < 0) ? name : name.substring(0, dot);
		String part = (dot < 0) ? "" : name.substring(dot + 1);
		for (Metric metric : metrics) {
			if (metric.id().equals(id)) {
				Order.Part known = Arrays.stream(Order.Part.values())
					.filter((one) -> one.key().equals(part))
					.findFirst()
					.orElseThrow(() -> parameter.refused(name,
							"names no part of a figure; send any of " + Arrays.stream(Order.Part.values())
								.map((one) -> (one == Order.Part.VALUE) ? id : id + "." + one.key())
								.collect(Collectors.joining(", ")) + "."));
				requireAsked(parameter, name, known);
				return new Order.ByFigure(metric, known, descending);
			}
		}
		throw parameter.refused(name,
				"is neither one of the metrics nor of the groups of this question; send any of "
						+ metrics.stream().map(Metric::id).collect(Collectors.joining(", "))
						+ groupBy.stream().map((dimension) -> ", " + dimension.key()).collect(Collectors.joining())
						+ ", from.");
	}

	/// A part that no figure has, because nobody has asked for it, is no order.
	private void requireAsked(Parameter parameter, String name, Order.Part part) {
		switch (part) {
			case LOW, HIGH -> requireAsked(parameter, name, this.confidence, "confidence=0.95");
			case ABSOLUTE_CHANGE, RELATIVE_CHANGE ->
				requireAsked(parameter, name, this.compare, "compare=previous or another comparison");
			case DISTANCE -> requireAsked(parameter, name, this.targets, "targets=own or targets=industry");
			case VALUE, NUMERATOR, DENOMINATOR -> {
			}
		}
	}

	private static void requireAsked(Parameter parameter, String name, @Nullable String asked, String remedy) {
		if (Parameter.sent(parameter.name(), asked).isEmpty()) {
			throw parameter.refused(name, "is asked for by another parameter; send " + remedy + " with it.");
		}
	}

	private static <T extends Enum<T>> Set<T> keys(Parameter parameter, Collection<T> known) {
		return parameter.names()
			.stream()
			.map((name) -> new Parameter(parameter.name(), name).key(known))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static BigDecimal level(Parameter parameter) {
		try {
			var level = new BigDecimal(parameter.text().strip());
			if (level.compareTo(new BigDecimal("0.5")) >= 0 && level.compareTo(new BigDecimal("0.9999")) <= 0
					&& level.scale() <= 6) {
				return level;
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a level out of bounds
		}
		throw parameter.refused("is no level from 0.5 to 0.9999; send confidence=0.95.");
	}

	private Set<Profile.Option> options(@Nullable Profile profile) {
		var parameter = Parameter.sent("profileOptions", this.profileOptions);
		if (parameter.isEmpty()) {
			return Set.of();
		}
		if (profile == null) {
			throw parameter.get().refused("belong to a profile; send profile=genesys with them.");
		}
		if (profile.options().isEmpty()) {
			throw parameter.get().refused("is no switch of " + profile.key() + ", which has none; leave it out.");
		}
		Set<Profile.Option> options = keys(parameter.get(), profile.options().stream().sorted().toList());
		if (options.containsAll(Set.of(Profile.Option.NEGATIVE, Profile.Option.POSITIVE))) {
			throw parameter.get().refused("contradict each other; send one of them, or none for ignore.");
		}
		return options;
	}

}
