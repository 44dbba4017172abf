package io.callmeter.benchmark;

import java.util.List;

/// A question that people ask of a year of calls.
///
/// @param query without whether cells may be read
/// @param goal how many times `select 1` it may take; 0 where nothing is aimed at
/// @param wholeDays whether cells of days are enough to answer it
record Question(String name, String query, int goal, boolean wholeDays) {

	static final List<Question> ALL = List.of(
			new Question("one queue, one day by quarter hour",
					"queue=queue-3&from=2025-12-15&to=2025-12-16&interval=PT15M"
							+ "&metrics=offered,answered,abandoned,serviceLevel,averageSpeedOfAnswer,averageHandleTime",
					3, false),
			new Question("all queues, one month by day",
					"groupBy=queue&from=2025-12-01&to=2026-01-01&interval=P1D"
							+ "&metrics=offered,answered,abandoned,serviceLevel,averageSpeedOfAnswer,averageHandleTime",
					10, true),
			new Question("one queue, one year by day",
					"queue=queue-3&from=2025-01-01&to=2026-01-01&interval=P1D"
							+ "&metrics=offered,answered,abandoned,serviceLevel,averageSpeedOfAnswer,averageHandleTime",
					10, true),
			new Question("200 agents, one month", "groupBy=agent&from=2025-12-01&to=2026-01-01"
					+ "&metrics=handled,averageTalkTime,averageHoldTime,averageWrapUpTime,averageHandleTime,transferRate",
					10, true),
			new Question("percentiles, one month",
					"queue=queue-3&from=2025-12-01&to=2026-01-01&metrics=waitP50,waitP90,handleP90", 10, true));

	String path() {
		return "/v1/kpis?" + this.query;
	}

	/// With a link to the calls behind each value.
	String pathWithLinks() {
		return path() + "&links=true";
	}

	String pathFromFacts() {
		return path() + "&rollups=false";
	}

}
