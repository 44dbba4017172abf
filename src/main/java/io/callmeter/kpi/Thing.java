package io.callmeter.kpi;

import java.util.Locale;

/// What is counted; a visit, an offer or a segment is a leg, an attempt is a call.
enum Thing {

	/// One stay of a call in one queue.
	VISIT(Facts.LEG, "fact.offered = 1", "offered"),
	/// One ring to one agent.
	OFFER(Facts.LEG, "fact.offers = 1", "offers"),
	/// One agent connected to the customer.
	SEGMENT(Facts.LEG, "fact.segment = 1", "segments"),
	/// One customer contact from start to end.
	CALL(Facts.CALL, "true", "calls"),
	/// One outbound dial.
	ATTEMPT(Facts.CALL, "fact.direction = 'OUTBOUND'", "attempts");

	private final Facts facts;

	private final String condition;

	private final String inCells;

	Thing(Facts facts, String condition, String inCells) {
		this.facts = facts;
		this.condition = condition;
		this.inCells = inCells;
	}

	/// The view that has a row for each.
	Facts facts() {
		return this.facts;
	}

	/// Which rows of the view are such things, in SQL.
	String condition() {
		return this.condition;
	}

	/// How many of them a cell sums, in SQL.
	String inCells() {
		return this.inCells;
	}

	/// As lists name it: an attempt is a call.
	String listed() {
		return ((this == ATTEMPT) ? CALL : this).name().toLowerCase(Locale.ROOT);
	}

	/// The views of facts.
	enum Facts {

		/// `leg_fact`: a leg counts when it began.
		LEG("leg_fact", "leg_cell", "leg_change_cell", "leg_change_duration"),
		/// `call_fact`: a call counts when it started.
		CALL("call_fact", "call_cell", "call_change_cell", "call_change_duration");

		private final String view;

		private final String cells;

		private final String changes;

		private final String durations;

		Facts(String view, String cells, String changes, String durations) {
			this.view = view;
			this.cells = cells;
			this.changes = changes;
			this.durations = durations;
		}

		String view() {
			return this.view;
		}

		/// The table of their sums.
		String cells() {
			return this.cells;
		}

		/// The view of what is not in the table yet.
		String changes() {
			return this.changes;
		}

		/// The view of what is not in histograms yet.
		String durations() {
			return this.durations;
		}

	}

}
