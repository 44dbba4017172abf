package io.callmeter.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import io.callmeter.source.json.CallJson;
import io.callmeter.text.Nearest;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// One row a call with one leg; rows of one call id are merged like any other deliveries. Empty cells are absent, and rows
/// of nothing else are none.
public final class CsvCallDecoder implements CallDecoder {

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
		CsvText file = CsvText.of(records, this.format);
		CSVFormat csv = CSVFormat.RFC4180.builder()
			.setDelimiter(file.delimiter())
			.setHeader()
			.setSkipHeaderRecord(true)
			.setIgnoreEmptyLines(true)
			.setIgnoreSurroundingSpaces(true)
			.setTrim(true)
			.get();
		long line = 1L + file.lines();
		MeteredReader metered = new MeteredReader(file.reader(), file.delimiter(), this.longestRecord);
		RowReader reader = new RowReader(this.json, this.format, file);
		try (CSVParser parser = csv.parse(metered)) {
			checkHeaders(parser, file);
			metered.restart();
			Iterator<CSVRecord> rows = parser.iterator();
			line = parser.getCurrentLineNumber() + 1 + file.lines();
			while (rows.hasNext()) {
				CSVRecord row = rows.next();
				metered.restart();
				if (!row.stream().allMatch(String::isBlank)) {
					sink.accept(reader.decoded(line, row));
				}
				line = parser.getCurrentLineNumber() + 1 + file.lines();
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
					"A column has no name in the first line. Name each, and check that the delimiter is the one of the file")));
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

	private static InvalidCall brokenQuotes() {
		return wholeFile("A quote is not closed, or text follows a closing quote. Check quotes and delimiter");
	}

	private static InvalidCall tooLong(MeteredReader.RecordTooLong why) {
		return new InvalidCall("", null, Reason.TOO_LONG, why.getMessage()
				+ ". Close each quote, end each row with a line break and check the delimiter. Nothing after it was read.");
	}

	private static InvalidCall wholeFile(String fault) {
		return new InvalidCall("", null, Reason.MALFORMED, fault + ". Nothing after it was read.");
	}

	/// A mapped column that is not there, or is there twice, is a mistake of the whole
	/// file.
	private void checkHeaders(CSVParser parser, CsvText file) {
		List<String> headers = parser.getHeaderNames();
		Set<String> seen = new HashSet<>();
		for (String header : headers) {
			if (!seen.add(header)) {
				throw wholeFile("The column '" + CsvText.shown(header) + "' appears twice. Give each its own name");
			}
		}
		this.format.columns().forEach((field, header) -> {
			if (!seen.contains(header)) {
				throw wholeFile("Unknown column '" + header + "' for " + field + ". " + shown(headers, file));
			}
		});
		if (!headers.isEmpty() && !seen.contains(this.format.header(CsvFormat.CALL_ID))
				&& !this.format.constants().containsKey(CsvFormat.CALL_ID)) {
			throw wholeFile("No column holds callId. " + shown(headers, file) + " Map one with columns=callId="
					+ CsvText.shown(Nearest.to(CsvFormat.CALL_ID, headers).orElse("…")));
		}
	}

	private static String shown(List<String> headers, CsvText file) {
		return "The file has the columns " + CsvText.shown(String.join(", ", headers)) + "."
				+ (headers.stream().anyMatch(CsvText::isUnreadable) ? " " + file.otherCharset() + "." : "");
	}

}
