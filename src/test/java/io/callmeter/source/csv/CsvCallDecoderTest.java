package io.callmeter.source.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.callmeter.call.Call;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.Decoded;
import io.callmeter.source.json.CallJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/// Files as spreadsheets write them, and as they should not.
class CsvCallDecoderTest {

	private static final int LONGEST = 1 << 20;

	private static final CsvFormat OWN_NAMES = format(Map.of(), Map.of("direction", "INBOUND"), ',');

	@Test
	void readsARowAsACallWithItsVisit() throws IOException {
		Call call = only(
				"""
						callId,startedAt,endedAt,from,leg.queue,leg.queuedAt,leg.endedAt,leg.outcome,csat,resolved
						a,2026-11-16T09:00:00Z,2026-11-16T09:01:00Z,+442079460123,sales,2026-11-16T09:00:00Z,2026-11-16T09:01:00Z,ABANDONED,0.8,yes
						""",
				OWN_NAMES);

		assertThat(call.callId()).isEqualTo("a");
		assertThat(call.crm().csat()).isEqualByComparingTo("0.8");
		assertThat(call.crm().resolved()).isTrue();
		assertThat(call.legs()).singleElement().satisfies((leg) -> {
			assertThat(leg.legId()).isEqualTo("1");
			assertThat(leg.outcome()).isEqualTo(LegOutcome.ABANDONED);
		});
	}

	@Test
	void readsHeadersWordsConstantsAndLocalDatesOfASpreadsheet() throws IOException {
		CsvFormat format = new CsvFormat(
				Map.of("callId", "Nr.", "startedAt", "Beginn", "leg.queuedAt", "Beginn", "leg.endedAt", "Ende",
						"leg.outcome", "Ergebnis", "leg.queue", "Warteschlange"),
				Map.of("direction", "INBOUND"), Map.of("leg.outcome", Map.of("aufgelegt", "ABANDONED")), ';',
				StandardCharsets.ISO_8859_1, DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss"),
				ZoneId.of("Europe/Berlin"));

		Call call = only("""
				Nr.;Beginn;Ende;Ergebnis;Warteschlange;Bemerkung
				1;16.11.2026 10:00:00;16.11.2026 10:01:00;aufgelegt;"Verkäufe; Inland";egal
				""".getBytes(StandardCharsets.ISO_8859_1), format);

		assertThat(call.startedAt()).isEqualTo(Instant.parse("2026-11-16T09:00:00Z"));
		assertThat(call.legs().getFirst().queue()).isEqualTo("Verkäufe; Inland");
	}

	@Test
	void skipsTheByteOrderMarkAndEmptyLines() throws IOException {
		assertThat(only("\uFEFFcallId,startedAt\r\n\r\na,2026-11-16T09:00:00Z\r\n", OWN_NAMES).callId()).isEqualTo("a");
	}

	@Test
	void takesEmptyCellsAsAbsentAndTabsAsDelimiter() throws IOException {
		Call call = only("callId\tstartedAt\tendedAt\ttrunk\na\t2026-11-16T09:00:00Z\t\t \n",
				format(Map.of(), Map.of("direction", "OUTBOUND"), '\t'));

		assertThat(call.endedAt()).isNull();
		assertThat(call.trunk()).isNull();
		assertThat(call.legs()).isEmpty();
	}

	@Test
	void badRowSpoilsNoOtherAndIsNamedByItsLine() throws IOException {
		List<Decoded> decoded = decoded("""
				callId,startedAt,mos
				a,2026-11-16T09:00:00Z,4
				b,yesterday,4
				c,2026-11-16T09:00:00Z,good
				d,2026-11-16T09:00:00Z,4,too many
				"e
				f",2026-11-16T09:00:00Z,4
				g,2026-11-16T09:00:00Z,4.25
				""", OWN_NAMES);

		assertThat(decoded).extracting(Decoded::line).containsExactly(2L, 3L, 4L, 5L, 6L, 8L);
		assertThat(decoded).filteredOn(Decoded.Malformed.class::isInstance)
			.map(Decoded.Malformed.class::cast)
			.extracting(Decoded.Malformed::callId, (bad) -> bad.why().field(), (bad) -> bad.why().reason())
			.containsExactly(tuple("b", "startedAt", Reason.WRONG_TYPE), tuple("c", "mos", Reason.WRONG_TYPE),
					tuple("d", "", Reason.MALFORMED), tuple("e\nf", "callId", Reason.NOT_ALLOWED));
	}

	@Test
	void brokenQuotesEndTheFileWithARemedy() throws IOException {
		List<Decoded> decoded = decoded("callId,startedAt\na,2026-11-16T09:00:00Z\n\"b\"x,2026-11-16T09:00:00Z\n",
				OWN_NAMES);

		assertThat(decoded).first().isInstanceOf(Decoded.Ok.class);
		assertThat(decoded).last()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).contains("check quotes and delimiter"));
	}

	@Test
	void mappedColumnThatIsNotThereIsAMistakeOfTheWholeFile() throws IOException {
		assertThat(
				decoded("id,startedAt\na,2026-11-16T09:00:00Z\n", format(Map.of("callId", "Call ID"), Map.of(), ',')))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message())
				.contains("there is no column 'Call ID' for callId", "id, startedAt"));
	}

	@Test
	void datesThatTheCalendarDoesNotHaveAreRefusedAmongThoseItHas() throws IOException {
		for (String pattern : List.of("dd.MM.yyyy HH:mm", "dd.MM.uuuu HH:mm", "dd.MM.yyyy G HH:mm")) {
			String era = pattern.contains("G") ? " AD" : "";
			List<Decoded> decoded = decoded("""
					callId,startedAt
					a,30.01.2026%1$s 10:00
					b,31.02.2026%1$s 10:00
					c,29.02.2028%1$s 10:00
					""".formatted(era), new CsvFormat(Map.of(), Map.of("direction", "INBOUND"), Map.of(), ',',
					StandardCharsets.UTF_8, CsvFormat.dates(pattern), ZoneId.of("UTC")));

			assertThat(decoded).as(pattern).hasSize(3);
			assertThat(decoded.get(0)).isInstanceOf(Decoded.Ok.class);
			assertThat(decoded.get(1)).isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
				assertThat(bad.why().reason()).isEqualTo(Reason.WRONG_TYPE);
				assertThat(bad.why().message()).contains("31.02.2026",
						"is no date, or not written as datePattern says");
			});
			assertThat(decoded.get(2)).isInstanceOf(Decoded.Ok.class);
		}
	}

	@Test
	void bytesOfAnotherCharsetAreTheFaultOfTheirRow() throws IOException {
		List<Decoded> decoded = decoded("""
				callId,startedAt,leg.queue,leg.queuedAt,Bemerkung
				a,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:00Z,für
				b,2026-11-16T09:00:00Z,Verkäufe,2026-11-16T09:00:00Z,
				c,2026-11-16T09:00:00Z,sales,2026-11-16T09:00:00Z,
				""".getBytes(StandardCharsets.ISO_8859_1), OWN_NAMES);

		assertThat(decoded).extracting(Decoded::line).containsExactly(2L, 3L, 4L);
		assertThat(decoded.get(0)).as("a column that is not read").isInstanceOf(Decoded.Ok.class);
		assertThat(decoded.get(1)).isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
			assertThat(bad.callId()).isEqualTo("b");
			assertThat(bad.why().field()).isEqualTo("leg.queue");
			assertThat(bad.why().message()).contains("no UTF-8", "charset=ISO-8859-1");
		});
		assertThat(decoded.get(2)).isInstanceOf(Decoded.Ok.class);
	}

	@Test
	void aHeaderOfAnotherCharsetIsNamedWithTheRemedy() throws IOException {
		assertThat(decoded("callId,startedAt,Straße\na,2026-11-16T09:00:00Z,x\n".getBytes(StandardCharsets.ISO_8859_1),
				format(Map.of("campaign", "Straße"), Map.of("direction", "INBOUND"), ',')))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message())
				.contains("there is no column 'Straße' for campaign", "charset=ISO-8859-1"));
	}

	@Test
	void aColumnThatIsThereTwiceOrHasNoNameIsNamed() throws IOException {
		assertThat(decoded("callId,startedAt,callId\na,2026-11-16T09:00:00Z,b\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).contains("The column 'callId' is there twice"));
		assertThat(decoded("callId,,startedAt\na,,2026-11-16T09:00:00Z\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).startsWith("A column has no name in the first line"));
	}

	@Test
	void aQuoteThatIsNotClosedIsSaidSo() throws IOException {
		assertThat(decoded("callId,startedAt\n\"a,2026-11-16T09:00:00Z\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).isEqualTo(
							"A quote is not closed, or text follows a closing quote; check quotes and delimiter. "
									+ "Nothing after it was read."));
	}

	@Test
	void aQuoteThatIsOpenForTooLongEndsTheFileAfterTheRowsBeforeIt() throws IOException {
		List<Decoded> decoded = decoded("callId,startedAt\na,2026-11-16T09:00:00Z\nb,2026-11-16T09:00:00Z\n\"c,"
				+ "2026-11-16T09:00:00Z\n".repeat(LONGEST / 5), OWN_NAMES);

		assertThat(decoded).hasSize(3);
		assertThat(decoded.subList(0, 2)).hasOnlyElementsOfType(Decoded.Ok.class);
		assertTooLong(decoded.getLast(), 4, " characters; ");
	}

	@Test
	void aFirstLineWithoutEndIsRefused() throws IOException {
		assertThat(decoded("callId,startedAt" + "x".repeat(2 * LONGEST), OWN_NAMES)).singleElement()
			.satisfies((bad) -> assertTooLong(bad, 1, " characters; "));
		assertThat(decoded("callId,startedAt" + ",x".repeat(100_000), OWN_NAMES)).singleElement()
			.satisfies((bad) -> assertTooLong(bad, 1, " 50000 delimiters; "));
	}

	@Test
	void aRowOfVeryManyCellsIsRefusedAfterTheRowsBeforeIt() throws IOException {
		List<Decoded> decoded = decoded(
				"callId,startedAt\na,2026-11-16T09:00:00Z\nb" + ",".repeat(10_000_000) + "\nc,2026-11-16T09:00:00Z\n",
				OWN_NAMES);

		assertThat(decoded).hasSize(2);
		assertThat(decoded.getFirst()).isInstanceOf(Decoded.Ok.class);
		assertTooLong(decoded.getLast(), 3, " 50000 delimiters; ");
	}

	@Test
	void rowsOfTheGreatestLengthAndManyRowsAreTaken() throws IOException {
		String row = ",2026-11-16T09:00:00Z,\"";
		String longest = "a" + row + "n, ".repeat(10_000) + "\n".repeat(LONGEST - row.length() - 30_002) + "\"\n";
		String file = "callId,startedAt,note\n" + longest + longest + "b,2026-11-16T09:00:00Z,\n".repeat(LONGEST / 10);

		List<Decoded> decoded = decoded(file, OWN_NAMES);

		assertThat(longest).hasSize(LONGEST + 1);
		assertThat(decoded).hasSize(2 + LONGEST / 10);
		assertThat(decoded).hasOnlyElementsOfType(Decoded.Ok.class);
	}

	private static void assertTooLong(Decoded decoded, long line, String fault) {
		assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
			assertThat(bad.line()).isEqualTo(line);
			assertThat(bad.why().reason()).isEqualTo(Reason.TOO_LONG);
			assertThat(bad.why().message()).startsWith("The row has more than ")
				.contains(fault)
				.endsWith("Nothing after it was read.");
		});
	}

	@Test
	void fieldThatNoCallHasIsRefusedByName() {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> format(Map.of("queue", "Queue"), Map.of(), ','))
			.withMessageContaining("There is no field 'queue'; columns takes")
			.withMessageContaining("leg.queue");
	}

	@Test
	void readsNothingFromNothing() throws IOException {
		assertThat(decoded("", OWN_NAMES)).isEmpty();
		assertThat(decoded("callId,startedAt\n", OWN_NAMES)).isEmpty();
	}

	private static CsvFormat format(Map<String, String> columns, Map<String, String> constants, char delimiter) {
		return new CsvFormat(columns, constants, Map.of(), delimiter, StandardCharsets.UTF_8,
				DateTimeFormatter.ISO_DATE_TIME, ZoneId.of("UTC"));
	}

	private static Call only(String file, CsvFormat format) throws IOException {
		return only(file.getBytes(StandardCharsets.UTF_8), format);
	}

	private static Call only(byte[] file, CsvFormat format) throws IOException {
		List<Decoded> decoded = decoded(file, format);
		assertThat(decoded).hasOnlyElementsOfType(Decoded.Ok.class).hasSize(1);
		return ((Decoded.Ok) decoded.getFirst()).call();
	}

	private static List<Decoded> decoded(String file, CsvFormat format) throws IOException {
		return decoded(file.getBytes(StandardCharsets.UTF_8), format);
	}

	private static List<Decoded> decoded(byte[] file, CsvFormat format) throws IOException {
		List<Decoded> decoded = new ArrayList<>();
		new CsvCallDecoder(new CallJson(new PhoneNumbers("ZZ")), format, LONGEST).decode(new ByteArrayInputStream(file),
				decoded::add);
		return decoded;
	}

}
