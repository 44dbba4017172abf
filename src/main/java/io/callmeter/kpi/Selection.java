package io.callmeter.kpi;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// Which things are meant, when and where they count, and by what they are judged: what figures, distributions and
/// the lists behind them have in common.
///
/// @param from in the range
/// @param to not in the range
/// @param timeZone of local times and of the calendar
/// @param basis the moment at which a thing counts
/// @param filters the values of a dimension that count; an empty one stands for null
/// @param dayParts instead of those of the calendars; null for theirs
/// @param attribution under which queue and agent a call counts
/// @param judging by what visits are judged
/// @param currency ISO 4217 code of the one currency that money is asked for in; null for each
/// @param skipped why the range is empty although it was not sent so; null where it is not
record Selection(Instant from, Instant to, ZoneId timeZone, Basis basis, Map<Dimension, Set<String>> filters,
		@Nullable List<DayPart> dayParts, Attribution attribution, Judging judging, Limits limits,
		@Nullable String currency, @Nullable Warning skipped) {

	/// As far as hours, days of the week and day parts are told apart.
	private static final int MOST_LABELLED_YEARS = 11;

	private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmm", Locale.ROOT);

	Selection {
		filters = filters.isEmpty() ? Map.of() : new EnumMap<>(filters);
		dayParts = (dayParts != null) ? List.copyOf(dayParts) : null;
		requireSaneYear("from", from, timeZone);
		requireSaneYear("to", to, timeZone);
		if (to.isBefore(from)) {
			throw new IllegalArgumentException("no time between " + from + " and " + to);
		}
	}

	/// An instant as answers write it: by the clock of the time zone, with its offset. An
	/// offset with seconds, such as Liberia's until 1972, cannot be written in RFC 3339;
	/// UTC is.
	OffsetDateTime shown(Instant instant) {
		ZoneOffset offset = this.timeZone.getRules().getOffset(instant);
		return instant.atOffset((offset.getTotalSeconds() % 60 == 0) ? offset : ZoneOffset.UTC);
	}

	/// The range in the name of a file: its dates, or local times where it has others
	/// than midnights.
	String forFileName() {
		LocalDateTime first = LocalDateTime.ofInstant(this.from, this.timeZone);
		LocalDateTime last = LocalDateTime.ofInstant(this.to, this.timeZone);
		DateTimeFormatter form = (isMidnight(first) && isMidnight(last)) ? DateTimeFormatter.ISO_LOCAL_DATE
				: LOCAL_TIME;
		return form.format(first) + "-" + form.format(last);
	}

	private static boolean isMidnight(LocalDateTime time) {
		return time.toLocalTime().equals(LocalTime.MIDNIGHT);
	}

	/// Whether nothing can count, because the range lies in an hour that the clock skips.
	boolean isEmpty() {
		return this.from.equals(this.to);
	}

	/// What has to be said of the range.
	List<Warning> warnings() {
		return (this.skipped != null) ? List.of(this.skipped) : List.of();
	}

	/// The same in another range.
	Selection in(Instant from, Instant to) {
		return new Selection(from, to, this.timeZone, this.basis, this.filters, this.dayParts, this.attribution,
				this.judging, this.limits, this.currency, this.skipped);
	}

	/// The same without regard to a dimension.
	Selection without(Dimension dimension) {
		var others = new EnumMap<Dimension, Set<String>>(Dimension.class);
		others.putAll(this.filters);
		others.remove(dimension);
		return new Selection(this.from, this.to, this.timeZone, this.basis, others, this.dayParts, this.attribution,
				this.judging, this.limits, this.currency, this.skipped);
	}

	/// The one value that a dimension can have; null when it can have several or none.
	@Nullable String only(Dimension dimension) {
		Set<String> values = this.filters.getOrDefault(dimension, Set.of());
		return (values.size() == 1 && !values.contains("")) ? values.iterator().next() : null;
	}

	/// Refuses labels of a range too long to label.
	void requireLabels(Set<Dimension> dimensions) {
		LocalDate first = LocalDate.ofInstant(this.from, this.timeZone);
		LocalDate last = LocalDate.ofInstant(this.to, this.timeZone);
		for (Dimension dimension : dimensions) {
			if (dimension.isLabel() && first.plusYears(MOST_LABELLED_YEARS).isBefore(last)) {
				throw RequestProblem.invalid("to", this.to.toString(),
						"The range is too long to be grouped or filtered by " + dimension.key() + ". Expected at most "
								+ MOST_LABELLED_YEARS + " years.");
			}
		}
	}

	/// Whether an instant is of a year that no call is of.
	boolean isBeforeAllCalls(Instant instant) {
		return isBeforeAllCalls(instant, this.timeZone);
	}

	private static boolean isBeforeAllCalls(Instant instant, ZoneId zone) {
		return instant.isBefore(LocalDate.of(1970, 1, 1).atStartOfDay(zone).toInstant());
	}

	private static void requireSaneYear(String field, Instant instant, ZoneId zone) {
		if (isBeforeAllCalls(instant, zone)
				|| instant.isAfter(LocalDate.of(2101, 1, 1).atStartOfDay(zone).toInstant())) {
			throw RequestProblem.invalid(field, instant.toString(),
					"Invalid " + field + " " + instant + ". Expected a year from 1970 to 2100.");
		}
	}

}
