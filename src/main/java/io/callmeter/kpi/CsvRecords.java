package io.callmeter.kpi;

import java.io.IOException;
import java.util.List;

import io.callmeter.call.NumberMask;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/// Records of CSV by RFC 4180, null an empty field. Who opens them in a spreadsheet must not run what somebody else has
/// put into a call: a text that would be a formula there has an apostrophe in front.
final class CsvRecords {

	/// What may follow a sign: digits, and what people write between those of numbers.
	private static final String OF_NUMBERS = "0123456789 .,()/-" + NumberMask.SIGN;

	private static final char FULL_WIDTH_EQUALS = '\uFF1D';

	private static final char FULL_WIDTH_AT = '\uFF20';

	private static final char FULL_WIDTH_PLUS = '\uFF0B';

	private static final char FULL_WIDTH_MINUS = '\uFF0D';

	private final CSVPrinter printer;

	CsvRecords(Appendable destination) throws IOException {
		this.printer = new CSVPrinter(destination, CSVFormat.RFC4180);
	}

	void add(List<? extends @Nullable Object> record) throws IOException {
		this.printer.printRecord(record.stream().map(CsvRecords::harmless));
	}

	void flush() throws IOException {
		this.printer.flush();
	}

	private static @Nullable Object harmless(@Nullable Object value) {
		return (value instanceof String text && isFormula(text)) ? "'" + text : value;
	}

	private static boolean isFormula(String text) {
		if (text.isEmpty()) {
			return false;
		}
		return switch (text.charAt(0)) {
			case '=', '@', '\t', '\r', '\n', FULL_WIDTH_EQUALS, FULL_WIDTH_AT, FULL_WIDTH_PLUS, FULL_WIDTH_MINUS ->
				true;
			case '+', '-' -> text.chars().skip(1).anyMatch((c) -> OF_NUMBERS.indexOf(c) < 0);
			default -> false;
		};
	}

}
