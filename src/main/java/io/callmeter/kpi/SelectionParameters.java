package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What chooses the things that are counted or listed, as it was sent; null is a parameter that was not, repeated ones
/// are joined by commas.
record SelectionParameters(@io.swagger.v3.oas.annotations.Parameter(example = "lastWeek",
		description = "Start (included): a date, date-time, instant, week (2026-W46), month (2026-11) or word (today, "
				+ "lastWeek, now-7d).") @Nullable String from,
		@io.swagger.v3.oas.annotations.Parameter(example = "thisWeek",
				description = "End (excluded), in the same notation.") @Nullable String to,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "The whole range in one parameter instead of from and to: today, yesterday, thisWeek, lastWeek, "
						+ "thisMonth, lastMonth, 2026-11-09, 2026-W46, 2026-11, now-7d (also w, h, m).") @Nullable String range,
		@io.swagger.v3.oas.annotations.Parameter(example = "UTC",
				description = "IANA time zone of local times and of the calendar; by default that of the queue if there is "
						+ "exactly one, else of the tenant, else callmeter.time-zone.") @Nullable String timeZone,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(implementation = Basis.class, defaultValue = "START"),
				description = "Which time decides where calls and legs count: START, END (open ones do not count), ANSWER "
						+ "(unanswered ones when they ended), or PRORATED, which splits talkTime, holdTime, wrapUpTime "
						+ "and handleTime over the time they took.") @Nullable String basis,
		@io.swagger.v3.oas.annotations.Parameter(example = "sales,support",
				description = "Only these queues, separated by commas (a comma in a code as `\\,`) or repeated; empty "
						+ "(queue=) for calls without one. A call counts for the queue of its last visit.") @Nullable String queue,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these agents, by code or alias, like queue. Ratios of offered visits have no value by "
						+ "agent.") @Nullable String agent,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only agents of these teams, like queue.") @Nullable String team,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these campaigns, like queue.") @Nullable String campaign,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these numbers of the contact centre (called when inbound, shown when outbound), such as "
						+ "+442079460101, like queue.") @Nullable String number,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these directions: INBOUND, OUTBOUND, INTERNAL, separated by commas or repeated.") @Nullable String direction,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these outcomes of the call, such as CONNECTED,ABANDONED; open for calls in progress; "
						+ "separated by commas or repeated.") @Nullable String outcome,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these dispositions, like queue.") @Nullable String disposition,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these trunks, of the leg or else of its call, like queue.") @Nullable String trunk,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls of these source systems, like queue.") @Nullable String source,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only legs, or calls with a last leg, ended by CUSTOMER, AGENT or SYSTEM, like queue.") @Nullable String endedBy,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls whose last IVR menu is one of these, like queue.") @Nullable String ivr,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls with these Q.850 hangup causes, like queue.") @Nullable String hangupCause,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these hours of the day, 0 to 23 in timeZone, separated by commas or repeated.") @Nullable String hourOfDay,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these days of the week, MONDAY to SUNDAY, separated by commas or repeated.") @Nullable String dayOfWeek,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these day parts, of dayParts or of the queue's calendar; holiday for holidays, empty "
						+ "for times outside all parts.") @Nullable String dayPart,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Day parts of this query instead of those of the calendars, such as "
						+ "office:MONDAY-FRIDAY@08:00-18:00,night:SATURDAY+SUNDAY@22:00-06:00. A part over midnight "
						+ "belongs to the day on which it begins; the first matching part counts.") @Nullable String dayParts,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(implementation = Attribution.class, defaultValue = "LAST"),
				description = "Whether a call counts for its last or its first queue and agent.") @Nullable String attribution,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Service level threshold T in seconds or as an ISO 8601 duration; by default that of the "
						+ "queue at the time, else of the tenant, else 20.") @Nullable String threshold,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Longest wait of a short abandon S, in seconds or as an ISO 8601 duration; by default that "
						+ "of the queue at the time, else of the tenant, else 5.") @Nullable String shortAbandon,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
				"lt", "lte" }, defaultValue = "lte"),
				description = "Whether a wait of exactly T is within the threshold: lte (yes) or lt (no).") @Nullable String comparison,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(implementation = ServiceLevelPolicy.class),
				description = "Denominator of serviceLevel; by default that of the queue at the time, else "
						+ "ABANDONS_IGNORED. ANSWERED_ONLY: answered. ABANDONS_NEGATIVE: answered + abandoned. "
						+ "ABANDONS_IGNORED: answered + abandoned − abandoned within T. ABANDONS_CREDITED: answered + "
						+ "abandoned, and abandons within T count as served. SHORT_EXCLUDED: answered + abandoned − "
						+ "short abandons. ALL_OFFERED: offered − waiting.") @Nullable String serviceLevelPolicy,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Segments with less talk time are short calls; seconds or an ISO 8601 duration, by default 10.") @Nullable String shortCall,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Segments with more talk time are long calls; seconds or an ISO 8601 duration, by default 600.") @Nullable String longCall,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "For abandonedCallRate: a person who is connected to an agent later than this counts as "
						+ "abandoned; seconds or an ISO 8601 duration, by default never.") @Nullable String abandonAfter,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "For repeatRate: period in which another call is a repeat; seconds or an ISO 8601 duration, "
						+ "by default P7D.") @Nullable String repeatWindow,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "ISO 4217 code of the currency of money values, such as EUR; without it money has only "
						+ "values by currency.") @Nullable String currency){

	/// What is meant.
	/// @param home what times and numbers mean
	/// @param usualBasis when things count if it is not said
	/// @param mistakes what is wrong with any of them is added to these
	/// @return what is there once nothing is wrong
	Supplier<Selection> selection(Home home, Basis usualBasis, Mistakes mistakes) {
		var sent = new Parameters(mistakes);
		Map<Dimension, Set<String>> filters = filters(home, mistakes);
		ZoneId timeZone = sent.optional("timeZone", this.timeZone, Parameter::zone);
		ZoneId zone = (timeZone != null) ? timeZone : home.zone().apply(onlyQueue(filters));
		TimeRange range = TimeRange.of(this.from, this.to, this.range, home.now().atZone(zone), mistakes);
		Basis basis = sent.optional("basis", this.basis, (parameter) -> parameter.constant(Basis.class), usualBasis);
		List<DayPart> parts = sent.optional("dayParts", this.dayParts, DayPart::parse);
		Attribution attribution = sent.optional("attribution", this.attribution,
				(parameter) -> parameter.constant(Attribution.class), Attribution.LAST);
		Judging judging = judging(home, sent);
		Limits limits = limits(sent);
		String currency = sent.optional("currency", this.currency, SelectionParameters::currency);
		return () -> new Selection(Objects.requireNonNull(range).span().from(), range.span().to(), zone, basis, filters,
				parts, attribution, judging, limits, currency, range.skipped());
	}

	private static @Nullable String onlyQueue(Map<Dimension, Set<String>> filters) {
		Set<String> queues = filters.getOrDefault(Dimension.QUEUE, Set.of());
		return (queues.size() == 1 && !queues.contains("")) ? queues.iterator().next() : null;
	}

	private Map<Dimension, Set<String>> filters(Home home, Mistakes mistakes) {
		var filters = new EnumMap<Dimension, Set<String>>(Dimension.class);
		for (Dimension dimension : Dimension.values()) {
			String text = sent(dimension);
			if (text != null) {
				mistakes.passes(
						() -> filters.put(dimension, values(dimension, new Parameter(dimension.key(), text), home)));
			}
		}
		return filters;
	}

	private @Nullable String sent(Dimension dimension) {
		return switch (dimension) {
			case QUEUE -> this.queue;
			case AGENT -> this.agent;
			case TEAM -> this.team;
			case CAMPAIGN -> this.campaign;
			case NUMBER -> this.number;
			case DIRECTION -> this.direction;
			case OUTCOME -> this.outcome;
			case DISPOSITION -> this.disposition;
			case TRUNK -> this.trunk;
			case SOURCE -> this.source;
			case ENDED_BY -> this.endedBy;
			case IVR -> this.ivr;
			case HANGUP_CAUSE -> this.hangupCause;
			case HOUR_OF_DAY -> this.hourOfDay;
			case DAY_OF_WEEK -> this.dayOfWeek;
			case DAY_PART -> this.dayPart;
		};
	}

	private static Set<String> values(Dimension dimension, Parameter parameter, Home home) {
		return switch (dimension) {
			case AGENT -> home.agents().apply(parameter.codes());
			case QUEUE, TEAM, CAMPAIGN, DISPOSITION, TRUNK, SOURCE, IVR, DAY_PART -> parameter.codes();
			case NUMBER -> parameter.numbers(home.numbers());
			case DIRECTION -> each(parameter, (one) -> one.constant(Direction.class).name());
			case OUTCOME -> each(parameter, SelectionParameters::outcome);
			case ENDED_BY -> each(parameter, (one) -> one.constant(EndedBy.class).name());
			case HANGUP_CAUSE -> each(parameter, (one) -> String.valueOf(one.integer(0, 127)));
			case HOUR_OF_DAY -> each(parameter, (one) -> String.valueOf(one.integer(0, 23)));
			case DAY_OF_WEEK -> each(parameter, (one) -> one.constant(DayOfWeek.class).name());
		};
	}

	private static Set<String> each(Parameter parameter, Function<Parameter, String> reading) {
		var values = new LinkedHashSet<String>();
		for (String value : parameter.values()) {
			values.add(value.isEmpty() ? value : reading.apply(new Parameter(parameter.name(), value)));
		}
		return values;
	}

	private static String outcome(Parameter parameter) {
		String open = "open";
		if (parameter.text().equalsIgnoreCase(open)) {
			return open;
		}
		return Arrays.stream(CallOutcome.values())
			.map(CallOutcome::name)
			.filter((known) -> known.equalsIgnoreCase(parameter.text()))
			.findFirst()
			.orElseThrow(() -> parameter.unknown(parameter.text(),
					Stream.concat(Arrays.stream(CallOutcome.values()).map(CallOutcome::name), Stream.of(open))
						.toList()));
	}

	private static String currency(Parameter parameter) {
		String code = parameter.text().strip().toUpperCase(Locale.ROOT);
		if (Currency.getAvailableCurrencies().stream().noneMatch((known) -> known.getCurrencyCode().equals(code))) {
			throw parameter.invalid("Expected an ISO 4217 code of three letters, such as EUR.");
		}
		return code;
	}

	private Judging judging(Home home, Parameters sent) {
		return new Judging(sent.optional("threshold", this.threshold, Parameter::duration),
				sent.optional("shortAbandon", this.shortAbandon, Parameter::duration),
				sent.optional("serviceLevelPolicy", this.serviceLevelPolicy,
						(parameter) -> parameter.constant(ServiceLevelPolicy.class)),
				sent.optional("comparison", this.comparison, (parameter) -> parameter.key(Judging.Operator.class),
						Judging.Operator.LTE),
				home.judging());
	}

	private Limits limits(Parameters sent) {
		Limits usual = Limits.DEFAULT;
		return new Limits(sent.optional("shortCall", this.shortCall, Parameter::duration, usual.shortCall()),
				sent.optional("longCall", this.longCall, Parameter::duration, usual.longCall()),
				sent.optional("abandonAfter", this.abandonAfter, Parameter::duration),
				sent.optional("repeatWindow", this.repeatWindow, Parameter::duration, usual.repeatWindow()));
	}

}
