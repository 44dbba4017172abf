package io.callmeter.tenant;

import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/// An organisation whose calls are kept apart from all others.
///
/// @param id the first column of every key
/// @param code short name, the label of its metrics
/// @param timeZone whose midnights its days begin at
/// @param judging by what visits are judged whose queue says nothing
public record Tenant(int id, String code, ZoneId timeZone, Judging judging) {

	/// The code of the one that is there from the start.
	public static final String DEFAULT = "default";

	public Tenant {
		if (id < 1) {
			throw new IllegalArgumentException("tenant " + id + ": ids begin with 1");
		}
		if (code.isEmpty()) {
			throw new IllegalArgumentException("the code of tenant " + id + " is empty");
		}
	}

	/// A tenant that leaves the judging to the service.
	public Tenant(int id, String code, ZoneId timeZone) {
		this(id, code, timeZone, Judging.OF_THE_SERVICE);
	}

	/// By what visits are judged; null leaves it to the service.
	///
	/// @param thresholdMicros T
	/// @param shortAbandonMicros S
	/// @param policy name of a service-level policy
	public record Judging(@Nullable Long thresholdMicros, @Nullable Long shortAbandonMicros, @Nullable String policy) {

		public static final Judging OF_THE_SERVICE = new Judging(null, null, null);

	}

}
