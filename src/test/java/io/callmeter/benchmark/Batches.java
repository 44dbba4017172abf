package io.callmeter.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Ways to write calls and legs in transactions of 1,000 calls, one connection each.
enum Batches {

	/// One array a column.
	ARRAYS("`insert` from arrays") {
		@Override
		Part prepare(Connection connection, Table table, byte[] rows) throws SQLException {
			Map<String, String> types = types(connection, table);
			List<@Nullable String[]> columns = columns(rows, types.size());
			String arrays = types.values()
				.stream()
				.map((type) -> "?::" + type + "[]")
				.collect(Collectors.joining(", "));
			String statement = "insert into " + table.table() + " (" + table.columns() + ") select * from unnest("
					+ arrays + ")";
			return () -> {
				try (var insert = connection.prepareStatement(statement)) {
					int at = 0;
					for (String type : types.values()) {
						insert.setArray(at + 1, connection.createArrayOf(type, columns.get(at)));
						at++;
					}
					insert.executeUpdate();
				}
			};
		}
	},

	/// Into a table of the transaction, and from there.
	TEMPORARY("`COPY` into a temporary table, `insert` from it") {
		@Override
		Part prepare(Connection connection, Table table, byte[] rows) throws SQLException {
			String temporary = table.table() + "_sent";
			try (Statement statement = connection.createStatement()) {
				statement
					.execute("create temporary table if not exists " + temporary + " on commit delete rows as select "
							+ table.columns() + " from " + table.table() + " limit 0");
			}
			connection.commit();
			String copy = table.copy().replace("copy " + table.table(), "copy " + temporary);
			return () -> {
				copy(connection, copy, rows);
				try (var insert = connection.prepareStatement("insert into " + table.table() + " (" + table.columns()
						+ ") select " + table.columns() + " from " + temporary)) {
					insert.executeUpdate();
				}
			};
		}
	},

	/// Into the tables themselves.
	COPY("`COPY`") {
		@Override
		Part prepare(Connection connection, Table table, byte[] rows) {
			return () -> copy(connection, table.copy(), rows);
		}
	};

	private final String title;

	Batches(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/// Makes all that the client has to make, so that only the database is measured.
	abstract Part prepare(Connection connection, Table table, byte[] rows) throws SQLException;

	/// How long each way takes, and what the database computed meanwhile.
	static Map<Batches, Cost> measure(Server server, int parts, Copies.Rows rows) throws Exception {
		Map<Batches, Cost> costs = new LinkedHashMap<>();
		for (Batches way : values()) {
			server.empty();
			try (Connection connection = server.connect()) {
				connection.setAutoCommit(false);
				List<Part> prepared = new ArrayList<>();
				for (int part = 0; part < parts; part++) {
					for (Table table : List.of(Table.CALL, Table.LEG)) {
						prepared.add(way.prepare(connection, table, rows.of(table, part)));
					}
				}
				Duration cpu = server.cpu();
				long begun = System.nanoTime();
				for (int i = 0; i < prepared.size(); i++) {
					prepared.get(i).write();
					if (i % 2 == 1) {
						connection.commit();
					}
				}
				costs.put(way, new Cost(Duration.ofNanos(System.nanoTime() - begun), server.cpu().minus(cpu)));
			}
		}
		return costs;
	}

	private static void copy(Connection connection, String statement, byte[] rows) throws SQLException {
		var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
		copy.writeToCopy(rows, 0, rows.length);
		copy.endCopy();
	}

	/// The types of the columns that are written, in their order.
	private static Map<String, String> types(Connection connection, Table table) throws SQLException {
		Map<String, String> all = new HashMap<>();
		try (var columns = connection.getMetaData().getColumns(null, "public", table.table(), null)) {
			while (columns.next()) {
				all.put(columns.getString("COLUMN_NAME"), columns.getString("TYPE_NAME"));
			}
		}
		Map<String, String> types = new LinkedHashMap<>();
		for (String column : table.columns().split(", ", -1)) {
			types.put(column, all.get(column));
		}
		return types;
	}

	private static List<@Nullable String[]> columns(byte[] rows, int count) {
		List<String[]> lines = new String(rows, StandardCharsets.UTF_8).lines()
			.map((line) -> line.split("\t", -1))
			.toList();
		List<@Nullable String[]> columns = new ArrayList<>();
		for (int column = 0; column < count; column++) {
			int at = column;
			columns.add(lines.stream().map((line) -> line[at].equals("\\N") ? null : line[at]).toArray(String[]::new));
		}
		return columns;
	}

	/// Rows that are ready to be written.
	interface Part {

		void write() throws SQLException;

	}

	/// @param computed by the database
	record Cost(Duration time, Duration computed) {
	}

}
