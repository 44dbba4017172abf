package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static io.callmeter.kpi.Deliveries.offer;
import static io.callmeter.kpi.Deliveries.outbound;
import static io.callmeter.kpi.Deliveries.segment;
import static org.assertj.core.api.Assertions.assertThat;

/// The lists behind figures.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ThingsIT extends PostgresIT {

	private static final String WEEK = "from=2026-11-09&to=2026-11-16";

	private static final Duration TEN = Duration.ofSeconds(10);

	@Test
	void listsCallsNewestFirst() {
		post(call("a", MONDAY), call("b", MONDAY.plusSeconds(60)), call("c", MONDAY.plusSeconds(30)));

		assertThat(callIds(WEEK)).containsExactly("b", "c", "a");
	}

	@Test
	void showsOfACallWhatASupervisorLooksFor() {
		post(call("seen", MONDAY).with("campaign", "spring")
			.with("caseId", "C-1")
			.with("disposition", "SALE")
			.legs(answered("sales", "alice", MONDAY.plusSeconds(5), TEN)));

		assertThat(masked().get("/v1/calls?" + WEEK).json().path("items").get(0)).hasToString("""
				{"at":"2026-11-09T00:00:00Z","call":{"callId":"seen","direction":"INBOUND",\
				"startedAt":"2026-11-09T00:00:00Z","answeredAt":"2026-11-09T00:00:15Z",\
				"endedAt":"2026-11-09T00:10:00Z","outcome":"CONNECTED","customer":"+331••••••00",\
				"number":"+4930901820","campaign":"spring","queue":"sales","agent":"alice","disposition":"SALE",\
				"caseId":"C-1","waitSeconds":10,"talkSeconds":60,"lengthSeconds":600,"transferred":false}}""");
	}

	@Test
	void listsVisitsOffersAndSegmentsWithTheirCalls() {
		post(call("a", MONDAY).legs(offer("sales", "bob", MONDAY.plusSeconds(1), "MISSED"),
				answered("sales", "alice", MONDAY, Duration.ofSeconds(30))));

		assertThat(shown(WEEK + "&unit=visit", "queue", "agent", "waitSeconds")).containsExactly("a sales alice 30");
		assertThat(shown(WEEK + "&unit=offer", "agent", "outcome", "ringSeconds"))
			.containsExactlyInAnyOrder("a bob MISSED 10", "a alice ANSWERED null");
		assertThat(shown(WEEK + "&unit=segment", "agent", "talkSeconds")).containsExactly("a alice 60");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			queue=sales                  | long short
			queue=                       | dialled
			agent=alice                  | long
			direction=OUTBOUND           | dialled
			outcome=ABANDONED            | short
			campaign=spring              | dialled
			number=%2B4930901820         | dialled long short
			caller=%2B33142685300        | dialled long
			caller=+33142685300          | dialled long
			caller=+33%201%2042%2068%2053%2000 | dialled long
			caller=tel:%2B33142685300    | dialled long
			caller=                      | short
			caller=anonymous             | short
			caller=%2B33142685300,Private| dialled long short
			number=+49%2030%20901820     | dialled long short
			caseId=C-7                   | long
			disposition=SALE             | dialled
			waitedOver=9                 | long
			waitedOver=10                |
			waitedUnder=10               | short
			talkedOver=PT59S             | dialled long
			talkedUnder=60               |
			transferred=true             | long
			transferred=false            | dialled short
			endedBy=CUSTOMER             | short
			source=pbx1                  | dialled
			hangupCause=16               | dialled
			hourOfDay=9&timeZone=UTC     |
			dayOfWeek=TUESDAY            | dialled
			queue=sales&outcome=CONNECTED| long
			""", delimiter = '|')
	void findsCallsBy(String filter, String expected) {
		post(call("long", MONDAY).with("caseId", "C-7")
			.legs(answered("sales", "alice", MONDAY, TEN).with("transfer", "BLIND")),
				call("short", MONDAY.plusSeconds(1)).with("from", "anonymous")
					.legs(left("sales", MONDAY.plusSeconds(1), Duration.ofSeconds(3), "ABANDONED").with("endedBy",
							"CUSTOMER")),
				outbound(MONDAY.plus(Duration.ofDays(1))).with("callId", "dialled")
					.with("answeredAt", MONDAY.plus(Duration.ofDays(1)))
					.with("campaign", "spring")
					.with("disposition", "SALE")
					.with("source", "pbx1")
					.with("hangupCause", 16)
					.with("endedAt", MONDAY.plus(Duration.ofDays(1)).plusSeconds(90))
					.legs(segment("bob", MONDAY.plus(Duration.ofDays(1)))));

		assertThat(callIds(WEEK + "&" + filter.strip())).containsExactlyInAnyOrderElementsOf(
				(expected != null) ? Arrays.asList(expected.strip().split(" ", -1)) : List.of());
	}

	@Test
	void findsACodeWithACommaAndTheLinksToIt() {
		post(call("comma", MONDAY).legs(answered("a, b", "alice", MONDAY, TEN)),
				call("other", MONDAY).legs(answered("a", "alice", MONDAY, TEN)));

		assertThat(callIds(WEEK + "&queue=a%5C,%20b")).containsExactly("comma");
		JsonNode rows = http().get("/v1/kpis?" + WEEK + "&metrics=offered&groupBy=queue&links=true")
			.json()
			.path("rows");
		assertThat(rows.get(1).at("/group/queue").asString()).isEqualTo("a, b");
		assertThat(http().get(rows.get(1).path("links").path("offered").path("numerator").asString())
			.json()
			.path("items")
			.get(0)
			.path("call")
			.path("callId")
			.asString()).isEqualTo("comma");
	}

	@Test
	void goesOnWhereThePageBeforeEnded() {
		// Several at one moment, so that the place needs more than the time.
		post(IntStream.range(0, 25)
			.mapToObj((n) -> call("c" + n, MONDAY.plusSeconds(n / 4)).legs(
					answered("sales", "alice", MONDAY.plusSeconds(n / 4), TEN),
					answered("support", "bob", MONDAY.plusSeconds(n / 4), TEN)))
			.toArray(Fields[]::new));

		for (String unit : List.of("call", "visit")) {
			List<String> all = ids(get(WEEK + "&unit=" + unit + "&limit=1000"));
			var paged = new ArrayList<String>();
			JsonNode page = get(WEEK + "&unit=" + unit + "&limit=7");
			paged.addAll(ids(page));
			while (!page.path("next").isNull()) {
				page = get(WEEK + "&unit=" + unit + "&limit=7&next=" + page.path("next").asString());
				paged.addAll(ids(page));
			}
			assertThat(all).hasSize(unit.equals("call") ? 25 : 50).doesNotHaveDuplicates();
			assertThat(paged).as(unit).isEqualTo(all);
		}
	}

	@Test
	void keepsItsPlaceWhenNewCallsCome() {
		post(call("a", MONDAY), call("b", MONDAY.plusSeconds(1)), call("c", MONDAY.plusSeconds(2)));
		String next = get(WEEK + "&limit=1").path("next").asString();

		post(call("d", MONDAY.plusSeconds(3)));

		assertThat(ids(get(WEEK + "&limit=1&next=" + next))).containsExactly("b");
	}

	@Test
	void writesAllRowsAsCsvWithoutPages() {
		post(IntStream.range(0, 1500).mapToObj((n) -> call("c" + n, MONDAY.plusSeconds(n))).toArray(Fields[]::new));

		Answer answer = masked().with("Accept", "text/csv").get("/v1/calls?" + WEEK);

		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
		assertThat(answer.body().lines().limit(2)).containsExactly(
				"at,callId,direction,startedAt,answeredAt,endedAt,outcome,customer,number,campaign,source,queue,agent,ivr,"
						+ "disposition,caseId,waitSeconds,talkSeconds,lengthSeconds,transferred",
				"2026-11-09T00:24:59Z,c1499,INBOUND,2026-11-09T00:24:59Z,,2026-11-09T00:34:59Z,ABANDONED,"
						+ "'+331••••••00,'+4930901820,,,,,,,,,,600,false");
		assertThat(answer.body().lines()).hasSize(1501);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			unit=leg                          | unit
			unit=attempt                      | unit
			basis=PRORATED                    | basis
			counted=offerd&unit=visit         | counted
			counted=offered&unit=segment      | counted
			counted=-offered&unit=visit       | counted
			limit=0                           | limit
			limit=1001                        | limit
			next=nowhere                      | next
			waitedOver=long                   | waitedOver
			transferred=maybe                 | transferred
			dayParts=night                    | dayParts
			callr=1                           | callr
			caller=%2B331%E2%80%A2%E2%80%A200 | caller
			number=%2B493%E2%80%A2%E2%80%A220 | number
			hourOfDay=24                      | hourOfDay
			""", delimiter = '|')
	void refuses(String parameters, String field) {
		Answer answer = http().get("/v1/calls?" + WEEK + "&" + parameters);

		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.json().path("field").asString()).isEqualTo(field);
		assertThat(answer.json().path("detail").asString()).isNotBlank();
	}

	@Test
	void theLongestWaitLinksToTheOneVisit() {
		post(call("a", MONDAY).legs(answered("sales", "alice", MONDAY, TEN)),
				call("b", MONDAY.plusSeconds(60))
					.legs(left("sales", MONDAY.plusSeconds(60), TEN.plusSeconds(5), "ABANDONED")),
				call("c", MONDAY.plusSeconds(90))
					.legs(answered("support", "bob", MONDAY.plusSeconds(90), TEN.plusSeconds(5))),
				call("d", MONDAY.plusSeconds(120)).legs(answered("sales", "alice", MONDAY.plusSeconds(120), TEN)));

		JsonNode answer = http().get("/v1/kpis?" + WEEK + "&groupBy=queue&metrics=longestWait&links=true").json();

		assertThat(linked(answer.path("rows").path(0))).containsExactly("b");
		assertThat(linked(answer.path("rows").path(1))).containsExactly("c");
		assertThat(linked(answer.path("total"))).as("of two alike the newer").containsExactly("c");
		assertThat(http().get(answer.at("/total/links/longestWait/numerator").asString()).json().path("next").isNull())
			.isTrue();
	}

	private List<String> linked(JsonNode row) {
		String link = row.at("/links/longestWait/numerator").asString();
		return items(http().get(link).json()).stream()
			.map((item) -> item.path("call").path("callId").asString())
			.toList();
	}

	@Test
	void namesTheUnitsThatAreListed() {
		assertThat(http().get("/v1/calls?" + WEEK + "&unit=leg").json().path("detail").asString())
			.isEqualTo("Unknown unit 'leg'. Expected call, visit, offer, segment.");
		assertThat(http().get("/v1/calls?" + WEEK + "&unit=attempt").json().path("detail").asString())
			.isEqualTo("Invalid unit 'attempt'. Every attempt is a call. Send unit=call&direction=OUTBOUND.");
	}

	@Test
	void showsNoNumberOfACustomerToThoseWhoMayNotSeeIt() {
		post(call("a", MONDAY).legs(answered("sales", "alice", MONDAY, TEN)));
		TestClient masked = masked();

		for (String unit : List.of("call", "visit", "offer", "segment")) {
			for (String accept : List.of("application/json", "text/csv")) {
				assertThat(masked.with("Accept", accept).get("/v1/calls?" + WEEK + "&unit=" + unit).body())
					.contains("•")
					.doesNotContain("142685300");
			}
		}
	}

	private TestClient masked() {
		return stranger().withKey(key("calls:read"));
	}

	private static Fields call(String callId, Instant startedAt) {
		return inbound(startedAt).with("callId", callId);
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

	private JsonNode get(String query) {
		Answer answer = http().get("/v1/calls?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private List<String> callIds(String query) {
		return items(get(query)).stream().map((item) -> item.path("call").path("callId").asString()).toList();
	}

	private List<String> shown(String query, String... fields) {
		return items(get(query)).stream()
			.map((item) -> item.path("call").path("callId").asString() + Arrays.stream(fields)
				.map((field) -> " " + item.path("leg").path(field).asString("null"))
				.collect(Collectors.joining()))
			.toList();
	}

	private static List<String> ids(JsonNode page) {
		return items(page).stream()
			.map((item) -> (item.path("call").path("callId").asString() + " "
					+ item.path("leg").path("legId").asString(""))
				.strip())
			.toList();
	}

	private static List<JsonNode> items(JsonNode page) {
		return StreamSupport.stream(page.path("items").spliterator(), false).toList();
	}

}
