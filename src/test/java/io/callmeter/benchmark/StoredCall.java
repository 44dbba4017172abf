package io.callmeter.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// A call that is over, as both sides store it: sent as JSON to the service, as rows to the database.
///
/// @param customer how many-th of the customers
/// @param line number of the centre
record StoredCall(String callId, boolean outbound, Instant startedAt, @Nullable Instant answeredAt, Instant endedAt,
		int customer, String line, @Nullable String campaign, @Nullable String outcome, List<StoredLeg> legs) {

	/// That customers' numbers begin with.
	static final String PREFIX = "+4420794";

	String direction() {
		return this.outbound ? "OUTBOUND" : "INBOUND";
	}

	String from() {
		return this.outbound ? this.line : number();
	}

	String to() {
		return this.outbound ? number() : this.line;
	}

	UUID customerId() {
		return new UUID(0x4000L, 0x8000_0000_0000_0000L | this.customer);
	}

	byte[] json() {
		var text = new StringBuilder();
		appendJson(text);
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	void appendJson(StringBuilder text) {
		text.append("{\"callId\":\"").append(this.callId);
		text.append("\",\"direction\":\"").append(direction());
		field(text, "startedAt", this.startedAt);
		field(text, "answeredAt", this.answeredAt);
		field(text, "endedAt", this.endedAt);
		field(text, "from", from());
		field(text, "to", to());
		field(text, "campaign", this.campaign);
		field(text, "source", "pbx1");
		field(text, "outcome", this.outcome);
		text.append("\",\"legs\":[");
		String separator = "";
		for (StoredLeg leg : this.legs) {
			text.append(separator);
			appendJson(text, leg);
			separator = ",";
		}
		text.append("]}");
	}

	private static void appendJson(StringBuilder text, StoredLeg leg) {
		text.append("{\"legId\":\"").append(leg.legId());
		field(text, "queue", leg.queue());
		field(text, "agent", leg.agent());
		field(text, "ivr", leg.ivr());
		field(text, "queuedAt", leg.queuedAt());
		field(text, "answeredAt", leg.answeredAt());
		field(text, "endedAt", leg.endedAt());
		field(text, "outcome", leg.outcome());
		text.append('"');
		if (leg.hold() != null) {
			text.append(",\"holdSeconds\":").append(leg.hold()).append(",\"holds\":1");
		}
		if (leg.wrapUp() != null) {
			text.append(",\"wrapUpSeconds\":").append(leg.wrapUp());
		}
		text.append('}');
	}

	/// Ends the text before it and leaves its own open.
	private static void field(StringBuilder text, String name, @Nullable Object value) {
		if (value != null) {
			text.append("\",\"").append(name).append("\":\"").append(value);
		}
	}

	private String number() {
		return PREFIX + (Year.FIRST_CUSTOMER + this.customer);
	}

}
