package io.callmeter.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;

/// The published description of the HTTP interface: one problem schema, and the examples that tests send too.
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String PROBLEM = "Problem";

	private static final Set<String> WITHOUT_DATABASE = Set.of("kpiCatalogue");

	/// Their bodies are read as streams of any length.
	private static final Set<String> WITHOUT_LIMIT = Set.of("importCsv");

	/// Of these it is said when to try again.
	private static final Set<String> TRY_AGAIN = Set.of("429", "503");

	@Bean
	OpenAPI openApi(BuildProperties build) throws IOException {
		Components components = new Components();
		for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:examples/*.*")) {
			String name = Objects.requireNonNull(file.getFilename());
			components.addExamples(name.substring(0, name.lastIndexOf('.')), example(name, file));
		}
		components.setExamples(new TreeMap<>(components.getExamples()));
		components.addHeaders(HttpHeaders.RETRY_AFTER,
				new Header().description("Seconds after which to try again.").schema(schema("integer")));
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

	/// A parameter of a query is there or is not; it is never null.
	@Bean
	GlobalOpenApiCustomizer parametersAreNeverNull() {
		return (api) -> api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.filter((operation) -> operation.getParameters() != null)
			.flatMap((operation) -> operation.getParameters().stream())
			.map(Parameter::getSchema)
			.filter((schema) -> schema != null && schema.getTypes() != null)
			.forEach((schema) -> schema.getTypes().remove("null"));
	}

	/// Times such as 18:00 in quotes, which readers of YAML 1.1 take for 1080 without.
	@Bean
	ObjectMapperProvider yamlForAllReaders(SpringDocConfigProperties properties) {
		return new ObjectMapperProvider(properties) {

			@Override
			public ObjectMapper yamlMapper() {
				var usual = super.yamlMapper();
				return (usual.getFactory() instanceof YAMLFactory factory)
						? usual.copyWith(factory.rebuild().stringQuotingChecker(new QuotedTimes()).build()) : usual;
			}

		};
	}

	private static void addProblems(Operation operation) {
		ApiResponses responses = operation.getResponses();
		if (!WITHOUT_DATABASE.contains(operation.getOperationId())) {
			add(responses, "503",
					"The database does not answer, or is busy with what others have asked; Retry-After says when to try "
							+ "again.");
		}
		if (answersWithContent(responses)) {
			add(responses, "406", "None of the formats asked for can be produced; the problem names those that can.");
		}
		if (operation.getRequestBody() != null) {
			add(responses, "415",
					"The format of the body is not one of this operation; the problem names those that are.");
			add(responses, "408",
					"The body came too slowly; the problem says what may be stored of it. Send it again in another request.");
			if (!WITHOUT_LIMIT.contains(operation.getOperationId())) {
				add(responses, "413", "The body is too large.");
			}
		}
		add(responses, "400", "A parameter or field cannot be taken; the problem names it, its value and the remedy.");
		responses.forEach((status, response) -> {
			if (status.startsWith("4") || status.startsWith("5")) {
				response.setContent(new Content().addMediaType("application/problem+json",
						new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
			}
			if (TRY_AGAIN.contains(status)) {
				response.addHeaderObject(HttpHeaders.RETRY_AFTER, new Header().$ref(HttpHeaders.RETRY_AFTER));
			}
		});
	}

	private static void add(ApiResponses responses, String status, String description) {
		responses.computeIfAbsent(status, (_) -> new ApiResponse().description(description));
	}

	private static boolean answersWithContent(ApiResponses responses) {
		return responses.entrySet()
			.stream()
			.anyMatch((response) -> response.getKey().startsWith("2") && response.getValue().getContent() != null);
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

	/// Quotes what the usual does, and numbers to the base of sixty.
	private static final class QuotedTimes extends StringQuotingChecker.Default {

		private static final Pattern TIME = Pattern.compile("\\d+(:[0-5]?\\d)+");

		@Override
		public boolean needToQuoteValue(String value) {
			return super.needToQuoteValue(value) || TIME.matcher(value).matches();
		}

	}

}
