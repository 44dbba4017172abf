package io.callmeter.kpi;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// A question does not keep the database busy for ever.
@TestPropertySource(properties = "callmeter.kpi.timeout=2s")
class TimeoutIT extends PostgresIT {

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	@ParameterizedTest
	@ValueSource(
			strings = { "/v1/kpis?metrics=calls&cells=false&", "/v1/calls?", "/v1/kpis/distribution?of=callLength&" })
	void anAnswerThatTakesTooLongIsGivenUpWithTheRemedy(String question) {
		var database = ownerDataSource();
		var owner = JdbcClient.create(database);
		Answer answer = new TransactionTemplate(new JdbcTransactionManager(database)).execute((_) -> {
			owner.sql("lock table call in access exclusive mode").update();
			return http().get(question + RANGE);
		});

		assertThat(answer).isNotNull();
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.json().path("type").asString()).isEqualTo("urn:callmeter:problem:answer-too-slow");
		assertThat(answer.json().path("detail").asString()).contains("shorter range");
		assertThat(answer.headers().firstValue("Retry-After")).isPresent();
	}

	@Test
	void otherAnswersAreGiven() {
		assertThat(http().get("/v1/kpis?metrics=calls&" + RANGE).status()).isEqualTo(200);
	}

}
