package io.callmeter.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.postgresql.PGConnection;

/// Rows by `COPY`, the quickest way into PostgreSQL.
final class Copies {

	/// Calls that are encoded together.
	static final int PART = 1000;

	private Copies() {
	}

	/// The rows of a part of the calls.
	interface Rows {

		byte[] of(Table table, int part);

	}

	/// Rows that are made when they are wanted.
	static Rows made(Year year) {
		return (table, part) -> {
			var rows = new StringBuilder(PART * 200);
			int to = Math.min(year.calls(), (part + 1) * PART);
			for (int number = part * PART; number < to; number++) {
				table.append(rows, year.call(number));
			}
			return rows.toString().getBytes(StandardCharsets.UTF_8);
		};
	}

	static int parts(int calls) {
		return (calls + PART - 1) / PART;
	}

	/// Copies all parts into the tables, each connection its share of the time in one
	/// transaction.
	/// @return how long it took, connecting left out
	static Duration copy(Server server, List<Table> tables, int parts, Rows rows, int connections) throws Exception {
		List<Connection> open = new ArrayList<>();
		try (ExecutorService workers = Executors.newFixedThreadPool(connections)) {
			for (int i = 0; i < connections; i++) {
				Connection connection = server.connect();
				connection.setAutoCommit(false);
				open.add(connection);
			}
			List<Callable<Boolean>> tasks = new ArrayList<>();
			for (int i = 0; i < connections; i++) {
				Connection connection = open.get(i);
				int from = (int) ((long) parts * i / connections);
				int to = (int) ((long) parts * (i + 1) / connections);
				tasks.add(() -> {
					copy(connection, tables, from, to, rows);
					return true;
				});
			}
			long begun = System.nanoTime();
			for (Future<Boolean> done : workers.invokeAll(tasks)) {
				done.get();
			}
			return Duration.ofNanos(System.nanoTime() - begun);
		}
		finally {
			for (Connection connection : open) {
				connection.close();
			}
		}
	}

	private static void copy(Connection connection, List<Table> tables, int from, int to, Rows rows)
			throws SQLException {
		for (Table table : tables) {
			var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copy());
			for (int part = from; part < to; part++) {
				byte[] bytes = rows.of(table, part);
				copy.writeToCopy(bytes, 0, bytes.length);
			}
			copy.endCopy();
		}
		connection.commit();
	}

}
