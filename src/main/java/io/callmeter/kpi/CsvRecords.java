package io.callmeter.kpi;

import java.io.IOException;
import java.util.List;

import io.callmeter.call.NumberMask;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/// Records of CSV by RFC 4180, null an empty field. Who opens them in a spreadsheet must not run what somebody else has
/// put into a call: a text that would be a formula there has an apostrophe in front, also where a spreadsheet that drops
/// blanks makes one of it.
final class CsvRecords {

	/// What may follow a sign: digits, and what people write between those of numbers.
	private static final String OF_NUMBERS = "0123456789 .,()/-" + NumberMask.SIGN;

	private static final char FULL_WIDTH_EQUALS = '\uFF1D';

	private static final char FULL_WIDTH_AT = '\uFF20';

	private static final char FULL_WIDTH_PLUS = '\uFF0B';

	private static final char FULL_WIDTH_MINUS = '\uFF0D';

	private static final char FULL_WIDTH_BAR = '\uFF5C';

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
		int begin = 0;
		for (; begin < text.length() && isBlank(text.charAt(begin)); begin++) {
			if ("\t\r\n".indexOf(text.charAt(begin)) >= 0) {
				return true;
			}
		}
		if (begin == text.length()) {
			return false;
		}
		return switch (text.charAt(begin)) {
			case '=', '@', '|', FULL_WIDTH_EQUALS, FULL_WIDTH_AT, FULL_WIDTH_PLUS, FULL_WIDTH_MINUS, FULL_WIDTH_BAR ->
				true;
			case '+', '-' -> text.chars().skip(begin + 1L).anyMatch((c) -> OF_NUMBERS.indexOf(c) < 0);
			default -> false;
		};
	}

	/// Blanks of any width, and signs that nobody sees.
	private static boolean isBlank(char c) {
		return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
				|| Character.getType(c) == Character.FORMAT;
	}

}
