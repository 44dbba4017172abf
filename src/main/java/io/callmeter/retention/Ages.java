package io.callmeter.retention;

import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// For how many days a tenant keeps what.
///
/// @param callDays null for ever
/// @param personalDays null for as long as the call
/// @param rollupDays null for ever
@Schema(name = "RetentionPeriods", description = "Retention periods in days.",
		example = "{\"callDays\": 3650, \"personalDays\": 3000, \"rollupDays\": null}")
record Ages(
		@Schema(description = "Days after which calls and their legs are deleted; null for never.", example = "3650",
				minimum = "1", maximum = "36500") @Nullable Integer callDays,
		@Schema(description = "Days after which phone numbers, recording links and attributes are deleted, at most "
				+ "callDays; null for with the call.", example = "3000", minimum = "1",
				maximum = "36500") @Nullable Integer personalDays,
		@Schema(description = "Days after which rollups are deleted, from which KPIs of expired calls are answered, at least "
				+ "callDays; null for never.", minimum = "1", maximum = "36500") @Nullable Integer rollupDays) {

	private static final int MOST = 36_500;

	/// Everything is kept for ever.
	static final Ages NONE = new Ages(null, null, null);

	/// The same.
	/// @throws RequestProblem if they cannot all hold
	Ages checked() {
		var mistakes = new Mistakes();
		mistakes.passes(() -> check("callDays", this.callDays));
		mistakes.passes(() -> check("personalDays", this.personalDays));
		mistakes.passes(() -> check("rollupDays", this.rollupDays));
		mistakes.requireNone();
		if (this.callDays != null && this.personalDays != null && this.personalDays > this.callDays) {
			throw RequestProblem.invalid("personalDays", this.personalDays.toString(), "Invalid personalDays "
					+ this.personalDays + ": it is more than callDays " + this.callDays
					+ ". Personal data are deleted with the call at the latest. Send at most callDays, or leave it out.");
		}
		if (this.rollupDays != null && (this.callDays == null || this.rollupDays < this.callDays)) {
			throw RequestProblem.invalid("rollupDays", this.rollupDays.toString(),
					"Invalid rollupDays " + this.rollupDays + ": it is less than callDays "
							+ ((this.callDays != null) ? this.callDays : "(forever)")
							+ ". Rollups are kept at least as long as their calls. Send more, or leave it out.");
		}
		return this;
	}

	private static void check(String field, @Nullable Integer days) {
		if (days != null && (days < 1 || days > MOST)) {
			throw RequestProblem.invalid(field, days.toString(), "Invalid " + field + " " + days + ". Expected 1 to "
					+ MOST + ", or leave it out to keep it forever.");
		}
	}

}
