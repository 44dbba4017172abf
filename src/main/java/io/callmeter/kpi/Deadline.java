package io.callmeter.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.QueryTimeoutException;

/// When an answer has to be there, whatever it waits for: the database, its client, or itself.
///
/// A thread that waits for its client sees no deadline, so its connection is taken away from it: no snapshot stays open for
/// somebody who does not read.
final class Deadline implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Deadline.class);

	/// How much later that is: what sees the deadline by itself has ended in order by
	/// then.
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final long end;

	private final Future<?> taking;

	private @Nullable Connection connection;

	/// Begins now.
	/// @param clock that takes the connection away
	Deadline(Duration timeout, ScheduledExecutorService clock) {
		this.end = System.nanoTime() + timeout.toNanos();
		this.taking = clock.schedule(this::take, timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
	}

	/// @throws QueryTimeoutException if it has passed
	void require() {
		if (isOver()) {
			throw new QueryTimeoutException("The deadline has passed while rows were read and written");
		}
	}

	boolean isOver() {
		return System.nanoTime() - this.end >= 0;
	}

	/// From now on this is the connection of the answer.
	synchronized void over(Connection connection) {
		this.connection = connection;
	}

	/// The answer is there, or given up: from now on the connection is somebody else's.
	@Override
	public synchronized void close() {
		this.connection = null;
		this.taking.cancel(false);
	}

	private synchronized void take() {
		if (this.connection == null) {
			return;
		}
		log.warn("A connection is closed because the client did not read the answer in time");
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			log.warn("A connection could not be closed: {}", ex.getMessage());
		}
	}

}
