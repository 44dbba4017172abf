package io.callmeter.reference;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// The kinds of reference data.
enum Kind {

	QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR, TARGET;

	private static final String HIDE_INSTEAD = "To hide it from answers without calls, set `active` to false instead.";

	/// As in "There is no queue 'x'".
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// The last segment of its path.
	String plural() {
		return word() + "s";
	}

	/// The field of a body that says what the path says.
	String key() {
		return (this == NUMBER) ? "number" : "code";
	}

	/// How one comes to be, for its documentation.
	String made() {
		return switch (this) {
			case QUEUE, AGENT, CAMPAIGN, DISPOSITION ->
				"The first call with a new code also creates its " + word() + ", with the code as its name.";
			case NUMBER -> "The first inbound call to a new number also creates it, with the number as its name.";
			case CALENDAR, TARGET -> "Omitted fields take their defaults.";
		};
	}

	/// What stays and what goes with one that is deleted, for its documentation.
	String deleted() {
		return switch (this) {
			case QUEUE ->
				"Its calls stay and keep its code, but its settings, time zone and calendar are deleted, also for past "
						+ "calls. The next call with the code creates the queue again. " + HIDE_INSTEAD;
			case AGENT ->
				"The agent's calls stay and keep the code, but team, skills and aliases are deleted, also for "
						+ "past calls. The next call with the code creates the agent again. " + HIDE_INSTEAD;
			case CAMPAIGN ->
				"Its calls stay and keep its code, but its cost is deleted, also for past calls. The next call with the "
						+ "code creates the campaign again. " + HIDE_INSTEAD;
			case NUMBER ->
				"Calls stay and keep the number. Its assignments are deleted: stored calls keep their campaign "
						+ "and queue until they are sent again. The next inbound call to the number creates it again.";
			case DISPOSITION ->
				"Calls keep the code, and no metric changes. The next call with a deleted code creates it again, "
						+ "for all campaigns.";
			case CALENDAR -> "Only if no queue uses it. Its day parts and holidays are deleted, also for past calls.";
			case TARGET ->
				"No metric changes. Answers show the previous target of the same metric and scope, or one of a wider "
						+ "scope, also for past calls.";
		};
	}

	/// Why it may not be put, for its documentation.
	String putConflict() {
		return switch (this) {
			case AGENT -> "The code is an alias of another agent, or an alias belongs to another agent";
			case TARGET -> "Another target has the same metric, scope and day";
			case QUEUE, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR ->
				"Someone else is changing the same at this moment. Try again";
		};
	}

	/// Why it may not be deleted, for its documentation; null where nothing needs it.
	@Nullable String deleteConflict() {
		return switch (this) {
			case CALENDAR -> "A queue uses it";
			case QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, TARGET -> null;
		};
	}

}
