package io.callmeter.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/// Lets one replica at a time do a piece of work. The lock is that of a connection, held for as long as the work takes:
/// it is gone with the connection, whatever becomes of the replica.
@Component
public class Lease {

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private final DataSource database;

	Lease(DataSource database) {
		this.database = database;
	}

	/// Does some work unless another replica, or another thread of this one, is at it.
	/// @param name of the work
	/// @return empty where somebody is at it
	public <T> Optional<T> ifFree(String name, Supplier<T> work) {
		return leased("", "select pg_try_advisory_lock(hashtext('" + name + "'))",
				"select pg_advisory_unlock(hashtext('" + name + "'))", work);
	}

	/// Does some work for a tenant, after all others that are at the same for it.
	/// @param name of the work
	/// @param patience how long is waited for them, less than a connection waits
	/// @return empty where they were not done in time
	public <T> Optional<T> whenFree(String name, int tenantId, Duration patience, Supplier<T> work) {
		return leased("set lock_timeout = " + patience.toMillis(),
				"select true from pg_advisory_lock(hashtext('" + name + "'), " + tenantId + ")",
				"select pg_advisory_unlock(hashtext('" + name + "'), " + tenantId + ")", work);
	}

	private <T> Optional<T> leased(String wait, String lock, String unlock, Supplier<T> work) {
		try (Connection connection = this.database.getConnection(); Statement lease = connection.createStatement()) {
			if (!isTaken(lease, wait, lock)) {
				return Optional.empty();
			}
			try {
				return Optional.of(work.get());
			}
			finally {
				lease.execute(unlock);
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("The lease: " + ex.getMessage(), ex);
		}
	}

	private static boolean isTaken(Statement lease, String wait, String lock) throws SQLException {
		try {
			if (!wait.isEmpty()) {
				lease.execute(wait);
			}
			try (var taken = lease.executeQuery(lock)) {
				return taken.next() && taken.getBoolean(1);
			}
		}
		catch (SQLException ex) {
			if (LOCK_NOT_AVAILABLE.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
		finally {
			if (!wait.isEmpty()) {
				lease.execute("reset lock_timeout");
			}
		}
	}

}
