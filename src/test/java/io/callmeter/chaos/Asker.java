package io.callmeter.chaos;

import java.time.Duration;
import java.util.List;

/// Somebody who looks at figures and lists all the time.
final class Asker {

	private static final Duration PACE = Duration.ofMillis(150);

	private static final List<String> QUESTIONS = List.of(
			"/v1/kpis?%s&metrics=calls,offered,answered,serviceLevel&groupBy=queue",
			"/v1/kpis?%s&metrics=waitP90,averageTalkTime&interval=PT1H", "/v1/calls?%s&limit=50",
			"/v1/kpis/distribution?%s&of=wait", "/v1/kpis?%s&metrics=offered,abandoned&groupBy=agent&rollups=false");

	private final Client client;

	private final Timeline timeline;

	private int asked;

	Asker(Client client, Timeline timeline) {
		this.client = client;
		this.timeline = timeline;
	}

	void askOne() throws InterruptedException {
		String question = QUESTIONS.get(this.asked++ % QUESTIONS.size());
		this.client.send(Request.get(question.formatted(this.timeline.range())));
		Gate.pause(PACE);
	}

}
