package io.callmeter.kpi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// From when on there is what figures are taken from.
///
/// @param cells whether cells may be read at all
/// @param factsFrom before it calls have expired, wholly or in part; null for never
/// @param cellsFrom before it there are no cells that may be read; null for never
record Reach(boolean cells, @Nullable Instant factsFrom, @Nullable Instant cellsFrom) {

	/// A row of [io.callmeter.rollup.Rollups#REACH].
	static Reach of(ResultSet row) throws SQLException {
		return new Reach(row.getBoolean("cells"), instant(row, "facts_from"), instant(row, "cells_from"));
	}

	/// Whether some of the facts from an instant on have expired.
	boolean lacksFacts(Instant from) {
		return this.factsFrom != null && from.isBefore(this.factsFrom);
	}

	/// Why a figure is null that facts would be needed for.
	String reason() {
		return "calls before " + this.factsFrom + " have expired";
	}

	/// @throws RequestProblem if some of what is selected has expired
	void requireFacts(Selection selection) {
		if (lacksFacts(selection.from())) {
			throw new RequestProblem(Problem.EXPIRED, "from", selection.from().toString(), "Calls before "
					+ this.factsFrom + " have expired. Query a range from then on, or whole days with " + "/v1/kpis.");
		}
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

}
