package io.callmeter.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The chart as Helm renders it, and the image that it runs.
final class Chart {

	static final Path CHART = Path.of("helm", "callmeter");

	static final Path CI_VALUES = CHART.resolve("ci", "ci-values.yaml");

	static final String CONTAINER = "/spec/template/spec/containers/0";

	private static final JsonMapper JSON = JsonMapper.shared();

	private Chart() {
	}

	static TemplateCommand chart() {
		return new Helm(CHART).template().withName("test").withNamespace("calls");
	}

	static TemplateCommand withPasswords() {
		return chart().set("database.application.password", "of-the-service")
			.set("database.owner.password", "of-the-owner");
	}

	static List<JsonNode> render(TemplateCommand command) {
		return parse(command.call());
	}

	static List<JsonNode> parse(String yaml) {
		return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
			.map((document) -> JSON.<JsonNode>valueToTree(document))
			.filter(JsonNode::isObject)
			.toList();
	}

	static List<JsonNode> all(String kind, List<JsonNode> rendered) {
		return rendered.stream().filter((node) -> node.at("/kind").asString().equals(kind)).toList();
	}

	static JsonNode only(String kind, List<JsonNode> rendered) {
		assertThat(all(kind, rendered)).as(kind).hasSize(1);
		return all(kind, rendered).getFirst();
	}

	static JsonNode service(String name, List<JsonNode> rendered) {
		return all("Service", rendered).stream()
			.filter((service) -> service.at("/metadata/name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	static JsonNode container(TemplateCommand command) {
		return only("Deployment", render(command)).at(CONTAINER);
	}

	static JsonNode variable(JsonNode container, String name) {
		return container.at("/env")
			.valueStream()
			.filter((variable) -> variable.at("/name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	static String value(JsonNode container, String name) {
		return variable(container, name).at("/value").asString();
	}

	static String secretKey(JsonNode container, String name) {
		var reference = variable(container, name).at("/valueFrom/secretKeyRef");
		return reference.at("/name").asString() + "/" + reference.at("/key").asString();
	}

	static String variableOfTheImage(String name) {
		return instructionOfTheImage("ENV " + name + "=");
	}

	/// What follows these words in the Dockerfile.
	static String instructionOfTheImage(String words) {
		try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
			return lines.filter((line) -> line.startsWith(words))
				.map((line) -> line.substring(words.length()))
				.reduce((_, ofTheLastStage) -> ofTheLastStage)
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
