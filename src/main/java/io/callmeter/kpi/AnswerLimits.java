package io.callmeter.kpi;

import java.util.Locale;

/// How large an answer may be, by what it is written as. A program that reads JSON keeps it, as a rule; CSV is read row
/// by row.
enum AnswerLimits {

	/// Rows with links, a total and what is said of them.
	JSON(100_000, 500_000),
	/// Rows alone.
	CSV(1_000_000, 10_000_000);

	private final long rows;

	private final long weight;

	AnswerLimits(long rows, long weight) {
		this.rows = rows;
		this.weight = weight;
	}

	/// How many rows there may be.
	long rows() {
		return this.rows;
	}

	/// How much all figures may weigh.
	long weight() {
		return this.weight;
	}

	/// Whether links are written.
	boolean hasLinks() {
		return this == JSON;
	}

	/// Whether the figures of all groups and intervals together are written.
	boolean hasTotal() {
		return this == JSON;
	}

	/// A number as people write large ones.
	static String shown(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
