package io.callmeter.demo;

import java.time.Duration;
import java.time.Instant;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A call of the demo while it happens: each delivery tells all that is known of it until then.
final class DemoCall {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final String callId;

	private final ObjectNode call = JSON.createObjectNode();

	private final ObjectNode visit;

	private boolean answered;

	DemoCall(String callId, Instant startedAt, String from, String queue) {
		this.callId = callId;
		this.call.put("callId", callId)
			.put("direction", "INBOUND")
			.put("startedAt", startedAt.toString())
			.put("from", from)
			.put("to", "+442079460199")
			.put("source", "demo");
		this.visit = this.call.putArray("legs")
			.addObject()
			.put("legId", "1")
			.put("queue", queue)
			.put("queuedAt", startedAt.toString());
	}

	void answer(String agent, Instant offeredAt, Instant answeredAt) {
		this.answered = true;
		this.visit.put("agent", agent).put("offeredAt", offeredAt.toString()).put("answeredAt", answeredAt.toString());
	}

	/// The talk is over.
	void end(Instant at, boolean byCustomer, Duration wrapUp) {
		hangUp(at, "ANSWERED", byCustomer ? "CUSTOMER" : "AGENT");
		this.visit.put("wrapUpSeconds", wrapUp.toSeconds());
	}

	void abandon(Instant at) {
		hangUp(at, "ABANDONED", "CUSTOMER");
	}

	/// The centre closes at once.
	void breakOff(Instant at) {
		if (this.answered) {
			end(at, false, Duration.ZERO);
		}
		else {
			abandon(at);
		}
	}

	private void hangUp(Instant at, String outcome, String endedBy) {
		this.call.put("endedAt", at.toString());
		this.visit.put("endedAt", at.toString()).put("outcome", outcome).put("endedBy", endedBy);
	}

	/// What the PBX tells.
	Delivery told(Instant at) {
		return new Delivery(at, this.callId, Delivery.Kind.CALL, this.call.toString());
	}

	/// What the CRM tells.
	/// @param score of the customer's answer, 0 to 1; below 0 for none
	Delivery result(Instant at, boolean resolved, double score) {
		ObjectNode result = JSON.createObjectNode()
			.put("resolved", resolved)
			.put("disposition", resolved ? "SOLVED" : "CALL_AGAIN");
		if (score >= 0) {
			result.put("csat", score);
		}
		return new Delivery(at, this.callId, Delivery.Kind.RESULT, result.toString());
	}

}
