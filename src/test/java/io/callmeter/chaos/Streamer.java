package io.callmeter.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends a stream that goes on as long as the step does. Of one that is answered `nextLine` it sends the rest again, of
/// one that breaks all of it.
final class Streamer {

	private static final Duration PACE = Duration.ofMillis(50);

	private static final int LINES_AT_ONCE = 10;

	/// A stream that ends by itself, so that most of it need not be kept to be sent
	/// again.
	private static final int MOST_LINES = 20_000;

	private final String source;

	private final Client client;

	private final Ledger ledger;

	private final Timeline timeline;

	private final Gate gate;

	private List<SentCall> unacknowledged = new ArrayList<>();

	private int number;

	Streamer(String source, Client client, Ledger ledger, Timeline timeline, Gate gate) {
		this.source = source;
		this.client = client;
		this.ledger = ledger;
		this.timeline = timeline;
		this.gate = gate;
	}

	/// Where the stream goes now.
	Replica replica() {
		return this.client.replica();
	}

	/// Ends when all that was sent is acknowledged.
	void sendOne() throws InterruptedException {
		do {
			this.client.counts().request();
			StreamRequest.Answer answer = null;
			String trouble = Counts.BROKEN;
			try (StreamRequest request = StreamRequest.to(replica().port())) {
				trouble = Counts.STREAM_BROKEN;
				answer = stream(request);
			}
			catch (IOException ex) {
				this.client.counts().trouble(trouble);
			}
			if (take(answer)) {
				return;
			}
			this.client.pause((answer != null) ? answer.retryAfter() : "");
		}
		while (!this.unacknowledged.isEmpty());
	}

	private StreamRequest.Answer stream(StreamRequest request) throws IOException, InterruptedException {
		try {
			for (int from = 0; from < this.unacknowledged.size(); from += 1000) {
				request
					.send(lines(this.unacknowledged.subList(from, Math.min(this.unacknowledged.size(), from + 1000))));
			}
			while (this.gate.isOpen() && !request.isAnswered() && this.unacknowledged.size() < MOST_LINES) {
				List<SentCall> more = more();
				this.unacknowledged.addAll(more);
				request.send(lines(more));
				Gate.pause(PACE);
			}
			request.end();
		}
		catch (IOException ex) {
			// Whoever is hung up on while sending may have an answer all the same.
			return request.answer(Duration.ofSeconds(1));
		}
		return request.answer(Http.LIMIT);
	}

	/// Now and then a correction of a call that came before in the same stream.
	private List<SentCall> more() {
		List<SentCall> calls = new ArrayList<>();
		for (int i = 0; i < LINES_AT_ONCE - 1; i++) {
			calls.add(SentCall.first(this.source, this.number++, this.timeline.now()));
		}
		calls.add(calls.getFirst().corrected());
		return calls;
	}

	private static String lines(List<SentCall> calls) {
		return calls.stream().map(SentCall::json).collect(Collectors.joining("\n", "", "\n"));
	}

	/// @return whether all is acknowledged
	private boolean take(StreamRequest.@Nullable Answer answer) {
		if (answer == null) {
			return false;
		}
		if (answer.status() != 200) {
			this.client.counts().trouble(Client.kind(answer.status(), answer.body()));
		}
		JsonNode body = JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
		if (body.path("rejectedCount").asLong() > 0) {
			this.client.counts().trouble("rejected " + body.path("rejectedBy"));
		}
		int taken = (answer.status() == 200) ? body.path("received").asInt() : body.path("nextLine").asInt(1) - 1;
		this.unacknowledged.subList(0, taken).forEach(this.ledger::acknowledged);
		this.client.counts().acknowledged(taken);
		this.unacknowledged = new ArrayList<>(this.unacknowledged.subList(taken, this.unacknowledged.size()));
		return this.unacknowledged.isEmpty();
	}

}
