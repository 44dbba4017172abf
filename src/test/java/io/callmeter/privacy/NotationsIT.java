package io.callmeter.privacy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.callmeter.PostgresIT;
import io.callmeter.Thorough;
import io.callmeter.call.NumberMask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// PostgreSQL finds a number however somebody has written it, and no other.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class NotationsIT extends PostgresIT {

	private static final String NUMBER = "+442079460123";

	private static final List<String> BEGINNINGS = List.of("+44", "0044", "44", "+44 (0)", "0", "", "011 44", "tel:+44",
			"(0)", "\"Ann\" <sip:%2B44", "PJSIP/+44");

	private static final List<String> GAPS = List.of("", " ", "-", ".", " - ", "/", "\u00A0", ") ", "%20", "%252D",
			"&nbsp;", "\n", "\\n", "\\u000b", "\u200B", "\u2013", " - - - ");

	/// None touches the number with a digit, which would make another number of it.
	private static final List<String> WORDS = List.of("", "call ", "{\"note\": \"", " now", "\"}", ", or 02079460124 ",
			"x", "_", "-0000001a", "@192.0.2.1:5060;user=phone>");

	/// Digits of other scripts, and digits that are escaped; of each script its zero.
	private static final List<String> DIGITS = List.of("\uFF10", "\u0660", "\u06F0", "\u0966", "\u0E50", "\u1810");

	private static final List<String> ESCAPES = List.of("%3", "%253", "%EF%BC%9", "%D9%A", "\\u003", "\\u066");

	@Test
	@Tag(Thorough.TAG)
	void aNumberIsFoundHoweverItIsWritten() {
		List<String> written = written();

		assertThat(written).hasSizeGreaterThan(Thorough.orElse(25_000, 5_000));
		assertThat(notFound(NUMBER, written)).isEmpty();
	}

	@Test
	@Tag(Thorough.TAG)
	void aNumberIsMaskedHoweverItIsWritten() {
		List<String> written = written();

		assertThat(written).allMatch((text) -> !NumberMask.masked(text).equals(text));
		assertThat(notFound(NUMBER, written.stream().map(NumberMask::masked).toList())).hasSameSizeAs(written);
	}

	@Test
	@Tag(Thorough.TAG)
	void theDatabaseAndTheMaskSeeNumbersInTheSameTexts() {
		List<String> texts = Stream
			.concat(written().stream(), Stream.of("", "600", "SALE", "C-1042", "pbx1:1795381168.29",
					"2026-11-16T09:00:00.123456Z", "on 2026-11-16", "/2026/11/16/", "16.11.2026 09:00", "C-2026-00123",
					"550e8400-e29b-41d4-a716-446655440000", "erased-550e8400-e29b-41d4-a716-446655440000", "12 34 56",
					"12 34 567", "1_2_3_4_5_6_7", "caf\u00E9 12345", "\u0660\u0661", "100%20off", "trunk-44207946000",
					"2024-2026", "2025 / 2026", "2026-11/2026-12", "2012-2013 99", "+2012-2013", "020/2012-2013",
					"2012 2013", "20261116", "20261116090000", "+20261116090000", "20261116 090000",
					"Nov 16 2026 09:00", "11/16/26 09:00", "020 7946 01:23 45", "1,2,3,4,5,6,7,8", "a1b2c3d4e5f6a7"))
			.toList();

		assertThat(owner().sql("select text from unnest(:texts) as text where has_number(text)")
			.param("texts", texts.toArray(String[]::new))
			.query(String.class)
			.list())
			.containsExactlyElementsOf(texts.stream().filter((text) -> !NumberMask.masked(text).equals(text)).toList());
	}

	/// Every fifth notation, or every 23rd: neither divides the number of beginnings,
	/// gaps or words, so each of these is met beside all others.
	private static List<String> written() {
		List<String> all = everyNotation();
		int step = Thorough.orElse(5, 23);
		return IntStream.range(0, all.size() / step).mapToObj((i) -> all.get(i * step)).toList();
	}

	private static List<String> everyNotation() {
		List<String> plain = BEGINNINGS.stream()
			.flatMap((beginning) -> pairs(GAPS)
				.map((gaps) -> beginning + gaps.first() + "20" + gaps.second() + "7946" + gaps.first() + "0123"))
			.toList();
		List<String> other = BEGINNINGS.stream()
			.flatMap((beginning) -> Stream.of("", " ", "-")
				.map((gap) -> beginning + gap + "20" + gap + "7946" + gap + "0123"))
			.toList();
		return Stream
			.of(plain.stream()
				.flatMap((number) -> pairs(WORDS).map((words) -> words.first() + number + words.second())),
					DIGITS.stream().flatMap((zero) -> other.stream().map((number) -> inScript(number, zero))),
					ESCAPES.stream()
						.flatMap((escape) -> other.stream()
							.map((number) -> number.replaceAll("[0-9]", quoted(escape) + "$0"))))
			.flatMap((texts) -> texts)
			.toList();
	}

	private static String quoted(String escape) {
		return escape.replace("\\", "\\\\");
	}

	private static String inScript(String number, String zero) {
		return number.chars()
			.mapToObj((c) -> Character.toString(Character.isDigit(c) ? zero.charAt(0) + c - '0' : c))
			.collect(Collectors.joining());
	}

	@Test
	void anotherNumberIsNot() {
		for (String text : List.of("+442079460124", "2079460124", "120794601230", "0 20 7946 012", "600", "+4420794601",
				"call 20 7946 or 0123")) {
			assertThat(isFound(NUMBER, List.of(), text)).as(text).isFalse();
		}
		assertThat(isFound("600", List.of("600"), "600")).as("stands for anything").isFalse();
		assertThat(isFound("sip:alice@example.com", List.of(), "ask sip:alice@example.com")).isTrue();
		assertThat(isFound("sip:alice@example.com", List.of(), "\"Alice\" <sips:alice@EXAMPLE.com;lr>")).isTrue();
		assertThat(isFound("sip:alice@example.com", List.of(), "ask sip:alice@exampleXcom")).isFalse();
		assertThat(isFound("sip:alice@example.com", List.of(), "ask sip:malice@example.com")).isFalse();
		assertThat(isFound(NUMBER, List.of("9,020 7946 0123"), "dialled 902079460123")).isTrue();
		assertThat(isFound(NUMBER, List.of("sip:9020-79460123@192.0.2.1:5060"), "dialled 902079460123")).isTrue();
	}

	@Test
	void theWholeIsTheNumberAndNothingElse() {
		for (String same : List.of("+442079460123", "02079460123", "2079460123", "00442079460123",
				"011 44 20 7946 0123", "+44 (0)20-7946-0123")) {
			assertThat(Notations.isWhole(NUMBER, same)).as(same).isTrue();
		}
		for (String other : List.of("+12079460123", "+2079460123", "902079460123", "+4420794601230", "9442079460123")) {
			assertThat(Notations.isWhole(NUMBER, other)).as(other).isFalse();
		}
		assertThat(Notations.isWhole("600", "600")).isTrue();
		assertThat(Notations.isWhole("600", "6001")).isFalse();
	}

	private static Stream<Pair> pairs(List<String> texts) {
		return texts.stream().flatMap((first) -> texts.stream().map((second) -> new Pair(first, second)));
	}

	private static List<@Nullable String> notFound(String number, List<String> texts) {
		return owner().sql("select text from unnest(:texts) as text where not names_number(text, :pattern)")
			.param("texts", texts.toArray(String[]::new))
			.param("pattern", Notations.any(Notations.inTexts(number, List.of())))
			.query(String.class)
			.list();
	}

	private static boolean isFound(String number, List<String> raw, String text) {
		return matches(text, Notations.any(Notations.inTexts(number, raw)));
	}

	private static boolean matches(String text, String pattern) {
		return owner().sql("select names_number(:text, :pattern)")
			.param("text", text)
			.param("pattern", pattern)
			.query(Boolean.class)
			.single();
	}

	private record Pair(String first, String second) {
	}

}
