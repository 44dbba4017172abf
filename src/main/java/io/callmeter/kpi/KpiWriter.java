package io.callmeter.kpi;

import java.util.List;

/// Writes an answer as it is read.
interface KpiWriter {

	/// What is known before the first row, and told before it, also when there is none.
	/// @param answer without rows and without what is estimated; without figures in its
	/// total where none was asked for
	/// @param plan where the figures are taken from, for people
	void begin(KpiAnswer answer, String plan);

	/// A row, in the order of the answer.
	void row(KpiRow row);

	/// The end, without which an answer is not whole.
	/// @param estimated ids of the metrics whose values are estimates here
	void end(List<String> estimated);

	/// Sends what is held back. Comes after the transaction: what fails at its end is
	/// told instead of a short answer.
	void flush();

}
