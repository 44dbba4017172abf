package io.callmeter.sql;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the migrations, as `${app_role}`, which role the service works as, so that they can grant it what it needs.
@Configuration(proxyBeanMethods = false)
class ApplicationRole {

	private static final String PLACEHOLDER = "app_role";

	@Bean
	FlywayConfigurationCustomizer applicationRolePlaceholder(DataSource dataSource) {
		return (flyway) -> {
			Map<String, String> placeholders = new HashMap<>(flyway.getPlaceholders());
			placeholders.computeIfAbsent(PLACEHOLDER, (_) -> of(dataSource));
			flyway.placeholders(placeholders);
		};
	}

	/// The database knows best who its client is, and how the name is quoted.
	private static String of(DataSource dataSource) {
		try (var connection = dataSource.getConnection();
				var statement = connection.createStatement();
				var rows = statement.executeQuery("select quote_ident(current_user)")) {
			rows.next();
			return rows.getString(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The database role of the service cannot be read: " + ex.getMessage(), ex);
		}
	}

}
