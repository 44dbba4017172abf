package io.callmeter.ingest;

import io.callmeter.call.InvalidCall;
import io.swagger.v3.oas.annotations.media.Schema;

/// What became of a change.
sealed interface Effect {

	/// It was done, or there was nothing to do.
	@Schema(name = "CallEffect", description = "What a change of a call did.")
	enum Done implements Effect {

		/// A call that was not stored before.
		CREATED,
		/// A stored call is different now.
		UPDATED,
		/// All of it was known.
		UNCHANGED,
		/// It was older than what is stored, or the call was deleted.
		STALE,
		/// The CRM's fields wait for their call.
		WAITING,
		/// The call is gone.
		DELETED,
		/// There is no such call.
		UNKNOWN

	}

	/// It was done, with times moved by less than a second to be in order.
	record Adjusted(Done done) implements Effect {
	}

	/// It contradicts what is stored, or the database refused it.
	record Refused(InvalidCall why) implements Effect {
	}

}
