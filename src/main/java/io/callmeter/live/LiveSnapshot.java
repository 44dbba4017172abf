package io.callmeter.live;

import java.util.List;

/// What was happening when the database was last looked at.
///
/// @param queues the queues shown
/// @param traffic the calls of each tenant and direction
/// @param queuesLeftOut how many queues are not shown because there are too many
record LiveSnapshot(List<QueueNow> queues, List<Traffic> traffic, long queuesLeftOut) {

	/// A queue: its open legs, and sums over the visits that began within the window.
	record QueueNow(String tenant, String queue, long waiting, double longestWait, long talking, long offered,
			long answered, long answeredInThreshold, long answeredWaitMicros, long abandoned,
			long abandonedInThreshold) {

		/// By the policy `ABANDONS_IGNORED`; NaN without visits to judge, as all ratios
		/// here.
		double serviceLevel() {
			return ratio(this.answeredInThreshold, this.answered + this.abandoned - this.abandonedInThreshold);
		}

		double abandonmentRate() {
			return ratio(this.abandoned, this.offered);
		}

		/// In seconds.
		double averageSpeedOfAnswer() {
			return ratio(this.answeredWaitMicros, this.answered) / 1_000_000;
		}

		private static double ratio(long numerator, long denominator) {
			return (denominator == 0) ? Double.NaN : (double) numerator / denominator;
		}

	}

	/// The calls of a tenant in a direction that have not ended.
	record Traffic(String tenant, String direction, long inProgress, long overdue) {
	}

}
