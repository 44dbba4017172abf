package io.callmeter.reference;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A calendar as it is sent and shown.
///
/// @param timeZone null for the tenant's
/// @param dayParts the first that holds counts
/// @param holidays by date
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Calendar",
		description = "Parts of the days of the week, such as opening hours and shifts, and holidays.")
record CalendarEntry(
		@Schema(description = "As queues name it; 'default' holds for all that name none. In a body the same as in the "
				+ "path, or left out.", accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Name for people.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "IANA zone of its local times; null for the service's.",
				nullable = true) @Nullable String timeZone,
		@Schema(description = "The first that holds counts.") List<Part> dayParts,
		@Schema(description = "Whole days whose part is 'holiday'.") List<Holiday> holidays) implements Entry {

	private static final int MOST = 1000;

	CalendarEntry(@Nullable String code, @Nullable String name, @Nullable String timeZone,
			@Nullable List<Part> dayParts, @Nullable List<Holiday> holidays) {
		this.code = code;
		this.name = Fields.text("name", name, Words.LONGEST_NAME);
		this.timeZone = Fields.zone(timeZone);
		this.dayParts = Fields.all("dayParts", dayParts);
		this.holidays = Fields.all("holidays", holidays).stream().sorted(Comparator.comparing(Holiday::date)).toList();
		requireFew("dayParts", this.dayParts);
		requireFew("holidays", this.holidays);
		var days = new HashSet<LocalDate>();
		for (Holiday holiday : this.holidays) {
			if (!days.add(holiday.date())) {
				throw RequestProblem.invalid("holidays.date", holiday.date().toString(),
						"Two holidays are on " + holiday.date() + "; send one.");
			}
		}
	}

	@Override
	public Map<String, String> codes() {
		Map<String, String> codes = new TreeMap<>();
		for (int i = 0; i < this.dayParts.size(); i++) {
			codes.put("dayParts[" + i + "].name", this.dayParts.get(i).name());
		}
		return codes;
	}

	private static void requireFew(String field, List<?> all) {
		if (all.size() > MOST) {
			throw RequestProblem.invalid(field, String.valueOf(all.size()),
					"There are " + all.size() + " " + field + "; send at most " + MOST + ".");
		}
	}

	/// A part of some days of the week, by local time.
	///
	/// @param to at or before `from` for a part over midnight, which belongs to the day
	/// on which it begins
	@Schema(name = "DayPart", description = "A part of some days of the week, by local time.")
	record Part(
			@Schema(description = "What KPI queries group and filter by; several parts may share one. 'holiday' is "
					+ "reserved.", example = "office", requiredMode = Schema.RequiredMode.REQUIRED) String name,
			@Schema(description = "Days on which it begins.",
					requiredMode = Schema.RequiredMode.REQUIRED) List<DayOfWeek> days,
			@Schema(type = "string", description = "When it begins.", example = "08:00",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(pattern = "HH:mm") LocalTime from,
			@Schema(type = "string",
					description = "When it ends, which is not in it; at or before from on the day after.",
					example = "18:00",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(pattern = "HH:mm") LocalTime to) {

		private static final String HOLIDAY = "holiday";

		Part(@Nullable String name, @Nullable List<DayOfWeek> days, @Nullable LocalTime from, @Nullable LocalTime to) {
			this.name = Words.checked("dayParts.name", name);
			if (this.name.equals(HOLIDAY)) {
				throw RequestProblem.invalid("dayParts.name", name,
						"The part of holidays is called 'holiday'; give this part another name.");
			}
			if (days == null || days.isEmpty()) {
				throw RequestProblem.missing("dayParts.days",
						"Send the days on which '" + name + "' begins, such as [\"MONDAY\", \"TUESDAY\"].");
			}
			this.days = List.copyOf(new TreeSet<>(Fields.all("dayParts.days", days)));
			this.from = time("dayParts.from", from);
			this.to = time("dayParts.to", to);
		}

		private static LocalTime time(String field, @Nullable LocalTime time) {
			if (time == null) {
				throw RequestProblem.missing(field, "Send a local time as " + field + ", such as 08:00.");
			}
			return time;
		}

	}

	/// A day that is unlike others of its week.
	@Schema(name = "Holiday", description = "A day, from its midnight to the next, whose only part is 'holiday'.")
	record Holiday(@Schema(description = "The day.", example = "2026-12-25",
			requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(shape = JsonFormat.Shape.STRING) LocalDate date,
			@Schema(description = "Name for people.", example = "Christmas Day",
					requiredMode = Schema.RequiredMode.REQUIRED) String name) {

		Holiday(@Nullable LocalDate date, @Nullable String name) {
			this.date = Fields.day("holidays.date", date);
			this.name = Fields.text("holidays.name", name, Words.LONGEST_NAME);
		}

	}

}
