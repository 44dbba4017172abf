package io.callmeter.benchmark;

import java.time.Duration;
import java.util.Arrays;

/// How long something takes when it is done again and again, in milliseconds.
record Latency(double p50, double p99, int times) {

	/// @param nanos of each time
	static Latency of(long[] nanos) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return new Latency(percentile(sorted, 50), percentile(sorted, 99), sorted.length);
	}

	/// Does it until it is warm, then again until there is enough to tell; once, where
	/// that already takes long.
	/// @param most that it may take, while it is warmed up a third of that
	static Latency of(Duration most, Work work) throws Exception {
		long[] warming = repeat(work, 100, 300, most.dividedBy(3));
		return of((warming.length == 1) ? warming : repeat(work, 200, 1000, most));
	}

	/// At least so often unless it lasts too long, at most so often unless it is quick.
	private static long[] repeat(Work work, int enough, int most, Duration limit) throws Exception {
		long[] nanos = new long[most];
		long begun = System.nanoTime();
		int times = 0;
		while (times < most) {
			long before = System.nanoTime();
			work.run();
			long now = System.nanoTime();
			nanos[times++] = now - before;
			long spent = now - begun;
			if (spent > limit.toNanos() || (times >= enough && spent > limit.toNanos() / 2)) {
				break;
			}
		}
		return Arrays.copyOf(nanos, times);
	}

	private static double percentile(long[] sorted, int percent) {
		int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
		return sorted[Math.max(0, rank - 1)] / 1e6;
	}

	/// What is done again and again.
	interface Work {

		void run() throws Exception;

	}

}
