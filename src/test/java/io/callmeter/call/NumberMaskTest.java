package io.callmeter.call;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What looks like a number is hidden, and nothing else.
class NumberMaskTest {

	@Test
	void numbersAreHiddenHoweverTheyAreWritten() {
		Map.of("+442079460123", "+••••••••••23", "020 7946 0123", "••• •••• ••23", "ring 01.42.68.53.00 now",
				"ring ••.••.••.••.00 now", "(020) 7946-0123", "(•••) ••••-••23", "a1234567b", "a•••••67b")
			.forEach((text, masked) -> assertThat(NumberMask.masked(text)).isEqualTo(masked));
	}

	@Test
	void aNameBesideANumberIsHiddenWithIt() {
		Map.of("\"Ann Archer\" <sip:+442079460101@pbx>", "\"••• ••••••\" <sip:+••••••••••01@pbx>",
				"Ann <+442079460101>", "••• <+••••••••••01>", "to: Ann <tel:02079460101>, Bob <600>",
				"to: ••• <tel:•••••••••01>, Bob <600>", "\"Ann\" <sip:alice@pbx>, call 02079460101",
				"\"Ann\" <sip:alice@pbx>, call •••••••••01", "\"Ann\" 00442079460101", "\"•••\" ••••••••••••01",
				"%22Ann%22%20%3Csip%3A%2B442079460101%3E", "%22•••%22%20%3Csip%3A%2B••••••••••01%3E")
			.forEach((text, masked) -> assertThat(NumberMask.masked(text)).isEqualTo(masked));
	}

	@Test
	void escapedAndInvisibleSignsAreNoneToHideBehind() {
		Map.of("%2B44%2020%207946%200123", "%2B••%20••%20••••%20••23", "0207946\n0123", "•••••••\n••23",
				"020&nbsp;7946&nbsp;0123", "•••&nbsp;••••&nbsp;••23", "020\u200B79460123", "•••\u200B••••••23",
				"\u0660\u0662\u0660 7946 0123", "••• •••• ••23", "\uFF10\uFF12\uFF1079460123", "•••••••••23",
				"020 - - 7946 - - 0123", "••• - - •••• - - ••23", "%3020 7946 0123", "••• •••• ••23")
			.forEach((text, masked) -> assertThat(NumberMask.masked(text)).isEqualTo(masked));
	}

	@Test
	void timesDaysIdsAndLimitsStay() {
		for (String text : new String[] { "", "600", "123456", "2026-11-16T09:00:00.123456Z", "on 2026-11-16",
				"/2026/11/16/", "16.11.2026 09:00", "16/11/2026", "550e8400-e29b-41d4-a716-446655440000",
				"from 0 to 2678400.", "goes from -1000000000000 to 1000000000000", "more than 1048576 bytes" }) {
			assertThat(NumberMask.masked(text)).isEqualTo(text);
		}
	}

	@Test
	void timesStayHoweverTheyAreWritten() {
		for (String time : new String[] { "2026-11-16 09:00:00.123456", "2026-11-16T09:00:00.123456789+01:00",
				"2026-11-16 09:00:00,123", "09:00:00 16/11/2026", "09:00 16.11.2026", "9:00 2026-11-16",
				"09:00:00.123456", "2101-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "+12026-01-01T00:00:00Z",
				"2026-1-5 9:00", "20261116T090000Z", "20261116T090000.123Z", "2026-11-16t09:00:00z",
				"line 12 2026-11-16T09:00:00Z", "2026-11-09T00:00:00Z/2026-11-16T00:00:00Z", "2026-11-09 - 2026-11-16",
				"endedAt 2026-11-16T08:59:00Z is before queuedAt 2026-11-16T09:00:05.5Z; correct one of them." }) {
			assertThat(NumberMask.masked(time)).isEqualTo(time);
		}
		assertThat(NumberMask.masked("2026-11-16 09:00:00 020 7946 0123"))
			.isEqualTo("2026-11-16 09:00:00 ••• •••• ••23");
		assertThat(NumberMask.masked("2026-11-16T09:00:00.442079460123"))
			.isNotEqualTo("2026-11-16T09:00:00.442079460123");
	}

	@Test
	void yearsAndMonthsFromOneToAnotherStay() {
		for (String years : new String[] { "2026", "1970-2100", "2020 - 2026", "2020\u20132026", "the year 2025/2026.",
				"is not in the years (1970-2100); check the year", "2026-11/2026-12", "2026-11 - 2027-01",
				"FROM=2024-2026", "2024-2026, 2027-2030" }) {
			assertThat(NumberMask.masked(years)).isEqualTo(years);
		}
		for (String number : new String[] { "+2012-2013", "+44 20 2012-2013", "020/2012-2013", "2012-2013 99",
				"2012 2013", "20122013", "20261116", "2012-20139", "2012-3013" }) {
			assertThat(NumberMask.masked(number)).isNotEqualTo(number);
		}
	}

	@Test
	void timesStayBesideTheDayTheyAreOf() {
		for (String time : new String[] { "Nov 16 2026 09:00", "11/16/26 09:00", "16 Nov 2026 9:05", "20261116090000",
				"20261116 235959", "'20261116090000' is no time", "09:00-17:30", "from 09:00 to 17:30 on 16 11" }) {
			assertThat(NumberMask.masked(time)).isEqualTo(time);
		}
		for (String number : new String[] { "20261316090000", "20261116246000", "+20261116090000", "202611160900001",
				"49 20261116090000", "020 7946 01:23 45" }) {
			assertThat(NumberMask.masked(number)).isNotEqualTo(number);
		}
	}

	@Test
	void aTextOfAnyLengthIsReadOnce() {
		String masked = NumberMask.masked("020 7946 0123 ".repeat(100_000));

		assertThat(masked).startsWith("••• •••• ••••").hasSize(1_400_000);
		assertThat(masked.chars().filter(Character::isDigit).count()).isEqualTo(2);
	}

	@Test
	void anExtensionIsHiddenWhereItIsAllOfTheText() {
		assertThat(NumberMask.masked("600", "600")).isEqualTo("6•0");
		assertThat(NumberMask.masked("PJSIP/600-0000001a", "600")).isEqualTo("6•0");
		assertThat(NumberMask.masked("\"Ann\" <sip:alice@Example.com>", "sip:alice@example.com"))
			.isEqualTo("sip:•••••••••••••••om");
		assertThat(NumberMask.masked("6001", "600")).isEqualTo("6001");
		assertThat(NumberMask.masked("02079460124", "+442079460123")).isEqualTo("•••••••••24");
		assertThat(NumberMask.masked("02079460124", null)).isEqualTo("•••••••••24");
	}

}
