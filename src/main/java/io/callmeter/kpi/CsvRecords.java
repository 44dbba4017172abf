package io.callmeter.kpi;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/// Records of CSV, null an empty field. Who opens them in a spreadsheet must not run what somebody else has put into a
/// call, nor lose the zeros and the plus of a phone number: a text that would be a formula there, or a number that is
/// shown differently, has an apostrophe in front. So has one that begins with an apostrophe itself: whoever takes one away
/// wherever there is one has the texts as they were.
final class CsvRecords {

	/// So many characters are kept before the first leave: what fails until then is
	/// answered with a problem.
	private static final int HELD = 1 << 16;

	private static final char BOM = '\uFEFF';

	private static final char FULL_WIDTH_EQUALS = '\uFF1D';

	private static final char FULL_WIDTH_AT = '\uFF20';

	private static final char FULL_WIDTH_PLUS = '\uFF0B';

	private static final char FULL_WIDTH_MINUS = '\uFF0D';

	private static final char FULL_WIDTH_BAR = '\uFF5C';

	private static final Pattern NUMBER = Pattern.compile("\\d+([.,]\\d+)?(E[+-]?\\d+)?", Pattern.CASE_INSENSITIVE);

	/// Excel and LibreOffice drop zeros at both ends, show 12 digits as 1.23E+11, keep 15
	/// of them, and read an E as a power of ten.
	private static final Pattern SHOWN_DIFFERENTLY = Pattern.compile("0\\d.*|.*[.,]\\d*0|.*E.*|.{12,}",
			Pattern.CASE_INSENSITIVE);

	private final CSVPrinter printer;

	private final char decimal;

	CsvRecords(Appendable destination, CsvStyle style) throws IOException {
		if (style.bom()) {
			destination.append(BOM);
		}
		this.decimal = style.decimal();
		this.printer = new CSVPrinter(destination, CSVFormat.RFC4180.builder().setDelimiter(style.delimiter()).get());
	}

	/// Records of an answer, to be opened with its first: what is refused before is
	/// answered with a problem.
	/// @param what is in the file, for its name
	static CsvRecords of(HttpServletResponse response, CsvStyle style, String what, Selection selection)
			throws IOException {
		response.setContentType(KpiCsv.MEDIA_TYPE + ";charset=UTF-8");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename("callmeter-" + what + "-" + selection.forFileName() + ".csv")
					.build()
					.toString());
		return new CsvRecords(
				new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), HELD),
				style);
	}

	void add(List<? extends @Nullable Object> record) throws IOException {
		this.printer.printRecord(record.stream().map(this::field));
	}

	void flush() throws IOException {
		this.printer.flush();
	}

	private @Nullable Object field(@Nullable Object value) {
		return switch (value) {
			case null -> null;
			case String text -> isTakenForAnother(text) ? "'" + text : text;
			case BigDecimal number -> number(number);
			case Exact number -> number(number.rounded());
			case OffsetDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
			case Map<?, ?> money -> money.entrySet()
				.stream()
				.map((one) -> one.getKey() + " " + field(one.getValue()))
				.collect(Collectors.joining("; "));
			default -> value;
		};
	}

	private String number(BigDecimal number) {
		return number.toPlainString().replace('.', this.decimal);
	}

	private static boolean isTakenForAnother(String text) {
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
			case '=', '@', '|', '+', '-', FULL_WIDTH_EQUALS, FULL_WIDTH_AT, FULL_WIDTH_PLUS, FULL_WIDTH_MINUS,
					FULL_WIDTH_BAR ->
				true;
			case '\'' -> begin == 0;
			default -> isOtherNumber(text.substring(begin));
		};
	}

	private static boolean isOtherNumber(String text) {
		String digits = text.strip();
		return NUMBER.matcher(digits).matches() && SHOWN_DIFFERENTLY.matcher(digits).matches();
	}

	/// Blanks of any width, and signs that nobody sees.
	private static boolean isBlank(char c) {
		return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
				|| Character.getType(c) == Character.FORMAT;
	}

}
