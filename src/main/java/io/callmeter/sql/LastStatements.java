package io.callmeter.sql;

import java.time.Duration;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Has the database give up what it still does for this replica a while after the replica was told to stop: whoever asked
/// for it is answered, and the stop has an end.
///
/// Connections of a replica are known by their name, which `spring.datasource.hikari.data-source-properties.ApplicationName`
/// makes up anew at each start.
@Component
class LastStatements implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(LastStatements.class);

	private static final Duration LEFT = Duration.ofSeconds(8);

	private static final String CANCEL = """
			select count(pg_cancel_backend(pid))
			  from pg_stat_activity
			 where application_name = current_setting('application_name')
			   and application_name like 'callmeter-%-%-%-%-%'
			   and usename = current_user
			   and state = 'active'
			   and pid <> pg_backend_pid()
			""";

	private final JdbcTemplate database;

	private @Nullable Thread cancelling;

	private volatile boolean running;

	LastStatements(DataSource database) {
		this.database = new JdbcTemplate(database);
		this.database.setQueryTimeout(2);
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (this.cancelling != null) {
			this.cancelling.interrupt();
			this.cancelling = null;
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.cancelling = Thread.startVirtualThread(() -> {
			try {
				Thread.sleep(LEFT);
				Long cancelled = this.database.queryForObject(CANCEL, Long.class);
				log.info("{} statements were cancelled because the service is shutting down", cancelled);
			}
			catch (InterruptedException ex) {
				// started again
			}
			catch (DataAccessException ex) {
				log.info("Statements could not be cancelled: {}", ex.getMessage());
			}
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/// Together with all else that has to know of the stop at once.
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
