package io.callmeter.reference;

import java.util.Locale;

/// The kinds of reference data.
enum Kind {

	QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION, CALENDAR, TARGET;

	/// As in "There is no queue 'x'".
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// The last segment of its path.
	String plural() {
		return word() + "s";
	}

	/// Whether a call that names a code makes its row.
	boolean isMadeByCalls() {
		return switch (this) {
			case QUEUE, AGENT, CAMPAIGN, NUMBER, DISPOSITION -> true;
			case CALENDAR, TARGET -> false;
		};
	}

}
