package io.callmeter.kpi;

import java.util.Locale;

/// What is counted; a visit, an offer or a segment is a leg, an attempt is a call.
enum Thing {

	/// One stay of a call in one queue.
	VISIT(Facts.LEG, "fact.offered = 1"),
	/// One ring to one agent.
	OFFER(Facts.LEG, "fact.offers = 1"),
	/// One agent connected to the customer.
	SEGMENT(Facts.LEG, "fact.segment = 1"),
	/// One customer contact from start to end.
	CALL(Facts.CALL, "true"),
	/// One outbound dial.
	ATTEMPT(Facts.CALL, "fact.direction = 'OUTBOUND'");

	private final Facts facts;

	private final String condition;

	Thing(Facts facts, String condition) {
		this.facts = facts;
		this.condition = condition;
	}

	/// The view that has a row for each.
	Facts facts() {
		return this.facts;
	}

	/// Which rows of the view are such things, in SQL.
	String condition() {
		return this.condition;
	}

	/// As lists name it: an attempt is a call.
	String listed() {
		return ((this == ATTEMPT) ? CALL : this).name().toLowerCase(Locale.ROOT);
	}

	/// The views of facts.
	enum Facts {

		/// `leg_fact`: a leg counts when it began.
		LEG("leg_fact"),
		/// `call_fact`: a call counts when it started.
		CALL("call_fact");

		private final String view;

		Facts(String view) {
			this.view = view;
		}

		String view() {
			return this.view;
		}

	}

}
