package io.callmeter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures a running service: calls one by one over many connections, or one stream of many.
/// Arguments: its URL, `single` or `bulk`, how many calls, and over how many connections.
final class IngestLoad {

	private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");

	private IngestLoad() {
	}

	public static void main(String[] arguments) throws Exception {
		URI calls = URI.create(arguments[0] + "/v1/calls");
		int count = Integer.parseInt(arguments[2]);
		String run = Long.toString(System.currentTimeMillis(), 36);
		try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			if (arguments[1].equals("bulk")) {
				String lines = IntStream.range(0, count)
					.mapToObj((i) -> line(run, i))
					.collect(Collectors.joining("\n"));
				report(count, timed(() -> post(client, calls, "application/x-ndjson", lines)));
			}
			else {
				report(count, timed(() -> single(client, calls, run, count, Integer.parseInt(arguments[3]))));
			}
		}
	}

	private static void single(HttpClient client, URI calls, String run, int count, int connections) {
		var next = new AtomicInteger();
		try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < connections; i++) {
				senders.execute(() -> {
					for (int call = next.getAndIncrement(); call < count; call = next.getAndIncrement()) {
						post(client, calls, "application/json", line(run, call));
					}
				});
			}
		}
	}

	private static void post(HttpClient client, URI calls, String type, String body) {
		try {
			var answer = client.send(HttpRequest.newBuilder(calls)
				.header("Content-Type", type)
				.POST(BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString());
			if (answer.statusCode() != 200) {
				throw new IllegalStateException(answer.statusCode() + " " + answer.body());
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Duration timed(Runnable work) {
		long begun = System.nanoTime();
		work.run();
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static void report(int count, Duration took) {
		System.out.printf("%,d calls in %.2f s: %,.0f a second%n", count, took.toMillis() / 1e3,
				count * 1e3 / took.toMillis());
	}

	/// A call of a menu, a visit and an answer, from one of many numbers to one of few.
	private static String line(String run, int i) {
		Instant at = FIRST.plusSeconds(i * 13L % (86_400 * 60));
		return """
				{"callId":"%s:%d","direction":"INBOUND","startedAt":"%s","endedAt":"%s","from":"+4420794%d",\
				"to":"+44207946080%d","legs":[{"legId":"1","queue":"queue-%d","agent":"agent-%d","queuedAt":"%s",\
				"answeredAt":"%s","endedAt":"%s","holdSeconds":3,"wrapUpSeconds":30,"outcome":"ANSWERED"}]}"""
			.formatted(run, i, at, at.plusSeconds(200), 10_000 + i * 7919L % 90_000, i % 8, i % 20, i % 200,
					at.plusSeconds(5), at.plusSeconds(5 + i % 60), at.plusSeconds(200));
	}

}
