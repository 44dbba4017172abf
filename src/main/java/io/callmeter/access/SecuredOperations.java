package io.callmeter.access;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/// Says of every operation in the published description which scope it needs, and how credentials are shown.
@Configuration(proxyBeanMethods = false)
class SecuredOperations {

	private static final String BEARER = "bearer";

	private static final String BASIC = "basic";

	static {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Tenant.class);
	}

	@Bean
	GlobalOperationCustomizer scopes() {
		return SecuredOperations::secured;
	}

	@Bean
	GlobalOpenApiCustomizer credentials() {
		return (api) -> {
			RateLimit.HEADERS.forEach((name, description) -> api.getComponents()
				.addHeaders(name, new Header().description(description).schema(new IntegerSchema())));
			api.getComponents()
				.addSecuritySchemes(BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("bearer")
					.description(
							"An API key, which begins with cm_, or an access token (JWT) of the configured issuer."))
				.addSecuritySchemes(BASIC, new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("basic")
					.description(
							"For clients that cannot send a bearer token: any user name, and the API key as the password."));
		};
	}

	private static Operation secured(Operation operation, HandlerMethod method) {
		Requires requires = method.getMethodAnnotation(Requires.class);
		if (requires == null) {
			return operation;
		}
		List<String> scopes = Arrays.stream(requires.value()).map(Scope::key).toList();
		for (String scope : scopes) {
			operation.addSecurityItem(new SecurityRequirement().addList(BEARER, scope));
			operation.addSecurityItem(new SecurityRequirement().addList(BASIC, scope));
		}
		String needed = scopes.stream().map((scope) -> "`" + scope + "`").collect(Collectors.joining(" or "));
		operation
			.setDescription(((operation.getDescription() != null) ? operation.getDescription().strip() + "\n\n" : "")
					+ "Requires the scope " + needed + ".");
		operation.getResponses().forEach((status, response) -> {
			if (status.startsWith("2")) {
				addLimits(response);
			}
		});
		operation.getResponses()
			.addApiResponse("401",
					new ApiResponse().description("Authentication required: no API key was sent, or it is not valid."))
			.addApiResponse("403", new ApiResponse().description("The key lacks the scope " + needed + "."))
			.addApiResponse("429", addLimits(new ApiResponse()
				.description("Too many requests by the caller, or too many queries by the tenant.")));
		return operation;
	}

	private static ApiResponse addLimits(ApiResponse response) {
		RateLimit.HEADERS.keySet().forEach((name) -> response.addHeaderObject(name, new Header().$ref(name)));
		return response;
	}

}
