package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter.StyleEnum;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.stereotype.Component;

/// Says of the parameters of questions what their types do not, as all are read as texts: which of them are lists, of which
/// words, and in which order people need them.
@Component
class QuestionParameters implements GlobalOpenApiCustomizer {

	/// What nearly every question has; filters follow, then what visits are judged by and
	/// how the answer looks.
	private static final List<String> FIRST = List.of("from", "to", "of", "metrics", "unit", "groupBy", "buckets",
			"interval", "timeZone", "range");

	/// Has generated Java clients take the parameters one by one instead of forty at
	/// once.
	private static final String BUILDER = "x-group-parameters";

	private static final Set<String> FILTERS_OF_LISTS = Set.of("counted", "caller", "caseId", "waitedOver",
			"waitedUnder", "talkedOver", "talkedUnder", "transferred");

	private static final Set<String> LISTS = Set.of("metrics", "groupBy", "orderBy", "targets", "profileOptions",
			"buckets", "counted", "caller", "caseId");

	private static final Map<String, NamedWords> WORDS = Map.ofEntries(
			Map.entry("metrics", new NamedWords("MetricId", "Id of a metric.", MetricIds.all())),
			Map.entry("groupBy", new NamedWords("Dimension", "What rows are grouped by.", Dimension.keys())),
			Map.entry("direction", NamedWords.of("Direction", Direction.class)),
			Map.entry("outcome",
					new NamedWords("OutcomeFilter", "Outcome of a call, or open for one in progress.",
							Stream.concat(Arrays.stream(CallOutcome.values()).map(Enum::name), Stream.of("open"))
								.toList())),
			Map.entry("endedBy", NamedWords.of("EndedBy", EndedBy.class)),
			Map.entry("dayOfWeek", NamedWords.of("DayOfWeek", DayOfWeek.class)),
			Map.entry("of", NamedWords.DISTRIBUTED),
			Map.entry("unit", new NamedWords("ListedUnit", "What is listed, one row each.",
					Stream.of(Thing.CALL, Thing.VISIT, Thing.OFFER, Thing.SEGMENT).map(Thing::listed).toList())),
			Map.entry("compare", NamedWords.COMPARE),
			Map.entry("targets", NamedWords.camel("TargetSource", "Whose targets are shown.", KpiQuery.Aims.values())),
			Map.entry("profile", NamedWords.PROFILE),
			Map.entry("profileOptions",
					NamedWords.camel("ProfileOption", "A switch of a profile.", Profile.Option.values())),
			Map.entry("percentiles",
					NamedWords.camel("PercentileMethod", "How percentiles are chosen.", KpiQuery.Percentiles.values())),
			Map.entry("comparison", NamedWords.camel("ThresholdComparison", "Whether a wait of exactly T is in time.",
					Judging.Operator.values())));

	@Override
	public void customise(OpenAPI api) {
		api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.filter(QuestionParameters::isQuestion)
			.forEach((question) -> {
				question.getParameters().forEach((parameter) -> describe(parameter, api.getComponents()));
				question.setParameters(question.getParameters()
					.stream()
					.sorted(Comparator.comparingInt((parameter) -> place(parameter.getName())))
					.toList());
				question.addExtension(BUILDER, true);
			});
	}

	private static boolean isQuestion(Operation operation) {
		return operation.getParameters() != null
				&& operation.getParameters().stream().anyMatch((parameter) -> parameter.getName().equals("basis"));
	}

	private static int place(String parameter) {
		int place = FIRST.indexOf(parameter);
		if (place >= 0) {
			return place;
		}
		return FIRST.size() + ((isFilter(parameter) || FILTERS_OF_LISTS.contains(parameter)) ? 0 : 1);
	}

	private static boolean isFilter(String parameter) {
		return Dimension.keys().contains(parameter);
	}

	private static void describe(io.swagger.v3.oas.models.parameters.Parameter parameter, Components components) {
		String name = parameter.getName();
		NamedWords words = WORDS.get(name);
		if (words != null) {
			words.addTo(components);
		}
		if (isFilter(name) || LISTS.contains(name)) {
			parameter.setSchema(schema("array").items((words != null) ? words.reference() : element(name)));
			parameter.setStyle(StyleEnum.FORM);
			parameter.setExplode(false);
			parameter.setExample(list(parameter.getExample(), name));
			if (isFilter(name)) {
				parameter.setAllowEmptyValue(true);
			}
		}
		else if (words != null) {
			Object usual = parameter.getSchema().getDefault();
			Schema<?> reference = words.reference();
			if (usual != null) {
				reference.setDefault(usual);
			}
			parameter.setSchema(reference);
		}
	}

	private static @Nullable List<?> list(@Nullable Object example, String parameter) {
		if (example == null) {
			return null;
		}
		List<String> texts = List.of(example.toString().split(",", -1));
		return parameter.equals("buckets") ? texts.stream().map(BigDecimal::new).toList() : texts;
	}

	private static Schema<?> element(String parameter) {
		return switch (parameter) {
			case "hourOfDay" -> number("integer", 23);
			case "hangupCause" -> number("integer", 127);
			case "buckets" -> number("number", 999_999_999);
			default -> schema("string");
		};
	}

	private static Schema<?> number(String type, int most) {
		return schema(type).minimum(BigDecimal.ZERO).maximum(BigDecimal.valueOf(most));
	}

	private static Schema<?> schema(String type) {
		return new Schema<>(SpecVersion.V31).types(Set.of(type));
	}

}
