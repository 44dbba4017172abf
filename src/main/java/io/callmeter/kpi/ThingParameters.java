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
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.http.Mistakes;
import io.callmeter.http.Page;
import io.callmeter.text.Nearest;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is listed of the things selected, as it was sent; null is a parameter that was not, repeated ones are joined by
/// commas.
record ThingParameters(@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
		"call", "visit", "offer", "segment" }, defaultValue = "call"),
		description = "What is listed: calls, visits to a queue, offers to an agent, or segments "
				+ "with an agent.") @Nullable String unit,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls that these measures count, as the links of metrics name them; a minus excludes: "
						+ "answered,abandoned,-abandonedInTime.") @Nullable String counted,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls with these customer numbers, such as +442079460123; empty or anonymous for "
						+ "withheld numbers. Requires the scope `pii:read`.") @Nullable String caller,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls of these cases, such as C-1042.") @Nullable String caseId,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only with a longer wait; seconds or an ISO 8601 duration. A call has the sum of its queues.") @Nullable String waitedOver,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only with a shorter wait.") @Nullable String waitedUnder,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only with a longer talk time; seconds or an ISO 8601 duration. A call has the sum of its "
						+ "agents.") @Nullable String talkedOver,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only with a shorter talk time.") @Nullable String talkedUnder,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean"),
				description = "Only with a transfer (true) or without one (false).") @Nullable String transferred,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
				description = "Maximum number of rows per page; CSV has all rows by default.") @Nullable String limit,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "The `next` of the previous page.") @Nullable String next){

	private static final int PAGE = 100;

	private static final int MOST = 1000;

	/// What is meant.
	/// @param chosen the things
	/// @param home what times and numbers mean
	/// @param paged whether there is a limit where none is sent
	/// @param mistakes what is wrong with the request already
	/// @throws io.callmeter.http.RequestProblem with all mistakes, if there is any
	ThingQuery query(SelectionParameters chosen, Home home, boolean paged, Mistakes mistakes) {
		var sent = new Parameters(mistakes);
		Supplier<Selection> selection = chosen.selection(home, Basis.START, mistakes);
		Thing thing = sent.optional("unit", this.unit, ThingParameters::thing, Thing.CALL);
		Integer limit = sent.optional("limit", this.limit,
				(parameter) -> parameter.integer(1, paged ? MOST : Integer.MAX_VALUE));
		Amount counted = sent.optional("counted", this.counted, (parameter) -> counted(parameter, thing));
		Set<String> callers = (this.caller != null)
				? mistakes.read(() -> callers(new Parameter("caller", this.caller), home.numbers())) : null;
		Set<String> cases = sent.optional("caseId", this.caseId, ThingParameters::cases);
		Duration waitedOver = sent.optional("waitedOver", this.waitedOver, Parameter::duration);
		Duration waitedUnder = sent.optional("waitedUnder", this.waitedUnder, Parameter::duration);
		Duration talkedOver = sent.optional("talkedOver", this.talkedOver, Parameter::duration);
		Duration talkedUnder = sent.optional("talkedUnder", this.talkedUnder, Parameter::duration);
		Boolean transferred = sent.optional("transferred", this.transferred, Parameter::truth);
		ThingQuery.Place after = sent.optional("next", this.next, ThingParameters::place);
		Selection chosenThings = mistakes.complete(selection);
		if (chosenThings.basis() == Basis.PRORATED && thing.facts() == Thing.Facts.CALL) {
			throw new Parameter("basis", String.valueOf(chosen.basis()))
				.invalid("It splits what agents did, and lists no calls. Send unit=segment, or another basis.");
		}
		return new ThingQuery(chosenThings, thing, counted, callers, cases, waitedOver, waitedUnder, talkedOver,
				talkedUnder, transferred, (limit == null && paged) ? Integer.valueOf(PAGE) : limit, after);
	}

	private static Thing thing(Parameter parameter) {
		if (parameter.text().strip().equalsIgnoreCase(Thing.ATTEMPT.name())) {
			throw parameter.invalid("Every attempt is a call. Send unit=call&direction=OUTBOUND.");
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
			throw parameter.invalid("It counts nothing. Expected a measure without a minus first.");
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
					"Unknown measure '" + name + "' in counted. Expected measures as the links of metrics name them."
							+ Nearest.question(name, Arrays.stream(Measure.values()).map(Measure::key).toList())));
		if (!measure.thing().listed().equals(thing.listed())) {
			throw parameter.invalid(name, "It counts another unit. Send unit=" + measure.thing().listed() + ".");
		}
		return measure;
	}

	private static ThingQuery.Place place(Parameter parameter) {
		try {
			List<String> parts = Arrays.stream(
					new String(Base64.getUrlDecoder().decode(parameter.text()), StandardCharsets.UTF_8).split("\n", -1))
				.toList();
			return new ThingQuery.Place(Instant.parse(parts.get(0)), parts.get(1), parts.get(2));
		}
		catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException ex) {
			throw Page.unknownPlace(parameter.text());
		}
	}

	/// A place as the parameter `next` has it.
	static String text(ThingQuery.Place place) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(List.of(place.at().toString(), place.callId(), place.legId())
				.stream()
				.collect(Collectors.joining("\n"))
				.getBytes(StandardCharsets.UTF_8));
	}

}
