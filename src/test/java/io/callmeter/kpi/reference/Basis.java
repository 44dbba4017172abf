package io.callmeter.kpi.reference;

/// The moment at which a thing counts.
enum Basis {

	START, END, ANSWER, PRORATED

}
