package io.callmeter.source.csv;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.text.Nearest;

/// How a CSV file says what a call is.
/// @param columns field to header: `leg.queuedAt` to `Entered queue`; a field not named here is read from the column of
/// its own name
/// @param constants field to the value that all rows have
/// @param words field to what the file says there, to what the model says: `leg.outcome` to `Hung up` to `ABANDONED`
/// @param delimiter between cells, unless the first line of the file says another
/// @param charset of the file, unless it begins with a byte order mark
/// @param times how moments are written
/// @param numbersLegs whether legs without an id are numbered, the rows of each call following each other in order; else
/// there is one at most
public record CsvFormat(Map<String, String> columns, Map<String, String> constants,
		Map<String, Map<String, String>> words, char delimiter, Charset charset, CsvTimes times, boolean numbersLegs) {

	static final String CALL_ID = "callId";

	private static final List<String> TEXTS = List.of(CALL_ID, "direction", "from", "to", "campaign", "source", "trunk",
			"outcome", "disposition", "caseId", "currency", "recordingUrl", "leg.legId", "leg.queue", "leg.agent",
			"leg.ivr", "leg.trunk", "leg.skill", "leg.outcome", "leg.reason", "leg.endedBy", "leg.transfer",
			"leg.transferredTo");

	private static final List<String> NUMBERS = List.of("priority", "hangupCause", "sipStatus", "mos",
			"conversionValue", "csat", "revision", "leg.holdSeconds", "leg.holds", "leg.wrapUpSeconds");

	/// Durations from which moments follow.
	private static final List<String> SECONDS = List.of(RowSeconds.CALL, RowSeconds.WAIT, RowSeconds.TALK);

	private static final List<String> BOOLEANS = List.of("resolved", "converted");

	/// What kind of value a field has.
	enum Kind {

		TEXT, INSTANT, SECONDS, NUMBER, BOOLEAN

	}

	/// @throws InvalidCall if a field is not one of a call or its leg
	public CsvFormat {
		columns = Map.copyOf(columns);
		constants = Map.copyOf(constants);
		words = Map.copyOf(words);
		checkFields("columns", columns.keySet());
		checkFields("constants", constants.keySet());
		checkFields("values", words.keySet());
	}

	/// All fields that a row can have, in alphabetical order.
	public static Set<String> fields() {
		Set<String> fields = new TreeSet<>(TEXTS);
		fields.addAll(RowTimes.FIELDS);
		fields.addAll(SECONDS);
		fields.addAll(NUMBERS);
		fields.addAll(BOOLEANS);
		return fields;
	}

	static Kind kind(String field) {
		if (RowTimes.FIELDS.contains(field)) {
			return Kind.INSTANT;
		}
		if (SECONDS.contains(field)) {
			return Kind.SECONDS;
		}
		if (NUMBERS.contains(field)) {
			return Kind.NUMBER;
		}
		return BOOLEANS.contains(field) ? Kind.BOOLEAN : Kind.TEXT;
	}

	/// The header of a field's column.
	String header(String field) {
		return this.columns.getOrDefault(field, field);
	}

	/// What the model says for what the file says.
	String word(String field, String value) {
		return this.words.getOrDefault(field, Map.of()).getOrDefault(value, value);
	}

	private static void checkFields(String parameter, Set<String> named) {
		for (String field : named) {
			if (!fields().contains(field)) {
				String question = Nearest.question(field, fields());
				throw new InvalidCall(parameter, field, Reason.UNKNOWN_FIELD, "Unknown field '" + field + "' in "
						+ parameter + "."
						+ (question.isEmpty() ? " Expected one of " + String.join(", ", fields()) + "." : question));
			}
		}
	}

}
