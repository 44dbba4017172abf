package io.callmeter.call;

import java.util.List;

import io.callmeter.Dice;
import io.callmeter.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Numbers of cards are found however they are written, and what is none is left alone.
class CardNumbersTest {

	private static String card(Dice dice) {
		String beginning = dice.oneOf("4", "51", "55", "2221", "2720", "34", "37", "6011", "62", "3528", "9792");
		return checked((beginning + dice.between(100_000_000_000_000_000L, 999_999_999_999_999_999L)).substring(0,
				dice.between(12, 18)));
	}

	@Property(tries = 100, thoroughly = 12)
	void aCardIsFoundHoweverItIsWritten(Dice dice) {
		String gap = dice.oneOf("", " ", "-", " - ", "\u00A0", ".", "_", "\u2013", "\n", "%20");
		String written = dice.oneOf("", "card ", "Visa: ", "(") + card(dice).replaceAll("(.{4})(?=.)", "$1" + gap)
				+ dice.oneOf("", " 12/27", ", thanks", " x");

		assertThat(CardNumbers.isIn(written)).as(written).isTrue();
	}

	@Property(tries = 100, thoroughly = 12)
	void aCardWithOneWrongDigitIsNone(Dice dice) {
		String card = card(dice);
		char last = card.charAt(card.length() - 1);
		String wrong = card.substring(0, card.length() - 1) + (char) ((last == '9') ? '0' : last + 1);

		assertThat(CardNumbers.isIn(wrong)).as(wrong).isFalse();
	}

	@Test
	void whatBeginsAsNoCardIsNone() {
		List.of("", "4111", "1795381168000", "1795381168000000", "00442079460123", "20261116090000",
				"20261116-090000-442079460123", "123456789012345678901234567890", "4111111111111112",
				"550e8400-e29b-41d4-a716-446655440000")
			.forEach((text) -> assertThat(CardNumbers.isIn(text)).as(text).isFalse());
		List.of("4111111111111111", "5500 0000 0000 0004", "378282246310005", "6011-1111-1111-1117", "30569309025904",
				"my card is 4111 1111 1111 1111 123", "\uFF14\uFF11\uFF11\uFF11 1111 1111 1111")
			.forEach((text) -> assertThat(CardNumbers.isIn(text)).as(text).isTrue());
	}

	/// The digits with the one that makes them right.
	private static String checked(String digits) {
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			int doubled = 2 * digit;
			sum += (i % 2 == 1) ? digit : (doubled > 9) ? doubled - 9 : doubled;
		}
		return digits + (10 - sum % 10) % 10;
	}

}
