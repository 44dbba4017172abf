package io.callmeter.chaos;

import java.time.Instant;

/// A call as its source last told it.
///
/// @param number of the call among those of its source; says what happened in the call
/// @param revision counts the corrections, so that none that comes late is taken for the latest
record SentCall(String callId, int number, Instant startedAt, int revision, boolean resolved) {

	private static final int QUEUES = 5;

	private static final int WAIT = 10;

	static SentCall first(String source, int number, Instant startedAt) {
		return new SentCall(source + ":" + number, number, startedAt, 1, false);
	}

	/// What the source finds out later.
	SentCall corrected() {
		return new SentCall(this.callId, this.number, this.startedAt, this.revision + 1, this.resolved);
	}

	SentCall markedResolved() {
		return new SentCall(this.callId, this.number, this.startedAt, this.revision, true);
	}

	String queue() {
		return "queue-" + this.number % QUEUES;
	}

	boolean isAnswered() {
		return this.number % 7 != 3;
	}

	/// Longer with each correction.
	long talkSeconds() {
		return isAnswered() ? 20 + this.number % 60 + 100L * (this.revision - 1) : 0;
	}

	String json() {
		Instant answered = this.startedAt.plusSeconds(WAIT);
		Instant ended = answered.plusSeconds(talkSeconds());
		String outcome = isAnswered() ? "\"agent\":\"agent-%d\",\"answeredAt\":\"%s\",\"outcome\":\"ANSWERED\""
			.formatted(this.number % 20, answered) : "\"outcome\":\"ABANDONED\"";
		return """
				{"callId":"%s","direction":"INBOUND","startedAt":"%s","endedAt":"%s","from":"+4420794%05d",\
				"to":"+442079460800","revision":%d,"legs":[{"legId":"1","queue":"%s","queuedAt":"%s",%s,\
				"endedAt":"%s"}]}""".formatted(this.callId, this.startedAt, ended, 10_000 + this.number % 80_000,
				this.revision, queue(), this.startedAt, outcome, ended);
	}

	/// What of it is compared with the database, as text.
	String told() {
		return this.revision + " " + (this.resolved ? "resolved" : "-") + " " + queue() + " "
				+ (isAnswered() ? "ANSWERED" : "ABANDONED") + " " + talkSeconds();
	}

}
