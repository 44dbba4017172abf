package io.callmeter.call;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

	/// What telephone systems send: the text, the region, what it is compared as, and
	/// what is kept of it where that is not all.
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"Ann" <sip:+442079460101@pbx>                 | ZZ | +442079460101 | sip:+442079460101@pbx
			"Ann \\"A\\" <x>" <sip:+442079460101@pbx>     | ZZ | +442079460101 | sip:+442079460101@pbx
			Ann Archer <sip:+442079460101@pbx>;tag=1-2    | ZZ | +442079460101 | sip:+442079460101@pbx
			"Ann" <+442079460101>                         | ZZ | +442079460101 | +442079460101
			"Ann 3" <02079460101>                         | GB | +442079460101 | 02079460101
			"Ann" 020 7946 0101                           | GB | +442079460101 | 020 7946 0101
			Ann 020 7946 0101                             | GB | +442079460101 | 020 7946 0101
			"+442079460101" <+442079460101>               | ZZ | +442079460101 | +442079460101
			"020 7946 0101" <sip:trunk-1@pbx>             | GB | +442079460101 |
			"02079460101"                                 | GB | +442079460101 |
			Anonymous <sip:+442079460101@pbx>             | ZZ | +442079460101 | sip:+442079460101@pbx
			sip:+442079460101@pbx                         | ZZ | +442079460101 |
			SIP:+442079460101@PBX:5060;transport=udp      | ZZ | +442079460101 |
			sips:+442079460101@[2001:db8::1]:5061         | ZZ | +442079460101 |
			sip:+442079460101:secret@pbx                  | ZZ | +442079460101 |
			sip:+44-20-7946-0101@pbx;user=phone?Subject=x | ZZ | +442079460101 |
			sip:+442079460101                             | ZZ | +442079460101 |
			<sip:%2B442079460101@pbx>                     | ZZ | +442079460101 |
			%22Ann%22%20%3Csip%3A%2B442079460101%40pbx%3E | ZZ | +442079460101 | sip:+442079460101@pbx
			%252B442079460101                             | ZZ | +442079460101 |
			&quot;Ann&quot; &lt;sip:+442079460101@pbx&gt; | ZZ | +442079460101 | sip:+442079460101@pbx
			sip:02079460101;phone-context=+44@pbx         | ZZ | +442079460101 |
			sip:02079460101@pbx;phone-context=+44         | ZZ | +442079460101 |
			tel:020-7946-0101;phone-context=+44           | ZZ | +442079460101 |
			tel:02079460101;phone-context=example.com     | GB | +442079460101 |
			tel:+442079460101;ext=600                     | ZZ | +442079460101 |
			tel:+442079460101;npdi;rn=+442079460999       | ZZ | +442079460101 |
			+442079460101;ext=600                         | ZZ | +442079460101 |
			+442079460101@host                            | ZZ | +442079460101 |
			02079460101@host                              | GB | +442079460101 |
			PJSIP/+442079460101-0000001a                  | ZZ | +442079460101 |
			pjsip/+442079460101-00000012                  | ZZ | +442079460101 |
			PJSIP/+442079460101@trunk-1-0000001a          | ZZ | +442079460101 |
			PJSIP/trunk-1/sip:+442079460101@192.0.2.1     | ZZ | +442079460101 |
			SIP/02079460101-0000001a                      | GB | +442079460101 |
			SIP/trunk-1/020-7946-0101                     | GB | +442079460101 |
			SIP/020-79460101                              | GB | +442079460101 |
			IAX2/+442079460101-1234                       | ZZ | +442079460101 |
			IAX2/peer/+442079460101                       | ZZ | +442079460101 |
			DAHDI/i1/+442079460101-3                      | ZZ | +442079460101 |
			Local/+442079460101@context-00000001;1        | ZZ | +442079460101 |
			Local/02079460101@from-internal-0a1b;2        | GB | +442079460101 |
			sofia/external/+442079460101@192.0.2.1        | ZZ | +442079460101 |
			sofia/gateway/gw-1/00442079460101             | ZZ | +442079460101 |
			loopback/+442079460101/default/XML            | ZZ | +442079460101 |
			00442079460101                                | GB | +442079460101 |
			00442079460101                                | ZZ | +442079460101 |
			0044 20 7946 0101                             | US | +442079460101 |
			sip:00442079460101@pbx                        | ZZ | +442079460101 |
			011442079460101                               | US | +442079460101 |
			011442079460101                               | ZZ | +442079460101 |
			0114 496 0123                                 | ZZ | 0114 496 0123 |
			0114 496 0123                                 | GB | +441144960123 |
			001234567                                     | ZZ | 001234567 |
			020 7946 0101                                 | GB | +442079460101 |
			020 7946 0101                                 | ZZ | 020 7946 0101 |
			020\u200B7946\u200B0101                       | GB | +442079460101 |
			\u202A+442079460101\u202C                     | ZZ | +442079460101 |
			\uFF0B\uFF14\uFF142079460101                  | ZZ | +442079460101 |
			sip:\u0660\u0662\u06607946\u0660101@pbx       | GB | +442079460101 |
			600                                           | GB | 600 |
			7001                                          | GB | 7001 |
			7001                                          | DE | 7001 |
			555-0143                                      | US | 555-0143 |
			6\u200B00                                     | GB | 600 |
			"Desk" <600>                                  | GB | 600 | 600
			"Desk" <sip:600@pbx>                          | GB | 600 | sip:600@pbx
			sip:600@PBX:5060                              | ZZ | 600 |
			sip:*98@pbx                                   | GB | *98 |
			PJSIP/203-0000001c                            | GB | 203 |
			Local/600@from-queue-00000001;1               | GB | 600 |
			PJSIP/alice-0000001c                          | GB | alice |
			PJSIP/trunk-1-0000001c                        | GB | trunk-1 |
			PJSIP/42-0000001c                             | GB | 42 |
			DAHDI/1-1                                     | GB | DAHDI/1-1 |
			provider-20255                                | DE | provider-20255 |
			sip:02079460101@pbx                           | ZZ | 02079460101 |
			alice@Example.COM                             | GB | sip:alice@example.com |
			"Alice" <sip:alice@Example.COM:5060;lr>       | GB | sip:alice@example.com | sip:alice@Example.COM:5060;lr
			sips:Alice%20B@example.com                    | GB | sip:Alice B@example.com |
			sip:bob442079460101@pbx                       | GB | sip:bob442079460101@pbx |
			unknown/7                                     | GB | unknown/7 |
			+442079460101;phone-context=+44tel:           | ZZ | +442079460101 |
			x;phone-context=+44;tel:+442079460101         | GB | x;phone-context=+44;tel:+442079460101 |
			client:alice@example.com                      | GB | client:alice@example.com |
			sip:alice                                     | GB | sip:alice |
			100%                                          | GB | 100% |
			"Anonymous" <sip:anonymous@anonymous.invalid> | GB | withheld | sip:anonymous@anonymous.invalid
			sip:anonymous@anonymous.invalid               | ZZ | withheld |
			sip:unavailable@unknown.invalid               | ZZ | withheld |
			sip:x7@anonymous.invalid                      | ZZ | withheld |
			anonymous@anonymous.invalid                   | ZZ | withheld |
			Anonymous <sip:c8oqz84zk7z@privacy.org>       | ZZ | withheld |
			sip:Restricted@pbx                            | ZZ | withheld |
			"+442079460101" <sip:anonymous@pbx>           | ZZ | withheld | sip:anonymous@pbx
			sip:+266696687@pbx                            | ZZ | withheld |
			tel:anonymous                                 | ZZ | withheld |
			PJSIP/anonymous-0000001a                      | ZZ | withheld |
			"Ann" <>                                      | ZZ | withheld | ''
			<sip:@pbx>                                    | ZZ | withheld |
			<unknown>                                     | ZZ | withheld |
			%61nonymous                                   | ZZ | withheld |
			\u200B                                        | ZZ | withheld |
			""                                            | ZZ | withheld |
			""")
	void readsWhatTelephoneSystemsSend(String sent, String region, String normalised, @Nullable String kept) {
		assertThat(new PhoneNumbers(region).of("from", sent))
			.isEqualTo(new PhoneNumber((kept != null) ? kept : sent, normalised));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<", "\"", "\\", "%", "%2", ";", "@", "/", "-", ":", "PJSIP/", "sip:", "\"<", "0-", "1;",
			"<sip:", "%25", "Ann ", "+", "\u0661", "\uFF1C", "&#x3c;", "&amp;" })
	@Timeout(60) // not a speed: what looks back at all it has read would take for ever
	void readsTextOfWhateverMakesReadersLookBack(String part) {
		assertReadAgain(part.repeat(PhoneNumber.LONGEST / part.length()));
	}

	@Property(tries = 4)
	void readsAgainWhatItHasRead(Dice dice) {
		List<String> parts = List.of("\"", "<", ">", " ", "Ann", "sip:", "tel:", "PJSIP/", "Local/", "sofia/", "/", "@",
				";", ":", "?", "-", "+44", "0044", "2079460101", "020 7946 0101", "600", "7", "-0000001a",
				";phone-context=+44", "pbx", "anonymous", ".invalid", "%2B", "%25", "&lt;", "&amp;", "\\", "*", "(",
				"face", "\u200B", "\u0662");
		for (int i = 0; i < 5_000; i++) {
			assertReadAgain(
					Stream.generate(() -> dice.oneOf(parts)).limit(dice.between(1, 8)).collect(Collectors.joining()));
		}
	}

	/// What is kept, shown or put into links is read as the same number.
	private void assertReadAgain(String text) {
		PhoneNumber read = this.british.of("from", text);
		assertThat(this.british.of("from", read.raw())).as(text).isEqualTo(read);
		assertThat(this.british.of("from", read.normalised()).normalised()).as(text).isEqualTo(read.normalised());
	}

	@Test
	void tellsWhatWasDialledFromWhatIsAroundIt() {
		assertThat(PhoneNumbers.dialled("\"Ann 24\" <sip:9020-79460101@192.0.2.1:5060>"))
			.containsExactly("9020-79460101");
		assertThat(PhoneNumbers.dialled("sip:alice@192.0.2.1")).isEmpty();
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
				assertThat(why.message()).contains("Send the number itself");
			});
	}

	@Test
	void refusesWhatIsTooLongOrNoText() {
		assertThatExceptionOfType(InvalidCall.class).isThrownBy(() -> this.british.of("from", "1".repeat(129)))
			.withMessageContaining("Invalid from with 129 characters. Expected at most 128.");
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
