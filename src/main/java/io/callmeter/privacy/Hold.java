package io.callmeter.privacy;

import java.time.Instant;

import io.callmeter.call.NumberMask;
import io.swagger.v3.oas.annotations.media.Schema;

/// A call that must be kept.
@Schema(name = "Hold", description = "A legal hold on a call.")
record Hold(@Schema(description = "Id of the call.", example = "tour-2") String callId,
		@Schema(description = "Reason of the hold.", example = "Complaint before the ombudsman") String reason,
		@Schema(description = "When the hold was placed.") Instant placedAt,
		@Schema(description = "The key or the subject of the token that placed it.",
				example = "cm_1_Zk3vQ9wT… (legal)") String placedBy) {

	/// Whether there is something to mask in it.
	boolean hasNumber() {
		return NumberMask.isIn(this.reason);
	}

	/// What looks like a phone number in the reason masked.
	Hold masked() {
		return new Hold(this.callId, NumberMask.masked(this.reason), this.placedAt, this.placedBy);
	}

}
