package io.callmeter.kpi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is listed of the things selected, as it was sent; null is a parameter that was not, repeated ones are joined by
/// commas.
record ThingParameters(@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
		"call", "visit", "offer", "segment" }, defaultValue = "call"),
		description = "What is listed, one row each: calls, visits to a queue, offers to an agent, or segments "
				+ "with an agent.") @Nullable String unit,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what these measures count, as links of figures name them, those with a minus left out: "
						+ "answered,abandoned,-abandonedInTime.") @Nullable String counted,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls with these customers, by their whole number (+442079460123), written in "
						+ "any way that calls may write it; empty or anonymous for withheld. Needs the scope `pii:read`.") @Nullable String caller,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls of these cases (C-1042).") @Nullable String caseId,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what waited longer than this, a call in all its queues; seconds or an ISO-8601 "
						+ "duration.") @Nullable String waitedOver,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what waited less than this.") @Nullable String waitedUnder,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what talked longer than this, a call with all its agents; seconds or an ISO-8601 "
						+ "duration.") @Nullable String talkedOver,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what talked less than this.") @Nullable String talkedUnder,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean"),
				description = "Only what ended in a transfer, or only what did not; a call when one of its segments did.") @Nullable String transferred,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
				description = "How many on a page; CSV has all unless it is sent.") @Nullable String limit,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "The `next` of the page before.") @Nullable String after){

	private static final int PAGE = 100;

	private static final int MOST = 1000;

	/// What is meant.
	/// @param chosen the things
	/// @param home what times and numbers mean
	/// @param paged whether there is a limit where none is sent
	/// @throws io.callmeter.http.RequestProblem if it cannot be meant
	ThingQuery query(SelectionParameters chosen, Home home, boolean paged) {
		Thing thing = Parameter.sent("unit", this.unit).map(ThingParameters::thing).orElse(Thing.CALL);
		Integer limit = Parameter.sent("limit", this.limit)
			.map((parameter) -> parameter.integer(1, paged ? MOST : Integer.MAX_VALUE))
			.orElse(null);
		return new ThingQuery(chosen.selection(home, Basis.START), thing,
				Parameter.sent("counted", this.counted).map((parameter) -> counted(parameter, thing)).orElse(null),
				(this.caller != null) ? callers(new Parameter("caller", this.caller), home.numbers()) : null,
				Parameter.sent("caseId", this.caseId).map(ThingParameters::cases).orElse(null),
				duration("waitedOver", this.waitedOver), duration("waitedUnder", this.waitedUnder),
				duration("talkedOver", this.talkedOver), duration("talkedUnder", this.talkedUnder),
				Parameter.sent("transferred", this.transferred).map(Parameter::truth).orElse(null),
				(limit == null && paged) ? Integer.valueOf(PAGE) : limit,
				Parameter.sent("after", this.after).map(ThingParameters::place).orElse(null));
	}

	private static Thing thing(Parameter parameter) {
		if (parameter.text().strip().equalsIgnoreCase(Thing.ATTEMPT.name())) {
			throw parameter
				.refused("is not listed, because every attempt is a call; send " + "unit=call&direction=OUTBOUND.");
		}
		return parameter.key(List.of(Thing.CALL, Thing.VISIT, Thing.OFFER, Thing.SEGMENT));
	}

	private static Set<String> cases(Parameter parameter) {
		return parameter.codes().stream().filter((code) -> !code.isEmpty()).collect(Collectors.toUnmodifiableSet());
	}

	private static Set<String> callers(Parameter parameter, PhoneNumbers numbers) {
		return parameter.numbers(numbers)
			.stream()
			.map((number) -> number.equals(PhoneNumber.WITHHELD) ? "" : number)
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Amount counted(Parameter parameter, Thing thing) {
		Amount added = null;
		for (String name : parameter.names()) {
			if (!name.startsWith("-")) {
				Amount measure = measure(parameter, name, thing);
				added = (added != null) ? added.plus(measure) : measure;
			}
		}
		if (added == null) {
			throw parameter.refused("counts nothing; send a measure without a minus first.");
		}
		for (String name : parameter.names()) {
			if (name.startsWith("-")) {
				added = Objects.requireNonNull(added).minus(measure(parameter, name.substring(1), thing));
			}
		}
		return Objects.requireNonNull(added);
	}

	private static Measure measure(Parameter parameter, String name, Thing thing) {
		Measure measure = Arrays.stream(Measure.values())
			.filter((known) -> known.key().equals(name))
			.findFirst()
			.orElseThrow(() -> parameter.refused(name,
					"is no measure; "
							+ Nearest.question(name, Arrays.stream(Measure.values()).map(Measure::key).toList())
							+ "the links of figures name them."));
		if (!measure.thing().listed().equals(thing.listed())) {
			throw parameter.refused(name, "is counted in another unit; send unit=" + measure.thing().listed() + ".");
		}
		return measure;
	}

	private static @Nullable Duration duration(String name, @Nullable String text) {
		return Parameter.sent(name, text).map(Parameter::duration).orElse(null);
	}

	private static ThingQuery.Place place(Parameter parameter) {
		try {
			List<String> parts = Arrays.stream(
					new String(Base64.getUrlDecoder().decode(parameter.text()), StandardCharsets.UTF_8).split("\n", -1))
				.toList();
			return new ThingQuery.Place(Instant.parse(parts.get(0)), parts.get(1), parts.get(2));
		}
		catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException ex) {
			throw parameter.refused("is no place in a list; send the `next` of the page before, or leave it out.");
		}
	}

	/// A place as the parameter `after` has it.
	static String text(ThingQuery.Place place) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(List.of(place.at().toString(), place.callId(), place.legId())
				.stream()
				.collect(Collectors.joining("\n"))
				.getBytes(StandardCharsets.UTF_8));
	}

}
