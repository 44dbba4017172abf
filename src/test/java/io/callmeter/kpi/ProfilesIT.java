package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import io.callmeter.kpi.Deliveries.Fields;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.MONDAY;
import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.call;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static io.callmeter.kpi.Deliveries.outbound;
import static io.callmeter.kpi.Deliveries.segment;
import static io.callmeter.kpi.Deliveries.visit;
import static org.assertj.core.api.Assertions.assertThat;

/// The same day as other products count it, each figure beside Callmeter's own.
///
/// | visits | waits in seconds |
/// |---|---|
/// | 4 answered | 10, 20, 30, 40 |
/// | 3 abandoned | 3, 15, 60 |
/// | 2 callbacks | 12, 50 |
/// | 4 overflowed | 18 and 90 by time-out, 10 by key, 15 left an empty queue |
/// | 3 refused | 0 each: full, closed, no agents |
/// | 1 voicemail | 25 |
/// | 1 waiting | |
///
/// and five dials: two connected, a machine, one dropped, one busy.
class ProfilesIT extends PostgresIT {

	private static final String DAY = "from=2026-11-09&to=2026-11-10";

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					profile=connect                                                | serviceLevel      | 0.2777777778 | 5 | 18 | 0.4
					profile=connect&comparison=lt                                  | serviceLevel      | 0.2222222222 | 4 | 18 | 0.2
					profile=connect                                                | averageHoldTime   | -            | 0 | 0  | -
					profile=genesys                                                | serviceLevel      | 0.2857142857 | 2 | 7  | 0.4
					profile=genesys&profileOptions=flowOuts                        | serviceLevel      | 0.1818181818 | 2 | 11 | 0.4
					profile=genesys&profileOptions=shortAbandons                   | serviceLevel      | 0.3333333333 | 2 | 6  | 0.4
					profile=genesys&profileOptions=allAbandons                     | serviceLevel      | 0.5          | 2 | 4  | 0.4
					profile=genesys&profileOptions=flowOuts,shortAbandons          | serviceLevel      | 0.2          | 2 | 10 | 0.4
					profile=cisco                                                  | serviceLevel      | 0.4          | 2 | 5  | 0.4
					profile=cisco&profileOptions=negative                          | serviceLevel      | 0.2857142857 | 2 | 7  | 0.4
					profile=cisco&profileOptions=positive                          | serviceLevel      | 0.5714285714 | 4 | 7  | 0.4
					profile=cisco&serviceLevelPolicy=ALL_OFFERED                   | serviceLevel      | 0.4          | 2 | 5  | 0.1176470588
					profile=asterisk                                               | serviceLevel      | 0.5          | 2 | 4  | 0.4
					profile=asterisk&profileOptions=second                         | serviceLevel      | 0.6          | 6 | 10 | 0.4
					profile=asterisk                                               | abandoned         | 6            | - | -  | 3
					profile=asterisk                                               | abandonmentRate   | 0.3529411765 | 6 | 17 | 0.1764705882
					profile=vicidial                                               | serviceLevel      | 0.5          | 2 | 4  | 0.4
					profile=vicidial                                               | abandonmentRate   | 0.75         | 3 | 4  | 0.1666666667
					profile=vicidial&profileOptions=dropsByCalls                   | abandonmentRate   | 0.1666666667 | 3 | 18 | 0.1666666667
					profile=vicidial                                               | abandonedCallRate | 0.25         | 1 | 4  | 0.3333333333
					profile=vicidial&profileOptions=dropsByCalls                   | abandonedCallRate | 0.2          | 1 | 5  | 0.3333333333
					profile=wazo                                                   | serviceLevel      | 0.5          | 2 | 4  | 0.4
					profile=wazo                                                   | answerRate        | 0.3333333333 | 4 | 12 | 0.2222222222
					profile=wazo                                                   | averageWait       | 39           | 398 | 10 | 23.4117647059
					""")
	void showsTheFigureOfTheOldScreenBesideOurs(String choices, String metric, BigDecimal value, BigDecimal numerator,
			BigDecimal denominator, BigDecimal ours) {
		day();

		JsonNode figure = kpis(choices, metric).path("total").path("metrics").path(metric);

		assertIs(figure.path("value"), value);
		assertIs(figure.path("numerator"), numerator);
		assertIs(figure.path("denominator"), denominator);
		assertIs(figure.path("standard").path("value"), ours);
	}

	@Test
	void saysWhyOursDiffers() {
		day();

		JsonNode profile = kpis("profile=wazo", "averageWait,offered").path("profile");

		assertThat(profile.path("product").asString()).isEqualTo("Wazo call-logd");
		assertThat(profile.path("differences").propertyNames()).containsExactly("averageWait");
		JsonNode difference = profile.path("differences").path("averageWait");
		assertThat(difference.path("formula").asString()).contains("cut to whole seconds");
		assertThat(difference.path("standardFormula").asString())
			.isEqualTo("Σ wait of decided visits / decided visits");
		assertThat(difference.path("why").asString()).contains("the seconds are cut");
	}

	/// Two visits over midnight: one queued before and answered after, one the other day.
	@Test
	void countsWhenTheProductCounts() {
		Instant beforeMidnight = MONDAY.minusSeconds(5);
		post(inbound(beforeMidnight).legs(answered("sales", "alice", beforeMidnight, Duration.ofSeconds(10))));

		assertThat(shown(kpis("profile=asterisk", "answered"), "answered")).isEqualTo("END 1");
		assertThat(shown(kpis("profile=asterisk&basis=START", "answered"), "answered")).isEqualTo("START 0");
		assertThat(shown(kpis("profile=genesys", "answered"), "answered")).isEqualTo("START 0");
		assertThat(shown(kpis("profile=genesys&groupBy=agent", "handled"), "handled")).isEqualTo("END 1");
		assertThat(shown(kpis("profile=connect", "answered"), "answered")).isEqualTo("START 0");
	}

	@Test
	void refusesSwitchesOfAnotherProduct() {
		for (String choices : List.of("profile=avaya", "profileOptions=second", "profile=genesys&profileOptions=second",
				"profile=cisco&profileOptions=negative,positive")) {
			Answer answer = http().get("/v1/kpis?" + DAY + "&metrics=offered&" + choices);
			assertThat(answer.status()).as(choices).isEqualTo(400);
			assertThat(answer.json().path("field").asString()).as(choices)
				.isEqualTo(choices.contains("Options") ? "profileOptions" : "profile");
		}
	}

	private void day() {
		Stream<Fields> visits = Stream
			.of(Stream.of(10, 20, 30, 40).map((wait) -> answered("sales", "alice", MONDAY, seconds(wait))),
					Stream.of(3, 15, 60).map((wait) -> left("sales", MONDAY, seconds(wait), "ABANDONED")),
					Stream.of(12, 50).map((wait) -> left("sales", MONDAY, seconds(wait), "CALLBACK")),
					Stream.of(18, 90)
						.map((wait) -> left("sales", MONDAY, seconds(wait), "OVERFLOWED").with("reason", "TIMEOUT")),
					Stream.of(left("sales", MONDAY, seconds(10), "OVERFLOWED").with("reason", "KEY"),
							left("sales", MONDAY, seconds(15), "OVERFLOWED").with("reason", "LEAVE_EMPTY"),
							left("sales", MONDAY, seconds(25), "VOICEMAIL")),
					Stream.of("FULL", "CLOSED", "JOIN_EMPTY")
						.map((reason) -> left("sales", MONDAY, Duration.ZERO, "REFUSED").with("reason", reason)))
			.flatMap((some) -> some);
		post(visits.map((visit) -> inbound(MONDAY).legs(visit)).toArray(Fields[]::new));
		post(call("INBOUND", MONDAY).legs(visit("sales", MONDAY)));
		Instant pickedUp = MONDAY.plusSeconds(5);
		post(outbound(MONDAY).with("answeredAt", pickedUp)
			.legs(segment("bob", pickedUp).with("endedAt", MONDAY.plusSeconds(30))),
				outbound(MONDAY).with("answeredAt", pickedUp)
					.legs(segment("bob", pickedUp).with("endedAt", MONDAY.plusSeconds(30))),
				outbound(MONDAY).with("answeredAt", pickedUp).with("outcome", "MACHINE"),
				outbound(MONDAY).with("answeredAt", pickedUp), outbound(MONDAY).with("hangupCause", 17));
	}

	private JsonNode kpis(String choices, String metrics) {
		Answer answer = http().get("/v1/kpis?" + DAY + "&metrics=" + metrics + "&" + choices);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private void post(Fields... calls) {
		Answer answer = http().post("/v1/calls", "application/x-ndjson",
				Arrays.stream(calls).map(Fields::json).collect(Collectors.joining("\n")));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.length);
	}

	private static void assertIs(JsonNode part, @Nullable BigDecimal expected) {
		if (expected == null) {
			assertThat(part.isNull() || part.isMissingNode()).as("%s", part).isTrue();
		}
		else {
			assertThat(part.decimalValue()).isEqualByComparingTo(expected);
		}
	}

	private static String shown(JsonNode answer, String metric) {
		return answer.path("basis").asString() + " "
				+ answer.path("total").path("metrics").path(metric).path("value").asString();
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
