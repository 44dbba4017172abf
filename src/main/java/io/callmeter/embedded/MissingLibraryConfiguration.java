package io.callmeter.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/// The production image comes without the embedded database and must be told of another.
@Configuration(proxyBeanMethods = false)
@Conditional(DatasourceNotConfigured.class)
@ConditionalOnMissingClass(EmbeddedConfiguration.LIBRARY)
class MissingLibraryConfiguration {

	@Bean
	JdbcConnectionDetails missingConnection() {
		throw new NoDatabase("No database is configured, and this build does not contain the embedded PostgreSQL.", """
				Set SPRING_DATASOURCE_URL (jdbc:postgresql://host:5432/callmeter), SPRING_DATASOURCE_USERNAME and \
				SPRING_DATASOURCE_PASSWORD for the role the service works as, and SPRING_FLYWAY_USER and \
				SPRING_FLYWAY_PASSWORD for the role that owns the schema.""");
	}

}
