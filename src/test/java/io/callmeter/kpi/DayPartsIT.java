package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static org.assertj.core.api.Assertions.assertThat;

/// Hours of the day, days of the week and parts of the day, as clocks and calendars show them.
class DayPartsIT extends PostgresIT {

	private static final String OFFICE = """
			{"name": "Office", "timeZone": "Europe/Paris",
			 "dayParts": [{"name": "office", "days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
			               "from": "08:30", "to": "18:00"},
			              {"name": "night", "days": ["FRIDAY", "SATURDAY"], "from": "22:00", "to": "06:00"}],
			 "holidays": [{"date": "2026-07-14", "name": "Fête nationale"}]}""";

	/// In Paris the clock shows 2:00 to 3:00 twice on 2026-10-25, and not at all on
	/// 2026-03-29.
	@Test
	void countsHoursAsTheClockShowsThem() {
		calls("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z", "2026-03-29T00:59:59Z",
				"2026-03-29T01:00:00Z");

		assertThat(counted("from=2026-03-29&to=2026-11-01&timeZone=Europe/Paris&groupBy=hourOfDay", "hourOfDay"))
			.containsExactly("1 1", "2 2", "3 2");
	}

	@Test
	void countsDaysFromTheirMidnights() {
		calls("2026-11-08T22:59:59Z", "2026-11-08T23:00:00Z", "2026-11-09T22:59:59Z", "2026-11-09T23:00:00Z");

		assertThat(counted("from=2026-11-07&to=2026-11-16&timeZone=Europe/Paris&groupBy=dayOfWeek", "dayOfWeek"))
			.containsExactly("MONDAY 2", "TUESDAY 1", "SUNDAY 1");
	}

	@Test
	void cutsPartsToTheMinuteAndGivesANightToTheDayItBegan() {
		// Friday 2026-11-13 to Sunday, and Monday after it.
		calls("2026-11-13T07:29:59Z", "2026-11-13T07:30:00Z", "2026-11-13T16:59:59Z", "2026-11-13T17:00:00Z",
				"2026-11-13T21:00:00Z", "2026-11-14T04:59:59Z", "2026-11-14T05:00:00Z", "2026-11-16T04:00:00Z");

		assertThat(counted("from=2026-11-13&to=2026-11-17&timeZone=Europe/Paris&groupBy=dayPart"
				+ "&dayParts=office:MON-FRI@08:30-18:00,night:FRIDAY%2BSATURDAY@22:00-06:00", "dayPart"))
			.containsExactly("office 2", "night 2", "null 4");
		assertThat(counted("from=2026-11-13&to=2026-11-17&timeZone=Europe/Paris&groupBy=dayPart"
				+ "&dayParts=office:MON-FRI@08:30-18:00,night:FRIDAY+SATURDAY@22:00-06:00", "dayPart"))
			.as("with a + that is read as a blank")
			.containsExactly("office 2", "night 2", "null 4");
	}

	@Test
	void givesANightAsLongAsTheClockMakesIt() {
		// From 22:00 on Saturday to 6:00 on Sunday are nine hours when summer ends.
		calls("2026-10-24T19:59:59Z", "2026-10-24T20:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
				"2026-10-25T04:59:59Z", "2026-10-25T05:00:00Z");

		assertThat(counted("from=2026-10-24&to=2026-10-26&timeZone=Europe/Paris&groupBy=dayPart"
				+ "&dayParts=night:SATURDAY@22:00-06:00", "dayPart"))
			.containsExactly("night 4", "null 2");
	}

	@Test
	void takesPartsAndHolidaysFromTheCalendar() {
		put("/v1/calendars/default", OFFICE);
		calls("2026-07-13T10:00:00Z", "2026-07-13T22:00:00Z", "2026-07-14T10:00:00Z", "2026-07-14T21:59:59Z",
				"2026-07-15T10:00:00Z", "2026-07-15T17:00:00Z");

		String week = "from=2026-07-13&to=2026-07-20&timeZone=Europe/Paris";

		assertThat(counted(week + "&groupBy=dayPart", "dayPart")).containsExactly("office 2", "holiday 3", "null 1");
		assertThat(counted(week + "&groupBy=dayOfWeek&dayPart=holiday", "dayOfWeek")).containsExactly("TUESDAY 3");
	}

	@Test
	void takesTheCalendarOfTheQueueBeforeThatOfTheTenant() {
		put("/v1/calendars/default", OFFICE);
		put("/v1/calendars/late", """
				{"name": "Late", "timeZone": "Europe/Paris",
				 "dayParts": [{"name": "late", "days": ["WEDNESDAY"], "from": "10:00", "to": "20:00"}]}""");
		put("/v1/queues/night", """
				{"name": "Night", "active": true, "calendar": "late"}""");
		visits("night", "2026-07-15T07:00:00Z", "2026-07-15T17:00:00Z", "2026-07-14T10:00:00Z");
		visits("day", "2026-07-15T07:00:00Z", "2026-07-15T17:00:00Z", "2026-07-14T10:00:00Z");

		JsonNode answer = kpis(
				"from=2026-07-13&to=2026-07-20&timeZone=Europe/Paris&metrics=offered&groupBy=queue,dayPart");

		assertThat(StreamSupport.stream(answer.path("rows").spliterator(), false)
			.map((row) -> row.at("/group/queue").asString() + " " + row.at("/group/dayPart").asString("null") + " "
					+ row.path("metrics").path("offered").path("value").asString()))
			.containsExactlyInAnyOrder("day office 1", "day null 1", "day holiday 1", "night late 1", "night null 2");
	}

	/// A week has seven hours that begin at nine, and Paris has one at two twice on
	/// 2026-10-25 and none on 2026-03-29.
	@Test
	void countsPerHourOfTheHoursThatAreMeant() {
		calls("2026-07-13T07:30:00Z", "2026-07-14T07:30:00Z", "2026-07-15T07:30:00Z", "2026-07-15T07:31:00Z",
				"2026-07-16T07:30:00Z", "2026-07-17T07:30:00Z", "2026-07-18T07:30:00Z", "2026-07-18T12:00:00Z");
		String week = "from=2026-07-13&to=2026-07-20&timeZone=Europe/Paris";

		assertThat(perHour(week + "&groupBy=hourOfDay")).containsExactly("1 7/7", "0.1428571429 1/7");
		assertThat(perHour(week + "&hourOfDay=9")).containsExactly("1 7/7");
		assertThat(perHour(week + "&groupBy=dayOfWeek").getFirst()).isEqualTo("0.0416666667 1/24");
		assertThat(perHour(week + "&groupBy=dayOfWeek,hourOfDay").getFirst()).isEqualTo("1 1/1");
		assertThat(perHour(week + "&groupBy=dayPart&dayParts=morning:MON-FRI@08:00-12:00")).containsExactly("0.3 6/20",
				"0.0135135135 2/148");
		assertThat(perHour(week + "&dayPart=morning&dayParts=morning:MON-FRI@08:00-12:00")).containsExactly("0.3 6/20");
		assertThat(perHour(week)).containsExactly("0.0476190476 8/168");
	}

	@Test
	void countsPerHourAsOftenAsTheClockShowsIt() {
		calls("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29T01:30:00Z");

		assertThat(perHour("from=2026-10-25&to=2026-10-26&timeZone=Europe/Paris&groupBy=hourOfDay"))
			.containsExactly("1 2/2");
		assertThat(perHour("from=2026-03-28&to=2026-03-30&timeZone=Europe/Paris&hourOfDay=2,3"))
			.containsExactly("0.3333333333 1/3");
	}

	private List<String> perHour(String question) {
		return StreamSupport.stream(kpis(question + "&metrics=callsPerHour").path("rows").spliterator(), false)
			.map((row) -> row.path("metrics").path("callsPerHour"))
			.map((figure) -> figure.path("value") + " " + figure.path("numerator") + "/" + figure.path("denominator"))
			.toList();
	}

	private void calls(String... instants) {
		post(Arrays.stream(instants).map((at) -> inbound(Instant.parse(at)).json()).toList());
	}

	private void visits(String queue, String... instants) {
		post(Arrays.stream(instants)
			.map(Instant::parse)
			.map((at) -> inbound(at).legs(answered(queue, "alice", at, Duration.ofSeconds(10))).json())
			.toList());
	}

	private void post(List<String> calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				calls.stream().collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.size());
	}

	private void put(String path, String body) {
		Answer answer = http().put(path, "application/json", body);
		assertThat(answer.status()).as(answer.body()).isIn(200, 201);
	}

	private List<String> counted(String question, String key) {
		return StreamSupport.stream(kpis(question + "&metrics=calls").path("rows").spliterator(), false)
			.map((row) -> row.path("group").path(key).asString("null") + " "
					+ row.path("metrics").path("calls").path("value").asString())
			.toList();
	}

	private JsonNode kpis(String question) {
		Answer answer = http().get("/v1/kpis?" + question);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

}
