package io.callmeter.privacy;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Whom a request is about, as it is sent: a number, or a case; never both.
@Schema(name = "Subject", description = "Whose data: a phone number, or everybody who called about a case.",
		example = "{\"number\": \"+447700900199\"}")
record Subject(@Schema(description = "The customer's phone number.", example = "+447700900199") @Nullable String number,
		@Schema(description = "The case, instead of a number.", example = "C-1042") @Nullable String caseId) {

	private static final int LONGEST_CASE = 128;

	/// The number as calls store it; null where a case is named instead.
	/// @throws RequestProblem if there is not exactly one of both, or it can be none
	@Nullable String checkedNumber(PhoneNumbers numbers) {
		if ((this.number == null) == (this.caseId == null)) {
			throw (this.number == null) ? RequestProblem.missing("number", "number or caseId is required.")
					: RequestProblem.invalid("caseId", this.caseId,
							"number and caseId contradict each other. Send one of them.");
		}
		if (this.number == null) {
			return null;
		}
		try {
			String stored = numbers.of("number", this.number).normalised();
			if (!stored.equals(PhoneNumber.WITHHELD)) {
				return stored;
			}
		}
		catch (InvalidCall why) {
			throw RequestProblem.invalid("number", why.value(true), why.message(true));
		}
		throw RequestProblem.invalid("number", this.number,
				"Invalid number: it stands for a withheld number. Send the number of a customer.");
	}

	/// Refuses what begins as an international number and is none; some calls may have
	/// such a one all the same.
	/// @param number as calls store it
	static void requirePossible(String number) {
		if (number.startsWith("+") && !Notations.isInternational(number)) {
			throw RequestProblem.invalid("number", number,
					"Invalid number '" + number + "'. Expected a whole international number; no call has this one.");
		}
	}

	/// The case; null where a number is named instead.
	/// @throws RequestProblem if it can be none
	@Nullable String checkedCase() {
		return (this.caseId != null) ? Fields.code("caseId", this.caseId, LONGEST_CASE) : null;
	}

}
