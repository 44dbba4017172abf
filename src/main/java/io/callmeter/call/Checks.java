package io.callmeter.call;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a record, so that its sender learns of all of it at once. A value that passes a check comes
/// back, and null instead of one that does not. What is wrong with several values together is told only where each of them
/// is right for itself: one cause is one mistake.
public final class Checks {

	private static final int DIGITS = 18;

	/// Null while there is none, as of nearly all records.
	private @Nullable List<InvalidCall> found;

	/// Fields whose value is wrong, or may be; null while there is none.
	private @Nullable List<String> wrong;

	/// Adds a mistake; not one that follows from values that are wrong already, and no
	/// more than are told.
	/// @return whether it was added
	public boolean add(InvalidCall mistake) {
		return !isFull() && keep(mistake);
	}

	private boolean keep(InvalidCall mistake) {
		if (this.wrong != null && mistake.follows().stream().anyMatch(this.wrong::contains)) {
			return false;
		}
		if (this.found == null) {
			this.found = new ArrayList<>();
		}
		this.found.add(mistake);
		suspect(mistake.path());
		return true;
	}

	/// Adds all mistakes of a part of the record, of which those that come first are
	/// told.
	public void addAll(InvalidCall mistakes) {
		mistakes.all().forEach(this::keep);
	}

	/// Adds what others have found.
	public void addAll(Checks others) {
		if (others.found != null) {
			others.found.forEach(this::keep);
		}
	}

	/// Remembers that the value of a field may be wrong.
	public void suspect(String field) {
		if (this.wrong == null) {
			this.wrong = new ArrayList<>();
		}
		this.wrong.add(field);
	}

	/// Whether the value of a field is wrong, or may be.
	public boolean isWrong(String field) {
		return this.wrong != null && this.wrong.contains(field);
	}

	/// Whether nothing is wrong so far.
	public boolean passed() {
		return this.found == null;
	}

	/// Whether as many mistakes are found as are told, so that there is no need to look
	/// for more.
	public boolean isFull() {
		return this.found != null && this.found.size() >= InvalidCall.MOST;
	}

	/// @throws InvalidCall with all mistakes, if there is any
	public void requireNone() {
		if (!passed()) {
			throw all();
		}
	}

	/// All mistakes, of which there is at least one.
	public InvalidCall all() {
		return InvalidCall.of(Objects.requireNonNull(this.found));
	}

	/// Adds that a value is not there, unless it is and is wrong.
	/// @param because fields whose values ask for it
	void missing(String field, String remedy, String... because) {
		add(new InvalidCall(field, null, Reason.MISSING, remedy).following(field).following(because));
	}

	private void refuse(String field, @Nullable Object value, Reason reason, String message) {
		add(new InvalidCall(field, value, reason, message));
	}

	/// A code by which figures are grouped, as it is compared: not empty, not longer than
	/// said, no control characters, and none that nobody sees.
	@Nullable String code(String field, @Nullable String value, int longest) {
		String code = id(field, (value != null) ? Codes.plain(value) : null, longest);
		String invisible = (code != null) ? Codes.invisible(code) : null;
		if (invisible != null) {
			refuse(field, code, Reason.NOT_ALLOWED,
					"Invalid " + field + ". It contains an invisible character (" + invisible + "); remove it.");
			return null;
		}
		return code;
	}

	/// An identifier as it was sent: not empty, not longer than said, no control
	/// characters.
	@Nullable String id(String field, @Nullable String value, int longest) {
		if (value != null && value.isBlank()) {
			refuse(field, value, Reason.NOT_ALLOWED, "Invalid " + field + ": it is empty. Leave it out instead.");
			return null;
		}
		if (value != null && value.chars().anyMatch(Character::isISOControl)) {
			refuse(field, null, Reason.NOT_ALLOWED,
					"Invalid " + field + ". It contains control characters; remove them.");
			return null;
		}
		return text(field, value, longest);
	}

	/// A text that PostgreSQL can keep, not longer than said.
	@Nullable String text(String field, @Nullable String value, int longest) {
		if (value == null) {
			return null;
		}
		if (value.length() > longest) {
			refuse(field, value, Reason.TOO_LONG,
					"Invalid " + field + " with " + value.length() + " characters. Expected at most " + longest + ".");
			return null;
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			boolean pair = Character.isHighSurrogate(c) && i + 1 < value.length()
					&& Character.isLowSurrogate(value.charAt(i + 1));
			if (c == 0 || (Character.isSurrogate(c) && !pair)) {
				refuse(field, null, Reason.NOT_ALLOWED,
						"Invalid " + field + ". It contains a character that is not text (U+"
								+ String.format("%04X", (int) c) + "); remove it.");
				return null;
			}
			i += pair ? 1 : 0;
		}
		return value;
	}

	/// A text that people may write into: without the number of a payment card, and not
	/// masked.
	void free(String field, @Nullable String value) {
		free(field, value, value != null && CardNumbers.isIn(value));
	}

	/// The same of a text that may be a phone number.
	void freeNumber(String field, @Nullable String value) {
		free(field, value, value != null && CardNumbers.isInNumber(value));
	}

	private void free(String field, @Nullable String value, boolean card) {
		if (isFull()) {
			return;
		}
		if (card) {
			refuse(field, value, Reason.CARD_NUMBER,
					field + " contains a payment card number, which must not be stored. Remove it.");
		}
		else if (value != null && NumberMask.isMasked(value)) {
			refuse(field, value, Reason.NOT_ALLOWED, "Invalid " + field
					+ ": it is masked. Send the text itself, or leave it out to keep what is stored.");
		}
	}

	/// A number between two bounds, with at most 18 digits and no trailing zeros.
	@Nullable BigDecimal decimal(String field, @Nullable BigDecimal value, long least, long most) {
		if (value == null) {
			return null;
		}
		if (value.precision() > DIGITS || Math.abs((long) value.scale()) > DIGITS) {
			refuse(field, null, Reason.OUT_OF_RANGE,
					"Invalid " + field + ": it has too many digits. Expected at most " + DIGITS + ".");
			return null;
		}
		if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
			refuse(field, value, Reason.OUT_OF_RANGE,
					"Invalid " + field + " " + value.toPlainString() + ". Expected " + least + " to " + most + ".");
			return null;
		}
		BigDecimal stripped = value.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	/// A whole number between two bounds.
	@Nullable Integer integer(String field, @Nullable Integer value, int least, int most) {
		if (value != null && (value < least || value > most)) {
			refuse(field, value, Reason.OUT_OF_RANGE,
					"Invalid " + field + " " + value + ". Expected " + least + " to " + most + ".");
			return null;
		}
		return value;
	}

	/// Two instants in order, where both are there; clocks that differ by less than a
	/// second are no contradiction. Either may be the wrong one.
	void inOrder(String earlierField, @Nullable Instant earlier, String laterField, @Nullable Instant later) {
		if (earlier != null && later != null && Checked.isSkewBeyond(later, earlier)) {
			eitherWrong(new InvalidCall(laterField, later, Reason.CONTRADICTION,
					laterField + " " + later + " is before " + earlierField + " " + earlier + ". Correct one of them."),
					earlierField);
		}
	}

	/// Adds a mistake of two values of which either may be wrong.
	void eitherWrong(InvalidCall mistake, String other) {
		if (add(mistake.following(mistake.path(), other))) {
			suspect(other);
		}
	}

}
