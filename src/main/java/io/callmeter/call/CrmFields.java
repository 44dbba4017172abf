package io.callmeter.call;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.InvalidCall.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What came of a call: as the dialer sent it, or as the CRM patched it. Every field may be null.
/// @param conversionValue in `currency`
/// @param csat the score divided by the highest score, 0 to 1
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CrmFields(
		@Schema(description = "Disposition code of the dialer or the CRM.",
				example = "SALE") @Nullable String disposition,
		@Schema(description = "Case of the call.", example = "C-1042") @Nullable String caseId,
		@Schema(description = "Whether the customer's issue was resolved.",
				example = "true") @Nullable Boolean resolved,
		@Schema(description = "Whether the call was a conversion, such as a sale.",
				example = "true") @Nullable Boolean converted,
		@Schema(description = "Value of the conversion in `currency`.",
				example = "49.9") @Nullable BigDecimal conversionValue,
		@Schema(description = "ISO 4217 code of the value.", example = "EUR") @Nullable String currency,
		@Schema(description = "Survey score divided by the highest score, 0 to 1: 4 of 5 is 0.8.",
				example = "0.8") @Nullable BigDecimal csat) {

	/// Nothing is known.
	public static final CrmFields NONE = new CrmFields(null, null, null, null, null, null, null);

	private static final long LARGEST_VALUE = 1_000_000_000_000L;

	public CrmFields {
		Checks checks = new Checks();
		disposition = checks.code("disposition", disposition, 128);
		caseId = checks.code("caseId", caseId, 128);
		conversionValue = checks.decimal("conversionValue", conversionValue, -LARGEST_VALUE, LARGEST_VALUE);
		if (currency != null && !currency.matches("[A-Za-z]{3}")) {
			checks.add(new InvalidCall("currency", currency, Reason.NOT_ALLOWED,
					"Invalid currency. Expected an ISO 4217 code of three capital letters, such as EUR."));
		}
		csat = checks.decimal("csat", csat, 0, 1);
		checks.requireNone();
		currency = (currency != null) ? currency.toUpperCase(Locale.ROOT) : null;
	}

	/// These fields, and the other's where these have none.
	public CrmFields over(CrmFields other) {
		return new CrmFields(Checked.first(this.disposition, other.disposition),
				Checked.first(this.caseId, other.caseId), Checked.first(this.resolved, other.resolved),
				Checked.first(this.converted, other.converted),
				Checked.first(this.conversionValue, other.conversionValue),
				Checked.first(this.currency, other.currency), Checked.first(this.csat, other.csat));
	}

	/// What is taken where something of the call was erased: what is stored instead of
	/// that, and instead of any text that has what looks like a number.
	public CrmFields without(Set<Erasable> erased, CrmFields stored) {
		return new CrmFields(
				erased.contains(Erasable.DISPOSITION) ? stored.disposition
						: NumberMask.storedIfIn(this.disposition, stored.disposition),
				erased.contains(Erasable.CASE_ID) ? stored.caseId : NumberMask.storedIfIn(this.caseId, stored.caseId),
				this.resolved, this.converted, this.conversionValue, this.currency, this.csat);
	}

	/// Looks in texts for what must not be stored, such as numbers of payment cards.
	public void checkTexts(Checks checks) {
		checks.free("disposition", this.disposition);
		checks.free("caseId", this.caseId);
	}

	CrmFields masked(UnaryOperator<@Nullable String> mask) {
		return new CrmFields(mask.apply(this.disposition), mask.apply(this.caseId), this.resolved, this.converted,
				this.conversionValue, this.currency, this.csat);
	}

	@JsonIgnore
	public boolean isEmpty() {
		return equals(NONE);
	}

}
