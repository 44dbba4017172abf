package io.callmeter.tenant;

import java.util.Map;

import io.callmeter.CallmeterApplication;
import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The whole service where an installation has one database user, who owns the tables and works with them: another service
/// on a schema of its own, which the first version has made.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneUserIT extends PostgresIT {

	private static final String JSON = "application/json";

	private static final String DAY = "/v1/kpis?from=2026-11-16&to=2026-11-17&metrics=";

	private ConfigurableApplicationContext service;

	@BeforeAll
	void start() {
		DriverManagerDataSource user = user();
		owner().sql("create schema one_user").update();
		Flyway.configure()
			.dataSource(user)
			.locations("classpath:db/migration")
			.placeholders(Map.of("app_role", String.valueOf(user.getUsername())))
			.target("12")
			// Views and functions of today want the columns of today.
			.repeatableSqlMigrationPrefix("none")
			.load()
			.migrate();
		asTenant("""
				insert into target (tenant_id, code, metric, queue, valid_from, value, goal)
				values (1, 'both', 'failedRate', null, '2026-11-01', 0.1, 'AT_MOST')
				     , (1, 'same', 'lineFailureRate', null, '2026-11-01', 0.2, 'AT_MOST')
				     , (1, 'alone', 'lineFailureRate', null, '2026-11-08', 0.3, 'AT_MOST')""");
		this.service = new SpringApplicationBuilder(CallmeterApplication.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--spring.datasource.url=" + user.getUrl(),
					"--spring.datasource.username=" + user.getUsername(),
					"--spring.datasource.password=" + user.getPassword(), "--callmeter.access.admin-key=" + KEY,
					"--callmeter.live.refresh=1h", "--callmeter.rollup.interval=1h",
					"--callmeter.rollup.verify-interval=1h", "--callmeter.retention.run-interval=24h",
					"--spring.datasource.hikari.maximum-pool-size=10");
	}

	@AfterAll
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
		owner().sql("drop schema one_user cascade").update();
	}

	@Test
	void storesCountsErasesAndExpiresTheCallsOfEachTenantAlone() {
		TestClient ours = administrator();
		assertThat(ours.put("/v1/tenants/other", JSON, "{}").status()).isEqualTo(201);
		TestClient theirs = ours.withKey(ours
			.post("/v1/tenants/other/keys", JSON,
					"{\"name\": \"x\", \"scopes\": [\"admin\", \"calls:write\", \"calls:read\", \"kpis:read\"]}")
			.json()
			.path("key")
			.asString());

		assertThat(ours.post("/v1/calls", JSON, "[" + TestCalls.answered("c-1") + "," + TestCalls.answered("c-2") + "]")
			.json()
			.path("created")
			.asInt()).isEqualTo(2);
		assertThat(theirs.post("/v1/calls", JSON, TestCalls.answered("c-3").toString()).json().path("created").asInt())
			.isOne();

		for (String cells : new String[] { "", "&rollups=false" }) {
			assertThat(value(ours.get(DAY + "offered,callers" + cells), "offered")).isEqualTo(2);
			assertThat(value(theirs.get(DAY + "offered,callers" + cells), "offered")).isOne();
		}
		assertThat(theirs.get("/v1/calls/c-1").status()).isEqualTo(404);
		assertThat(theirs.get("/v1/calls?from=2026-11-16&to=2026-11-17").body()).contains("c-3")
			.doesNotContain("c-1", "c-2");
		for (String what : new String[] { "rebuild", "verify" }) {
			Answer answer = ours.post("/v1/rollups/" + what + "?from=2026-11-16&to=2026-11-17", JSON, "");
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.json().path("mismatches").asInt()).isZero();
		}
		Answer erased = theirs.post("/v1/erasures", JSON, "{\"number\": \"+442079460123\"}");
		assertThat(erased.json().path("callsErased").asInt()).as(erased.body()).isOne();
		assertThat(ours.get("/v1/calls/c-1").json().path("from").asString()).isEqualTo("+442079460123");
		assertThat(expired(ours)).isEqualTo(2);
		assertThat(expired(theirs)).isOne();
		assertThat(value(ours.get(DAY + "offered"), "offered")).isEqualTo(2);
	}

	@Test
	void aStatementWithoutATenantShowsNothingToTheUser() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> JdbcClient.create(user()).sql("select count(*) from call").query(Long.class).single())
			.havingRootCause()
			.withMessageContaining("callmeter.tenant");
		assertThat(owner().sql("""
				select c.relname
				  from pg_class c
				  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
				 where c.relnamespace = 'one_user'::regnamespace
				   and c.relkind in ('r', 'p')
				   and not c.relispartition
				   and c.relname <> 'tenant'
				   and not c.relforcerowsecurity""").query(String.class).list()).isEmpty();
	}

	@Test
	void whatTheFirstVersionStoredIsBroughtUpToDate() {
		TestClient ours = administrator();

		JsonNode targets = ours.get("/v1/targets").json();

		assertThat(targets.findValuesAsString("code")).containsExactly("alone", "both");
		assertThat(targets.findValuesAsString("metric")).containsOnly("failedRate");
	}

	private TestClient administrator() {
		return TestClient.of(this.service.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
			.withKey(KEY);
	}

	private static int expired(TestClient client) {
		assertThat(client.put("/v1/retention", JSON, "{\"callDays\": 1}").status()).isEqualTo(200);
		Answer run = client.post("/v1/retention/run?dryRun=false", JSON, "");
		assertThat(run.status()).as(run.body()).isEqualTo(200);
		return run.json().path("calls").asInt();
	}

	private static int value(Answer answer, String metric) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json().at("/total/metrics/" + metric + "/value").asInt();
	}

	private static void asTenant(String statement) {
		JdbcClient.create(user()).sql("set callmeter.tenant = '1'; " + statement).update();
	}

	/// The one user, whose schema is another than that of all other tests.
	private static DriverManagerDataSource user() {
		DriverManagerDataSource user = ownerDataSource();
		String url = String.valueOf(user.getUrl());
		user.setUrl(url + (url.contains("?") ? "&" : "?") + "currentSchema=one_user");
		return user;
	}

}
