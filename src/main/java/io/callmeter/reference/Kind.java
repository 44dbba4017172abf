package io.callmeter.reference;

import java.util.Locale;

/// The three kinds of things that calls name, with what the documentation shows of each.
enum Kind {

	QUEUE("sales", "Sales"), AGENT("alice.adams", "Alice Adams"), CAMPAIGN("winter-offer", "Winter offer");

	private final String exampleCode;

	private final String exampleName;

	Kind(String exampleCode, String exampleName) {
		this.exampleCode = exampleCode;
		this.exampleName = exampleName;
	}

	/// As in "There is no queue 'x'".
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// The last segment of its path.
	String plural() {
		return word() + "s";
	}

	String exampleCode() {
		return this.exampleCode;
	}

	String exampleName() {
		return this.exampleName;
	}

}
