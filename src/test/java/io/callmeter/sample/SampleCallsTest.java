package io.callmeter.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.Decoded;
import io.callmeter.source.json.CallJson;
import io.callmeter.source.json.NdjsonCallDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleCallsTest {

	private static final ZoneId UTC = ZoneId.of("UTC");

	private static final ZoneId LONDON = ZoneId.of("Europe/London");

	@Test
	void theDocumentedWeekIsTheFileAsItStands() throws IOException {
		assertThat(calls(Week.DOCUMENTED, UTC)).isEqualTo(decoded(Files.newInputStream(SampleWeek.FILE)));
	}

	@ParameterizedTest
	@CsvSource({ "2026-W46, America/Los_Angeles", "2026-W48, UTC", "2026-W30, Asia/Kolkata", "2026-W13, Europe/London",
			"2026-W43, Europe/London", "2025-W01, Pacific/Auckland" })
	void clocksShowWhatTheyShowInTheFileAndDurationsStay(String text, ZoneId zone) throws IOException {
		Week week = Week.parse(text);
		List<Call> before = calls(Week.DOCUMENTED, UTC);
		List<Call> after = calls(week, zone);

		assertThat(after).hasSameSizeAs(before);
		for (int i = 0; i < after.size(); i++) {
			LocalDateTime shown = LocalDateTime.ofInstant(after.get(i).startedAt(), zone);
			LocalDateTime wanted = LocalDateTime.ofInstant(before.get(i).startedAt(), ZoneOffset.UTC)
				.plusWeeks(week.weeksAfter(Week.DOCUMENTED));
			// A time that the clock leaves out is an hour later.
			assertThat(shown).isIn(wanted, wanted.plusHours(1));
			assertThat(shown.toLocalDate()).isBetween(week.monday(), week.nextMonday().minusDays(1));
			assertThat(durations(after.get(i))).isEqualTo(durations(before.get(i)));
		}
	}

	/// On Sunday, 2026-03-29, the clock in London goes from 01:00 to 02:00.
	@Test
	void aCallOverAChangeToSummerTimeIsAsLongAsBefore() throws IOException {
		String line = """
				{"callId":"pbx1:1794790740.7","direction":"INBOUND","startedAt":"2026-11-15T00:59:00Z",\
				"endedAt":"2026-11-15T01:03:00Z","caseId":"C-7","attributes":{"callbackOf":"pbx1:1794700000.6"},\
				"legs":[{"legId":"1","ivr":"main","answeredAt":"2026-11-15T00:59:30Z","endedAt":"2026-11-15T01:03:00Z",\
				"outcome":"SERVED"}]}
				""";
		Call moved = decoded(new SampleCalls(Week.parse("2026-W13"), LONDON)
			.from(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))).getFirst();

		assertThat(moved.startedAt()).isEqualTo("2026-03-29T00:59:00Z");
		assertThat(moved.endedAt()).isEqualTo("2026-03-29T01:03:00Z");
		assertThat(moved.legs().getFirst().answeredAt()).isEqualTo("2026-03-29T00:59:30Z");
		assertThat(moved.startedAt().atZone(LONDON).getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
	}

	@Test
	void everyWeekHasIdsOfItsOwnAndWhatBelongsTogetherStaysTogether() throws IOException {
		List<Call> documented = calls(Week.DOCUMENTED, UTC);
		List<Call> later = calls(Week.parse("2026-W47"), UTC);

		assertThat(later.stream().map(Call::callId)).doesNotHaveDuplicates()
			.doesNotContainAnyElementsOf(documented.stream().map(Call::callId).toList());
		assertThat(later.stream().map(Call::callId)).containsAll(calledBack(later).toList());
		assertThat(calledBack(later)).hasSameSizeAs(calledBack(documented).toList()).isNotEmpty();
		assertThat(cases(later)).doesNotContainAnyElementsOf(cases(documented).toList());
		assertThat(cases(later).distinct().count()).isEqualTo(cases(documented).distinct().count());
	}

	private static Stream<String> calledBack(List<Call> calls) {
		return calls.stream().flatMap((call) -> Stream.ofNullable(call.attributes().get("callbackOf")));
	}

	private static Stream<String> cases(List<Call> calls) {
		return calls.stream().flatMap((call) -> Stream.ofNullable(call.crm().caseId()));
	}

	private static List<Duration> durations(Call call) {
		List<Instant> times = new ArrayList<>();
		call.forEachInstant((_, at) -> times.add(at));
		return times.stream().map((at) -> Duration.between(call.startedAt(), at)).toList();
	}

	private static List<Call> calls(Week week, ZoneId zone) throws IOException {
		try (var file = Files.newInputStream(SampleWeek.FILE)) {
			return decoded(new SampleCalls(week, zone).from(file));
		}
	}

	private static List<Call> decoded(InputStream lines) throws IOException {
		var calls = new ArrayList<Call>();
		try (lines) {
			new NdjsonCallDecoder(new CallJson(new PhoneNumbers("GB")), 100_000).decode(lines, (decoded) -> {
				assertThat(decoded).isInstanceOf(Decoded.Ok.class);
				calls.add(((Decoded.Ok) decoded).call());
			});
		}
		return calls;
	}

}
