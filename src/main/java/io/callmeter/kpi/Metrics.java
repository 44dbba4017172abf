package io.callmeter.kpi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.callmeter.text.Nearest;

import static io.callmeter.kpi.Measure.*;

/// Every KPI, in the order of the catalogue: each figure has one formula, and it is here.
final class Metrics {

	private static final Map<String, Metric> ALL = index(List.of(
			// Reaching the centre
			count("offered", "Offered", "visits to a queue", OFFERED),
			count("answered", "Answered", "visits answered by an agent", ANSWERED),
			count("abandoned", "Abandoned", "visits whose caller hung up before an answer", ABANDONED).atMost(),
			count("shortAbandoned", "Abandoned at once", "abandoned visits with a wait of at most shortAbandon",
					SHORT_ABANDONED),
			count("overflowed", "Overflowed", "visits left by time-out, key or transfer before an answer", OVERFLOWED)
				.atMost(),
			count("callbacks", "Callbacks", "visits that ended in a request to be called back", CALLBACKS),
			count("voicemails", "Voicemails", "visits that ended in a voicemail", VOICEMAILS),
			count("refused", "Refused", "visits refused: closed, full or no agents", REFUSED).atMost(),
			count("failed", "Failed", "visits that ended by a technical failure", FAILED).atMost(),
			count("waiting", "Waiting", "visits neither answered nor ended", WAITING).atMost(),
			share("answerRate", "Answer rate", "answered / offered", ANSWERED, OFFERED).atLeast(),
			share("abandonmentRate", "Abandonment rate", "abandoned / offered", ABANDONED, OFFERED)
				.called("abandonrate")
				.atMost(),
			share("adjustedAbandonmentRate", "Abandonment rate without short abandons",
					"(abandoned − shortAbandoned) / (offered − shortAbandoned)", ABANDONED.minus(SHORT_ABANDONED),
					OFFERED.minus(SHORT_ABANDONED))
				.atMost(),
			Metric
				.of("serviceLevel", "Service level", Metric.Unit.RATIO,
						"visits answered with a wait of at most threshold / visits, by serviceLevelPolicy",
						new Figure.ServiceLevel())
				.called("sl", "tsf")
				.atLeast(),
			mean("averageSpeedOfAnswer", "Average speed of answer", "Σ wait of answered visits / answered",
					ANSWERED_WAIT, ANSWERED)
				.called("asa")
				.atMost(),
			mean("averageWait", "Average wait", "Σ wait of decided visits / decided visits", WAIT, DECIDED)
				.called("awt")
				.atMost(),
			mean("averageAbandonTime", "Average time to abandon", "Σ wait of abandoned visits / abandoned",
					ABANDONED_WAIT, ABANDONED),
			Metric
				.of("longestWait", "Longest wait", Metric.Unit.SECONDS, "greatest wait of decided visits",
						new Figure.Longest(LONGEST_WAIT))
				.called("maxwait")
				.atMost(),
			percentile("waitP50", "Median wait", "nearest-rank 50th percentile of the wait of decided visits", WAIT_P50,
					DECIDED)
				.atMost(),
			percentile("waitP90", "90 % waited at most", "nearest-rank 90th percentile of the wait of decided visits",
					WAIT_P90, DECIDED)
				.atMost(),
			percentile("waitP95", "95 % waited at most", "nearest-rank 95th percentile of the wait of decided visits",
					WAIT_P95, DECIDED)
				.atMost(),
			percentile("waitP99", "99 % waited at most", "nearest-rank 99th percentile of the wait of decided visits",
					WAIT_P99, DECIDED)
				.atMost(),
			percentile("abandonP50", "Median time to abandon",
					"nearest-rank 50th percentile of the wait of abandoned visits", ABANDON_P50, ABANDONED),
			percentile("abandonP90", "90 % abandoned within",
					"nearest-rank 90th percentile of the wait of abandoned visits", ABANDON_P90, ABANDONED),
			percentile("abandonP95", "95 % abandoned within",
					"nearest-rank 95th percentile of the wait of abandoned visits", ABANDON_P95, ABANDONED),
			percentile("abandonP99", "99 % abandoned within",
					"nearest-rank 99th percentile of the wait of abandoned visits", ABANDON_P99, ABANDONED),
			share("waitedOver60", "Waited over 60 s", "visits with a wait over 60 s (displeased) / decided visits",
					WAITED_OVER_60, DECIDED)
				.atMost(),
			share("waitedOver180", "Waited over 180 s",
					"visits with a wait over 180 s (likely to hang up) / decided visits", WAITED_OVER_180, DECIDED)
				.atMost(),

			// Handling
			count("handled", "Handled", "ended segments", HANDLED),
			total("talkTime", "Talk time", "Σ talk of ended segments", TALK),
			total("holdTime", "Hold time", "Σ hold of ended segments", HOLD),
			total("wrapUpTime", "Wrap-up time", "Σ wrap-up of ended segments", WRAP_UP),
			total("handleTime", "Handle time", "Σ (talk + hold + wrap-up) of ended segments", HANDLE),
			mean("averageTalkTime", "Average talk time", "Σ talk / handled; talk is connected without hold", TALK,
					HANDLED)
				.called("att"),
			mean("averageHoldTime", "Average hold time", "Σ hold / segments with hold", HOLD, SEGMENTS_WITH_HOLD)
				.atMost(),
			mean("averageHoldTimeAll", "Average hold time of all", "Σ hold / handled", HOLD, HANDLED).atMost(),
			mean("averageWrapUpTime", "Average wrap-up time", "Σ wrap-up / handled", WRAP_UP, HANDLED).called("acw")
				.atMost(),
			mean("averageHandleTime", "Average handle time", "Σ (talk + hold + wrap-up) / handled", HANDLE, HANDLED)
				.called("aht")
				.atMost(),
			percentile("talkP50", "Median talk time", "nearest-rank 50th percentile of the talk of ended segments",
					TALK_P50, HANDLED),
			percentile("talkP90", "90 % talked at most", "nearest-rank 90th percentile of the talk of ended segments",
					TALK_P90, HANDLED),
			percentile("talkP95", "95 % talked at most", "nearest-rank 95th percentile of the talk of ended segments",
					TALK_P95, HANDLED),
			percentile("talkP99", "99 % talked at most", "nearest-rank 99th percentile of the talk of ended segments",
					TALK_P99, HANDLED),
			percentile("handleP50", "Median handle time", "nearest-rank 50th percentile of talk + hold + wrap-up",
					HANDLE_P50, HANDLED)
				.atMost(),
			percentile("handleP90", "90 % handled within", "nearest-rank 90th percentile of talk + hold + wrap-up",
					HANDLE_P90, HANDLED)
				.atMost(),
			percentile("handleP95", "95 % handled within", "nearest-rank 95th percentile of talk + hold + wrap-up",
					HANDLE_P95, HANDLED)
				.atMost(),
			percentile("handleP99", "99 % handled within", "nearest-rank 99th percentile of talk + hold + wrap-up",
					HANDLE_P99, HANDLED)
				.atMost(),
			share("holdRate", "Hold rate", "segments with hold / handled", SEGMENTS_WITH_HOLD, HANDLED).atMost(),
			count("transfers", "Transfers", "segments that ended in a transfer", TRANSFERS),
			count("blindTransfers", "Blind transfers", "segments that ended in a transfer without consultation",
					BLIND_TRANSFERS),
			count("consultTransfers", "Consulted transfers", "segments that ended in a transfer after consultation",
					CONSULT_TRANSFERS),
			share("transferRate", "Transfer rate", "transfers / handled", TRANSFERS, HANDLED).atMost(),
			count("offers", "Offers", "rings to an agent", OFFERS),
			count("missedOffers", "Missed offers",
					"offers missed, declined or failed; not those of a caller who hung up or a colleague who was faster",
					MISSED_OFFERS)
				.atMost(),
			share("agentAnswerRate", "Agents' answer rate", "answered offers / (answered + missed offers)",
					ANSWERED_OFFERS, ANSWERED_OFFERS.plus(MISSED_OFFERS))
				.atLeast(),
			count("shortCalls", "Short calls", "ended segments with talk under shortCall", SHORT_CALLS),
			count("longCalls", "Long calls", "ended segments with talk over longCall", LONG_CALLS),

			// Calls and outcomes
			count("calls", "Calls", "customer contacts, however many queues and agents they met", CALLS),
			Metric.of("callsPerHour", "Calls per hour", Metric.Unit.PER_HOUR,
					"calls / elapsed hours of the interval, by hour, day or part of the day those of it",
					new Figure.PerHour(CALLS)),
			count("callers", "Callers", "distinct customer numbers of calls that have one", CALLERS),
			count("withheldCalls", "Calls without a number", "calls whose customer number is withheld or was not sent",
					WITHHELD_CALLS),
			ratio("callsPerCaller", "Calls per caller", "(calls − withheldCalls) / callers",
					CALLS.minus(WITHHELD_CALLS), CALLERS),
			mean("averageCallLength", "Average call length", "Σ (endedAt − startedAt) / ended calls", LENGTH,
					ENDED_CALLS),
			percentile("callLengthP50", "Median call length",
					"nearest-rank 50th percentile of the length of ended calls", LENGTH_P50, ENDED_CALLS),
			percentile("callLengthP90", "90 % lasted at most",
					"nearest-rank 90th percentile of the length of ended calls", LENGTH_P90, ENDED_CALLS),
			percentile("callLengthP95", "95 % lasted at most",
					"nearest-rank 95th percentile of the length of ended calls", LENGTH_P95, ENDED_CALLS),
			percentile("callLengthP99", "99 % lasted at most",
					"nearest-rank 99th percentile of the length of ended calls", LENGTH_P99, ENDED_CALLS),
			mean("averageConversationTime", "Average conversation time",
					"Σ (endedAt − answeredAt) of a call's segments, or of a connected call without legs / such calls",
					CONVERSATION, HANDLED_CALLS),
			count("abandonedCalls", "Abandoned calls", "inbound calls with outcome ABANDONED", ABANDONED_CALLS)
				.atMost(),
			share("callAbandonmentRate", "Abandonment rate of calls", "abandonedCalls / ended inbound calls",
					ABANDONED_CALLS, ENDED_INBOUND_CALLS)
				.atMost(),
			mean("averageCallAbandonTime", "Average time to abandon a call",
					"Σ (endedAt − startedAt) of abandoned calls, so including the menu / abandonedCalls",
					ABANDONED_CALL, ABANDONED_CALLS),
			share("ivrContained", "Contained in the menu",
					"ended calls with a menu, no visit and no segment, last menu SERVED / ended calls with a menu",
					CONTAINED_CALLS, MENU_CALLS)
				.called("containmentrate", "ivrcontainment")
				.atLeast(),
			count("resolved", "Resolved", "calls marked resolved", RESOLVED_CALLS).atLeast(),
			share("resolutionRate", "Resolution rate", "resolved / calls with a verdict", RESOLVED_CALLS,
					CALLS_WITH_VERDICT)
				.atLeast(),
			share("callersResolvedRate", "Callers resolved", "callers with a resolved call / callers", RESOLVED_CALLERS,
					CALLERS)
				.atLeast(),
			count("transferredCalls", "Transferred calls", "calls with a transfer", TRANSFERRED_CALLS),
			ratio("transfersPerResolved", "Transfers per resolved call", "transferredCalls / resolved",
					TRANSFERRED_CALLS, RESOLVED_CALLS)
				.atMost(),
			share("firstContactResolution", "First-contact resolution",
					"resolved calls that were the first of their case and not transferred / resolved; a call without "
							+ "caseId is a case of its own",
					RESOLVED_AT_ONCE, RESOLVED_CALLS)
				.called("fcr")
				.atLeast(),
			Metric.of("repeatRate", "Repeat rate", Metric.Unit.RATIO,
					"inbound calls with a known number followed by another inbound one within repeatWindow / such calls "
							+ "whose window has passed",
					new Figure.RepeatRate())
				.atMost(),
			share("csat", "Customer satisfaction",
					"calls with score ÷ highest score of at least 0.8 / calls with a score", SATISFIED_CALLS,
					SURVEYED_CALLS)
				.atLeast(),
			Metric
				.of("csatAverage", "Average score", Metric.Unit.SCORE, "mean of score ÷ highest score",
						new Figure.Ratio(CSAT_SCORE, SURVEYED_CALLS))
				.atLeast(),
			share("surveyResponseRate", "Survey response rate",
					"handled calls with a score / handled calls: with an ended segment, or connected without legs",
					SURVEYED_HANDLED_CALLS, HANDLED_CALLS)
				.atLeast(),
			count("conversions", "Conversions", "calls marked converted", CONVERTED_CALLS).atLeast(),
			share("conversionRate", "Conversion rate",
					"conversions among those that reached someone / calls that reached someone: handled, outbound with outcome "
							+ "CONNECTED",
					CONVERTED_REACHED_CALLS, CALLS_THAT_REACHED_SOMEONE)
				.atLeast(),
			ratio("conversionsPerCaller", "Conversions per caller", "conversions of calls that have a number / callers",
					CONVERTED_CALLS_OF_CALLERS, CALLERS)
				.atLeast(),
			Metric
				.of("conversionValue", "Conversion value", Metric.Unit.MONEY, "Σ value of conversions by currency",
						new Figure.Money(CONVERSION_VALUE))
				.atLeast(),
			Metric.of("cost", "Cost", Metric.Unit.MONEY,
					"Σ cost of campaigns by currency, spread evenly over their days; by campaign and time only",
					new Figure.Cost()),
			Metric.of("costPerCall", "Cost per call", Metric.Unit.MONEY, "cost / calls", new Figure.CostPer(CALLS))
				.atMost(),
			Metric
				.of("costPerAnsweredCall", "Cost per answered call", Metric.Unit.MONEY,
						"cost / calls that reached someone", new Figure.CostPer(CALLS_THAT_REACHED_SOMEONE))
				.atMost(),
			Metric
				.of("costPerConversion", "Cost per conversion", Metric.Unit.MONEY, "cost / conversions",
						new Figure.CostPer(CONVERTED_CALLS))
				.atMost(),

			// Outbound
			count("attempts", "Attempts", "outbound dials", ATTEMPTS),
			count("connected", "Connected", "dials that the far end picked up: CONNECTED, MACHINE, ABANDONED",
					CONNECTED_ATTEMPTS),
			share("outboundAnswerRate", "Outbound answer rate", "connected / attempts", CONNECTED_ATTEMPTS, ATTEMPTS)
				.atLeast(),
			share("humanAnswerRate", "Answered by a person", "(CONNECTED + ABANDONED) / attempts", PERSON_ATTEMPTS,
					ATTEMPTS)
				.atLeast(),
			share("noAnswerRate", "No answer", "NO_ANSWER / attempts", NO_ANSWER_ATTEMPTS, ATTEMPTS).atMost(),
			share("busyRate", "Busy", "BUSY / attempts", BUSY_ATTEMPTS, ATTEMPTS).atMost(),
			share("unreachableRate", "Unreachable", "UNREACHABLE (switched off or out of coverage) / attempts",
					UNREACHABLE_ATTEMPTS, ATTEMPTS)
				.atMost(),
			share("rejectedRate", "Rejected", "REJECTED / attempts", REJECTED_ATTEMPTS, ATTEMPTS).atMost(),
			share("invalidRate", "Invalid number", "INVALID_NUMBER / attempts", INVALID_ATTEMPTS, ATTEMPTS).atMost(),
			share("failedRate", "Failed attempts", "FAILED / attempts", FAILED_ATTEMPTS, ATTEMPTS).atMost(),
			share("networkEffectiveness", "Network effectiveness",
					"(connected + BUSY + NO_ANSWER + REJECTED + UNREACHABLE) / attempts, by ITU-T E.425",
					CONNECTED_ATTEMPTS.plus(BUSY_ATTEMPTS)
						.plus(NO_ANSWER_ATTEMPTS)
						.plus(REJECTED_ATTEMPTS)
						.plus(UNREACHABLE_ATTEMPTS),
					ATTEMPTS)
				.called("ner")
				.atLeast(),
			share("abandonedCallRate", "Abandoned call rate",
					"dials connected to a person but to no agent within abandonAfter (without it: ever) "
							+ "/ dials connected to a person",
					ABANDONED_ATTEMPTS.plus(LATE_ATTEMPTS), PERSON_ATTEMPTS)
				.atMost(),
			ratio("attemptsPerNumber", "Attempts per number",
					"attempts on a number that is known / distinct numbers dialled", ATTEMPTS_ON_NUMBERS,
					DIALLED_NUMBERS),
			mean("averageRingTime", "Average ring time",
					"Σ (endedAt − startedAt) of unanswered attempts / such attempts", RING, UNANSWERED_ATTEMPTS),
			mean("averageConnectTime", "Average time to an agent",
					"Σ (first segment − the customer's answer, 0 where the agent was there first) / attempts with both",
					CONNECT, ATTEMPTS_WITH_SEGMENT)
				.atMost()));

	private static final Map<String, Metric> ALIASES = aliases();

	/// Ids of metrics that are no more, each with the one that says the same.
	private static final Map<String, String> FORMER = Map.of("lineFailureRate", "failedRate");

	private Metrics() {
	}

	/// In the order of the catalogue.
	static List<Metric> all() {
		return List.copyOf(ALL.values());
	}

	/// The metric of an id, or of a name that people call it by.
	static Optional<Metric> find(String name) {
		return Optional.ofNullable(ALL.get(name))
			.or(() -> Optional.ofNullable(ALIASES.get(name.toLowerCase(Locale.ROOT))));
	}

	/// The id that somebody most likely meant who sent one that is none: the one that
	/// took its place, or one that is written much alike.
	static Optional<String> meant(String id) {
		return Optional.ofNullable(FORMER.get(id)).or(() -> Nearest.to(id, ALL.keySet()));
	}

	private static Map<String, Metric> aliases() {
		var aliases = new HashMap<String, Metric>();
		ALL.values().forEach((metric) -> metric.aliases().forEach((alias) -> {
			if (aliases.put(alias, metric) != null) {
				throw new IllegalStateException("two metrics are called " + alias);
			}
		}));
		return Map.copyOf(aliases);
	}

	private static Metric count(String id, String label, String formula, Amount amount) {
		return Metric.of(id, label, Metric.Unit.COUNT, formula, new Figure.Count(amount));
	}

	/// What is above is a part of what is below.
	private static Metric share(String id, String label, String formula, Amount over, Amount under) {
		return Metric.of(id, label, Metric.Unit.RATIO, formula, new Figure.Share(over, under));
	}

	private static Metric ratio(String id, String label, String formula, Amount over, Amount under) {
		return Metric.of(id, label, Metric.Unit.RATIO, formula, new Figure.Ratio(over, under));
	}

	private static Metric total(String id, String label, String formula, Measure micros) {
		return Metric.of(id, label, Metric.Unit.SECONDS, formula, new Figure.Total(micros));
	}

	private static Metric mean(String id, String label, String formula, Measure micros, Amount under) {
		return Metric.of(id, label, Metric.Unit.SECONDS, formula, new Figure.Mean(micros, under));
	}

	private static Metric percentile(String id, String label, String formula, Measure micros, Measure population) {
		return Metric.of(id, label, Metric.Unit.SECONDS, formula, new Figure.Percentile(micros, population));
	}

	private static Map<String, Metric> index(List<Metric> metrics) {
		var byId = new LinkedHashMap<String, Metric>();
		for (Metric metric : metrics) {
			if (byId.put(metric.id(), metric) != null) {
				throw new IllegalStateException("two metrics are called " + metric.id());
			}
		}
		return byId;
	}

}
