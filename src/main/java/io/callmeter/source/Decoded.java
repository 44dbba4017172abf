package io.callmeter.source;

import io.callmeter.call.Call;
import io.callmeter.call.InvalidCall;
import org.jspecify.annotations.Nullable;

/// A record as it came out of a decoder: a call, or why it is none.
public sealed interface Decoded {

	/// Line of the record in its stream, or its ordinal in an array; from 1.
	long line();

	/// A record that is a call.
	/// @param ambiguousTimes whether it has a local time that comes twice and could be
	/// either
	/// @param assumedLegId whether its leg has an id that the record did not have
	record Ok(long line, Call call, boolean ambiguousTimes, boolean assumedLegId) implements Decoded {

		public Ok(long line, Call call) {
			this(line, call, false, false);
		}

	}

	/// A record that is no call.
	/// @param callId null where it could not be read, cut where it is longer than an id
	/// may be
	record Malformed(long line, @Nullable String callId, InvalidCall why) implements Decoded {

		public Malformed {
			if (callId != null && callId.length() > Call.LONGEST_ID) {
				callId = callId.substring(0, Call.LONGEST_ID) + "…";
			}
		}

	}

}
