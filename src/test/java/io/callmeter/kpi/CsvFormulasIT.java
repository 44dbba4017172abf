package io.callmeter.kpi;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What somebody has put into a call is run by no spreadsheet that opens a figure or a list.
class CsvFormulasIT extends PostgresIT {

	private static final String RANGE = "from=2026-11-16&to=2026-11-17";

	@BeforeEach
	void aCallFullOfFormulas() {
		ObjectNode call = TestCalls.answered("=1+1")
			.put("from", "+442079460123")
			.put("source", "@sum(A1)")
			.put("trunk", "|trunk")
			.put("campaign", "-2+cmd|' /C calc'!A0")
			.put("disposition", "=hyperlink(\"https://example.com\")")
			.put("caseId", "-1042");
		((ObjectNode) call.at("/legs/0")).put("queue", "=queue").put("agent", "=agent").put("legId", "=leg");
		assertThat(http().post("/v1/calls", "application/json", call.toString()).json().path("created").asInt())
			.isEqualTo(1);
	}

	@Test
	void aListHasAnApostropheBeforeEach() {
		String list = csv().get("/v1/calls?" + RANGE + "&unit=segment").body();

		assertThat(list)
			.contains(",'=leg,", ",'=queue,", ",'=agent,", ",'=1+1,", ",'@sum(A1),", ",'-2+cmd|' /C calc'!A0,",
					",\"'=hyperlink(\"\"https://example.com\"\")\",", ",'-1042,", ",'+442079460123,")
			.doesNotContain(",=", ",@", ",\"=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue", "agent", "campaign", "source", "trunk", "disposition" })
	void aFigureHasAnApostropheBeforeItsKeyAndNumbersStay(String group) {
		String metric = group.equals("agent") ? "averageHandleTime" : "calls";
		String figures = csv()
			.get("/v1/kpis?" + RANGE + "&metrics=" + metric + "&groupBy=" + group + "&compare=previous&targets=own")
			.body();

		assertThat(figures.lines().skip(1)).isNotEmpty()
			.allSatisfy(
					(line) -> assertThat(line).containsPattern("T00:00:00Z,(\"?'[=@+|-]|,)").doesNotContain(",'-1,"));
	}

	@Test
	void jsonSaysWhatWasSent() {
		assertThat(http().get("/v1/calls?" + RANGE + "&unit=segment").json().at("/items/0/call/source").asString())
			.isEqualTo("@sum(A1)");
		assertThat(http().get("/v1/kpis?" + RANGE + "&metrics=calls&groupBy=queue")
			.json()
			.at("/rows/0/group/queue")
			.asString()).isEqualTo("=queue");
	}

	private TestClient csv() {
		return http().with("Accept", "text/csv");
	}

}
