package io.callmeter.kpi;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import java.util.function.Function;

import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// The range of a question, as `from` and `to` say it, `from` alone, or `range`.
///
/// @param span empty where the clock skips all times in it
/// @param skipped says so; null where it does not
record TimeRange(Span span, @Nullable Warning skipped) {

	/// Reads it.
	/// @param from null where it was not sent, like the others
	/// @param now with the time zone of the question
	/// @param mistakes what is wrong with any of them is added to these
	/// @return null if something is
	static @Nullable TimeRange of(@Nullable String from, @Nullable String to, @Nullable String range, ZonedDateTime now,
			Mistakes mistakes) {
		var sent = new Parameters(mistakes);
		Function<Parameter, Parameter> known = (parameter) -> {
			parameter.time(now);
			return parameter;
		};
		int before = mistakes.count();
		Parameter whole = sent.optional("range", range, known);
		Parameter begin = Parameter.sent("range", range).isPresent() ? sent.optional("from", from, known)
				: sent.required("from", from,
						"Expected the beginning of the range, such as from=2026-11-09, or a whole "
								+ "range, such as range=lastWeek.",
						known);
		Parameter end = sent.optional("to", to, known);
		return (mistakes.count() == before) ? mistakes.read(() -> of(begin, end, whole, now)) : null;
	}

	private static TimeRange of(@Nullable Parameter from, @Nullable Parameter to, @Nullable Parameter range,
			ZonedDateTime now) {
		if (range != null) {
			if (from != null || to != null) {
				throw range.invalid("Send either range, or from and to.");
			}
			return whole(range, now);
		}
		if (to == null) {
			return whole(Objects.requireNonNull(from), now);
		}
		return between(Objects.requireNonNull(from).text(), from.time(now).begins(), to.text(), to.time(now).begins(),
				to, now.getZone());
	}

	/// What a parameter names, from its beginning to its end.
	private static TimeRange whole(Parameter parameter, ZonedDateTime now) {
		TimeExpression said = parameter.time(now);
		Temporal end = said.ends();
		if (end != null) {
			return between(said.begins().toString(), said.begins(), end.toString(), end, parameter, now.getZone());
		}
		if (parameter.name().equals("range")) {
			throw parameter.invalid("It is a point in time. Expected a day, week or month, such as range=yesterday, "
					+ "range=2026-11-09, range=2026-W46, range=2026-11 or range=now-7d, or send from and to.");
		}
		throw RequestProblem.missing("to",
				"The parameter 'to' is required. Expected the end of the range, which is not "
						+ "part of it, such as to=2026-11-16 for all of the 15th, or to=now.");
	}

	/// From one time to another; empty where the clock skips all times between them.
	/// @param from the beginning as it was said
	/// @param to the end as it was said
	/// @param last that says the end
	private static TimeRange between(String from, Temporal first, String to, Temporal end, Parameter last,
			ZoneId zone) {
		Instant begin = TimeExpression.instant(first, zone);
		Instant until = TimeExpression.instant(end, zone);
		LocalDateTime shownFirst = TimeExpression.shown(first, zone);
		LocalDateTime shownLast = TimeExpression.shown(end, zone);
		ZoneOffsetTransition change = zone.getRules().getTransition(shownFirst);
		if (change != null && change.isGap() && shownFirst.isBefore(shownLast)) {
			if (!shownLast.isAfter(change.getDateTimeAfter())) {
				return new TimeRange(new Span(change.getInstant(), change.getInstant()),
						Warning.skipped(from, to, last, zone));
			}
			begin = begin.isBefore(until) ? begin : change.getInstant();
		}
		if (!begin.isBefore(until)) {
			throw RequestProblem.invalid("to", until.toString(), "Invalid range: to " + until + " is not after from "
					+ begin + ". The end is not part of the range: one day is from=2026-11-09&to=2026-11-10.");
		}
		return new TimeRange(new Span(begin, until), null);
	}

}
