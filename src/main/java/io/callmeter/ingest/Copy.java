package io.callmeter.ingest;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.ByteStreamWriter;

import org.springframework.jdbc.core.JdbcOperations;

/// Rows of one tenant for one table, written by `COPY` in PostgreSQL's binary format: it stores them by the page and has
/// nothing to parse.
final class Copy<T> {

	private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

	private static final int NULL = -1;

	private static final int END = -1;

	private static final long EPOCH_SECOND = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

	private final String table;

	private final List<Column<T>> columns = new ArrayList<>();

	Copy(String table) {
		this.table = table;
	}

	Copy<T> text(String name, Function<T, @Nullable Object> value) {
		return column(name, value, (bytes, text) -> bytes.add(text.toString().getBytes(StandardCharsets.UTF_8)));
	}

	Copy<T> jsonb(String name, Function<T, @Nullable String> value) {
		// The first byte is the version of the format.
		return column(name, value, (bytes, json) -> bytes.add(("\1" + json).getBytes(StandardCharsets.UTF_8)));
	}

	Copy<T> instant(String name, Function<T, @Nullable Instant> value) {
		return column(name, value, (bytes, at) -> bytes.ofLength(Long.BYTES)
			.putLong((at.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + at.getNano() / 1_000));
	}

	Copy<T> integer(String name, Function<T, @Nullable Integer> value) {
		return column(name, value, (bytes, number) -> bytes.ofLength(Integer.BYTES).putInt(number));
	}

	Copy<T> bigint(String name, Function<T, @Nullable Long> value) {
		return column(name, value, (bytes, number) -> bytes.ofLength(Long.BYTES).putLong(number));
	}

	Copy<T> numeric(String name, Function<T, @Nullable BigDecimal> value) {
		return column(name, value, (bytes, number) -> bytes.add(ByteConverter.numeric(number)));
	}

	Copy<T> bool(String name, Function<T, @Nullable Boolean> value) {
		return column(name, value, (bytes, truth) -> bytes.ofLength(1).put((byte) (truth ? 1 : 0)));
	}

	Copy<T> uuid(String name, Function<T, @Nullable UUID> value) {
		return column(name, value,
				(bytes, id) -> bytes.ofLength(2 * Long.BYTES)
					.putLong(id.getMostSignificantBits())
					.putLong(id.getLeastSignificantBits()));
	}

	/// Writes all rows within the transaction of this thread.
	void send(JdbcOperations database, Tenant tenant, List<T> rows) {
		if (rows.isEmpty()) {
			return;
		}
		String statement = "copy " + this.table + " (tenant_id, "
				+ this.columns.stream().map(Column::name).collect(Collectors.joining(", "))
				+ ") from stdin (format binary)";
		ByteStreamWriter encoded = ByteStreamWriter.of(encoded(tenant, rows));
		database.execute((Connection connection) -> copy(connection, statement, encoded));
	}

	private static long copy(Connection connection, String statement, ByteStreamWriter rows) throws SQLException {
		try {
			return new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(statement, rows);
		}
		catch (IOException ex) {
			throw new SQLException("The rows could not be sent", ex);
		}
	}

	private ByteBuffer encoded(Tenant tenant, List<T> rows) {
		Bytes bytes = new Bytes(64 + rows.size() * this.columns.size() * 8);
		bytes.room(SIGNATURE.length + 2 * Integer.BYTES).put(SIGNATURE).putInt(0).putInt(0);
		for (T row : rows) {
			bytes.room(Short.BYTES).putShort((short) (1 + this.columns.size()));
			bytes.ofLength(Integer.BYTES).putInt(tenant.id());
			for (Column<T> column : this.columns) {
				column.append().accept(bytes, row);
			}
		}
		return bytes.room(Short.BYTES).putShort((short) END).flip();
	}

	private <V> Copy<T> column(String name, Function<T, @Nullable V> value, BiConsumer<Bytes, V> append) {
		this.columns.add(new Column<>(name, (bytes, row) -> {
			V known = value.apply(row);
			if (known != null) {
				append.accept(bytes, known);
			}
			else {
				bytes.room(Integer.BYTES).putInt(NULL);
			}
		}));
		return this;
	}

	private record Column<T>(String name, BiConsumer<Bytes, T> append) {
	}

	/// A buffer that grows.
	private static final class Bytes {

		private ByteBuffer buffer;

		Bytes(int capacity) {
			this.buffer = ByteBuffer.allocate(capacity);
		}

		/// The buffer, with room for some more bytes.
		ByteBuffer room(int bytes) {
			if (this.buffer.remaining() < bytes) {
				int capacity = Math.max(this.buffer.capacity() * 2, this.buffer.position() + bytes);
				this.buffer = ByteBuffer.allocate(capacity).put(this.buffer.flip());
			}
			return this.buffer;
		}

		/// The buffer, ready to take a value of so many bytes.
		ByteBuffer ofLength(int bytes) {
			return room(Integer.BYTES + bytes).putInt(bytes);
		}

		void add(byte[] value) {
			ofLength(value.length).put(value);
		}

	}

}
