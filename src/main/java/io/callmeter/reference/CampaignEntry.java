package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A campaign as it is sent and shown.
///
/// @param cost in currency; null when it is not known
/// @param numbers assigned to it now; not read from a body
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Campaign", description = "What calls are made or taken for.")
record CampaignEntry(
		@Schema(description = "As calls name it; in a body the same as in the path, or left out.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Name for people; the code until somebody gives one.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is shown in KPI answers without anything to count.",
				defaultValue = "true") Boolean active,
		@Schema(description = "First day.", example = "2026-11-01", nullable = true) @Nullable LocalDate startsOn,
		@Schema(description = "Last day.", example = "2026-11-30", nullable = true) @Nullable LocalDate endsOn,
		@Schema(description = "What it costs in all, which is spread evenly over its days; needs currency, startsOn and "
				+ "endsOn.", example = "1200", nullable = true) @Nullable BigDecimal cost,
		@Schema(description = "ISO 4217 code of the cost.", example = "GBP", nullable = true) @Nullable String currency,
		@Schema(description = "Numbers assigned to it now, by /v1/numbers; ignored in a body.",
				accessMode = Schema.AccessMode.READ_ONLY) List<String> numbers)
		implements
			Entry {

	private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

	CampaignEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable LocalDate startsOn,
			@Nullable LocalDate endsOn, @Nullable BigDecimal cost, @Nullable String currency,
			@Nullable List<String> numbers) {
		this.code = code;
		this.name = Fields.text("name", name, Words.LONGEST_NAME);
		this.active = active == null || active;
		this.startsOn = (startsOn != null) ? Fields.day("startsOn", startsOn) : null;
		this.endsOn = (endsOn != null) ? Fields.day("endsOn", endsOn) : null;
		if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
			throw RequestProblem.invalid("endsOn", endsOn.toString(),
					"endsOn " + endsOn + " is before startsOn " + startsOn + "; send the last day of the campaign.");
		}
		if (cost != null && (cost.signum() < 0 || cost.compareTo(MOST) >= 0 || cost.stripTrailingZeros().scale() > 6)) {
			throw RequestProblem.invalid("cost", cost.toString(),
					"The cost is no amount; send 0 or more, less than 10^15, with at most six decimals.");
		}
		this.cost = cost;
		this.currency = Words.currency(currency);
		if (cost != null) {
			require("currency", currency);
			require("startsOn", startsOn);
			require("endsOn", endsOn);
		}
		this.numbers = (numbers != null) ? List.copyOf(numbers) : List.of();
	}

	private static void require(String field, @Nullable Object value) {
		if (value == null) {
			throw RequestProblem.missing(field,
					"A cost needs " + field + ", because it is spread over the days of the campaign in its currency.");
		}
	}

}
