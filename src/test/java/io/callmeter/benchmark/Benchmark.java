package io.callmeter.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import static io.callmeter.benchmark.Report.number;
import static io.callmeter.benchmark.Report.yes;

/// Measures the service beside what the database does alone, on one machine and in one run, and writes the page.
public final class Benchmark {

	private final Options options;

	private Report report = new Report();

	private Benchmark(Options options) {
		this.options = options;
	}

	public static void main(String[] arguments) throws Exception {
		new Benchmark(Options.given()).run();
	}

	private void run() throws Exception {
		Files.createDirectories(this.options.folder());
		say("starts PostgreSQL");
		try (Server server = Server.start(this.options.folder())) {
			introduce(Machine.rows(this.options, server));
			Service.packaged(this.options, server).close();
			if (this.options.parts().contains("bulk")) {
				say("loads " + this.options.bulk() + " calls at once");
				bulk(BulkLoad.measure(this.options, server));
				write();
				say("loads as many calls of one week");
				week(BulkLoad.measureWeek(this.options, server));
				write();
			}
			if (this.options.parts().contains("single")) {
				say("sends single calls");
				single(SingleCalls.measure(this.options, server));
				write();
			}
			if (this.options.parts().contains("start")) {
				say("measures start-up");
				startUp(StartUp.measure(this.options, server));
				write();
			}
			if (this.options.parts().contains("questions")) {
				questions(server);
			}
		}
	}

	private void write() throws IOException {
		this.report.write(this.options.page());
		say("has written " + this.options.page());
	}

	private void introduce(List<List<String>> machine) {
		this.report.text("# Benchmark")
			.text("""
					What the service does beside what the database does alone, in one run on one machine, by

					```sh
					mvn -Pbenchmark verify
					```

					Client, service and database share the cores, so every figure is a ratio to something that was measured beside \
					it. `-Dbenchmark.calls=` says how many calls are stored when questions are asked (1000000), `-Dbenchmark.more=` \
					how many when they are asked once more (0: not), and `-Dbenchmark.arguments=` takes `-Dbenchmark.bulk=` (calls loaded at once, 200000), `-Dbenchmark.seconds=` \
					(how long single calls are sent, 10), `-Dbenchmark.parts=` (of `bulk,single,questions,start`), `-Dbenchmark.heap=` \
					(`-Xmx` of the service, 256m) and `-Dbenchmark.jvm=` (further options of its JVM, of a recording, say). \
					All calls are made up: a year of 10 queues, 200 agents and 5 campaigns.""")
			.table(List.of("", ""), machine);
	}

	private void questions(Server server) throws Exception {
		List<Footprint> footprints = new ArrayList<>();
		Questions.Result few = ask(server, this.options.calls(), true, footprints);
		Report before = this.report.copy();
		questions(few, null);
		footprints(footprints);
		write();
		if (this.options.more() > 0) {
			this.report = before;
			questions(few, ask(server, this.options.more(), false, footprints));
			footprints(footprints);
			write();
		}
	}

	private Questions.Result ask(Server server, int calls, boolean busy, List<Footprint> footprints) throws Exception {
		say("asks questions of " + calls + " calls");
		Questions.store(server, calls);
		footprints.add(Footprint.of(server, calls));
		try (Service service = Service.withSelectOne(this.options, server)) {
			return Questions.measure(server, service, calls, busy);
		}
	}

	private void bulk(BulkLoad.Result result) {
		double best = result.perSecond(result.bestCopied().time());
		double goal = 0.3;
		List<List<String>> rows = new ArrayList<>();
		for (BulkLoad.Copied copied : result.copied()) {
			double rate = result.perSecond(copied.time());
			rows.add(
					List.of("`COPY`, " + copied.connections() + " at once", number(rate), number(rate / best), "", ""));
		}
		double keyed = result.perSecond(result.withKeys());
		rows.add(List.of("`COPY` and `call_key`, " + result.bestCopied().connections() + " at once", number(keyed),
				number(keyed / best), "", ""));
		for (BulkLoad.Sent sent : result.sent()) {
			double rate = result.perSecond(sent.folded());
			boolean counts = sent.equals(result.bestSent());
			rows.add(List.of("HTTP, " + sent.streams() + " at once, all rolled up", number(rate), number(rate / best),
					counts ? "≥ " + goal : "", counts ? yes(rate / best >= goal) : ""));
		}
		double open = result.perSecond(result.open().folded());
		rows.add(List.of("HTTP, " + result.open().streams() + " at once, without row-level security", number(open),
				number(open / best), "", ""));
		this.report.heading("Calls at once")
			.text(number(result.calls()) + " calls, " + number(result.bytes() / (double) result.calls())
					+ " bytes each, as NDJSON over HTTP into a service that has taken " + number(BulkLoad.WARM_UP)
					+ " before, beside `COPY` of the same "
					+ "rows into the same empty tables; the best of each counts. The clock stops when all is committed and "
					+ "rolled up. That both sides left the same rows is checked.")
			.table(List.of("", "calls/s", "of the best `COPY`", "goal", "met"), rows);
		double copy = micros(result.bestCopied().time(), result);
		List<List<String>> parts = new ArrayList<>();
		parts.add(part("best `COPY` of `call` and `leg`", copy, copy));
		result.batches()
			.forEach((way, cost) -> parts
				.add(part("the same by " + way.title() + ", 1,000 calls each", micros(cost.time(), result), copy)));
		parts.add(part("`call_key` besides", micros(result.withKeys(), result) - copy, copy));
		parts.add(part("`note_changes`, 1,000 calls each", micros(result.noted(), result), copy));
		parts.add(part("`fold_changes`, 50,000 changes of legs and of calls each", micros(result.folded(), result),
				copy));
		this.report.text("What the parts cost by themselves, one connection each, in microseconds a call:")
			.table(List.of("", "µs a call", "of the best `COPY`"), parts)
			.text("Of that the database computed for a call, in microseconds: " + result.batches()
				.entrySet()
				.stream()
				.map((entry) -> number(micros(entry.getValue().computed(), result)) + " by " + entry.getKey().title())
				.collect(Collectors.joining(", ")) + ".");
		BulkLoad.Sent sent = result.bestSent();
		double seconds = sent.folded().toNanos() / 1e9;
		this.report
			.text("Of the best run over HTTP (" + sent.streams() + " streams, answered after "
					+ number(sent.answered().toNanos() / 1e9) + " s, rolled up after " + number(seconds)
					+ " s) the service was busy on " + number(sent.ours().toNanos() / 1e9 / seconds) + " cores ("
					+ number(micros(sent.ours(), result)) + " µs a call) and the database on "
					+ number(sent.theirs().toNanos() / 1e9 / seconds) + " (" + number(micros(sent.theirs(), result))
					+ " µs a call). What the database was busy with, as it says itself:")
			.table(List.of("statement", "times", "ms", "% of the database's time"),
					sent.statements()
						.stream()
						.map((row) -> List.of("`" + row.get(0).strip() + "`", row.get(1), row.get(2), row.get(3)))
						.toList());
		memory(result);
	}

	private void week(BulkLoad.Week week) {
		double copied = week.copiedPerSecond();
		double sent = week.sentPerSecond();
		this.report
			.text("As many calls of one week instead of a year, each way once. A year of so few calls is sparse, and "
					+ "nearly every call makes rollups of its own; in a week calls share them, as those of a busy centre do.")
			.table(List.of("", "calls/s", "of `COPY`"),
					List.of(List.of("`COPY`, " + week.copied().connections() + " at once", number(copied), number(1.0)),
							List.of("HTTP, " + week.sent().streams() + " at once, all rolled up", number(sent),
									number(sent / copied))));
	}

	private void memory(BulkLoad.Result result) {
		result.memory().ifPresent((bytes) -> {
			double mebibytes = bytes / (double) (1 << 20);
			this.report.table(List.of("most memory that the service had at once, from its start on", "goal", "met"),
					List.of(List.of(number(mebibytes) + " MiB", "≤ 512 MiB", yes(mebibytes <= 512))));
		});
	}

	private static List<String> part(String name, double micros, double copy) {
		return List.of(name, number(micros), number(micros / copy));
	}

	private static double micros(Duration time, BulkLoad.Result result) {
		return time.toNanos() / 1e3 / result.calls();
	}

	private void single(SingleCalls.Result result) {
		double ratio = result.posted().perSecond() / result.inserted().perSecond();
		this.report.heading("Calls one by one")
			.text("One call a request over " + SingleCalls.CONNECTIONS
					+ " connections, beside begin, two inserts, commit "
					+ "of the same rows over as many connections to the database; each for "
					+ this.options.measured().toSeconds() + " s after a warm-up. The service was busy on "
					+ number(result.ourCores()) + " cores and the database on " + number(result.theirCores()) + ".")
			.table(List.of("", "calls/s", "p50 ms", "p99 ms", "ratio", "goal", "met"),
					List.of(rate("inserts", result.inserted(), "1", "", ""),
							rate("`POST /v1/calls`", result.posted(), number(ratio), "≥ 1", yes(ratio >= 1))));
	}

	private static List<String> rate(String name, SingleCalls.Rate rate, String ratio, String goal, String met) {
		return List.of(name, number(rate.perSecond()), number(rate.latency().p50()), number(rate.latency().p99()),
				ratio, goal, met);
	}

	private void questions(Questions.Result result, Questions.@Nullable Result more) {
		this.report.heading("Questions")
			.text("`GET /v1/kpis` beside the same answer from facts (`rollups=false`) and beside `select 1` through the "
					+ "same layers of the same process. All values of an answer are the same from rollups and from facts, which is "
					+ "checked. Milliseconds; ratios are of medians.");
		idle(result);
		if (more != null) {
			idle(more);
			List<List<String>> flat = new ArrayList<>();
			result.idle().forEach((question, answered) -> {
				double ratio = Objects.requireNonNull(more.idle().get(question)).cells().p50() / answered.cells().p50();
				flat.add(List.of(question.name(), number(ratio), question.wholeDays() ? "≤ 1.2" : "",
						question.wholeDays() ? yes(ratio <= 1.2) : ""));
			});
			this.report
				.text("The time with " + number(more.calls()) + " calls divided by that with " + number(result.calls())
						+ ":")
				.table(List.of("", "ratio", "goal", "met"), flat);
		}
		List<List<String>> busy = new ArrayList<>();
		result.busy().forEach((question, asked) -> {
			Latency before = Objects.requireNonNull(result.idle().get(question)).cells();
			Latency least = Objects.requireNonNull(result.idle().get(question)).least();
			double ratio = asked.cells().p99() / before.p99();
			busy.add(List.of(question.name(), number(before.p99()), number(asked.cells().p50()),
					number(asked.cells().p99()), number(asked.least().p99() / least.p99()), number(ratio), "≤ 2",
					yes(ratio <= 2)));
		});
		this.report
			.text("The same while calls of the day asked for come in one by one over HTTP, "
					+ number(result.perSecond()) + " a second of " + Incoming.PER_SECOND + " that were meant to:")
			.table(List.of("", "p99 idle", "p50", "p99", "p99 of `select 1` / idle", "p99 / idle", "goal", "met"),
					busy);
	}

	private void idle(Questions.Result result) {
		List<List<String>> rows = new ArrayList<>();
		result.idle().forEach((question, answered) -> {
			double ratio = answered.cells().p50() / answered.least().p50();
			rows.add(List.of(question.name(), number(answered.cells().p50()), number(answered.cells().p99()),
					number(answered.least().p50()), number(answered.least().p99()), number(answered.facts().p50()),
					number(answered.facts().p99()), number(answered.cells().p50() / answered.facts().p50()),
					number(ratio), (question.goal() > 0) ? "≤ " + question.goal() : "",
					(question.goal() > 0) ? yes(ratio <= question.goal()) : ""));
		});
		this.report.text(number(result.calls()) + " calls stored:")
			.table(List.of("", "p50", "p99", "`select 1` p50", "p99", "from facts p50", "p99", "of facts",
					"of `select 1`", "goal", "met"), rows);
		List<List<String>> parts = new ArrayList<>();
		result.idle().forEach((question, answered) -> {
			double ratio = answered.linked().p50() / answered.least().p50();
			parts.add(List.of(question.name(), number(answered.linked().p50()), number(answered.linked().p99()),
					number(ratio), number(answered.planned()), number(answered.executed()),
					number(answered.bytes() / 1024.0), "`" + answered.plan() + "`"));
		});
		this.report
			.text("The same with links to the calls behind each value (`links=true`), and what of it the database took "
					+ "by its own account; the size is that of the answer without links:")
			.table(List.of("", "p50", "p99", "of `select 1`", "planned", "executed", "KiB", "taken from"), parts);
	}

	private void footprints(List<Footprint> footprints) {
		List<List<String>> rows = new ArrayList<>();
		for (Footprint footprint : footprints) {
			double without = footprint.perCall(footprint.facts() + footprint.keys());
			double with = without + footprint.perCall(footprint.cells());
			rows.add(List.of(number(footprint.calls()), number(footprint.perCall(footprint.facts())), number(without),
					number(with), number(with / without)));
		}
		this.report.heading("Disk")
			.text("Bytes a call, indexes and all:")
			.table(List.of("calls in the year", "calls and legs", "with keys and customers", "with rollups",
					"with rollups / without"), rows);
	}

	private void startUp(Map<String, Double> seconds) {
		double plain = seconds.values().iterator().next();
		List<List<String>> rows = new ArrayList<>();
		seconds.forEach((way, each) -> rows.add(List.of(way, number(each), number(each / plain),
				way.contains("AOT") ? "≤ 0.5" : "", way.contains("AOT") ? yes(each / plain <= 0.5) : "")));
		this.report.heading("Start-up")
			.text("From the start of the process to the first answer that it is ready, the database there and migrated; "
					+ "the median of three. The image starts as the last row says; `mvn -Paot package` makes the same for a "
					+ "JVM without containers.")
			.table(List.of("", "s", "of the first", "goal", "met"), rows);
	}

	private static void say(String what) {
		System.out.println("Benchmark " + what);
	}

}
