package io.callmeter.retention;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a tenant keeps, and from when on there is what.
///
/// @param blankedUntil until where personal data have been taken from calls
@Schema(name = "Retention", description = "Retention periods, and from when on data are available.")
record Kept(
		@Schema(description = "Days after which calls and their legs are deleted; null for never.",
				example = "3650") @Nullable Integer callDays,
		@Schema(description = "Days after which personal data are deleted; null for with the call.",
				example = "3000") @Nullable Integer personalDays,
		@Schema(description = "Days after which rollups are deleted; null for never.") @Nullable Integer rollupDays,
		@Schema(description = "Calls that started before this time have expired: they are no longer accepted, and values that "
				+ "need them are null. It never moves back; null for none.",
				example = "2016-11-27T00:00:00Z") @Nullable Instant horizon,
		@Schema(description = "Calls that started before this time have no personal data; null for none.",
				example = "2018-09-08T00:00:00Z") @Nullable Instant personalHorizon,
		@Schema(description = "There are no rollups of days before this time; null for none.") @Nullable Instant rollupHorizon,
		@Schema(description = "Start of the last complete run; null for none yet.") @Nullable Instant ranAt,
		@JsonIgnore @Nullable Instant blankedUntil) {

	static final Kept FOR_EVER = new Kept(null, null, null, null, null, null, null, null);

	Ages ages() {
		return new Ages(this.callDays, this.personalDays, this.rollupDays);
	}

	Horizons horizons() {
		return new Horizons(this.horizon, this.personalHorizon, this.rollupHorizon);
	}

}
