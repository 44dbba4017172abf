package io.callmeter.sql;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.callmeter.TestClient.Answer;
import io.callmeter.call.Call;
import io.callmeter.rollup.Rollups;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Every statement about calls and legs is served by an index, and by the months that it is about, also those within
/// functions of the database: it is told not to read tables from beginning to end where there is another way, and tells
/// the plan of each statement that it carries out.
@TestPropertySource(properties = { "logging.level.org.hibernate.orm.jdbc.warn=off",
		"spring.datasource.hikari.connection-init-sql=set enable_seqscan = off",
		"spring.datasource.hikari.data-source-properties.options=" + Explaining.OPTIONS })
@Tag(PostgresIT.DATABASE_DEPENDENT)
class PlansIT extends PostgresIT {

	private static final String RANGE = "from=2026-03-05&to=2026-03-20";

	private static final Explaining STATEMENTS = new Explaining();

	/// What the service asks of its own accord when it starts.
	private static final List<Explaining.Plan> AT_THE_START = new ArrayList<>();

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private Rollups rollups;

	@BeforeEach
	void callsOfNineMonths() {
		List<Call> day = Stream
			.of(TestCalls.answered("a"), TestCalls.abandonedAfter("b", Duration.ofSeconds(30)),
					TestCalls.transferred("c"), TestCalls.overflowed("d"), TestCalls.missedFirst("e"),
					TestCalls.calledBackLater("f"), TestCalls.menuOnly("g"), TestCalls.dialled("h"),
					TestCalls.busy("i"), TestCalls.waiting("j"))
			.map(TestCalls::decoded)
			.toList();
		List<Call> calls = new ArrayList<>();
		for (int back = 60; back <= 330; back += 15) {
			for (Call call : day) {
				calls.add(TestCalls.shifted(Duration.ofDays(-back), TestCalls.named(call.callId() + " " + back, call)));
			}
		}
		Answer stored = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(stored.json().path("created").intValue()).as(stored.body()).isEqualTo(calls.size());
		await().until(() -> !Double.isNaN(this.meters.get("callmeter.live.queues.omitted").gauge().value()));
		List<Explaining.Plan> taken = STATEMENTS.taken();
		if (AT_THE_START.isEmpty()) {
			AT_THE_START.addAll(taken);
		}
	}

	@Test
	void figuresReadTheMonthsOfTheirRange() {
		Stream.concat(
				Stream
					.of("queue", "agent", "team", "campaign", "number", "direction", "outcome", "disposition", "trunk",
							"source", "endedBy", "ivr", "hangupCause", "hourOfDay", "dayOfWeek", "dayPart")
					.map((group) -> "&groupBy=" + group),
				Stream.of("&interval=P1D", "&queue=sales", "&agent=alice", "&queue=sales&rollups=false",
						"&agent=alice&rollups=false", "&rollups=false", "&interval=PT7M", "&attribution=FIRST",
						"&percentiles=estimated", "&queue=sales&percentiles=estimated",
						"&groupBy=queue&interval=P1D&percentiles=estimated"))
			.forEach((choices) -> {
				boolean byAgent = choices.contains("agent") || choices.contains("team");
				get("/v1/kpis?" + RANGE + "&metrics=handled,averageTalkTime,talkP90,offers,calls,callers,attempts"
						+ (byAgent ? "" : ",serviceLevel,longestWait,conversionValue") + choices);
				assertThatMonthsAre(choices, "2026_02", "2026_03");
			});
	}

	@Test
	void otherBasesReadAsFarBackAsCallsMayLast() {
		get("/v1/kpis?" + RANGE + "&metrics=talkTime&basis=END");
		assertThatMonthsAre("END", "2026_01", "2026_02", "2026_03");

		get("/v1/kpis?" + RANGE + "&metrics=talkTime&basis=ANSWER");
		assertThatMonthsAre("ANSWER", "2026_01", "2026_02", "2026_03");

		get("/v1/kpis?" + RANGE + "&metrics=talkTime&basis=PRORATED");
		assertThatMonthsAre("PRORATED", "2025_12", "2026_01", "2026_02", "2026_03");
	}

	@Test
	void distributionsReadTheMonthsOfTheirRange() {
		for (String of : List.of("wait", "abandon", "ring", "talk", "hold", "wrapUp", "handle", "callLength",
				"attempts")) {
			get("/v1/kpis/distribution?" + RANGE + "&of=" + of + "&groupBy=queue");
			assertThatMonthsAre(of, "2026_02", "2026_03");
		}
	}

	@Test
	void listsReadTheMonthsOfTheirRange() {
		for (String choices : List.of("unit=call", "unit=visit", "unit=offer", "unit=segment",
				"unit=call&caller=%2B442079460123", "unit=call&caseId=C-1", "unit=visit&waitedOver=20",
				"unit=segment&transferred=true", "unit=visit&counted=abandoned&queue=sales",
				"unit=segment&agent=alice")) {
			get("/v1/calls?" + RANGE + "&" + choices);
			assertThatMonthsAre(choices, "2026_02", "2026_03");
		}
	}

	@Test
	void casesAndCallersAreFollowedByIndexWhereverTheirOtherCallsAre() {
		get("/v1/kpis?" + RANGE + "&metrics=firstContactResolution,repeatRate");

		assertThatNothingIsReadWhole();
	}

	@Test
	void callsAreWrittenAndFoundByTheirKeys() {
		String id = TestCalls.encoded("plan 1");
		http().put("/v1/calls/" + id, "application/json", TestCalls.answered("plan 1").toString());
		http().post("/v1/calls", "application/json", TestCalls.transferred("plan 1").toString());
		http().patch("/v1/calls/" + id, "application/merge-patch+json", "{\"resolved\": true}");
		get("/v1/calls/" + id);
		http().delete("/v1/calls/" + id);

		assertThat(STATEMENTS.taken())
			.anySatisfy((plan) -> assertThat(plan.text()).startsWith("insert into leg_change"))
			.allSatisfy((plan) -> assertThat(plan.readWhole()).as(plan.text()).isEmpty());
	}

	@Test
	void theLookAtWhatHappensNowReadsNoCallsWhole() {
		assertThat(AT_THE_START).anySatisfy((plan) -> assertThat(plan.text()).contains("open_call"));
		assertThat(AT_THE_START).allSatisfy((plan) -> assertThat(plan.readWhole()).as(plan.text()).isEmpty());
	}

	@Test
	void whatPeopleMayAskOfDataAboutThemIsFoundByIndex() {
		done("PUT", "/v1/holds/" + TestCalls.encoded("a 60"), "{\"reason\": \"Complaint\"}");
		done("POST", "/v1/exports", "{\"number\": \"+442079460123\"}");
		done("POST", "/v1/exports", "{\"caseId\": \"C-1\"}");
		done("POST", "/v1/erasures", "{\"caseId\": \"C-1\"}");
		done("POST", "/v1/erasures", "{\"number\": \"+442079460123\"}");

		assertThatNothingIsReadWhole();
	}

	@Test
	void whatExpiresIsFoundByIndex() {
		done("PUT", "/v1/retention", "{\"callDays\": 200, \"personalDays\": 100, \"rollupDays\": 300}");
		done("PUT", "/v1/holds/" + TestCalls.encoded("b 150"), "{\"reason\": \"Complaint\"}");
		done("POST", "/v1/retention/run?dryRun=true", "");
		done("POST", "/v1/retention/run?dryRun=false", "");
		done("DELETE", "/v1/holds/" + TestCalls.encoded("b 150"), "");
		done("POST", "/v1/retention/run?dryRun=false", "");

		assertThatNothingIsReadWhole();
	}

	@Test
	void cellsAreMadeOfTheChangesAloneAndComparedWithTheCallsOfTheirDays() {
		this.rollups.foldBefore(TENANT, Instant.parse("2100-01-01T00:00:00Z"), 50);
		assertThatMonthsAre("fold");

		done("POST", "/v1/rollups/verify?from=2026-03-05&to=2026-03-20", "");
		assertThatMonthsAre("verify", "2026_02", "2026_03");

		done("POST", "/v1/rollups/rebuild?from=2026-03-05&to=2026-03-20", "");
		assertThatMonthsAre("rebuild", "2026_02", "2026_03");
	}

	private void done(String method, String path, String body) {
		Answer answer = http().with("Content-Type", "application/json")
			.send(method, path, BodyPublishers.ofString(body));
		assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isBetween(200, 204);
	}

	private void get(String path) {
		Answer answer = http().get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private static void assertThatMonthsAre(String asked, String... expected) {
		List<Explaining.Plan> plans = STATEMENTS.taken();
		assertThat(plans).as(asked).isNotEmpty();
		assertThat(plans).allSatisfy((plan) -> {
			assertThat(plan.readWhole()).as("%s: %s", asked, plan.text()).isEmpty();
			assertThat(plan.months()).as("%s: %s", asked, plan.text()).isSubsetOf(expected);
		});
	}

	private static void assertThatNothingIsReadWhole() {
		List<Explaining.Plan> plans = STATEMENTS.taken();
		assertThat(plans).isNotEmpty();
		assertThat(plans).allSatisfy((plan) -> assertThat(plan.readWhole()).as(plan.text()).isEmpty());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Explained {

		@Bean
		static BeanPostProcessor explaining() {
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof DataSource source) ? STATEMENTS.around(source) : bean;
				}
			};
		}

	}

}
