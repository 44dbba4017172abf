package io.callmeter.chaos;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// What became of the requests of all clients during one step.
final class Counts {

	/// No answer, because the connection was refused or broke.
	static final String BROKEN = "no answer";

	/// A stream without one.
	static final String STREAM_BROKEN = "stream without an answer";

	/// No answer in the time that a client waits.
	static final String LATE = "too late";

	private final LongAdder requests = new LongAdder();

	private final LongAdder acknowledged = new LongAdder();

	private final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();

	void request() {
		this.requests.increment();
	}

	/// @param changes of calls that are said to be stored
	void acknowledged(long changes) {
		this.acknowledged.add(changes);
	}

	/// @param kind the status and the type of the problem, or why there was no answer
	void trouble(String kind) {
		this.troubles.computeIfAbsent(kind, (_) -> new LongAdder()).increment();
	}

	long requests() {
		return this.requests.sum();
	}

	long acknowledged() {
		return this.acknowledged.sum();
	}

	long troubles() {
		return this.troubles.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/// How many answers had a status that begins so.
	long withStatus(String status) {
		return this.troubles.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(status))
			.mapToLong((entry) -> entry.getValue().sum())
			.sum();
	}

	/// Answers that no client should get, whatever fails.
	/// @param allowed further kinds that this fault may bring about
	Map<String, Long> unexpected(Set<String> allowed) {
		return this.troubles.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().startsWith("503") && !entry.getKey().startsWith("429")
					&& !Set.of(BROKEN, STREAM_BROKEN, LATE).contains(entry.getKey())
					&& !allowed.contains(entry.getKey()))
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().sum()));
	}

	/// Such as `3 × 503 database-unavailable, 1 × no answer`.
	@Override
	public String toString() {
		return new TreeMap<>(this.troubles).entrySet()
			.stream()
			.map((entry) -> entry.getValue() + " × " + entry.getKey())
			.collect(Collectors.joining(", "));
	}

}
