package io.callmeter.kpi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What somebody who misspelt a name most likely meant.
final class Nearest {

	private static final int MOST_CHANGES = 3;

	private static final int LETTERS_A_CHANGE = 4;

	private Nearest() {
	}

	/// The name that takes the fewest changes of a letter or swaps of neighbours, by
	/// Levenshtein's distance with swaps regardless of case; empty where every name takes
	/// more than a few.
	static Optional<String> to(String typed, Collection<String> names) {
		String lower = typed.toLowerCase(Locale.ROOT);
		String cut = lower.substring(0, Math.min(lower.length(), 64));
		int few = Math.min(MOST_CHANGES, cut.length() / LETTERS_A_CHANGE);
		return names.stream()
			.filter((name) -> distance(cut, name.toLowerCase(Locale.ROOT)) <= few)
			.min(Comparator.comparingInt((String name) -> distance(cut, name.toLowerCase(Locale.ROOT)))
				.thenComparing(Comparator.naturalOrder()));
	}

	/// The name as a question that goes before the remedy; empty where none is near.
	static String question(String typed, Collection<String> names) {
		return to(typed, names).map((name) -> "did you mean " + name + "? ").orElse("");
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
