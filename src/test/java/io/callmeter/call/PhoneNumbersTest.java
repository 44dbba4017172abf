package io.callmeter.call;

import io.callmeter.call.InvalidCall.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// The same number is the same whoever writes it; what is no number stays as it is.
class PhoneNumbersTest {

	private final PhoneNumbers british = new PhoneNumbers("GB");

	private final PhoneNumbers nowhere = new PhoneNumbers("ZZ");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			+442079460123      | +442079460123
			+44 (0)20 7946-0123 | +442079460123
			020 7946 0123      | +442079460123
			0044 20 7946 0123  | +442079460123
			+1 202 555 0143    | +12025550143
			001 202 555 0143   | +12025550143
			' +442079460123 '  | +442079460123
			tel:+442079460123  | +442079460123
			""")
	void writesWhatHasAPlanInE164(String raw, String expected) {
		assertThat(this.british.of("from", raw)).isEqualTo(new PhoneNumber(raw, expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "600", "s", "alice", "sip:alice@example.com", "*98", "+", "++",
			"1-800-FLOWERS-NOT-A-NUMBER", "999999999999999999999999" })
	void leavesWhatHasNoPlanAsItIs(String raw) {
		assertThat(this.british.of("to", raw).normalised()).isEqualTo(raw);
	}

	@Test
	void knowsNationalNumbersOnlyWithARegion() {
		assertThat(this.nowhere.of("from", "020 7946 0123").normalised()).isEqualTo("020 7946 0123");
		assertThat(this.nowhere.of("from", "+44 20 7946 0123").normalised()).isEqualTo("+442079460123");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "anonymous", "Anonymous", "RESTRICTED", "private", "unavailable", "unknown",
			"withheld", "+266696687", " Unknown " })
	void givesAllWithheldNumbersOneValue(String raw) {
		assertThat(this.british.of("from", raw)).isEqualTo(new PhoneNumber(raw, PhoneNumber.WITHHELD));
	}

	@ParameterizedTest
	@CsvSource({ "+442079460123, +442•••••••23", "600, 6•0", "42, ••", "7, •", "withheld, withheld",
			"12345678, 12••••78" })
	void hidesAllButBeginningAndEnd(String number, String shown) {
		PhoneNumber masked = new PhoneNumber("as sent " + number, number).masked();

		assertThat(masked).isEqualTo(new PhoneNumber(shown, shown));
	}

	@Test
	void isNotWrittenOutByAccident() {
		assertThat(this.british.of("from", "+442079460123")).hasToString("+442•••••••23");
	}

	@Test
	void refusesANumberThatWasMasked() {
		String masked = this.british.of("from", "+442079460123").masked().shown();

		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> this.british.of("from", masked))
			.satisfies((why) -> {
				assertThat(why.field()).isEqualTo("from");
				assertThat(why.value()).isEqualTo(masked);
				assertThat(why.reason()).isEqualTo(Reason.NOT_ALLOWED);
				assertThat(why.message()).contains("send the number itself");
			});
	}

	@Test
	void refusesWhatIsTooLongOrNoText() {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> this.british.of("from", "1".repeat(129)))
			.withMessageContaining("from has 129 characters; 128 are allowed");
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> this.british.of("from", "1\0"))
			.withMessageContaining("U+0000");
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> this.british.of("from", "\ud83d1"))
			.withMessageContaining("U+D83D");
	}

	@Test
	void refusesARegionWithoutAPlan() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumbers("UK")).withMessageContaining("'UK'");
	}

}
