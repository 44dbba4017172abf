package io.callmeter.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A page of tables. What people have written below the figures stays.
final class Report {

	private static final String KEPT = "\n## Where the time goes\n";

	private final StringBuilder page = new StringBuilder();

	/// The same so far.
	Report copy() {
		var copy = new Report();
		copy.page.append(this.page);
		return copy;
	}

	Report text(String text) {
		this.page.append(text.strip()).append("\n\n");
		return this;
	}

	Report heading(String heading) {
		return text("## " + heading);
	}

	Report table(List<String> head, List<List<String>> rows) {
		row(head);
		row(Collections.nCopies(head.size(), "---"));
		rows.forEach(this::row);
		this.page.append('\n');
		return this;
	}

	private void row(List<String> cells) {
		List<String> safe = new ArrayList<>(cells);
		safe.replaceAll((cell) -> cell.replace("|", "\\|"));
		this.page.append("| ").append(String.join(" | ", safe)).append(" |\n");
	}

	void write(Path file) throws IOException {
		String before = Files.exists(file) ? Files.readString(file) : "";
		int kept = before.indexOf(KEPT);
		Files.writeString(file,
				this.page.toString().stripTrailing() + "\n" + ((kept >= 0) ? before.substring(kept) : ""));
	}

	/// With as many digits as can be trusted.
	static String number(double value) {
		if (value >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (value >= 10) ? "%.1f" : "%.2f", value);
	}

	static String yes(boolean met) {
		return met ? "yes" : "**no**";
	}

}
