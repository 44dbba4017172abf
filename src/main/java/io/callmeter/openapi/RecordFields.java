package io.callmeter.openapi;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.annotations.media.Schema.AccessMode;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/// Notes with the description of each record which of its fields an answer always has and which may be null, as the code
/// says by its nullness: written by hand it would be wrong one day. [SentAndAnswered] makes of it what is published.
@Component
class RecordFields implements ModelConverter {

	/// Fields that every answer has.
	static final String ALWAYS = "x-always";

	/// Fields that are null in some answers.
	static final String NULL_IN_ANSWERS = "x-null-in-answers";

	/// Fields that may be null in a body.
	static final String NULL_IN_BODIES = "x-null-in-bodies";

	@Override
	public @Nullable Schema<?> resolve(io.swagger.v3.core.converter.AnnotatedType type, ModelConverterContext context,
			Iterator<ModelConverter> chain) {
		Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
		if (schema == null || type.getType() == null) {
			return schema;
		}
		Class<?> described = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
		Schema<?> model = (schema.get$ref() != null) ? context.getDefinedModels().get(name(schema.get$ref())) : schema;
		if (described.isRecord() && model != null && model.getProperties() != null) {
			note(model, fields(described).toList());
		}
		return schema;
	}

	/// The name of what is referred to.
	static String name(String reference) {
		return reference.substring(reference.lastIndexOf('/') + 1);
	}

	private static void note(Schema<?> model, List<Field> fields) {
		var ordered = new LinkedHashMap<>(model.getProperties());
		ordered.clear();
		fields.stream()
			.filter((field) -> model.getProperties().containsKey(field.name()))
			.forEach((field) -> ordered.put(field.name(), model.getProperties().get(field.name())));
		model.getProperties().forEach(ordered::putIfAbsent);
		model.setProperties(ordered);
		model.addExtension(ALWAYS, names(fields, Field::always));
		model.addExtension(NULL_IN_ANSWERS, names(fields, Field::nullInAnswers));
		model.addExtension(NULL_IN_BODIES, names(fields, Field::nullInBodies));
	}

	private static List<String> names(List<Field> fields, Predicate<Field> which) {
		return fields.stream().filter(which).map(Field::name).toList();
	}

	private static Stream<Field> fields(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		AnnotatedType[] parameters = canonical(type, components).getAnnotatedParameterTypes();
		JsonInclude ofType = type.getAnnotation(JsonInclude.class);
		return IntStream.range(0, components.length)
			.boxed()
			.flatMap((i) -> fields(components[i], isNullable(parameters[i]),
					(ofType != null) ? ofType.value() : JsonInclude.Include.ALWAYS));
	}

	/// What a body need not have, because the service fills it, is null in no answer
	/// unless its description says so.
	private static Stream<Field> fields(RecordComponent component, boolean nullInBodies, JsonInclude.Include usual) {
		var accessor = component.getAccessor();
		if (accessor.isAnnotationPresent(JsonIgnore.class) || accessor.isAnnotationPresent(JsonAnyGetter.class)) {
			return Stream.empty();
		}
		if (accessor.isAnnotationPresent(JsonUnwrapped.class)) {
			return fields(component.getType());
		}
		JsonInclude own = accessor.getAnnotation(JsonInclude.class);
		boolean nullable = isNullable(component.getAnnotatedType());
		boolean always = switch ((own != null) ? own.value() : usual) {
			case ALWAYS, USE_DEFAULTS -> true;
			case NON_NULL, NON_ABSENT -> !nullable;
			case NON_EMPTY -> !nullable && !canBeEmpty(component.getType());
			case NON_DEFAULT, CUSTOM -> false;
		};
		var described = accessor.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
		boolean filled = described != null && described.accessMode() == AccessMode.READ_ONLY && !described.nullable();
		return Stream
			.of(new Field(component.getName(), always, always && nullable && !filled, nullable || nullInBodies));
	}

	private static boolean canBeEmpty(Class<?> type) {
		return Stream.of(CharSequence.class, Collection.class, Map.class)
			.anyMatch((empty) -> empty.isAssignableFrom(type)) || type.isArray();
	}

	private static Constructor<?> canonical(Class<?> type, RecordComponent[] components) {
		try {
			return type.getDeclaredConstructor(
					Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
		}
		catch (NoSuchMethodException ex) {
			throw new LinkageError(ex.getMessage(), ex);
		}
	}

	private static boolean isNullable(AnnotatedType type) {
		return type.isAnnotationPresent(Nullable.class);
	}

	/// A field of a record.
	///
	/// @param always whether every answer has it
	/// @param nullInAnswers whether it is null in some of them
	/// @param nullInBodies whether null may be sent
	private record Field(String name, boolean always, boolean nullInAnswers, boolean nullInBodies) {
	}

}
