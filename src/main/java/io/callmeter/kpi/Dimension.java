package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.callmeter.kpi.Thing.Facts;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/// What figures are grouped and filtered by; a thing without one has the key null, which is a row like any other.
enum Dimension {

	QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR, HANGUP_CAUSE,
	HOUR_OF_DAY, DAY_OF_WEEK, DAY_PART;

	private final String key = camel(name());

	private final String alias = "by_" + name().toLowerCase(Locale.ROOT);

	/// As parameters and answers name it, such as `hourOfDay`.
	String key() {
		return this.key;
	}

	/// As a column of a statement.
	String alias() {
		return this.alias;
	}

	/// Whether there is a table of reference data with an active row for each value to be
	/// shown.
	boolean isReference() {
		return switch (this) {
			case QUEUE, AGENT, CAMPAIGN -> true;
			case TEAM, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR, HANGUP_CAUSE, HOUR_OF_DAY,
					DAY_OF_WEEK, DAY_PART ->
				false;
		};
	}

	/// Whether its values are words that people write, and may have written a number
	/// into.
	boolean isFreeWords() {
		return switch (this) {
			case DISPOSITION, TRUNK, SOURCE -> true;
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, ENDED_BY, IVR, HANGUP_CAUSE, HOUR_OF_DAY,
					DAY_OF_WEEK, DAY_PART ->
				false;
		};
	}

	/// Whether it says when a thing counts, by a label of a [Grid].
	boolean isLabel() {
		return switch (this) {
			case HOUR_OF_DAY, DAY_OF_WEEK, DAY_PART -> true;
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR,
					HANGUP_CAUSE ->
				false;
		};
	}

	/// Whether its values are whole numbers in SQL.
	boolean isNumeric() {
		return this == HANGUP_CAUSE || isLabel();
	}

	/// Whether its values are numbers in answers.
	boolean isShownAsNumber() {
		return this == HANGUP_CAUSE || this == HOUR_OF_DAY;
	}

	/// Where a thing has it, in SQL. Outcome and menu of a leg are those of its call,
	/// which is joined as `whole`; the team is that of the agent, who is joined as
	/// `member`; labels are joined as `label`.
	String column(Facts facts, Attribution attribution) {
		return switch (this) {
			case QUEUE, AGENT ->
				(facts == Facts.CALL && attribution == Attribution.FIRST) ? "fact.first_" + key() : "fact." + key();
			case TEAM -> "member.team";
			case OUTCOME, IVR -> ((facts == Facts.CALL) ? "fact." : "whole.") + key();
			case CAMPAIGN, NUMBER, DIRECTION, DISPOSITION, TRUNK, SOURCE, ENDED_BY, HANGUP_CAUSE ->
				"fact." + name().toLowerCase(Locale.ROOT);
			case HOUR_OF_DAY, DAY_OF_WEEK, DAY_PART -> "label." + name().toLowerCase(Locale.ROOT);
		};
	}

	/// A value of its column as answers show it.
	/// @param partNames of the day parts, by their number from 1
	@Nullable Object shown(@Nullable Object value, List<String> partNames) {
		if (value == null) {
			return null;
		}
		return switch (this) {
			case DAY_OF_WEEK -> DayOfWeek.of(((Number) value).intValue());
			case DAY_PART -> partNames.get(((Number) value).intValue() - 1);
			case HOUR_OF_DAY, HANGUP_CAUSE -> ((Number) value).intValue();
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR ->
				value;
		};
	}

	static Optional<Dimension> find(String key) {
		return Arrays.stream(values()).filter((dimension) -> dimension.key().equalsIgnoreCase(key)).findFirst();
	}

	static List<String> keys() {
		return Arrays.stream(values()).map(Dimension::key).toList();
	}

	/// HOUR_OF_DAY as hourOfDay.
	static String camel(String constant) {
		var words = new StringBuilder();
		for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
			words.append(words.isEmpty() ? word : StringUtils.capitalize(word));
		}
		return words.toString();
	}

}
