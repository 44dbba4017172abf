package io.callmeter.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// The commands of the documents print what they are shown to print: they are run as a reader would, by a shell with `curl`
/// and `jq`.
class TourIT extends PostgresIT {

	private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");

	private static final Pattern COMMAND = Pattern.compile("\\$ (.*)\n((?:(?!\\$ ).*\n)*)");

	@Test
	void theCookbookPrintsWhatItShows() throws Exception {
		load(Week.DOCUMENTED);

		List<Command> commands = commands("src/docs/COOKBOOK.md");

		assertThat(commands).hasSizeGreaterThan(30).allSatisfy(this::assertPrints);
	}

	/// Last week's calls are those of the documented week, moved.
	@Test
	void theReadmePrintsWhatItShows() throws Exception {
		load(Week.lastBefore(LocalDate.now(ZoneOffset.UTC)));

		List<Command> commands = commands("README.md");

		assertThat(commands).hasSizeGreaterThan(5).allSatisfy(this::assertPrints);
	}

	private void load(Week week) throws IOException {
		byte[] calls;
		try (InputStream file = Files.newInputStream(SampleWeek.FILE)) {
			calls = new SampleCalls(week, ZoneOffset.UTC).from(file).readAllBytes();
		}
		Answer answer = http().with("Content-Type", "application/x-ndjson")
			.send("POST", "/v1/calls", BodyPublishers.ofByteArray(calls));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").intValue()).isZero();
	}

	private static List<Command> commands(String document) throws IOException {
		String consoles = CONSOLE.matcher(Files.readString(Path.of(document)))
			.results()
			.map((console) -> console.group(1))
			.collect(Collectors.joining());
		var commands = new ArrayList<Command>();
		COMMAND.matcher(consoles)
			.results()
			.forEach((found) -> commands.add(new Command(found.group(1), found.group(2))));
		return commands;
	}

	private void assertPrints(Command command) throws IOException, InterruptedException {
		assertThat(run(command.line())).as(command.line()).isEqualToNormalizingNewlines(command.shown());
	}

	private String run(String line) throws IOException, InterruptedException {
		assumeThat(List.of("curl", "jq")).as("what the commands need").allMatch(TourIT::isInstalled);
		var shell = new ProcessBuilder("bash", "-c", "cm() { curl -s -H \"Authorization: Bearer $KEY\" \"$@\"; }\n"
				+ line.replace("localhost:8080", "localhost:" + port()));
		shell.environment().put("KEY", KEY);
		Process process = shell.redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return (printed.isEmpty() || printed.endsWith("\n")) ? printed : printed + "\n";
	}

	private static boolean isInstalled(String program) {
		return List.of(System.getenv("PATH").split(":"))
			.stream()
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	/// A command, and the lines shown below it.
	private record Command(String line, String shown) {
	}

}
