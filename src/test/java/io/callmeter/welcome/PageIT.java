package io.callmeter.welcome;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.callmeter.PostgresIT;
import io.callmeter.TestClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The first page: for everybody, and all that it refers to is there.
class PageIT extends PostgresIT {

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	private static final Pattern QUESTION = Pattern.compile("</span>(/v1/kpis[^']+)'");

	private static final Pattern MARKUP = Pattern.compile("<[^>]+>");

	@ParameterizedTest
	@CsvSource({ "/, text/html", "/favicon.ico, image/", "/favicon.svg, image/svg+xml",
			"/welcome/welcome.css, text/css", "/welcome/welcome.js, text/javascript" })
	void everybodyMaySeeIt(String path, String type) {
		Answer answer = stranger().get(path);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type"))
			.hasValueSatisfying((shown) -> assertThat(shown).startsWith(type));
	}

	@Test
	void whatItRefersToIsOpenToo() {
		List<String> references = found(REFERENCE);

		assertThat(references).contains("/swagger-ui.html", "/v3/api-docs.yaml", "/actuator/health");
		assertThat(references).allSatisfy((path) -> assertThat(stranger().get(path).status()).isIn(200, 302));
	}

	@Test
	void itsQuestionsAreAnswered() {
		List<String> questions = found(QUESTION);

		assertThat(questions).hasSize(3);
		assertThat(questions).allSatisfy((question) -> {
			Answer answer = http().get(MARKUP.matcher(question).replaceAll("").replace("&amp;", "&"));
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		});
	}

	/// Scripts and styles within the page would need a policy that allows those of
	/// others, too.
	@Test
	void nothingInItRunsByItself() {
		String page = stranger().get("/").body();

		assertThat(page).doesNotContain("<style", " style=", "onclick").doesNotContainPattern("<script(?! src=)");
	}

	private List<String> found(Pattern pattern) {
		return pattern.matcher(stranger().get("/").body())
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

}
