package io.callmeter.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// How one role reaches one database of the embedded server.
record DatabaseLogin(String url, String role, String password) {

	/// A server that hangs takes connections and says nothing.
	private static final String LOGIN_SECONDS = "10";

	Connection connect() throws SQLException {
		var properties = new Properties();
		properties.setProperty("user", this.role);
		properties.setProperty("password", this.password);
		properties.setProperty("loginTimeout", LOGIN_SECONDS);
		return DriverManager.getConnection(this.url, properties);
	}

	/// Keeps the password out of logs.
	@Override
	public String toString() {
		return this.role + " at " + this.url;
	}

}
