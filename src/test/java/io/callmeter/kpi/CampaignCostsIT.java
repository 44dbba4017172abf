package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.PostgresIT;
import io.callmeter.Property;
import io.callmeter.kpi.Deliveries.Fields;
import org.assertj.core.data.Offset;
import tools.jackson.databind.JsonNode;

import static io.callmeter.kpi.Deliveries.answered;
import static io.callmeter.kpi.Deliveries.inbound;
import static io.callmeter.kpi.Deliveries.left;
import static org.assertj.core.api.Assertions.assertThat;

/// What campaigns cost, counted once more: each day of a campaign costs the same, and each moment of a day.
class CampaignCostsIT extends PostgresIT {

	private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

	private static final Duration TEN = Duration.ofSeconds(10);

	@Property(tries = 8)
	void costsAreSpreadEvenlyAndDividedByWhatTheyBrought(Dice dice) {
		var campaigns = new ArrayList<Spent>();
		var calls = new ArrayList<Made>();
		for (String code : List.of("spring", "summer", "winter")) {
			LocalDate first = FIRST.plusDays(dice.between(0, 7));
			var campaign = new Spent(code, BigDecimal.valueOf(dice.between(0, 999_999), 2), first,
					first.plusDays(dice.between(0, 8)));
			campaigns.add(campaign);
			assertThat(http().put("/v1/campaigns/" + code, "application/json", campaign.json()).status())
				.isEqualTo(201);
			for (int i = dice.between(0, 11); i > 0; i--) {
				calls.add(new Made(code,
						FIRST.atStartOfDay().plusMinutes(dice.between(0, 18 * 1440 - 1)).toInstant(ZoneOffset.UTC),
						dice.chance(0.5), dice.chance(0.5)));
			}
		}
		http().post("/v1/calls", "application/x-ndjson",
				calls.stream().map(Made::json).collect(Collectors.joining("\n")));
		Instant from = FIRST.atStartOfDay().plusMinutes(dice.between(0, 8 * 1440 - 1)).toInstant(ZoneOffset.UTC);
		Instant to = from.plus(Duration.ofMinutes(dice.between(1, 8 * 1440)));

		JsonNode rows = http()
			.get("/v1/kpis?from=" + from + "&to=" + to + "&groupBy=campaign" + (dice.chance(0.5) ? "&interval=P1D" : "")
					+ "&currency=EUR" + "&metrics=cost,costPerCall,costPerAnsweredCall,costPerConversion")
			.json()
			.path("rows");

		assertThat(rows).hasSizeGreaterThanOrEqualTo(campaigns.size());
		rows.forEach((row) -> campaigns.stream()
			.filter((campaign) -> campaign.code().equals(row.at("/group/campaign").asString()))
			.forEach((campaign) -> assertRow(row, campaign, calls)));
	}

	private static void assertRow(JsonNode row, Spent campaign, List<Made> calls) {
		Instant from = Instant.parse(row.path("from").asString());
		Instant to = Instant.parse(row.path("to").asString());
		List<Made> made = calls.stream()
			.filter((call) -> call.campaign().equals(campaign.code()))
			.filter((call) -> !call.at().isBefore(from) && call.at().isBefore(to))
			.toList();
		BigDecimal cost = campaign.cost(from, to);
		assertIs(row, "cost", cost, 1);
		assertIs(row, "costPerCall", cost, made.size());
		assertIs(row, "costPerAnsweredCall", cost, made.stream().filter(Made::reached).count());
		assertIs(row, "costPerConversion", cost, made.stream().filter(Made::sold).count());
	}

	private static void assertIs(JsonNode row, String metric, BigDecimal cost, long by) {
		JsonNode value = row.path("metrics").path(metric).path("value");
		if (by == 0) {
			assertThat(value.isNull()).as("%s of %s", metric, row).isTrue();
		}
		else {
			assertThat(value.decimalValue()).as("%s of %s", metric, row)
				.isCloseTo(cost.divide(BigDecimal.valueOf(by), MathContext.DECIMAL64),
						Offset.offset(new BigDecimal("0.000000001")));
		}
	}

	/// @param last day that it costs something
	private record Spent(String code, BigDecimal amount, LocalDate first, LocalDate last) {

		String json() {
			return """
					{"name": "%s", "startsOn": "%s", "endsOn": "%s", "cost": %s, "currency": "EUR"}"""
				.formatted(this.code, this.first, this.last, this.amount);
		}

		BigDecimal cost(Instant from, Instant to) {
			Instant begin = this.first.atStartOfDay().toInstant(ZoneOffset.UTC);
			Instant end = this.last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
			Instant since = begin.isAfter(from) ? begin : from;
			Instant until = end.isBefore(to) ? end : to;
			return since.isBefore(until)
					? this.amount.multiply(BigDecimal.valueOf(Duration.between(since, until).toSeconds()))
						.divide(BigDecimal.valueOf(Duration.between(begin, end).toSeconds()), MathContext.DECIMAL64)
					: BigDecimal.ZERO;
		}

	}

	private record Made(String campaign, Instant at, boolean reached, boolean sold) {

		String json() {
			Fields leg = this.reached ? answered("sales", "alice", this.at, TEN)
					: left("sales", this.at, TEN, "ABANDONED");
			return inbound(this.at).with("campaign", this.campaign).with("converted", this.sold).legs(leg).json();
		}

	}

}
