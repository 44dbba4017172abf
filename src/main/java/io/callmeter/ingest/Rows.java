package io.callmeter.ingest;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// Rows for one statement, given to it as an array a column.
final class Rows<T> {

	private final List<T> rows;

	private StatementSpec statement;

	Rows(StatementSpec statement, List<T> rows) {
		this.statement = statement;
		this.rows = rows;
	}

	Rows<T> text(String name, Function<T, @Nullable Object> column) {
		return array(name, "text", new String[this.rows.size()], (row) -> {
			Object value = column.apply(row);
			return (value != null) ? value.toString() : null;
		});
	}

	Rows<T> instant(String name, Function<T, @Nullable Object> column) {
		return array(name, "timestamptz", new Object[this.rows.size()], column);
	}

	Rows<T> integer(String name, Function<T, @Nullable Integer> column) {
		return array(name, "int4", new Integer[this.rows.size()], column);
	}

	Rows<T> bigint(String name, Function<T, @Nullable Long> column) {
		return array(name, "int8", new Long[this.rows.size()], column);
	}

	Rows<T> numeric(String name, Function<T, @Nullable BigDecimal> column) {
		return array(name, "numeric", new BigDecimal[this.rows.size()], column);
	}

	Rows<T> bool(String name, Function<T, @Nullable Boolean> column) {
		return array(name, "bool", new Boolean[this.rows.size()], column);
	}

	Rows<T> uuid(String name, Function<T, @Nullable UUID> column) {
		return array(name, "uuid", new UUID[this.rows.size()], column);
	}

	/// Sends all rows in one round trip.
	void send() {
		this.statement.update();
	}

	StatementSpec statement() {
		return this.statement;
	}

	/// The driver sends arrays of a type that it knows in binary, others as text.
	private <V> Rows<T> array(String name, String type, @Nullable V[] values, Function<T, @Nullable V> column) {
		for (int i = 0; i < values.length; i++) {
			values[i] = column.apply(this.rows.get(i));
		}
		SqlTypeValue array = (statement, index, sqlType, typeName) -> statement.setArray(index,
				statement.getConnection().createArrayOf(type, values));
		this.statement = this.statement.param(name, array);
		return this;
	}

}
