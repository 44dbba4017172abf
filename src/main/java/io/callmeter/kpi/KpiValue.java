package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A figure; `value` is null where there is nothing to divide by or to choose from, which is not zero.
///
/// Durations are seconds with microseconds, shares are 0..1; what is divided is rounded half-even to ten decimals.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "KpiValue",
		description = "A figure: a count or maximum has a value, a quotient its numerator and "
				+ "denominator too, a percentile its population and error bound.",
		oneOf = { KpiValue.Single.class, KpiValue.Quotient.class, KpiValue.Percentile.class })
sealed interface KpiValue {

	@Nullable BigDecimal value();

	/// A count, or a maximum.
	@Schema(name = "KpiSingle", description = "A count, or a maximum in seconds.",
			additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
	record Single(
			@Schema(description = "Null where there is nothing to divide by or to choose from, which is not zero.",
					nullable = true, requiredMode = Schema.RequiredMode.REQUIRED,
					example = "80") @Nullable BigDecimal value)
			implements
				KpiValue {

		public Single {
			value = (value != null) ? plain(value) : null;
		}

	}

	/// A ratio or mean with the sums that it is made of.
	@Schema(name = "KpiQuotient", description = "A ratio 0..1, a mean in seconds, or another quotient.",
			additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
	record Quotient(
			@Schema(description = "Null where there is nothing to divide by or to choose from, which is not zero.",
					nullable = true, requiredMode = Schema.RequiredMode.REQUIRED,
					example = "0.875") @Nullable BigDecimal value,
			@Schema(description = "What is divided: a count, or a sum of seconds.",
					requiredMode = Schema.RequiredMode.REQUIRED, example = "70") BigDecimal numerator,
			@Schema(description = "What divides it.", requiredMode = Schema.RequiredMode.REQUIRED,
					example = "80") BigDecimal denominator)
			implements
				KpiValue {

		public Quotient {
			value = (value != null) ? plain(value) : null;
			numerator = plain(numerator);
			denominator = plain(denominator);
		}

		static Quotient of(BigDecimal numerator, BigDecimal denominator) {
			return new Quotient(divide(numerator, denominator), numerator, denominator);
		}

	}

	/// A percentile with how many it was chosen from, and by how much it may be wrong: 0,
	/// it is one of them.
	@Schema(name = "KpiPercentile", description = "A nearest-rank percentile in seconds.",
			additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
	record Percentile(
			@Schema(description = "Null where there is nothing to divide by or to choose from, which is not zero.",
					nullable = true, requiredMode = Schema.RequiredMode.REQUIRED,
					example = "12.5") @Nullable BigDecimal value,
			@Schema(description = "Out of how many it was chosen.", requiredMode = Schema.RequiredMode.REQUIRED,
					example = "80") BigDecimal population,
			@Schema(description = "By how much it may be wrong, in seconds; 0 is exact.",
					requiredMode = Schema.RequiredMode.REQUIRED, example = "0") BigDecimal errorBound)
			implements
				KpiValue {

		public Percentile {
			value = (value != null) ? plain(value) : null;
			population = plain(population);
			errorBound = plain(errorBound);
		}

	}

	/// Null when the divisor is 0.
	static @Nullable BigDecimal divide(BigDecimal numerator, BigDecimal denominator) {
		return (denominator.signum() == 0) ? null : numerator.divide(denominator, 10, RoundingMode.HALF_EVEN);
	}

	/// Without trailing zeros and without an exponent, so that equal figures are equal
	/// bytes.
	private static BigDecimal plain(BigDecimal number) {
		BigDecimal stripped = number.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
	}

}
