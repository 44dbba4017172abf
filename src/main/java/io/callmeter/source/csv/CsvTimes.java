package io.callmeter.source.csv;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.Map;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// How the columns of a file write moments.
/// @param notation of all columns but those named
/// @param byField field to the notation of its column
/// @param zone of moments without an offset
public record CsvTimes(TimeNotation notation, Map<String, TimeNotation> byField, ZoneId zone) {

	/// @throws InvalidCall if a field is none of a moment
	public CsvTimes {
		byField = Map.copyOf(byField);
		for (String field : byField.keySet()) {
			if (CsvFormat.kind(field) != CsvFormat.Kind.INSTANT) {
				throw new InvalidCall("datePatterns", field, Reason.UNKNOWN_FIELD, "Invalid datePatterns '" + field
						+ "'. Expected one of " + String.join(", ", RowTimes.FIELDS) + ".");
			}
		}
	}

	/// What a cell says; null where it says that there is nothing.
	/// @throws InvalidCall if it is not written as the notation of its field
	@Nullable Temporal read(String field, String value) {
		TimeNotation notation = this.byField.getOrDefault(field, this.notation);
		try {
			return notation.read(value);
		}
		catch (DateTimeException ex) {
			throw new InvalidCall(field, value, Reason.WRONG_TYPE,
					"Invalid " + field + " '" + value + "'. Expected " + notation.words() + ".");
		}
	}

}
