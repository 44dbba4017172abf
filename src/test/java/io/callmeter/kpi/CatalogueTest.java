package io.callmeter.kpi;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Every metric is explained in every language.
class CatalogueTest {

	/// Words that are the same in English and another language.
	private static final Set<String> SAME = Set.of("fr conversions.label");

	private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}_']*");

	/// What queries and records name so, whatever the language.
	private static final Pattern NAME = Pattern.compile("[a-z]+[A-Z][A-Za-z]*|[A-Z_]{4,}");

	@ParameterizedTest
	@MethodSource("translated")
	void aLanguageHasTheKeysOfTheRegistryAndNoOthers(Locale language) throws IOException {
		assertThat(file(language).stringPropertyNames())
			.containsExactlyInAnyOrderElementsOf(Catalogue.english().keySet());
	}

	@ParameterizedTest
	@MethodSource("translated")
	void everythingIsTranslatedButFormulasOfNames(Locale language) throws IOException {
		Properties file = file(language);

		assertThat(Catalogue.english()).allSatisfy((key, english) -> {
			if (file.getProperty(key).equals(english)) {
				assertThat(SAME.contains(language + " " + key) || isOfNames(english)).as("%s: %s", key, english)
					.isTrue();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("translated")
	void namesStayInFormulas(Locale language) throws IOException {
		Properties file = file(language);

		assertThat(Catalogue.english())
			.allSatisfy((key, english) -> assertThat(names(file.getProperty(key))).as(key).containsAll(names(english)));
	}

	private static List<String> names(String text) {
		return NAME.matcher(text).results().map(MatchResult::group).toList();
	}

	@ParameterizedTest
	@MethodSource("all")
	void noTwoMetricsHaveOneLabel(Locale language) {
		assertThat(Catalogue.in(language)).extracting(CatalogueEntry::label).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("translated")
	void theCatalogueSpeaksTheLanguage(Locale language) throws IOException {
		Properties file = file(language);

		assertThat(Catalogue.in(language)).allSatisfy((entry) -> {
			assertThat(entry.label()).isEqualTo(file.getProperty(entry.id() + ".label"));
			assertThat(entry.formula()).isEqualTo(file.getProperty(entry.id() + ".formula"));
			if (entry.industry() != null) {
				assertThat(entry.industry().source()).isEqualTo(file.getProperty(entry.id() + ".industry"));
			}
		});
	}

	private static boolean isOfNames(String formula) {
		return WORD.matcher(formula)
			.results()
			.map(MatchResult::group)
			.allMatch((word) -> Metrics.find(word).isPresent() || NAME.matcher(word).matches());
	}

	private static Properties file(Locale language) throws IOException {
		var properties = new Properties();
		try (Reader reader = Files.newBufferedReader(Path.of("src", "main", "resources", "io", "callmeter", "kpi",
				"catalogue_" + language.getLanguage() + ".properties"))) {
			properties.load(reader);
		}
		return properties;
	}

	private static List<Locale> all() {
		return Catalogue.LANGUAGES;
	}

	private static Stream<Locale> translated() {
		return Catalogue.LANGUAGES.stream().filter((language) -> !language.equals(Locale.ENGLISH));
	}

}
