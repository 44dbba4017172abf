package io.callmeter.kpi;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvRecordsTest {

	@ParameterizedTest
	@ValueSource(strings = { "=", "=1+1", "@sum(A1)", "\t=1", "\r=1", "+cmd|' /C calc'!A0", "-2+3", "+A1", "-A1",
			"+44=1", "--1+A1", "+1*2", "-1%", "+44 20 7946 0123 x12", "\n=1", "\uFF1D1", "\uFF20x", "\uFF0B1",
			"\uFF0D1", "\uFF5C1", "|calc", " =1+1", "   @sum(A1)", " |calc", " +A1", "\u00A0=1", "\u2007-A1",
			"\u3000+cmd", "\u202F=1", "\u200B=1", "\uFEFF=1", " \u00A0 =1", " \t=1", "\u000B=1", "\f@x", " \uFF1D1" })
	void aTextThatASpreadsheetWouldRunHasAnApostropheInFront(String text) throws IOException {
		assertThat(written(text)).isEqualTo("first,'" + text + "\r\n");
	}

	/// Phone numbers and ids, of which Excel makes 4.42079E+11, 2079460123 or 100000.
	@ParameterizedTest
	@ValueSource(strings = { "+442079460123", "+44 (20) 7946-0123", "+49 30/901820", "+442•••••••23", "-1042", "-0.5",
			"-1.5-2", "+", "-", " +442079460123", "\u00A0-1042", "02079460123", "442079460123", "1795381168.29", "00",
			"1E5", "12e3", "1.50", "1,50", " 0800 ", "'", "'=1", "''x" })
	void aTextThatASpreadsheetWouldTakeForAnotherNumberHasAnApostropheInFront(String text) throws IOException {
		assertThat(written(text)).isEqualTo("first,'" + text + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1001", "0", "07a", "12345678901", "1.5", "0.5", "E5", "1E", "a=1", "1-2", "C-1042", " ",
			"a|b", " a=1", "2026-11-16", "sip:alice@example.com", "it's", "020 7946 0123" })
	void anyOtherTextStays(String text) throws IOException {
		assertThat(written(text)).isEqualTo("first," + text + "\r\n");
	}

	@Test
	void whatIsNoTextStays() throws IOException {
		assertThat(written(new BigDecimal("-0.5"), null, -3, true)).isEqualTo("first,-0.5,,-3,true\r\n");
	}

	@Test
	void takingOneApostropheAwayGivesTheTextsBack() throws IOException {
		for (String text : List.of("=1", "'=1", "''", "+442079460123", "plain", "0800", "it's")) {
			String field = written(text).substring("first,".length()).strip();

			assertThat(field.startsWith("'") ? field.substring(1) : field).isEqualTo(text);
		}
	}

	@Test
	void aSpreadsheetOfAnotherCountryGetsItsOwnCsv() throws IOException {
		var written = new StringBuilder();
		new CsvRecords(written, new CsvStyle(';', ',', true)).add(Arrays.asList("a;b", new BigDecimal("-0.5"),
				Exact.of(new BigDecimal("1234.50")), "1.5", Map.of("EUR", Exact.of(new BigDecimal("12.5"))),
				OffsetDateTime.parse("2026-11-09T00:00:00+01:00"), null));

		assertThat(written).hasToString("\uFEFF\"a;b\";-0,5;1234,5;1.5;EUR 12,5;2026-11-09T00:00:00+01:00;\r\n");
	}

	/// A record of these values as text, without quotes.
	private static String written(@Nullable Object... values) throws IOException {
		var written = new StringBuilder();
		new CsvRecords(written, CsvStyle.PLAIN).add(Stream.concat(Stream.of("first"), Arrays.stream(values)).toList());
		return written.toString().replace("\"", "");
	}

}
