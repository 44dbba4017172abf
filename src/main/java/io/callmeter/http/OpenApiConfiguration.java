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
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Contact;
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

	private static final Set<String> WITHOUT_DATABASE = Set.of("listMetrics");

	/// Their bodies are read as streams of any length.
	private static final Set<String> WITHOUT_LIMIT = Set.of("importCsv");

	/// Of these it is said when to try again.
	private static final Set<String> TRY_AGAIN = Set.of("429", "503");

	static {
		// Constants that several records have are one type in generated clients.
		ModelResolver.enumsAsRef = true;
	}

	@Bean
	OpenAPI openApi(BuildProperties build) throws IOException {
		Components components = new Components();
		for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:examples/*.*")) {
			String name = Objects.requireNonNull(file.getFilename());
			components.addExamples(name.substring(0, name.lastIndexOf('.')), example(name, file));
		}
		components.setExamples(new TreeMap<>(components.getExamples()));
		components.addHeaders(HttpHeaders.RETRY_AFTER,
				new Header().description("Seconds to wait before trying again.").schema(schema("integer")));
		return new OpenAPI()
			.info(new Info().title("Callmeter")
				.version(build.getVersion())
				.description("Call measurement: call detail records in, exact contact centre KPIs out. "
						+ "Times are instants with an offset, durations are seconds, ratios go from 0 to 1. "
						+ "Every error is a problem by RFC 9457 with all mistakes of the request.")
				.contact(new Contact().name("Callmeter"))
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
			.filter((schema) -> schema != null && schema.getTypes() != null && schema.getTypes().contains("null"))
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
					"The service is overloaded or the database does not answer. Try again after Retry-After.");
		}
		add(responses, "406",
				"None of the formats of the header Accept is available. The problem lists those that are.");
		if (operation.getRequestBody() != null) {
			add(responses, "415", "The content type of the body is not supported. The problem lists those that are.");
			add(responses, "408", "The body arrived too slowly. Send it again; nothing is stored twice.");
			if (!WITHOUT_LIMIT.contains(operation.getOperationId())) {
				add(responses, "413", "The body is too large.");
			}
		}
		add(responses, "400", "Invalid request. The problem lists all mistakes with field, value and remedy.");
		add(responses, "500", "Internal error. The log of the service says more.");
		operation.setResponses(inOrder(responses));
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

	private static ApiResponses inOrder(ApiResponses responses) {
		var ordered = new ApiResponses();
		new TreeMap<>(responses).forEach(ordered::addApiResponse);
		return ordered;
	}

	private static void add(ApiResponses responses, String status, String description) {
		responses.computeIfAbsent(status, (_) -> new ApiResponse().description(description));
	}

	private static Schema<?> problem() {
		Schema<?> problem = schema("object").description("A problem by RFC 9457.")
			.addProperty("type",
					schema("string").description("Type of the problem.")
						.example("urn:callmeter:problem:unknown-parameter"))
			.addProperty("title", schema("string").description("The type in words.").example("Unknown parameter"))
			.addProperty("status", schema("integer").description("HTTP status.").example(400))
			.addProperty("detail",
					schema("string").description("The first mistake, and what to do about it.")
						.example("Unknown parameter 'queu'. Did you mean queue?"))
			.addProperty("instance",
					schema("string").description("Path of the request; absent if it cannot be read.")
						.example("/v1/kpis"))
			.addProperty("field",
					schema("string")
						.description(
								"Parameter or field of the first mistake; absent if it concerns the whole request.")
						.example("queu"))
			.addProperty("value",
					schema("string").description("Value of the first mistake; absent if none was sent.")
						.example("sales"))
			.addProperty("errors", list(mistake()).description("All mistakes of the request, the first one first."))
			.addProperty(RequestIds.NAME,
					schema("string").description("Id of the request, as in the header X-Request-Id and in the log.")
						.example("5f2b9c1e7d3a4680"))
			.addProperty("reason", reference("RejectionReason"))
			.addProperty("report", reference("IngestReport"))
			.addProperty("nextLine", schema("integer").format("int64")
				.description("For a stream that ended early, the first line that is not stored. Send it and all that "
						+ "follow again."))
			.addProperty("received",
					schema("integer").format("int64").description("If no record was stored, the number of records."))
			.addProperty("rejectedCount",
					schema("integer").format("int64")
						.description("If no record was stored, the number of rejected ones."))
			.addProperty("rejectedBy",
					schema("object").description("If no record was stored, the number of rejections by reason.")
						.additionalProperties(schema("integer").format("int64")))
			.addProperty("rejected",
					list(reference("Rejection"))
						.description("If no record was stored, the first rejections, each with its remedy."))
			.addProperty("codes",
					schema("object").description("For an erasure, the codes that contain the number, by kind.")
						.additionalProperties(list(schema("string"))));
		problem.setRequired(List.of("type", "title", "status", "detail", RequestIds.NAME));
		return problem;
	}

	private static Schema<?> mistake() {
		Schema<?> mistake = schema("object").description("A mistake in a request.")
			.addProperty("field",
					schema("string").description("Parameter or field; absent if the whole request is meant.")
						.example("queu"))
			.addProperty("value",
					schema("string").description("What was sent; absent if nothing was.").example("sales"))
			.addProperty("message", schema("string").description("What is wrong, and what to do about it.")
				.example("Unknown parameter 'queu'. Did you mean queue?"));
		mistake.setRequired(List.of("message"));
		return mistake;
	}

	private static Schema<?> list(Schema<?> elements) {
		Schema<?> list = schema("array");
		list.setItems(elements);
		return list;
	}

	private static Schema<?> reference(String name) {
		return new Schema<>(SpecVersion.V31).$ref(name);
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
