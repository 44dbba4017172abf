package io.callmeter.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name that somebody who sent an unknown one most likely meant.
public final class Nearest {

	private static final int MAX_CHANGES = 3;

	private static final int LETTERS_PER_CHANGE = 4;

	private static final int MAX_LETTERS = 64;

	/// Where one word of a name ends and the next begins: `queue_name`, `queueName`.
	private static final Pattern WORD_END = Pattern.compile("[_.\\- ]|(?<=[a-z])(?=[A-Z])");

	private Nearest() {
	}

	/// The name that takes the fewest changes of a letter or swaps of neighbours, by
	/// Levenshtein's distance with swaps regardless of case; else the one that is the
	/// first word of what was typed. Empty where no name is near.
	public static Optional<String> to(String typed, Collection<String> names) {
		String lower = typed.toLowerCase(Locale.ROOT);
		String cut = lower.substring(0, Math.min(lower.length(), MAX_LETTERS));
		int few = Math.min(MAX_CHANGES, cut.length() / LETTERS_PER_CHANGE);
		return names.stream()
			.filter((name) -> distance(cut, name.toLowerCase(Locale.ROOT)) <= few)
			.min(Comparator.comparingInt((String name) -> distance(cut, name.toLowerCase(Locale.ROOT)))
				.thenComparing(Comparator.naturalOrder()))
			.or(() -> firstWord(typed, names));
	}

	/// The name as a question that ends a message, with a blank before it; empty where no
	/// name is near.
	public static String question(String typed, Collection<String> names) {
		return question(to(typed, names));
	}

	/// The same of a name that was found in another way.
	public static String question(Optional<String> meant) {
		return meant.map((name) -> " Did you mean " + name + "?").orElse("");
	}

	private static Optional<String> firstWord(String typed, Collection<String> names) {
		String word = WORD_END.split(typed, 2)[0];
		return (word.length() < typed.length())
				? names.stream().filter((name) -> name.equalsIgnoreCase(word)).findFirst() : Optional.empty();
	}

	private static int distance(String one, String other) {
		int[] above = new int[other.length() + 1];
		int[] beforeAbove = above;
		for (int column = 0; column < above.length; column++) {
			above[column] = column;
		}
		for (int row = 1; row <= one.length(); row++) {
			int[] here = new int[above.length];
			here[0] = row;
			for (int column = 1; column < here.length; column++) {
				int changed = above[column - 1] + ((one.charAt(row - 1) == other.charAt(column - 1)) ? 0 : 1);
				here[column] = Math.min(changed, Math.min(above[column], here[column - 1]) + 1);
				if (row > 1 && column > 1 && one.charAt(row - 1) == other.charAt(column - 2)
						&& one.charAt(row - 2) == other.charAt(column - 1)) {
					here[column] = Math.min(here[column], beforeAbove[column - 2] + 1);
				}
			}
			beforeAbove = above;
			above = here;
		}
		return above[other.length()];
	}

}
