package io.callmeter.source.csv;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.callmeter.call.Checks;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.source.Decoded;
import io.callmeter.source.Numerals;
import io.callmeter.source.json.CallJson;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes calls of the rows of one file, each with one leg at most.
final class RowReader {

	private static final String LEG = "leg.";

	private static final String LEG_ID = "leg.legId";

	private static final String ONLY_LEG = "1";

	private final CallJson json;

	private final CsvFormat format;

	private final CsvText file;

	private @Nullable String callId;

	private int legs;

	RowReader(CallJson json, CsvFormat format, CsvText file) {
		this.json = json;
		this.format = format;
		this.file = file;
	}

	/// The row as a call, or why it is none.
	Decoded decoded(long line, CSVRecord row) {
		Map<String, String> texts = texts(row);
		String callId = texts.get(CsvFormat.CALL_ID);
		boolean assumedLegId = !texts.containsKey(LEG_ID);
		String legId = nextLegId(texts);
		if (!row.isConsistent()) {
			return new Decoded.Malformed(line, shown(callId),
					new InvalidCall("", null, Reason.MALFORMED, "The row has " + row.size() + " values, the header has "
							+ row.getParser().getHeaderNames().size() + ". Check quotes and delimiter."));
		}
		Checks checks = new Checks();
		Cells cells = new Cells(texts, checks);
		boolean ambiguousTimes = cells.complete();
		return switch (this.json.decoded(line, cells.call(legId), checks)) {
			case Decoded.Ok ok -> new Decoded.Ok(line, ok.call(), ambiguousTimes, assumedLegId);
			case Decoded.Malformed bad -> new Decoded.Malformed(line, shown(callId), bad.why());
		};
	}

	private static @Nullable String shown(@Nullable String callId) {
		return (callId != null) ? CsvText.shown(callId) : null;
	}

	/// What the row says of each field.
	private Map<String, String> texts(CSVRecord row) {
		Map<String, String> texts = new TreeMap<>();
		for (String field : CsvFormat.fields()) {
			String text = text(field, row);
			if (text != null) {
				texts.put(field, text);
			}
		}
		return texts;
	}

	private @Nullable String text(String field, CSVRecord row) {
		String header = this.format.header(field);
		if (row.isMapped(header) && row.isSet(header) && !row.get(header).isEmpty()) {
			return this.format.word(field, row.get(header));
		}
		return this.format.constants().get(field);
	}

	/// The id of the leg of a row that has none. Rows that cannot be taken are counted,
	/// too, so that the others keep their numbers once these are mended.
	private String nextLegId(Map<String, String> texts) {
		String callId = texts.get(CsvFormat.CALL_ID);
		if (!this.format.numbersLegs() || callId == null) {
			return ONLY_LEG;
		}
		if (!callId.equals(this.callId)) {
			this.callId = callId;
			this.legs = 0;
		}
		if (texts.keySet().stream().anyMatch((field) -> field.startsWith(LEG))) {
			this.legs++;
		}
		return String.valueOf(this.legs);
	}

	/// The cells of a row, read one by one.
	private final class Cells {

		private final Map<String, String> texts;

		private final Checks checks;

		private final ObjectNode call = JsonNodeFactory.instance.objectNode();

		private final ObjectNode leg = JsonNodeFactory.instance.objectNode();

		private final Map<String, Temporal> moments = new HashMap<>();

		private final Map<String, Duration> seconds = new HashMap<>();

		/// Whether a cell cannot be read of which times may follow.
		private boolean unreadable;

		/// @param texts by field; those that cannot be read are removed
		Cells(Map<String, String> texts, Checks checks) {
			this.texts = texts;
			this.checks = checks;
			texts.entrySet().removeIf((cell) -> !isRead(cell.getKey(), cell.getValue()));
		}

		private boolean isRead(String field, String text) {
			try {
				read(field, text);
				return true;
			}
			catch (InvalidCall why) {
				this.checks.addAll(why);
				this.checks.suspect(path(field));
				this.unreadable |= switch (CsvFormat.kind(field)) {
					case TEXT, INSTANT, SECONDS -> true;
					case NUMBER, BOOLEAN -> false;
				};
				return false;
			}
		}

		private void read(String field, String text) {
			if (CsvText.isUnreadable(text)) {
				throw new InvalidCall(field, CsvText.shown(text), Reason.MALFORMED,
						"Invalid " + field + ". " + RowReader.this.file.otherCharset() + ".");
			}
			switch (CsvFormat.kind(field)) {
				case TEXT -> object(field).put(name(field), text);
				case NUMBER -> object(field).put(name(field), number(field, text).toPlainString());
				case BOOLEAN -> object(field).put(name(field), truth(field, text));
				case INSTANT -> {
					Temporal moment = RowReader.this.format.times().read(field, text);
					if (moment != null) {
						this.moments.put(field, moment);
					}
				}
				case SECONDS -> this.seconds.put(field, RowSeconds.duration(field, number(field, text)));
			}
		}

		/// Puts the times that the row has and those that follow from its durations;
		/// these
		/// only where no cell is in doubt, else they are looked at no further.
		/// @return whether a local time could be another instant
		boolean complete() {
			RowSeconds durations = RowSeconds.of(this.seconds);
			RowTimes times = RowTimes.of(this.moments, durations, RowReader.this.format.times().zone());
			if (this.unreadable || !durations.complete(times.instants(), this.texts, this.checks)) {
				RowTimes.FIELDS.stream()
					.filter((field) -> !this.unreadable || !this.moments.containsKey(field))
					.forEach((field) -> this.checks.suspect(path(field)));
				this.checks.suspect(path(RowSeconds.OUTCOME));
			}
			times.instants().forEach((field, instant) -> object(field).put(name(field), instant.toString()));
			String outcome = this.texts.get(RowSeconds.OUTCOME);
			if (outcome != null) {
				this.leg.put(name(RowSeconds.OUTCOME), outcome);
			}
			return times.ambiguous();
		}

		/// The call as JSON has it.
		/// @param legId of its leg, if the row has none
		ObjectNode call(String legId) {
			if (!this.leg.isEmpty()) {
				if (!this.leg.has("legId")) {
					this.leg.put("legId", legId);
				}
				this.call.putArray("legs").add(this.leg);
			}
			return this.call;
		}

		private ObjectNode object(String field) {
			return field.startsWith(LEG) ? this.leg : this.call;
		}

	}

	private static String name(String field) {
		return field.startsWith(LEG) ? field.substring(LEG.length()) : field;
	}

	/// The field as the JSON of the row has it.
	private static String path(String field) {
		return field.startsWith(LEG) ? "legs[0]." + name(field) : field;
	}

	private static BigDecimal number(String field, String value) {
		BigDecimal number = Numerals.exact(value);
		if (number == null) {
			throw new InvalidCall(field, value, Reason.WRONG_TYPE,
					"Invalid " + field + " '" + value + "'. Expected a number such as 12 or 12.5.");
		}
		return number;
	}

	private static boolean truth(String field, String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true", "yes", "1" -> true;
			case "false", "no", "0" -> false;
			default -> throw new InvalidCall(field, value, Reason.WRONG_TYPE,
					"Invalid " + field + " '" + value + "'. Expected true or false.");
		};
	}

}
