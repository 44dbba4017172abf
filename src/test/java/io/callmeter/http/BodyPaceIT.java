package io.callmeter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/// A body that comes too slowly does not keep the service busy.
@TestPropertySource(properties = { "callmeter.http.max-wait=500ms", "callmeter.http.min-data-rate=1000B",
		"server.tomcat.connection-timeout=2s" })
class BodyPaceIT extends PostgresIT {

	@ParameterizedTest
	@CsvSource({ "POST, /v1/calls, application/x-ndjson", "POST, /v1/calls, application/json",
			"PUT, /v1/calls/slow, application/json", "POST, /v1/imports/csv, text/csv",
			"PUT, /v1/queues/slow, application/json" })
	void aBodyWithAByteNowAndThenEndsInATimeout(String method, String path, String type) throws IOException {
		String answer = whileSending(true, method, path, type, "Transfer-Encoding: chunked", "", (out) -> {
			for (int i = 0; i < 1000; i++) {
				out.write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
				out.flush();
				pause();
			}
		});

		assertThat(answer).startsWith("HTTP/1.1 408")
			.contains("urn:callmeter:problem:body-too-slow", "in another request");
	}

	@Test
	void aBodyThatComesNoMoreEndsInATimeoutAndWhatCameBeforeIsStored() throws IOException {
		String line = TestCalls.answered("before").toString() + "\n";
		String answer = whileSending(true, "POST", "/v1/calls", "application/x-ndjson", "Transfer-Encoding: chunked",
				Integer.toHexString(line.length()) + "\r\n" + line + "\r\n", (out) -> {
				});

		assertThat(answer).startsWith("HTTP/1.1 408")
			.contains("urn:callmeter:problem:body-too-slow", "The request body stopped arriving", "\"created\":1",
					"\"nextLine\":2");
		assertThat(http().get("/v1/calls/before").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "false, POST, /v3/api-docs, text/plain, 405", "false, POST, /swagger-ui/index.html, text/plain, 405",
			"false, GET, /v3/api-docs, text/plain, 200", "false, GET, /actuator/health, text/plain, 200",
			"false, POST, /v1/calls, application/json, 401", "true, POST, /v1/nothing, application/json, 404",
			"true, POST, /v1/queues, application/json, 405", "true, POST, /v1/calls, image/png, 415",
			"true, PUT, /v1/queues/unread, text/plain, 415", "true, GET, /v1/queues, application/json, 200",
			"false, TRACE, /v1/queues, text/plain, 405", "false, POST, /v1/%00, text/plain, 400" })
	void aBodyThatNobodyReadsHoldsNoConnection(boolean known, String method, String path, String type, int status)
			throws IOException {
		assertHungUp(known, method, path, type, 100_000_000, "", status);
	}

	@Test
	void theRestOfABodyThatWasAnsweredBeforeItsEndHasToKeepThePace() throws IOException {
		assertHungUp(true, "POST", "/v1/calls", "application/json", 50_000_000, "[{]", 400);
	}

	/// A byte now and then, for longer than the service should listen.
	private void assertHungUp(boolean known, String method, String path, String type, int length, String begin,
			int status) throws IOException {
		long begun = System.nanoTime();
		String answer = whileSending(known, method, path, type, "Content-Length: " + length, begin, (out) -> {
			for (int i = 0; i < 3000; i++) {
				out.write(' ');
				out.flush();
				pause();
			}
		});

		assertThat(answer).startsWith("HTTP/1.1 " + status);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
	}

	private String whileSending(boolean known, String method, String path, String type, String length, String begin,
			Sender sender) throws IOException {
		var service = http().service();
		try (var socket = new Socket(service.getHost(), service.getPort())) {
			socket.setSoTimeout(30_000);
			OutputStream out = socket.getOutputStream();
			out.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
					+ (known ? "Authorization: Bearer " + KEY + "\r\n" : "") + "Content-Type: " + type + "\r\n" + length
					+ "\r\n\r\n" + begin)
				.getBytes(StandardCharsets.US_ASCII));
			out.flush();
			Thread sending = Thread.ofVirtual().start(() -> {
				try {
					sender.send(out);
				}
				catch (IOException ex) {
					// the service has hung up, as it should
				}
			});
			var answer = new ByteArrayOutputStream();
			try {
				socket.getInputStream().transferTo(answer);
			}
			catch (IOException ex) {
				// hung up on while sending; what came before it counts
			}
			sending.interrupt();
			return answer.toString(StandardCharsets.UTF_8);
		}
	}

	private static void pause() throws IOException {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private interface Sender {

		void send(OutputStream out) throws IOException;

	}

}
