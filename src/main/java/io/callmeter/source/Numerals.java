package io.callmeter.source;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/// Numbers in quotes and in cells.
public final class Numerals {

	private static final int LONGEST = 64;

	private static final int MOST_DIGITS = 19;

	private Numerals() {
	}

	/// The number that a text is exactly, a whole one without decimals; null where it is
	/// none, or has more digits than any field takes.
	public static @Nullable BigDecimal exact(String text) {
		String stripped = text.strip();
		if (stripped.length() > LONGEST) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(stripped);
			if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
				return null;
			}
			return (number.stripTrailingZeros().scale() <= 0) ? number.setScale(0) : number;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
