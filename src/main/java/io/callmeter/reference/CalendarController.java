package io.callmeter.reference;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/calendars", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Calendars",
		description = "Manage day parts, such as opening hours and shifts, and holidays. The calendar 'default' applies to queues without their own.")
class CalendarController extends ReferenceController<DayCalendar, CalendarEntry> {

	private final Codes codes;

	CalendarController(DayCalendars rows, Edits edits, Codes codes) {
		super(Kind.CALENDAR, rows, edits);
		this.codes = codes;
	}

	@Override
	DayCalendar make() {
		return new DayCalendar();
	}

	@Override
	void fill(Tenant tenant, DayCalendar row, String code, CalendarEntry entry) {
		row.set(entry);
	}

	@Override
	void requireUnused(Tenant tenant, String code) {
		List<String> queues = this.codes.queuesOfCalendar(tenant.id(), code);
		if (!queues.isEmpty()) {
			throw new RequestProblem(Problem.CONFLICT, "code", code,
					"The calendar is in use by the queue '" + queues.getFirst()
							+ ((queues.size() > 1) ? "' and " + (queues.size() - 1) + " more" : "'")
							+ ". Give them another calendar first.");
		}
	}

	@Override
	List<CalendarEntry> shown(Tenant tenant, List<DayCalendar> rows) {
		return rows.stream().map(DayCalendar::entry).toList();
	}

	@Override
	public CalendarEntry example() {
		return new CalendarEntry("default", "Opening hours", "Europe/London",
				List.of(new CalendarEntry.Part("office",
						List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY,
								DayOfWeek.FRIDAY),
						LocalTime.of(8, 0), LocalTime.of(18, 0))),
				List.of(new CalendarEntry.Holiday(LocalDate.of(2026, 12, 25), "Christmas Day")));
	}

}
