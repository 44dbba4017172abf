package io.callmeter.kpi;

import java.util.List;
import java.util.stream.Collectors;

/// What the cells of visits know of waits: how many were at most so long, for a few lengths.
final class Cells {

	/// As a statement names T of a visit.
	static final String THRESHOLD = "threshold_us";

	/// As a statement names S of a visit.
	static final String SHORT_ABANDON = "short_abandon_us";

	private static final List<Integer> EDGES = List.of(5, 10, 15, 20, 30, 60, 90, 120, 180);

	private static final long MICROS = 1_000_000;

	private Cells() {
	}

	/// Whether cells know how many waited at most so long.
	static boolean knows(long micros) {
		return micros % MICROS == 0 && EDGES.contains(Math.toIntExact(micros / MICROS));
	}

	/// How many visits that ended so waited at most as long as a limit, in SQL.
	/// @param ending answered or abandoned
	static String within(String ending, String limit) {
		return EDGES.stream()
			.map((edge) -> "when " + edge * MICROS + " then " + ending + "_" + edge)
			.collect(Collectors.joining(" ", "case " + limit + " ", " end"));
	}

	/// How many decided visits waited longer than an edge, in SQL.
	static String over(int edge) {
		return "decided - answered_%1$d - abandoned_%1$d - other_%1$d".formatted(edge);
	}

}
