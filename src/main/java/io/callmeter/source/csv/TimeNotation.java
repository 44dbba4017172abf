package io.callmeter.source.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.Temporal;
import java.util.Locale;

import io.callmeter.call.Instants;
import io.callmeter.source.Numerals;
import org.jspecify.annotations.Nullable;

/// How a file writes moments.
public sealed interface TimeNotation {

	/// ISO 8601 in all its forms, with an offset or without.
	TimeNotation ISO = new Iso();

	/// The notation of a parameter: a pattern of [DateTimeFormatter], `epoch-seconds` or
	/// `epoch-millis`.
	/// @throws IllegalArgumentException if it is none
	static TimeNotation of(String text) {
		return switch (text) {
			case "epoch-seconds" -> new Epoch(text, 0);
			case "epoch-millis" -> new Epoch(text, 3);
			default -> Pattern.of(text);
		};
	}

	/// The moment as it was written: an [Instant], or a [LocalDateTime] where it says no
	/// offset; null where it says that there was none.
	/// @throws DateTimeException if it is written in another way
	@Nullable Temporal read(String text);

	/// How it should be written, such as `as datePattern says`.
	String words();

	/// ISO 8601, read as everywhere else.
	record Iso() implements TimeNotation {

		@Override
		public Temporal read(String text) {
			return switch (Instants.read(text)) {
				case OffsetDateTime moment -> moment.toInstant();
				case LocalDateTime local -> local;
				default -> throw new DateTimeException("a day without a time");
			};
		}

		@Override
		public String words() {
			return "an ISO 8601 time such as 2026-11-16T09:00:00, or another form named with datePattern";
		}

	}

	/// As a pattern says, with names in English and any case.
	/// @param zoned whether the pattern has the name of a zone
	record Pattern(DateTimeFormatter formatter, boolean zoned) implements TimeNotation {

		private static Pattern of(String pattern) {
			String strict = strict(pattern);
			return new Pattern(new DateTimeFormatterBuilder().parseCaseInsensitive()
				.appendPattern(strict)
				.toFormatter(Locale.ENGLISH)
				// The 31st of February is no day.
				.withResolverStyle(ResolverStyle.STRICT), strict.contains("VV"));
		}

		/// The pattern with years of any era, as one of an era that is not named is no
		/// year for a strict reader, and with zones by their names in the IANA database,
		/// as an abbreviation such as IST does not say where. What stands between quotes
		/// is no letter of the pattern.
		private static String strict(String pattern) {
			boolean eras = pattern.contains("G");
			var strict = new StringBuilder();
			boolean quoted = false;
			for (int i = 0; i < pattern.length(); i++) {
				char letter = pattern.charAt(i);
				boolean repeated = i > 0 && pattern.charAt(i - 1) == letter;
				quoted ^= letter == '\'';
				if (!quoted && (letter == 'z' || letter == 'v')) {
					strict.append(repeated ? "" : "VV");
				}
				else {
					strict.append((letter == 'y' && !quoted && !eras) ? 'u' : letter);
				}
			}
			return strict.toString();
		}

		@Override
		public Temporal read(String text) {
			return switch (this.formatter.parseBest(text, ZonedDateTime::from, OffsetDateTime::from,
					LocalDateTime::from)) {
				case ZonedDateTime moment when isAbbreviated(moment) ->
					throw new DateTimeException("an abbreviation of a time that is not the one in force");
				case ZonedDateTime moment -> moment.toInstant();
				case OffsetDateTime moment -> moment.toInstant();
				case LocalDateTime local -> local;
				default -> throw new DateTimeException("no date with a time");
			};
		}

		/// Whether the zone is one like CET, of which the database has clocks that go by
		/// summer time: CET in July is either theirs or an hour later.
		private static boolean isAbbreviated(ZonedDateTime moment) {
			return moment.getZone().getId().indexOf('/') < 0
					&& moment.getZone().getRules().isDaylightSavings(moment.toInstant());
		}

		@Override
		public String words() {
			return "a time in the form of datePattern" + (this.zoned
					? " with an IANA time zone such as Europe/London or UTC; abbreviations such as EST are ambiguous"
					: "");
		}

	}

	/// Time since 1970; 0 is how systems write that something did not happen.
	/// @param decimals of a second in the unit
	record Epoch(String name, int decimals) implements TimeNotation {

		@Override
		public @Nullable Temporal read(String text) {
			BigDecimal number = Numerals.exact(text);
			if (number == null) {
				throw new DateTimeException("no number");
			}
			if (number.signum() == 0) {
				return null;
			}
			BigDecimal seconds = number.movePointLeft(this.decimals);
			BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
			return Instant.ofEpochSecond(whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
		}

		@Override
		public String words() {
			return this.name + ", a number of " + ((this.decimals == 0) ? "seconds" : "milliseconds") + " since 1970";
		}

	}

}
