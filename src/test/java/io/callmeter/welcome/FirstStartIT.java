package io.callmeter.welcome;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callmeter.ServiceProcess;
import io.callmeter.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// What whoever starts the service for the first time reads in its log, and what comes of doing as it says.
class FirstStartIT {

	private static final Pattern KEY = Pattern.compile("cm_1_[0-9A-Za-z]{40}");

	private static final Pattern COMMAND = Pattern
		.compile("curl -H \"Authorization: Bearer \\$KEY\" 'http://[^/]+(/[^']*)'");

	@TempDir
	private Path folder;

	@Test
	void theLogIsShortAndEndsWithWhatToDo() throws Exception {
		assertThat(startOnAPortThatIsTaken()).as("a key that nobody would see again").doesNotContainPattern(KEY);

		try (ServiceProcess first = start("first.log", "--server.port=0", "--callmeter.sample=true",
				"--callmeter.demo=true")
			.awaitStart()) {
			List<String> lines = first.output().lines().toList();
			assertThat(lines).hasSizeLessThan(40).noneMatch((line) -> line.contains("WARN") || line.contains("ERROR"));
			assertThat(lines.getLast()).contains("Started Callmeter");
			assertThat(lines.get(lines.size() - 2)).startsWith("+---");
			assertThat(first.output()).contains("http://localhost:" + first.port() + "/", "sample calls from",
					"a simulated centre sends live calls");

			assertThat(KEY.matcher(first.output()).results()).hasSize(1);
			TestClient http = TestClient.of(first.port()).withKey(found(KEY, first.output()).group());
			var answer = http.get(found(COMMAND, first.output()).group(1));
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.json().path("rows").size()).isEqualTo(4);
		}

		try (ServiceProcess second = start("second.log", "--server.port=0").awaitStart()) {
			assertThat(second.output()).doesNotContainPattern(KEY)
				.contains("shown by the first start", "--callmeter.sample=true loads");
		}
	}

	private String startOnAPortThatIsTaken() throws IOException, InterruptedException {
		try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServiceProcess failed = start("failed.log", "--server.address=127.0.0.1",
						"--server.port=" + taken.getLocalPort())) {
			assertThat(failed.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
			assertThat(failed.output()).contains("already in use");
			return failed.output();
		}
	}

	private ServiceProcess start(String log, String... arguments) throws IOException {
		Path file = this.folder.resolve(log);
		Files.deleteIfExists(file);
		return ServiceProcess.start(file, ServiceProcess.BRIEF,
				Map.of("CALLMETER_EMBEDDED_DATADIR", this.folder.resolve("postgres").toString()), arguments);
	}

	private static MatchResult found(Pattern pattern, String text) {
		Matcher found = pattern.matcher(text);
		assertThat(found.find()).as(text).isTrue();
		return found.toMatchResult();
	}

}
