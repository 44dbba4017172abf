package io.callmeter.kpi;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.callmeter.call.Codes;
import io.callmeter.http.RequestProblem;

/// A part of some days of the week, such as opening hours or a shift.
///
/// @param name of its group in answers
/// @param days on which it begins
/// @param from in the part, local time
/// @param to not in the part; at or before `from` it is over midnight, on the following day
record DayPart(String name, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

	private static final Pattern TEXT = Pattern
		.compile("([^:@,]{1,100}):([A-Za-z+ -]{2,100})@(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

	/// 24:00 is the midnight at the end of a day.
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	/// The part that holidays are.
	static final String HOLIDAY = "holiday";

	DayPart {
		days = Set.copyOf(days);
		if (name.isBlank() || name.equals(HOLIDAY) || days.isEmpty()) {
			throw new IllegalArgumentException("a part has a name of its own and a day");
		}
	}

	/// Reads the parameter `dayParts`:
	/// `office:MONDAY-FRIDAY@08:00-18:00,night:SATURDAY+SUNDAY@22:00-06:00`; a `+` that
	/// was read as a blank is understood.
	static List<DayPart> parse(Parameter parameter) {
		var parts = new ArrayList<DayPart>();
		for (String text : parameter.names()) {
			Matcher matcher = TEXT.matcher(text);
			if (!matcher.matches() || Codes.plain(matcher.group(1)).equals(HOLIDAY)) {
				throw refused(parameter, text);
			}
			try {
				parts.add(new DayPart(Codes.plain(matcher.group(1)), days(matcher.group(2)),
						LocalTime.parse(matcher.group(3), TIME), LocalTime.parse(matcher.group(4), TIME)));
			}
			catch (IllegalArgumentException | DateTimeParseException ex) {
				throw refused(parameter, text);
			}
		}
		return parts;
	}

	/// Parts as the parameter has them.
	static String text(List<DayPart> parts) {
		return parts.stream()
			.map((part) -> part.name + ":"
					+ part.days.stream().sorted().map(DayOfWeek::name).collect(Collectors.joining("+")) + "@"
					+ part.from + "-" + part.to)
			.collect(Collectors.joining(","));
	}

	private static Set<DayOfWeek> days(String text) {
		var days = EnumSet.noneOf(DayOfWeek.class);
		for (String range : text.strip().toUpperCase(Locale.ROOT).split("[+ ]", -1)) {
			String[] ends = range.split("-", -1);
			DayOfWeek last = day(ends[ends.length - 1]);
			for (DayOfWeek day = day(ends[0]);; day = day.plus(1)) {
				days.add(day);
				if (day == last) {
					break;
				}
			}
		}
		return days;
	}

	/// A day by its name or the first letters of it.
	private static DayOfWeek day(String text) {
		return Arrays.stream(DayOfWeek.values())
			.filter((day) -> text.length() >= 2 && day.name().startsWith(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(text));
	}

	private static RequestProblem refused(Parameter parameter, String text) {
		return parameter.invalid(text, "Expected a name (not 'holiday'), days and local times, such as "
				+ "office:MONDAY-FRIDAY@08:00-18:00 or night:SATURDAY+SUNDAY@22:00-06:00.");
	}

	/// Whether the clock shows a time in the part.
	boolean contains(LocalDateTime at) {
		LocalTime time = at.toLocalTime();
		boolean begun = this.days.contains(at.getDayOfWeek()) && !time.isBefore(this.from);
		if (this.from.isBefore(this.to)) {
			return begun && time.isBefore(this.to);
		}
		return begun || (this.days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(this.to));
	}

}
