package io.callmeter.source.csv;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;

/// How a CSV file says what a call is.
/// @param columns field to header: `leg.queuedAt` to `Entered queue`; a field not named here is read from the column of
/// its own name
/// @param constants field to the value that all rows have
/// @param words field to what the file says there, to what the model says: `leg.outcome` to `Hung up` to `ABANDONED`
/// @param dates how dates are written
/// @param zone of dates without an offset
public record CsvFormat(Map<String, String> columns, Map<String, String> constants,
		Map<String, Map<String, String>> words, char delimiter, Charset charset, DateTimeFormatter dates, ZoneId zone) {

	private static final List<String> TEXTS = List.of("callId", "direction", "from", "to", "campaign", "source",
			"trunk", "outcome", "disposition", "caseId", "currency", "recordingUrl", "leg.legId", "leg.queue",
			"leg.agent", "leg.ivr", "leg.trunk", "leg.skill", "leg.outcome", "leg.reason", "leg.endedBy",
			"leg.transfer", "leg.transferredTo");

	private static final List<String> INSTANTS = List.of("startedAt", "answeredAt", "endedAt", "leg.queuedAt",
			"leg.offeredAt", "leg.answeredAt", "leg.endedAt");

	private static final List<String> NUMBERS = List.of("priority", "hangupCause", "sipStatus", "mos",
			"conversionValue", "csat", "revision", "leg.holdSeconds", "leg.holds", "leg.wrapUpSeconds");

	private static final List<String> BOOLEANS = List.of("resolved", "converted");

	/// What kind of value a field has.
	enum Kind {

		TEXT, INSTANT, NUMBER, BOOLEAN

	}

	/// @throws InvalidCall if a field is not one of a call or its leg, or the pattern is
	/// none
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
		fields.addAll(INSTANTS);
		fields.addAll(NUMBERS);
		fields.addAll(BOOLEANS);
		return fields;
	}

	/// The dates of a pattern that the calendar has: the 31st of February is none.
	/// @throws IllegalArgumentException if it is no pattern
	public static DateTimeFormatter dates(String pattern) {
		return DateTimeFormatter.ofPattern(pattern.contains("G") ? pattern : withYearsOfAnyEra(pattern), Locale.ENGLISH)
			.withResolverStyle(ResolverStyle.STRICT);
	}

	/// A year of an era that is not named is no year for a strict reader; what stands
	/// between quotes is no letter of the pattern.
	private static String withYearsOfAnyEra(String pattern) {
		var years = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < pattern.length(); i++) {
			char letter = pattern.charAt(i);
			quoted ^= letter == '\'';
			years.append((letter == 'y' && !quoted) ? 'u' : letter);
		}
		return years.toString();
	}

	static Kind kind(String field) {
		if (INSTANTS.contains(field)) {
			return Kind.INSTANT;
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

	/// The instant of a date in the file; a local time that comes twice is the earlier
	/// one, one that never comes is
	/// moved on by the gap.
	/// @throws InvalidCall if it is not written as the pattern says
	Instant instant(String field, String value) {
		try {
			TemporalAccessor parsed = this.dates.parseBest(value, ZonedDateTime::from, OffsetDateTime::from,
					LocalDateTime::from);
			return (parsed instanceof LocalDateTime local) ? local.atZone(this.zone).toInstant() : Instant.from(parsed);
		}
		catch (DateTimeException ex) {
			throw new InvalidCall(field, value, Reason.WRONG_TYPE, field + " '" + value
					+ "' is no date, or not written as datePattern says (ISO-8601, such as 2026-11-16T09:00:00, when it is left out).");
		}
	}

	private static void checkFields(String parameter, Set<String> named) {
		for (String field : named) {
			if (!fields().contains(field)) {
				throw new InvalidCall(parameter, field, Reason.UNKNOWN_FIELD, "There is no field '" + field + "'; "
						+ parameter + " takes " + String.join(", ", fields()) + ".");
			}
		}
	}

}
