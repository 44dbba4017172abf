package io.callmeter.kpi;

import java.util.List;
import java.util.Optional;

/// What other packages may know of the catalogue.
public final class MetricIds {

	private static final List<String> ALL = Metrics.all().stream().map(Metric::id).toList();

	private MetricIds() {
	}

	/// In the order of the catalogue.
	public static List<String> all() {
		return ALL;
	}

	/// The one that was probably meant.
	public static String nearest(String typed) {
		return Nearest.to(typed, ALL);
	}

	/// On which side of a target a metric should be; empty where neither is better in
	/// itself.
	public static Optional<Goal> goal(String id) {
		return Metrics.find(id).map(Metric::goal);
	}

}
