package io.callmeter.privacy;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

/// What an erasure did.
@Schema(name = "Erasure", description = "What an erasure did.")
record Erased(@Schema(description = "By which the audit knows request and result.") UUID erasureId,
		@Schema(description = "Calls of the subject that have no number, attributes and recording link any more.",
				example = "3") int callsErased,
		@Schema(description = "Calls of the subject that are as they were, because they are held.",
				example = "0") int callsHeld,
		@Schema(description = "Calls of others from whose texts or ids the number or case was taken.",
				example = "1") int mentionsErased,
		@Schema(description = "Calls of others that name the subject in texts or ids as before, because they are held.",
				example = "0") int mentionsHeld,
		@Schema(description = "Codes of campaigns, queues, agents, menus, calendars and targets that have the number in them "
				+ "and stay, as was asked.", example = "0") int codesKept) {
}
