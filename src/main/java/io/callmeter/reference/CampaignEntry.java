package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A campaign as it is sent and shown.
///
/// @param cost in currency; null when it is not known
/// @param numbers assigned to it now; not read from a body
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Campaign", description = "A campaign of inbound or outbound calls.")
record CampaignEntry(
		@Schema(description = "Code in calls; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Display name; by default the code.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is shown in KPI answers without any calls.",
				defaultValue = "true") Boolean active,
		@Schema(description = "First day.", example = "2026-11-01") @Nullable LocalDate startsOn,
		@Schema(description = "Last day.", example = "2026-11-30") @Nullable LocalDate endsOn,
		@Schema(description = "Total cost, spread evenly over its days; requires currency, startsOn and endsOn.",
				example = "1200") @Nullable BigDecimal cost,
		@Schema(description = "ISO 4217 code of the cost.", example = "GBP") @Nullable String currency,
		@Schema(description = "Numbers currently assigned to it in /v1/numbers; read-only.",
				accessMode = Schema.AccessMode.READ_ONLY) List<String> numbers)
		implements
			Entry {

	private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

	CampaignEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable LocalDate startsOn,
			@Nullable LocalDate endsOn, @Nullable BigDecimal cost, @Nullable String currency,
			@Nullable List<String> numbers) {
		var mistakes = new Mistakes();
		this.code = code;
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.active = active == null || active;
		this.startsOn = mistakes.read(() -> (startsOn != null) ? Fields.day("startsOn", startsOn) : null);
		this.endsOn = mistakes.read(() -> (endsOn != null) ? Fields.day("endsOn", endsOn) : null);
		if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
			mistakes.add(RequestProblem.invalid("endsOn", endsOn.toString(),
					"endsOn " + endsOn + " is before startsOn " + startsOn + ". Send the last day of the campaign."));
		}
		if (cost != null && (cost.signum() < 0 || cost.compareTo(MOST) >= 0 || cost.stripTrailingZeros().scale() > 6)) {
			mistakes.add(RequestProblem.invalid("cost", cost.toString(), "Invalid cost '" + cost
					+ "'. Expected an amount from 0 to less than 10^15 with at most six decimals."));
		}
		this.cost = cost;
		this.currency = mistakes.read(() -> Words.currency(currency));
		if (cost != null) {
			mistakes.passes(() -> require("currency", currency));
			mistakes.passes(() -> require("startsOn", startsOn));
			mistakes.passes(() -> require("endsOn", endsOn));
		}
		this.numbers = (numbers != null) ? List.copyOf(numbers) : List.of();
		mistakes.requireNone();
	}

	private static void require(String field, @Nullable Object value) {
		if (value == null) {
			throw RequestProblem.missing(field,
					field + " is required with a cost, which is spread over the days of the campaign in its currency.");
		}
	}

}
