package io.callmeter.kpi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// What somebody who misspelt a name most likely meant.
final class Nearest {

	private Nearest() {
	}

	/// The name that takes the fewest changes of a letter, by Levenshtein's distance
	/// regardless of case.
	static String to(String typed, Collection<String> names) {
		String lower = typed.toLowerCase(Locale.ROOT);
		String cut = lower.substring(0, Math.min(lower.length(), 64));
		return names.stream()
			.min(Comparator.comparingInt((String name) -> distance(cut, name.toLowerCase(Locale.ROOT)))
				.thenComparing(Comparator.naturalOrder()))
			.orElseThrow();
	}

	private static int distance(String one, String other) {
		int[] above = new int[other.length() + 1];
		for (int column = 0; column < above.length; column++) {
			above[column] = column;
		}
		for (int row = 1; row <= one.length(); row++) {
			int[] here = new int[above.length];
			here[0] = row;
			for (int column = 1; column < here.length; column++) {
				int changed = above[column - 1] + ((one.charAt(row - 1) == other.charAt(column - 1)) ? 0 : 1);
				here[column] = Math.min(changed, Math.min(above[column], here[column - 1]) + 1);
			}
			above = here;
		}
		return above[other.length()];
	}

}
