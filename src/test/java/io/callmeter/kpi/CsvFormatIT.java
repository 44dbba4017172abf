package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;

/// What answers are written as: by a parameter, or by the header Accept, for programs or for spreadsheets.
class CsvFormatIT extends PostgresIT {

	private static final Instant MONDAY = Instant.parse("2026-11-09T00:00:00Z");

	private static final String KPIS = "/v1/kpis?from=2026-11-09&to=2026-11-16&metrics=averageSpeedOfAnswer&groupBy=number";

	@BeforeEach
	void aCall() {
		var call = inbound(MONDAY).with("callId", "c;1")
			.with("to", "+442079460101")
			.legs(answered("sales", "alice", MONDAY, Duration.ofMillis(12_500)));
		assertThat(http().post("/v1/calls", "application/x-ndjson", call.json()).json().path("created").asInt())
			.isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/html,application/xhtml+xml", "no type" })
	void theParameterWinsOverAccept(String accept) {
		Answer csv = http().with("Accept", accept).get(KPIS + "&format=csv");

		assertThat(csv.status()).as(csv.body()).isEqualTo(200);
		assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
		assertThat(csv.headers().firstValue("Content-Disposition"))
			.hasValue("attachment; filename=\"callmeter-kpis-2026-11-09-2026-11-16.csv\"");
		assertThat(csv.body()).isEqualTo("""
				from,to,number,averageSpeedOfAnswer,averageSpeedOfAnswer.numerator,averageSpeedOfAnswer.denominator\r
				2026-11-09T00:00:00Z,2026-11-16T00:00:00Z,'+442079460101,12.5,12.5,1\r
				""");
	}

	@Test
	void jsonIsAskedForLikewise() {
		Answer json = http().with("Accept", "text/csv").get(KPIS + "&format=JSON");

		assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(json.headers().firstValue("Content-Disposition")).isEmpty();
		assertThat(json.json().at("/rows/0/group/number").asString()).isEqualTo("+442079460101");
		assertThat(http().get(KPIS + "&delimiter=comma&decimal=point&bom=false").status()).as("all as they are")
			.isEqualTo(200);
	}

	@Test
	void aSpreadsheetOfGermanyGetsWhatItReads() {
		assertThat(http().get(KPIS + "&format=csv&decimal=comma&bom=true").body()).isEqualTo(
				"""
						\uFEFFfrom;to;number;averageSpeedOfAnswer;averageSpeedOfAnswer.numerator;averageSpeedOfAnswer.denominator\r
						2026-11-09T00:00:00Z;2026-11-16T00:00:00Z;'+442079460101;12,5;12,5;1\r
						""");
	}

	@ParameterizedTest
	@CsvSource({ "delimiter=semicolon, ;", "delimiter=%3B, ;", "delimiter=Comma, ','", "'delimiter=,', ','" })
	void aDelimiterIsNamedOrSentAsItIs(String parameter, String delimiter) {
		assertThat(http().get(KPIS + "&format=csv&" + parameter).body())
			.startsWith("from" + delimiter + "to" + delimiter + "number");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tab", "%09" })
	void aTabIsADelimiterToo(String delimiter) {
		assertThat(http().get(KPIS + "&format=csv&decimal=comma&delimiter=" + delimiter).body())
			.contains("\t'+442079460101\t12,5\t");
	}

	@Test
	void listsAreWrittenAlike() {
		Answer list = http().get("/v1/calls?from=2026-11-09T00:00&to=2026-11-09T01:00&unit=visit&timeZone=Etc/GMT-1"
				+ "&format=csv&decimal=comma");
		assertThat(list.body().lines()).as("of an hour before").hasSize(1);

		list = http().get("/v1/calls?from=2026-11-09T01:00&to=2026-11-09T08:30&unit=visit&timeZone=Etc/GMT-1"
				+ "&format=csv&decimal=comma");

		assertThat(list.headers().firstValue("Content-Disposition"))
			.hasValue("attachment; filename=\"callmeter-visits-2026-11-09T0100-2026-11-09T0830.csv\"");
		assertThat(list.body().lines().findFirst()).get().asString().startsWith("at;leg.legId;");
		assertThat(list.body()).contains("\n2026-11-09T01:00:00+01:00;", ";12,5;", ";\"c;1\";", ";'+442079460101;");
		assertThat(http().with("Accept", "text/csv").get("/v1/calls?range=2026-11-09&format=json").json().path("items"))
			.hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "format=xls, format, 'json, csv'", "delimiter=tab, delimiter, format=csv",
			"format=json&bom=true, bom, format=csv", "decimal=comma, decimal, format=csv",
			"format=csv&delimiter=pipe, delimiter, 'comma, semicolon, tab'",
			"format=csv&decimal=apostrophe, decimal, 'point, comma'", "format=csv&bom=2, bom, true",
			"format=csv&decimal=comma&delimiter=comma, delimiter, semicolon" })
	void refuses(String parameters, String field, String message) {
		for (String path : new String[] { KPIS, "/v1/calls?range=2026-11-09" }) {
			Answer answer = http().get(path + "&" + parameters);

			assertThat(answer.status()).as(answer.body()).isEqualTo(400);
			assertThat(answer.json().path("field").asString()).isEqualTo(field);
			assertThat(answer.json().path("detail").asString()).contains(message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "image/png, text/plain", "no type" })
	void whoTakesNeitherIsTold(String accept) {
		for (String path : new String[] { KPIS, "/v1/calls?range=2026-11-09" }) {
			Answer answer = http().with("Accept", accept).get(path);

			assertThat(answer.status()).as(answer.body()).isEqualTo(406);
			assertThat(answer.json().path("detail").asString())
				.isEqualTo("Cannot answer in the format of the header Accept. Expected application/json, text/csv.");
		}
	}

}
