package io.callmeter.reference;

import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/// Fills the kind into the documentation that queues, agents and campaigns share, with examples that can be tried.
@Component
class NamedOperations implements GlobalOperationCustomizer {

	private final ObjectProvider<NamedController<?>> controllers;

	NamedOperations(ObjectProvider<NamedController<?>> controllers) {
		this.controllers = controllers;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		this.controllers.stream()
			.filter((controller) -> controller.getClass() == method.getBeanType())
			.findFirst()
			.ifPresent((controller) -> fill(operation, controller.kind()));
		return operation;
	}

	private static void fill(Operation operation, Kind kind) {
		operation.setOperationId(filled(operation.getOperationId(), kind));
		operation.setSummary(filled(operation.getSummary(), kind));
		operation.setDescription(filled(operation.getDescription(), kind));
		operation.getResponses().values().forEach((response) -> {
			response.setDescription(filled(response.getDescription(), kind));
			var content = (response.getContent() != null) ? response.getContent().get(MediaType.APPLICATION_JSON_VALUE)
					: null;
			if (content != null) {
				content.setExample(answer(operation, kind));
			}
		});
		if (operation.getParameters() != null) {
			operation.getParameters().stream().filter(NamedOperations::isCode).forEach((code) -> {
				code.setDescription("As calls name the " + kind.word() + "; a / in it is written %2F");
				code.setExample(kind.exampleCode());
			});
		}
		if (operation.getRequestBody() != null) {
			operation.getRequestBody()
				.getContent()
				.values()
				.forEach((content) -> content.setExample(Map.of("name", kind.exampleName(), "active", true)));
		}
	}

	private static Object answer(Operation operation, Kind kind) {
		var entry = new NamedController.Entry(kind.exampleCode(), kind.exampleName(), true);
		return operation.getOperationId().startsWith("list") ? new NamedController.Page(List.of(entry), null) : entry;
	}

	private static boolean isCode(Parameter parameter) {
		return "code".equals(parameter.getName());
	}

	private static @Nullable String filled(@Nullable String text, Kind kind) {
		return (text == null) ? null
				: text.replace("{kind}", kind.word())
					.replace("{kinds}", kind.plural())
					.replace("{Kind}", StringUtils.capitalize(kind.word()))
					.replace("{Kinds}", StringUtils.capitalize(kind.plural()));
	}

}
