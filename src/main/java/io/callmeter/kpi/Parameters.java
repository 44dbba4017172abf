package io.callmeter.kpi;

import java.util.function.Function;

import io.callmeter.http.Mistakes;
import org.jspecify.annotations.Nullable;

/// Reads query parameters one after the other; what is wrong with one is told together with what is wrong with the
/// others.
///
/// @param mistakes those of the request
record Parameters(Mistakes mistakes) {

	/// @return null where it was not sent, or is refused
	<T> @Nullable T optional(String name, @Nullable String text, Function<Parameter, T> reading) {
		return this.mistakes.read(() -> Parameter.sent(name, text).map(reading).orElse(null));
	}

	/// @param otherwise what it is where it was not sent, or is refused
	<T> T optional(String name, @Nullable String text, Function<Parameter, T> reading, T otherwise) {
		T read = optional(name, text, reading);
		return (read != null) ? read : otherwise;
	}

	/// @return null where it is missing or refused
	<T> @Nullable T required(String name, @Nullable String text, String remedy, Function<Parameter, T> reading) {
		return this.mistakes.read(() -> reading.apply(Parameter.required(name, text, remedy)));
	}

}
