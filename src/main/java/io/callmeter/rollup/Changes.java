package io.callmeter.rollup;

/// What ingest notes. Folds of legs and of calls share no row of cells, so they can be made at once.
enum Changes {

	LEGS("leg"), CALLS("call");

	private final String fact;

	Changes(String fact) {
		this.fact = fact;
	}

	/// A statement about either, with `{fact}` in the names of tables and functions.
	String in(String statement) {
		return statement.replace("{fact}", this.fact);
	}

	/// The table of cells that they are folded into.
	String cells() {
		return this.fact + "_cell";
	}

}
