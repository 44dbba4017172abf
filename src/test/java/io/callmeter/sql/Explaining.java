package io.callmeter.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data source that asks for the plan of each statement, with its values, before it is sent.
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
			if (method.getName().startsWith("execute") && isPlanned(text)) {
				explain(connection, text, values);
			}
			return invoke(statement, method, arguments);
		});
	}

	private void explain(Connection connection, String text, List<Set> values) throws Throwable {
		try (PreparedStatement explain = connection.prepareStatement("explain (format json) " + text)) {
			for (Set value : values) {
				invoke(explain, value.method(), value.arguments().toArray());
			}
			try (var rows = explain.executeQuery()) {
				rows.next();
				this.plans.add(new Plan(text, JSON.readTree(rows.getString(1)).get(0).path("Plan")));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("no plan of " + text, ex);
		}
	}

	private static boolean isPlanned(String text) {
		return text.replaceAll("(?m)^\\s*--.*$", "").strip().matches("(?is)(select|insert|update|delete|with)\\b.*");
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

	private record Set(Method method, List<@Nullable Object> arguments) {
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
