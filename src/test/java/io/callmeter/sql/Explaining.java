package io.callmeter.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data source that asks for the plan of each statement, with its values, when it is sent: planned for these values
/// where the service has it planned so, and once for all values where it has it planned once.
final class Explaining {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final List<Plan> plans = new CopyOnWriteArrayList<>();

	/// What was planned since this was asked last.
	List<Plan> taken() {
		List<Plan> taken = List.copyOf(this.plans);
		this.plans.removeAll(taken);
		return taken;
	}

	DataSource around(DataSource source) {
		return proxy(DataSource.class, (method, arguments) -> {
			Object result = invoke(source, method, arguments);
			return (result instanceof Connection connection) ? around(connection) : result;
		});
	}

	private Connection around(Connection connection) {
		return proxy(Connection.class, (method, arguments) -> {
			Object result = invoke(connection, method, arguments);
			return (result instanceof PreparedStatement statement && method.getName().equals("prepareStatement"))
					? around(connection, statement, (String) arguments[0]) : result;
		});
	}

	private PreparedStatement around(Connection connection, PreparedStatement statement, String text) {
		List<Set> values = new ArrayList<>();
		return proxy(PreparedStatement.class, (method, arguments) -> {
			if (method.getName().startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer) {
				values.add(new Set(method, Arrays.asList(arguments.clone())));
			}
			boolean sent = method.getName().startsWith("execute");
			// Nothing can be explained before the isolation of a transaction is set.
			boolean begins = withoutComments(text).startsWith("set transaction");
			if (sent && !begins) {
				explainEach(connection, text, values);
			}
			Object result = invoke(statement, method, arguments);
			if (sent && begins) {
				explainEach(connection, text, values);
			}
			return result;
		});
	}

	/// Several statements may be sent as one text.
	private void explainEach(Connection connection, String text, List<Set> values) throws Throwable {
		int before = 0;
		for (String part : withoutComments(text).split(";", -1)) {
			String each = part.strip();
			int from = before;
			int to = from + (int) each.chars().filter((character) -> character == '?').count();
			before = to;
			if (isPlanned(each)) {
				explain(connection, each,
						values.stream()
							.filter((value) -> value.position() > from && value.position() <= to)
							.map((value) -> value.after(from))
							.toList());
			}
		}
	}

	private void explain(Connection connection, String text, List<Set> values) throws Throwable {
		try {
			this.plans.add(new Plan(text, isPlannedOnce(connection) ? plannedOnce(connection, text, values)
					: plannedByValues(connection, text, values)));
		}
		catch (SQLException ex) {
			throw new IllegalStateException("no plan of " + text, ex);
		}
	}

	private static JsonNode plannedByValues(Connection connection, String text, List<Set> values) throws Throwable {
		try (PreparedStatement explain = connection.prepareStatement("explain (format json) " + text)) {
			for (Set value : values) {
				value.on(explain);
			}
			try (var rows = explain.executeQuery()) {
				return plan(rows);
			}
		}
	}

	/// With the partitions that are left when the values are known.
	private static JsonNode plannedOnce(Connection connection, String text, List<Set> values) throws SQLException {
		var numbered = new StringBuilder();
		int parameters = 0;
		for (int i = 0; i < text.length(); i++) {
			numbered.append((text.charAt(i) == '?') ? "$" + ++parameters : text.substring(i, i + 1));
		}
		Map<Integer, Set> byPosition = new TreeMap<>();
		values.forEach((value) -> byPosition.put(value.position(), value));
		String types = byPosition.values().stream().map(Set::type).collect(Collectors.joining(", ", " (", ")"));
		String literals = byPosition.values().stream().map(Set::literal).collect(Collectors.joining(", ", " (", ")"));
		try (Statement statement = connection.createStatement()) {
			statement.execute("prepare explained" + ((parameters > 0) ? types : "") + " as " + numbered);
			try (var rows = statement
				.executeQuery("explain (format json) execute explained" + ((parameters > 0) ? literals : ""))) {
				return plan(rows);
			}
			finally {
				statement.execute("deallocate explained");
			}
		}
	}

	private static boolean isPlannedOnce(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var rows = statement.executeQuery("show plan_cache_mode")) {
			rows.next();
			return rows.getString(1).equals("force_generic_plan");
		}
	}

	private static JsonNode plan(ResultSet rows) throws SQLException {
		rows.next();
		return JSON.readTree(rows.getString(1)).get(0).path("Plan");
	}

	private static boolean isPlanned(String text) {
		return text.matches("(?is)(select|insert|update|delete|with)\\b.*");
	}

	private static String withoutComments(String text) {
		return text.replaceAll("(?m)--.*$", "").strip();
	}

	private static @Nullable Object invoke(Object target, Method method, @Nullable Object[] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static <T> T proxy(Class<T> type, Handler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(_, method, arguments) -> handler.handle(method, (arguments != null) ? arguments : new Object[0])));
	}

	@FunctionalInterface
	private interface Handler {

		@Nullable Object handle(Method method, Object[] arguments) throws Throwable;

	}

	/// A value as it was bound.
	private record Set(Method method, List<@Nullable Object> arguments) {

		int position() {
			return (Integer) Objects.requireNonNull(this.arguments.getFirst());
		}

		Set after(int before) {
			List<@Nullable Object> moved = new ArrayList<>(this.arguments);
			moved.set(0, position() - before);
			return new Set(this.method, moved);
		}

		void on(PreparedStatement statement) throws Throwable {
			invoke(statement, this.method, this.arguments.toArray());
		}

		private @Nullable Object value() {
			return this.method.getName().equals("setNull") ? null : this.arguments.get(1);
		}

		String type() {
			return switch (value()) {
				case Array array -> baseType(array) + "[]";
				case Integer _ -> "int";
				case Long _ -> "bigint";
				case null, default -> "unknown";
			};
		}

		private static String baseType(Array array) {
			try {
				return array.getBaseTypeName();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		String literal() {
			Object value = value();
			return (value != null) ? "'" + value.toString().replace("'", "''") + "'" : "null";
		}

	}

	/// A statement, and how the database means to answer it.
	record Plan(String text, JsonNode root) {

		/// Calls and legs, and their months, that are read from beginning to end.
		List<String> readWhole() {
			return nodes(this.root).stream()
				.filter((node) -> node.path("Node Type").asString().equals("Seq Scan"))
				.map((node) -> node.path("Relation Name").asString())
				.filter((relation) -> relation.matches("(call|leg)(_\\d{4}_\\d\\d|_before_\\d+)?"))
				.toList();
		}

		/// The months whose calls or legs are read by a range; where one is looked up by
		/// its
		/// start, only its month is opened.
		List<String> months() {
			return nodes(this.root).stream()
				.filter((node) -> Stream.of("Index Cond", "Filter", "Recheck Cond")
					.noneMatch((condition) -> node.path(condition).asString("").contains("(started_at = ")))
				.map((node) -> node.path("Relation Name").asString(""))
				.filter((relation) -> relation.matches("(call|leg)_(\\d{4}_\\d\\d|before_\\d+)"))
				.map((relation) -> relation.substring(relation.indexOf('_') + 1))
				.distinct()
				.sorted()
				.toList();
		}

		private static List<JsonNode> nodes(JsonNode node) {
			List<JsonNode> nodes = new ArrayList<>();
			nodes.add(node);
			node.path("Plans").forEach((below) -> nodes.addAll(nodes(below)));
			return nodes;
		}

	}

}
