package io.callmeter.kpi;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// What the cells of visits know of waits: how many were at most so long, for a few lengths.
final class Cells {

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
	/// @param alike by what all visits are judged; null where the columns of a cell say
	/// it
	static String within(String ending, Limit limit, Judging.@Nullable Alike alike) {
		return (alike != null) ? ending + "_" + limit.of(alike) / MICROS
				: EDGES.stream()
					.map((edge) -> "when " + edge * MICROS + " then " + ending + "_" + edge)
					.collect(Collectors.joining(" ", "case " + limit.column + " ", " end"));
	}

	/// How many decided visits waited longer than an edge, in SQL.
	static String over(int edge) {
		return "decided - answered_%1$d - abandoned_%1$d - other_%1$d".formatted(edge);
	}

	/// What a wait is compared with.
	enum Limit {

		/// T.
		THRESHOLD("threshold_us"),
		/// S.
		SHORT_ABANDON("short_abandon_us");

		/// As a statement names it.
		private final String column;

		Limit(String column) {
			this.column = column;
		}

		private long of(Judging.Alike alike) {
			return switch (this) {
				case THRESHOLD -> alike.thresholdMicros();
				case SHORT_ABANDON -> alike.shortAbandonMicros();
			};
		}

	}

}
