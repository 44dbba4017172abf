package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Figures with the choices that made them; durations are seconds.
///
/// @param dataThrough the least of `to`, now, and the beginning of the oldest call or leg in progress in the range
/// @param threshold seconds, or `mixed`
/// @param shortAbandon seconds, or `mixed`
/// @param abandonAfter null for never
/// @param interval null when the range is one interval
/// @param rows by group (none last), then by time, unless in an order of their own
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "KpiAnswer", description = "Figures with the choices that made them; durations are seconds.")
record KpiAnswer(
		@Schema(description = "Beginning of the range, which is in it.", example = "2026-11-09T00:00:00Z") Instant from,
		@Schema(description = "End of the range, which is not in it.", example = "2026-11-16T00:00:00Z") Instant to,
		@Schema(description = "Time zone of the calendar.", example = "UTC") String timeZone,
		@Schema(description = "The least of to, now, and the beginning of the oldest call or leg in progress in the "
				+ "range: figures before it are final unless late records come.",
				example = "2026-11-16T00:00:00Z") Instant dataThrough,
		@Schema(description = "Version of the definitions of all figures; the changelog says what changed.",
				example = "2") int definitionVersion,
		@Schema(description = "When things count.") Basis basis,
		@Schema(description = "Step of the calendar; null when the range is one interval.", example = "P1D",
				nullable = true) @Nullable String interval,
		@Schema(description = "The keys of a row.", example = "[\"queue\"]") List<String> groupBy,
		@Schema(description = "What counts in serviceLevel: a policy, or MIXED where queues differ.",
				example = "ABANDONS_IGNORED") String serviceLevelPolicy,
		@Schema(description = "T in seconds, or `mixed` where queues differ.", example = "20", types = {
				"number", "string" }) Object threshold,
		@Schema(description = "S in seconds, or `mixed` where queues differ.", example = "5",
				types = { "number", "string" }) Object shortAbandon,
		@Schema(description = "Limit of shortCalls in seconds.", example = "10") BigDecimal shortCall,
		@Schema(description = "Limit of longCalls in seconds.", example = "600") BigDecimal longCall,
		@Schema(description = "Limit of abandonedCallRate in seconds; null for never.", example = "2",
				nullable = true) @Nullable BigDecimal abandonAfter,
		@Schema(description = "Whether a call counts under its last or first queue and agent.") Attribution attribution,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ComparedWith comparedWith,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProfileUsed profile,
		@Schema(description = "What hardly means what was meant: filters that name nothing known, ranges and "
				+ "comparisons without any time in them. Empty where there is nothing to say.") List<Warning> warnings,
		@Schema(description = "By group in the order of their codes, none last, then by time, unless orderBy says "
				+ "otherwise.") List<KpiRow> rows,
		@Schema(description = "All groups and intervals together.") Total total,
		@Schema(description = "Ids of the metrics whose values are estimates here; all others are exact.",
				example = "[]") List<String> estimated){

	/// Changes with the meaning of any figure.
	static final int DEFINITION_VERSION = 2;

	/// All that is known before the rows.
	static KpiAnswer of(KpiQuery query, Instant dataThrough, Total total, JudgedBy judgedBy, @Nullable Span compared,
			List<Warning> warnings) {
		Selection selection = query.selection();
		Limits limits = selection.limits();
		return new KpiAnswer(selection.from(), selection.to(), selection.timeZone().getId(), dataThrough,
				DEFINITION_VERSION, selection.basis(), (query.interval() != null) ? query.interval().toString() : null,
				query.groupBy().stream().map(Dimension::key).toList(), judgedBy.policy(), judgedBy.threshold(),
				judgedBy.shortAbandon(), seconds(limits.shortCall()), seconds(limits.longCall()),
				(limits.abandonAfter() != null) ? seconds(limits.abandonAfter()) : null, selection.attribution(),
				ComparedWith.of(query, compared), ProfileUsed.of(query), warnings, List.of(), total, List.of());
	}

	KpiAnswer with(List<Warning> warnings) {
		return new KpiAnswer(this.from, this.to, this.timeZone, this.dataThrough, this.definitionVersion, this.basis,
				this.interval, this.groupBy, this.serviceLevelPolicy, this.threshold, this.shortAbandon, this.shortCall,
				this.longCall, this.abandonAfter, this.attribution, this.comparedWith, this.profile, warnings,
				this.rows, this.total, this.estimated);
	}

	private static BigDecimal seconds(Duration duration) {
		BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
		return (seconds.scale() < 0) ? seconds.setScale(0) : seconds;
	}

	/// The figures of all groups and intervals together.
	///
	/// @param links to the things behind each figure; null when they are not asked for
	@Schema(name = "KpiTotal", description = "The figures of all groups and intervals together.")
	record Total(@Schema(
			description = "Figures by the id of their metric, in the order asked for.") Map<String, KpiValue> metrics,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "What each figure counted, by the id of its metric; absent with links=false.") @Nullable Map<String, KpiLinks> links) {

		/// Of an answer that has none.
		static final Total NOT_ASKED = new Total(Map.of(), null);

	}

	/// What figures are compared with.
	///
	/// @param from null with the agents of the same rows
	/// @param to null with the agents of the same rows
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "KpiComparedWith", description = "What figures are compared with; absent without compare.")
	record ComparedWith(@Schema(description = "The value of compare.", example = "previous") String compare,
			@Schema(description = "Beginning of the other range; absent for peers.",
					example = "2026-11-02T00:00:00Z") @Nullable Instant from,
			@Schema(description = "End of the other range; absent for peers.",
					example = "2026-11-09T00:00:00Z") @Nullable Instant to) {

		static @Nullable ComparedWith of(KpiQuery query, @Nullable Span compared) {
			Compare compare = query.compare();
			return (compare == null) ? null : new ComparedWith(compare.key(),
					(compared != null) ? compared.from() : null, (compared != null) ? compared.to() : null);
		}

	}

	/// How another product counts what was asked for.
	///
	/// @param profile the value of the parameter
	/// @param differences by the id of the metric; metrics without one are counted alike
	@Schema(name = "KpiProfile", description = "How another product counts; absent without profile.")
	record ProfileUsed(@Schema(description = "The value of profile.", example = "connect") String profile,
			@Schema(description = "The product.", example = "Amazon Connect") String product,
			@Schema(description = "What it counts differently, by the id of the metric.") Map<String, Difference> differences) {

		static @Nullable ProfileUsed of(KpiQuery query) {
			Profile profile = query.profile();
			if (profile == null) {
				return null;
			}
			var differences = new LinkedHashMap<String, Difference>();
			Map<String, Profile.Variant> variants = profile.variants(query.options());
			for (Metric metric : query.metrics()) {
				Profile.Variant variant = variants.get(metric.id());
				if (variant != null) {
					differences.put(metric.id(), new Difference(variant.formula(), metric.formula(), variant.why()));
				}
			}
			return new ProfileUsed(profile.key(), profile.title(), differences);
		}

	}

	/// A figure that another product counts differently.
	@Schema(name = "KpiDifference", description = "A figure that another product counts differently.")
	record Difference(
			@Schema(description = "The product's formula.",
					example = "answered within the threshold / answered") String formula,
			@Schema(description = "Callmeter's formula.",
					example = "visits answered with a wait of at most threshold / visits, by serviceLevelPolicy") String standardFormula,
			@Schema(description = "Why the figures differ.", example = "Abandons do not count at all.") String why) {
	}

}
