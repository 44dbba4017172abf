package io.callmeter.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What each kind of reference data says beside its name, and refuses to.
class ReferenceFieldsIT extends PostgresIT {

	@Test
	void aQueueSaysHowItsVisitsAreJudgedFromADayOn() {
		put("/v1/calendars/office", "{\"name\": \"Office\"}");

		Answer queue = put("/v1/queues/sales",
				"""
						{"name": "Sales", "timeZone": "Europe/Paris", "calendar": "office", "settings": [
						  {"validFrom": "2026-07-01"},
						  {"validFrom": "2026-01-01", "threshold": 30, "shortAbandon": 2.5, "serviceLevelPolicy": "ALL_OFFERED"}]}""");

		assertThat(queue.body()).isEqualTo("""
				{"code":"sales","name":"Sales","active":true,"timeZone":"Europe/Paris","calendar":"office","settings":[\
				{"validFrom":"2026-01-01","threshold":30,"shortAbandon":2.5,"serviceLevelPolicy":"ALL_OFFERED"},\
				{"validFrom":"2026-07-01","threshold":null,"shortAbandon":null,"serviceLevelPolicy":null}]}""");
		assertThat(http().get("/v1/queues/sales").body()).isEqualTo(queue.body());
	}

	@Test
	void anAgentHasATeamSkillsAndOtherCodes() {
		Answer agent = put("/v1/agents/alice",
				"""
						{"name": "Alice", "team": "north", "skills": ["french", "english", "french"], "aliases": ["SIP/101", "101"]}""");

		assertThat(agent.body()).isEqualTo("""
				{"code":"alice","name":"Alice","active":true,"team":"north","skills":["english","french"],\
				"aliases":["101","SIP/101"]}""");
		assertThat(http().get("/v1/agents").json().path("items").get(0)).isEqualTo(agent.json());
		assertProblem(put("/v1/agents/bob", "{\"name\": \"Bob\", \"aliases\": [\"101\"]}"), 409, "aliases",
				"belongs to the agent 'alice'");
		assertThat(put("/v1/agents/alice", "{\"name\": \"Alice\"}").json().path("aliases").isEmpty()).isTrue();
		assertThat(put("/v1/agents/bob", "{\"name\": \"Bob\", \"aliases\": [\"101\"]}").status()).isEqualTo(201);
	}

	@Test
	void aCodeIsAnAgentOrAnAliasAndNotBoth() {
		put("/v1/agents/alice", "{\"name\": \"Alice\", \"aliases\": [\"101\"]}");
		put("/v1/agents/bob", "{\"name\": \"bob\"}");

		assertProblem(put("/v1/agents/101", "{\"name\": \"Somebody\"}"), 409, "code",
				"'101' is an alias of agent 'alice'; put that agent");
		for (String agent : List.of("alice", "bob")) {
			assertProblem(put("/v1/agents/carol", "{\"name\": \"Carol\", \"aliases\": [\"" + agent + "\"]}"), 409,
					"aliases", "Delete that agent first");
		}
		assertThat(http().get("/v1/agents/carol").status()).isEqualTo(404);
		http().delete("/v1/agents/bob");
		assertThat(put("/v1/agents/alice", "{\"name\": \"Alice\", \"aliases\": [\"bob\"]}").status()).isEqualTo(200);
		assertThat(put("/v1/agents/101", "{\"name\": \"Somebody\"}").status()).isEqualTo(201);
	}

	/// Each names the other, so only one of them can be.
	@Test
	void ofAgentsPutAtOnceNoneIsTheAliasOfTheOther() throws Exception {
		for (int n = 0; n < 20; n++) {
			String one = "one" + n;
			String other = "other" + n;
			try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
				var answers = new ArrayList<Integer>();
				for (var answer : writers.invokeAll(List.of(withAlias(one, other), withAlias(other, one)))) {
					answers.add(answer.get());
				}
				assertThat(answers).containsExactlyInAnyOrder(201, 409);
			}
		}
	}

	private Callable<Integer> withAlias(String agent, String alias) {
		return () -> put("/v1/agents/" + agent, "{\"name\": \"x\", \"aliases\": [\"" + alias + "\"]}").status();
	}

	@Test
	void aCampaignShowsTheNumbersThatAreItsOwnNow() {
		put("/v1/campaigns/spring",
				"""
						{"name": "Spring", "startsOn": "2026-03-01", "endsOn": "2026-05-31", "cost": 920.50, "currency": "EUR"}""");
		put("/v1/numbers/+442079460101", """
				{"name": "Print", "assignments": [{"campaign": "spring", "validTo": "2100-01-01T00:00:00Z"}]}""");
		put("/v1/numbers/+442079460102", """
				{"name": "Radio", "assignments": [{"campaign": "spring", "validTo": "2026-01-01T00:00:00Z"}]}""");

		assertThat(http().get("/v1/campaigns/spring").body()).isEqualTo("""
				{"code":"spring","name":"Spring","active":true,"startsOn":"2026-03-01","endsOn":"2026-05-31",\
				"cost":920.50,"currency":"EUR","numbers":["+442079460101"]}""");
	}

	@Test
	void aNumberIsKnownAsCallsStoreIt() {
		Answer made = put("/v1/numbers/+44%2020%207946%200101", """
				{"name": "Print", "assignments": [
				  {"queue": "sales", "validFrom": "2026-06-01T00:00:00Z"},
				  {"campaign": "spring", "validTo": "2026-06-01T00:00:00Z"}]}""");

		assertThat(made.body()).isEqualTo("""
				{"number":"+442079460101","name":"Print","active":true,"assignments":[\
				{"campaign":"spring","queue":null,"validFrom":null,"validTo":"2026-06-01T00:00:00Z"},\
				{"campaign":null,"queue":"sales","validFrom":"2026-06-01T00:00:00Z","validTo":null}]}""");
		assertThat(http().get("/v1/numbers/+44%20(0)20%207946-0101").body()).isEqualTo(made.body());
		assertThat(http().get("/v1/queues/sales").status()).isEqualTo(200);
		assertThat(http().get("/v1/campaigns/spring").status()).isEqualTo(200);
	}

	@Test
	void aDispositionMayMeanSomethingElseInACampaign() {
		put("/v1/dispositions/A", "{\"name\": \"Answering machine\", \"machine\": true}");
		put("/v1/dispositions/A?campaign=spring", "{\"name\": \"Agreed\", \"sale\": true, \"contact\": true}");

		assertThat(http().get("/v1/dispositions/A").json().path("machine").asBoolean()).isTrue();
		assertThat(http().get("/v1/dispositions?campaign=spring").body()).isEqualTo("""
				{"items":[{"code":"A","campaign":"spring","name":"Agreed","sale":true,"contact":true,"machine":false,\
				"callback":false,"doNotCall":false,"active":true}],"next":null}""");
		assertThat(http().get("/v1/dispositions/A?campaign=autumn").status()).isEqualTo(404);
	}

	@Test
	void dispositionsOfEveryCampaignAreOneList() {
		for (String path : List.of("B?campaign=spring", "A", "A?campaign=spring", "A?campaign=autumn", "C")) {
			put("/v1/dispositions/" + path, "{\"name\": \"x\"}");
		}
		var shown = new ArrayList<String>();
		String after = "";
		do {
			var page = http().get("/v1/dispositions?everyCampaign=true&limit=2&next=" + after).json();
			page.path("items")
				.forEach((item) -> shown
					.add(item.path("code").asString() + " " + item.path("campaign").asString("of all")));
			after = page.path("next").asString("");
		}
		while (!after.isEmpty());
		assertThat(shown).containsExactly("A of all", "A autumn", "A spring", "B spring", "C of all");
		assertProblem(http().get("/v1/dispositions?everyCampaign=true&campaign=spring"), 400, "everyCampaign",
				"Send one of them");
		assertProblem(http().get("/v1/dispositions?everyCampaign=true&next=A"), 400, "next",
				"`next` of the previous page");
		assertProblem(http().get("/v1/dispositions?everyCampaign=true&next=QQoA"), 400, "next", "control character");
	}

	@Test
	void noFigureReadsWhatADispositionMeans() {
		put("/v1/dispositions/DONE", "{\"name\": \"Done\", \"sale\": true, \"contact\": true}");
		http().post("/v1/calls", "application/json", """
				{"callId": "1", "direction": "OUTBOUND", "startedAt": "2026-01-05T10:00:00Z", "outcome": "NO_ANSWER",
				 "endedAt": "2026-01-05T10:01:00Z", "disposition": "DONE"}""");

		assertThat(http()
			.get("/v1/kpis?from=2026-01-05&to=2026-01-06&metrics=calls,conversions,connected&disposition=DONE")
			.json()
			.path("total")
			.path("metrics"))
			.hasToString("{\"calls\":{\"value\":1},\"conversions\":{\"value\":0},\"connected\":{\"value\":0}}");
		assertThat(http().get("/v3/api-docs").json().path("tags").toString())
			.contains("do not affect metrics: a call counts as converted");
	}

	@Test
	void aCalendarIsKeptWhileAQueueNamesIt() {
		put("/v1/calendars/late", """
				{"name": "Late", "timeZone": "Europe/Paris", "dayParts": [
				   {"name": "night", "days": ["SATURDAY", "FRIDAY"], "from": "22:00", "to": "06:00"}],
				 "holidays": [{"date": "2026-12-25", "name": "Noël"}]}""");
		put("/v1/queues/sales", "{\"name\": \"Sales\", \"calendar\": \"late\"}");

		assertThat(http().get("/v1/calendars/late").body()).isEqualTo("""
				{"code":"late","name":"Late","timeZone":"Europe/Paris","dayParts":[{"name":"night",\
				"days":["FRIDAY","SATURDAY"],"from":"22:00","to":"06:00"}],\
				"holidays":[{"date":"2026-12-25","name":"Noël"}]}""");
		assertProblem(http().delete("/v1/calendars/late"), 409, "code", "in use by the queue 'sales'");
		put("/v1/queues/sales", "{\"name\": \"Sales\"}");
		assertThat(http().delete("/v1/calendars/late").status()).isEqualTo(204);
	}

	@Test
	void aTargetTakesTheSideThatIsBetter() {
		assertThat(put("/v1/targets/a", """
				{"metric": "abandonmentRate", "queue": "sales", "value": 0.05, "validFrom": "2026-01-01"}""").body())
			.isEqualTo(
					"""
							{"code":"a","metric":"abandonmentRate","queue":"sales","campaign":null,"value":0.05,"currency":null,\
							"goal":"AT_MOST","validFrom":"2026-01-01"}""");
		assertProblem(put("/v1/targets/b", """
				{"metric": "abandonmentRate", "queue": "sales", "value": 0.04, "validFrom": "2026-01-01"}"""), 409,
				"validFrom", "The target 'a' has the same");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"metric\": \"serviceLevel\", \"value\": 1", "\"metric\": \"answerRate\", \"value\": 0",
			"\"metric\": \"transfersPerResolved\", \"value\": 1.5", "\"metric\": \"averageWait\", \"value\": 90",
			"\"metric\": \"conversionValue\", \"value\": -1, \"currency\": \"EUR\"",
			"\"metric\": \"costPerCall\", \"value\": 2, \"currency\": \"EUR\", \"campaign\": \"spring\"" })
	void aTargetMayBeWhateverItsMetricCanBe(String fields) {
		assertThat(put("/v1/targets/a", "{" + fields + ", \"validFrom\": \"2026-01-01\"}").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					queues/q      | {"name":"x","timeZone":"Mars/Olympus"}                                     | timeZone              | Unknown time zone
					queues/q      | {"name":"x","calendar":"none"}                                             | calendar              | Unknown calendar
					queues/q      | {"name":"x","code":"other"}                                                | code                  | The body has the code 'other'
					queues/q      | {"name":"x","settings":[{"threshold":20}]}                                 | settings[0].validFrom | Expected a date
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-13-01"}]}                       | settings[0].validFrom | such as 2026-11-09
					queues/q      | {"name":"x","settings":[{"validFrom":"0026-01-01"}]}                       | settings[0].validFrom | Expected a year from 1970 to 2100
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01"},{"validFrom":"2026-01-01"}]} | settings.validFrom | Two settings
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","threshold":-1}]}        | settings[0].threshold | Expected seconds from 0 to 2592000 (30 days)
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","threshold":1e999}]}     | settings[0].threshold | Expected seconds from 0 to 2592000 (30 days)
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","threshold":"long"}]}    | settings[0].threshold | Expected a number
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","serviceLevelPolicy":"BEST"}]} | settings[0].serviceLevelPolicy | ABANDONS_IGNORED
					queues/q      | {"name":"x","settings":{"validFrom":"2026-01-01"}}                         | settings              | Expected a list
					queues/q      | {"name":"x","settings":[null]}                                             | settings[0]           | one element is null
					agents/a      | {"name":"x","aliases":["a"]}                                               | aliases               | own code
					agents/a      | {"name":"x","aliases":[""]}                                                | aliases[0]            | 1 to 128
					agents/a      | {"name":"x","aliases":[null]}                                              | aliases[0]            | 1 to 128
					agents/a      | {"name":"x","team":"a\\u0000b"}                                            | team                  | control character
					agents/a      | {"name":"x","skills":"french"}                                             | skills                | Expected a list
					campaigns/c   | {"name":"x","cost":10}                                                     | currency              | currency is required with a cost
					campaigns/c   | {"name":"x","cost":10,"currency":"EUR","startsOn":"2026-01-01"}            | endsOn                | endsOn is required with a cost
					campaigns/c   | {"name":"x","cost":-1,"currency":"EUR","startsOn":"2026-01-01","endsOn":"2026-01-02"} | cost       | Expected an amount
					campaigns/c   | {"name":"x","currency":"Euro"}                                             | currency              | ISO 4217
					campaigns/c   | {"name":"x","startsOn":"2026-01-02","endsOn":"2026-01-01"}                 | endsOn                | is before
					numbers/+4420 | {"name":"x","assignments":[{}]}                                            | assignments[0].campaign | needs a campaign, a queue
					numbers/1     | {"name":"x","assignments":[{"queue":"a"},{"queue":"b"}]}                   | assignments.validFrom | End each where the next begins
					numbers/1     | {"name":"x","assignments":[{"queue":"a","validTo":"2026-01-02T00:00:00Z"},{"queue":"b","validFrom":"2026-01-01T00:00:00Z"}]} | assignments.validFrom | End each where the next begins
					numbers/1     | {"name":"x","assignments":[{"queue":"a","validFrom":"2026-01-02T00:00:00Z","validTo":"2026-01-02T00:00:00Z"}]} | assignments[0].validTo | Send a later end
					numbers/1     | {"name":"x","assignments":[{"queue":"a","validFrom":"yesterday"}]}         | assignments[0].validFrom | an instant with an offset
					numbers/anonymous | {"name":"x"}                                                           | number                | withheld
					dispositions/d | {"name":"x","contact":true,"machine":true}                                | machine               | contact and machine contradict
					dispositions/d | {"name":"x","campaign":"spring"}                                          | campaign              | The body has
					calendars/c   | {"name":"x","dayParts":[{"name":"holiday","days":["MONDAY"],"from":"08:00","to":"09:00"}]} | dayParts[0].name | another name
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":[],"from":"08:00","to":"09:00"}]} | dayParts[0].days    | Expected the days
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":["FUNDAY"],"from":"08:00","to":"09:00"}]} | dayParts[0].days[0] | MONDAY
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":["MONDAY"],"from":"8","to":"09:00"}]} | dayParts[0].from | such as 08:00
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":["MONDAY"],"to":"09:00"}]}      | dayParts[0].from      | Expected a local time
					calendars/c   | {"name":"x","holidays":[{"date":"2026-12-25","name":"a"},{"date":"2026-12-25","name":"b"}]} | holidays.date | Two holidays
					targets/t     | {"metric":"serviceLevl","value":1,"validFrom":"2026-01-01"}                | metric                | Did you mean serviceLevel?
					targets/t     | {"value":1,"validFrom":"2026-01-01"}                                       | metric                | catalogue lists all
					targets/t     | {"metric":"serviceLevel","validFrom":"2026-01-01"}                         | value                 | should reach
					targets/t     | {"metric":"serviceLevel","value":1}                                        | validFrom             | Expected a date
					targets/t     | {"metric":"serviceLevel","value":1e30,"validFrom":"2026-01-01"}            | value                 | under 10^15 with at most ten decimals
					targets/t     | {"metric":"serviceLevel","value":1,"queue":"a","campaign":"b","validFrom":"2026-01-01"} | campaign | or neither
					targets/t     | {"metric":"serviceLevel","value":95,"validFrom":"2026-01-01"}              | value                 | Did you mean 0.95?
					targets/t     | {"metric":"abandonmentRate","value":-1,"validFrom":"2026-01-01"}           | value                 | is a share from 0 to 1
					targets/t     | {"metric":"csatAverage","value":4.5,"validFrom":"2026-01-01"}              | value                 | from 0 to 1
					targets/t     | {"metric":"repeatRate","value":1.01,"validFrom":"2026-01-01"}              | value                 | from 0 to 1
					targets/t     | {"metric":"transfersPerResolved","value":-0.1,"validFrom":"2026-01-01"}    | value                 | never less than 0
					targets/t     | {"metric":"averageWait","value":-20,"validFrom":"2026-01-01"}              | value                 | is never less than 0
					targets/t     | {"metric":"abandoned","value":-1,"validFrom":"2026-01-01"}                 | value                 | is never less than 0
					targets/t     | {"metric":"costPerCall","value":-1,"currency":"EUR","validFrom":"2026-01-01"} | value              | is never less than 0
					targets/t     | {"metric":"costPerCall","value":1,"validFrom":"2026-01-01"}                | currency              | is money
					targets/t     | {"metric":"costPerCall","value":1,"currency":"Euro","validFrom":"2026-01-01"} | currency           | ISO 4217
					targets/t     | {"metric":"averageWait","value":1,"currency":"EUR","validFrom":"2026-01-01"} | currency            | is not money
					targets/t     | {"metric":"costPerCall","value":1,"currency":"EUR","queue":"a","validFrom":"2026-01-01"} | queue   | no value by queue
					targets/t     | {"metric":"calls","value":1,"validFrom":"2026-01-01"}                      | goal                  | AT_LEAST or AT_MOST
					queues/q      | {"name":1}                                                                 | name                  | Invalid name '1'. Expected a string.
					queues/q      | {"name":true}                                                              | name                  | Expected a string
					queues/q      | {"name":"x","active":"yes"}                                                | active                | Expected true or false without quotes
					queues/q      | {"name":"x","name":"y"}                                                    | name                  | appears twice
					queues/q      | {"name":"x","settings":[{"validFrom":[2026,1,1]}]}                         | settings[0].validFrom | it is a list. Expected a date such as 2026-11-09
					queues/q      | {"name":"x","settings":[{"validFrom":20000}]}                              | settings[0].validFrom | Invalid settings[0].validFrom '20000'. Expected
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-11-09T23:00:00Z"}]}             | settings[0].validFrom | Expected a date
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","threshold":"20"}]}      | settings[0].threshold | Expected a number without quotes
					queues/q      | {"name":"x","settings":[{"validFrom":"2026-01-01","serviceLevelPolicy":1}]} | settings[0].serviceLevelPolicy | Invalid settings[0].serviceLevelPolicy '1'. Expected
					queues/q      | {"name":"x","timeZone":"EST"}                                              | timeZone              | abbreviations such as EST
					agents/a      | {"name":"x","aliases":[1]}                                                 | aliases[0]            | Expected a string
					agents/a      | {"name":"x","skills":["a","b\\u0000"]}                                      | skills[1]             | Invalid skills[1]. It contains a control
					numbers/1     | {"name":"x","number":"2"}                                                  | number                | leave number out of the body
					numbers/+442•••••••01 | {"name":"x"}                                                       | number                | it is masked. Send the number itself.
					numbers/1     | {"name":"x","assignments":[{"queue":"a","validFrom":1767225600}]}          | assignments[0].validFrom | an instant with an offset
					numbers/1     | {"name":"x","assignments":[{"queue":""}]}                                  | assignments[0].queue  | assignments[0].queue is required. Expected 1 to 128 characters.
					numbers/1     | {"name":"x","assignments":[{"queue":"a"},{"queue":"b"}]}                   | assignments.validFrom | one without a beginning without an end
					dispositions/d | {"name":"x","campaign":"spring"}                                          | campaign              | query parameter campaign is missing
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":[1],"from":"08:00","to":"09:00"}]} | dayParts[0].days[0] | MONDAY
					calendars/c   | {"name":"x","dayParts":[{"name":"a","days":["MONDAY"],"from":[8,0],"to":"09:00"}]} | dayParts[0].from | such as 08:00
					targets/t     | {"metric":"nope","value":1,"validFrom":"2026-01-01"}                       | metric                | Unknown metric 'nope'. /v1/kpis
					agents/a      | {"name":"x","team":"a\\u200bb"}                                            | team                  | an invisible character (U+200B)
					targets/t     | {"metric":"calls","value":1,"goal":"MORE","validFrom":"2026-01-01"}        | goal                  | AT_LEAST, AT_MOST
					""")
	void refuses(String path, String body, String field, String detail) {
		assertProblem(put("/v1/" + path, body), 400, field, detail);
	}

	/// `value` is what was sent at the field.
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			{"name":"x","active":"yes"}                                           | yes
			{"name":"x","activ":{"really":true}}                                  | "{""really"":true}"
			{"name":"x","settings":[{"validFrom":"2026-01-01","threshold":"20"}]} | 20
			{"name":["x"]}                                                        | "[""x""]"
			""")
	void showsWhatWasSent(String body, String value) {
		assertThat(put("/v1/queues/q", body).json().path("value").asString()).isEqualTo(value);
	}

	@Test
	void aTimeIsTheEndOfTheDayAndACurrencyOfAnyCase() {
		assertThat(put("/v1/calendars/day", """
				{"name": "Day", "dayParts": [{"name": "late", "days": ["MONDAY"], "from": "20:00", "to": "24:00"}]}""")
			.json()
			.at("/dayParts/0/to")
			.asString()).isEqualTo("00:00");
		assertThat(put("/v1/campaigns/spring", "{\"name\": \"Spring\", \"currency\": \"eur\"}").json()
			.path("currency")
			.asString()).isEqualTo("EUR");
	}

	@Test
	void codesThatLookAlikeAreOne() {
		String composed = "{\"name\":\"Café\",\"code\":\" Cafe\u0301 \"}";
		for (String kind : List.of("queues", "agents", "campaigns", "dispositions")) {
			assertThat(put("/v1/" + kind + "/Caf%C3%A9", composed).status()).isEqualTo(201);
			var again = put("/v1/" + kind + "/%C2%A0Cafe%CC%81%20", composed);
			assertThat(again.status()).as(again.body()).isEqualTo(200);
			assertThat(again.json().path("code").asString()).isEqualTo("Café");
			assertProblem(put("/v1/" + kind + "/Caf%E2%80%8B%C3%A9", composed), 400, "code",
					"an invisible character (U+200B)");
			assertThat(http().delete("/v1/" + kind + "/Cafe%CC%81").status()).isEqualTo(204);
		}
		var agent = put("/v1/agents/zoe",
				"{\"name\":\"Zoe\",\"team\":\" Nu\u0308rnberg\",\"aliases\":[\"Zoe\u0308 \"]}");
		assertThat(agent.json().path("team").asString()).isEqualTo("Nürnberg");
		assertThat(agent.json().at("/aliases/0").asString()).isEqualTo("Zoë");
	}

	@Test
	void constantsMayBeInAnyCase() {
		var target = put("/v1/targets/t",
				"{\"metric\":\"calls\",\"value\":1,\"goal\":\"at_least\",\"validFrom\":\"2026-01-01\"}");

		assertThat(target.json().path("goal").asString()).as(target.body()).isEqualTo("AT_LEAST");
	}

	@Test
	void aMomentIsWrittenAsInCalls() {
		for (String moment : List.of("2026-11-01 03:00:00+03", "2026-11-01T03:00:00+0300",
				"2026-11-01T00:00:00,0000009Z")) {
			var answer = put("/v1/numbers/1",
					"{\"name\":\"x\",\"assignments\":[{\"queue\":\"a\",\"validFrom\":\"" + moment + "\"}]}");
			assertThat(answer.json().at("/assignments/0/validFrom").asString()).as(answer.body())
				.isEqualTo("2026-11-01T00:00:00Z");
		}
	}

	@Test
	void onlyAnAsteriskSaysThatNothingMayBeThere() {
		assertProblem(
				http().with("If-None-Match", "\"1\"").put("/v1/queues/q", "application/json", "{\"name\": \"x\"}"), 400,
				"If-None-Match", "Expected *, which creates");
	}

	private Answer put(String path, String body) {
		return http().put(path, "application/json", body);
	}

	private static void assertProblem(Answer answer, int status, @Nullable String field, String detail) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(answer.json().path("field").asString("")).as(answer.body()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).contains((detail != null) ? detail : "");
	}

}
