package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
@Schema(name = "KpiAnswer", description = "KPIs with the settings that were used; durations are seconds.")
record KpiAnswer(
		@Schema(description = "Start of the range (included).", example = "2026-11-09T00:00:00Z") OffsetDateTime from,
		@Schema(description = "End of the range (excluded).", example = "2026-11-16T00:00:00Z") OffsetDateTime to,
		@Schema(description = "Time zone of the calendar and of all times in the answer.",
				example = "UTC") String timeZone,
		@Schema(description = "Values before this time are final unless late records arrive: the earliest of to, now, and the "
				+ "start of the oldest call or leg in progress.",
				example = "2026-11-16T00:00:00Z") OffsetDateTime dataThrough,
		@Schema(description = "Version of the metric definitions; see the changelog.",
				example = "2") int definitionVersion,
		@Schema(description = "Which time decides where calls and legs count.") Basis basis,
		@Schema(description = "Interval of the rows; null for the whole range.",
				example = "P1D") @Nullable String interval,
		@Schema(description = "Dimensions of a row.", example = "[\"queue\"]") List<String> groupBy,
		@Schema(description = "Service level policy, or MIXED if queues differ.",
				example = "ABANDONS_IGNORED") String serviceLevelPolicy,
		@Schema(description = "Service level threshold in seconds, or `mixed` if queues differ.", example = "20",
				types = {
						"number", "string" }) Object threshold,
		@Schema(description = "Longest short abandon in seconds, or `mixed` if queues differ.", example = "5",
				types = { "number", "string" }) Object shortAbandon,
		@Schema(description = "Limit of shortCalls in seconds.", example = "10") BigDecimal shortCall,
		@Schema(description = "Limit of longCalls in seconds.", example = "600") BigDecimal longCall,
		@Schema(description = "Limit of abandonedCallRate in seconds; null for never.",
				example = "2") @Nullable BigDecimal abandonAfter,
		@Schema(description = "Whether a call counts for its last or first queue and agent.") Attribution attribution,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ComparedWith comparedWith,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProfileUsed profile,
		@Schema(description = "Parameters that probably do not mean what was intended, such as filters with unknown codes "
				+ "and empty ranges.") List<Warning> warnings,
		@Schema(description = "Rows by group in the order of their codes, then by time, or in the order of orderBy.") List<KpiRow> rows,
		@Schema(description = "All groups and intervals together.") Total total,
		@Schema(description = "Metrics with estimated values; all others are exact.",
				example = "[]") List<String> estimated){

	/// Changes with the meaning of any figure.
	static final int DEFINITION_VERSION = 2;

	/// All that is known before the rows.
	static KpiAnswer of(KpiQuery query, Instant dataThrough, Total total, JudgedBy judgedBy, @Nullable Span compared,
			List<Warning> warnings) {
		Selection selection = query.selection();
		Limits limits = selection.limits();
		return new KpiAnswer(selection.shown(selection.from()), selection.shown(selection.to()),
				selection.timeZone().getId(), selection.shown(dataThrough), DEFINITION_VERSION, selection.basis(),
				(query.interval() != null) ? query.interval().toString() : null,
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
	@Schema(name = "KpiTotal", description = "The values of all groups and intervals together.")
	record Total(@Schema(description = "Values by metric, in the requested order.") Map<String, KpiValue> metrics,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "Links to the calls behind each value, by metric; absent without links=true.") @Nullable Map<String, KpiLinks> links) {

		/// Of an answer that has none.
		static final Total NOT_ASKED = new Total(Map.of(), null);

	}

	/// What figures are compared with.
	///
	/// @param from null with the agents of the same rows
	/// @param to null with the agents of the same rows
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "KpiComparedWith", description = "What values are compared with; absent without compare.")
	record ComparedWith(@Schema(description = "The value of compare.", example = "previous") String compare,
			@Schema(description = "Start of the other range; absent for peers.",
					example = "2026-11-02T00:00:00Z") @Nullable OffsetDateTime from,
			@Schema(description = "End of the other range; absent for peers.",
					example = "2026-11-09T00:00:00Z") @Nullable OffsetDateTime to) {

		static @Nullable ComparedWith of(KpiQuery query, @Nullable Span compared) {
			Compare compare = query.compare();
			return (compare == null) ? null
					: new ComparedWith(compare.key(),
							(compared != null) ? query.selection().shown(compared.from()) : null,
							(compared != null) ? query.selection().shown(compared.to()) : null);
		}

	}

	/// How another product counts what was asked for.
	///
	/// @param profile the value of the parameter
	/// @param differences by the id of the metric; metrics without one are counted alike
	@Schema(name = "KpiProfile", description = "How another product counts; absent without profile.")
	record ProfileUsed(@Schema(description = "The value of profile.", example = "connect") String profile,
			@Schema(description = "The product.", example = "Amazon Connect") String product,
			@Schema(description = "Differences by metric.") Map<String, Difference> differences) {

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
	@Schema(name = "KpiDifference", description = "A metric that another product counts differently.")
	record Difference(
			@Schema(description = "The product's formula.",
					example = "answered within the threshold / answered") String formula,
			@Schema(description = "Callmeter's formula.",
					example = "visits answered with a wait of at most threshold / visits, by serviceLevelPolicy") String standardFormula,
			@Schema(description = "Why the values differ.", example = "Abandons do not count at all.") String why) {
	}

}
