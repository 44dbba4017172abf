package io.callmeter.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/// Fills the kind into the documentation that all reference data share, with examples that can be tried.
@Component
class ReferenceOperations implements GlobalOperationCustomizer {

	private static final JsonMapper JSON = JsonMapper.shared();

	/// Fields of an answer that a body does not need.
	private static final List<String> SHOWN_ONLY = List.of("code", "number", "numbers", "campaign");

	private static final String DELETE_CONFLICT = "{deleteConflict}";

	private final ObjectProvider<Documented> controllers;

	ReferenceOperations(ObjectProvider<Documented> controllers) {
		this.controllers = controllers;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		this.controllers.stream()
			.filter((controller) -> controller.getClass() == method.getBeanType())
			.findFirst()
			.ifPresent((controller) -> fill(operation, controller));
		return operation;
	}

	private static void fill(Operation operation, Documented controller) {
		Kind kind = controller.kind();
		boolean list = String.valueOf(operation.getOperationId()).startsWith("list");
		Map<String, @Nullable Object> example = example(controller);
		operation.setOperationId(filled(operation.getOperationId(), kind));
		operation.setSummary(filled(operation.getSummary(), kind));
		operation.setDescription(filled(operation.getDescription(), kind));
		if (kind.deleteConflict() == null) {
			operation.getResponses().values().removeIf((response) -> DELETE_CONFLICT.equals(response.getDescription()));
		}
		operation.getResponses().forEach((status, response) -> {
			response.setDescription(filled(response.getDescription(), kind));
			addExample(response, list ? page(example) : example);
			if (!list && (status.equals("200") || status.equals("201"))) {
				response.addHeaderObject(HttpHeaders.ETAG, new Header().description("Version of the item.")
					.schema(new StringSchema().example("\"0190b6a5-5bd1-4f6c-9d3e-7a1f2c3d4e5f-0\"")));
			}
		});
		if (operation.getParameters() != null) {
			operation.getParameters().stream().filter(ReferenceOperations::isCode).forEach((code) -> {
				code.setDescription("Code of the " + kind.word() + "; a / in it is written %2F");
				code.setExample(controller.example().code());
			});
		}
		if (operation.getRequestBody() != null) {
			var body = new LinkedHashMap<>(example);
			body.keySet().removeAll(SHOWN_ONLY);
			operation.getRequestBody().getContent().values().forEach((content) -> content.setExample(body));
		}
	}

	private static void addExample(ApiResponse response, Map<String, @Nullable Object> example) {
		var content = (response.getContent() != null) ? response.getContent().get(MediaType.APPLICATION_JSON_VALUE)
				: null;
		if (content != null) {
			content.setExample(example);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, @Nullable Object> example(Documented controller) {
		return JSON.convertValue(controller.example(), LinkedHashMap.class);
	}

	private static Map<String, @Nullable Object> page(Map<String, @Nullable Object> example) {
		var page = new LinkedHashMap<String, @Nullable Object>();
		page.put("items", List.of(example));
		page.put("next", null);
		return page;
	}

	private static boolean isCode(Parameter parameter) {
		return Arrays.asList("code", "number").contains(parameter.getName()) && "path".equals(parameter.getIn());
	}

	private static @Nullable String filled(@Nullable String text, Kind kind) {
		return (text == null) ? null
				: text.replace("{made}", kind.made())
					.replace("{deleted}", kind.deleted())
					.replace("{putConflict}", kind.putConflict())
					.replace(DELETE_CONFLICT, String.valueOf(kind.deleteConflict()))
					.replace("{kind}", kind.word())
					.replace("{kinds}", kind.plural())
					.replace("{Kind}", StringUtils.capitalize(kind.word()))
					.replace("{Kinds}", StringUtils.capitalize(kind.plural()));
	}

}
