package io.callmeter.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Which things are to be listed; null where it does not matter.
///
/// @param counted which of them figures count
/// @param callers full numbers of customers; an empty one stands for withheld
/// @param limit how many at most
/// @param after where the list goes on
record ThingQuery(Selection selection, Thing thing, @Nullable Amount counted, @Nullable Set<String> callers,
		@Nullable Set<String> cases, @Nullable Duration waitedOver, @Nullable Duration waitedUnder,
		@Nullable Duration talkedOver, @Nullable Duration talkedUnder, @Nullable Boolean transferred,
		@Nullable Integer limit, @Nullable Place after) {

	/// The last thing of a page.
	///
	/// @param legId empty for a call
	record Place(Instant at, String callId, String legId) {
	}

}
