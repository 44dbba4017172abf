package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/// A figure; `value` is null where there is nothing to divide by or to choose from, which is not zero.
///
/// Durations are seconds with microseconds, shares are 0..1; what is divided is rounded half-even to ten decimals.
/// Whatever is null besides `value` is not said of the figure.
///
/// @param value null where there is none
/// @param numerator what is divided
/// @param denominator what divides it
/// @param n of a share: how many things it is of
/// @param population of a percentile: out of how many it was chosen
/// @param errorBound of a percentile: by how much it may be too long, in seconds; 0 is exact
/// @param byCurrency of money: the value in each currency
/// @param exact the value before it was rounded; null where there is none
/// @param currency of money: that of the value; null where the value is of none
/// @param serviceLevelPolicy of a service level: what it divides
/// @param threshold of a service level: T in seconds, or `mixed`
/// @param window of a repeat rate, in seconds
/// @param provisional of a repeat rate: whether some customers may still call again within the window
/// @param unavailable why there is no value: what it would be counted from has expired
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonSerialize(using = KpiValueWriter.class)
@Schema(name = "KpiValue",
		description = "A value: ratios also have numerator and denominator, shares n, percentiles population and "
				+ "errorBound, money byCurrency.")
record KpiValue(
		@JsonInclude(JsonInclude.Include.ALWAYS) @Schema(
				description = "Null if the denominator is 0 or there is nothing to choose from.",
				requiredMode = Schema.RequiredMode.REQUIRED, example = "0.875") @Nullable BigDecimal value,
		@Schema(description = "Numerator: a count, or a sum of seconds or money.",
				example = "70") @Nullable BigDecimal numerator,
		@Schema(description = "Denominator.", example = "80") @Nullable BigDecimal denominator,
		@Schema(description = "For shares, the number of calls or legs.", example = "80") @Nullable BigDecimal n,
		@Schema(description = "For percentiles, the number of values.", example = "80") @Nullable BigDecimal population,
		@Schema(description = "For percentiles, how many seconds the value may be too long; 0 is exact.",
				example = "0") @Nullable BigDecimal errorBound,
		@Schema(description = "For money, the value by currency (ISO 4217); XXX for none.",
				example = "{\"EUR\": 129.5}") @Nullable Map<String, BigDecimal> byCurrency,
		@JsonIgnore @Nullable Exact exact, @JsonIgnore @Nullable String currency,
		@Schema(description = "For service levels, the policy, or MIXED.",
				example = "ABANDONS_IGNORED") @Nullable String serviceLevelPolicy,
		@Schema(description = "For service levels, the threshold in seconds, or `mixed`.", types = {
				"number", "string" }, example = "20") @Nullable Object threshold,
		@Schema(description = "For repeat rates, the window in seconds.",
				example = "604800") @Nullable BigDecimal window,
		@Schema(description = "For repeat rates, whether the window of some calls is still open.",
				example = "false") @Nullable Boolean provisional,
		@Nullable Confidence confidence, @Nullable Comparison comparison, @Nullable Target target,
		@Nullable Standard standard,
		@Schema(description = "Why there is no value: the calls that it needs have expired.",
				example = "calls before 2026-01-01T00:00:00Z have expired") @Nullable String unavailable){

	static final KpiValue NONE = single(null);

	KpiValue {
		value = plain(value);
		numerator = plain(numerator);
		denominator = plain(denominator);
		n = plain(n);
		population = plain(population);
		errorBound = plain(errorBound);
		window = plain(window);
		if ((numerator == null) != (denominator == null)) {
			throw new IllegalArgumentException("a quotient has both its parts");
		}
		if (byCurrency != null) {
			var sorted = new TreeMap<String, BigDecimal>();
			byCurrency.forEach((code, amount) -> sorted.put(code, plainOf(amount)));
			byCurrency = sorted;
		}
	}

	/// A count, a sum or a maximum.
	static KpiValue single(@Nullable BigDecimal value) {
		return of((value != null) ? Exact.of(value) : null, null, null, null, null, null, null, null);
	}

	/// None, because what it would be counted from has expired.
	static KpiValue unavailable(String reason) {
		return of(null, null, null, null, null, null, null, reason);
	}

	/// One sum by another.
	static KpiValue quotient(BigDecimal numerator, BigDecimal denominator) {
		return quotient(Exact.quotient(numerator, denominator), numerator, denominator);
	}

	static KpiValue quotient(@Nullable Exact value, BigDecimal numerator, BigDecimal denominator) {
		return of(value, numerator, denominator, null, null, null, null, null);
	}

	/// Some of a number of things.
	static KpiValue share(BigDecimal numerator, BigDecimal denominator) {
		return of(Exact.quotient(numerator, denominator), numerator, denominator, denominator, null, null, null, null);
	}

	/// One of a number of values.
	/// @param errorBound by how much it may be too long
	static KpiValue percentile(@Nullable BigDecimal value, BigDecimal population, BigDecimal errorBound) {
		return of((value != null) ? Exact.of(value) : null, null, null, null, population, errorBound, null, null);
	}

	/// Money: of one currency a value, of all the value in each.
	static KpiValue money(@Nullable Exact value, Map<String, Exact> byCurrency) {
		var rounded = new TreeMap<String, BigDecimal>();
		byCurrency.forEach((code, amount) -> rounded.put(code, amount.rounded()));
		return of(value, null, null, null, null, null, rounded, null);
	}

	private static KpiValue of(@Nullable Exact value, @Nullable BigDecimal numerator, @Nullable BigDecimal denominator,
			@Nullable BigDecimal n, @Nullable BigDecimal population, @Nullable BigDecimal errorBound,
			@Nullable Map<String, BigDecimal> byCurrency, @Nullable String unavailable) {
		return new KpiValue((value != null) ? value.rounded() : null, numerator, denominator, n, population, errorBound,
				byCurrency, value, null, null, null, null, null, null, null, null, null, unavailable);
	}

	/// The same, of a currency.
	KpiValue in(String currency) {
		return new KpiValue(this.value, this.numerator, this.denominator, this.n, this.population, this.errorBound,
				this.byCurrency, this.exact, currency, this.serviceLevelPolicy, this.threshold, this.window,
				this.provisional, this.confidence, this.comparison, this.target, this.standard, this.unavailable);
	}

	KpiValue judgedBy(String policy, Object threshold) {
		return new KpiValue(this.value, this.numerator, this.denominator, this.n, this.population, this.errorBound,
				this.byCurrency, this.exact, this.currency, policy, threshold, this.window, this.provisional,
				this.confidence, this.comparison, this.target, this.standard, this.unavailable);
	}

	KpiValue within(BigDecimal window, boolean provisional) {
		return new KpiValue(this.value, this.numerator, this.denominator, this.n, this.population, this.errorBound,
				this.byCurrency, this.exact, this.currency, this.serviceLevelPolicy, this.threshold, window,
				provisional, this.confidence, this.comparison, this.target, this.standard, this.unavailable);
	}

	KpiValue with(@Nullable Confidence confidence, @Nullable Comparison comparison, @Nullable Target target,
			@Nullable Standard standard) {
		if (confidence == null && comparison == null && target == null && standard == null && standsAlone()) {
			return this;
		}
		return new KpiValue(this.value, this.numerator, this.denominator, this.n, this.population, this.errorBound,
				this.byCurrency, this.exact, this.currency, this.serviceLevelPolicy, this.threshold, this.window,
				this.provisional, confidence, comparison, target, standard, this.unavailable);
	}

	private boolean standsAlone() {
		return this.confidence == null && this.comparison == null && this.target == null && this.standard == null;
	}

	/// Rounded half-even to ten decimals; null when the divisor is 0.
	static @Nullable BigDecimal divide(BigDecimal numerator, BigDecimal denominator) {
		Exact quotient = Exact.quotient(numerator, denominator);
		return (quotient != null) ? quotient.rounded() : null;
	}

	/// Without trailing zeros and without an exponent, so that equal figures are equal
	/// bytes.
	static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
		return (number != null) ? plainOf(number) : null;
	}

	static BigDecimal plainOf(BigDecimal number) {
		if (number.scale() == 0) {
			return number;
		}
		BigDecimal stripped = number.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
	}

	/// Where the share of all such things lies, that these are a sample of.
	@Schema(name = "KpiConfidence", description = "Wilson confidence interval of a share.")
	record Confidence(@Schema(description = "Confidence level, such as 0.95.", example = "0.95") BigDecimal level,
			@Schema(description = "Lower bound.", example = "0.7850") BigDecimal low,
			@Schema(description = "Upper bound.", example = "0.9307") BigDecimal high) {
	}

	/// The same figure of another time, or of all agents.
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "KpiComparison", description = "The value compared with, and the change.")
	record Comparison(@Schema(description = "Null if there is none.", example = "0.8") @Nullable BigDecimal value,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Numerator.",
					example = "60") @Nullable BigDecimal numerator,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Denominator.",
					example = "75") @Nullable BigDecimal denominator,
			@Schema(description = "The value minus the one compared with; null if one is missing.",
					example = "0.075") @Nullable Exact absoluteChange,
			@Schema(description = "The absolute change divided by the value compared with; null if that is 0 or missing.",
					example = "0.09375") @Nullable Exact relativeChange,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "Why there is no value: the calls that it needs have expired.",
					example = "calls before 2026-01-01T00:00:00Z have expired") @Nullable String unavailable) {

		static Comparison of(KpiValue now, KpiValue then) {
			Exact value = now.exact();
			Exact other = then.exact();
			Exact change = (value != null && other != null) ? value.minus(other) : null;
			return new Comparison(then.value(), then.numerator(), then.denominator(), change,
					(change != null && other != null) ? change.dividedBy(other) : null, then.unavailable());
		}

	}

	/// What the figure should be.
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "KpiTarget", description = "The target of the value.")
	record Target(
			@Schema(description = "The target; null if it changes within the interval.",
					example = "0.8") @Nullable BigDecimal value,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "For money, the currency of the target.",
					example = "EUR") @Nullable String currency,
			@Schema(description = "Whether the value should be AT_LEAST or AT_MOST the target; null if it changes.",
					example = "AT_LEAST") @Nullable Goal goal,
			@Schema(description = "Whether the target is met; null if there is no value or no single target, or for money in another currency.",
					example = "true") @Nullable Boolean met,
			@Schema(description = "How much better than the target the value is; negative if worse.",
					example = "0.075") @Nullable Exact distance,
			@Schema(description = "Scope of the target: queue, campaign, tenant or industry.",
					example = "queue") Targets.Scope scope) {
	}

	/// The figure as Callmeter counts it, beside that of a vendor's profile.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "KpiStandard", description = "Callmeter's own value next to that of a profile.")
	record Standard(
			@JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "Null if there is none.",
					example = "0.8268") @Nullable BigDecimal value,
			@Schema(description = "Numerator.", example = "860") @Nullable BigDecimal numerator,
			@Schema(description = "Denominator.", example = "1040") @Nullable BigDecimal denominator) {

		static Standard of(KpiValue value) {
			return new Standard(value.value(), value.numerator(), value.denominator());
		}

	}

}
