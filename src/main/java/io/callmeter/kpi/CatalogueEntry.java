package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A metric as the catalogue shows it.
///
/// @param denominator null for what is not divided
/// @param goal null where neither side is better
/// @param industry null where nothing is known
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "KpiMetric", description = "A metric and its definition.")
record CatalogueEntry(
		@Schema(description = "Id of the metric in queries and answers.", example = "answerRate") String id,
		@Schema(description = "Everyday names that queries may use instead of the id.",
				example = "[\"aht\"]") List<String> aliases,
		@Schema(description = "Label, in the language of Content-Language.", example = "Answer rate") String label,
		@Schema(description = "Unit of the value: count, ratio (0..1 where it is a share), s, 1/h, score (0..1) or money.",
				example = "ratio") String unit,
		@Schema(description = "What is counted: visit, offer, segment, call or attempt.",
				example = "visit") String counts,
		@Schema(description = "The formula in words, in the language of Content-Language.",
				example = "answered / offered") String formula,
		@Schema(description = "What is counted, summed or divided, as measures that links name in counted.",
				example = "answered") String numerator,
		@Schema(description = "Denominator; null if there is none.", example = "offered") @Nullable String denominator,
		@Schema(description = "The database view that is summed.", example = "leg_fact") String source,
		@Schema(description = "Whether the values of groups and intervals add up to the total.",
				example = "false") boolean additive,
		@Schema(description = "Whether values are always exact; percentiles of many calls are estimated, with an errorBound.",
				example = "true") boolean exact,
		@Schema(description = "Parameters that change the metric, besides range, filters and profile.",
				example = "[]") List<String> parameters,
		@Schema(description = "Dimensions by which it cannot be grouped or filtered, with the default policy.",
				example = "[\"agent\", \"team\"]") List<String> notBy,
		@Schema(description = "Profiles that count it differently.", example = "[\"wazo\"]") List<String> profiles,
		@Schema(description = "Whether more or less is better; null if neither is.") @Nullable Goal goal,
		@Schema(description = "What contact centres aim at worldwide; null if nothing is known.") @Nullable IndustryFigure industry,
		@Schema(description = "Version of the metric definitions; see the changelog.",
				example = "2") int definitionVersion) {

	/// @param text in the language of the reader, of a key and the English text
	static CatalogueEntry of(Metric metric, BinaryOperator<String> text) {
		return new CatalogueEntry(metric.id(), metric.aliases(), text.apply(metric.id() + ".label", metric.label()),
				metric.unit().symbol(), metric.thing().name().toLowerCase(Locale.ROOT),
				text.apply(metric.id() + ".formula", metric.formula()), metric.figure().numerator(),
				metric.figure().denominator(), metric.facts().view(), metric.additive(), metric.exact(),
				metric.choices().stream().map(Choice::key).toList(),
				metric.notBy().stream().map(Dimension::key).toList(),
				Arrays.stream(Profile.values())
					.filter((profile) -> profile.variants(profile.options()).containsKey(metric.id()))
					.map(Profile::key)
					.toList(),
				metric.goal(),
				Industry.of(metric)
					.map((figure) -> new IndustryFigure(figure.value(), metric.requiredGoal(),
							text.apply(metric.id() + ".industry", figure.source())))
					.orElse(null),
				KpiAnswer.DEFINITION_VERSION);
	}

	/// What centres aim at worldwide.
	@Schema(name = "KpiIndustryFigure", description = "Worldwide benchmark, for reference; null if there is none.")
	record IndustryFigure(
			@Schema(description = "Value of the benchmark; of a range the end that more contact centres reach.",
					example = "0.8") BigDecimal value,
			@Schema(description = "Whether the value should be AT_LEAST or AT_MOST the benchmark.",
					example = "AT_LEAST") Goal goal,
			@Schema(description = "The benchmark as quoted, with its origin, in the language of Content-Language.",
					example = "80 % of calls answered in 20 s") String source) {
	}

}
