package io.callmeter.kpi;

import java.util.regex.Pattern;

/// A parameter of a query that changes what some figures count, other than those that choose the things.
enum Choice {

	THRESHOLD("threshold_us"), COMPARISON("threshold_us"), SHORT_ABANDON("short_abandon_us"),
	SERVICE_LEVEL_POLICY("policy"), SHORT_CALL("shortCall"), LONG_CALL("longCall"), ABANDON_AFTER("abandonAfter"),
	REPEAT_WINDOW("repeatWindow"), CURRENCY("currency");

	private final Pattern word;

	Choice(String word) {
		this.word = Pattern.compile("\\b" + word + "\\b");
	}

	/// As queries name it, such as `shortAbandon`.
	String key() {
		return Dimension.camel(name());
	}

	/// Whether a measure depends on it.
	boolean changes(Measure measure) {
		return this.word.matcher(measure.sql()).find();
	}

}
