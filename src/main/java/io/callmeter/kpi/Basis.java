package io.callmeter.kpi;

import io.callmeter.kpi.Thing.Facts;

/// The moment at which a thing counts.
enum Basis {

	/// A leg when it began, a call when it started: every thing counts.
	START,
	/// When it ended; what has not ended counts nowhere.
	END,
	/// When it was answered, an unanswered one when it ended; what is neither counts
	/// nowhere.
	ANSWER,
	/// Durations are split over the time that they took.
	PRORATED;

	/// The moment, in SQL.
	String moment(Facts facts) {
		return switch (this) {
			case START -> (facts == Facts.LEG) ? "fact.began_at" : "fact.started_at";
			case END, PRORATED -> "fact.ended_at";
			case ANSWER -> "coalesce(fact.answered_at, fact.ended_at)";
		};
	}

}
