package io.callmeter.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.callmeter.http.ClientLeft;
import io.callmeter.http.WaitingClient;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.QueryTimeoutException;

/// When an answer has to be there, whatever it waits for: the database, its client, or itself; and whether somebody still
/// waits for it.
///
/// A thread that waits for its client sees no deadline, so its connection is taken away from it: no snapshot stays open for
/// somebody who does not read. A thread that waits for the database does not see that its client has left, so its statement
/// is cancelled.
final class Deadline implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Deadline.class);

	/// How much later that is: what sees the deadline by itself has ended in order by
	/// then.
	private static final Duration GRACE = Duration.ofSeconds(1);

	/// How often somebody looks whether the client is still there.
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final long end;

	private final Future<?> taking;

	private final WaitingClient client;

	private final Future<?> looking;

	private volatile boolean clientLeft;

	private @Nullable Connection connection;

	/// Begins now.
	/// @param clock that takes the connection away, and looks after the client
	Deadline(Duration timeout, WaitingClient client, ScheduledExecutorService clock) {
		this.end = System.nanoTime() + timeout.toNanos();
		this.client = client;
		this.taking = clock.schedule(this::take, timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
		this.looking = clock.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/// @throws QueryTimeoutException if it has passed
	/// @throws ClientLeft if nobody waits for the answer any more
	void require() {
		if (this.clientLeft) {
			throw new ClientLeft();
		}
		if (isOver()) {
			throw new QueryTimeoutException("The deadline has passed while rows were read and written");
		}
	}

	boolean hasClientLeft() {
		return this.clientLeft;
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
		this.looking.cancel(false);
	}

	/// What waits for the database is between two statements at times, and cancelled at
	/// the next look then.
	private synchronized void look() {
		if (this.connection == null || (!this.clientLeft && !this.client.hasLeft())) {
			return;
		}
		this.clientLeft = true;
		Thread.ofVirtual().name("cancel").start(this::cancel);
	}

	/// Asks the database by a connection of its own, which may take a while.
	private synchronized void cancel() {
		if (this.connection == null) {
			return;
		}
		try {
			this.connection.unwrap(PGConnection.class).cancelQuery();
		}
		catch (SQLException ex) {
			log.warn("A query that nobody waits for could not be cancelled: {}", ex.getMessage());
		}
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
