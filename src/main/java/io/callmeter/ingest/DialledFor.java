package io.callmeter.ingest;

import org.jspecify.annotations.Nullable;

/// What the number of an inbound call was assigned to when the call was delivered last.
/// @param campaign counts where the call names none
/// @param queue that of visits that name none; null where there is no such visit
record DialledFor(@Nullable String campaign, @Nullable String queue) {

	static final DialledFor NOTHING = new DialledFor(null, null);

	/// The same, and what another says of what this says nothing of.
	DialledFor over(DialledFor other) {
		return new DialledFor((this.campaign != null) ? this.campaign : other.campaign,
				(this.queue != null) ? this.queue : other.queue);
	}

}
