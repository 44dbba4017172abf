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
				"The JSON ends too early, " + where(ends, lines) + "; send all of it.";
			case StreamConstraintsException beyond when says(beyond, "nesting depth") ->
				"The JSON is nested too deep, " + where(beyond, lines) + "; send objects as they are described.";
			case StreamConstraintsException beyond -> "The JSON has a number, name or text that is too long, "
					+ where(beyond, lines) + "; send a shorter one.";
			case StreamReadException twice when says(twice, "Duplicate") ->
				"The field '" + field(twice) + "' is there twice, " + where(twice, lines) + "; send it once.";
			case StreamReadException number when says(number, "Non-standard token") -> "NaN and Infinity are no JSON "
					+ "numbers, " + where(number, lines) + "; send a number, or leave the field out.";
			case StreamReadException bytes when says(bytes, "UTF-8") ->
				"The JSON has bytes that are no UTF-8, " + where(bytes, lines) + "; send it in UTF-8.";
			case JacksonException syntax ->
				"There is no JSON from " + where(syntax, lines) + " on; check quotes, commas and brackets just before.";
			default -> "The JSON has a number that is too large to be one; send a smaller one.";
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
			return "somewhere";
		}
		return (lines ? "line " + at.getLineNr() + ", " : "") + "column " + at.getColumnNr();
	}

}
