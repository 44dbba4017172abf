package io.callmeter.kpi;

import java.util.stream.Collectors;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;

/// How large the answer to a question is: each group has a row for every interval, each row the figures asked for.
///
/// A figure weighs 1, and 1 more for each of what stands beside it: a comparison, a target, a confidence, the figure of
/// Callmeter beside that of a profile; its links weigh 4, as they have as many more bytes.
///
/// @param groups as many as there are, or fewer where that is not known yet
record AnswerSize(KpiQuery query, AnswerLimits limits, long intervals, long groups) {

	/// What is not written as it is read, because its order or what it is compared with
	/// is not known before, is kept, up to this weight. Without links, which are made
	/// when a row is written.
	static final long MOST_KEPT = 100_000;

	private static final int OF_LINKS = 4;

	/// How many rows the answer has.
	long rows() {
		long all = this.intervals * this.groups;
		return (this.query.limit() != null) ? Math.min(all, this.query.limit()) : all;
	}

	/// How much one row weighs.
	long ofRow() {
		return kept(this.query)
				+ ((this.limits.hasLinks() && this.query.links()) ? (long) OF_LINKS * this.query.metrics().size() : 0);
	}

	/// How much one row weighs without its links.
	static long kept(KpiQuery query) {
		int beside = ((query.compare() != null) ? 1 : 0) + ((query.confidence() != null) ? 1 : 0)
				+ (query.targets().isEmpty() ? 0 : 1);
		return query.metrics()
			.stream()
			.mapToLong((metric) -> 1 + beside + (query.figure(metric).equals(metric.figure()) ? 0 : 1))
			.sum();
	}

	/// Refuses what is too large.
	/// @throws RequestProblem with how large it would be, and the remedy
	void require() {
		if (rows() > this.limits.rows() || rows() * ofRow() > this.limits.weight()) {
			throw refused("The answer is too large: it would have " + AnswerLimits.shown(rows()) + " rows"
					+ ((this.groups > 1) ? " (" + AnswerLimits.shown(this.groups) + " groups in "
							+ AnswerLimits.shown(this.intervals) + " intervals)" : "")
					+ " and a weight of " + AnswerLimits.shown(rows() * ofRow()) + ". The limits of " + this.limits
					+ " are " + AnswerLimits.shown(this.limits.rows()) + " rows and a weight of "
					+ AnswerLimits.shown(this.limits.weight())
					+ ", where a value weighs 1, each comparison, target, confidence "
					+ "interval and standard value 1 more, and its links " + OF_LINKS + ". " + remedy());
		}
		if (isKept() && rows() * kept(this.query) > MOST_KEPT) {
			throw tooManyOrdered(rows() * kept(this.query));
		}
	}

	/// Whether rows are kept until all are known.
	private boolean isKept() {
		return !this.query.order().equals(Order.USUAL);
	}

	private String remedy() {
		return "Query a longer interval, a shorter range, fewer groups or fewer metrics, or send limit"
				+ ((this.limits == AnswerLimits.JSON)
						? " or format=csv" + (this.query.links() ? ", or leave links out." : ".") : ".");
	}

	private RequestProblem refused(String detail) {
		return (this.query.interval() != null)
				? new RequestProblem(Problem.ANSWER_TOO_LARGE, "interval", this.query.interval().toString(), detail)
				: new RequestProblem(Problem.ANSWER_TOO_LARGE, "groupBy",
						this.query.groupBy().stream().map(Dimension::key).collect(Collectors.joining(",")), detail);
	}

	/// Refuses rows in an order of their own.
	/// @param weight of those that would be kept
	static RequestProblem tooManyOrdered(long weight) {
		return new RequestProblem(Problem.ANSWER_TOO_LARGE, "orderBy", null,
				"The answer is too large to be sorted: it would have a weight of " + kept(weight)
						+ " Send limit, query a longer interval, a shorter range, fewer groups or fewer metrics, or "
						+ "leave orderBy out.");
	}

	/// Refuses what agents would be compared with.
	/// @param weight of what would be kept
	static RequestProblem tooManyPeers(long weight) {
		return new RequestProblem(Problem.ANSWER_TOO_LARGE, "compare", Compare.PEERS.key(),
				"The answer is too large to be compared with peers: it would have a weight of " + kept(weight)
						+ " Query a longer interval, a shorter range, fewer groups or fewer metrics.");
	}

	private static String kept(long weight) {
		return AnswerLimits.shown(weight) + ". The limit is " + AnswerLimits.shown(MOST_KEPT)
				+ ", where a value weighs 1 and each comparison, target and confidence interval 1 more.";
	}

}
