package io.callmeter.kpi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.callmeter.kpi.Thing.Facts;

/// What figures are grouped and filtered by; a thing without one has the key null, which is a row like any other.
enum Dimension {

	QUEUE, AGENT, CAMPAIGN, NUMBER, DIRECTION, OUTCOME;

	/// As parameters and answers name it.
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// Whether there is a table of reference data with an active row for each value to be
	/// shown.
	boolean isReference() {
		return switch (this) {
			case QUEUE, AGENT, CAMPAIGN -> true;
			case NUMBER, DIRECTION, OUTCOME -> false;
		};
	}

	/// Where a thing has it, in SQL; the outcome of a leg is that of its call, which is
	/// joined as `whole`.
	String column(Facts facts, Attribution attribution) {
		return switch (this) {
			case QUEUE, AGENT ->
				(facts == Facts.CALL && attribution == Attribution.FIRST) ? "fact.first_" + key() : "fact." + key();
			case CAMPAIGN, NUMBER, DIRECTION -> "fact." + key();
			case OUTCOME -> (facts == Facts.CALL) ? "fact.outcome" : "whole.outcome";
		};
	}

	static List<String> keys() {
		return Arrays.stream(values()).map(Dimension::key).toList();
	}

}
