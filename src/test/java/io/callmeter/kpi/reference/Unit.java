package io.callmeter.kpi.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.callmeter.call.Direction;

/// What is counted, with the ids of the metrics that count it: all but those of costs, which no call knows.
enum Unit {

	/// One stay of a call in one queue.
	VISIT,
	/// One ring to one agent.
	OFFER,
	/// One agent connected to the customer.
	SEGMENT,
	/// One customer contact.
	CALL,
	/// One outbound dial.
	ATTEMPT;

	/// Ids of the metrics of all units.
	static Stream<String> allMetrics() {
		return Arrays.stream(values()).flatMap((unit) -> unit.metrics().stream());
	}

	/// Whether one of the metrics counts such things.
	boolean isCountedBy(List<String> metrics) {
		return metrics.stream().anyMatch(metrics()::contains);
	}

	/// Whether the thing is one.
	boolean includes(Counted thing) {
		return switch (thing) {
			case Part part -> switch (this) {
				case VISIT -> part.isVisit();
				case OFFER -> part.isOffer();
				case SEGMENT -> part.isSegment();
				case CALL, ATTEMPT -> false;
			};
			case Contact call -> switch (this) {
				case VISIT, OFFER, SEGMENT -> false;
				case CALL -> true;
				case ATTEMPT -> call.is(Direction.OUTBOUND);
			};
		};
	}

	private List<String> metrics() {
		return switch (this) {
			case VISIT -> List.of("offered", "answered", "abandoned", "shortAbandoned", "overflowed", "callbacks",
					"voicemails", "refused", "failed", "waiting", "answerRate", "abandonmentRate",
					"adjustedAbandonmentRate", "serviceLevel", "averageSpeedOfAnswer", "averageWait",
					"averageAbandonTime", "longestWait", "waitP50", "waitP90", "waitP95", "waitP99", "abandonP50",
					"abandonP90", "abandonP95", "abandonP99", "waitedOver60", "waitedOver180");
			case OFFER -> List.of("offers", "missedOffers", "agentAnswerRate");
			case SEGMENT -> List.of("handled", "talkTime", "holdTime", "wrapUpTime", "handleTime", "averageTalkTime",
					"averageHoldTime", "averageHoldTimeAll", "averageWrapUpTime", "averageHandleTime", "talkP50",
					"talkP90", "talkP95", "talkP99", "handleP50", "handleP90", "handleP95", "handleP99", "holdRate",
					"transfers", "blindTransfers", "consultTransfers", "transferRate", "shortCalls", "longCalls");
			case CALL -> List.of("calls", "callsPerHour", "callers", "withheldCalls", "callsPerCaller",
					"averageCallLength", "callLengthP50", "callLengthP90", "callLengthP95", "callLengthP99",
					"averageConversationTime", "abandonedCalls", "callAbandonmentRate", "averageCallAbandonTime",
					"ivrContained", "resolved", "resolutionRate", "callersResolvedRate", "transferredCalls",
					"transfersPerResolved", "firstContactResolution", "repeatRate", "csat", "csatAverage",
					"surveyResponseRate", "conversions", "conversionRate", "conversionsPerCaller", "conversionValue");
			case ATTEMPT -> List.of("attempts", "connected", "outboundAnswerRate", "humanAnswerRate", "noAnswerRate",
					"busyRate", "unreachableRate", "rejectedRate", "invalidRate", "failedRate", "networkEffectiveness",
					"abandonedCallRate", "attemptsPerNumber", "averageRingTime", "averageConnectTime");
		};
	}

}
