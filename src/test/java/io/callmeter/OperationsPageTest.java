package io.callmeter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/// The page for operators has every property with its default.
class OperationsPageTest {

	@Test
	void hasEveryPropertyOfTheServiceWithItsDefault() throws IOException {
		Map<String, String> page = page();

		assertThat(properties()).hasSizeGreaterThan(30)
			.allSatisfy((name, value) -> assertThat(page).as(name).containsEntry(name, value));
	}

	private static Map<String, String> properties() throws IOException {
		var properties = new TreeMap<String, String>();
		var yaml = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
			.load("application", new FileSystemResource("src/main/resources/application.yml"))
			.getFirst();
		Arrays.stream(yaml.getPropertyNames())
			.filter((name) -> name.startsWith("callmeter.") && !String.valueOf(yaml.getProperty(name)).isEmpty())
			.forEach((name) -> properties.put(name, String.valueOf(yaml.getProperty(name))));
		return properties;
	}

	/// The first two columns of the table: names, of which those that begin with a dot
	/// are
	/// beside the one before, and their defaults.
	private static Map<String, String> page() throws IOException {
		String page = Files.readString(Path.of("src", "docs", "OPERATIONS.md"));
		int begin = page.indexOf("\n| property | default | what |");
		assertThat(begin).isPositive();
		return page.substring(begin, page.indexOf("\n\n", begin))
			.lines()
			.filter((row) -> row.startsWith("| `"))
			.map((row) -> row.split("\\|", -1))
			.flatMap((columns) -> entries(columns[1].strip(), columns[2].strip()).entrySet().stream())
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static Map<String, String> entries(String names, String defaults) {
		var entries = new TreeMap<String, String>();
		List<String> values = List.of(defaults.split(", ", -1));
		String folder = "";
		int i = 0;
		for (String name : names.split(", ", -1)) {
			String plain = name.replace("`", "");
			String whole = plain.startsWith(".") ? folder + plain : plain;
			folder = whole.substring(0, whole.lastIndexOf('.'));
			String value = values.get(Math.min(i++, values.size() - 1));
			entries.put(whole, value.replaceFirst("^.*?`([^`]*)`.*$", "$1"));
		}
		return entries;
	}

}
