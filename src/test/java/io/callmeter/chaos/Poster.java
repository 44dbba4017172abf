package io.callmeter.chaos;

import java.time.Duration;
import java.util.Set;

/// Sends calls one at a time, and for some what is learnt later: corrections by PUT, verdicts by PATCH, mistakes by
/// DELETE.
final class Poster {

	private static final Duration PACE = Duration.ofMillis(40);

	private final String source;

	private final Client client;

	private final Ledger ledger;

	private final Timeline timeline;

	private int number;

	Poster(String source, Client client, Ledger ledger, Timeline timeline) {
		this.source = source;
		this.client = client;
		this.ledger = ledger;
		this.timeline = timeline;
	}

	/// Ends when all that there is to say about one call is acknowledged.
	void sendOne() throws InterruptedException {
		SentCall call = SentCall.first(this.source, this.number, this.timeline.now());
		if (post(call)) {
			switch (this.number % 20) {
				case 1, 5, 9, 13, 17 -> put(call.corrected());
				case 2, 7, 12 -> resolve(call);
				case 3 -> deleted(call);
				case 14 -> {
					put(call.corrected());
					resolve(call.corrected());
				}
				default -> {
				}
			}
		}
		this.number++;
		Gate.pause(PACE);
	}

	private boolean post(SentCall call) throws InterruptedException {
		return stored(call, post(call.json()));
	}

	private void put(SentCall call) throws InterruptedException {
		stored(call, new Request("PUT", path(call), Request.JSON, call.json(), Set.of(200, 201)));
	}

	private void resolve(SentCall call) throws InterruptedException {
		stored(call.markedResolved(), patch(call));
	}

	private boolean stored(SentCall call, Request request) throws InterruptedException {
		boolean acknowledged = isAcknowledged(request);
		if (acknowledged) {
			this.ledger.acknowledged(call);
		}
		return acknowledged;
	}

	private void deleted(SentCall call) throws InterruptedException {
		if (isAcknowledged(delete(call))) {
			this.ledger.deleted(call);
		}
	}

	private boolean isAcknowledged(Request request) throws InterruptedException {
		boolean acknowledged = request.expected().contains(this.client.send(request).statusCode());
		this.client.counts().acknowledged(acknowledged ? 1 : 0);
		return acknowledged;
	}

	static Request post(String json) {
		return new Request("POST", "/v1/calls", Request.JSON, json, Set.of(200));
	}

	static Request patch(SentCall call) {
		return new Request("PATCH", path(call), "application/merge-patch+json", "{\"resolved\":true}", Set.of(200));
	}

	/// Whoever did not hear of the first DELETE is answered 404 by the second.
	static Request delete(SentCall call) {
		return new Request("DELETE", path(call), Request.JSON, "", Set.of(204, 404));
	}

	private static String path(SentCall call) {
		return "/v1/calls/" + call.callId();
	}

}
