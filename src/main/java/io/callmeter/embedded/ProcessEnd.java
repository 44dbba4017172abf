package io.callmeter.embedded;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of the process where it has lost its database for good: whoever started it hears of it by the exit code, which
/// nobody does by answers 503.
final class ProcessEnd {

	/// As of a service that could not start.
	static final int STATUS = 1;

	private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

	/// Requests that are under way end in 30 seconds, and without a database what jobs
	/// and pools still wait for never comes.
	private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

	private ProcessEnd() {
	}

	/// Returns at once: what stops on the way may wait for the thread that calls.
	static void because(NoDatabase lost) {
		log.error("{} {}", lost.fact(), lost.remedy());
		Thread.ofPlatform().name("process-end").start(() -> System.exit(STATUS));
		Thread.ofPlatform().daemon().name("process-end-limit").start(ProcessEnd::insist);
	}

	private static void insist() {
		try {
			Thread.sleep(STOP_LIMIT);
			Runtime.getRuntime().halt(STATUS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
