package io.callmeter.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What was asked for lately is known, and no more than that is kept.
class RememberedTest {

	private final List<String> asked = new ArrayList<>();

	private final Remembered remembered = new Remembered((text) -> {
		this.asked.add(text);
		return text.toUpperCase(Locale.ROOT);
	});

	@Test
	void asksOnceForATextThatComesAgain() {
		assertThat(this.remembered.of("a")).isEqualTo("A");
		assertThat(this.remembered.of("b")).isEqualTo("B");
		assertThat(this.remembered.of("a")).isEqualTo("A");

		assertThat(this.asked).containsExactly("a", "b");
	}

	@Test
	void keepsWhatIsStillAskedForAndForgetsTheRest() {
		for (int i = 0; i < 200_000; i++) {
			assertThat(this.remembered.of("n" + i)).isEqualTo("N" + i);
			this.remembered.of("often");
		}

		assertThat(this.remembered.size()).isLessThan(40_000);
		assertThat(this.asked).hasSize(200_001).containsOnlyOnce("often");
		this.remembered.of("n0");
		assertThat(this.asked).hasSize(200_002);
	}

	@Test
	void keepsNothingOfLongTexts() {
		this.remembered.of("x".repeat(100));

		assertThat(this.remembered.size()).isZero();
	}

}
