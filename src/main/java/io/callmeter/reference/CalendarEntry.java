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
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A calendar as it is sent and shown.
///
/// @param timeZone null for the tenant's
/// @param dayParts the first that holds counts
/// @param holidays by date
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Calendar", description = "Day parts, such as opening hours and shifts, and holidays.")
record CalendarEntry(@Schema(
		description = "Code in queues; 'default' applies to queues without a calendar. Optional in a body, where "
				+ "it must match the path.",
		accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Display name.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "IANA time zone of its local times; null for that of the tenant.") @Nullable String timeZone,
		@Schema(description = "Day parts; the first matching one counts.") List<Part> dayParts,
		@Schema(description = "Holidays, whose day part is 'holiday'.") List<Holiday> holidays) implements Entry {

	private static final int MOST = 1000;

	CalendarEntry(@Nullable String code, @Nullable String name, @Nullable String timeZone,
			@Nullable List<Part> dayParts, @Nullable List<Holiday> holidays) {
		var mistakes = new Mistakes();
		this.code = code;
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.timeZone = mistakes.read(() -> Fields.zone(timeZone));
		this.dayParts = mistakes.read(() -> few("dayParts", dayParts), List.<Part>of());
		this.holidays = mistakes.read(() -> few("holidays", holidays), List.<Holiday>of())
			.stream()
			.sorted(Comparator.comparing(Holiday::date))
			.toList();
		var days = new HashSet<LocalDate>();
		for (Holiday holiday : this.holidays) {
			if (!days.add(holiday.date())) {
				mistakes.add(RequestProblem.invalid("holidays.date", holiday.date().toString(),
						"Two holidays are on " + holiday.date() + ". Send one."));
			}
		}
		mistakes.requireNone();
	}

	@Override
	public Map<String, String> codes() {
		Map<String, String> codes = new TreeMap<>();
		for (int i = 0; i < this.dayParts.size(); i++) {
			codes.put("dayParts[" + i + "].name", this.dayParts.get(i).name());
		}
		return codes;
	}

	private static <E> List<E> few(String field, @Nullable List<E> sent) {
		List<E> all = Fields.all(field, sent);
		if (all.size() > MOST) {
			throw RequestProblem.invalid(field, String.valueOf(all.size()),
					"Too many " + field + ": " + all.size() + ". Expected at most " + MOST + ".");
		}
		return all;
	}

	/// A part of some days of the week, by local time.
	///
	/// @param to at or before `from` for a part over midnight, which belongs to the day
	/// on which it begins
	@Schema(name = "DayPart", description = "A part of some days of the week, in local time.")
	record Part(
			@Schema(description = "Name to group and filter by; several parts may share one. 'holiday' is reserved.",
					example = "office", requiredMode = Schema.RequiredMode.REQUIRED) String name,
			@Schema(description = "Days on which it begins.",
					requiredMode = Schema.RequiredMode.REQUIRED) List<DayOfWeek> days,
			@Schema(type = "string", description = "When it begins.", example = "08:00",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(pattern = "HH:mm") LocalTime from,
			@Schema(type = "string", description = "End (excluded); at or before from it is on the next day.",
					example = "18:00",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(pattern = "HH:mm") LocalTime to) {

		private static final String HOLIDAY = "holiday";

		Part(@Nullable String name, @Nullable List<DayOfWeek> days, @Nullable LocalTime from, @Nullable LocalTime to) {
			var mistakes = new Mistakes();
			this.name = mistakes.read(() -> name(name), "");
			this.days = mistakes.read(() -> days(days), List.<DayOfWeek>of());
			this.from = mistakes.read(() -> time("dayParts.from", from), LocalTime.MIDNIGHT);
			this.to = mistakes.read(() -> time("dayParts.to", to), LocalTime.MIDNIGHT);
			mistakes.requireNone();
		}

		private static String name(@Nullable String name) {
			String checked = Words.checked("dayParts.name", name);
			if (checked.equals(HOLIDAY)) {
				throw RequestProblem.invalid("dayParts.name", name,
						"Invalid dayParts.name 'holiday': it is reserved for holidays. Send another name.");
			}
			return checked;
		}

		private static List<DayOfWeek> days(@Nullable List<DayOfWeek> days) {
			if (days == null || days.isEmpty()) {
				throw RequestProblem.missing("dayParts.days",
						"dayParts.days is required. Expected the days on which the part begins, such as "
								+ "[\"MONDAY\", \"TUESDAY\"].");
			}
			return List.copyOf(new TreeSet<>(Fields.all("dayParts.days", days)));
		}

		private static LocalTime time(String field, @Nullable LocalTime time) {
			if (time == null) {
				throw RequestProblem.missing(field, field + " is required. Expected a local time such as 08:00.");
			}
			return time;
		}

	}

	/// A day that is unlike others of its week.
	@Schema(name = "Holiday", description = "A holiday.")
	record Holiday(@Schema(description = "The day.", example = "2026-12-25",
			requiredMode = Schema.RequiredMode.REQUIRED) @JsonFormat(shape = JsonFormat.Shape.STRING) LocalDate date,
			@Schema(description = "Display name.", example = "Christmas Day",
					requiredMode = Schema.RequiredMode.REQUIRED) String name) {

		Holiday(@Nullable LocalDate date, @Nullable String name) {
			var mistakes = new Mistakes();
			this.date = mistakes.read(() -> Fields.day("holidays.date", date), LocalDate.EPOCH);
			this.name = mistakes.read(() -> Fields.text("holidays.name", name, Words.LONGEST_NAME), "");
			mistakes.requireNone();
		}

	}

}
