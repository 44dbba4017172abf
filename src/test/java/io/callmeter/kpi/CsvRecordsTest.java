package io.callmeter.kpi;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
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

	@ParameterizedTest
	@ValueSource(strings = { "+442079460123", "+44 (20) 7946-0123", "+49 30/901820", "+442•••••••23", "-1042", "-0.5",
			"-1.5-2", "+", "-", "a=1", "1-2", "'=1", "C-1042", " +442079460123", "\u00A0-1042", " ", "a|b", " a=1",
			"2026-11-16", "sip:alice@example.com" })
	void anyOtherTextStays(String text) throws IOException {
		assertThat(written(text)).isEqualTo("first," + text + "\r\n");
	}

	@Test
	void whatIsNoTextStays() throws IOException {
		assertThat(written(new BigDecimal("-0.5"), null, -3, true)).isEqualTo("first,-0.5,,-3,true\r\n");
	}

	/// A record of these values as text, without quotes.
	private static String written(@Nullable Object... values) throws IOException {
		var written = new StringBuilder();
		new CsvRecords(written).add(Stream.concat(Stream.of("first"), Arrays.stream(values)).toList());
		return written.toString().replace("\"", "");
	}

}
