package io.callmeter.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.callmeter.TestClient.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the description says of answers, compared with answers.
class DescribedAnswers {

	private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private final Map<JsonNode, Schema> schemas = new HashMap<>();

	private final JsonNode components;

	/// @param api the description
	DescribedAnswers(JsonNode api) {
		this.components = closed(api.path("components").deepCopy());
	}

	/// What is wrong with an answer to an operation; empty where it is as described.
	List<String> wrong(JsonNode operation, Answer answer) {
		if (answer.status() >= 500 && answer.status() != 503) {
			return List.of("a failure of the service");
		}
		JsonNode described = operation.path("responses").path(String.valueOf(answer.status()));
		if (described.isMissingNode()) {
			return List.of("a status that is not described");
		}
		String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
		if (described.path("content").isEmpty()) {
			return answer.body().isEmpty() ? List.of() : List.of("a body where none is described: " + type);
		}
		JsonNode content = described.path("content").path(type);
		if (content.isMissingNode()) {
			return List.of("a format that is not described: " + type);
		}
		return type.endsWith("/json") || type.endsWith("+json") ? wrong(content.path("schema"), answer.body())
				: List.of();
	}

	private List<String> wrong(JsonNode described, String body) {
		try {
			JsonNode value = JsonMapper.shared().readTree(body);
			List<String> wrong = new ArrayList<>();
			this.schemas.computeIfAbsent(described, this::schema)
				.validate(value,
						(context) -> context
							.executionConfig((configuration) -> configuration.formatAssertionsEnabled(true)))
				.forEach((error) -> wrong.add(error.toString()));
			return wrong;
		}
		catch (JacksonException ex) {
			return List.of("no JSON: " + ex.getMessage());
		}
	}

	private Schema schema(JsonNode described) {
		ObjectNode schema = closed((ObjectNode) described.deepCopy());
		schema.set("components", this.components);
		return this.registry.getSchema(schema);
	}

	/// The same, but that nothing may be there that is not described.
	private static <T extends JsonNode> T closed(T schema) {
		if (schema instanceof ObjectNode object && object.path("properties").isObject()
				&& !object.has("additionalProperties")) {
			object.put("additionalProperties", false);
		}
		schema.forEach(DescribedAnswers::closed);
		return schema;
	}

}
