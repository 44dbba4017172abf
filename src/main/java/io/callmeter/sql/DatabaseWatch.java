package io.callmeter.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Asks every second whether the database answers over a connection of the pool. Readiness tells what was found last, and
/// never waits. Connections that may be dead, because one of them was, are given up before a request meets them: a host
/// that vanishes closes none.
@Component("database")
class DatabaseWatch implements HealthIndicator, SmartLifecycle {

	/// No answer for so long is told.
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private final DataSource database;

	private volatile long answeredAt = System.nanoTime();

	private volatile boolean answers = true;

	private volatile @Nullable Thread watching;

	DatabaseWatch(DataSource database) {
		this.database = database;
	}

	@Override
	public Health health() {
		Duration since = Duration.ofNanos(System.nanoTime() - this.answeredAt);
		return (since.compareTo(PATIENCE) <= 0) ? Health.up().build()
				: Health.down().withDetail("secondsWithoutAnswer", since.toSeconds()).build();
	}

	/// Looks once.
	void look() {
		try (Connection connection = this.database.getConnection()) {
			if (!connection.isValid((int) LONGEST.toSeconds())) {
				throw new SQLException("a connection has died");
			}
			this.answeredAt = System.nanoTime();
			if (!this.answers) {
				this.answers = true;
				log.info("The database answers again");
			}
		}
		catch (SQLException ex) {
			giveUpIdle();
			if (this.answers) {
				this.answers = false;
				log.warn("The database does not answer: {}", ex.getMessage());
			}
		}
	}

	/// Where none is idle all are at work, and each meets its own end.
	private void giveUpIdle() {
		try {
			HikariPoolMXBean connections = this.database.unwrap(HikariDataSource.class).getHikariPoolMXBean();
			if (connections != null && connections.getIdleConnections() > 0) {
				connections.softEvictConnections();
			}
		}
		catch (SQLException ex) {
			log.debug("There is no connection pool to evict connections from", ex);
		}
	}

	@Override
	public void start() {
		this.answeredAt = System.nanoTime();
		this.watching = Thread.ofVirtual().name("database-watch").start(() -> {
			try {
				while (true) {
					Thread.sleep(PAUSE);
					look();
				}
			}
			catch (InterruptedException ex) {
				// stopped
			}
		});
	}

	@Override
	public void stop() {
		Thread watch = this.watching;
		if (watch != null) {
			this.watching = null;
			watch.interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.watching != null;
	}

}
