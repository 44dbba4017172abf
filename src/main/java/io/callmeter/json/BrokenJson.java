package io.callmeter.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// Why a text cannot be read as JSON: what is wrong, where, and what to do about it, without the words of the parser.
public final class BrokenJson {

	private BrokenJson() {
	}

	/// One sentence for people.
	/// @param unreadable as the parser threw it; an exponent beyond all numbers is an
	/// exception of another kind
	/// @param lines whether lines are counted, which says nothing of a text that is one
	public static String sentence(RuntimeException unreadable, boolean lines) {
		return switch (unreadable) {
			case UnexpectedEndOfInputException ends ->
				"Malformed JSON" + where(ends, lines) + ": it ends too early. Send all of it.";
			case StreamConstraintsException beyond when says(beyond, "nesting depth") ->
				"Malformed JSON" + where(beyond, lines) + ": it is nested too deeply.";
			case StreamConstraintsException beyond ->
				"Malformed JSON" + where(beyond, lines) + ": a number, name or string is too long.";
			case StreamReadException twice when says(twice, "Duplicate") ->
				"The field '" + field(twice) + "' appears twice" + where(twice, lines) + ". Send it once.";
			case StreamReadException number when says(number, "Non-standard token") -> "Malformed JSON"
					+ where(number, lines) + ": NaN and Infinity are not JSON. Send a number, or leave the field out.";
			case StreamReadException bytes when says(bytes, "UTF-8") ->
				"Malformed JSON" + where(bytes, lines) + ": the bytes are not UTF-8. Send it encoded as UTF-8.";
			case JacksonException syntax ->
				"Malformed JSON" + where(syntax, lines) + ". Check quotes, commas and brackets just before it.";
			default -> "Malformed JSON: a number is too large. Send a smaller one.";
		};
	}

	/// The field that is there twice, by its name alone; empty where that is not what is
	/// wrong.
	public static String repeatedField(RuntimeException unreadable) {
		return (unreadable instanceof StreamReadException twice && says(twice, "Duplicate")) ? field(twice) : "";
	}

	/// The parser tells some kinds apart by its words alone.
	private static boolean says(JacksonException unreadable, String words) {
		return String.valueOf(unreadable.getOriginalMessage()).contains(words);
	}

	private static String field(StreamReadException twice) {
		JsonParser parser = twice.processor();
		return (parser != null) ? String.valueOf(parser.currentName()) : "";
	}

	private static String where(JacksonException unreadable, boolean lines) {
		var at = unreadable.getLocation();
		if (at == null || at.getColumnNr() < 1) {
			return "";
		}
		return " at " + (lines ? "line " + at.getLineNr() + ", " : "") + "column " + at.getColumnNr();
	}

}
