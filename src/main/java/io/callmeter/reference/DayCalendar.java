package io.callmeter.reference;

import java.util.List;
import java.util.Objects;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// Parts of the days of the week, and holidays.
@Entity
@Table(name = "calendar")
class DayCalendar extends Coded {

	private @Nullable String name;

	private @Nullable String timeZone;

	@JdbcTypeCode(SqlTypes.JSON)
	private List<CalendarEntry.Part> dayParts = List.of();

	@JdbcTypeCode(SqlTypes.JSON)
	private List<CalendarEntry.Holiday> holidays = List.of();

	void set(CalendarEntry entry) {
		this.name = entry.name();
		this.timeZone = entry.timeZone();
		this.dayParts = entry.dayParts();
		this.holidays = entry.holidays();
	}

	CalendarEntry entry() {
		return new CalendarEntry(code(), Objects.requireNonNull(this.name), this.timeZone, this.dayParts,
				this.holidays);
	}

}
