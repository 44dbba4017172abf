package io.callmeter.benchmark;

import org.jspecify.annotations.Nullable;

/// A table that calls are stored in, filled by `COPY`.
enum Table {

	/// One row a call.
	CALL("call", "tenant_id, call_id, started_at, direction, answered_at, ended_at, from_raw, from_number, to_raw, "
			+ "to_number, campaign, source, outcome, customer_id") {
		@Override
		void append(StringBuilder rows, StoredCall call) {
			row(rows, 1, call.callId(), call.startedAt(), call.direction(), call.answeredAt(), call.endedAt(),
					call.from(), call.from(), call.to(), call.to(), call.campaign(), "pbx1", call.outcome(),
					call.customerId());
		}
	},

	/// Some rows a call.
	LEG("leg", "tenant_id, call_id, started_at, leg_id, queue, agent, ivr, queued_at, answered_at, ended_at, hold_us, "
			+ "holds, wrap_up_us, outcome") {
		@Override
		void append(StringBuilder rows, StoredCall call) {
			for (StoredLeg leg : call.legs()) {
				row(rows, 1, call.callId(), call.startedAt(), leg.legId(), leg.queue(), leg.agent(), leg.ivr(),
						leg.queuedAt(), leg.answeredAt(), leg.endedAt(), micros(leg.hold()),
						(leg.hold() != null) ? 1 : null, micros(leg.wrapUp()), leg.outcome());
			}
		}
	},

	/// The identity of a call, which lets it be sent again.
	CALL_KEY("call_key", "tenant_id, call_id, started_at") {
		@Override
		void append(StringBuilder rows, StoredCall call) {
			row(rows, 1, call.callId(), call.startedAt());
		}
	};

	private final String table;

	private final String columns;

	Table(String table, String columns) {
		this.table = table;
		this.columns = columns;
	}

	abstract void append(StringBuilder rows, StoredCall call);

	String copy() {
		return "copy " + this.table + " (" + this.columns + ") from stdin";
	}

	String table() {
		return this.table;
	}

	String columns() {
		return this.columns;
	}

	static @Nullable Long micros(@Nullable Integer seconds) {
		return (seconds != null) ? seconds * 1_000_000L : null;
	}

	private static void row(StringBuilder rows, @Nullable Object... values) {
		for (int i = 0; i < values.length; i++) {
			rows.append((i > 0) ? "\t" : "");
			rows.append((values[i] != null) ? values[i] : "\\N");
		}
		rows.append('\n');
	}

}
