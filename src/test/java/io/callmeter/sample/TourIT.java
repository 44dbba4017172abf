package io.callmeter.sample;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient;
import io.callmeter.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The questions of the README are answered as it says.
class TourIT extends PostgresIT {

	private static final Pattern REQUEST = Pattern
		.compile("\\$ cm(?: -X PUT)?((?: -H '[^']+')*)(?: -d '([^']+)')? 'localhost:8080(/[^']*)'[^\n]*\n"
				+ "((?:(?!\\$ |```).*\n)*)");

	private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

	/// What was chosen from an answer: numbers and texts.
	private static final Pattern SHOWN = Pattern.compile("-?\\d+(?:\\.\\d+)?|\"[^\"]*\"");

	@Test
	void everyQuestionIsAnsweredWithWhatIsShown() throws IOException {
		load();
		List<Request> requests = requests();
		assertThat(requests).hasSizeGreaterThan(13);

		for (Request request : requests) {
			Answer answer = request.send(http());
			assertThat(answer.status()).as("%s: %s", request.path(), answer.body()).isIn(200, 201);
			assertThat(request.shown()).as("what %s is shown to answer", request.path()).isNotEmpty();
			assertThat(answer.body()).as(request.path()).contains(request.shown());
		}
	}

	private void load() throws IOException {
		Answer answer = http().with("Content-Type", "application/x-ndjson")
			.send("POST", "/v1/calls", BodyPublishers.ofFile(SampleWeek.FILE));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("rejectedCount").intValue()).isZero();
	}

	private static List<Request> requests() throws IOException {
		String readme = Files.readString(Path.of("README.md"));
		int begin = readme.indexOf("\n## Questions people ask\n");
		String section = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
		List<Request> requests = new ArrayList<>();
		REQUEST.matcher(section).results().forEach((found) -> requests.add(Request.of(found)));
		assertThat(requests).as("all requests are read").hasSize(section.split("\\$ cm ", -1).length - 1);
		return requests;
	}

	/// A request by curl, and the numbers and texts shown below it.
	///
	/// @param body null of a question
	private record Request(List<MatchResult> headers, String path, @Nullable String body, List<String> shown) {

		private static Request of(MatchResult found) {
			return new Request(HEADER.matcher(found.group(1)).results().toList(), found.group(3), found.group(2),
					SHOWN.matcher(found.group(4)).results().map(MatchResult::group).toList());
		}

		private Answer send(TestClient http) {
			TestClient client = http;
			for (MatchResult header : this.headers) {
				client = client.with(header.group(1), header.group(2));
			}
			return (this.body != null) ? client.send("PUT", this.path, BodyPublishers.ofString(this.body))
					: client.get(this.path);
		}

	}

}
