package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which distribution is asked for.
///
/// @param edges the upper edges of the buckets, ascending
/// @param groupBy the keys of a row, in their order
record DistributionQuery(Selection selection, Distribution distribution, List<BigDecimal> edges,
		List<Dimension> groupBy) {

	DistributionQuery {
		edges = List.copyOf(edges);
		groupBy = List.copyOf(groupBy);
		if (edges.isEmpty()) {
			throw new IllegalArgumentException("there is no edge");
		}
		selection.requireLabels(used(selection, groupBy));
	}

	/// The labels that are grouped or filtered by.
	Set<Dimension> labels() {
		Set<Dimension> labels = used(this.selection, this.groupBy);
		labels.removeIf((dimension) -> !dimension.isLabel());
		return labels;
	}

	private static Set<Dimension> used(Selection selection, List<Dimension> groupBy) {
		var used = EnumSet.noneOf(Dimension.class);
		used.addAll(groupBy);
		used.addAll(selection.filters().keySet());
		return used;
	}

}
