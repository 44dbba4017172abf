package io.callmeter.ingest;

import org.jspecify.annotations.Nullable;

/// What the number of an inbound call was assigned to when the call was delivered last.
/// @param campaign counts where the call names none
/// @param queue that of visits that name none; null where there is no such visit
record DialledFor(@Nullable String campaign, @Nullable String queue) {

	static final DialledFor NOTHING = new DialledFor(null, null);

}
