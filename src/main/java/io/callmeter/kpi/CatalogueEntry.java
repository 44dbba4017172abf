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
@Schema(name = "KpiMetric", description = "What a figure means.")
record CatalogueEntry(@Schema(description = "As queries and answers name it.", example = "answerRate") String id,
		@Schema(description = "For people, in the language of Content-Language.", example = "Answer rate") String label,
		@Schema(description = "Unit of the value: count, ratio (0..1 where it is a share), s, 1/h, score (0..1) or money.",
				example = "ratio") String unit,
		@Schema(description = "What is counted: visit, offer, segment, call or attempt.",
				example = "visit") String counts,
		@Schema(description = "The formula in words, in the language of Content-Language.",
				example = "answered / offered") String formula,
		@Schema(description = "What is counted, summed, chosen from or divided, by the ids that links name in counted.",
				example = "answered") String numerator,
		@Schema(description = "What divides it; null where nothing does.", example = "offered",
				nullable = true) @Nullable String denominator,
		@Schema(description = "The view whose columns are summed.", example = "leg_fact") String source,
		@Schema(description = "Whether the values of groups and intervals add up to the total. Those of ratios and "
				+ "means do not, their numerators and denominators do.", example = "false") boolean additive,
		@Schema(description = "Whether it is always counted; a percentile of many things is estimated, and says so by its errorBound.",
				example = "true") boolean exact,
		@Schema(description = "Parameters that change what it counts, besides those that choose the range, the things "
				+ "and their profile.", example = "[]") List<String> parameters,
		@Schema(description = "What it cannot be grouped and filtered by, by the usual policy.",
				example = "[\"agent\", \"team\"]") List<String> notBy,
		@Schema(description = "Profiles that count it in another way.", example = "[\"wazo\"]") List<String> profiles,
		@Schema(description = "On which side of a target it should be; null where neither is better.",
				nullable = true) @Nullable Goal goal,
		@Nullable IndustryFigure industry,
		@Schema(description = "Version of the definitions of all figures; the changelog says what changed.",
				example = "2") int definitionVersion) {

	/// @param text in the language of the reader, of a key and the English text
	static CatalogueEntry of(Metric metric, BinaryOperator<String> text) {
		return new CatalogueEntry(metric.id(), text.apply(metric.id() + ".label", metric.label()),
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
	@Schema(name = "KpiIndustryFigure",
			description = "What centres aim at worldwide, as a reference and not as a promise; null where nothing is known.")
	record IndustryFigure(
			@Schema(description = "The end of a range that more centres reach.", example = "0.8") BigDecimal value,
			@Schema(description = "Whether the figure should be AT_LEAST or AT_MOST that.",
					example = "AT_LEAST") Goal goal,
			@Schema(description = "The figure as it is quoted and by whom, in the language of Content-Language.",
					example = "80 % of calls answered in 20 s") String source) {
	}

}
