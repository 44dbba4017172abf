package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.json.JsonMapper;

/// Calls as a dialer posts them, each with an id of its own.
final class Deliveries {

	static final Instant MONDAY = Instant.parse("2026-11-09T00:00:00Z");

	private static final AtomicInteger LAST = new AtomicInteger();

	private static final JsonMapper JSON = JsonMapper.shared();

	private Deliveries() {
	}

	/// An inbound call that ends ten minutes after it began.
	static Fields inbound(Instant startedAt) {
		return call("INBOUND", startedAt).with("from", "+33142685300")
			.with("to", "+4930901820")
			.with("endedAt", startedAt.plusSeconds(600));
	}

	/// An outbound call that ends half a minute after it began.
	static Fields outbound(Instant startedAt) {
		return call("OUTBOUND", startedAt).with("from", "+4930901820")
			.with("to", "+33142685300")
			.with("endedAt", startedAt.plusSeconds(30));
	}

	/// A call in progress.
	static Fields call(String direction, Instant startedAt) {
		return new Fields().with("callId", "c" + LAST.incrementAndGet())
			.with("direction", direction)
			.with("startedAt", startedAt);
	}

	/// A visit that an agent answered after a while and talked for a minute.
	static Fields answered(String queue, String agent, Instant queuedAt, Duration wait) {
		return visit(queue, queuedAt).with("agent", agent)
			.with("answeredAt", queuedAt.plus(wait))
			.with("endedAt", queuedAt.plus(wait).plusSeconds(60))
			.with("outcome", "ANSWERED");
	}

	/// A visit that ended without an answer.
	static Fields left(String queue, Instant queuedAt, Duration wait, String outcome) {
		return visit(queue, queuedAt).with("endedAt", queuedAt.plus(wait)).with("outcome", outcome);
	}

	/// A visit that lasts.
	static Fields visit(String queue, Instant queuedAt) {
		return leg().with("queue", queue).with("queuedAt", queuedAt);
	}

	/// An agent who rang for ten seconds.
	static Fields offer(String queue, String agent, Instant offeredAt, String outcome) {
		return leg().with("queue", queue)
			.with("agent", agent)
			.with("offeredAt", offeredAt)
			.with("endedAt", offeredAt.plusSeconds(10))
			.with("outcome", outcome);
	}

	/// An agent connected without a queue for a minute.
	static Fields segment(String agent, Instant answeredAt) {
		return leg().with("agent", agent)
			.with("answeredAt", answeredAt)
			.with("endedAt", answeredAt.plusSeconds(60))
			.with("outcome", "ANSWERED");
	}

	/// A menu that took five seconds.
	static Fields menu(Instant enteredAt, String outcome) {
		return leg().with("ivr", "main")
			.with("answeredAt", enteredAt)
			.with("endedAt", enteredAt.plusSeconds(5))
			.with("outcome", outcome);
	}

	private static Fields leg() {
		return new Fields().with("legId", "l" + LAST.incrementAndGet());
	}

	/// The fields of a call or leg.
	static final class Fields {

		private final Map<String, Object> values = new LinkedHashMap<>();

		Fields with(String name, Object value) {
			this.values.put(name, (value instanceof Instant at) ? at.toString() : value);
			return this;
		}

		Fields without(String name) {
			this.values.remove(name);
			return this;
		}

		Fields legs(Fields... legs) {
			return with("legs", Arrays.stream(legs).map((leg) -> leg.values).toList());
		}

		String json() {
			return JSON.writeValueAsString(this.values);
		}

	}

}
