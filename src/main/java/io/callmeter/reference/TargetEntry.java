package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Goal;
import io.callmeter.kpi.MetricIds;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A target as it is sent and shown.
///
/// @param queue null when it is not for one
/// @param campaign null when it is not for one
/// @param currency of money; null for what is not money
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Target",
		description = "A target of a metric for a queue, a campaign or all, from a day on until the next target of the "
				+ "same.")
record TargetEntry(
		@Schema(description = "Code of the target; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Id or everyday name of a metric; /v1/kpis/catalogue lists all.",
				example = "serviceLevel", requiredMode = Schema.RequiredMode.REQUIRED) String metric,
		@Schema(description = "Queue of the target; null for none.", example = "sales") @Nullable String queue,
		@Schema(description = "Campaign of the target; null for none.") @Nullable String campaign,
		@Schema(description = "Value to reach: shares from 0 to 1, durations in seconds, money in currency.",
				example = "0.8", requiredMode = Schema.RequiredMode.REQUIRED) BigDecimal value,
		@Schema(description = "ISO 4217 code of a money value, which is compared only in this currency; null for other "
				+ "metrics.") @Nullable String currency,
		@Schema(description = "Whether the metric should be at least or at most the value; by default as in the "
				+ "catalogue.") Goal goal,
		@Schema(description = "First day; earlier days keep their targets.", example = "2026-11-01",
				requiredMode = Schema.RequiredMode.REQUIRED) LocalDate validFrom)
		implements
			Entry {

	private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

	TargetEntry(@Nullable String code, @Nullable String metric, @Nullable String queue, @Nullable String campaign,
			@Nullable BigDecimal value, @Nullable String currency, @Nullable Goal goal, @Nullable LocalDate validFrom) {
		var mistakes = new Mistakes();
		this.code = code;
		this.metric = mistakes.read(() -> metric(metric), "");
		this.queue = mistakes.read(() -> Words.checkedIfSent("queue", queue));
		this.campaign = mistakes.read(() -> Words.checkedIfSent("campaign", campaign));
		this.value = mistakes.read(() -> value(value), BigDecimal.ZERO);
		this.currency = mistakes.read(() -> Words.currency(currency));
		this.validFrom = mistakes.read(() -> Fields.day("validFrom", validFrom), LocalDate.EPOCH);
		mistakes.requireNone();
		if (queue != null && campaign != null) {
			throw RequestProblem.invalid("campaign", campaign,
					"A target applies to a queue, to a campaign or to all. Send one of queue and campaign, or neither.");
		}
		requireValueBy("queue", queue, this.metric);
		requireValueBy("campaign", campaign, this.metric);
		requirePossible(this.value, this.metric);
		if (MetricIds.isMoney(this.metric) && currency == null) {
			throw RequestProblem.missing("currency",
					"currency is required: " + this.metric + " is money. Expected an ISO 4217 code such as EUR.");
		}
		if (!MetricIds.isMoney(this.metric) && currency != null) {
			throw RequestProblem.invalid("currency", currency, this.metric + " is not money. Leave the currency out.");
		}
		this.goal = (goal != null) ? goal
				: MetricIds.goal(this.metric)
					.orElseThrow(() -> RequestProblem.missing("goal", "goal is required: for " + this.metric
							+ " neither more nor less is better in itself. Expected AT_LEAST or AT_MOST."));
	}

	private static String metric(@Nullable String metric) {
		if (metric == null) {
			throw RequestProblem.missing("metric",
					"metric is required. Expected the id of a metric; /v1/kpis/catalogue lists all.");
		}
		return MetricIds.find(metric)
			.orElseThrow(() -> RequestProblem.invalid("metric", metric, MetricIds.unknown(metric)));
	}

	private static BigDecimal value(@Nullable BigDecimal value) {
		if (value == null) {
			throw RequestProblem.missing("value", "value is required. Expected what the metric should reach.");
		}
		if (value.abs().compareTo(MOST) >= 0 || value.stripTrailingZeros().scale() > 10) {
			throw RequestProblem.invalid("value", value.toString(),
					"Invalid value '" + value + "'. Expected a number under 10^15 with at most ten decimals.");
		}
		return value;
	}

	@Override
	public Map<String, String> codes() {
		return (this.queue != null) ? Map.of("queue", this.queue)
				: (this.campaign != null) ? Map.of("campaign", this.campaign) : Map.of();
	}

	/// The target as it is written down for good: without what looks like a phone number.
	TargetEntry masked() {
		return new TargetEntry(masked(this.code), this.metric, masked(this.queue), masked(this.campaign), this.value,
				this.currency, this.goal, this.validFrom);
	}

	private static @Nullable String masked(@Nullable String code) {
		return (code != null) ? NumberMask.masked(code) : null;
	}

	private static void requireValueBy(String scope, @Nullable String code, String metric) {
		if (code != null && MetricIds.notBy(metric).contains(scope)) {
			throw RequestProblem.invalid(scope, code, metric + " has no value by " + scope
					+ ", so it cannot have a target by it. Leave " + scope + " out.");
		}
	}

	private static void requirePossible(BigDecimal value, String metric) {
		if (MetricIds.isShare(metric)) {
			if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
				throw RequestProblem.invalid("value", value.toString(),
						"Invalid value '" + value + "'. " + metric + " is a share from 0 to 1." + share(value));
			}
		}
		else if (value.signum() < 0 && !MetricIds.canBeNegative(metric)) {
			throw RequestProblem.invalid("value", value.toString(),
					"Invalid value '" + value + "'. " + metric + " is never less than 0.");
		}
	}

	/// What somebody who sent percent has meant.
	private static String share(BigDecimal percent) {
		boolean isPercent = percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0;
		return isPercent ? " Did you mean " + percent.movePointLeft(2).stripTrailingZeros().toPlainString() + "?" : "";
	}

}
