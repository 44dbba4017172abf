package io.callmeter.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data source that hears how the database answers each statement that is sent, and each of the functions that these
/// call: `auto_explain` tells the plans, as they are carried out, in notices.
final class Explaining {

	/// What a connection has to be opened with.
	static final String OPTIONS = "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 "
			+ "-c auto_explain.log_nested_statements=on -c auto_explain.log_format=json -c auto_explain.log_level=notice";

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

	/// Rows that are read bit by bit end with the transaction, and so does what is told
	/// of them.
	private Connection around(Connection connection) {
		return proxy(Connection.class, (method, arguments) -> {
			if (method.getName().equals("close")) {
				hear(connection.getWarnings());
			}
			Object result = invoke(connection, method, arguments);
			return switch (result) {
				case PreparedStatement statement -> around(PreparedStatement.class, statement);
				case Statement statement -> around(Statement.class, statement);
				case null, default -> result;
			};
		});
	}

	private <T extends Statement> T around(Class<T> type, T statement) {
		return proxy(type, (method, arguments) -> {
			Object result = invoke(statement, method, arguments);
			if (method.getName().startsWith("execute")) {
				hear(statement.getWarnings());
			}
			return result;
		});
	}

	private void hear(@Nullable SQLWarning first) {
		for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
			String notice = String.valueOf(warning.getMessage());
			if (notice.startsWith("duration: ")) {
				JsonNode told = JSON.readTree(notice.substring(notice.indexOf('{')));
				this.plans.add(new Plan(told.path("Query Text").asString(), told.path("Plan")));
			}
		}
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

	/// A statement, and how the database answered it.
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
