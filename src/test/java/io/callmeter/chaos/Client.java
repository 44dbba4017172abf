package io.callmeter.chaos;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Sends as an integrator should: what is not acknowledged is sent again, after `Retry-After` where that is answered and
/// after a moment where nothing is, to the other replica.
final class Client {

	private static final Duration MOMENT = Duration.ofMillis(250);

	private static final Set<Integer> FOR_LATER = Set.of(429, 503);

	private final List<Replica> replicas;

	private final Supplier<Counts> counts;

	private int replica;

	Client(List<Replica> replicas, int first, Supplier<Counts> counts) {
		this.replicas = replicas;
		this.replica = first;
		this.counts = counts;
	}

	Counts counts() {
		return this.counts.get();
	}

	/// The one that is sent to now.
	Replica replica() {
		return this.replicas.get(this.replica % this.replicas.size());
	}

	/// Sends until there is an answer for good.
	HttpResponse<String> send(Request request) throws InterruptedException {
		HttpResponse<String> answer = sendOnce(request);
		while (answer == null || FOR_LATER.contains(answer.statusCode())) {
			pause((answer != null) ? answer.headers().firstValue("Retry-After").orElse("") : "");
			answer = sendOnce(request);
		}
		return answer;
	}

	/// @return null if there is no answer
	@Nullable HttpResponse<String> sendOnce(Request request) throws InterruptedException {
		counts().request();
		BodyPublisher body = request.body().isEmpty() ? BodyPublishers.noBody()
				: BodyPublishers.ofString(request.body());
		try {
			HttpResponse<String> answer = Http.CLIENT.send(Http.request(replica().uri(request.path()))
				.method(request.method(), body)
				.header("Content-Type", request.type())
				.build(), BodyHandlers.ofString());
			if (!request.expected().contains(answer.statusCode())) {
				counts().trouble(kind(answer.statusCode(), answer.body()));
			}
			return answer;
		}
		catch (HttpTimeoutException ex) {
			counts().trouble(Counts.LATE);
		}
		catch (IOException ex) {
			counts().trouble(Counts.BROKEN);
		}
		return null;
	}

	/// The status and the last word of the problem's type.
	static String kind(int status, String body) {
		try {
			String type = JsonMapper.shared().readTree(body).path("type").asString("");
			return (status + " " + type.substring(type.lastIndexOf(':') + 1)).strip();
		}
		catch (JacksonException ex) {
			return status + " without a problem";
		}
	}

	/// @param retryAfter as it was answered; empty where it was not
	void pause(String retryAfter) throws InterruptedException {
		Gate.pause(retryAfter.isEmpty() ? MOMENT : Duration.ofSeconds(Long.parseLong(retryAfter)));
		this.replica++;
	}

}
