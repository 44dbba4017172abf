package io.callmeter.kpi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.callmeter.call.NumberMask;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// What an answer says of a question that it could take, but that hardly means what was meant: without it, zeros would
/// look like figures.
///
/// @param field the parameter
/// @param value of it, at most 200 characters
/// @param message a sentence, with what was probably meant
@Schema(name = "KpiWarning", description = "A valid parameter that probably does not mean what was intended.")
record Warning(@Schema(description = "The parameter.", example = "queue") String field,
		@Schema(description = "Its value.", example = "salse") String value,
		@Schema(description = "What is unusual about it, and what was probably meant.",
				example = "Unknown queue 'salse': nothing counts for it. Did you mean sales?") String message) {

	/// The header that has the warnings of an answer as CSV.
	static final String HEADER = "Callmeter-Warnings";

	private static final int LONGEST_VALUE = 200;

	/// Servers and proxies take headers of 8 kB altogether.
	private static final int LONGEST_HEADER = 4000;

	private static final JsonMapper ASCII = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	Warning {
		value = shortened(value);
	}

	/// A value that is too long to be repeated.
	static String shortened(String value) {
		return (value.length() <= LONGEST_VALUE) ? value : value.substring(0, LONGEST_VALUE) + "…";
	}

	/// Of a range that has no time in it.
	/// @param last that says the end
	static Warning skipped(String from, String to, Parameter last, ZoneId zone) {
		return new Warning(last.name(), last.text(), "The range is empty: the clock of " + zone.getId()
				+ " skips all times from " + shortened(from) + " to " + shortened(to) + ".");
	}

	/// Of intervals that are compared with no time at all; empty where there are none.
	/// @param boundaries of the intervals
	/// @param compared what each is compared with; null where there is nothing
	static Optional<Warning> uncompared(KpiQuery query, List<Instant> boundaries, @Nullable List<Span> compared) {
		Compare compare = query.compare();
		if (compare == null || compared == null || query.selection().isEmpty()) {
			return Optional.empty();
		}
		List<Span> empty = IntStream.range(0, compared.size())
			.filter((i) -> compared.get(i).isEmpty())
			.mapToObj((i) -> new Span(boundaries.get(i), boundaries.get(i + 1)))
			.toList();
		if (empty.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Warning("compare", compare.key(),
				((compared.size() == 1) ? "The range has" : empty.size() + " of " + compared.size() + " intervals have")
						+ " no counterpart in the calendar, so the value compared with is 0. "
						+ ((compared.size() == 1) ? "It begins at " : "The first begins at ") + empty.getFirst().from()
						+ "."));
	}

	/// The same for those who may not see numbers.
	Warning masked() {
		return new Warning(this.field, NumberMask.masked(this.value), NumberMask.masked(this.message));
	}

	static List<Warning> masked(List<Warning> warnings) {
		return warnings.stream().map(Warning::masked).toList();
	}

	/// As many of some warnings as a header takes, as JSON in ASCII.
	static String header(List<Warning> warnings) {
		var fitting = new StringBuilder();
		for (Warning warning : warnings) {
			String text = ASCII.writeValueAsString(warning);
			if (fitting.length() + text.length() > LONGEST_HEADER) {
				break;
			}
			fitting.append(fitting.isEmpty() ? "" : ",").append(text);
		}
		return "[" + fitting + "]";
	}

}
