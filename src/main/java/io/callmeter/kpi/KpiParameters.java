package io.callmeter.kpi;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.callmeter.call.Direction;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// A KPI query as it was sent; null is a parameter that was not, repeated ones are joined by commas.
record KpiParameters(@Nullable String from, @Nullable String to, @Nullable String metrics, @Nullable String groupBy,
		@Nullable String interval, @Nullable String timeZone, @Nullable String queue, @Nullable String agent,
		@Nullable String campaign, @Nullable String number, @Nullable String direction, @Nullable String threshold,
		@Nullable String shortAbandon, @Nullable String shortCall, @Nullable String longCall,
		@Nullable String abandonAfter, @Nullable String serviceLevelPolicy, @Nullable String attribution) {

	/// What is meant.
	/// @param zone of a query that names none
	/// @throws RequestProblem if it cannot be meant
	KpiQuery query(ZoneId zone) {
		Parameter from = required("from", this.from, "Send the beginning of the range, such as from=2026-11-09.");
		Parameter to = required("to", this.to,
				"Send the end of the range, which is not in it, such as to=2026-11-16 for all of the 15th.");
		Parameter metrics = required("metrics", this.metrics,
				"Send at least one, such as metrics=offered,serviceLevel; /v1/kpis/catalogue lists all.");
		ZoneId timeZone = Parameter.sent("timeZone", this.timeZone).map(Parameter::zone).orElse(zone);
		return new KpiQuery(from.instant(timeZone), to.instant(timeZone), timeZone, metrics(metrics), dimensions(),
				Parameter.sent("interval", this.interval).map(Parameter::text).map(Interval::parse).orElse(null),
				filters(), limits(),
				Parameter.sent("serviceLevelPolicy", this.serviceLevelPolicy)
					.map((policy) -> policy.constant(ServiceLevelPolicy.class))
					.orElse(ServiceLevelPolicy.ABANDONS_IGNORED),
				Parameter.sent("attribution", this.attribution)
					.map((attribution) -> attribution.constant(Attribution.class))
					.orElse(Attribution.LAST));
	}

	private static List<Metric> metrics(Parameter parameter) {
		var found = new ArrayList<Metric>();
		for (String id : parameter.names()) {
			found.add(Metrics.find(id)
				.orElseThrow(() -> parameter.refused(id,
						"is no metric; did you mean " + Nearest.to(id, Metrics.all().stream().map(Metric::id).toList())
								+ "? /v1/kpis/catalogue lists all.")));
		}
		if (found.isEmpty()) {
			throw parameter.refused("names no metric; send at least one, such as metrics=offered,serviceLevel.");
		}
		return found;
	}

	private List<Dimension> dimensions() {
		return Parameter.sent("groupBy", this.groupBy).map(KpiParameters::dimensions).orElse(List.of());
	}

	private static List<Dimension> dimensions(Parameter parameter) {
		var found = new LinkedHashSet<Dimension>();
		for (String key : parameter.names()) {
			found.add(Arrays.stream(Dimension.values())
				.filter((dimension) -> dimension.key().equalsIgnoreCase(key))
				.findFirst()
				.orElseThrow(() -> parameter.refused(key,
						"is nothing to group by; send any of " + String.join(", ", Dimension.keys()) + ".")));
		}
		return List.copyOf(found);
	}

	private Map<Dimension, Set<String>> filters() {
		var filters = new EnumMap<Dimension, Set<String>>(Dimension.class);
		if (this.queue != null) {
			filters.put(Dimension.QUEUE, new Parameter("queue", this.queue).values());
		}
		if (this.agent != null) {
			filters.put(Dimension.AGENT, new Parameter("agent", this.agent).values());
		}
		if (this.campaign != null) {
			filters.put(Dimension.CAMPAIGN, new Parameter("campaign", this.campaign).values());
		}
		if (this.number != null) {
			filters.put(Dimension.NUMBER, new Parameter("number", this.number).numbers());
		}
		if (this.direction != null) {
			filters.put(Dimension.DIRECTION, directions(new Parameter("direction", this.direction)));
		}
		return filters;
	}

	private static Set<String> directions(Parameter parameter) {
		var directions = new LinkedHashSet<String>();
		for (String direction : parameter.values()) {
			directions.add(new Parameter(parameter.name(), direction).constant(Direction.class).name());
		}
		return directions;
	}

	private Limits limits() {
		Limits usual = Limits.DEFAULT;
		return new Limits(duration("threshold", this.threshold).orElse(usual.threshold()),
				duration("shortAbandon", this.shortAbandon).orElse(usual.shortAbandon()),
				duration("shortCall", this.shortCall).orElse(usual.shortCall()),
				duration("longCall", this.longCall).orElse(usual.longCall()),
				duration("abandonAfter", this.abandonAfter).orElse(null));
	}

	private static Optional<Duration> duration(String name, @Nullable String text) {
		return Parameter.sent(name, text).map(Parameter::duration);
	}

	private static Parameter required(String name, @Nullable String text, String remedy) {
		return Parameter.sent(name, text)
			.orElseThrow(() -> RequestProblem.missing(name, "The parameter '" + name + "' is required. " + remedy));
	}

}
