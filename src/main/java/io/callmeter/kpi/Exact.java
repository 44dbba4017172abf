package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A number as it was computed, of which answers show ten decimals: what is computed further or compared is rounded once,
/// at the end.
///
/// @param numerator what is divided
/// @param denominator not 0
@Schema(type = "number", implementation = BigDecimal.class)
record Exact(BigDecimal numerator, BigDecimal denominator) implements Comparable<Exact> {

	private static final int DECIMALS = 10;

	static final Exact ZERO = of(BigDecimal.ZERO);

	Exact {
		if (denominator.signum() == 0) {
			throw new IllegalArgumentException("nothing is divided by 0");
		}
	}

	static Exact of(BigDecimal number) {
		return new Exact(number, BigDecimal.ONE);
	}

	/// Null when the divisor is 0.
	static @Nullable Exact quotient(BigDecimal numerator, BigDecimal denominator) {
		return (denominator.signum() == 0) ? null : new Exact(numerator, denominator);
	}

	Exact plus(Exact other) {
		return (this.denominator.compareTo(other.denominator) == 0)
				? new Exact(this.numerator.add(other.numerator), this.denominator)
				: new Exact(this.numerator.multiply(other.denominator).add(other.numerator.multiply(this.denominator)),
						this.denominator.multiply(other.denominator));
	}

	Exact minus(Exact other) {
		return plus(new Exact(other.numerator.negate(), other.denominator));
	}

	Exact times(BigDecimal factor) {
		return new Exact(this.numerator.multiply(factor), this.denominator);
	}

	/// @param divisor not 0
	Exact over(BigDecimal divisor) {
		return new Exact(this.numerator, this.denominator.multiply(divisor));
	}

	/// Null when the divisor is 0.
	@Nullable Exact dividedBy(Exact other) {
		return quotient(this.numerator.multiply(other.denominator), this.denominator.multiply(other.numerator));
	}

	int signum() {
		return this.numerator.signum() * this.denominator.signum();
	}

	/// Half-even to ten decimals where it was divided.
	@JsonValue
	BigDecimal rounded() {
		return (this.denominator.compareTo(BigDecimal.ONE) == 0) ? KpiValue.plainOf(this.numerator)
				: KpiValue.plainOf(this.numerator.divide(this.denominator, DECIMALS, RoundingMode.HALF_EVEN));
	}

	/// The whole number that is not further from 0.
	Exact whole() {
		return of(this.numerator.divideToIntegralValue(this.denominator));
	}

	@Override
	public int compareTo(Exact other) {
		return minus(other).signum();
	}

}
