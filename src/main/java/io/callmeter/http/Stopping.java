package io.callmeter.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Whether the service was told to stop. It is the first to know: whoever sends a long stream, or waits for an answer, is
/// told what became of it before connections are closed.
@Component
public class Stopping implements SmartLifecycle {

	/// A body that has not come to its end by then is not read any further.
	private static final Duration BODIES_LEFT = Duration.ofSeconds(2);

	private volatile boolean running;

	/// As the JVM measures time that passes.
	private volatile @Nullable Long since;

	public boolean isUnderWay() {
		return this.since != null;
	}

	/// Whether whoever still sends a body is told so instead of being read.
	boolean endsBodies() {
		Long told = this.since;
		return told != null && System.nanoTime() - told > BODIES_LEFT.toNanos();
	}

	/// What those are told whose request is not done to its end.
	/// @param remedy what may be sent to another instance
	public static RequestProblem problem(String remedy) {
		return new RequestProblem(Problem.OVERLOADED, null, null,
				"The service is shutting down. " + remedy + " to another instance, or once it is back.");
	}

	@Override
	public void start() {
		this.since = null;
		this.running = true;
	}

	@Override
	public void stop() {
		this.since = System.nanoTime();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/// Before the server lets no new connections in and waits for requests.
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
