package io.callmeter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What users read is in the plain words of contact centres: none of the words that people have stumbled over comes back.
class WordsTest {

	/// Wherever users read.
	private static final Pattern EVERYWHERE = Pattern
		.compile("(?i)\\b(?:" + String.join("|", "is no (?:date|metric)", "is nothing to group by", "cannot be taken",
				"is not known; send", "no such thing", "who asks", "nobody is known", "may not do this",
				"has not the scope", "nothing of it can", "what to mend", "changed meanwhile", "what others have asked",
				"ask for figures", "make a key", "made? cells?", "cells? anew", "list what was done", "take away what",
				"who may ask", "shows a key", "put TLS before", "for long, and", "leg_cell is", "note changes",
				"body-pace", "body-patience", "rollup\\.fold", "rollup\\.sample", "retention\\.run(?!-)",
				"\\w+\\.patience", "\\w*in_progress_calls", "\\w*queues_left_out\\w*", "\\w*rate_ratio", "cells=false")
				+ ")\\b");

	/// In what the service itself says, and in the description of its interface.
	private static final Pattern OF_THE_SERVICE = Pattern.compile("(?i)\\b(?:" + String.join("|", "cells?(?! of)",
			"fold(?:s|ed|ing)?", "unfolded", "figures?", "things?", "judg(?:ed?|es|ing)", "patience", "mend", "anew",
			"for ever", "thereof", "is none of", "is no (?!longer\\b)\\w+;", "cannot be had") + ")\\b");

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

	/// Names of tables and columns, and single names in code.
	private static final Pattern NAME = Pattern.compile("\\b\\w*_\\w+\\b|^[\\w.{}:/-]*$");

	private static final Pattern SQL = Pattern.compile("(?i)\\bselect\\b|\\bfrom \\(|\\bsum\\(|\\) cell\\b");

	@Test
	void theDescriptionOfTheInterfaceIsInPlainWords() throws IOException {
		assertThat(found(Path.of("openapi", "openapi.yaml"), WordsTest::withoutNames, EVERYWHERE, OF_THE_SERVICE))
			.isEmpty();
	}

	@Test
	void messagesAreInPlainWords() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path source : files(Path.of("src", "main", "java"), ".java")) {
			found.addAll(found(source, WordsTest::literals, EVERYWHERE, OF_THE_SERVICE));
		}

		assertThat(found).isEmpty();
	}

	@Test
	void propertiesAreDescribedInPlainWords() throws IOException {
		assertThat(found(Path.of("src", "main", "resources", "application.yml"), UnaryOperator.identity(), EVERYWHERE,
				OF_THE_SERVICE))
			.isEmpty();
	}

	@Test
	void documentsAreInPlainWords() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path folder : List.of(Path.of("src", "docs"), Path.of("helm"))) {
			for (Path document : files(folder, "")) {
				if (!document.endsWith("CHANGELOG.md")) {
					found.addAll(found(document, UnaryOperator.identity(), EVERYWHERE));
				}
			}
		}

		assertThat(found).isEmpty();
	}

	/// The search itself finds what it should and nothing else.
	@Test
	void oldWordsAreFound() {
		assertThat(Stream.of("from 'x' is no date or time", "Make a key", "Ask for figures", "retention.run: 1h",
				"callmeter_live_queues_left_out_queues", "It is not known who asks"))
			.allMatch((text) -> EVERYWHERE.matcher(text).find());
		assertThat(Stream.of("Rebuild rollups", "callmeter.retention.run-interval", "Query KPIs", "Create a key"))
			.noneMatch((text) -> EVERYWHERE.matcher(text).find() || OF_THE_SERVICE.matcher(text).find());
		assertThat(literals("log.warn(\"The cells of {}\"); // a cell")).isEqualTo("The cells of {}");
	}

	private static List<Path> files(Path folder, String end) throws IOException {
		try (var files = Files.walk(folder)) {
			return files.filter((file) -> Files.isRegularFile(file) && file.toString().endsWith(end)).toList();
		}
	}

	private static List<String> found(Path file, UnaryOperator<String> read, Pattern... old) throws IOException {
		List<String> found = new ArrayList<>();
		List<String> lines = Files.readAllLines(file);
		for (int i = 0; i < lines.size(); i++) {
			String text = read.apply(lines.get(i));
			for (Pattern words : old) {
				Matcher matcher = words.matcher(text);
				while (matcher.find()) {
					found.add(file + ":" + (i + 1) + ": " + matcher.group() + " in: " + text.strip());
				}
			}
		}
		return found;
	}

	/// The texts between quotes, without comments and names.
	private static String literals(String line) {
		if (line.strip().startsWith("//") || line.contains("IllegalStateException")) {
			return "";
		}
		return LITERAL.matcher(line)
			.results()
			.map((literal) -> literal.group(1))
			.filter((text) -> !SQL.matcher(text).find())
			.map((text) -> NAME.matcher(text).replaceAll(""))
			.reduce("", (all, text) -> all.isEmpty() ? text : all + " " + text);
	}

	private static String withoutNames(String line) {
		return NAME.matcher(line).replaceAll("");
	}

}
