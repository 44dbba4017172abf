package io.callmeter.privacy;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An erasure, as it is sent.
@Schema(name = "WantedErasure",
		description = "Whose data to erase: a phone number, or everybody who called about a case.",
		example = "{\"number\": \"+447700900199\"}")
record WantedErasure(
		@Schema(description = "The customer's phone number.", example = "+447700900199") @Nullable String number,
		@Schema(description = "The case, instead of a number.", example = "C-1042") @Nullable String caseId,
		@Schema(description = "Whether codes of reference data that contain the number are kept while everything else is "
				+ "erased; by default such a request is refused.",
				defaultValue = "false") @Nullable Boolean keepCodes) {

	Subject subject() {
		return new Subject(this.number, this.caseId);
	}

	boolean keepsCodes() {
		return Boolean.TRUE.equals(this.keepCodes);
	}

}
