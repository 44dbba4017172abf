package io.callmeter.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Answers are packed for those who take them so, and are the same.
class GzipIT extends PostgresIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final String MINUTES = "/v1/kpis?range=2026-11&interval=PT1M&metrics=calls,answerRate,averageWait";

	@Autowired
	private MeterRegistry meters;

	@BeforeEach
	void calls() {
		String calls = IntStream.range(0, 50)
			.mapToObj((n) -> TestCalls.answered("c-" + n).put("from", "+442079460123").toString())
			.collect(Collectors.joining("\n"));
		assertThat(http().post("/v1/calls", "application/x-ndjson", calls).json().path("created").asInt())
			.isEqualTo(50);
	}

	@ParameterizedTest
	@CsvSource({ "/v1/kpis?range=2026-11&interval=P1D&metrics=calls, application/json",
			"/v1/kpis?range=2026-11&interval=P1D&metrics=calls&format=csv, text/csv;charset=UTF-8",
			"/v1/calls?range=2026-11-16, application/json",
			"/v1/calls?range=2026-11-16&format=csv, text/csv;charset=UTF-8", "/v1/kpis/catalogue, application/json",
			"/v3/api-docs, application/json", "/v3/api-docs.yaml, application/vnd.oai.openapi",
			"/swagger-ui/swagger-ui.css, text/css" })
	void largeAnswersArePackedAndTheSame(String path, String type) throws Exception {
		var packed = send("gzip", HttpRequest.newBuilder().GET(), path);
		var plain = send("identity", HttpRequest.newBuilder().GET(), path);

		assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(packed.headers().firstValue("Content-Type")).hasValue(type);
		assertThat(packed.headers().allValues("Vary").toString().toLowerCase(Locale.ROOT)).contains("accept-encoding");
		assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(packed.body().length).isLessThan(plain.body().length / 2);
		assertThat(unpacked(packed.body())).isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
	}

	@Test
	void linesArePackedToo() throws Exception {
		var export = HttpRequest.newBuilder()
			.POST(BodyPublishers.ofString("{\"number\": \"+442079460123\"}"))
			.header("Content-Type", "application/json");

		var packed = send("gzip", export, "/v1/exports");

		assertThat(packed.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
		assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(unpacked(packed.body()).lines()).hasSize(50);
	}

	@Test
	void aLongProblemIsPacked() throws Exception {
		var packed = send("gzip", HttpRequest.newBuilder().GET(), "/v1/kpis?range=2026-11&metrics=" + "x".repeat(2000));

		assertThat(packed.statusCode()).isEqualTo(400);
		assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(unpacked(packed.body())).contains("urn:callmeter:problem:invalid-value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/defaults", "/v1/retention", "/actuator/health" })
	void shortAnswersStayAsTheyAre(String path) throws Exception {
		assertThat(send("gzip", HttpRequest.newBuilder().GET(), path).headers().firstValue("Content-Encoding"))
			.isEmpty();
	}

	@Test
	void anAnswerWithAnETagKeepsIt() throws Exception {
		http().put("/v1/queues/sales", "application/json", "{\"name\": \"" + "S".repeat(100) + "\"}");
		String tag = http().get("/v1/queues/sales").headers().firstValue("ETag").orElseThrow();

		assertThat(send("gzip", HttpRequest.newBuilder().GET(), "/v1/queues/sales").headers().firstValue("ETag"))
			.hasValue(tag);
		assertThat(http().with("If-Match", tag)
			.put("/v1/queues/sales", "application/json", "{\"name\": \"Sales\"}")
			.status()).isEqualTo(200);
	}

	/// A month by the minute is sent while it is read, packed or not.
	@ParameterizedTest
	@ValueSource(strings = { "json", "csv" })
	void aStreamEndsAndHoldsNothing(String format) throws Exception {
		String path = MINUTES + "&format=" + format;

		var packed = send("gzip", HttpRequest.newBuilder().GET(), path);

		assertThat(packed.headers().firstValue("Content-Length")).as("it is not kept until its end").isEmpty();
		assertThat(unpacked(packed.body())).isEqualTo(http().get(path).body());
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.meters.get("callmeter.bulkhead.used").gauge().value() == 0);
	}

	private HttpResponse<byte[]> send(String encoding, HttpRequest.Builder request, String path) throws Exception {
		return CLIENT.send(request.uri(URI.create(http().service() + path))
			.setHeader("Accept-Encoding", encoding)
			.setHeader("Authorization", "Bearer " + KEY)
			.build(), BodyHandlers.ofByteArray());
	}

	private static String unpacked(byte[] packed) throws IOException {
		try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
			return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
