package io.callmeter.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Many calls at once: NDJSON over HTTP beside `COPY` of the same rows.
final class BulkLoad {

	private static final String ROWS = """
			select count(*) || ' ' || coalesce(sum(hashtextextended(row(%s)::text, 0)::numeric), 0) from %s
			""";

	/// The service has it back when it starts again.
	private static final String OPEN_TO_ALL = """
			do $$
			declare
			  isolated regclass;
			begin
			  for isolated in select oid from pg_class where relrowsecurity loop
			    execute format('alter table %s disable row level security', isolated);
			  end loop;
			end $$""";

	private static final String UNFOLDED = """
			select (select count(*) from leg_change) + (select count(*) from call_change)
			""";

	/// So many calls before the clock starts, or less than a second of what is measured
	/// is compiled.
	static final int WARM_UP = 50_000;

	private static final int FOLD = 50_000;

	private static final LocalDate WEEK = LocalDate.of(2025, 9, 15);

	private static final int WEEK_STREAMS = 2;

	private final Options options;

	private final Server server;

	private final Year year;

	private final int parts;

	private final List<byte[]> lines = new ArrayList<>();

	private final Map<Table, List<byte[]>> rows = new EnumMap<>(Table.class);

	private BulkLoad(Options options, Server server, Year year) {
		this.options = options;
		this.server = server;
		this.year = year;
		this.parts = Copies.parts(year.calls());
	}

	static Result measure(Options options, Server server) throws Exception {
		var load = new BulkLoad(options, server, Year.of("bulk", options.bulk()));
		load.encode();
		return load.measure();
	}

	/// The same number of calls in one week.
	static Week measureWeek(Options options, Server server) throws Exception {
		var load = new BulkLoad(options, server, Year.ofWeek("week", options.bulk(), WEEK));
		load.encode();
		return load.measureOnce();
	}

	/// Once for all, so that neither side waits for it.
	private void encode() {
		for (int part = 0; part < this.parts; part++) {
			this.lines.add(lines(this.year, part));
		}
		Copies.Rows made = Copies.made(this.year);
		for (Table table : Table.values()) {
			List<byte[]> encoded = new ArrayList<>();
			for (int part = 0; part < this.parts; part++) {
				encoded.add(made.of(table, part));
			}
			this.rows.put(table, encoded);
		}
	}

	private static byte[] lines(Year year, int part) {
		var text = new StringBuilder(Copies.PART * 600);
		int to = Math.min(year.calls(), (part + 1) * Copies.PART);
		for (int number = part * Copies.PART; number < to; number++) {
			year.call(number).appendJson(text);
			text.append('\n');
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private Result measure() throws Exception {
		List<Sent> sent = new ArrayList<>();
		for (int streams : List.of(1, 2, 4)) {
			sent.add(send(streams, true));
		}
		Sent best = sent.stream().min(Comparator.comparing(Sent::folded)).orElseThrow();
		Sent open = send(best.streams(), false);
		String stored = checksum();
		List<Copied> copied = new ArrayList<>();
		for (int connections : List.of(1, 2, 4)) {
			copied.add(new Copied(connections, copy(List.of(Table.CALL, Table.LEG), connections)));
		}
		checkSame(stored, checksum());
		Copied bestCopied = copied.stream().min(Comparator.comparing(Copied::time)).orElseThrow();
		Duration withKeys = copy(List.of(Table.values()), bestCopied.connections());
		Map<Batches, Batches.Cost> batches = Batches.measure(this.server, this.parts, this::rows);
		copy(List.of(Table.values()), bestCopied.connections());
		this.server.execute("analyze");
		Duration noted = note();
		Duration folded = fold();
		long bytes = this.lines.stream().mapToLong((part) -> part.length).sum();
		return new Result(this.options.bulk(), bytes, sent, open, copied, batches, withKeys, noted, folded);
	}

	private Week measureOnce() throws Exception {
		Sent sent = send(WEEK_STREAMS, true);
		String stored = checksum();
		var copied = new Copied(WEEK_STREAMS, copy(List.of(Table.CALL, Table.LEG), WEEK_STREAMS));
		checkSame(stored, checksum());
		return new Week(this.year.calls(), sent, copied);
	}

	private static void checkSame(String stored, String copied) {
		if (!stored.equals(copied)) {
			throw new IllegalStateException("The service stored other rows than COPY: " + stored + ", " + copied);
		}
	}

	/// Sends all lines to a service that is warm, and waits until all of it is folded.
	private Sent send(int streams, boolean isolated) throws Exception {
		this.server.empty();
		try (Service service = Service.packaged(this.options, this.server)) {
			Year first = Year.of("warm", Math.min(WARM_UP, this.options.bulk()));
			List<byte[]> warm = new ArrayList<>();
			for (int part = 0; part < Copies.parts(first.calls()); part++) {
				warm.add(lines(first, part));
			}
			if (!isolated) {
				this.server.execute(OPEN_TO_ALL);
			}
			post(service, warm, streams);
			awaitFolded();
			this.server.execute("delete from call where call_id like 'warm:%'",
					"delete from leg where call_id like 'warm:%'", "delete from call_key where call_id like 'warm:%'",
					"checkpoint", "select pg_stat_reset(), watched.pg_stat_statements_reset()");
			Duration ours = service.cpu();
			Duration theirs = this.server.cpu();
			long begun = System.nanoTime();
			post(service, this.lines, streams);
			Duration answered = Duration.ofNanos(System.nanoTime() - begun);
			awaitFolded();
			Duration folded = Duration.ofNanos(System.nanoTime() - begun);
			return new Sent(streams, answered, folded, service.cpu().minus(ours), this.server.cpu().minus(theirs),
					service.peakMemory(), statements());
		}
	}

	private static void post(Service service, List<byte[]> lines, int streams) throws Exception {
		try (ExecutorService workers = Executors.newFixedThreadPool(streams)) {
			List<Callable<Wire.Answer>> tasks = new ArrayList<>();
			for (int i = 0; i < streams; i++) {
				List<byte[]> share = lines.subList(lines.size() * i / streams, lines.size() * (i + 1) / streams);
				tasks.add(() -> {
					try (Wire wire = Wire.to(service.port())) {
						return wire.post("/v1/calls", "application/x-ndjson", share);
					}
				});
			}
			for (Future<Wire.Answer> answer : workers.invokeAll(tasks)) {
				String body = answer.get().ok().body();
				if (!body.contains("\"rejectedCount\":0")) {
					throw new IllegalStateException(body);
				}
			}
		}
	}

	private void awaitFolded() throws SQLException, InterruptedException {
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
			for (int attempt = 0; attempt < 30_000; attempt++) {
				try (var row = statement
					.executeQuery("select exists (select from leg_change) or exists (select from call_change)")) {
					row.next();
					if (!row.getBoolean(1)) {
						return;
					}
				}
				TimeUnit.MILLISECONDS.sleep(20);
			}
		}
		throw new IllegalStateException("Changes are not folded");
	}

	/// What took the database longest, as it says itself.
	private List<List<String>> statements() throws SQLException {
		return this.server.rows("""
				select left(regexp_replace(query, '\\s+', ' ', 'g'), 60), calls, round(total_exec_time::numeric)
				     , round(100 * total_exec_time::numeric / sum(total_exec_time::numeric) over ())
				  from watched.pg_stat_statements
				 where query not ilike '%pg_stat%' and query not like 'select exists (select from leg_change%'
				 order by total_exec_time desc
				 limit 8""");
	}

	private Duration copy(List<Table> tables, int connections) throws Exception {
		this.server.empty();
		return Copies.copy(this.server, tables, this.parts, this::rows, connections);
	}

	private byte[] rows(Table table, int part) {
		return Objects.requireNonNull(this.rows.get(table)).get(part);
	}

	/// What is left of calls and legs when customers' ids, which the service draws, are
	/// left out.
	private String checksum() throws SQLException {
		return this.server.text(ROWS.formatted(Table.CALL.columns().replace(", customer_id", ""), "call")) + ", "
				+ this.server.text(ROWS.formatted(Table.LEG.columns(), "leg"));
	}

	/// Notes the facts of all calls as the service does, with nothing else.
	private Duration note() throws SQLException {
		try (Connection connection = this.server.connect();
				var statement = connection
					.prepareStatement("select note_changes(1, 1::smallint, ?::text[], ?::timestamptz[])")) {
			long begun = System.nanoTime();
			for (int part = 0; part < this.parts; part++) {
				List<StoredCall> calls = new ArrayList<>();
				for (int number = part * Copies.PART; number < Math.min(this.year.calls(),
						(part + 1) * Copies.PART); number++) {
					calls.add(this.year.call(number));
				}
				statement.setArray(1,
						connection.createArrayOf("text", calls.stream().map(StoredCall::callId).toArray()));
				statement.setArray(2, connection.createArrayOf("text",
						calls.stream().map((call) -> call.startedAt().toString()).toArray()));
				statement.execute();
			}
			return Duration.ofNanos(System.nanoTime() - begun);
		}
	}

	private Duration fold() throws SQLException {
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
			long begun = System.nanoTime();
			while (this.server.number(UNFOLDED) > 0) {
				statement.execute("select fold_changes(1, 'UTC', " + FOLD + ")");
			}
			return Duration.ofNanos(System.nanoTime() - begun);
		}
	}

	/// @param answered when all was stored
	/// @param folded when all was in cells, too
	/// @param ours what the service computed
	/// @param theirs what the database computed
	record Sent(int streams, Duration answered, Duration folded, Duration ours, Duration theirs, OptionalLong memory,
			List<List<String>> statements) {
	}

	/// How long `COPY` took.
	record Copied(int connections, Duration time) {
	}

	/// Calls of one week, sent and copied once.
	record Week(int calls, Sent sent, Copied copied) {

		double sentPerSecond() {
			return this.calls / (this.sent.folded().toNanos() / 1e9);
		}

		double copiedPerSecond() {
			return this.calls / (this.copied.time().toNanos() / 1e9);
		}

	}

	/// @param bytes of all lines
	/// @param open the best once more, where the database tells no tenants apart
	/// @param batches what the ways to write a batch cost
	/// @param withKeys how long `COPY` took with the keys of calls
	/// @param noted how long the database took to note facts
	/// @param folded how long it took to fold them
	record Result(int calls, long bytes, List<Sent> sent, Sent open, List<Copied> copied,
			Map<Batches, Batches.Cost> batches, Duration withKeys, Duration noted, Duration folded) {

		Sent bestSent() {
			return this.sent.stream().min(Comparator.comparing(Sent::folded)).orElseThrow();
		}

		Copied bestCopied() {
			return this.copied.stream().min(Comparator.comparing(Copied::time)).orElseThrow();
		}

		OptionalLong memory() {
			return this.sent.stream().flatMapToLong((each) -> each.memory().stream()).max();
		}

		double perSecond(Duration time) {
			return this.calls / (time.toNanos() / 1e9);
		}

	}

}
