package io.callmeter.reference;

import java.util.Map;

import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// A row as it is sent and shown. What it was read as can be sent back with changes.
interface Entry {

	/// Of the row; null when the path alone says it.
	@Nullable String code();

	/// For people; null where it has none.
	default @Nullable String name() {
		return null;
	}

	/// Codes that it names beside its own, by the field they were sent in.
	default Map<String, String> codes() {
		return Map.of();
	}

	/// Refuses a body that says another code than the path.
	static void requireSame(String field, @Nullable String inBody, String inPath) {
		if (inBody != null && !inBody.equals(inPath)) {
			throw RequestProblem.invalid(field, inBody, "The body has the " + field + " '" + inBody + "', the path '"
					+ inPath + "'. Send the same, or leave " + field + " out of the body.");
		}
	}

}
