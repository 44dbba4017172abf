package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.RandomCalls;
import io.callmeter.TestCalls;
import io.callmeter.call.Call;
import io.callmeter.call.Direction;
import io.callmeter.call.Leg;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The service counts as its figures are defined, whatever calls there are and whatever is asked.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class ReferenceKpisIT extends PostgresIT {

	/// Nobody abandons an agent.
	private static final List<String> UNKNOWN_TO_AGENTS = List.of("answerRate", "abandonmentRate",
			"adjustedAbandonmentRate");

	/// Steps so short that a question of all calls would have too many rows to compare.
	private static final List<String> SHORT_STEPS = List.of("PT15M", "PT1H");

	/// Reads figures to their last decimal.
	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final Duration SHORT_RANGE = Duration.ofHours(7);

	private static List<Call> calls(Dice dice) {
		Move move = move(dice);
		return RandomCalls.calls(dice, 1, 40).stream().map((call) -> move.moved(touch(dice).on(call))).toList();
	}

	/// What sources say besides: lines, an inbound line that answers, why a dial failed,
	/// for whom a queue rang in vain.
	private static Touch touch(Dice dice) {
		return new Touch(dice.orNull(0.5, () -> dice.oneOf("trunk-a", "trunk-b")), dice.orNull(0.7, () -> "trunk-b"),
				dice.orNull(0.5, () -> dice.oneOf(400, 404, 408, 480, 484, 486, 487, 503, 600, 603)));
	}

	/// To days on which a clock changes, and close together.
	private static Move move(Dice dice) {
		return new Move(Duration.ofDays(dice.oneOf(0, 7, 29)), dice.oneOf(1, 1, 10));
	}

	private static Question question(Dice dice) {
		ZoneId zone = ZoneId
			.of(dice.oneOf("UTC", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York"));
		String interval = dice.orNull(0.2, () -> dice.oneOf("PT15M", "PT1H", "PT6H", "P1D", "P1W", "P1M"));
		return new Question(Instant.MIN, Instant.MAX, zone, metrics(dice),
				dice.distinct(0, 3, () -> dice.oneOf(Key.values()), (key) -> key), interval, filters(dice),
				dice.oneOf(Basis.values()), dice.chance(0.5),
				dice.chance(0.3) ? Question.Judgement.USUAL : judgement(dice),
				dice.chance(0.3) ? Question.Limits.USUAL : limits(dice),
				dice.orNull(0.7, () -> dice.oneOf("EUR", "GBP")));
	}

	/// Some; none stands for all.
	private static List<String> metrics(Dice dice) {
		return dice.chance(0.8) ? List.of() : dice.listOf(1, 3, () -> dice.oneOf(Unit.allMetrics().toList()));
	}

	private static Map<Key, Set<String>> filters(Dice dice) {
		if (dice.chance(0.75)) {
			return Map.of();
		}
		Map<Key, List<String>> values = new EnumMap<>(Key.class);
		values.put(Key.QUEUE, List.of("sales", "support", ""));
		values.put(Key.AGENT, List.of("alice", "Zoë 😀", ""));
		values.put(Key.CAMPAIGN, List.of("spring", ""));
		values.put(Key.NUMBER, List.of("+442079460800", ""));
		values.put(Key.DIRECTION, List.of("INBOUND", "OUTBOUND", "INTERNAL"));
		values.put(Key.OUTCOME, List.of("CONNECTED", "ABANDONED", "NO_ANSWER", "open"));
		values.put(Key.DISPOSITION, List.of("SALE", ""));
		values.put(Key.TRUNK, List.of("trunk-a", "trunk-b", ""));
		values.put(Key.ENDED_BY, List.of("CUSTOMER", "AGENT", ""));
		values.put(Key.IVR, List.of("main", ""));
		values.put(Key.HANGUP_CAUSE, List.of("16", "17", ""));
		values.put(Key.HOUR_OF_DAY, List.of("0", "1", "9", "12"));
		values.put(Key.DAY_OF_WEEK, List.of("SUNDAY", "MONDAY"));
		Key key = dice.oneOf(List.copyOf(values.keySet()));
		List<String> wanted = Objects.requireNonNull(values.get(key));
		return Map.of(key, Set.copyOf(dice.distinct(1, 2, () -> dice.oneOf(wanted), (value) -> value)));
	}

	private static Question.Judgement judgement(Dice dice) {
		return new Question.Judgement(Duration.ofSeconds(dice.oneOf(0, 5, 20, 20, 200)),
				Duration.ofSeconds(dice.oneOf(0, 5, 5, 100)), dice.chance(0.5), dice.oneOf(Policy.values()));
	}

	private static Question.Limits limits(Dice dice) {
		return new Question.Limits(Duration.ofSeconds(dice.oneOf(5, 20, 100)),
				Duration.ofSeconds(dice.oneOf(0, 20, 300)),
				dice.orNull(0.3, () -> Duration.ofSeconds(dice.oneOf(0, 2, 60))),
				Duration.ofHours(dice.oneOf(1, 12, 36, 720)));
	}

	@Property(tries = 40)
	void theServiceAnswersWhatTheReferenceDoes(Dice dice) {
		List<Call> calls = calls(dice);
		post(calls);
		Question question = complete(question(dice), calls, range(dice));

		var answer = http().get(question.path());

		assertThat(answer.status()).as("%s: %s", question, answer.body()).isEqualTo(200);
		assertSame(question, JSON.readTree(answer.body()), ReferenceKpis.answer(calls, question, Instant.now()));
	}

	private static Range range(Dice dice) {
		return new Range(dice.between(0, 39), dice.between(0, 39), dice.orNull(0.3, () -> micros(dice)),
				dice.orNull(0.3, () -> micros(dice)), dice.chance(0.5));
	}

	private static long micros(Dice dice) {
		return dice.between(0, Duration.ofHours(12).toNanos() / 1000);
	}

	@Test
	void theReferenceKnowsEveryMetricOfTheCatalogue() {
		List<String> known = Unit.allMetrics().toList();

		List<String> catalogue = new ArrayList<>();
		http().get("/v1/kpis/catalogue")
			.json()
			.path("items")
			.forEach((metric) -> catalogue.add(metric.path("id").asString()));

		assertThat(catalogue).filteredOn((id) -> !id.startsWith("cost")).containsExactlyInAnyOrderElementsOf(known);
	}

	@Test
	void talkIsSplitOverTheHalfHoursThatItTookOrCountsWhereItEnded() {
		post(List.of(talked("1", Instant.parse("2026-11-16T09:16:00Z"), Instant.parse("2026-11-16T09:32:00Z")),
				talked("2", Instant.parse("2026-11-16T09:35:00Z"), Instant.parse("2026-11-16T10:05:00Z"))));

		assertThat(talkMinutes("PRORATED")).containsExactly(14L, 27L, 5L);
		assertThat(talkMinutes("END")).containsExactly(0L, 16L, 30L);
	}

	@Test
	void aSegmentIsInNoHourThatItOnlyTouches() {
		post(List.of(talked("1", Instant.parse("2026-11-16T09:35:00Z"), Instant.parse("2026-11-16T10:00:00Z")),
				talked("2", Instant.parse("2026-11-16T12:00:00Z"), Instant.parse("2026-11-16T12:00:00Z"))));

		var hours = new ArrayList<Integer>();
		http()
			.get("/v1/kpis?from=2026-11-16T09:00:00Z&to=2026-11-16T13:00:00Z&metrics=talkTime&groupBy=hourOfDay"
					+ "&basis=PRORATED")
			.json()
			.path("rows")
			.forEach((row) -> hours.add(row.at("/group/hourOfDay").asInt()));

		assertThat(hours).containsExactly(9, 12);
	}

	private List<Long> talkMinutes(String basis) {
		JsonNode answer = http()
			.get("/v1/kpis?from=2026-11-16T09:00:00Z&to=2026-11-16T10:30:00Z&metrics=talkTime"
					+ "&interval=PT30M&basis=" + basis)
			.json();
		var minutes = new ArrayList<Long>();
		answer.path("rows")
			.forEach((row) -> minutes.add(row.path("metrics").path("talkTime").path("value").asLong() / 60));
		return minutes;
	}

	private static Call talked(String callId, Instant from, Instant to) {
		Duration later = Duration.between(TestCalls.NINE, from);
		long seconds = Duration.between(from, to).toSeconds();
		return TestCalls.shifted(later, TestCalls
			.decoded(TestCalls.ended(TestCalls.inbound(callId), seconds, TestCalls.segment("1", "alice", 0, seconds))));
	}

	private void post(List<Call> calls) {
		var answer = http().post("/v1/calls", "application/x-ndjson", TestCalls.lines(calls));
		assertThat(answer.json().path("created").asInt()).as(answer.body()).isEqualTo(calls.size());
	}

	/// The question with a range that suits the calls, and all metrics that it may ask
	/// for.
	private static Question complete(Question asked, List<Call> calls, Range range) {
		Instant from = range.from(calls);
		Instant to = range.to(calls);
		if (asked.interval() != null && SHORT_STEPS.contains(asked.interval())
				&& Duration.between(from, to).compareTo(SHORT_RANGE) > 0) {
			to = from.plus(SHORT_RANGE);
		}
		return new Question(from, to, asked.zone(), metrics(asked), asked.groupBy(), asked.interval(), asked.filters(),
				asked.basis(), asked.firstAttribution(), asked.judgement(), asked.limits(), asked.currency());
	}

	/// Those asked for that the service does not refuse, or all such.
	private static List<String> metrics(Question asked) {
		List<String> allowed = Unit.allMetrics()
			.filter((id) -> asked.basis() != Basis.PRORATED || Figures.SPLITTABLE.contains(id))
			.filter((id) -> !asked.isByAgent() || isKnownToAgents(id, asked.judgement().policy()))
			.toList();
		List<String> wanted = allowed.stream().filter(asked.metrics()::contains).toList();
		return wanted.isEmpty() ? allowed : wanted;
	}

	private static boolean isKnownToAgents(String id, Policy policy) {
		return id.equals("serviceLevel") ? policy == Policy.ANSWERED_ONLY : !UNKNOWN_TO_AGENTS.contains(id);
	}

	private static void assertSame(Question question, JsonNode answer, Answer expected) {
		Map<Answer.Row, JsonNode> rows = new LinkedHashMap<>();
		answer.path("rows").forEach((row) -> rows.put(row(question, row), row.path("metrics")));
		SoftAssertions all = new SoftAssertions();
		all.assertThat(Instant.parse(answer.path("dataThrough").asString()))
			.as("dataThrough of %s", question)
			.isEqualTo(expected.dataThrough());
		all.assertThat(answer.path("serviceLevelPolicy").asString())
			.as("policy of %s", question)
			.isEqualTo(question.judgement().policy().name());
		all.assertThat(answer.path("threshold").decimalValue())
			.as("threshold of %s", question)
			.isEqualByComparingTo(Counted.seconds(question.judgement().threshold()));
		all.assertThat(rows.keySet()).as("rows of %s", question).isEqualTo(expected.rows().keySet());
		expected.rows().forEach((row, values) -> values.forEach((id, value) -> {
			JsonNode figures = rows.get(row);
			if (figures != null) {
				all.assertThat(value(figures.path(id))).as("%s in %s of %s", id, row, question).isEqualTo(value);
			}
		}));
		expected.total()
			.forEach((id, value) -> all.assertThat(value(answer.path("total").path("metrics").path(id)))
				.as("%s in total of %s", id, question)
				.isEqualTo(value));
		all.assertAll();
	}

	private static Answer.Row row(Question question, JsonNode row) {
		var group = new EnumMap<Key, @Nullable String>(Key.class);
		question.groupBy().forEach((key) -> group.put(key, text(row.path("group").get(key.parameter()))));
		return new Answer.Row(Instant.parse(row.path("from").asString()), Instant.parse(row.path("to").asString()),
				group);
	}

	private static @Nullable String text(@Nullable JsonNode value) {
		return (value != null && !value.isNull()) ? value.asString() : null;
	}

	private static Value value(JsonNode figure) {
		Map<String, BigDecimal> byCurrency = null;
		if (figure.has("byCurrency")) {
			byCurrency = new TreeMap<>();
			for (var amount : figure.path("byCurrency").properties()) {
				byCurrency.put(amount.getKey(), amount.getValue().decimalValue());
			}
		}
		return new Value(number(figure, "value"), number(figure, "numerator"), number(figure, "denominator"),
				number(figure, "population"), byCurrency);
	}

	private static @Nullable BigDecimal number(JsonNode figure, String part) {
		return figure.hasNonNull(part) ? figure.path(part).decimalValue() : null;
	}

	/// What is added to a call.
	/// @param sipStatus why a dial that nobody answered failed
	private record Touch(@Nullable String trunk, @Nullable String trunkOfLegs, @Nullable Integer sipStatus) {

		Call on(Call call) {
			boolean unanswered = call.direction() == Direction.OUTBOUND
					&& call.legs().stream().noneMatch((leg) -> leg.answeredAt() != null);
			Instant answeredAt = (call.direction() == Direction.OUTBOUND || this.trunk == null) ? call.answeredAt()
					: call.startedAt();
			return new Call(call.callId(), call.direction(), call.startedAt(), unanswered ? null : answeredAt,
					call.endedAt(), call.from(), call.to(), call.campaign(), call.source(), this.trunk, null,
					call.outcome(), call.hangupCause(), unanswered ? this.sipStatus : call.sipStatus(), null,
					call.crm(), call.recordingUrl(), call.attributes(), null,
					call.legs().stream().map(this::on).toList());
		}

		private Leg on(Leg leg) {
			boolean rangInVain = this.trunkOfLegs != null && leg.queuedAt() != null && leg.answeredAt() == null;
			return new Leg(leg.legId(), leg.queue(), rangInVain ? "alice" : leg.agent(), leg.ivr(), this.trunkOfLegs,
					leg.skill(), leg.queuedAt(), rangInVain ? leg.queuedAt() : leg.offeredAt(), leg.answeredAt(),
					leg.endedAt(), leg.holdSeconds(), leg.holds(), leg.wrapUpSeconds(), leg.outcome(), leg.reason(),
					leg.endedBy(), leg.transfer(), leg.transferredTo(), null);
		}

	}

	/// How calls are moved in time.
	/// @param closer how many times shorter the time is in which they begin
	private record Move(Duration back, int closer) {

		Call moved(Call call) {
			Duration offset = Duration.between(RandomCalls.FROM, call.startedAt());
			Duration shift = Duration.ofNanos(offset.toNanos() / this.closer / 1000 * 1000).minus(offset);
			return TestCalls.shifted(shift.minus(this.back), call);
		}

	}

	/// From and to, each relative to the beginning of a call; null is exactly then.
	/// @param everything whether the calls are the first and the last
	record Range(int one, int other, @Nullable Long microsBefore, @Nullable Long microsAfter, boolean everything) {

		Instant from(List<Call> calls) {
			Instant begin = begins(calls).min(Instant::compareTo).orElseThrow();
			return (this.microsBefore != null) ? begin.minusNanos(this.microsBefore * 1000) : begin;
		}

		Instant to(List<Call> calls) {
			Instant end = begins(calls).max(Instant::compareTo).orElseThrow();
			end = (this.microsAfter != null) ? end.plusNanos(this.microsAfter * 1000) : end;
			return from(calls).isBefore(end) ? end : end.plus(Duration.ofHours(1));
		}

		private Stream<Instant> begins(List<Call> calls) {
			return this.everything ? calls.stream().map(Call::startedAt)
					: Stream.of(this.one, this.other).map((index) -> calls.get(index % calls.size()).startedAt());
		}

	}

}
