package io.callmeter.kpi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.text.Nearest;

/// What other packages may know of the catalogue.
public final class MetricIds {

	private static final List<String> ALL = Metrics.all().stream().map(Metric::id).toList();

	private MetricIds() {
	}

	/// In the order of the catalogue.
	public static List<String> all() {
		return ALL;
	}

	/// The id of a metric by its id or a name that people call it by; empty where there
	/// is none.
	public static Optional<String> find(String name) {
		return Metrics.find(name).map(Metric::id);
	}

	/// What is said of a name that no metric has.
	public static String unknown(String sent) {
		return "Unknown metric '" + sent + "'. /v1/kpis/catalogue lists all." + Nearest.question(Metrics.meant(sent));
	}

	/// Whether its value is a part of a whole, from 0 to 1.
	public static boolean isShare(String id) {
		return metric(id).isShare();
	}

	/// Whether its value can be less than 0.
	public static boolean canBeNegative(String id) {
		return metric(id).canBeNegative();
	}

	/// Whether its value is one of a currency.
	public static boolean isMoney(String id) {
		return metric(id).unit() == Metric.Unit.MONEY;
	}

	/// What it has no value by, as the catalogue names it.
	public static Set<String> notBy(String id) {
		return metric(id).notBy().stream().map(Dimension::key).collect(Collectors.toUnmodifiableSet());
	}

	/// On which side of a target a metric should be; empty where neither is better in
	/// itself.
	public static Optional<Goal> goal(String id) {
		return Metrics.find(id).map(Metric::goal);
	}

	private static Metric metric(String id) {
		return Metrics.find(id).orElseThrow();
	}

}
