package io.callmeter.sql;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Tells failures of the database, or of the way to it, from all others: what was asked for is as good as before, and may
/// be asked again.
public final class LostConnection {

	/// Classes and codes of SQLSTATE, by PostgreSQL's appendix A: the connection, its
	/// resources, the system below it; ended by an administrator, after a crash, or not
	/// started yet; and a server that has become read only, as a former primary does.
	private static final List<String> STATES = List.of("08", "53", "58", "57P01", "57P02", "57P03", "57P04", "57P05",
			"25006");

	private LostConnection() {
	}

	/// Whether a failure comes from one, however it was wrapped on its way.
	public static boolean isBehind(Throwable failure) {
		Throwable cause = failure;
		while (cause != null) {
			if (cause instanceof SQLException sql && isLost(sql)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static boolean isLost(SQLException failure) {
		return failure instanceof SQLTransientConnectionException || failure instanceof SQLRecoverableException
				|| isLost(failure.getSQLState());
	}

	/// The pool gives no state when a connection that it has given up is used.
	private static boolean isLost(@Nullable String state) {
		return state == null || STATES.stream().anyMatch(state::startsWith);
	}

}
