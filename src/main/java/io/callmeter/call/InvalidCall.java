package io.callmeter.call;

import org.jspecify.annotations.Nullable;

/// A call, leg or value that contradicts the model: which field, which value, why, and what to do.
public final class InvalidCall extends RuntimeException {

	/// Why a record is refused; closed, so that refusals can be counted by it.
	public enum Reason {

		/// Not readable as a record at all.
		MALFORMED,
		/// A required field is not there.
		MISSING,
		/// A field that the model does not have.
		UNKNOWN_FIELD,
		/// A value of another type than the field's, or in another notation.
		WRONG_TYPE,
		/// A value that is none of those the field takes.
		NOT_ALLOWED,
		/// A number or instant outside the field's range.
		OUT_OF_RANGE,
		/// A text longer than the field takes, or a record longer than the service reads.
		TOO_LONG,
		/// More legs or attributes than a call takes.
		TOO_MANY,
		/// A text with the number of a payment card.
		CARD_NUMBER,
		/// A call that must be kept while somebody holds it.
		ON_HOLD,
		/// Two values that cannot both be true.
		CONTRADICTION,
		/// A call of an age whose calls have expired.
		EXPIRED,
		/// The database refused what the model allowed.
		REFUSED_BY_DATABASE

	}

	private static final int LONGEST_VALUE = 100;

	private static final int LONGEST_FIELD = 200;

	private static final int LONGEST_MESSAGE = 1000;

	private final String field;

	private final @Nullable String value;

	private final Reason reason;

	/// Cuts what is long: a report of a thousand records stays small whatever they hold.
	/// Hides what looks like a phone number, in whichever field it was sent.
	/// @param field path of the field from the call, such as `legs[2].endedAt`; empty for
	/// the record as a whole
	/// @param value what was sent; null when nothing was, or when it must not be repeated
	/// @param message a sentence that says what is wrong and what to do about it
	public InvalidCall(String field, @Nullable Object value, Reason reason, String message) {
		super(abbreviated(NumberMask.masked(message), LONGEST_MESSAGE), null, false, false);
		this.field = abbreviated(NumberMask.masked(field), LONGEST_FIELD);
		this.value = (value != null) ? abbreviated(NumberMask.masked(value.toString()), LONGEST_VALUE) : null;
		this.reason = reason;
	}

	public String field() {
		return this.field;
	}

	public @Nullable String value() {
		return this.value;
	}

	public Reason reason() {
		return this.reason;
	}

	public String message() {
		return String.valueOf(getMessage());
	}

	/// The same, of a part of the call.
	public InvalidCall in(String part) {
		return new InvalidCall(part + "." + this.field, this.value, this.reason, message());
	}

	private static String abbreviated(String text, int longest) {
		return (text.length() <= longest) ? text
				: text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest) + "…";
	}

}
