package io.callmeter.source.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import io.callmeter.source.Numerals;
import io.callmeter.source.json.CallJson;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One row a call with one leg; rows of one call id are merged like any other deliveries. Empty cells are absent.
public final class CsvCallDecoder implements CallDecoder {

	/// Stands for bytes that are not in the character set; no text has it.
	private static final char UNREADABLE = '\uFFFF';

	private final CallJson json;

	private final CsvFormat format;

	private final int longestRecord;

	/// @param longestRecord how many characters a row or the first line may have
	public CsvCallDecoder(CallJson json, CsvFormat format, int longestRecord) {
		this.json = json;
		this.format = format;
		this.longestRecord = longestRecord;
	}

	@Override
	public void decode(InputStream records, Consumer<Decoded> sink) throws IOException {
		CSVFormat csv = CSVFormat.RFC4180.builder()
			.setDelimiter(this.format.delimiter())
			.setHeader()
			.setSkipHeaderRecord(true)
			.setIgnoreEmptyLines(true)
			.setIgnoreSurroundingSpaces(true)
			.setTrim(true)
			.get();
		long line = 1;
		MeteredReader metered = new MeteredReader(new InputStreamReader(withoutMark(records), decoder()),
				this.format.delimiter(), this.longestRecord);
		try (CSVParser parser = csv.parse(metered)) {
			checkHeaders(parser);
			metered.restart();
			Iterator<CSVRecord> rows = parser.iterator();
			line = parser.getCurrentLineNumber() + 1;
			while (rows.hasNext()) {
				CSVRecord row = rows.next();
				metered.restart();
				sink.accept(decoded(line, row));
				line = parser.getCurrentLineNumber() + 1;
			}
		}
		catch (InvalidCall why) {
			sink.accept(new Decoded.Malformed(line, null, why));
		}
		catch (CSVException ex) {
			sink.accept(new Decoded.Malformed(line, null, brokenQuotes()));
		}
		catch (MeteredReader.RecordTooLong ex) {
			sink.accept(new Decoded.Malformed(line, null, tooLong(ex)));
		}
		catch (IllegalArgumentException ex) {
			sink.accept(new Decoded.Malformed(line, null, wholeFile(
					"A column has no name in the first line; name each, and check that the delimiter is the one of the file")));
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof MeteredReader.RecordTooLong tooLong) {
				sink.accept(new Decoded.Malformed(line, null, tooLong(tooLong)));
			}
			else if (ex.getCause() instanceof CSVException) {
				sink.accept(new Decoded.Malformed(line, null, brokenQuotes()));
			}
			else {
				throw ex.getCause();
			}
		}
	}

	/// Puts a sign for bytes that are not in the character set where they stand, so that
	/// they are the fault of their own row.
	private CharsetDecoder decoder() {
		return this.format.charset()
			.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE)
			.replaceWith(String.valueOf(UNREADABLE));
	}

	private static InvalidCall brokenQuotes() {
		return wholeFile("A quote is not closed, or text follows a closing quote; check quotes and delimiter");
	}

	private static InvalidCall tooLong(MeteredReader.RecordTooLong why) {
		return new InvalidCall("", null, Reason.TOO_LONG, why.getMessage()
				+ "; close each quote, end each row with a line break and check the delimiter. Nothing after it was read.");
	}

	private static InvalidCall wholeFile(String fault) {
		return new InvalidCall("", null, Reason.MALFORMED, fault + ". Nothing after it was read.");
	}

	/// A mapped column that is not there, or is there twice, is a mistake of the whole
	/// file.
	private void checkHeaders(CSVParser parser) {
		List<String> headers = parser.getHeaderNames();
		Set<String> seen = new HashSet<>();
		for (String header : headers) {
			if (!seen.add(header)) {
				throw wholeFile("The column '" + shown(header) + "' is there twice; give each a name of its own");
			}
		}
		this.format.columns().forEach((field, header) -> {
			if (!seen.contains(header)) {
				throw wholeFile("In the first line there is no column '" + header + "' for " + field + "; the file has "
						+ shown(String.join(", ", headers))
						+ (headers.stream().anyMatch(CsvCallDecoder::isUnreadable) ? "; " + otherCharset() : ""));
			}
		});
	}

	private static boolean isUnreadable(String text) {
		return text.indexOf(UNREADABLE) >= 0;
	}

	private static String shown(String text) {
		return text.replace(UNREADABLE, '\uFFFD');
	}

	private String otherCharset() {
		return "it has bytes that are no " + this.format.charset().name() + "; name the character set of the file, "
				+ "such as charset=" + (this.format.charset().equals(StandardCharsets.UTF_8) ? "ISO-8859-1" : "UTF-8");
	}

	private Decoded decoded(long line, CSVRecord row) {
		ObjectNode call = JsonNodeFactory.instance.objectNode();
		try {
			if (!row.isConsistent()) {
				throw new InvalidCall("", null, Reason.MALFORMED, "The row has " + row.size() + " cells, the header "
						+ row.getParser().getHeaderNames().size() + "; check quotes and delimiter.");
			}
			ObjectNode leg = JsonNodeFactory.instance.objectNode();
			for (String field : CsvFormat.fields()) {
				String value = value(field, row);
				if (value != null && field.startsWith("leg.")) {
					put(leg, field, field.substring("leg.".length()), value);
				}
				else if (value != null) {
					put(call, field, field, value);
				}
			}
			if (!leg.isEmpty()) {
				if (!leg.has("legId")) {
					leg.put("legId", "1");
				}
				call.putArray("legs").add(leg);
			}
			return this.json.decoded(line, call);
		}
		catch (InvalidCall why) {
			String callId = text("callId", row);
			return new Decoded.Malformed(line, (callId != null) ? shown(callId) : null, why);
		}
	}

	private @Nullable String value(String field, CSVRecord row) {
		String text = text(field, row);
		if (text != null && isUnreadable(text)) {
			throw new InvalidCall(field, shown(text), Reason.MALFORMED,
					field + " cannot be read; " + otherCharset() + ".");
		}
		return text;
	}

	private @Nullable String text(String field, CSVRecord row) {
		String header = this.format.header(field);
		if (row.isMapped(header) && row.isSet(header) && !row.get(header).isEmpty()) {
			return this.format.word(field, row.get(header));
		}
		return this.format.constants().get(field);
	}

	private void put(ObjectNode object, String field, String name, String value) {
		switch (CsvFormat.kind(field)) {
			case TEXT -> object.put(name, value);
			case INSTANT -> object.put(name, this.format.instant(field, value).toString());
			case NUMBER -> object.put(name, number(field, value));
			case BOOLEAN -> object.put(name, truth(field, value));
		}
	}

	private static BigDecimal number(String field, String value) {
		BigDecimal number = Numerals.exact(value);
		if (number == null) {
			throw new InvalidCall(field, value, Reason.WRONG_TYPE,
					field + " '" + value + "' is no number; write it like 12 or 12.5.");
		}
		return number;
	}

	private static boolean truth(String field, String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true", "yes", "1" -> true;
			case "false", "no", "0" -> false;
			default -> throw new InvalidCall(field, value, Reason.WRONG_TYPE,
					field + " '" + value + "' is neither true nor false.");
		};
	}

	/// The same stream behind the byte order mark that spreadsheets put in front of
	/// UTF-8.
	private InputStream withoutMark(InputStream records) throws IOException {
		BufferedInputStream buffered = new BufferedInputStream(records, 64 * 1024);
		if (this.format.charset().equals(StandardCharsets.UTF_8)) {
			buffered.mark(3);
			if (!(buffered.read() == 0xEF && buffered.read() == 0xBB && buffered.read() == 0xBF)) {
				buffered.reset();
			}
		}
		return buffered;
	}

}
