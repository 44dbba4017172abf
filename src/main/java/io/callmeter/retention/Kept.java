package io.callmeter.retention;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a tenant keeps, and from when on there is what.
///
/// @param blankedUntil until where personal data have been taken from calls
@Schema(name = "Retention", description = "For how many days what is kept, and from when on there is what.")
record Kept(
		@Schema(description = "Age in days at which calls and their legs go; null for never.", example = "3650",
				nullable = true) @Nullable Integer callDays,
		@Schema(description = "Age in days at which personal data go; null for with the call.", example = "3000",
				nullable = true) @Nullable Integer personalDays,
		@Schema(description = "Age in days at which sums go; null for never.",
				nullable = true) @Nullable Integer cellDays,
		@Schema(description = "Calls that began before it have expired: they are taken no more, and figures that would "
				+ "need them are null. It only moves forward; null for none.", example = "2016-11-27T00:00:00Z",
				nullable = true) @Nullable Instant horizon,
		@Schema(description = "Calls that began before it have no personal data, and get none; null for none.",
				example = "2018-09-08T00:00:00Z", nullable = true) @Nullable Instant personalHorizon,
		@Schema(description = "There are no sums of days before it; null for none.",
				nullable = true) @Nullable Instant cellHorizon,
		@Schema(description = "When the last run that came to its end began; null for none yet.",
				nullable = true) @Nullable Instant ranAt,
		@JsonIgnore @Nullable Instant blankedUntil) {

	static final Kept FOR_EVER = new Kept(null, null, null, null, null, null, null, null);

	Ages ages() {
		return new Ages(this.callDays, this.personalDays, this.cellDays);
	}

	Horizons horizons() {
		return new Horizons(this.horizon, this.personalHorizon, this.cellHorizon);
	}

}
