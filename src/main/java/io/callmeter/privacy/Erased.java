package io.callmeter.privacy;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

/// What an erasure did.
@Schema(name = "Erasure", description = "Result of an erasure.")
record Erased(@Schema(description = "Id of the erasure in the audit log.") UUID erasureId,
		@Schema(description = "Calls of the customer whose personal data were erased.", example = "3") int callsErased,
		@Schema(description = "Calls of the customer that are unchanged because of a legal hold.",
				example = "0") int callsHeld,
		@Schema(description = "Calls of others from whose texts or ids the number or case was erased.",
				example = "1") int mentionsErased,
		@Schema(description = "Calls of others that still mention the customer because of a legal hold.",
				example = "0") int mentionsHeld,
		@Schema(description = "Codes of reference data that contain the number and were kept, as requested.",
				example = "0") int codesKept) {
}
