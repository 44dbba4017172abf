package io.callmeter;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The service starts and says so.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ServiceIT extends PostgresIT {

	@Test
	void isReadyOnceItsDatabaseIs() {
		var answer = http().get("/actuator/health/readiness");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("status").asString()).isEqualTo("UP");
	}

	@Test
	void migratesAsTheOwnerOfTheTables() {
		assertThat(owner().sql("select distinct tableowner from pg_tables where schemaname = 'public'")
			.query(String.class)
			.list()).containsExactly("callmeter_test_owner");
	}

}
