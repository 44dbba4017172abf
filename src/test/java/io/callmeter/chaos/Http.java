package io.callmeter.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/// What all clients share.
final class Http {

	static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	/// Longer than the service itself waits for anything, so that nothing that was given
	/// up is still done.
	static final Duration LIMIT = Duration.ofSeconds(30);

	private Http() {
	}

	static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri).timeout(LIMIT).header("Authorization", "Bearer " + Replica.KEY);
	}

}
