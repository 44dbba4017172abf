package io.callmeter.source.csv;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
		try {
			Map<String, String> texts = texts(row);
			String legId = nextLegId(texts);
			if (!row.isConsistent()) {
				throw new InvalidCall("", null, Reason.MALFORMED,
						"The row has " + row.size() + " values, the header has "
								+ row.getParser().getHeaderNames().size() + ". Check quotes and delimiter.");
			}
			texts.forEach(this::checkReadable);
			Map<String, Temporal> moments = new HashMap<>();
			Map<String, BigDecimal> seconds = new HashMap<>();
			texts.forEach((field, text) -> {
				switch (CsvFormat.kind(field)) {
					case INSTANT -> {
						Temporal moment = this.format.times().read(field, text);
						if (moment != null) {
							moments.put(field, moment);
						}
					}
					case SECONDS -> seconds.put(field, number(field, text));
					case TEXT, NUMBER, BOOLEAN -> {
					}
				}
			});
			RowSeconds durations = RowSeconds.of(seconds);
			RowTimes times = RowTimes.of(moments, durations, this.format.times().zone());
			durations.complete(times.instants(), texts);
			return switch (this.json.decoded(line, call(texts, times.instants(), legId))) {
				case Decoded.Ok ok -> new Decoded.Ok(line, ok.call(), times.ambiguous(), !texts.containsKey(LEG_ID));
				case Decoded.Malformed bad -> bad;
			};
		}
		catch (InvalidCall why) {
			String callId = text(CsvFormat.CALL_ID, row);
			return new Decoded.Malformed(line, (callId != null) ? CsvText.shown(callId) : null, why);
		}
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

	private void checkReadable(String field, String text) {
		if (CsvText.isUnreadable(text)) {
			throw new InvalidCall(field, CsvText.shown(text), Reason.MALFORMED,
					"Invalid " + field + ". " + this.file.otherCharset() + ".");
		}
	}

	private static ObjectNode call(Map<String, String> texts, Map<String, Instant> times, String legId) {
		ObjectNode call = JsonNodeFactory.instance.objectNode();
		ObjectNode leg = JsonNodeFactory.instance.objectNode();
		texts.forEach((field, text) -> {
			boolean ofLeg = field.startsWith(LEG);
			put(ofLeg ? leg : call, field, ofLeg ? field.substring(LEG.length()) : field, text);
		});
		times.forEach((field, instant) -> {
			boolean ofLeg = field.startsWith(LEG);
			(ofLeg ? leg : call).put(ofLeg ? field.substring(LEG.length()) : field, instant.toString());
		});
		if (!leg.isEmpty()) {
			if (!leg.has("legId")) {
				leg.put("legId", legId);
			}
			call.putArray("legs").add(leg);
		}
		return call;
	}

	private static void put(ObjectNode object, String field, String name, String text) {
		switch (CsvFormat.kind(field)) {
			case TEXT -> object.put(name, text);
			case NUMBER -> object.put(name, number(field, text).toPlainString());
			case BOOLEAN -> object.put(name, truth(field, text));
			case INSTANT, SECONDS -> {
				// what follows from them is put for itself
			}
		}
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
