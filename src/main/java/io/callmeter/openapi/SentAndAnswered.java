package io.callmeter.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.stereotype.Component;

/// Says of each record what holds where it is: an answer always has the fields that the service always fills, a body may
/// leave out what has a default. What is both sent and answered is described twice, as `Queue` and `QueueInput`, so that
/// generated clients neither ask for what may be left out nor doubt what is always there.
@Component
class SentAndAnswered implements GlobalOpenApiCustomizer {

	private static final String INPUT = "Input";

	private static final String REFERENCES = "#/components/schemas/";

	private static final String NULL = "null";

	@Override
	public void customise(OpenAPI api) {
		Components components = api.getComponents();
		List<Operation> operations = api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.toList();
		List<Schema<?>> bodies = operations.stream()
			.map(Operation::getRequestBody)
			.filter(Objects::nonNull)
			.flatMap((body) -> schemas(body.getContent()))
			.toList();
		Set<String> sent = names(bodies, components);
		Set<String> answered = names(operations.stream()
			.flatMap((operation) -> operation.getResponses().values().stream())
			.map(ApiResponse::getContent)
			.flatMap(SentAndAnswered::schemas)
			.toList(), components);
		Set<String> both = new LinkedHashSet<>(sent);
		both.retainAll(answered);
		both.removeIf((name) -> notes(named(components, name), RecordFields.ALWAYS) == null);
		for (String name : both) {
			Schema<?> input = AnnotationsUtils.clone(named(components, name), true);
			components.addSchemas(name + INPUT, input);
		}
		Consumer<Schema<?>> asInput = (schema) -> {
			String reference = schema.get$ref();
			if (reference != null && both.contains(RecordFields.name(reference))) {
				schema.set$ref(reference + INPUT);
			}
		};
		bodies.forEach((body) -> visit(body, asInput));
		for (String name : sent) {
			Schema<?> input = named(components, both.contains(name) ? name + INPUT : name);
			visit(input, asInput);
			describe(input, List.of(), notes(input, RecordFields.NULL_IN_BODIES), true);
		}
		for (String name : answered) {
			Schema<?> answer = named(components, name);
			describe(answer, notes(answer, RecordFields.ALWAYS), notes(answer, RecordFields.NULL_IN_ANSWERS), false);
		}
		removeAlike(both, bodies, components);
	}

	/// What is the same in a body as in an answer is described once.
	private static void removeAlike(Set<String> both, List<Schema<?>> bodies, Components components) {
		Set<String> alike = both.stream()
			.filter((name) -> json(named(components, name)).equals(json(named(components, name + INPUT))))
			.collect(Collectors.toSet());
		if (alike.isEmpty()) {
			return;
		}
		both.removeAll(alike);
		alike.forEach((name) -> components.getSchemas().remove(name + INPUT));
		Stream.concat(bodies.stream(), both.stream().map((name) -> named(components, name + INPUT)))
			.forEach((body) -> visit(body, (schema) -> {
				String reference = schema.get$ref();
				if (reference != null && reference.endsWith(INPUT) && alike
					.contains(RecordFields.name(reference.substring(0, reference.length() - INPUT.length())))) {
					schema.set$ref(reference.substring(0, reference.length() - INPUT.length()));
				}
			}));
		removeAlike(both, bodies, components);
	}

	/// @param always fields that are there besides those that are required by hand
	/// @param nullable fields that may be null; both are null where it is no record
	/// @param inBody whether a field that is required may not be null either
	private static void describe(Schema<?> schema, @Nullable List<String> always, @Nullable List<String> nullable,
			boolean inBody) {
		if (always == null || nullable == null) {
			return;
		}
		List<String> byHand = (schema.getRequired() != null) ? schema.getRequired() : List.of();
		var properties = schema.getProperties();
		List<String> required = properties.keySet()
			.stream()
			.filter((name) -> always.contains(name) || byHand.contains(name))
			.toList();
		schema.setRequired(required.isEmpty() ? null : required);
		properties.replaceAll((name, property) -> (nullable.contains(name) && !(inBody && byHand.contains(name)))
				? orNull(property) : withoutNull(property));
		schema.setExtensions(null);
	}

	private static Schema<?> named(Components components, String name) {
		return Objects.requireNonNull(components.getSchemas().get(name), name);
	}

	private static JsonNode json(Schema<?> schema) {
		return Json31.mapper().valueToTree(schema);
	}

	private static Schema<?> orNull(Schema<?> schema) {
		if (schema.get$ref() != null) {
			Schema<?> either = new Schema<>(SpecVersion.V31).description(schema.getDescription());
			either.setExample(schema.getExample());
			either.addAnyOfItem(new Schema<>(SpecVersion.V31).$ref(schema.get$ref()));
			either.addAnyOfItem(new Schema<>(SpecVersion.V31).types(Set.of(NULL)));
			return either;
		}
		if (schema.getTypes() != null) {
			Set<String> types = new LinkedHashSet<>(schema.getTypes());
			types.add(NULL);
			schema.setTypes(types);
		}
		return schema;
	}

	private static Schema<?> withoutNull(Schema<?> schema) {
		if (schema.getTypes() != null) {
			Set<String> types = new LinkedHashSet<>(schema.getTypes());
			types.remove(NULL);
			schema.setTypes(types.isEmpty() ? null : types);
		}
		return schema;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable List<String> notes(Schema<?> schema, String which) {
		return (schema.getExtensions() != null) ? (List<String>) schema.getExtensions().get(which) : null;
	}

	private static Stream<Schema<?>> schemas(@Nullable Content content) {
		List<Schema<?>> schemas = new ArrayList<>();
		if (content != null) {
			content.values().stream().map(MediaType::getSchema).filter(Objects::nonNull).forEach(schemas::add);
		}
		return schemas.stream();
	}

	/// The names of all that is referred to, at any depth.
	private static Set<String> names(Collection<Schema<?>> roots, Components components) {
		Set<String> names = new LinkedHashSet<>();
		roots.forEach((root) -> addNames(root, components, names));
		return names;
	}

	private static void addNames(Schema<?> root, Components components, Set<String> names) {
		visit(root, (schema) -> {
			String reference = schema.get$ref();
			if (reference != null && reference.startsWith(REFERENCES)) {
				String name = RecordFields.name(reference);
				Schema<?> named = components.getSchemas().get(name);
				if (named != null && names.add(name)) {
					addNames(named, components, names);
				}
			}
		});
	}

	/// A schema and all that it consists of.
	private static void visit(Schema<?> schema, Consumer<Schema<?>> each) {
		each.accept(schema);
		parts(schema).forEach((part) -> visit(part, each));
	}

	private static List<Schema<?>> parts(Schema<?> schema) {
		List<Schema<?>> parts = new ArrayList<>();
		if (schema.getProperties() != null) {
			schema.getProperties().values().forEach(parts::add);
		}
		if (schema.getItems() != null) {
			parts.add(schema.getItems());
		}
		if (schema.getAdditionalProperties() instanceof Schema<?> values) {
			parts.add(values);
		}
		addAll(parts, schema.getOneOf());
		addAll(parts, schema.getAnyOf());
		addAll(parts, schema.getAllOf());
		return parts;
	}

	private static void addAll(List<Schema<?>> parts, @Nullable List<?> several) {
		if (several != null) {
			several.forEach((part) -> parts.add((Schema<?>) part));
		}
	}

}
