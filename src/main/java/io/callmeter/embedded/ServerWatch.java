package io.callmeter.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the server while the service works: one that was killed or has crashed is started again, and where that
/// cannot be done the service hears of it, for it is of no use without.
///
/// It keeps a connection of its own: PostgreSQL closes all connections whenever it ends or recovers, so this one is the
/// first to know, and costs nothing meanwhile.
final class ServerWatch implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ServerWatch.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private static final int ANSWER_SECONDS = 10;

	/// How long PostgreSQL may take to begin its recovery: it kills what does not end
	/// after 5 seconds.
	private static final Duration STALLED = Duration.ofSeconds(6);

	private final EmbeddedServer server;

	private final DatabaseLogin login;

	private final Duration maxOutage;

	private final Consumer<NoDatabase> lost;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread;

	/// @param login one that the server lets in when all others are there
	/// @param maxOutage how long the server is tried to be started again
	/// @param lost told when that was in vain
	ServerWatch(EmbeddedServer server, DatabaseLogin login, Duration maxOutage, Consumer<NoDatabase> lost) {
		this.server = server;
		this.login = login;
		this.maxOutage = maxOutage;
		this.lost = lost;
		this.thread = Thread.ofPlatform().daemon().name("embedded-database").unstarted(this::watch);
	}

	ServerWatch begin() {
		this.thread.start();
		return this;
	}

	private void watch() {
		try {
			do {
				stayConnected();
			}
			while (!isClosed() && isRestored());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void stayConnected() throws InterruptedException {
		try (Connection connection = this.login.connect()) {
			while (!isClosedAfter(PAUSE) && connection.isValid(ANSWER_SECONDS)) {
				log.trace("Embedded PostgreSQL answers");
			}
		}
		catch (SQLException ex) {
			log.debug("The connection to the embedded PostgreSQL broke", ex);
		}
	}

	/// Waits and tries until the server answers; false where it does not, or the service
	/// stops meanwhile.
	private boolean isRestored() throws InterruptedException {
		long begun = System.nanoTime();
		log.warn("Embedded PostgreSQL has closed its connections; see {}", this.server.log());
		long progress = begun;
		for (int attempts = 1;; attempts++) {
			String reason;
			boolean recovering = false;
			try {
				recovering = this.server.isRecovering();
				progress = recovering ? System.nanoTime() : progress;
				if (!this.server.isRunning() || since(progress).compareTo(STALLED) >= 0) {
					log.warn("Embedded PostgreSQL has ended and is being restarted");
					this.server.startAgain();
				}
				this.login.connect().close();
				log.warn("Embedded PostgreSQL answers again on port {}", this.server.port());
				return true;
			}
			catch (SQLException | IOException ex) {
				reason = String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
			}
			log.warn("Embedded PostgreSQL does not answer: {}", reason);
			Duration outage = since(begun);
			if (outage.compareTo(recovering ? EmbeddedServer.START_LIMIT : this.maxOutage) >= 0) {
				this.lost.accept(NoDatabase.lost(this.server, outage, attempts, reason));
				return false;
			}
			if (isClosedAfter(PAUSE.multipliedBy(Math.min(attempts, 10)))) {
				return false;
			}
		}
	}

	private static Duration since(long nanos) {
		return Duration.ofNanos(System.nanoTime() - nanos);
	}

	private boolean isClosed() throws InterruptedException {
		return isClosedAfter(Duration.ZERO);
	}

	private boolean isClosedAfter(Duration pause) throws InterruptedException {
		return this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/// Waits for a start that is under way, so that what it starts can be stopped.
	@Override
	public void close() {
		this.closed.countDown();
		try {
			if (!this.thread.join(EmbeddedServer.START_LIMIT)) {
				log.warn("Embedded PostgreSQL is still starting; the next start stops it");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
