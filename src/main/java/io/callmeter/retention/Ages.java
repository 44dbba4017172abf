package io.callmeter.retention;

import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// For how many days a tenant keeps what.
///
/// @param callDays null for ever
/// @param personalDays null for as long as the call
/// @param cellDays null for ever
@Schema(name = "RetentionAges", description = "For how many days what is kept.",
		example = "{\"callDays\": 3650, \"personalDays\": 3000, \"cellDays\": null}")
record Ages(
		@Schema(description = "Age in days at which calls and their legs go; null for never.", example = "3650",
				nullable = true, minimum = "1", maximum = "36500") @Nullable Integer callDays,
		@Schema(description = "Age in days at which customers' numbers, links to recordings and attributes go, at most "
				+ "callDays; null for with the call.", example = "3000", nullable = true, minimum = "1",
				maximum = "36500") @Nullable Integer personalDays,
		@Schema(description = "Age in days at which the sums go that figures of expired calls are answered from, at least "
				+ "callDays; null for never.", nullable = true, minimum = "1",
				maximum = "36500") @Nullable Integer cellDays) {

	private static final int MOST = 36_500;

	/// Everything is kept for ever.
	static final Ages NONE = new Ages(null, null, null);

	/// The same.
	/// @throws RequestProblem if they cannot all hold
	Ages checked() {
		check("callDays", this.callDays);
		check("personalDays", this.personalDays);
		check("cellDays", this.cellDays);
		if (this.callDays != null && this.personalDays != null && this.personalDays > this.callDays) {
			throw RequestProblem.invalid("personalDays", this.personalDays.toString(), "personalDays "
					+ this.personalDays + " is more than callDays " + this.callDays
					+ "; personal data go with the call at the latest: send at most callDays, or leave it out.");
		}
		if (this.cellDays != null && (this.callDays == null || this.cellDays < this.callDays)) {
			throw RequestProblem.invalid("cellDays", this.cellDays.toString(),
					"cellDays " + this.cellDays + " is less than callDays "
							+ ((this.callDays != null) ? this.callDays : "for ever")
							+ "; sums are kept at least as long as their calls: send more, or leave it out.");
		}
		return this;
	}

	private static void check(String field, @Nullable Integer days) {
		if (days != null && (days < 1 || days > MOST)) {
			throw RequestProblem.invalid(field, days.toString(),
					field + " " + days + " is not between 1 and " + MOST + "; leave it out to keep it for ever.");
		}
	}

}
