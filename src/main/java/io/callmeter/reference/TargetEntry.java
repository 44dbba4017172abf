package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Fields;
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
		description = "What a metric should be, of a queue, a campaign or all, from a day on until the next target of the "
				+ "same.")
record TargetEntry(
		@Schema(description = "Its name in paths; in a body the same as there, or left out.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Id of a metric; /v1/kpis/catalogue lists all.", example = "serviceLevel",
				requiredMode = Schema.RequiredMode.REQUIRED) String metric,
		@Schema(description = "The queue it is for; null when it is not for one.", example = "sales",
				nullable = true) @Nullable String queue,
		@Schema(description = "The campaign it is for; null when it is not for one.",
				nullable = true) @Nullable String campaign,
		@Schema(description = "Shares from 0 to 1, durations in seconds, money in currency.", example = "0.8",
				requiredMode = Schema.RequiredMode.REQUIRED) BigDecimal value,
		@Schema(description = "ISO 4217 code of the value of a metric of money, which is compared only when asked in "
				+ "this currency; null for all others.", nullable = true) @Nullable String currency,
		@Schema(description = "On which side of the value the metric should be; without it the one that is better, as "
				+ "the catalogue says.") Goal goal,
		@Schema(description = "First day; the past keeps its targets.", example = "2026-11-01",
				requiredMode = Schema.RequiredMode.REQUIRED) LocalDate validFrom)
		implements
			Entry {

	private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

	TargetEntry(@Nullable String code, @Nullable String metric, @Nullable String queue, @Nullable String campaign,
			@Nullable BigDecimal value, @Nullable String currency, @Nullable Goal goal, @Nullable LocalDate validFrom) {
		this.code = code;
		if (metric == null || !MetricIds.all().contains(metric)) {
			throw RequestProblem.invalid("metric", metric,
					"metric '" + metric + "' is none; "
							+ ((metric != null)
									? MetricIds.nearest(metric).map((near) -> "did you mean " + near + "? ").orElse("")
									: "send its id; ")
							+ "/v1/kpis/catalogue lists all.");
		}
		this.metric = metric;
		this.queue = Words.checkedIfSent("queue", queue);
		this.campaign = Words.checkedIfSent("campaign", campaign);
		if (queue != null && campaign != null) {
			throw RequestProblem.invalid("campaign", campaign,
					"A target is for a queue, a campaign, or all; send one of queue and campaign, or none.");
		}
		requireValueBy("queue", queue, metric);
		requireValueBy("campaign", campaign, metric);
		if (value == null) {
			throw RequestProblem.missing("value", "Send the value that " + metric + " should reach.");
		}
		if (value.abs().compareTo(MOST) >= 0 || value.stripTrailingZeros().scale() > 10) {
			throw RequestProblem.invalid("value", value.toString(),
					"The value is out of bounds; send a number under 10^15 with at most ten decimals.");
		}
		requirePossible(value, metric);
		this.value = value;
		this.currency = Words.currency(currency);
		if (MetricIds.isMoney(metric) && currency == null) {
			throw RequestProblem.missing("currency",
					metric + " is money; send the ISO 4217 code of its currency, such as EUR.");
		}
		if (!MetricIds.isMoney(metric) && currency != null) {
			throw RequestProblem.invalid("currency", currency, metric + " is not money; leave the currency out.");
		}
		this.goal = (goal != null) ? goal : MetricIds.goal(metric)
			.orElseThrow(() -> RequestProblem.missing("goal",
					"Of " + metric + " neither more nor less is better in itself; send goal AT_LEAST or AT_MOST."));
		this.validFrom = Fields.day("validFrom", validFrom);
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
			throw RequestProblem.invalid(scope, code,
					metric + " has no value by " + scope + ", so no target of one; leave " + scope + " out.");
		}
	}

	private static void requirePossible(BigDecimal value, String metric) {
		if (MetricIds.isShare(metric)) {
			if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
				throw RequestProblem.invalid("value", value.toString(),
						metric + " is a share from 0 to 1; send " + share(value) + ".");
			}
		}
		else if (value.signum() < 0 && !MetricIds.canBeNegative(metric)) {
			throw RequestProblem.invalid("value", value.toString(), metric + " is never less than 0; send 0 or more.");
		}
	}

	/// What somebody who sent percent has meant.
	private static String share(BigDecimal percent) {
		boolean isPercent = percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0;
		return isPercent ? percent.movePointLeft(2).stripTrailingZeros().toPlainString() : "one such as 0.95";
	}

}
