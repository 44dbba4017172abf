package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class KpiQueryTest {

	private static final Cell ANYTIME = new Cell(Instant.EPOCH, Instant.EPOCH.plusSeconds(3600),
			() -> Duration.ofHours(1), Map.of(), Map.of());

	@Test
	void takesWhatIsNotSaidFromKpis() {
		KpiQuery query = query(Map.of());

		assertThat(query.selection().timeZone()).isEqualTo(ZoneId.of("UTC"));
		assertThat(query.selection().limits())
			.isEqualTo(new Limits(Duration.ofSeconds(10), Duration.ofSeconds(600), null, Duration.ofDays(7)));
		assertThat(query.selection().judging()).as("left to each visit's queue")
			.isEqualTo(new Judging(null, null, null, Judging.Operator.LTE, Judging.Defaults.OF_THE_SERVICE));
		assertThat(query.selection().judging().usual().threshold()).isEqualTo(new BigDecimal("20"));
		assertThat(query.selection().judging().usual().shortAbandon()).isEqualTo(new BigDecimal("5"));
		assertThat(query.selection().judging().usual().policy()).isEqualTo("ABANDONS_IGNORED");
		assertThat(query.selection().basis()).isEqualTo(Basis.START);
		assertThat(query.selection().attribution()).isEqualTo(Attribution.LAST);
		assertThat(query.interval()).isNull();
		assertThat(query.groupBy()).isEmpty();
		assertThat(query.selection().filters()).isEmpty();
	}

	@Test
	void readsLocalDatesInTheTimeZone() {
		KpiQuery query = query(Map.of("timeZone", "Europe/Paris", "from", "2025-03-30", "to", "2025-03-31T08:30"));

		assertThat(query.selection().from()).isEqualTo("2025-03-29T23:00:00Z");
		assertThat(query.selection().to()).isEqualTo("2025-03-31T06:30:00Z");
	}

	@Test
	void readsInstantsWithOffsetsOfEveryForm() {
		for (String sent : List.of("2026-11-09T01:00:00+01:00", "2026-11-09T01:00:00 01:00", "2026-11-09T01:00:00+0100",
				"2026-11-09T01:00:00+01", "2026-11-09T01:00:00 01", "2026-11-09t00:00:00z", "2026-11-08T19:30-04:30",
				"2026-11-09T00:00:00.000000Z", "2026-11-09 03:00:00+03", "2026-11-09 03:00:00 03:00",
				"2026-11-09 03:00 +0300", "2026-11-09T00:00:00,000Z", "2026-11-09T00:00:00.0000001Z",
				"2026-11-09T01:00:00+01:00[Europe/Paris]", "2026-11-09 00:00:00Z")) {
			assertThat(query(Map.of("from", sent, "timeZone", "Asia/Tokyo")).selection().from()).as(sent)
				.isEqualTo("2026-11-09T00:00:00Z");
		}
	}

	@Test
	void movesATimeThatTheClockSkipsByAsMuch() {
		KpiQuery query = query(
				Map.of("timeZone", "Europe/Paris", "from", "2025-03-30T02:30", "to", "2025-10-26T02:30"));

		assertThat(query.selection().from()).isEqualTo("2025-03-30T01:30:00Z");
		assertThat(query.selection().to()).as("shown twice").isEqualTo("2025-10-26T00:30:00Z");
	}

	@Test
	void readsSecondsAndIsoDurations() {
		Selection selection = query(Map.of("threshold", "12.5", "shortAbandon", "PT0.5S", "shortCall", "0", "longCall",
				"PT10M", "abandonAfter", "2", "repeatWindow", "P1D"))
			.selection();

		assertThat(selection.limits())
			.isEqualTo(new Limits(Duration.ZERO, Duration.ofMinutes(10), Duration.ofSeconds(2), Duration.ofDays(1)));
		assertThat(selection.judging()).isEqualTo(new Judging(Duration.ofMillis(12_500), Duration.ofMillis(500), null,
				Judging.Operator.LTE, Judging.Defaults.OF_THE_SERVICE));
	}

	@Test
	void readsSeveralValuesAndTheOneForNone() {
		KpiQuery query = query(Map.of("queue", "sales,,support,sales", "agent", "", "number", " 4930123,+4930124",
				"direction", "inbound,OUTBOUND", "metrics", "calls", "groupBy", "agent,QUEUE,agent"));

		assertThat(query.selection().filters()).isEqualTo(
				Map.of(Dimension.QUEUE, Set.of("sales", "", "support"), Dimension.AGENT, Set.of(""), Dimension.NUMBER,
						Set.of("+4930123", "+4930124"), Dimension.DIRECTION, Set.of("INBOUND", "OUTBOUND")));
		assertThat(query.groupBy()).containsExactly(Dimension.AGENT, Dimension.QUEUE);
	}

	@Test
	void readsNumbersAsCallsStoreThem() {
		for (String sent : List.of("+442079460124", "+44 20 7946 0124", " 44 20 7946 0124", "tel:+442079460124",
				"tel: 442079460124", "tel:+44-20-7946-0124", "+44 (0)20 7946-0124", "020 7946 0124", " 020 7946 0124",
				"00442079460124")) {
			assertThat(query(Map.of("number", sent), "GB").selection().filters()).as(sent)
				.isEqualTo(Map.of(Dimension.NUMBER, Set.of("+442079460124")));
		}
		assertThat(query(Map.of("number", "1001,Anonymous,")).selection().filters())
			.isEqualTo(Map.of(Dimension.NUMBER, Set.of("1001", "withheld", "")));
	}

	@Test
	void refusesMaskedNumbers() {
		RequestProblem problem = refused(Map.of("number", "1001,+442•••••••24"));

		assertThat(property(problem, "value")).isEqualTo("+442•••••••24");
		assertThat(problem).hasMessage(
				"Invalid number '+442•••••••24'. It is masked. Expected the whole number, " + "such as +442079460123.");
	}

	@Test
	void comparesAgentsByMeansAndRatesOnly() {
		for (String metric : List.of("handled", "talkTime", "callers", "callsPerHour", "conversionValue")) {
			RequestProblem problem = refused(
					Map.of("metrics", "averageHandleTime," + metric, "groupBy", "agent", "compare", "peers"));

			assertThat(property(problem, "field")).isEqualTo("metrics");
			assertThat(property(problem, "value")).isEqualTo(metric);
			assertThat(problem).hasMessageContaining("query a mean or a rate");
		}
		assertThat(query(Map.of("metrics", "averageHandleTime,agentAnswerRate,talkP90,callsPerCaller", "groupBy",
				"agent", "compare", "peers"))
			.compare()).isEqualTo(Compare.PEERS);
	}

	@Test
	void keepsMetricsInTheirOrderAndOnce() {
		assertThat(query(Map.of("metrics", "calls, offered,calls")).metrics()).extracting(Metric::id)
			.containsExactly("calls", "offered");
	}

	@Test
	void asksForWhatIsRequired() {
		for (String name : List.of("from", "to", "metrics")) {
			RequestProblem problem = refused(
					name.equals("from") ? Map.of(name, "") : Map.of("from", "2026-11-09T00:00", name, ""));

			assertThat(problem.problem()).isEqualTo(Problem.MISSING_VALUE);
			assertThat(property(problem, "field")).isEqualTo(name);
			assertThat(problem).hasMessageStartingWith("The parameter '" + name + "' is required. Expected ");
		}
	}

	@Test
	void suggestsTheMetricThatWasMeant() {
		RequestProblem problem = refused(Map.of("metrics", "offered,servicelevl"));

		assertThat(property(problem, "field")).isEqualTo("metrics");
		assertThat(property(problem, "value")).isEqualTo("servicelevl");
		assertThat(problem)
			.hasMessage("Unknown metric 'servicelevl'. /v1/kpis/catalogue lists all. Did you mean serviceLevel?");
	}

	@Test
	void saysWhichMetricTookThePlaceOfOneThatIsNoMore() {
		assertThat(refused(Map.of("metrics", "lineFailureRate")))
			.hasMessage("Unknown metric 'lineFailureRate'. /v1/kpis/catalogue lists all. Did you mean failedRate?");
	}

	@Test
	void namesWhatThereIsToGroupBy() {
		assertThat(refused(Map.of("groupBy", "queue,weather")))
			.hasMessage("Unknown groupBy 'weather'. Expected queue, agent, team, campaign, number, "
					+ "direction, outcome, disposition, trunk, source, endedBy, ivr, hangupCause, hourOfDay, dayOfWeek, "
					+ "dayPart.");
	}

	@Test
	void namesThePolicies() {
		assertThat(refused(Map.of("serviceLevelPolicy", "BEST")))
			.hasMessage("Unknown serviceLevelPolicy 'BEST'. Expected ANSWERED_ONLY, ABANDONS_NEGATIVE, "
					+ "ABANDONS_IGNORED, ABANDONS_CREDITED, SHORT_EXCLUDED, ALL_OFFERED.");
	}

	@Test
	void namesWhatIsKnownAsItIsDocumented() {
		assertThat(refused(Map.of("compare", "nope")))
			.hasMessage("Unknown compare 'nope'. Expected previous, lastWeek, lastYear, peers.");
		assertThat(refused(Map.of("targets", "own,nope")))
			.hasMessage("Unknown targets 'nope'. Expected own, industry.");
		assertThat(refused(Map.of("comparison", "eq"))).hasMessage("Unknown comparison 'eq'. Expected lt, lte.");
		assertThat(refused(Map.of("profile", "avaya")))
			.hasMessage("Unknown profile 'avaya'. Expected connect, genesys, cisco, asterisk, vicidial, wazo.");
		assertThat(refused(Map.of("basis", "start of day")))
			.hasMessage("Unknown basis 'start of day'. Expected START, END, ANSWER, PRORATED. Did you mean START?");
		assertThat(refused(Map.of("outcome", "weird"))).hasMessageEndingWith(", open.");
		assertThat(query(Map.of("compare", "lastweek")).compare()).isEqualTo(Compare.LAST_WEEK);
		assertThat(query(Map.of("compare", "LAST_WEEK")).compare()).isEqualTo(Compare.LAST_WEEK);
	}

	@Test
	void offersTheSwitchesOfTheProfileOnly() {
		assertThat(refused(Map.of("profile", "genesys", "profileOptions", "foo")))
			.hasMessage("Unknown profileOptions 'foo'. Expected flowOuts, shortAbandons, allAbandons.");
		assertThat(refused(Map.of("profile", "wazo", "profileOptions", "second")))
			.hasMessage("Invalid profileOptions 'second'. The profile wazo has no options; leave it out.");
	}

	@Test
	void ordersByWhatIsAskedForOnly() {
		for (String part : List.of("low", "high", "distance", "relativeChange", "absoluteChange")) {
			assertThat(refused(Map.of("metrics", "serviceLevel", "orderBy", "serviceLevel." + part)))
				.hasMessageStartingWith(
						"Invalid orderBy 'serviceLevel." + part + "'. It needs another parameter: send ");
		}
		assertThat(query(Map.of("metrics", "serviceLevel", "orderBy", "-serviceLevel.low", "confidence", "0.95")))
			.isNotNull();
	}

	@Test
	void comparesWithNothingBeforeAllCalls() {
		RequestProblem problem = refused(Map.of("from", "1970-03-01", "to", "1970-04-01", "compare", "lastYear"));

		assertThat(property(problem, "field")).isEqualTo("compare");
		assertThat(property(problem, "value")).isEqualTo("lastYear");
		assertThat(query(Map.of("from", "1971-03-01", "to", "1971-04-01", "compare", "lastYear"))).isNotNull();
	}

	@Test
	void suggestsNothingThatIsNotNear() {
		for (String metric : List.of("nope", "occupancy", "zzz")) {
			assertThat(refused(Map.of("metrics", metric))).as(metric)
				.hasMessage("Unknown metric '" + metric + "'. /v1/kpis/catalogue lists all.");
		}
		assertThat(refused(Map.of("timeZone", "EST"))).hasMessageContaining("Etc/GMT+5 for a fixed offset");
	}

	@Test
	void readsTheEndOfADayInADayPart() {
		assertThat(query(Map.of("dayParts", "late:MONDAY@20:00-24:00")).selection().dayParts()).singleElement()
			.satisfies((part) -> assertThat(part.to()).isEqualTo("00:00"));
	}

	@Test
	void namesTheDirections() {
		RequestProblem problem = refused(Map.of("direction", "INBOUND,UP"));

		assertThat(property(problem, "value")).isEqualTo("UP");
		assertThat(problem).hasMessage("Unknown direction 'UP'. Expected INBOUND, OUTBOUND, INTERNAL.");
	}

	@Test
	void suggestsTheTimeZoneThatWasMeant() {
		assertThat(refused(Map.of("timeZone", "europe/paris"))).hasMessage(
				"Unknown time zone 'europe/paris'. Expected an IANA region such as Europe/London, or Etc/GMT+5 for a fixed "
						+ "offset; abbreviations such as EST are ambiguous. Did you mean Europe/Paris?");
	}

	@Test
	void refusesWhatIsNoTime() {
		for (String sent : List.of("lastYear", "2026-13-01", "2026-11-09T25:00", "09.11.2026", "1795000000",
				"2026-02-29", "2026-11-09T00:00:00+25:00")) {
			assertThat(refused(Map.of("from", sent))).as(sent)
				.hasMessageStartingWith("Invalid from '" + sent + "'. Expected an instant (2026-11-09T00:00:00Z");
		}
	}

	@Test
	void readsLocalTimesLikeInstants() {
		for (String sent : List.of("2026-11-09T08:00", "2026-11-09 08:00:00", "2026-11-09 08:00:00,0",
				"2026-11-09t08:00")) {
			assertThat(query(Map.of("from", sent, "timeZone", "Asia/Tokyo")).selection().from()).as(sent)
				.isEqualTo("2026-11-08T23:00:00Z");
		}
	}

	@Test
	void cutsWhatIsFinerThanAMicrosecond() {
		assertThat(query(Map.of("from", "2026-11-09T00:00:00.123456789Z")).selection().from())
			.isEqualTo("2026-11-09T00:00:00.123456Z");
	}

	@Test
	void readsCodesAsCallsAreStoredUnderThem() {
		for (Dimension dimension : List.of(Dimension.QUEUE, Dimension.AGENT, Dimension.CAMPAIGN, Dimension.DISPOSITION,
				Dimension.TRUNK, Dimension.SOURCE, Dimension.IVR, Dimension.TEAM)) {
			assertThat(query(Map.of(dimension.key(), "Cafe\u0301,\u00a0b\u3000,")).selection().filters().get(dimension))
				.containsExactlyInAnyOrder("Café", "b", "");
			RequestProblem problem = refused(Map.of(dimension.key(), "a,sa\u200bles"));
			assertThat(problem).hasMessageContaining("an invisible character (U+200B)");
			assertThat(property(problem, "field")).isEqualTo(dimension.key());
		}
	}

	@Test
	void refusesYearsThatNoCallIsOf() {
		assertThat(refused(Map.of("from", "0026-11-09"))).hasMessageContaining("Expected a year from 1970 to 2100");
		for (String from : List.of("2026-11-09", "2026-03-29T02:30")) {
			assertThat(
					refused(Map.of("from", from, "to", "+999999999-12-31T23:59:59-18:00", "timeZone", "Europe/Berlin")))
				.hasMessageContaining("1970 to 2100");
		}
		assertThat(refused(Map.of("from", "-999999999-01-01T00:00:00+18:00"))).hasMessageContaining("1970 to 2100");
		assertThat(query(Map.of("from", "1970-01-01", "to", "2101-01-01", "timeZone", "Asia/Tokyo"))).isNotNull();
	}

	@Test
	void refusesARangeWithoutTime() {
		RequestProblem same = refused(Map.of("from", "2026-11-09", "to", "2026-11-09"));

		assertThat(property(same, "field")).isEqualTo("to");
		assertThat(same)
			.hasMessage("Invalid range: to 2026-11-09T00:00:00Z is not after from 2026-11-09T00:00:00Z. The end "
					+ "is not part of the range: one day is from=2026-11-09&to=2026-11-10.");
		assertThat(refused(Map.of("from", "2026-11-10", "to", "2026-11-09"))).hasMessageContaining("is not after");
	}

	@Test
	void refusesIntervalsThatTheCalendarCannotStep() {
		for (String sent : List.of("P1DT1H", "PT0S", "P0D", "-P1D", "PT-1H", "P1M1D", "P1Y2M", "P", "PT", "1d", "daily",
				"P1.5D", "PT0.0000001S", "P100000D", "PT0.H")) {
			assertThat(refused(Map.of("interval", sent))).as(sent)
				.hasMessage(
						"Invalid interval '" + sent + "'. Expected days, weeks, months or years (P1D, P1W, P1M, P3M, "
								+ "P1Y), or a time under a day (PT1M, PT15M, PT1H, PT1H30M)."
								+ (List.of("1d", "daily").contains(sent) ? " Did you mean P1D?" : ""));
		}
		assertThat(refused(Map.of("interval", "PT24H"))).hasMessageContaining("Expected days such as P1D");
	}

	@Test
	void refusesDurationsOutOfBounds() {
		for (String sent : List.of("-1", "PT-5S", "1e9", "NaN", "20s", "P31D", "99999999999", "0.0000001",
				"PT0.0000001S", "PT9999999999999999999S")) {
			assertThat(refused(Map.of("threshold", sent))).as(sent)
				.hasMessageStartingWith(
						"Invalid threshold '" + sent + "'. Expected a duration from 0 to 30 days, in seconds");
		}
	}

	@Test
	void refusesRatiosOverOfferedByAgent() {
		for (String metric : List.of("answerRate", "abandonmentRate", "adjustedAbandonmentRate")) {
			for (Map<String, String> byAgent : List.of(Map.of("groupBy", "queue,agent", "metrics", "offered," + metric),
					Map.of("agent", "alice", "metrics", metric))) {
				RequestProblem problem = refused(byAgent);

				assertThat(property(problem, "value")).isEqualTo(metric);
				assertThat(problem).hasMessage("The metric '" + metric + "' has no value by agent, because callers "
						+ "abandon queues. Group it by queue, or query agentAnswerRate by agent.");
			}
		}
	}

	@Test
	void answersTheServiceLevelOfAnAgentOnlyWithoutAbandonedVisits() {
		for (ServiceLevelPolicy policy : ServiceLevelPolicy.values()) {
			var sent = Map.of("groupBy", "agent", "metrics", "serviceLevel", "serviceLevelPolicy", policy.name());
			if (policy == ServiceLevelPolicy.ANSWERED_ONLY) {
				assertThat(query(sent).selection().judging().policy()).isEqualTo(policy);
			}
			else {
				assertThat(refused(sent)).as(policy.name())
					.hasMessageContaining("Send serviceLevelPolicy=ANSWERED_ONLY, or group by queue");
			}
		}
	}

	@Test
	void refusesMoreIntervalsThanAnAnswerHas() {
		KpiQuery query = query(Map.of("from", "2025-01-01", "to", "2027-01-01", "interval", "PT1M"));

		RequestProblem problem = catchThrowableOfType(RequestProblem.class, query::boundaries);

		assertThat(problem.problem()).isEqualTo(Problem.ANSWER_TOO_LARGE);
		assertThat(problem)
			.hasMessage("Too many intervals: interval PT1M divides the range into about 1,051,200. Expected at most "
					+ "50,000; query a longer interval or a shorter range.");
		assertThat(property(problem, "field")).isEqualTo("interval");
		assertThat(property(problem, "value")).isEqualTo("PT1M");
		assertThat(query(Map.of("from", "1970-01-01", "to", "2100-01-01", "interval", "P1D")).boundaries())
			.hasSize(47_482 + 1);
	}

	@Test
	void refusesMicrosecondsOfACenturyWithoutCountingThem() {
		KpiQuery query = query(Map.of("from", "1970-01-01", "to", "2100-01-01", "interval", "PT0.000001S"));

		assertThat(catchThrowableOfType(RequestProblem.class, query::boundaries))
			.hasMessageContaining("about 4,102,444,");
	}

	@Test
	void readsEveryMetricOfTheCatalogue() {
		for (Metric metric : Metrics.all()) {
			assertThat(query(Map.of("metrics", metric.id())).metrics()).containsExactly(metric);
			assertThat(metric.formula()).isNotBlank();
			assertThat(metric.label()).isNotBlank();
			assertThat(metric.figure().measures()).isNotEmpty();
			assertThat(metric.figure().value(Sums.NONE, ANYTIME, query(Map.of()).selection())).as(metric.id())
				.satisfies((value) -> {
					if (metric.figure().denominator() != null && metric.unit() != Metric.Unit.PER_HOUR) {
						assertThat(value.value()).isNull();
					}
				});
		}
	}

	private static KpiQuery query(Map<String, String> sent) {
		return KpiQueries.query(sent);
	}

	private static KpiQuery query(Map<String, String> sent, String region) {
		return KpiQueries.query(sent, region);
	}

	private static RequestProblem refused(Map<String, String> sent) {
		return catchThrowableOfType(RequestProblem.class, () -> query(sent));
	}

	private static @Nullable Object property(RequestProblem problem, String name) {
		var properties = problem.body().getProperties();
		return (properties != null) ? properties.get(name) : null;
	}

}
