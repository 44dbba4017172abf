package io.callmeter.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// One call at a time over many connections: by HTTP beside plain inserts of the same rows.
final class SingleCalls {

	static final int CONNECTIONS = 64;

	private static final Duration WARM_UP = Duration.ofSeconds(30);

	private static final int MOST = 2_000_000;

	private SingleCalls() {
	}

	static Result measure(Options options, Server server) throws Exception {
		server.empty();
		Rate inserted;
		List<Sender> senders = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				senders.add(new Inserts(server.connect()));
			}
			inserted = rate(options, senders, Year.of("inserted", MOST));
		}
		finally {
			close(senders);
		}
		server.empty();
		try (Service service = Service.packaged(options, server)) {
			Duration ours = service.cpu();
			Duration theirs = server.cpu();
			long begun = System.nanoTime();
			List<Sender> posts = new ArrayList<>();
			try {
				for (int i = 0; i < CONNECTIONS; i++) {
					posts.add(new Posts(Wire.to(service.port())));
				}
				Rate posted = rate(options, posts, Year.of("inserted", MOST));
				double seconds = (System.nanoTime() - begun) / 1e9;
				return new Result(inserted, posted, service.cpu().minus(ours).toNanos() / 1e9 / seconds,
						server.cpu().minus(theirs).toNanos() / 1e9 / seconds);
			}
			finally {
				close(posts);
			}
		}
	}

	private static void close(List<Sender> senders) throws IOException, SQLException {
		for (Sender sender : senders) {
			sender.close();
		}
	}

	private static Rate rate(Options options, List<Sender> senders, Year year) throws Exception {
		var next = new AtomicInteger();
		run(senders, year, next, WARM_UP);
		long begun = System.nanoTime();
		long[] nanos = run(senders, year, next, options.measured());
		return new Rate(nanos.length / ((System.nanoTime() - begun) / 1e9), Latency.of(nanos));
	}

	private static long[] run(List<Sender> senders, Year year, AtomicInteger next, Duration time) throws Exception {
		try (ExecutorService workers = Executors.newFixedThreadPool(senders.size())) {
			long end = System.nanoTime() + time.toNanos();
			List<Callable<long[]>> tasks = senders.stream()
				.<Callable<long[]>>map((sender) -> () -> until(end, sender, year, next))
				.toList();
			List<long[]> all = new ArrayList<>();
			for (Future<long[]> done : workers.invokeAll(tasks)) {
				all.add(done.get());
			}
			return all.stream().flatMapToLong(Arrays::stream).toArray();
		}
	}

	private static long[] until(long end, Sender sender, Year year, AtomicInteger next) throws Exception {
		long[] nanos = new long[1024];
		int sent = 0;
		for (int number = next.getAndIncrement(); number < year.calls(); number = next.getAndIncrement()) {
			StoredCall call = year.call(number);
			long before = System.nanoTime();
			if (before >= end) {
				break;
			}
			sender.send(call);
			if (sent == nanos.length) {
				nanos = Arrays.copyOf(nanos, sent * 2);
			}
			nanos[sent++] = System.nanoTime() - before;
		}
		return Arrays.copyOf(nanos, sent);
	}

	/// Stores one call and returns when it is committed.
	private interface Sender extends AutoCloseable {

		void send(StoredCall call) throws IOException, SQLException;

		@Override
		void close() throws IOException, SQLException;

	}

	/// By the service.
	private record Posts(Wire wire) implements Sender {

		@Override
		public void send(StoredCall call) throws IOException {
			this.wire.post("/v1/calls", "application/json", call.json()).ok();
		}

		@Override
		public void close() throws IOException {
			this.wire.close();
		}

	}

	/// By the driver alone: begin, two inserts, commit.
	private static final class Inserts implements Sender {

		private final Connection connection;

		private final PreparedStatement calls;

		/// By how many rows they insert.
		private final Map<Integer, PreparedStatement> legs = new HashMap<>();

		Inserts(Connection connection) throws SQLException {
			this.connection = connection;
			this.connection.setAutoCommit(false);
			this.calls = connection.prepareStatement(insert("call", Table.CALL, 1));
		}

		private static String insert(String table, Table columns, int rows) {
			String row = "(1" + ", ?".repeat(columns.columns().split(", ", -1).length - 1) + ")";
			return "insert into " + table + " (" + columns.columns() + ") values " + row
					+ (", " + row).repeat(rows - 1);
		}

		@Override
		public void send(StoredCall call) throws SQLException {
			bind(this.calls, 0, call.callId(), call.startedAt(), call.direction(), call.answeredAt(), call.endedAt(),
					call.from(), call.from(), call.to(), call.to(), call.campaign(), "pbx1", call.outcome(),
					call.customerId());
			this.calls.executeUpdate();
			int count = call.legs().size();
			if (count > 0) {
				PreparedStatement statement = this.legs.get(count);
				if (statement == null) {
					statement = this.connection.prepareStatement(insert("leg", Table.LEG, count));
					this.legs.put(count, statement);
				}
				int bound = 0;
				for (StoredLeg leg : call.legs()) {
					bound = bind(statement, bound, call.callId(), call.startedAt(), leg.legId(), leg.queue(),
							leg.agent(), leg.ivr(), leg.queuedAt(), leg.answeredAt(), leg.endedAt(),
							Table.micros(leg.hold()), (leg.hold() != null) ? 1 : null, Table.micros(leg.wrapUp()),
							leg.outcome());
				}
				statement.executeUpdate();
			}
			this.connection.commit();
		}

		/// Names types only of what is no text, so that one statement is prepared once.
		private static int bind(PreparedStatement statement, int bound, @Nullable Object... values)
				throws SQLException {
			int at = bound;
			for (Object value : values) {
				at++;
				switch (value) {
					case null -> statement.setNull(at, Types.NULL);
					case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
					default -> statement.setObject(at, value);
				}
			}
			return at;
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
		}

	}

	/// How many calls a second, and how long one takes.
	record Rate(double perSecond, Latency latency) {
	}

	/// @param ourCores how many cores the service was busy on
	/// @param theirCores how many the database was
	record Result(Rate inserted, Rate posted, double ourCores, double theirCores) {
	}

}
