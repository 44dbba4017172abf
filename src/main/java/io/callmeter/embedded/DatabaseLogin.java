package io.callmeter.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// How one role reaches one database of the embedded server.
record DatabaseLogin(String url, String role, String password) {

	Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url, this.role, this.password);
	}

	/// Keeps the password out of logs.
	@Override
	public String toString() {
		return this.role + " at " + this.url;
	}

}
