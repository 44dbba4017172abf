package io.callmeter.call;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// Values that passed the checks that every record of the model makes; null stays null.
final class Checked {

	/// By less than this the clocks of one source may differ, as milliseconds do from
	/// whole seconds.
	private static final Duration SKEW = Duration.ofSeconds(1);

	private static final int DIGITS = 18;

	private Checked() {
	}

	/// A code by which figures are grouped, as it is compared: not empty, not longer than
	/// said, no control characters, and none that nobody sees.
	static @Nullable String code(String field, @Nullable String value, int longest) {
		String code = id(field, (value != null) ? Codes.plain(value) : null, longest);
		String invisible = (code != null) ? Codes.invisible(code) : null;
		if (invisible != null) {
			throw new InvalidCall(field, code, Reason.NOT_ALLOWED,
					"Invalid " + field + ". It contains an invisible character (" + invisible + "); remove it.");
		}
		return code;
	}

	/// An identifier as it was sent: not empty, not longer than said, no control
	/// characters.
	static @Nullable String id(String field, @Nullable String value, int longest) {
		if (value != null && value.isBlank()) {
			throw new InvalidCall(field, value, Reason.NOT_ALLOWED,
					"Invalid " + field + ": it is empty. Leave it out instead.");
		}
		if (value != null && value.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidCall(field, null, Reason.NOT_ALLOWED,
					"Invalid " + field + ". It contains control characters; remove them.");
		}
		return text(field, value, longest);
	}

	/// A text that PostgreSQL can keep, not longer than said.
	static @Nullable String text(String field, @Nullable String value, int longest) {
		if (value == null) {
			return null;
		}
		if (value.length() > longest) {
			throw new InvalidCall(field, value, Reason.TOO_LONG,
					"Invalid " + field + " with " + value.length() + " characters. Expected at most " + longest + ".");
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			boolean pair = Character.isHighSurrogate(c) && i + 1 < value.length()
					&& Character.isLowSurrogate(value.charAt(i + 1));
			if (c == 0 || (Character.isSurrogate(c) && !pair)) {
				throw new InvalidCall(field, null, Reason.NOT_ALLOWED,
						"Invalid " + field + ". It contains a character that is not text (U+"
								+ String.format("%04X", (int) c) + "); remove it.");
			}
			i += pair ? 1 : 0;
		}
		return value;
	}

	/// A text that people may write into: without the number of a payment card, and not
	/// masked.
	static void free(String field, @Nullable String value) {
		if (value != null && CardNumbers.isIn(value)) {
			throw cardNumber(field, value);
		}
		unmasked(field, value);
	}

	/// The same of a text that may be a phone number.
	static void freeNumber(String field, @Nullable String value) {
		if (value != null && CardNumbers.isInNumber(value)) {
			throw cardNumber(field, value);
		}
		unmasked(field, value);
	}

	private static InvalidCall cardNumber(String field, String value) {
		return new InvalidCall(field, value, Reason.CARD_NUMBER,
				field + " contains a payment card number, which must not be stored. Remove it.");
	}

	/// A text in which no answer of this service has hidden a number.
	static void unmasked(String field, @Nullable String value) {
		if (value != null && NumberMask.isMasked(value)) {
			throw new InvalidCall(field, value, Reason.NOT_ALLOWED, "Invalid " + field
					+ ": it is masked. Send the text itself, or leave it out to keep what is stored.");
		}
	}

	/// An instant in microseconds, what is finer cut off.
	static @Nullable Instant instant(@Nullable Instant value) {
		return (value != null) ? Instants.cut(value) : null;
	}

	/// A number between two bounds, with at most 18 digits and no trailing zeros.
	static @Nullable BigDecimal decimal(String field, @Nullable BigDecimal value, long least, long most) {
		if (value == null) {
			return null;
		}
		if (value.precision() > DIGITS || Math.abs((long) value.scale()) > DIGITS) {
			throw new InvalidCall(field, null, Reason.OUT_OF_RANGE,
					"Invalid " + field + ": it has too many digits. Expected at most " + DIGITS + ".");
		}
		if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
			throw new InvalidCall(field, value, Reason.OUT_OF_RANGE,
					"Invalid " + field + " " + value.toPlainString() + ". Expected " + least + " to " + most + ".");
		}
		BigDecimal stripped = value.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	/// A whole number between two bounds.
	static @Nullable Integer integer(String field, @Nullable Integer value, int least, int most) {
		if (value != null && (value < least || value > most)) {
			throw new InvalidCall(field, value, Reason.OUT_OF_RANGE,
					"Invalid " + field + " " + value + ". Expected " + least + " to " + most + ".");
		}
		return value;
	}

	/// Two instants in order, where both are there; clocks that differ by less than a
	/// second are no contradiction.
	static void inOrder(String earlierField, @Nullable Instant earlier, String laterField, @Nullable Instant later) {
		if (earlier != null && later != null && isSkewBeyond(later, earlier)) {
			throw new InvalidCall(laterField, later, Reason.CONTRADICTION,
					laterField + " " + later + " is before " + earlierField + " " + earlier + ". Correct one of them.");
		}
	}

	/// Whether one instant is before another by more than clocks differ.
	static boolean isSkewBeyond(Instant later, Instant earlier) {
		return Duration.between(later, earlier).compareTo(SKEW) >= 0;
	}

	/// An instant, or the bound that it is outside of: any beginning, and an end by less
	/// than clocks differ.
	static @Nullable Instant within(Instant from, @Nullable Instant value, @Nullable Instant to) {
		Instant begun = notBefore(from, value);
		return (begun != null && to != null && begun.isAfter(to) && !isSkewBeyond(to, begun)) ? to : begun;
	}

	/// The later of two instants where both are there; else the second.
	static @Nullable Instant notBefore(@Nullable Instant earliest, @Nullable Instant value) {
		return (earliest != null && value != null && value.isBefore(earliest)) ? earliest : value;
	}

	/// The first of two that is there.
	static <T> @Nullable T first(@Nullable T preferred, @Nullable T other) {
		return (preferred != null) ? preferred : other;
	}

}
