package io.callmeter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plain HTTP client: a path in, status and body out, whatever the status.
public record TestClient(URI service, Map<String, String> headers) {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final JsonMapper JSON = JsonMapper.shared();

	public static TestClient of(int port) {
		return new TestClient(URI.create("http://localhost:" + port), Map.of());
	}

	/// The same client with one more header on each request.
	public TestClient with(String header, String value) {
		var more = new HashMap<>(this.headers);
		more.put(header, value);
		return new TestClient(this.service, Map.copyOf(more));
	}

	/// The same client with another key.
	public TestClient withKey(String key) {
		return with("Authorization", "Bearer " + key);
	}

	public Answer get(String path) {
		return send("GET", path, BodyPublishers.noBody());
	}

	public Answer delete(String path) {
		return send("DELETE", path, BodyPublishers.noBody());
	}

	public Answer post(String path, String contentType, String body) {
		return with("Content-Type", contentType).send("POST", path, BodyPublishers.ofString(body));
	}

	public Answer put(String path, String contentType, String body) {
		return with("Content-Type", contentType).send("PUT", path, BodyPublishers.ofString(body));
	}

	public Answer patch(String path, String contentType, String body) {
		return with("Content-Type", contentType).send("PATCH", path, BodyPublishers.ofString(body));
	}

	/// Any other method, or a body that is not a string.
	public Answer send(String method, String path, BodyPublisher body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.service + path)).method(method, body);
		this.headers.forEach(request::setHeader);
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/// What the service answered.
	public record Answer(int status, HttpHeaders headers, String body) {

		public JsonNode json() {
			return JSON.readTree(this.body);
		}

	}

}
