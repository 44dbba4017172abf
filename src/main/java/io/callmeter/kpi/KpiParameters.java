package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.http.Mistakes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is asked of the things selected, as it was sent; null is a parameter that was not, repeated ones are joined by
/// commas.
record KpiParameters(
		@io.swagger.v3.oas.annotations.Parameter(required = true,
				example = "offered,answered,serviceLevel,averageSpeedOfAnswer",
				description = "Ids of metrics; /v1/kpis/catalogue lists all.") @Nullable String metrics,
		@io.swagger.v3.oas.annotations.Parameter(example = "queue",
				description = "Dimensions to group by: any of queue, agent, team, campaign, number, direction, outcome, "
						+ "disposition, trunk, source, endedBy, ivr, hangupCause, hourOfDay, dayOfWeek, dayPart, "
						+ "separated by commas or repeated. Calls without a value form a group of their own.") @Nullable String groupBy,
		@io.swagger.v3.oas.annotations.Parameter(example = "P1D",
				description = "Interval of the rows, an ISO 8601 duration: days, weeks from Monday, months or years "
						+ "(P1D, P1W, P1M, P3M, P1Y), or a time under a day from each local midnight (PT1M, PT15M, PT1H). "
						+ "The first and last interval are cut to the range.") @Nullable String interval,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Order of the rows: metrics, dimensions of groupBy or from, separated by commas, each with "
						+ "a minus for descending order: -abandonmentRate,queue. A metric may have a suffix: "
						+ ".numerator, .denominator, .low, .high, .absoluteChange, .relativeChange, .distance. Null "
						+ "comes last; ties are ordered by group, then by time.") @Nullable String orderBy,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000000"),
				description = "Maximum number of rows; the total is still that of all rows.") @Nullable String limit,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
				"previous", "lastWeek", "lastYear", "peers" }),
				description = "Compares each value with: previous (the preceding range of the same length), lastWeek "
						+ "(seven days before), lastYear (the same dates a year before), peers (all agents of the same "
						+ "row, not for counts and sums).") @Nullable String compare,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(allowableValues = { "own", "industry", "own,industry" }),
				description = "Adds targets: own (/v1/targets, of the queue, else the campaign, else the tenant), "
						+ "industry (worldwide benchmarks), or both, own targets first. Money is compared only in the "
						+ "currency of its target.") @Nullable String targets,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "number", minimum = "0.5", maximum = "0.9999"),
				description = "Adds the Wilson confidence interval of each share at this level, such as 0.95.") @Nullable String confidence,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(allowableValues = { "connect", "genesys", "cisco", "asterisk", "vicidial", "wazo" }),
				description = "Counts as another product does, with Callmeter's own value as `standard`.") @Nullable String profile,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Options of the profile, separated by commas: for genesys flowOuts, shortAbandons, "
						+ "allAbandons; for cisco negative or positive; for asterisk second; for vicidial dropsByCalls.") @Nullable String profileOptions,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean", defaultValue = "false"),
				description = "Whether rows of a JSON answer link to the calls behind their values.") @Nullable String links,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean", defaultValue = "true"),
				description = "Whether values may be read from rollups by quarter of an hour and day instead of single "
						+ "calls. The values are the same, except that percentiles are exact without rollups.") @Nullable String rollups,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = { "exact", "estimated" }),
				description = "How percentiles are computed: exact from single durations, or estimated from histograms of "
						+ "whole days with an errorBound of 1 s up to 300 s and 1 % above. By default estimated from "
						+ "10,000 calls on, where possible.") @Nullable String percentiles){

	/// What is meant.
	/// @param chosen the things
	/// @param home what times and numbers mean
	/// @param mistakes what is wrong with the request already
	/// @throws RequestProblem with all mistakes, if there is any
	KpiQuery query(SelectionParameters chosen, Home home, Mistakes mistakes) {
		var sent = new Parameters(mistakes);
		Profile profile = sent.optional("profile", this.profile, (parameter) -> parameter.key(Profile.class));
		List<Dimension> groupBy = sent.optional("groupBy", this.groupBy, (parameter) -> dimensions(parameter, mistakes),
				List.of());
		boolean ofAgents = chosen.agent() != null || chosen.team() != null || groupBy.contains(Dimension.AGENT)
				|| groupBy.contains(Dimension.TEAM);
		Supplier<Selection> selection = chosen.selection(home,
				(profile != null) ? profile.basis(ofAgents) : Basis.START, mistakes);
		List<Metric> metrics = Objects.requireNonNullElse(sent.required("metrics", this.metrics,
				"Expected at least one, such as metrics=offered,serviceLevel; /v1/kpis/catalogue lists all.",
				(parameter) -> metrics(parameter, mistakes)), List.of());
		Interval interval = sent.optional("interval", this.interval, (parameter) -> Interval.parse(parameter.text()));
		Order order = metrics.isEmpty() ? Order.USUAL : sent.optional("orderBy", this.orderBy,
				(parameter) -> order(parameter, metrics, groupBy), Order.USUAL);
		Integer limit = sent.optional("limit", this.limit,
				(parameter) -> parameter.integer(1, Math.toIntExact(AnswerLimits.CSV.rows())));
		Compare compare = sent.optional("compare", this.compare, (parameter) -> parameter.key(Compare.class));
		Set<KpiQuery.Aims> targets = sent.optional("targets", this.targets,
				(parameter) -> keys(parameter, List.of(KpiQuery.Aims.values())), Set.of());
		BigDecimal confidence = sent.optional("confidence", this.confidence, KpiParameters::level);
		Set<Profile.Option> options = sent.optional("profileOptions", this.profileOptions,
				(parameter) -> options(parameter, profile), Set.of());
		boolean links = sent.optional("links", this.links, Parameter::truth, false);
		boolean rollups = sent.optional("rollups", this.rollups, Parameter::truth, true);
		KpiQuery.Percentiles percentiles = sent.optional("percentiles", this.percentiles,
				(parameter) -> parameter.key(KpiQuery.Percentiles.class));
		return mistakes.complete(() -> new KpiQuery(selection.get(), metrics, groupBy, interval, order, limit, compare,
				targets, confidence, profile, options, links, rollups, percentiles));
	}

	/// Each that there is; those that there are not are mistakes.
	private static List<Metric> metrics(Parameter parameter, Mistakes mistakes) {
		List<String> ids = parameter.names();
		if (ids.isEmpty()) {
			throw parameter.invalid("Expected at least one metric, such as metrics=offered,serviceLevel.");
		}
		var found = new LinkedHashSet<Metric>();
		for (String id : ids) {
			Metric metric = mistakes.read(() -> metric(parameter, id));
			if (metric != null) {
				found.add(metric);
			}
		}
		return List.copyOf(found);
	}

	private static Metric metric(Parameter parameter, String id) {
		return Metrics.find(id).orElseThrow(() -> parameter.refused(id, MetricIds.unknown(id)));
	}

	/// Each that there is; those that there are not are mistakes.
	static List<Dimension> dimensions(Parameter parameter, Mistakes mistakes) {
		var found = new LinkedHashSet<Dimension>();
		for (String key : parameter.names()) {
			Dimension dimension = mistakes.read(() -> dimension(parameter, key));
			if (dimension != null) {
				found.add(dimension);
			}
		}
		return List.copyOf(found);
	}

	private static Dimension dimension(Parameter parameter, String key) {
		return Dimension.find(key).orElseThrow(() -> {
			Optional<String> step = Interval.named(key);
			return step.isEmpty() ? parameter.unknown(key, Dimension.keys()) : parameter.refused(key,
					"'" + key + "' is not a dimension. For rows by " + key + " send interval=" + step.get() + ".");
		});
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
			if (Metrics.find(id).filter(metric::equals).isPresent()) {
				Order.Part known = Arrays.stream(Order.Part.values())
					.filter((one) -> one.key().equals(part))
					.findFirst()
					.orElseThrow(() -> parameter.unknown(name,
							Arrays.stream(Order.Part.values())
								.map((one) -> (one == Order.Part.VALUE) ? id : id + "." + one.key())
								.toList()));
				requireAsked(parameter, name, known);
				return new Order.ByFigure(metric, known, descending);
			}
		}
		throw parameter.unknown(name,
				Stream.of(metrics.stream().map(Metric::id), groupBy.stream().map(Dimension::key), Stream.of("from"))
					.flatMap((names) -> names)
					.toList());
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
			throw parameter.invalid(name, "It needs another parameter: send " + remedy + " too.");
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
		throw parameter.invalid("Expected a level from 0.5 to 0.9999, such as confidence=0.95.");
	}

	private Set<Profile.Option> options(Parameter parameter, @Nullable Profile profile) {
		if (profile == null) {
			// One that is not known is a mistake of its own.
			if (Parameter.sent("profile", this.profile).isPresent()) {
				return Set.of();
			}
			throw parameter.invalid("Options belong to a profile: send profile too, such as profile=genesys.");
		}
		if (profile.options().isEmpty()) {
			throw parameter.invalid("The profile " + profile.key() + " has no options; leave it out.");
		}
		Set<Profile.Option> options = keys(parameter, profile.options().stream().sorted().toList());
		if (options.containsAll(Set.of(Profile.Option.NEGATIVE, Profile.Option.POSITIVE))) {
			throw parameter
				.invalid("These options contradict each other: send one of them, or none to ignore abandons.");
		}
		return options;
	}

}
