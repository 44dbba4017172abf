package io.callmeter.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/// Lets one replica at a time do a piece of work. The lock is that of a connection, held for as long as the work takes:
/// it is gone with the connection, whatever becomes of the replica.
@Component
public class Lease {

	private final DataSource database;

	Lease(DataSource database) {
		this.database = database;
	}

	/// Does some work unless another replica, or another thread of this one, is at it.
	/// @param name of the work
	/// @return empty where somebody is at it
	public <T> Optional<T> ifFree(String name, Supplier<T> work) {
		return leased("select pg_try_advisory_lock(hashtext('" + name + "'))",
				"select pg_advisory_unlock(hashtext('" + name + "'))", work);
	}

	/// Does some work for a tenant, after all others that are at the same for it.
	/// @param name of the work
	public <T> T whenFree(String name, int tenantId, Supplier<T> work) {
		return leased("select true from pg_advisory_lock(hashtext('" + name + "'), " + tenantId + ")",
				"select pg_advisory_unlock(hashtext('" + name + "'), " + tenantId + ")", work)
			.orElseThrow();
	}

	private <T> Optional<T> leased(String lock, String unlock, Supplier<T> work) {
		try (Connection connection = this.database.getConnection(); Statement lease = connection.createStatement()) {
			try (var taken = lease.executeQuery(lock)) {
				if (!taken.next() || !taken.getBoolean(1)) {
					return Optional.empty();
				}
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

}
