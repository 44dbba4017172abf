package io.callmeter.embedded;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/// Who has neither configured a database nor the library is told what to do.
class NoDatabaseTest {

	private final ApplicationContextRunner production = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedConfiguration.class, MissingLibraryConfiguration.class)
		.withClassLoader(new FilteredClassLoader("io.zonky.test"));

	@Test
	void namesTheVariablesToSet() {
		this.production.run((context) -> {
			Throwable failure = requireNonNull(context.getStartupFailure());
			FailureAnalysis analysis = requireNonNull(new NoDatabaseAnalyzer().analyze(failure));

			assertThat(analysis.getDescription())
				.isEqualTo("No database is configured, and this build does not contain the embedded PostgreSQL.");
			assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL", "SPRING_DATASOURCE_USERNAME",
					"SPRING_DATASOURCE_PASSWORD", "SPRING_FLYWAY_USER", "SPRING_FLYWAY_PASSWORD");
		});
	}

	@Test
	void keepsOutOfTheWayOfAConfiguredDatabase() {
		this.production.withPropertyValues("spring.datasource.url=jdbc:postgresql://db/callmeter")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(JdbcConnectionDetails.class)
				.doesNotHaveBean(FlywayConnectionDetails.class));
	}

	@Test
	void takesAnEmptyUrlForNone() {
		this.production.withPropertyValues("spring.datasource.url=").run((context) -> assertThat(context).hasFailed());
	}

}
