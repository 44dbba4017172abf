package io.callmeter.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A call of the sample while it happens, written down as the JSON of a call.
final class Contact {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final int number;

	private final Instant startedAt;

	private final ObjectNode call = JSON.createObjectNode();

	private final ArrayNode legs = JSON.createArrayNode();

	private final Customer customer;

	Contact(int number, String direction, Instant startedAt, Customer customer, String from, String to) {
		this.number = number;
		this.startedAt = startedAt;
		this.customer = customer;
		set("callId", "pbx1:" + startedAt.getEpochSecond() + "." + number);
		set("direction", direction);
		set("startedAt", startedAt);
		set("from", from);
		set("to", to);
		set("source", "pbx1");
	}

	int number() {
		return this.number;
	}

	String callId() {
		return this.call.path("callId").asString();
	}

	Instant startedAt() {
		return this.startedAt;
	}

	Customer customer() {
		return this.customer;
	}

	Contact set(String field, String value) {
		this.call.put(field, value);
		return this;
	}

	Contact set(String field, Instant value) {
		return set(field, value.toString());
	}

	Contact set(String field, boolean value) {
		this.call.put(field, value);
		return this;
	}

	Contact set(String field, BigDecimal value) {
		this.call.put(field, value);
		return this;
	}

	Contact attribute(String name, String value) {
		this.call.withObjectProperty("attributes").put(name, value);
		return this;
	}

	/// The next part of the call.
	Part leg() {
		ObjectNode leg = this.legs.addObject();
		leg.put("legId", String.valueOf(this.legs.size()));
		return new Part(leg);
	}

	/// The call as one line.
	String line() {
		if (!this.legs.isEmpty()) {
			this.call.set("legs", this.legs);
		}
		return JSON.writeValueAsString(this.call);
	}

	/// A leg while it happens.
	record Part(ObjectNode leg) {

		Part set(String field, String value) {
			this.leg.put(field, value);
			return this;
		}

		Part set(String field, Instant value) {
			return set(field, value.toString());
		}

		Part set(String field, int value) {
			this.leg.put(field, value);
			return this;
		}

		Part set(String field, Duration value) {
			this.leg.put(field, BigDecimal.valueOf(value.toMillis() / 100, 1).stripTrailingZeros());
			return this;
		}

	}

	/// Who calls or is called.
	/// @param number in E.164
	/// @param caseId what it is about
	record Customer(String number, String caseId) {
	}

}
