package io.callmeter.demo;

import java.time.Instant;

/// One request that the centre sends.
///
/// @param at when
/// @param callId the call that it is about
/// @param kind by which it is sent
/// @param body JSON
record Delivery(Instant at, String callId, Kind kind, String body) {

	/// The ways of the API.
	enum Kind {

		/// What the PBX knows of a call, by `POST /v1/calls`.
		CALL,
		/// What the CRM knows of a call that has ended, by `PATCH /v1/calls/{callId}`.
		RESULT

	}

}
