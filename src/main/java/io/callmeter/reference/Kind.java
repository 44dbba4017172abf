package io.callmeter.reference;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// The kinds of reference data.
enum Kind {

	QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR, TARGET;

	private static final String HIDE_INSTEAD = "To keep it out of answers without anything to count, put it with "
			+ "`active` false instead.";

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
				"Calls may come first: the first call that names a code makes its " + word()
						+ ", with the code for a name.";
			case NUMBER ->
				"Calls may come first: the first inbound call to a number makes it, with the number for a name.";
			case CALENDAR, TARGET -> "What is left out takes its default.";
		};
	}

	/// What stays and what goes with one that is deleted, for its documentation.
	String deleted() {
		return switch (this) {
			case QUEUE ->
				"Its calls stay and keep its code. Its settings, zone and calendar go, and with them what its "
						+ "visits were judged by, of the past too. The next call that names the code makes the queue "
						+ "anew. " + HIDE_INSTEAD;
			case AGENT -> "The agent's calls stay and keep the code. Team, skills and aliases go: figures by team no "
					+ "longer have these calls, of the past neither, and calls that name an alias are from then on "
					+ "stored under that. The next call that names the code makes the agent anew. " + HIDE_INSTEAD;
			case CAMPAIGN ->
				"Its calls stay and keep its code. Its cost goes, of the past too. The next call that names "
						+ "the code makes the campaign anew. " + HIDE_INSTEAD;
			case NUMBER -> "Calls stay and keep the number. Its assignments go: stored calls keep the campaign and the "
					+ "queue that they have of one until they are sent again, later ones get none. The next inbound "
					+ "call to it makes the number anew.";
			case DISPOSITION -> "Calls keep the word, and no figure changes. The next call that names a word of which "
					+ "there is none left makes it anew, for all campaigns.";
			case CALENDAR ->
				"Only one that no queue names. Day parts are asked of the calendars that there are, of the "
						+ "past too: without 'default', what it held for is outside all parts.";
			case TARGET ->
				"No figure changes. Answers show the one before it of the same metric and scope, or that of a "
						+ "wider scope, or none, of the past too.";
		};
	}

	/// Why it may not be put, for its documentation.
	String putConflict() {
		return switch (this) {
			case AGENT -> "The code is an alias of another agent, or an alias is one of another agent or an agent that "
					+ "somebody has put";
			case TARGET -> "There is another for the same metric, scope and day";
			case QUEUE, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR -> "Others change the same at this moment; try again";
		};
	}

	/// Why it may not be deleted, for its documentation; null where nothing needs it.
	@Nullable String deleteConflict() {
		return switch (this) {
			case CALENDAR -> "A queue names it";
			case QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, TARGET -> null;
		};
	}

}
