package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What distribution is asked of the things selected, as it was sent; null is a parameter that was not.
record DistributionParameters(@io.swagger.v3.oas.annotations.Parameter(required = true, example = "wait",
		schema = @Schema(allowableValues = {
				"wait", "abandon", "ring", "talk", "hold", "wrapUp", "handle", "callLength", "attempts" }),
		description = "What is distributed: wait of decided visits, abandon: wait of abandoned ones, ring of offers, "
				+ "talk, hold, wrapUp and handle of ended segments, callLength of ended calls, attempts: dials of "
				+ "each number dialled.") @Nullable String of,
		@io.swagger.v3.oas.annotations.Parameter(example = "10,20,30,60,120",
				description = "Upper edges of the buckets in seconds or attempts, at most 200; a value on an edge is "
						+ "below it, and a last bucket has the rest. Without it, edges that suit what is distributed.") @Nullable String buckets,
		@io.swagger.v3.oas.annotations.Parameter(example = "queue",
				description = "Keys of a row, as for /v1/kpis.") @Nullable String groupBy){

	private static final int MOST_EDGES = 200;

	private static final Pattern EDGE = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

	/// What is meant.
	/// @throws io.callmeter.http.RequestProblem if it cannot be meant
	DistributionQuery query(SelectionParameters chosen, Home home) {
		Distribution distribution = Parameter.required("of", this.of, "Send what is distributed, such as of=wait.")
			.key(Distribution.class);
		Selection selection = chosen.selection(home, Basis.START);
		if (selection.basis() == Basis.PRORATED) {
			throw new Parameter("basis", String.valueOf(chosen.basis()))
				.refused("splits durations, of which there is no distribution; send START, END or ANSWER.");
		}
		return new DistributionQuery(selection, distribution,
				Parameter.sent("buckets", this.buckets)
					.map((parameter) -> edges(parameter, distribution))
					.orElse(distribution.usualEdges()),
				Parameter.sent("groupBy", this.groupBy).map(KpiParameters::dimensions).orElse(List.of()));
	}

	private static List<BigDecimal> edges(Parameter parameter, Distribution distribution) {
		var edges = new TreeSet<BigDecimal>();
		for (String edge : parameter.names()) {
			if (!EDGE.matcher(edge).matches() || (distribution.scale() == 0 && edge.contains("."))) {
				throw parameter.refused(edge,
						"is no edge; send "
								+ ((distribution.scale() == 0) ? "whole numbers" : "seconds with at most six decimals")
								+ ", such as buckets=1,2,5,10.");
			}
			edges.add(new BigDecimal(edge));
		}
		if (edges.isEmpty() || edges.size() > MOST_EDGES) {
			throw parameter.refused("has " + edges.size() + " edges; send 1 to " + MOST_EDGES + ".");
		}
		return List.copyOf(edges);
	}

}
