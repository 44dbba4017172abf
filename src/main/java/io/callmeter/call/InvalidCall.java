package io.callmeter.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A call, leg or value that contradicts the model: which field, which value, why, and what to do. Of several mistakes it is
/// the first one, and has the others.
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

	/// So many mistakes of a record are told.
	static final int MOST = 10;

	/// So many characters all mistakes of a record may have, beyond which only the first
	/// ones are told.
	private static final int LONGEST = 10_000;

	private static final Pattern OF_A_LEG = Pattern.compile("legs\\[(\\d{1,9})]");

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

	/// Fields of which one that is wrong explains this.
	private final List<String> follows;

	private final List<InvalidCall> others;

	/// Cuts what is long: a report of a thousand records stays small whatever they hold.
	/// What looks like a phone number, in whichever field it was sent, is hidden from all
	/// who do not ask for it, as logs.
	/// @param field path of the field from the call, such as `legs[2].endedAt`; empty for
	/// the record as a whole
	/// @param value what was sent; null when nothing was, or when it must not be repeated
	/// @param message a sentence that says what is wrong and what to do about it
	public InvalidCall(String field, @Nullable Object value, Reason reason, String message) {
		this(field, value, reason, message, List.of(), List.of());
	}

	private InvalidCall(String field, @Nullable Object value, Reason reason, String message, List<String> follows,
			List<InvalidCall> others) {
		super(null, null, false, false);
		this.message = abbreviated(message, KEPT * LONGEST_MESSAGE);
		this.field = abbreviated(field, KEPT * LONGEST_FIELD);
		this.value = (value != null) ? abbreviated(value.toString(), KEPT * LONGEST_VALUE) : null;
		this.reason = reason;
		this.follows = follows;
		this.others = others;
	}

	/// Some mistakes as one: those of the call before those of its legs, else in the
	/// order in which they were found.
	/// @param mistakes at least one
	static InvalidCall of(List<InvalidCall> mistakes) {
		List<InvalidCall> sorted = mistakes.stream().sorted(Comparator.comparingInt(InvalidCall::leg)).toList();
		InvalidCall first = sorted.getFirst();
		List<InvalidCall> others = new ArrayList<>();
		int length = first.length();
		for (InvalidCall other : sorted.subList(1, Math.min(MOST, sorted.size()))) {
			length += other.length();
			if (length <= LONGEST) {
				others.add(other);
			}
		}
		return others.isEmpty() ? first : new InvalidCall(first.field, first.value, first.reason, first.message,
				first.follows, List.copyOf(others));
	}

	/// All mistakes, this one first.
	public List<InvalidCall> all() {
		return this.others.isEmpty() ? List.of(this) : Stream.concat(Stream.of(this), this.others.stream()).toList();
	}

	/// The same, which is no mistake of its own where one of these fields is wrong.
	InvalidCall following(String... fields) {
		return new InvalidCall(this.field, this.value, this.reason, this.message,
				Stream.concat(this.follows.stream(), Stream.of(fields)).toList(), this.others);
	}

	List<String> follows() {
		return this.follows;
	}

	/// The field as it was sent.
	String path() {
		return this.field;
	}

	private int leg() {
		Matcher leg = OF_A_LEG.matcher(this.field);
		return leg.lookingAt() ? Integer.parseInt(leg.group(1)) : -1;
	}

	private int length() {
		return this.field.length() + ((this.value != null) ? this.value.length() : 0) + this.message.length();
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

	@Override
	public String getMessage() {
		return message();
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
		return new InvalidCall(part + "." + this.field, this.value, this.reason, this.message,
				this.follows.stream().map((field) -> part + "." + field).toList(),
				this.others.stream().map((other) -> other.in(part)).toList());
	}

	private static String shown(String text, int longest, boolean numbers) {
		return abbreviated(NumberMask.shown(abbreviated(text, KEPT * longest), numbers), longest);
	}

	private static String abbreviated(String text, int longest) {
		return (text.length() <= longest) ? text
				: text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest) + "…";
	}

}
