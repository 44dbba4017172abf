package io.callmeter.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// What was counted, as Markdown.
final class Report {

	private static final int MEGABYTE = 1024 * 1024;

	private final List<String> steps = new ArrayList<>();

	private final List<String> states = new ArrayList<>();

	private final List<String> bloat = new ArrayList<>();

	/// @param recovered null if it did not without a hand
	void step(Fault fault, Counts counts, Comparison found, @Nullable Duration recovered) {
		String line = "| %s | %,d | %,d | %d | %s | %d | %d | %d | %s |".formatted(fault, counts.requests(),
				counts.acknowledged(), counts.withStatus("500"), counts.toString().isEmpty() ? "–" : counts,
				found.lost().size(), found.twice().size(), found.figures().size(), (recovered != null)
						? String.format(Locale.ROOT, "%.1f s", recovered.toMillis() / 1000.0) : "not by itself");
		this.steps.add(line);
		System.out.println(line);
	}

	void skipped(Fault fault, String why) {
		this.steps.add("| %s | skipped: %s | | | | | | | |".formatted(fault, why));
	}

	/// What the replicas hold now.
	void state(String when, Site site) throws IOException, InterruptedException {
		for (Replica replica : site.replicas()) {
			this.states.add(
					"| %s, %s | %d | %d | %d | %d |".formatted(when, replica.name(), replica.liveHeapBytes() / MEGABYTE,
							replica.residentBytes() / MEGABYTE, replica.threads(), connections(site)));
		}
	}

	/// Of both replicas.
	static long connections(Site site) {
		return site.postgres()
			.asSuperuser("postgres")
			.sql("select count(*) from pg_stat_activity where usename = :service")
			.param("service", Postgres.APPLICATION)
			.query(Long.class)
			.single();
	}

	void bloat(Site site) {
		site.postgres().asSuperuser("callmeter").sql("""
				select relname, n_live_tup, n_dead_tup, pg_size_pretty(pg_total_relation_size(relid)), autovacuum_count
				  from pg_stat_user_tables
				 where n_dead_tup > 0
				 order by n_dead_tup desc, relname
				 limit 8""").query((row) -> {
			this.bloat.add("| `%s` | %,d | %,d | %s | %d |".formatted(row.getString(1), row.getLong(2), row.getLong(3),
					row.getString(4), row.getLong(5)));
		});
	}

	void write(Path file) throws IOException {
		String text = """
				| what fails | requests | changes acknowledged | 500 | other than success | lost | twice | wrong figures | \
				recovered after |
				|---|---|---|---|---|---|---|---|---|
				%s

				| replica | heap after GC, MB | RSS, MB | threads | connections of both |
				|---|---|---|---|---|
				%s

				| table | rows | dead rows | size | autovacuums |
				|---|---|---|---|---|
				%s
				"""
			.formatted(String.join("\n", this.steps), String.join("\n", this.states), String.join("\n", this.bloat));
		Files.writeString(file, text);
		System.out.println(text);
	}

}
