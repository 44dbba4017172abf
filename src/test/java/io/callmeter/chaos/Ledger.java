package io.callmeter.chaos;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the clients were told is stored, each call as it was last acknowledged.
final class Ledger {

	private final Map<String, SentCall> stored = new ConcurrentHashMap<>();

	private final Map<String, SentCall> deleted = new ConcurrentHashMap<>();

	void acknowledged(SentCall call) {
		this.stored.put(call.callId(), call);
	}

	void deleted(SentCall call) {
		this.stored.remove(call.callId());
		this.deleted.put(call.callId(), call);
	}

	Map<String, SentCall> stored() {
		return Map.copyOf(this.stored);
	}

	Collection<SentCall> deleted() {
		return this.deleted.values();
	}

}
