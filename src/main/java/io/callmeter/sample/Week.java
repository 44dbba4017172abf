package io.callmeter.sample;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/// A week of the calendar by ISO 8601, Monday to Sunday, written as `2026-W46`.
///
/// @param monday its first day
public record Week(LocalDate monday) {

	/// The week that the sample was made for, and whose values the documents show.
	static final Week DOCUMENTED = new Week(LocalDate.of(2026, 11, 9));

	public Week {
		if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
			throw new IllegalArgumentException("A week begins on a Monday, and " + monday + " is not one");
		}
	}

	/// The last week that has ended before a day.
	static Week lastBefore(LocalDate day) {
		return new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(1));
	}

	/// @param text such as `2026-W46`
	/// @throws WrongWeek if it is not a week
	static Week parse(String text) {
		try {
			return new Week(LocalDate.parse(text.strip() + "-1", DateTimeFormatter.ISO_WEEK_DATE));
		}
		catch (DateTimeException ex) {
			throw new WrongWeek(text, "is not a week of ISO 8601");
		}
	}

	/// The day after its Sunday.
	public LocalDate nextMonday() {
		return this.monday.plusWeeks(1);
	}

	/// How many weeks it is later than another one; negative if it is earlier.
	long weeksAfter(Week other) {
		return ChronoUnit.WEEKS.between(other.monday, this.monday);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d-W%02d", this.monday.get(IsoFields.WEEK_BASED_YEAR),
				this.monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
	}

}
