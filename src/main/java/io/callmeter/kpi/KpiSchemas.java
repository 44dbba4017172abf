package io.callmeter.kpi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Describes what is made of dimensions and parameters, so that clients are generated with a field for each.
@Configuration(proxyBeanMethods = false)
class KpiSchemas {

	private static final String SCHEMAS = "#/components/schemas/";

	private static final String GROUP = "Group";

	private static final Set<String> WITH_GROUP = Set.of("KpiRow", "DistributionRow");

	/// What answers have of closed sets of words. Ids of metrics and dimensions are left
	/// open: each release may add some, which a client made before has to read.
	private static final Map<String, NamedWords> WORDS = Map.of("KpiMetric.unit", NamedWords.UNIT, "KpiMetric.counts",
			NamedWords.COUNTED, "DistributionAnswer.of", NamedWords.DISTRIBUTED, "DistributionAnswer.unit",
			NamedWords.UNIT, "KpiAnswer.serviceLevelPolicy", NamedWords.POLICY_USED, "KpiValue.serviceLevelPolicy",
			NamedWords.POLICY_USED, "KpiComparedWith.compare", NamedWords.COMPARE, "KpiProfile.profile",
			NamedWords.PROFILE);

	/// The body of a question, which has the parameters of the question by URL.
	static final String QUESTION = SCHEMAS + "KpiQuestion";

	@Bean
	GlobalOpenApiCustomizer groupAndQuestion() {
		return (api) -> {
			WORDS.forEach((field, words) -> name(api.getComponents(), field.split("\\."), words));
			api.getComponents().addSchemas(GROUP, group());
			WITH_GROUP.forEach((row) -> Objects.requireNonNull(api.getComponents().getSchemas().get(row))
				.addProperty("group", new Schema<>(SpecVersion.V31).$ref(SCHEMAS + GROUP)));
			api.getComponents().addSchemas(QUESTION.substring(SCHEMAS.length()), question(api));
		};
	}

	private static void name(Components components, String[] field, NamedWords words) {
		Schema<?> answer = Objects.requireNonNull(components.getSchemas().get(field[0]));
		Schema<?> text = Objects.requireNonNull(answer.getProperties().get(field[1]));
		words.addTo(components);
		answer.addProperty(field[1], words.reference().description(text.getDescription()).example(text.getExample()));
	}

	private static Schema<?> group() {
		Schema<?> group = object(
				"The value of each dimension in groupBy, null for what has none; empty without groupBy.");
		for (Dimension dimension : Dimension.values()) {
			group.addProperty(dimension.key(),
					new Schema<>(SpecVersion.V31)
						.types(new LinkedHashSet<>(List.of(dimension.isShownAsNumber() ? "integer" : "string", "null")))
						.description("The " + dimension.name().toLowerCase(Locale.ROOT).replace('_', ' ')
								+ " of the row; null for what has none."));
		}
		return group;
	}

	private static Schema<?> question(OpenAPI api) {
		Schema<?> question = object("The parameters of GET /v1/kpis; those that take several values take a list, too.");
		for (Parameter parameter : Objects.requireNonNull(api.getPaths().get("/v1/kpis")).getGet().getParameters()) {
			if ("query".equals(parameter.getIn())) {
				Schema<?> property = AnnotationsUtils.clone(parameter.getSchema(), true);
				property.setDescription(parameter.getDescription());
				question.addProperty(parameter.getName(), property);
				if (Boolean.TRUE.equals(parameter.getRequired())) {
					question.addRequiredItem(parameter.getName());
				}
			}
		}
		return question;
	}

	private static Schema<?> object(String description) {
		return new Schema<>(SpecVersion.V31).types(new LinkedHashSet<>(List.of("object"))).description(description);
	}

}
