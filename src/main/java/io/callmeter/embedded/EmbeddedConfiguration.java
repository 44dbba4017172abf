package io.callmeter.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/// The embedded database and the connections to it, while no other database is configured.
///
/// The pool depends on its connection details and they on the server, so the pool is closed first.
@Configuration(proxyBeanMethods = false)
@Conditional(DatasourceNotConfigured.class)
@ConditionalOnClass(name = EmbeddedConfiguration.LIBRARY)
class EmbeddedConfiguration {

	static final String LIBRARY = "io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver";

	@Bean(destroyMethod = "close")
	EmbeddedDatabase embeddedDatabase(EmbeddedProperties properties) {
		return EmbeddedDatabase.start(properties, ProcessEnd::because);
	}

	@Bean
	JdbcConnectionDetails embeddedConnection(EmbeddedDatabase database) {
		return new ApplicationConnection(database.application());
	}

	@Bean
	FlywayConnectionDetails embeddedOwnerConnection(EmbeddedDatabase database) {
		return new OwnerConnection(database.owner());
	}

	private record ApplicationConnection(DatabaseLogin login) implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.login.url();
		}

		@Override
		public String getUsername() {
			return this.login.role();
		}

		@Override
		public String getPassword() {
			return this.login.password();
		}

	}

	private record OwnerConnection(DatabaseLogin login) implements FlywayConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.login.url();
		}

		@Override
		public String getUsername() {
			return this.login.role();
		}

		@Override
		public String getPassword() {
			return this.login.password();
		}

	}

}
