package io.callmeter.source.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.call.Instants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Instants are read as the parser of the platform reads them: the same ones, and no others.
class InstantsTest {

	private static OffsetDateTime moment(Dice dice) {
		int unit = dice.oneOf(1, 1_000, 1_000_000, 1_000_000_000);
		return Instant
			.ofEpochSecond(dice.between(-62_200_000_000L, 253_402_400_000L),
					unit * dice.between(0, 1_000_000_000L / unit - 1))
			.atOffset(ZoneOffset.ofTotalSeconds(60 * dice.between(-1080, 1080)));
	}

	@Property(tries = 100, thoroughly = 12)
	void everyMomentIsReadBack(Dice dice) {
		OffsetDateTime moment = moment(dice);

		assertThat(Instants.parse(moment.toString())).isEqualTo(moment.toInstant());
		assertThat(Instants.parse(moment.toInstant().toString())).isEqualTo(moment.toInstant());
	}

	@Property(tries = 250, thoroughly = 12)
	void whatIsAlmostAMomentIsReadOrRefusedAlike(Dice dice) {
		var text = new StringBuilder(moment(dice).toString());
		for (int i = dice.between(0, 2); i >= 0; i--) {
			int at = dice.between(0, text.length() - 1);
			char character = "0123456789-+:.TZtz ".charAt(dice.between(0, 18));
			switch (dice.between(0, 2)) {
				case 0 -> text.setCharAt(at, character);
				case 1 -> text.insert(at, character);
				default -> text.deleteCharAt(at);
			}
		}

		assertThat(read(text.toString())).as(text.toString()).isEqualTo(readByThePlatform(usual(text.toString())));
	}

	/// The text as the platform would read it: what is a notation of ours besides, in its
	/// own.
	private static String usual(String text) {
		return text.replaceFirst("^([^ Tt]+) (\\d\\d:)", "$1T$2")
			.replaceFirst("(:\\d\\d:\\d\\d),(\\d)", "$1.$2")
			.replaceFirst("^([^ ]*:\\d\\d(?:\\.\\d{1,9})?) ([+-]|[Zz]$)", "$1$2")
			.replaceFirst("^([^ ]*:[^ ]*[+-]\\d\\d)(\\d\\d)(:?\\d\\d)?$", "$1:$2$3")
			.replaceFirst("^([^ ]*:[^ ]*[+-]\\d\\d:\\d\\d)(\\d\\d)$", "$1:$2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Z", "2026-11-16", "2026-11-16T09:00Z", "2026-11-16T09:00:00", "2026-11-16T09:00:00Z",
			"2026-11-16t09:00:00z", "2026-11-16T09:00:00.Z", "2026-11-16T09:00:00.1Z", "2026-11-16T09:00:00.123456789Z",
			"2026-11-16T09:00:00.1234567891Z", "2026-11-16T24:00:00Z", "2026-11-16T23:59:60Z", "2026-02-29T00:00:00Z",
			"2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
			"2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
			"2026-11-16T09:00:00+18:00", "2026-11-16T09:00:00+18:01", "2026-11-16T09:00:00-18:00",
			"2026-11-16T09:00:00-00:00", "2026-11-16T09:00:00+01", "2026-11-16T09:00:00+0100",
			"2026-11-16T09:00:00+01:00:30", "2026-11-16T09:00:00+01:60", "2026-11-16T09:00:00ZZ",
			"2026-11-16T09:00:00Z ", " 2026-11-16T09:00:00Z", "0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
			"+12026-11-16T09:00:00Z", "+999999999-12-31T23:59:59Z", "2026-11-16T0९:00:00Z", "2026-11-16T09:00:00.५Z",
			"2026/11/16T09:00:00Z" })
	void edgesAreReadOrRefusedAlike(String text) {
		assertThat(read(text)).isEqualTo(readByThePlatform(usual(text)));
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-16T12:00:00+03, 2026-11-16T09:00:00Z", "2026-11-16T12:00:00+0300, 2026-11-16T09:00:00Z",
			"2026-11-16T12:00:00+03:00, 2026-11-16T09:00:00Z", "2026-11-16 09:00:00Z, 2026-11-16T09:00:00Z",
			"2026-11-16 12:00:00.5+03, 2026-11-16T09:00:00.5Z", "2026-11-16 12:00:00 +0300, 2026-11-16T09:00:00Z",
			"'2026-11-16T09:00:00,123456Z', 2026-11-16T09:00:00.123456Z",
			"2026-11-16T09:00:00.123456789Z, 2026-11-16T09:00:00.123456789Z", "2026-11-16T09:00Z, 2026-11-16T09:00:00Z",
			"2026-11-16T10:00:00+01:00[Europe/Paris], 2026-11-16T09:00:00Z",
			"2026-11-16t04:30:00-0430, 2026-11-16T09:00:00Z", "2026-11-16T09:00:00.1z, 2026-11-16T09:00:00.1Z" })
	void readsWhatOtherSystemsWrite(String text, Instant instant) {
		assertThat(read(text)).isEqualTo(instant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-16T09:00:00", "2026-11-16 09:00:00", "2026-11-16", "1795381168",
			"2026-11-16  09:00Z", "2026-11-1609:00Z", "2026-11-16 T09:00Z", "2026-11-16T09:00:00,,5Z",
			"2026-11-16T09:00:00.5,5Z", "2026-11-16T09,00:00Z", "2026-11-16T09:00:00+030", "2026-11-16T09:00:00 0300",
			"2026-11-16T09:00:00+03:00 ", "2026-11-16T09:00:00 IST", "2026-11-16T09:00:00[Europe/Paris]",
			"2026-11-16T09:00:00.1234567891Z" })
	void whatSaysNoMomentIsNone(String text) {
		assertThat(read(text)).isNull();
	}

	private static @Nullable Instant read(String text) {
		try {
			return Instants.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Instant readByThePlatform(String text) {
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
