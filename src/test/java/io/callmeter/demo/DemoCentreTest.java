package io.callmeter.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCentreTest {

	private static final Instant OPENED = Instant.parse("2026-12-01T09:00:00Z");

	@Test
	void theSameSeedGivesTheSameDeliveriesInTheirOrder() {
		List<Delivery> deliveries = anHour(1);

		assertThat(deliveries).isEqualTo(anHour(1))
			.isNotEqualTo(anHour(2))
			.isSortedAccordingTo(Comparator.comparing(Delivery::at));
		assertThat(deliveries.getFirst().at()).as("the first caller comes at once").isEqualTo(OPENED);
	}

	@Test
	void whatIsSentIsBounded() {
		List<Delivery> deliveries = anHour(1);

		assertThat(deliveries.stream().map(Delivery::callId).distinct().count()).isBetween(300L, 3_600L);
		assertThat(deliveries.size()).isLessThan(4 * 3_600);
	}

	@Test
	void callersWaitTalkGiveUpAndAreJudgedWhenTheyHaveHungUp() {
		List<Delivery> deliveries = anHour(1);

		assertThat(bodies(deliveries, Delivery.Kind.CALL).map((call) -> call.at("/legs/0/outcome").asString("none")))
			.contains("none", "ANSWERED", "ABANDONED");
		assertThat(bodies(deliveries, Delivery.Kind.RESULT).map((result) -> result.path("resolved").booleanValue()))
			.contains(true, false);
		assertThat(bodies(deliveries, Delivery.Kind.RESULT)).anyMatch((result) -> result.has("csat"));
		Set<String> hungUp = new HashSet<>();
		assertThat(deliveries).allSatisfy((delivery) -> {
			switch (delivery.kind()) {
				case CALL -> {
					assertThat(hungUp).doesNotContain(delivery.callId());
					if (JsonMapper.shared().readTree(delivery.body()).has("endedAt")) {
						hungUp.add(delivery.callId());
					}
				}
				case RESULT -> assertThat(hungUp).contains(delivery.callId());
			}
		});
	}

	@Test
	void everybodyHangsUpWhenItCloses() {
		DemoCentre centre = new DemoCentre(1, OPENED);
		Set<String> open = new HashSet<>();
		Instant closed = OPENED.plus(Duration.ofMinutes(10));
		for (Delivery delivery : playedUntil(closed, centre)) {
			open.add(delivery.callId());
			if (delivery.kind() == Delivery.Kind.RESULT
					|| JsonMapper.shared().readTree(delivery.body()).has("endedAt")) {
				open.remove(delivery.callId());
			}
		}

		List<Delivery> last = centre.close(closed);
		assertThat(last.stream().map(Delivery::callId)).containsExactlyInAnyOrderElementsOf(open);
		assertThat(bodies(last, Delivery.Kind.CALL)).hasSameSizeAs(last).allMatch((call) -> call.has("endedAt"));
		assertThat(centre.close(closed)).isEmpty();
	}

	private static Stream<JsonNode> bodies(List<Delivery> deliveries, Delivery.Kind kind) {
		return deliveries.stream()
			.filter((delivery) -> delivery.kind() == kind)
			.map((delivery) -> JsonMapper.shared().readTree(delivery.body()));
	}

	private static List<Delivery> anHour(long seed) {
		return playedUntil(OPENED.plus(Duration.ofHours(1)), new DemoCentre(seed, OPENED));
	}

	static List<Delivery> playedUntil(Instant end, DemoCentre centre) {
		List<Delivery> deliveries = new ArrayList<>();
		while (centre.nextAt().isBefore(end)) {
			deliveries.addAll(centre.next());
		}
		return deliveries;
	}

}
