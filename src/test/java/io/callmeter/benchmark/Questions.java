package io.callmeter.benchmark;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// What questions cost: from cells beside from facts, beside `select 1` through the same layers, alone and while calls come
/// in.
final class Questions {

	/// The day that is asked for, on which calls come in, too.
	private static final LocalDate DAY = LocalDate.of(2025, 12, 15);

	private static final Duration MOST = Duration.ofSeconds(5);

	private static final Duration MOST_FROM_FACTS = Duration.ofSeconds(6);

	private static final Pattern PERCENTILE = Pattern
		.compile("\"value\":([0-9.E-]+)(,\"population\":[0-9.E-]+),\"errorBound\":([0-9.E-]+)");

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	/// The statement of an answer is the longest by far.
	private static final String SPENT = """
			select total_plan_time / calls, total_exec_time / calls
			  from watched.pg_stat_statements
			 where query not ilike '%pg_stat%' and calls >= 5
			 order by total_plan_time + total_exec_time desc
			 limit 1""";

	private Questions() {
	}

	/// Stores a year of calls without the service, and makes its cells.
	static void store(Server server, int calls) throws Exception {
		server.empty();
		server.name();
		Copies.copy(server, List.of(Table.values()), Copies.parts(calls), Copies.made(Year.of("year", calls)), 2);
		server.execute("analyze");
		try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
			List<Callable<Boolean>> months = new ArrayList<>();
			for (LocalDate month = Year.FROM; !month.isAfter(Year.TO); month = month.plusMonths(1)) {
				String rebuild = "select rebuild_cells(1, 'UTC', '" + month + " 00:00+00', '" + month.plusMonths(1)
						+ " 00:00+00')";
				months.add(() -> {
					server.execute(rebuild);
					return true;
				});
			}
			for (Future<Boolean> made : workers.invokeAll(months)) {
				made.get();
			}
		}
		server
			.execute("insert into rollup_state (tenant_id, fact_version, time_zone) values (1, fact_version(), 'UTC') "
					+ "on conflict do nothing", "vacuum (analyze)", "checkpoint");
	}

	/// Asks all of them while nothing else happens.
	static Result measure(Server server, Service service, int calls, boolean busy) throws Exception {
		Map<Question, Answered> answered = new LinkedHashMap<>();
		try (Wire wire = Wire.to(service.port())) {
			warmUp(wire);
			for (Question question : Question.ALL) {
				answered.put(question, ask(server, wire, question));
			}
		}
		if (!busy) {
			return new Result(calls, answered, Map.of(), 0);
		}
		Map<Question, Busy> whileBusy = new LinkedHashMap<>();
		double perSecond;
		try (Wire wire = Wire.to(service.port());
				Incoming incoming = Incoming.into(service, Year.ofDay("incoming", 100_000, DAY))) {
			for (Question question : Question.ALL) {
				Latency least = Latency.of(MOST, () -> wire.get(SelectOne.PATH).ok());
				whileBusy.put(question, new Busy(Latency.of(MOST, () -> wire.get(question.path()).ok()), least));
			}
			perSecond = incoming.perSecond();
		}
		return new Result(calls, answered, whileBusy, perSecond);
	}

	/// So that the first question is not asked of another service than the last.
	private static void warmUp(Wire wire) throws Exception {
		for (Question question : Question.ALL) {
			for (String path : List.of(SelectOne.PATH, question.path(), question.pathWithLinks())) {
				long end = System.nanoTime() + WARM_UP.toNanos();
				while (System.nanoTime() < end) {
					wire.get(path).ok();
				}
			}
		}
	}

	private static Answered ask(Server server, Wire wire, Question question) throws Exception {
		Wire.Answer fromCells = wire.get(question.path()).ok();
		Wire.Answer fromFacts = wire.get(question.pathFromFacts()).ok();
		if (!fromCells.plan().contains("rollups") || fromFacts.plan().contains("rollups")) {
			throw new IllegalStateException(question.name() + ": " + fromCells.plan() + ", " + fromFacts.plan());
		}
		requireSame(question, figures(fromCells), figures(fromFacts));
		Latency least = Latency.of(MOST, () -> wire.get(SelectOne.PATH).ok());
		Latency cells = Latency.of(MOST, () -> wire.get(question.path()).ok());
		server.execute("select watched.pg_stat_statements_reset()");
		Latency linked = Latency.of(MOST, () -> wire.get(question.pathWithLinks()).ok());
		List<String> spent = server.rows(SPENT).getFirst();
		Latency facts = Latency.of(MOST_FROM_FACTS, () -> wire.get(question.pathFromFacts()).ok());
		return new Answered(cells, linked, facts, least, Double.parseDouble(spent.get(0)),
				Double.parseDouble(spent.get(1)), fromCells.plan(), fromCells.body().length());
	}

	/// Percentiles may be longer than they are by their error bound, all else is the
	/// same.
	private static void requireSame(Question question, List<String> fromCells, List<String> fromFacts) {
		List<String> exact = new ArrayList<>();
		for (int i = 0; i < fromCells.size(); i++) {
			String facts = (i < fromFacts.size()) ? fromFacts.get(i) : "";
			var estimates = PERCENTILE.matcher(fromCells.get(i));
			var values = PERCENTILE.matcher(facts);
			boolean within = true;
			while (estimates.find()) {
				var estimate = new BigDecimal(estimates.group(1));
				within &= values.find() && new BigDecimal(values.group(1)).compareTo(estimate) <= 0
						&& new BigDecimal(values.group(1)).add(new BigDecimal(estimates.group(3)))
							.compareTo(estimate) >= 0;
			}
			exact.add(within ? PERCENTILE.matcher(fromCells.get(i)).replaceAll("$2") : "out of bounds");
		}
		if (!exact.equals(fromFacts.stream().map((facts) -> PERCENTILE.matcher(facts).replaceAll("$2")).toList())) {
			throw new IllegalStateException(question.name() + " has two answers:\n" + fromCells + "\n" + fromFacts);
		}
	}

	/// The time of the answer is another each time.
	private static List<String> figures(Wire.Answer answer) {
		List<String> figures = new ArrayList<>();
		var found = Pattern.compile("\"metrics\":\\{.*?\\}\\}").matcher(answer.body());
		while (found.find()) {
			figures.add(found.group());
		}
		return figures;
	}

	/// @param linked with links
	/// @param least `select 1`
	/// @param planned milliseconds that the database planned for one answer
	/// @param executed milliseconds that it worked for one answer
	/// @param plan where figures were taken from, as the service says
	/// @param bytes of the answer
	record Answered(Latency cells, Latency linked, Latency facts, Latency least, double planned, double executed,
			String plan, int bytes) {
	}

	/// The same while calls come in.
	record Busy(Latency cells, Latency least) {
	}

	/// @param perSecond how many calls came in
	record Result(int calls, Map<Question, Answered> idle, Map<Question, Busy> busy, double perSecond) {
	}

}
