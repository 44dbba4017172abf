package io.callmeter.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A client that takes an answer too slowly does not keep the database busy.
@TestPropertySource(properties = { "callmeter.http.max-wait=2s", "callmeter.http.min-data-rate=20MB" })
class AnswerPaceIT extends PostgresIT {

	private static final int CALLS = 6000;

	/// As long as texts may be.
	private static final String LONG = "\u20ac".repeat(120);

	@Autowired
	private MeterRegistry meters;

	@Test
	void aListThatIsTakenTooSlowlyIsCutOffAndHoldsNoConnection() throws IOException {
		for (int part = 0; part < 6; part++) {
			String calls = IntStream.range(part * CALLS / 6, (part + 1) * CALLS / 6)
				.mapToObj((i) -> TestCalls.answered("slow-" + i)
					.put("campaign", LONG)
					.put("source", LONG)
					.put("disposition", LONG)
					.put("caseId", LONG)
					.toString())
				.collect(Collectors.joining("\n"));
			assertThat(http().post("/v1/calls", "application/x-ndjson", calls).status()).isEqualTo(200);
		}

		var service = http().service();
		try (var socket = new Socket()) {
			socket.setReceiveBufferSize(8 * 1024);
			socket.setSoTimeout(60_000);
			socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
			socket.getOutputStream()
				.write(("GET /v1/calls?from=2026-11-16&to=2026-11-17 HTTP/1.1\r\nHost: localhost\r\n"
						+ "Accept: text/csv\r\nAuthorization: Bearer " + KEY + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			InputStream answer = socket.getInputStream();
			assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
			assertThat(used()).isPositive();

			String end = drainedSlowly(answer);

			assertThat(end).doesNotEndWith("\r\n0\r\n\r\n");
			await().atMost(Duration.ofSeconds(30)).until(() -> used() == 0);
		}
	}

	private double used() {
		return this.meters.get("callmeter.bulkhead.used").gauge().value();
	}

	/// The last bytes that come, some thousand each time.
	private static String drainedSlowly(InputStream answer) {
		byte[] some = new byte[16 * 1024];
		String last = "";
		try {
			for (int read = answer.read(some); read >= 0; read = answer.read(some)) {
				last = (last + new String(some, 0, read, StandardCharsets.ISO_8859_1));
				last = last.substring(Math.max(0, last.length() - 10));
				Thread.sleep(10);
			}
		}
		catch (IOException ex) {
			// hung up on
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return last;
	}

}
