package io.callmeter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.NumberMask;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a request, as a problem lists it.
///
/// @param field name of the parameter or field; null when the whole request is meant
/// @param value what was sent; null when nothing was
/// @param message what is wrong and what to do about it
@JsonInclude(JsonInclude.Include.NON_NULL)
record Mistake(@Nullable String field, @Nullable String value, String message) {

	private static final int MAX_VALUE = 200;

	/// The same without keys.
	/// @param numbers whether what looks like a phone number is shown
	Mistake shown(boolean numbers) {
		return new Mistake((this.field != null) ? shown(this.field, numbers) : null,
				(this.value != null) ? abbreviated(shown(this.value, numbers)) : null, shown(this.message, numbers));
	}

	private static String shown(String text, boolean numbers) {
		return NumberMask.shown(Problem.withoutKeys(text), numbers);
	}

	private static String abbreviated(String value) {
		return (value.length() <= MAX_VALUE) ? value : value.substring(0, MAX_VALUE) + "…";
	}

}
