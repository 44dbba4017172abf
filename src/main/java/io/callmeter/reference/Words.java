package io.callmeter.reference;

import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// What a code or a name may consist of.
final class Words {

	private Words() {
	}

	/// A value as sent, if it has something to show, at most so many characters, and none
	/// that nobody can see.
	/// @throws RequestProblem if not
	static String checked(String field, @Nullable String value, int longest) {
		if (value == null || value.isBlank()) {
			throw RequestProblem.missing(field, "Send a " + field + " of 1 to " + longest + " characters.");
		}
		int length = value.codePointCount(0, value.length());
		if (length > longest) {
			throw RequestProblem.invalid(field, value,
					"The " + field + " has " + length + " characters; send at most " + longest + ".");
		}
		if (value.codePoints().anyMatch(Words::isInvisible)) {
			throw RequestProblem.invalid(field, value,
					"The " + field + " contains a control character or half a surrogate pair; send it without.");
		}
		return value;
	}

	private static boolean isInvisible(int character) {
		return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
	}

}
