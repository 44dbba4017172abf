package io.callmeter.privacy;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An erasure, as it is sent.
@Schema(name = "WantedErasure", description = "Whom to erase: a number, or everybody who called about a case.",
		example = "{\"number\": \"+447700900199\"}")
record WantedErasure(
		@Schema(description = "The customer's number, written in any way that calls may write it.",
				example = "+447700900199") @Nullable String number,
		@Schema(description = "The case, instead of a number.", example = "C-1042") @Nullable String caseId,
		@Schema(description = "Whether codes of campaigns, queues, agents, menus, calendars and targets stay that have "
				+ "the number in them, and all else is erased; without it nothing is, where there are such codes.",
				defaultValue = "false") @Nullable Boolean keepCodes) {

	Subject subject() {
		return new Subject(this.number, this.caseId);
	}

	boolean keepsCodes() {
		return Boolean.TRUE.equals(this.keepCodes);
	}

}
