package io.callmeter.source.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.callmeter.call.Call;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.Decoded;
import io.callmeter.source.json.CallJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void readsWholeNumbersAndDecimals() throws IOException {
		Call call = only(
				"callId,startedAt,priority,hangupCause,revision,mos\na,2026-11-16T09:00:00Z,3,16.0,9007199254740993,4.2\n",
				OWN_NAMES);

		assertThat(call.priority()).isEqualTo(3);
		assertThat(call.hangupCause()).isEqualTo(16);
		assertThat(call.revision()).isEqualTo(9007199254740993L);
		assertThat(call.mos()).isEqualByComparingTo("4.2");
	}

	@Test
	void readsHeadersWordsConstantsAndLocalDatesOfASpreadsheet() throws IOException {
		CsvFormat format = new CsvFormat(
				Map.of("callId", "Nr.", "startedAt", "Beginn", "leg.queuedAt", "Beginn", "leg.endedAt", "Ende",
						"leg.outcome", "Ergebnis", "leg.queue", "Warteschlange"),
				Map.of("direction", "INBOUND"), Map.of("leg.outcome", Map.of("aufgelegt", "ABANDONED")), ';',
				StandardCharsets.ISO_8859_1,
				new CsvTimes(TimeNotation.of("dd.MM.yyyy HH:mm:ss"), Map.of(), ZoneId.of("Europe/Berlin")), false);

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
					(bad) -> assertThat(bad.why().message()).contains("Check quotes and delimiter"));
	}

	@Test
	void mappedColumnThatIsNotThereIsAMistakeOfTheWholeFile() throws IOException {
		assertThat(
				decoded("id,startedAt\na,2026-11-16T09:00:00Z\n", format(Map.of("callId", "Call ID"), Map.of(), ',')))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message())
				.contains("Unknown column 'Call ID' for callId", "id, startedAt"));
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
					""".formatted(era), pattern(pattern, "UTC"));

			assertThat(decoded).as(pattern).hasSize(3);
			assertThat(decoded.get(0)).isInstanceOf(Decoded.Ok.class);
			assertThat(decoded.get(1)).isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
				assertThat(bad.why().reason()).isEqualTo(Reason.WRONG_TYPE);
				assertThat(bad.why().message()).contains("31.02.2026", "Expected a time in the form of datePattern");
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
			assertThat(bad.why().message()).contains("not UTF-8", "charset=ISO-8859-1");
		});
		assertThat(decoded.get(2)).isInstanceOf(Decoded.Ok.class);
	}

	@Test
	void aHeaderOfAnotherCharsetIsNamedWithTheRemedy() throws IOException {
		assertThat(decoded("callId,startedAt,Straße\na,2026-11-16T09:00:00Z,x\n".getBytes(StandardCharsets.ISO_8859_1),
				format(Map.of("campaign", "Straße"), Map.of("direction", "INBOUND"), ',')))
			.singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().message())
				.contains("Unknown column 'Straße' for campaign", "charset=ISO-8859-1"));
	}

	@Test
	void aColumnThatIsThereTwiceOrHasNoNameIsNamed() throws IOException {
		assertThat(decoded("callId,startedAt,callId\na,2026-11-16T09:00:00Z,b\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).contains("The column 'callId' appears twice"));
		assertThat(decoded("callId,,startedAt\na,,2026-11-16T09:00:00Z\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).startsWith("A column has no name in the first line"));
	}

	@Test
	void aQuoteThatIsNotClosedIsSaidSo() throws IOException {
		assertThat(decoded("callId,startedAt\n\"a,2026-11-16T09:00:00Z\n", OWN_NAMES)).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class,
					(bad) -> assertThat(bad.why().message()).isEqualTo(
							"A quote is not closed, or text follows a closing quote. Check quotes and delimiter. "
									+ "Nothing after it was read."));
	}

	@Test
	void aQuoteThatIsOpenForTooLongEndsTheFileAfterTheRowsBeforeIt() throws IOException {
		List<Decoded> decoded = decoded("callId,startedAt\na,2026-11-16T09:00:00Z\nb,2026-11-16T09:00:00Z\n\"c,"
				+ "2026-11-16T09:00:00Z\n".repeat(LONGEST / 5), OWN_NAMES);

		assertThat(decoded).hasSize(3);
		assertThat(decoded.subList(0, 2)).hasOnlyElementsOfType(Decoded.Ok.class);
		assertTooLong(decoded.getLast(), 4, " characters. ");
	}

	@Test
	void aFirstLineWithoutEndIsRefused() throws IOException {
		assertThat(decoded("callId,startedAt" + "x".repeat(2 * LONGEST), OWN_NAMES)).singleElement()
			.satisfies((bad) -> assertTooLong(bad, 1, " characters. "));
		assertThat(decoded("callId,startedAt" + ",x".repeat(100_000), OWN_NAMES)).singleElement()
			.satisfies((bad) -> assertTooLong(bad, 1, " 50000 delimiters. "));
	}

	@Test
	void aRowOfVeryManyCellsIsRefusedAfterTheRowsBeforeIt() throws IOException {
		List<Decoded> decoded = decoded(
				"callId,startedAt\na,2026-11-16T09:00:00Z\nb" + ",".repeat(10_000_000) + "\nc,2026-11-16T09:00:00Z\n",
				OWN_NAMES);

		assertThat(decoded).hasSize(2);
		assertThat(decoded.getFirst()).isInstanceOf(Decoded.Ok.class);
		assertTooLong(decoded.getLast(), 3, " 50000 delimiters. ");
	}

	@Test
	void rowsOfTheGreatestLengthAndManyRowsAreTaken() throws IOException {
		String row = ",2026-11-16T09:00:00Z,\"";
		String longest = "a" + row + "n, ".repeat(10_000) + "\n".repeat(LONGEST - row.length() - 30_002) + "\"\n";
		String file = "callId,startedAt,note\n" + longest + longest + "b,2026-11-16T09:00:00Z,\n".repeat(LONGEST / 25);

		List<Decoded> decoded = decoded(file, OWN_NAMES);

		assertThat(longest).hasSize(LONGEST + 1);
		assertThat(decoded).hasSize(2 + LONGEST / 25);
		assertThat(decoded).hasOnlyElementsOfType(Decoded.Ok.class);
	}

	private static void assertTooLong(Decoded decoded, long line, String fault) {
		assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> {
			assertThat(bad.line()).isEqualTo(line);
			assertThat(bad.why().reason()).isEqualTo(Reason.TOO_LONG);
			assertThat(bad.why().message()).startsWith("The row ")
				.contains(fault)
				.endsWith("Nothing after it was read.");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" })
	void aByteOrderMarkSaysMoreThanTheCharset(String charset) throws IOException {
		byte[] file = "\uFEFFcallId,startedAt,campaign\na,2026-11-16T09:00:00Z,Frühling\n"
			.getBytes(Charset.forName(charset));

		assertThat(only(file, OWN_NAMES).campaign()).isEqualTo("Frühling");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sep=;\r\n", "sep=;\n", "\"sep=;\"\r\n", "SEP=;\r", "\uFEFFsep=;\r\n" })
	void theDelimiterOfAFirstLineOfExcelIsTaken(String first) throws IOException {
		List<Decoded> decoded = decoded(first + "callId;startedAt\r\na;2026-11-16T09:00:00Z\r\nb;never\r\n", OWN_NAMES);

		assertThat(decoded).extracting(Decoded::line).containsExactly(3L, 4L);
		assertThat(decoded.getFirst()).isInstanceOf(Decoded.Ok.class);
	}

	@Test
	void aFirstColumnMayBeNamedSep() throws IOException {
		assertThat(only("sep,callId,startedAt\n=,a,2026-11-16T09:00:00Z\n", OWN_NAMES).callId()).isEqualTo("a");
	}

	@Test
	void rowsOfDelimitersOnlyAreNone() throws IOException {
		assertThat(only("callId,startedAt,trunk\na,2026-11-16T09:00:00Z,x\n,,\n\" \", ,\n,,,,\n", OWN_NAMES).callId())
			.isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "11/16/2026 09:00:00 AM", "11/16/2026 09:00:00 am", "11/16/2026 09:00:00 Am" })
	void theHalfOfTheDayIsTakenInAnyCase(String time) throws IOException {
		assertThat(only("callId,startedAt\na," + time + "\n", pattern("MM/dd/yyyy hh:mm:ss a", "UTC")).startedAt())
			.isEqualTo("2026-11-16T09:00:00Z");
	}

	@ParameterizedTest
	@CsvSource({ "z, UTC, 2026-07-16T10:00:00Z", "z, GMT, 2026-07-16T10:00:00Z",
			"z, Europe/London, 2026-07-16T09:00:00Z", "zzz, Asia/Kolkata, 2026-07-16T04:30:00Z",
			"'''at'' z', at Z, 2026-07-16T10:00:00Z", "'''z'' z', z UTC, 2026-07-16T10:00:00Z" })
	void aZoneInADateIsOneThatTheTimeZoneMayBe(String letter, String zone, Instant instant) throws IOException {
		assertThat(only("callId,startedAt\na,16.07.2026 10:00 " + zone + "\n",
				pattern("dd.MM.yyyy HH:mm " + letter, "UTC"))
			.startedAt()).isEqualTo(instant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "IST", "EST", "BST", "PST", "CST", "EDT", "CET", "EST5EDT", "MET" })
	void anAbbreviationInADateIsRefused(String zone) throws IOException {
		for (String letters : List.of("z", "zzzz", "v")) {
			assertThat(decoded("callId,startedAt\na,16.07.2026 10:00 " + zone + "\n",
					pattern("dd.MM.yyyy HH:mm " + letters, "UTC")))
				.as(letters)
				.singleElement()
				.isInstanceOfSatisfying(Decoded.Malformed.class,
						(bad) -> assertThat(bad.why().message()).contains("abbreviations such as EST are ambiguous"));
		}
	}

	/// The clock of Berlin shows 02:00 to 03:00 twice on this day: from 00:00Z and from
	/// 01:00Z on.
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			02:50 | 02:10 | 2026-10-25T00:50:00Z | 2026-10-25T01:10:00Z | false
			01:50 | 02:10 | 2026-10-24T23:50:00Z | 2026-10-25T00:10:00Z | true
			02:10 | 02:50 | 2026-10-25T00:10:00Z | 2026-10-25T00:50:00Z | true
			02:50 | 03:05 | 2026-10-25T00:50:00Z | 2026-10-25T02:05:00Z | true
			02:10 | -     | 2026-10-25T00:10:00Z | -                    | true
			01:10 | 03:10 | 2026-10-24T23:10:00Z | 2026-10-25T02:10:00Z | false
			02:10 | 02:10 | 2026-10-25T00:10:00Z | 2026-10-25T00:10:00Z | true
			02:50 | 01:10 | -                    | -                    | -
			""")
	void aTimeThatComesTwiceIsTheOneThatFitsTheRow(String start, @Nullable String end, @Nullable Instant startedAt,
			@Nullable Instant endedAt, @Nullable Boolean ambiguous) throws IOException {
		List<Decoded> decoded = decoded("""
				callId,startedAt,endedAt
				a,25.10.2026 %s,%s
				""".formatted(start, (end != null) ? "25.10.2026 " + end : ""),
				pattern("dd.MM.yyyy HH:mm", "Europe/Berlin"));

		if (ambiguous == null) {
			assertThat(decoded).singleElement().isInstanceOf(Decoded.Malformed.class);
			return;
		}
		assertThat(decoded).singleElement().isInstanceOfSatisfying(Decoded.Ok.class, (row) -> {
			assertThat(row.call().startedAt()).isEqualTo(startedAt);
			assertThat(row.call().endedAt()).isEqualTo(endedAt);
			assertThat(row.ambiguousTimes()).isEqualTo(ambiguous);
		});
	}

	@Test
	void timesOfALegInTheHourThatComesTwiceFitEachOtherAndTheirCall() throws IOException {
		Call call = only("""
				callId,startedAt,endedAt,leg.queue,leg.queuedAt,leg.answeredAt,leg.endedAt,leg.outcome
				a,25.10.2026 01:55,25.10.2026 02:12,sales,25.10.2026 02:50,25.10.2026 02:10,25.10.2026 02:11,ANSWERED
				""", pattern("dd.MM.yyyy HH:mm", "Europe/Berlin"));

		assertThat(call.legs().getFirst().queuedAt()).isEqualTo("2026-10-25T00:50:00Z");
		assertThat(call.legs().getFirst().answeredAt()).isEqualTo("2026-10-25T01:10:00Z");
		assertThat(call.legs().getFirst().endedAt()).isEqualTo("2026-10-25T01:11:00Z");
		assertThat(call.endedAt()).isEqualTo("2026-10-25T01:12:00Z");
	}

	@Test
	void aDurationSaysWhichOfTwoTimesIsMeant() throws IOException {
		assertThat(decoded("""
				callId,startedAt,endedAt,durationSeconds
				a,25.10.2026 02:50,25.10.2026 03:05,900
				b,25.10.2026 02:50,25.10.2026 03:05,4500
				""", pattern("dd.MM.yyyy HH:mm", "Europe/Berlin"))).map(Decoded.Ok.class::cast)
			.extracting((row) -> row.call().startedAt().toString(), Decoded.Ok::ambiguousTimes)
			.containsExactly(tuple("2026-10-25T01:50:00Z", false), tuple("2026-10-25T00:50:00Z", false));
	}

	/// Start plus seconds, as PBXs, dialers and carriers write it; the call starts at
	/// second 1000, as 0 is how they write that something did not happen; expected are
	/// seconds after it.
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					durationSeconds                           | 186            | endedAt=186
					durationSeconds,leg.talkSeconds           | 186,180        | endedAt=186 leg.answeredAt=6 leg.endedAt=186 leg.outcome=ANSWERED
					durationSeconds,leg.talkSeconds           | 20,0           | endedAt=20
					durationSeconds,leg.talkSeconds,leg.agent,leg.outcome | 20,0,bob,MISSED | endedAt=20 leg.offeredAt=0 leg.endedAt=20 leg.outcome=MISSED
					durationSeconds,leg.talkSeconds,leg.queue,leg.outcome | 20,0,sales,ABANDONED | endedAt=20 leg.queuedAt=0 leg.endedAt=20 leg.outcome=ABANDONED
					leg.queue,leg.waitSeconds,leg.talkSeconds | sales,22,120   | endedAt=142 leg.queuedAt=0 leg.answeredAt=22 leg.endedAt=142 leg.outcome=ANSWERED
					leg.queue,leg.waitSeconds,leg.outcome     | sales,22,ABANDONED | endedAt=22 leg.queuedAt=0 leg.endedAt=22 leg.outcome=ABANDONED
					leg.queue,leg.queuedAt,leg.waitSeconds,leg.talkSeconds | sales,1005,22.5,120 | leg.queuedAt=5 leg.answeredAt=27.5 leg.endedAt=147.5 leg.outcome=ANSWERED
					leg.queue,leg.answeredAt,leg.waitSeconds,leg.talkSeconds | sales,1030,22,120 | leg.queuedAt=8 leg.answeredAt=30 leg.endedAt=150 leg.outcome=ANSWERED
					leg.queue,leg.endedAt,leg.waitSeconds,leg.talkSeconds | sales,1150,22,120 | leg.queuedAt=8 leg.answeredAt=30 leg.endedAt=150 leg.outcome=ANSWERED
					leg.queue,leg.endedAt,leg.waitSeconds,leg.outcome | sales,1050,22,ABANDONED | leg.queuedAt=28 leg.endedAt=50 leg.outcome=ABANDONED
					leg.queue,leg.queuedAt,leg.endedAt,leg.talkSeconds | sales,1005,1150,120 | leg.queuedAt=5 leg.answeredAt=30 leg.endedAt=150 leg.outcome=ANSWERED
					leg.agent,leg.answeredAt,leg.talkSeconds  | bob,1030,120   | leg.answeredAt=30 leg.endedAt=150 leg.outcome=ANSWERED
					leg.talkSeconds                           | 120            | endedAt=120 leg.answeredAt=0 leg.endedAt=120 leg.outcome=ANSWERED
					endedAt,durationSeconds                   | 1187,186       | endedAt=187
					leg.queue,leg.answeredAt,leg.endedAt,endedAt,durationSeconds,leg.waitSeconds,leg.outcome | sales,0,1020,0,20,20,ABANDONED | endedAt=20 leg.queuedAt=0 leg.endedAt=20 leg.outcome=ABANDONED
					endedAt,leg.queue,leg.waitSeconds,leg.outcome | 1060,sales,10,ANSWERED | endedAt=60 leg.queuedAt=0 leg.answeredAt=10 leg.endedAt=60 leg.outcome=ANSWERED
					""")
	void secondsGiveTheTimesThatAreNotThere(String columns, String cells, String expected) throws IOException {
		Call call = only("callId,startedAt," + columns + "\na,1000," + cells + "\n", epochSeconds());

		Map<String, String> times = new TreeMap<>();
		times.put("endedAt", seconds(call.endedAt()));
		call.legs().forEach((leg) -> {
			times.put("leg.queuedAt", seconds(leg.queuedAt()));
			times.put("leg.offeredAt", seconds(leg.offeredAt()));
			times.put("leg.answeredAt", seconds(leg.answeredAt()));
			times.put("leg.endedAt", seconds(leg.endedAt()));
			times.put("leg.outcome", String.valueOf(leg.outcome()));
		});
		times.values().removeIf("none"::equals);
		assertThat(times).isEqualTo(Arrays.stream(expected.split(" "))
			.map((pair) -> pair.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1])));
	}

	@Test
	void aDialThatWasTalkedOnWasPickedUp() throws IOException {
		CsvFormat outbound = new CsvFormat(Map.of(), Map.of("direction", "outbound"), Map.of(), ',',
				StandardCharsets.UTF_8, epochSeconds().times(), false);

		assertThat(only("callId,startedAt,durationSeconds,leg.talkSeconds\na,1000,30,20\n", outbound).answeredAt())
			.isEqualTo(Instant.ofEpochSecond(1010));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			endedAt,durationSeconds                   | 1200,186  | durationSeconds
			leg.queuedAt,leg.answeredAt,leg.waitSeconds | 1005,1030,10 | leg.waitSeconds
			leg.queuedAt,leg.endedAt,leg.outcome,leg.waitSeconds | 1005,1030,ABANDONED,10 | leg.waitSeconds
			leg.answeredAt,leg.endedAt,leg.outcome,leg.talkSeconds | 1005,1030,ANSWERED,10 | leg.talkSeconds
			durationSeconds                           | -1        | durationSeconds
			durationSeconds                           | long      | durationSeconds
			durationSeconds                           | 1e15      | durationSeconds
			durationSeconds,leg.talkSeconds           | 20,30     | leg.talkSeconds
			leg.agent,leg.offeredAt,leg.waitSeconds   | bob,1005,10 | leg.waitSeconds
			""")
	void secondsThatContradictTheTimesAreRefused(String columns, String cells, String field) throws IOException {
		assertThat(decoded("callId,startedAt," + columns + "\na,1000," + cells + "\n", epochSeconds())).singleElement()
			.isInstanceOfSatisfying(Decoded.Malformed.class, (bad) -> assertThat(bad.why().field()).isEqualTo(field));
	}

	private static String seconds(@Nullable Instant instant) {
		return (instant != null)
				? BigDecimal.valueOf(instant.toEpochMilli() - 1_000_000, 3).stripTrailingZeros().toPlainString()
				: "none";
	}

	@Test
	void fieldThatNoCallHasIsRefusedByName() {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> format(Map.of("queue", "Queue"), Map.of(), ','))
			.withMessageContaining("Unknown field 'queue' in columns. Expected one of")
			.withMessageContaining("leg.queue");
	}

	@Test
	void readsNothingFromNothing() throws IOException {
		assertThat(decoded("", OWN_NAMES)).isEmpty();
		assertThat(decoded("callId,startedAt\n", OWN_NAMES)).isEmpty();
	}

	private static CsvFormat format(Map<String, String> columns, Map<String, String> constants, char delimiter) {
		return new CsvFormat(columns, constants, Map.of(), delimiter, StandardCharsets.UTF_8,
				new CsvTimes(TimeNotation.ISO, Map.of(), ZoneId.of("UTC")), false);
	}

	private static CsvFormat pattern(String pattern, String zone) {
		return new CsvFormat(Map.of(), Map.of("direction", "INBOUND"), Map.of(), ',', StandardCharsets.UTF_8,
				new CsvTimes(TimeNotation.of(pattern), Map.of(), ZoneId.of(zone)), false);
	}

	private static CsvFormat epochSeconds() {
		return pattern("epoch-seconds", "UTC");
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
