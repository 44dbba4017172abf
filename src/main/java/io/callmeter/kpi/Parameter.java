package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.callmeter.call.Codes;
import io.callmeter.call.Instants;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;

/// A query parameter as it was sent, read as what it should be, or refused with the remedy.
///
/// @param name of the parameter
/// @param text as sent; repeated parameters are joined by commas
record Parameter(String name, String text) {

	/// A number of any country whose `+` was read as a blank, alone or in an address; no
	/// country's begins with 0.
	private static final Pattern NUMBER_WITHOUT_PLUS = Pattern
		.compile("(^|[:</]) (?=[1-9][\\d ()./-]*+(?:[a-f]\\w*)?(?:[;@>].*)?$)");

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

	private static final Duration LONGEST = Duration.ofDays(30);

	Parameter {
		Fields.requireNoNul(name, text);
	}

	/// A parameter that says something; one without a text is one that was not sent.
	static Optional<Parameter> sent(String name, @Nullable String text) {
		return (text != null && !text.isBlank()) ? Optional.of(new Parameter(name, text)) : Optional.empty();
	}

	/// A parameter that has to be there.
	static Parameter required(String name, @Nullable String text, String remedy) {
		return sent(name, text)
			.orElseThrow(() -> RequestProblem.missing(name, "The parameter '" + name + "' is required. " + remedy));
	}

	/// A time as people say it.
	/// @param now with the time zone in which days begin
	TimeExpression time(ZonedDateTime now) {
		try {
			return TimeExpression.read(this.text.strip(), now);
		}
		catch (DateTimeException ex) {
			throw invalid(
					"Expected an instant (2026-11-09T00:00:00Z, 2026-11-09T08:00:00+01:00), a local date or date-time in "
							+ "timeZone (2026-11-09, 2026-11-09T08:00), a week or month (2026-W46, 2026-11), or today, yesterday, "
							+ "thisWeek, lastWeek, thisMonth, lastMonth, now, now-7d."
							+ Instants.question(this.text.strip()));
		}
	}

	/// An IANA time zone.
	ZoneId zone() {
		String zone = this.text.strip();
		if (!ZoneId.getAvailableZoneIds().contains(zone)) {
			throw refused(zone, Fields.unknownZone(zone));
		}
		return ZoneId.of(zone);
	}

	/// Seconds, or an ISO-8601 duration; from zero to thirty days.
	Duration duration() {
		String sent = this.text.strip();
		try {
			Duration read = SECONDS.matcher(sent).matches()
					? Duration.ofNanos(new BigDecimal(sent).movePointRight(9).longValueExact()) : Duration.parse(sent);
			if (!read.isNegative() && read.compareTo(LONGEST) <= 0 && read.toNanosPart() % 1000 == 0) {
				return read;
			}
		}
		catch (DateTimeException ex) {
			// refused below, like a duration out of bounds
		}
		throw invalid("Expected a duration from 0 to 30 days, in seconds with at most six decimals (20, 2.5) or as an "
				+ "ISO-8601 duration (PT20S).");
	}

	/// A whole number.
	int integer(int least, int most) {
		try {
			int read = Integer.parseInt(this.text.strip());
			if (read >= least && read <= most) {
				return read;
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a number out of bounds
		}
		throw invalid("Expected a whole number from " + least + " to " + most + ".");
	}

	/// `true` or `false`.
	boolean truth() {
		String sent = this.text.strip().toLowerCase(Locale.ROOT);
		return switch (sent) {
			case "true" -> true;
			case "false" -> false;
			default -> throw invalid("Expected true or false.");
		};
	}

	/// The values between commas, each once; an empty one means: has none.
	Set<String> values() {
		return new LinkedHashSet<>(split().stream().map(String::strip).toList());
	}

	/// The codes between commas as calls are stored under them, each once; an empty one
	/// means: has none.
	Set<String> codes() {
		var codes = new LinkedHashSet<String>();
		for (String value : split()) {
			String code = Codes.plain(value);
			String invisible = Codes.invisible(code);
			if (invisible != null) {
				throw invalid(value, "It contains an invisible character (" + invisible + "); remove it.");
			}
			codes.add(code);
		}
		return codes;
	}

	/// The names between commas, each once, without empty ones.
	List<String> names() {
		return values().stream().filter((name) -> !name.isEmpty()).toList();
	}

	/// Numbers between commas as calls store them; a `+` that was read as a blank is put
	/// back, an empty one means: has none.
	Set<String> numbers(PhoneNumbers numbers) {
		var stored = new LinkedHashSet<String>();
		for (String number : split()) {
			stored
				.add(number.isBlank() ? "" : stored(NUMBER_WITHOUT_PLUS.matcher(number).replaceFirst("$1+"), numbers));
		}
		return stored;
	}

	private String stored(String number, PhoneNumbers numbers) {
		if (PhoneNumber.isMasked(number)) {
			throw invalid(number, "It is masked. Expected the whole number, such as +442079460123.");
		}
		try {
			return numbers.of(this.name, number).normalised();
		}
		catch (InvalidCall ex) {
			throw RequestProblem.invalid(this.name, number, ex.message(true));
		}
	}

	/// Several values as one text, which [#values()] reads back.
	static String joined(Collection<String> values) {
		return values.stream()
			.map((value) -> value.replace("\\", "\\\\").replace(",", "\\,"))
			.collect(Collectors.joining(","));
	}

	/// What stands between commas; a comma or backslash after a backslash is one of the
	/// value.
	private List<String> split() {
		var values = new ArrayList<String>();
		var value = new StringBuilder();
		for (int i = 0; i < this.text.length(); i++) {
			char sign = this.text.charAt(i);
			boolean escapes = sign == '\\' && i + 1 < this.text.length() && "\\,".indexOf(this.text.charAt(i + 1)) >= 0;
			if (escapes) {
				i++;
				value.append(this.text.charAt(i));
			}
			else if (sign == ',') {
				values.add(value.toString());
				value.setLength(0);
			}
			else {
				value.append(sign);
			}
		}
		values.add(value.toString());
		return values;
	}

	/// A constant that is documented by its name in capitals; sent in capitals or not.
	<T extends Enum<T>> T constant(Class<T> type) {
		return one(List.of(type.getEnumConstants()), Enum::name);
	}

	/// A constant that is documented like `lastWeek`; sent in capitals or not.
	<T extends Enum<T>> T key(Class<T> type) {
		return key(List.of(type.getEnumConstants()));
	}

	/// One of some constants that are documented like `lastWeek`.
	<T extends Enum<T>> T key(Collection<T> constants) {
		return one(constants, (constant) -> Dimension.camel(constant.name()));
	}

	private <T extends Enum<T>> T one(Collection<T> constants, Function<T, String> documented) {
		String sent = this.text.strip();
		return constants.stream()
			.filter((constant) -> constant.name().equalsIgnoreCase(sent)
					|| Dimension.camel(constant.name()).equalsIgnoreCase(sent))
			.findFirst()
			.orElseThrow(() -> unknown(sent, constants.stream().map(documented).toList()));
	}

	/// The value is invalid.
	/// @param remedy a sentence such as `Expected true or false.`
	RequestProblem invalid(String remedy) {
		return invalid(this.text, remedy);
	}

	/// One of several values is invalid.
	RequestProblem invalid(String value, String remedy) {
		return refused(value, "Invalid " + this.name + " '" + value + "'. " + remedy);
	}

	/// A value is none of those that there are.
	RequestProblem unknown(String value, Collection<String> known) {
		return refused(value, "Unknown " + this.name + " '" + value + "'. Expected " + String.join(", ", known) + "."
				+ Nearest.question(value, known));
	}

	/// One of several values is refused.
	/// @param message all that is said of it
	RequestProblem refused(String value, String message) {
		return RequestProblem.invalid(this.name, value, message);
	}

}
