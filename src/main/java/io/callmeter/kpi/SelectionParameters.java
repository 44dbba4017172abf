package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What chooses the things that are counted or listed, as it was sent; null is a parameter that was not, repeated ones
/// are joined by commas.
record SelectionParameters(@io.swagger.v3.oas.annotations.Parameter(required = true, example = "2026-11-09",
		description = "Beginning of the range, which is in it: an instant with an offset, or a local date or "
				+ "date-time in timeZone, written as calls may write them. A local time that the clock skips is taken as much later, one "
				+ "that it shows twice as the earlier; a range that lies in what the clock skips is empty, and a "
				+ "warning says so.") @Nullable String from,
		@io.swagger.v3.oas.annotations.Parameter(required = true, example = "2026-11-16",
				description = "End of the range, which is not in it; written like from.") @Nullable String to,
		@io.swagger.v3.oas.annotations.Parameter(example = "UTC",
				description = "IANA time zone of local times and of the calendar; default: that of the queue when "
						+ "exactly one is asked for and has one, else callmeter.time-zone.") @Nullable String timeZone,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(implementation = Basis.class, defaultValue = "START"),
				description = "When a thing counts. START: a leg when it began, a call when it started. END: when it "
						+ "ended, what has not ended nowhere. ANSWER: when it was answered, unanswered when it ended. "
						+ "PRORATED: talkTime, holdTime, wrapUpTime and handleTime are split over the time they took.") @Nullable String basis,
		@io.swagger.v3.oas.annotations.Parameter(example = "sales,support",
				description = "Only these queues, several by comma (one in a code is sent as \\,) or repetition; "
						+ "empty (queue=) for what has none. "
						+ "A call counts under the queue of its last visit.") @Nullable String queue,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these agents (liam.lewis), by their code or an alias of /v1/agents, like queue. Ratios "
						+ "over offered visits have no value by agent.") @Nullable String agent,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only agents of these teams, as /v1/agents has them, like queue.") @Nullable String team,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these campaigns (winter-offer,renewals), like queue.") @Nullable String campaign,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these numbers of the centre (+442079460101; called when inbound, shown when outbound), "
						+ "like queue; written in any way that calls may write them.") @Nullable String number,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these directions: INBOUND, OUTBOUND, INTERNAL, several by comma or repetition.") @Nullable String direction,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these outcomes of the call (CONNECTED,ABANDONED …, open for calls in progress), "
						+ "several by comma or repetition.") @Nullable String outcome,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these dispositions, like queue.") @Nullable String disposition,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only these trunks, of the leg or else its call, like queue.") @Nullable String trunk,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls sent by these systems, like queue.") @Nullable String source,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only legs ended by CUSTOMER, AGENT or SYSTEM, or calls whose last leg was; like queue.") @Nullable String endedBy,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls whose last menu is one of these, like queue.") @Nullable String ivr,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only calls with these Q.850 causes, like queue.") @Nullable String hangupCause,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what counts in these hours of the day, 0 to 23 by the clock of timeZone, several by "
						+ "comma or repetition.") @Nullable String hourOfDay,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what counts on these days, MONDAY to SUNDAY, several by comma or repetition.") @Nullable String dayOfWeek,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Only what counts in these day parts, of dayParts or the calendar of its queue; holiday for "
						+ "holidays, empty for outside all.") @Nullable String dayPart,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "Day parts for this question instead of those of the calendars, whose holidays stay: "
						+ "office:MONDAY-FRIDAY@08:00-18:00,night:SATURDAY+SUNDAY@22:00-06:00. A part over midnight "
						+ "belongs to the day on which it begins; of several the first counts.") @Nullable String dayParts,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(implementation = Attribution.class, defaultValue = "LAST"),
				description = "Whether a call counts under its last or its first queue and agent.") @Nullable String attribution,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "T: a visit is in time when its wait is at most this; seconds or an ISO-8601 duration; "
						+ "default: that of its queue at the time, else the tenant's, else 20.") @Nullable String threshold,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "S: an abandoned visit is a short abandon when its wait is at most this; seconds or an "
						+ "ISO-8601 duration; default: that of its queue at the time, else the tenant's, else 5.") @Nullable String shortAbandon,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
				"lt", "lte" }, defaultValue = "lte"),
				description = "Whether a wait of exactly T is in time: lte, or lt as some products count.") @Nullable String comparison,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(implementation = ServiceLevelPolicy.class),
				description = "What serviceLevel divides, answered within T by the rest; default: that of the visit's "
						+ "queue at the time, else ABANDONS_IGNORED. ANSWERED_ONLY: by answered. ABANDONS_NEGATIVE: by "
						+ "answered + abandoned. ABANDONS_IGNORED: by answered + abandoned − abandoned within T. "
						+ "ABANDONS_CREDITED: with those abandoned within T, by answered + abandoned. SHORT_EXCLUDED: "
						+ "by answered + abandoned − short abandons. ALL_OFFERED: by offered − waiting.") @Nullable String serviceLevelPolicy,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "A segment with less talk is a short call; seconds or an ISO-8601 duration, default 10.") @Nullable String shortCall,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "A segment with more talk is a long call; seconds or an ISO-8601 duration, default 600.") @Nullable String longCall,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "For abandonedCallRate: a person connected to an agent later than this after answering "
						+ "is abandoned too; seconds or an ISO-8601 duration, default never.") @Nullable String abandonAfter,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "For repeatRate: who calls again within this repeats the call; seconds or an ISO-8601 "
						+ "duration, default P7D.") @Nullable String repeatWindow,
		@io.swagger.v3.oas.annotations.Parameter(
				description = "ISO 4217 code of the one currency in which money is asked for (EUR); without it money has "
						+ "a value by currency only.") @Nullable String currency){

	/// What is meant.
	/// @param home what times and numbers mean
	/// @param usualBasis when things count if it is not said
	/// @throws RequestProblem if it cannot be meant
	Selection selection(Home home, Basis usualBasis) {
		Map<Dimension, Set<String>> filters = filters(home);
		ZoneId timeZone = Parameter.sent("timeZone", this.timeZone)
			.map(Parameter::zone)
			.orElseGet(() -> home.zone().apply(onlyQueue(filters)));
		Parameter from = Parameter.required("from", this.from,
				"Send the beginning of the range, such as from=2026-11-09.");
		Parameter to = Parameter.required("to", this.to,
				"Send the end of the range, which is not in it, such as to=2026-11-16 for all of the 15th.");
		Span range = range(from, to, timeZone);
		return new Selection(range.from(), range.to(), timeZone,
				constant("basis", this.basis, Basis.class).orElse(usualBasis), filters,
				Parameter.sent("dayParts", this.dayParts).map(DayPart::parse).orElse(null),
				constant("attribution", this.attribution, Attribution.class).orElse(Attribution.LAST), judging(home),
				limits(), Parameter.sent("currency", this.currency).map(SelectionParameters::currency).orElse(null),
				range.isEmpty() ? Warning.skipped(from.text(), to, timeZone) : null);
	}

	/// From one time to another; empty where the clock skips all times between them.
	private static Span range(Parameter from, Parameter to, ZoneId zone) {
		Instant begin = from.instant(zone);
		Instant end = to.instant(zone);
		LocalDateTime shownFirst = from.shown(zone);
		ZoneOffsetTransition change = zone.getRules().getTransition(shownFirst);
		if (change != null && change.isGap() && shownFirst.isBefore(to.shown(zone))) {
			if (!to.shown(zone).isAfter(change.getDateTimeAfter())) {
				return new Span(change.getInstant(), change.getInstant());
			}
			begin = begin.isBefore(end) ? begin : change.getInstant();
		}
		if (!begin.isBefore(end)) {
			throw RequestProblem.invalid("to", end.toString(),
					"to " + end + " is not after from " + begin
							+ "; send a later end, which is not in the range itself: a day is "
							+ "from=2026-11-09&to=2026-11-10.");
		}
		return new Span(begin, end);
	}

	private static @Nullable String onlyQueue(Map<Dimension, Set<String>> filters) {
		Set<String> queues = filters.getOrDefault(Dimension.QUEUE, Set.of());
		return (queues.size() == 1 && !queues.contains("")) ? queues.iterator().next() : null;
	}

	private Map<Dimension, Set<String>> filters(Home home) {
		var filters = new EnumMap<Dimension, Set<String>>(Dimension.class);
		for (Dimension dimension : Dimension.values()) {
			String text = sent(dimension);
			if (text != null) {
				filters.put(dimension, values(dimension, new Parameter(dimension.key(), text), home));
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
			.orElseThrow(() -> parameter.refused("is not known; send one of "
					+ Arrays.stream(CallOutcome.values()).map(CallOutcome::name).collect(Collectors.joining(", "))
					+ ", " + open + "."));
	}

	private static String currency(Parameter parameter) {
		String code = parameter.text().strip().toUpperCase(Locale.ROOT);
		if (Currency.getAvailableCurrencies().stream().noneMatch((known) -> known.getCurrencyCode().equals(code))) {
			throw parameter.refused("is no ISO 4217 currency; send a code of three letters, such as EUR.");
		}
		return code;
	}

	private Judging judging(Home home) {
		return new Judging(duration("threshold", this.threshold).orElse(null),
				duration("shortAbandon", this.shortAbandon).orElse(null),
				constant("serviceLevelPolicy", this.serviceLevelPolicy, ServiceLevelPolicy.class).orElse(null),
				Parameter.sent("comparison", this.comparison)
					.map((parameter) -> parameter.key(Judging.Operator.class))
					.orElse(Judging.Operator.LTE),
				home.judging());
	}

	private Limits limits() {
		Limits usual = Limits.DEFAULT;
		return new Limits(duration("shortCall", this.shortCall).orElse(usual.shortCall()),
				duration("longCall", this.longCall).orElse(usual.longCall()),
				duration("abandonAfter", this.abandonAfter).orElse(null),
				duration("repeatWindow", this.repeatWindow).orElse(usual.repeatWindow()));
	}

	private static Optional<Duration> duration(String name, @Nullable String text) {
		return Parameter.sent(name, text).map(Parameter::duration);
	}

	private static <T extends Enum<T>> Optional<T> constant(String name, @Nullable String text, Class<T> type) {
		return Parameter.sent(name, text).map((parameter) -> parameter.constant(type));
	}

}
