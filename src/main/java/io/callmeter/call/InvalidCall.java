package io.callmeter.call;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A call, leg or value that contradicts the model: which field, which value, why, and what to do.
public final class InvalidCall extends RuntimeException {

	/// Why a record is refused; closed, so that refusals can be counted by it.
	@Schema(name = "RejectionReason", description = "Why a record or a change is refused.")
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

	/// How much longer a text is kept than it is shown, so that no number in it is masked
	/// by a part of it alone.
	private static final int KEPT = 4;

	private final String field;

	private final @Nullable String value;

	private final String message;

	private final Reason reason;

	/// Cuts what is long: a report of a thousand records stays small whatever they hold.
	/// What looks like a phone number, in whichever field it was sent, is hidden from all
	/// who do not ask for it, as logs.
	/// @param field path of the field from the call, such as `legs[2].endedAt`; empty for
	/// the record as a whole
	/// @param value what was sent; null when nothing was, or when it must not be repeated
	/// @param message a sentence that says what is wrong and what to do about it
	public InvalidCall(String field, @Nullable Object value, Reason reason, String message) {
		super(shown(message, LONGEST_MESSAGE, false), null, false, false);
		this.message = abbreviated(message, KEPT * LONGEST_MESSAGE);
		this.field = abbreviated(field, KEPT * LONGEST_FIELD);
		this.value = (value != null) ? abbreviated(value.toString(), KEPT * LONGEST_VALUE) : null;
		this.reason = reason;
	}

	/// @param numbers whether what looks like a phone number is shown
	public String field(boolean numbers) {
		return shown(this.field, LONGEST_FIELD, numbers);
	}

	/// @param numbers whether what looks like a phone number is shown
	public @Nullable String value(boolean numbers) {
		return (this.value != null) ? shown(this.value, LONGEST_VALUE, numbers) : null;
	}

	public Reason reason() {
		return this.reason;
	}

	/// @param numbers whether what looks like a phone number is shown
	public String message(boolean numbers) {
		return shown(this.message, LONGEST_MESSAGE, numbers);
	}

	public String field() {
		return field(false);
	}

	public @Nullable String value() {
		return value(false);
	}

	public String message() {
		return message(false);
	}

	/// The same, of a part of the call.
	public InvalidCall in(String part) {
		return new InvalidCall(part + "." + this.field, this.value, this.reason, this.message);
	}

	private static String shown(String text, int longest, boolean numbers) {
		return abbreviated(NumberMask.shown(abbreviated(text, KEPT * longest), numbers), longest);
	}

	private static String abbreviated(String text, int longest) {
		return (text.length() <= longest) ? text
				: text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest) + "…";
	}

}
