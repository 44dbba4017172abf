package io.callmeter.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// The published description of the HTTP interface: one problem schema, and the examples that tests send too.
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String PROBLEM = "Problem";

	@Bean
	OpenAPI openApi(BuildProperties build) throws IOException {
		Components components = new Components();
		for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:examples/*.*")) {
			String name = Objects.requireNonNull(file.getFilename());
			components.addExamples(name.substring(0, name.lastIndexOf('.')), example(name, file));
		}
		components.setExamples(new TreeMap<>(components.getExamples()));
		return new OpenAPI()
			.info(new Info().title("Callmeter")
				.version(build.getVersion())
				.description("Call measurement: call-detail records in, exact contact-centre KPIs out. "
						+ "Times are instants with offset, durations seconds, ratios 0 to 1; "
						+ "every error is a problem by RFC 9457 with the field, the value and the remedy.")
				.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
			.servers(List.of(new Server().url("/").description("This service")))
			.components(components);
	}

	/// Every operation can refuse a request, and all problems have one form.
	@Bean
	GlobalOpenApiCustomizer problems() {
		return (api) -> {
			api.getPaths().values().forEach((path) -> path.readOperations().forEach(OpenApiConfiguration::addProblems));
			api.getComponents().addSchemas(PROBLEM, problem());
			api.getComponents().getSchemas().remove("ProblemDetail");
			api.getComponents().setSchemas(new TreeMap<>(api.getComponents().getSchemas()));
		};
	}

	private static void addProblems(Operation operation) {
		operation.getResponses()
			.computeIfAbsent("400", (_) -> new ApiResponse()
				.description("A parameter or field cannot be taken; the problem names it, its value and the remedy."));
		operation.getResponses().forEach((status, response) -> {
			if (status.startsWith("4") || status.startsWith("5")) {
				response.setContent(new Content().addMediaType("application/problem+json",
						new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
			}
		});
	}

	private static Schema<?> problem() {
		return schema("object").description("A problem by RFC 9457.")
			.addProperty("type",
					schema("string").description("Kind of the problem.").example("urn:callmeter:problem:invalid-value"))
			.addProperty("title", schema("string").description("The kind in words.").example("A value cannot be taken"))
			.addProperty("status", schema("integer").description("Status of the answer.").example(400))
			.addProperty("detail",
					schema("string").description("What is wrong, and what to do about it.")
						.example("There is no parameter 'queu' here. Use from, queue, to."))
			.addProperty("instance", schema("string").description("Path of the request.").example("/v1/kpis"))
			.addProperty("field",
					schema("string").description("The parameter or field; absent when the whole request is meant.")
						.example("queu"))
			.addProperty("value",
					schema("string").description("What was sent; absent when nothing was.").example("sales"));
	}

	private static Schema<?> schema(String type) {
		return new Schema<>(SpecVersion.V31).types(Set.of(type));
	}

	private static Example example(String name, Resource file) throws IOException {
		try (InputStream stream = file.getInputStream()) {
			String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			return new Example()
				.value(name.endsWith(".json") ? JsonMapper.shared().readValue(text, Object.class) : text);
		}
	}

}
