package io.callmeter.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;

/// A number as it was sent, without the name of a person, and as it is compared: E.164 where possible, `withheld`, or
/// as dialled. Personal data: its `toString` is masked.
@Schema(type = "string", example = "+442079460123")
public record PhoneNumber(String raw, String normalised) {

	/// What every withheld number is compared as.
	public static final String WITHHELD = "withheld";

	static final int LONGEST = 128;

	private static final int SHOWN_AT_END = 2;

	/// Whether it was masked by an answer of this service.
	public static boolean isMasked(String number) {
		return number.indexOf(NumberMask.SIGN) >= 0;
	}

	/// The normalised number with all but its beginning and its last two digits hidden.
	public PhoneNumber masked() {
		if (this.normalised.equals(WITHHELD)) {
			return new PhoneNumber(WITHHELD, WITHHELD);
		}
		int length = this.normalised.length();
		int shownAtStart = Math.min(4, length / 3);
		int shownAtEnd = Math.min(SHOWN_AT_END, length / 3);
		String masked = this.normalised.substring(0, shownAtStart)
				+ String.valueOf(NumberMask.SIGN).repeat(length - shownAtStart - shownAtEnd)
				+ this.normalised.substring(length - shownAtEnd);
		return new PhoneNumber(masked, masked);
	}

	/// The number as it was sent, in place of what it is compared as.
	PhoneNumber asSent() {
		return new PhoneNumber(this.raw, this.raw);
	}

	/// As an answer shows it.
	@JsonValue
	public String shown() {
		return this.normalised;
	}

	@Override
	public String toString() {
		return masked().normalised();
	}

}
