package io.callmeter.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.call.Transfer;
import io.callmeter.source.Decoded;
import io.callmeter.source.json.CallJson;
import io.callmeter.source.json.NdjsonCallDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Isolated("changes the locale of all")
class SampleWeekTest {

	private final List<Call> calls = decoded();

	@Test
	void theFileIsWhatIsGeneratedByteForByteInAnyLocale() throws IOException {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			assertThat(Files.readAllBytes(SampleWeek.FILE)).isEqualTo(SampleWeek.text().getBytes(UTF_8));
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void theFileIsSmall() throws IOException {
		assertThat(Files.size(SampleWeek.FILE)).isLessThan(3_000_000);
		assertThat(this.calls).hasSizeBetween(2_700, 3_300);
	}

	@Test
	void allHappensWithinTheWeekAndHasEnded() {
		assertThat(this.calls).allSatisfy((call) -> {
			assertThat(call.startedAt()).isBetween(SampleWeek.BEGINS, SampleWeek.ENDS);
			assertThat(call.endedAt()).isNotNull().isBefore(SampleWeek.ENDS);
			assertThat(call.legs()).allSatisfy((leg) -> assertThat(leg.endedAt()).isNotNull()
				.isBeforeOrEqualTo(Objects.requireNonNull(call.endedAt())));
		});
	}

	@Test
	void nobodyTalksToTwoCustomersAtOnce() {
		Map<String, List<Leg>> byAgent = new HashMap<>();
		for (Call call : this.calls) {
			for (Leg leg : call.legs()) {
				if (leg.agent() != null) {
					byAgent.computeIfAbsent(leg.agent(), (_) -> new ArrayList<>()).add(leg);
				}
			}
		}
		assertThat(byAgent).hasSize(30);
		byAgent.forEach((agent, legs) -> {
			legs.sort(Comparator.comparing(SampleWeekTest::rings));
			for (int i = 1; i < legs.size(); i++) {
				assertThat(rings(legs.get(i))).as(agent)
					.isAfterOrEqualTo(Objects.requireNonNull(legs.get(i - 1).endedAt()));
			}
		});
	}

	@Test
	void everythingThatHappensInACentreHappens() {
		assertThat(this.calls.stream().map(Call::direction)).contains(Direction.values());
		assertThat(this.calls.stream().map(Call::campaign).filter(Objects::nonNull).distinct()).hasSize(3);
		assertThat(this.calls.stream().map(Call::outcome)).contains(CallOutcome.MACHINE);
		assertThat(this.calls.stream().map(Call::hangupCause)).contains(1, 16, 17, 19, 20, 21, 38);
		var legs = this.calls.stream().flatMap((call) -> call.legs().stream()).toList();
		assertThat(legs.stream().map(Leg::queue).filter(Objects::nonNull).distinct()).containsExactlyInAnyOrder("sales",
				"support", "billing", "retention");
		assertThat(legs.stream().map(Leg::kind).collect(Collectors.toSet())).contains(Leg.Kind.values());
		assertThat(legs.stream().map(Leg::transfer)).contains(Transfer.values());
		assertThat(legs.stream().map(Leg::reason)).contains("TIMEOUT", "KEY", "CLOSED", "FULL", "JOIN_EMPTY");
		assertThat(legs.stream().map(Leg::outcome)).contains(LegOutcome.ANSWERED, LegOutcome.ABANDONED,
				LegOutcome.OVERFLOWED, LegOutcome.CALLBACK, LegOutcome.VOICEMAIL, LegOutcome.REFUSED, LegOutcome.MISSED,
				LegOutcome.DECLINED, LegOutcome.CANCELLED, LegOutcome.SERVED);
	}

	private static Instant rings(Leg leg) {
		return Objects.requireNonNull((leg.offeredAt() != null) ? leg.offeredAt() : leg.answeredAt());
	}

	private static List<Call> decoded() {
		var calls = new ArrayList<Call>();
		try (var file = Files.newInputStream(SampleWeek.FILE)) {
			new NdjsonCallDecoder(new CallJson(new PhoneNumbers("GB")), 100_000).decode(file, (decoded) -> {
				assertThat(decoded).isInstanceOf(Decoded.Ok.class);
				calls.add(((Decoded.Ok) decoded).call());
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return calls;
	}

}
