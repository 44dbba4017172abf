package io.callmeter.kpi.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.Transfer;

/// Every figure of the things of one group in one interval, each written as its definition reads.
final class Figures {

	/// Durations that can be split over the time they took.
	static final List<String> SPLITTABLE = List.of("talkTime", "holdTime", "wrapUpTime", "handleTime");

	private static final BigDecimal SATISFIED = new BigDecimal("0.8");

	private static final String NO_CURRENCY = "XXX";

	private final Question question;

	private final History history;

	private final List<Part> parts;

	private final List<Contact> calls;

	private final List<Portion> portions;

	private final Duration elapsed;

	/// @param history all calls, whenever they were
	/// @param elapsed how much of the interval has passed
	Figures(Question question, History history, List<Part> parts, List<Contact> calls, List<Portion> portions,
			Duration elapsed) {
		this.question = question;
		this.history = history;
		this.parts = parts;
		this.calls = calls;
		this.portions = portions;
		this.elapsed = elapsed;
	}

	Value figure(String id) {
		return switch (id) {
			case "offered" -> count(visits());
			case "answered" -> count(answered());
			case "abandoned" -> count(visits(LegOutcome.ABANDONED));
			case "shortAbandoned" -> count(shortAbandoned());
			case "overflowed" -> count(visits(LegOutcome.OVERFLOWED));
			case "callbacks" -> count(visits(LegOutcome.CALLBACK));
			case "voicemails" -> count(visits(LegOutcome.VOICEMAIL));
			case "refused" -> count(visits(LegOutcome.REFUSED));
			case "failed" -> count(visits(LegOutcome.FAILED));
			case "waiting" -> count(waiting());
			case "answerRate" -> ratio(answered(), visits());
			case "abandonmentRate" -> ratio(visits(LegOutcome.ABANDONED), visits());
			case "adjustedAbandonmentRate" -> ratio(size(visits(LegOutcome.ABANDONED)) - size(shortAbandoned()),
					size(visits()) - size(shortAbandoned()));
			case "serviceLevel" -> serviceLevel();
			case "averageSpeedOfAnswer" -> mean(answered(), Part::waited, answered());
			case "averageWait" -> mean(decided(), Part::waited, decided());
			case "averageAbandonTime" -> mean(visits(LegOutcome.ABANDONED), Part::waited, visits(LegOutcome.ABANDONED));
			case "longestWait" ->
				Value.single(decided().stream().map(Part::waited).max(BigDecimal::compareTo).orElse(null));
			case "waitP50" -> percentile(50, decided(), Part::waited);
			case "waitP90" -> percentile(90, decided(), Part::waited);
			case "waitP95" -> percentile(95, decided(), Part::waited);
			case "waitP99" -> percentile(99, decided(), Part::waited);
			case "abandonP50" -> percentile(50, visits(LegOutcome.ABANDONED), Part::waited);
			case "abandonP90" -> percentile(90, visits(LegOutcome.ABANDONED), Part::waited);
			case "abandonP95" -> percentile(95, visits(LegOutcome.ABANDONED), Part::waited);
			case "abandonP99" -> percentile(99, visits(LegOutcome.ABANDONED), Part::waited);
			case "waitedOver60" -> ratio(waitedOver(60), decided());
			case "waitedOver180" -> ratio(waitedOver(180), decided());
			case "handled" -> count(handled());
			case "talkTime" -> total(Portion::talk);
			case "holdTime" -> total(Portion::hold);
			case "wrapUpTime" -> total(Portion::wrapUp);
			case "handleTime" -> total(Portion::handle);
			case "averageTalkTime" -> mean(handled(), Part::talk, handled());
			case "averageHoldTime" -> mean(handled(), Part::hold, withHold());
			case "averageHoldTimeAll" -> mean(handled(), Part::hold, handled());
			case "averageWrapUpTime" -> mean(handled(), Part::wrapUp, handled());
			case "averageHandleTime" -> mean(handled(), Part::handle, handled());
			case "talkP50" -> percentile(50, handled(), Part::talk);
			case "talkP90" -> percentile(90, handled(), Part::talk);
			case "talkP95" -> percentile(95, handled(), Part::talk);
			case "talkP99" -> percentile(99, handled(), Part::talk);
			case "handleP50" -> percentile(50, handled(), Part::handle);
			case "handleP90" -> percentile(90, handled(), Part::handle);
			case "handleP95" -> percentile(95, handled(), Part::handle);
			case "handleP99" -> percentile(99, handled(), Part::handle);
			case "holdRate" -> ratio(withHold(), handled());
			case "transfers" -> count(transferred());
			case "blindTransfers" -> count(transferred(Transfer.BLIND));
			case "consultTransfers" -> count(transferred(Transfer.CONSULT));
			case "transferRate" -> ratio(transferred(), handled());
			case "offers" -> count(offers());
			case "missedOffers" -> count(missedOffers());
			case "agentAnswerRate" -> ratio(size(answeredOffers()), size(answeredOffers()) + size(missedOffers()));
			case "shortCalls" -> count(talkedLessThan(this.question.limits().shortCall()));
			case "longCalls" -> count(talkedMoreThan(this.question.limits().longCall()));
			default -> figureOfCalls(id);
		};
	}

	private Value figureOfCalls(String id) {
		return switch (id) {
			case "calls" -> count(this.calls);
			case "callsPerHour" -> perHour(this.calls);
			case "callers" -> count(callers(this.calls));
			case "withheldCalls" -> count(withheld());
			case "callsPerCaller" -> ratio(size(this.calls) - size(withheld()), size(callers(this.calls)));
			case "averageCallLength" -> mean(ended(), Figures::length, ended());
			case "callLengthP50" -> percentile(50, ended(), Figures::length);
			case "callLengthP90" -> percentile(90, ended(), Figures::length);
			case "callLengthP95" -> percentile(95, ended(), Figures::length);
			case "callLengthP99" -> percentile(99, ended(), Figures::length);
			case "averageConversationTime" -> mean(handledCalls(), Figures::conversation, handledCalls());
			case "abandonedCalls" -> count(abandonedCalls());
			case "callAbandonmentRate" -> ratio(abandonedCalls(), endedInbound());
			case "averageCallAbandonTime" -> mean(abandonedCalls(), Figures::length, abandonedCalls());
			case "ivrContained" -> ratio(endedWithMenu(Contact::isContained), endedWithMenu((call) -> true));
			case "resolved" -> count(resolved());
			case "resolutionRate" -> ratio(resolved(), calls((call) -> call.call().crm().resolved() != null));
			case "callersResolvedRate" -> ratio(callers(resolved()), callers(this.calls));
			case "transferredCalls" -> count(calls(Contact::isTransferred));
			case "transfersPerResolved" -> ratio(calls(Contact::isTransferred), resolved());
			case "firstContactResolution" -> ratio(resolvedAtFirstContact(), resolved());
			case "repeatRate" -> ratio(repeated(), repeatable());
			case "csat" -> ratio(satisfied(), surveyed());
			case "csatAverage" -> mean(surveyed(), Figures::score, surveyed());
			case "surveyResponseRate" -> ratio(only(handledCalls(), surveyed()::contains), handledCalls());
			case "conversions" -> count(converted());
			case "conversionRate" ->
				ratio(only(calls(Contact::reachedSomeone), Contact::isConverted), calls(Contact::reachedSomeone));
			case "conversionsPerCaller" -> ratio(withNumber(converted()), callers(this.calls));
			case "conversionValue" -> conversionValue();
			default -> figureOfAttempts(id);
		};
	}

	private Value figureOfAttempts(String id) {
		return switch (id) {
			case "attempts" -> count(attempts());
			case "connected" -> count(connected());
			case "outboundAnswerRate" -> ratio(connected(), attempts());
			case "humanAnswerRate" -> ratio(attempts(Contact::metAPerson), attempts());
			case "noAnswerRate" -> ratio(attempts(CallOutcome.NO_ANSWER), attempts());
			case "busyRate" -> ratio(attempts(CallOutcome.BUSY), attempts());
			case "unreachableRate" -> ratio(attempts(CallOutcome.UNREACHABLE), attempts());
			case "rejectedRate" -> ratio(attempts(CallOutcome.REJECTED), attempts());
			case "invalidRate" -> ratio(attempts(CallOutcome.INVALID_NUMBER), attempts());
			case "failedRate" -> ratio(attempts(CallOutcome.FAILED), attempts());
			case "networkEffectiveness" -> ratio(
					size(connected()) + size(attempts(CallOutcome.BUSY)) + size(attempts(CallOutcome.NO_ANSWER))
							+ size(attempts(CallOutcome.REJECTED)) + size(attempts(CallOutcome.UNREACHABLE)),
					size(attempts()));
			case "abandonedCallRate" -> ratio(abandonedByTheCentre(), attempts(Contact::metAPerson));
			case "attemptsPerNumber" -> ratio(withNumber(attempts()), callers(attempts()));
			case "averageRingTime" -> mean(rungInVain(), Figures::length, rungInVain());
			case "averageConnectTime" -> mean(putThrough(), Figures::untilFirstSegment, putThrough());
			default -> throw new IllegalArgumentException("no metric is " + id);
		};
	}

	// Visits

	private List<Part> visits() {
		return parts(Part::isVisit);
	}

	private List<Part> visits(LegOutcome ending) {
		return parts((part) -> part.isVisit() && part.endedAs(ending));
	}

	private List<Part> answered() {
		return parts((part) -> part.isVisit() && part.isAnswered());
	}

	private List<Part> decided() {
		return parts((part) -> part.isVisit() && part.isDecided());
	}

	private List<Part> waiting() {
		return parts((part) -> part.isVisit() && !part.isDecided());
	}

	private List<Part> shortAbandoned() {
		return only(visits(LegOutcome.ABANDONED),
				(visit) -> visit.waited().compareTo(Counted.seconds(this.question.judgement().shortAbandon())) <= 0);
	}

	private List<Part> inTime(List<Part> visits) {
		Question.Judgement judgement = this.question.judgement();
		return only(visits, (visit) -> {
			int comparison = visit.waited().compareTo(Counted.seconds(judgement.threshold()));
			return comparison < 0 || (comparison == 0 && !judgement.strict());
		});
	}

	private List<Part> waitedOver(int seconds) {
		return only(decided(), (visit) -> visit.waited().compareTo(BigDecimal.valueOf(seconds)) > 0);
	}

	private Value serviceLevel() {
		int answered = size(answered());
		int answeredInTime = size(inTime(answered()));
		int abandoned = size(visits(LegOutcome.ABANDONED));
		int abandonedInTime = size(inTime(visits(LegOutcome.ABANDONED)));
		return switch (this.question.judgement().policy()) {
			case ANSWERED_ONLY -> ratio(answeredInTime, answered);
			case ABANDONS_NEGATIVE -> ratio(answeredInTime, answered + abandoned);
			case ABANDONS_IGNORED -> ratio(answeredInTime, answered + abandoned - abandonedInTime);
			case ABANDONS_CREDITED -> ratio(answeredInTime + abandonedInTime, answered + abandoned);
			case SHORT_EXCLUDED -> ratio(answeredInTime, answered + abandoned - size(shortAbandoned()));
			case ALL_OFFERED -> ratio(answeredInTime, size(visits()) - size(waiting()));
		};
	}

	// Segments and offers

	private List<Part> handled() {
		return parts((part) -> part.isSegment() && part.isEnded());
	}

	private List<Part> withHold() {
		return only(handled(), Part::hasHold);
	}

	private List<Part> transferred() {
		return only(handled(), Part::isTransferred);
	}

	private List<Part> transferred(Transfer how) {
		return only(handled(), (segment) -> segment.isTransferred(how));
	}

	private List<Part> talkedLessThan(Duration limit) {
		return only(handled(), (segment) -> segment.talk().compareTo(Counted.seconds(limit)) < 0);
	}

	private List<Part> talkedMoreThan(Duration limit) {
		return only(handled(), (segment) -> segment.talk().compareTo(Counted.seconds(limit)) > 0);
	}

	private List<Part> offers() {
		return parts(Part::isOffer);
	}

	private List<Part> answeredOffers() {
		return only(offers(), Part::isAnswered);
	}

	private List<Part> missedOffers() {
		return only(offers(), (offer) -> offer.endedAs(LegOutcome.MISSED) || offer.endedAs(LegOutcome.DECLINED)
				|| offer.endedAs(LegOutcome.FAILED));
	}

	private Value total(Function<Portion, BigDecimal> duration) {
		BigDecimal seconds = this.portions.stream().map(duration).reduce(BigDecimal.ZERO, BigDecimal::add);
		return Value.single(seconds);
	}

	// Calls

	private List<Contact> withheld() {
		return calls((call) -> call.call().customerNumber() == null);
	}

	private static List<Contact> withNumber(List<Contact> calls) {
		return only(calls, (call) -> call.call().customerNumber() != null);
	}

	/// The numbers of customers, each once.
	private static Set<String> callers(List<Contact> calls) {
		return calls.stream()
			.map((call) -> call.call().customerNumber())
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
	}

	private List<Contact> ended() {
		return calls(Contact::isEnded);
	}

	private List<Contact> endedInbound() {
		return only(ended(), (call) -> call.is(Direction.INBOUND));
	}

	private List<Contact> handledCalls() {
		return calls(Contact::isHandled);
	}

	private List<Contact> abandonedCalls() {
		return calls((call) -> call.is(Direction.INBOUND) && call.outcome() == CallOutcome.ABANDONED);
	}

	private List<Contact> endedWithMenu(Predicate<Contact> also) {
		return only(ended(), (call) -> !call.menus().isEmpty() && also.test(call));
	}

	private List<Contact> resolved() {
		return calls(Contact::isResolved);
	}

	private List<Contact> resolvedAtFirstContact() {
		return only(resolved(), (call) -> this.history.isFirstOfItsCase(call) && !call.isTransferred());
	}

	/// Inbound calls with a known number whose window has passed.
	private List<Contact> repeatable() {
		return calls((call) -> call.is(Direction.INBOUND) && call.call().customerNumber() != null
				&& this.history.isPassed(call, this.question.limits().repeatWindow()));
	}

	private List<Contact> repeated() {
		return only(repeatable(), (call) -> this.history.isRepeated(call, this.question.limits().repeatWindow()));
	}

	private List<Contact> surveyed() {
		return calls((call) -> call.call().crm().csat() != null);
	}

	private List<Contact> satisfied() {
		return only(surveyed(), (call) -> score(call).compareTo(SATISFIED) >= 0);
	}

	private List<Contact> converted() {
		return calls(Contact::isConverted);
	}

	private Value conversionValue() {
		Map<String, BigDecimal> byCurrency = new TreeMap<>();
		for (Contact call : converted()) {
			BigDecimal value = call.call().crm().conversionValue();
			String currency = call.call().crm().currency();
			if (value != null) {
				byCurrency.merge((currency != null) ? currency : NO_CURRENCY, value, BigDecimal::add);
			}
		}
		String asked = this.question.currency();
		if (asked == null) {
			return Value.money(null, byCurrency);
		}
		BigDecimal value = byCurrency.getOrDefault(asked, BigDecimal.ZERO);
		return Value.money(value, Map.of(asked, value));
	}

	private Value perHour(List<Contact> calls) {
		BigDecimal hours = Counted.seconds(this.elapsed).divide(BigDecimal.valueOf(3600), MathContext.DECIMAL128);
		return Value.quotient(BigDecimal.valueOf(size(calls)), hours);
	}

	private static BigDecimal length(Contact call) {
		return (call.endedAt() != null) ? Counted.seconds(call.beganAt(), call.endedAt()) : BigDecimal.ZERO;
	}

	private static BigDecimal conversation(Contact call) {
		if (call.isPlainConversation()) {
			return Counted.seconds(Objects.requireNonNull(call.answeredAt()), Objects.requireNonNull(call.endedAt()));
		}
		return sum(call.endedSegments(), Part::conversed);
	}

	private static BigDecimal score(Contact call) {
		return Objects.requireNonNull(call.call().crm().csat());
	}

	// Attempts

	private List<Contact> attempts() {
		return calls((call) -> call.is(Direction.OUTBOUND));
	}

	private List<Contact> attempts(Predicate<Contact> which) {
		return only(attempts(), which);
	}

	private List<Contact> attempts(CallOutcome outcome) {
		return only(attempts(), (attempt) -> attempt.outcome() == outcome);
	}

	private List<Contact> connected() {
		return attempts(Contact::isPickedUp);
	}

	private List<Contact> rungInVain() {
		return attempts((attempt) -> attempt.isEnded() && attempt.answeredAt() == null && !attempt.isPickedUp());
	}

	private List<Contact> putThrough() {
		return attempts((attempt) -> attempt.answeredAt() != null && !attempt.segments().isEmpty());
	}

	/// Connected to a person but to no agent, or to one too late.
	private List<Contact> abandonedByTheCentre() {
		Duration abandonAfter = this.question.limits().abandonAfter();
		return attempts((attempt) -> attempt.outcome() == CallOutcome.ABANDONED
				|| (abandonAfter != null && attempt.metAPerson() && putThrough().contains(attempt)
						&& untilFirstSegment(attempt).compareTo(Counted.seconds(abandonAfter)) > 0));
	}

	private static BigDecimal untilFirstSegment(Contact attempt) {
		Instant first = Objects.requireNonNull(attempt.segments().getFirst().answeredAt());
		return Counted.seconds(Objects.requireNonNull(attempt.answeredAt()), first).max(BigDecimal.ZERO);
	}

	// Counting and dividing

	private List<Part> parts(Predicate<Part> which) {
		return only(this.parts, which);
	}

	private List<Contact> calls(Predicate<Contact> which) {
		return only(this.calls, which);
	}

	private static <T> List<T> only(List<T> things, Predicate<T> which) {
		return things.stream().filter(which).toList();
	}

	private static int size(Collection<?> things) {
		return things.size();
	}

	private static Value count(Collection<?> things) {
		return Value.single(BigDecimal.valueOf(size(things)));
	}

	private static Value ratio(Collection<?> things, Collection<?> of) {
		return ratio(size(things), size(of));
	}

	private static Value ratio(int numerator, int denominator) {
		return Value.quotient(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
	}

	private static <T> Value mean(List<T> things, Function<T, BigDecimal> amount, Collection<?> by) {
		return Value.quotient(sum(things, amount), BigDecimal.valueOf(size(by)));
	}

	private static <T> BigDecimal sum(List<T> things, Function<T, BigDecimal> amount) {
		return things.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/// The least value that so many percent of all do not exceed.
	private static <T> Value percentile(int percent, List<T> things, Function<T, BigDecimal> amount) {
		List<BigDecimal> sorted = things.stream().map(amount).sorted().toList();
		int rank = Math.ceilDiv(percent * sorted.size(), 100);
		return Value.percentile(sorted.isEmpty() ? null : sorted.get(rank - 1), sorted.size());
	}

}
