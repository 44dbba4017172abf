package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.callmeter.http.Mistakes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What distribution is asked of the things selected, as it was sent; null is a parameter that was not.
record DistributionParameters(@io.swagger.v3.oas.annotations.Parameter(required = true, example = "wait",
		schema = @Schema(allowableValues = {
				"wait", "abandon", "ring", "talk", "hold", "wrapUp", "handle", "callLength", "attempts" }),
		description = "Distributed values: wait of visits, abandon (wait of abandoned visits), ring of offers, talk, "
				+ "hold, wrapUp and handle of ended segments, callLength of ended calls, attempts per number.") @Nullable String of,
		@io.swagger.v3.oas.annotations.Parameter(example = "10,20,30,60,120",
				description = "Upper edges of the buckets in seconds or attempts, at most 200. A value on an edge belongs "
						+ "to the bucket below it, and a last bucket has the rest.") @Nullable String buckets,
		@io.swagger.v3.oas.annotations.Parameter(example = "queue",
				description = "Dimensions to group by, as for /v1/kpis.") @Nullable String groupBy){

	private static final int MOST_EDGES = 200;

	private static final Pattern EDGE = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

	/// What is meant.
	/// @param mistakes what is wrong with the request already
	/// @throws io.callmeter.http.RequestProblem with all mistakes, if there is any
	DistributionQuery query(SelectionParameters chosen, Home home, Mistakes mistakes) {
		var sent = new Parameters(mistakes);
		Distribution distribution = sent.required("of", this.of, "Expected what is distributed, such as of=wait.",
				(parameter) -> parameter.key(Distribution.class));
		Supplier<Selection> selection = chosen.selection(home, Basis.START, mistakes);
		List<BigDecimal> edges = (distribution != null) ? sent.optional("buckets", this.buckets,
				(parameter) -> edges(parameter, distribution), distribution.usualEdges()) : List.of();
		List<Dimension> groupBy = sent.optional("groupBy", this.groupBy,
				(parameter) -> KpiParameters.dimensions(parameter, mistakes), List.of());
		return mistakes.complete(() -> {
			Selection selected = selection.get();
			if (selected.basis() == Basis.PRORATED) {
				throw new Parameter("basis", String.valueOf(chosen.basis()))
					.invalid("It splits durations, which have no distribution. Expected START, END or ANSWER.");
			}
			return new DistributionQuery(selected, Objects.requireNonNull(distribution), edges, groupBy);
		});
	}

	private static List<BigDecimal> edges(Parameter parameter, Distribution distribution) {
		var edges = new TreeSet<BigDecimal>();
		for (String edge : parameter.names()) {
			if (!EDGE.matcher(edge).matches() || (distribution.scale() == 0 && edge.contains("."))) {
				throw parameter.invalid(edge,
						"Expected "
								+ ((distribution.scale() == 0) ? "whole numbers" : "seconds with at most six decimals")
								+ ", such as buckets=1,2,5,10.");
			}
			edges.add(new BigDecimal(edge));
		}
		if (edges.isEmpty() || edges.size() > MOST_EDGES) {
			throw parameter.invalid("It has " + edges.size() + " edges. Expected 1 to " + MOST_EDGES + ".");
		}
		return List.copyOf(edges);
	}

}
