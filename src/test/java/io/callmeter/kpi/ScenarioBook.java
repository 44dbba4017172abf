package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The scenarios of a page for people: its headings, its tables of what happened and its tables of figures. Whatever is
/// not understood is refused with its line, so that no figure stands on the page unchecked.
final class ScenarioBook {

	private static final LocalDate MONDAY = LocalDate.of(2025, 11, 10);

	private static final List<String> WEEK = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

	private static final String NOTHING = "–";

	/// Between two figures.
	static final String AND = " · ";

	private static final String HEADING = "### ";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Set<String> KEYS = Set.of("call", "leg");

	private static final Map<String, BiConsumer<Map<String, Object>, String>> OF_CALL = Map.ofEntries(
			column("direction", "direction", ScenarioBook::constant), column("from", "from", (cell) -> cell),
			column("to", "to", (cell) -> cell), column("campaign", "campaign", (cell) -> cell),
			column("begins", "startedAt", ScenarioBook::instant),
			column("picked up", "answeredAt", ScenarioBook::instant),
			column("hangs up", "endedAt", (cell) -> cell.equals(NOTHING) ? cell : instant(cell)),
			column("result", "outcome", ScenarioBook::constant), column("cause", "hangupCause", Integer::valueOf),
			column("SIP", "sipStatus", Integer::valueOf), column("case", "caseId", (cell) -> cell),
			column("resolved", "resolved", ScenarioBook::yes), column("converted", "converted", ScenarioBook::yes),
			Map.entry("worth", ScenarioBook::worth), column("score", "csat", ScenarioBook::score));

	private static final Map<String, BiConsumer<Map<String, Object>, String>> OF_LEG = Map.ofEntries(
			column("queue", "queue", (cell) -> cell), column("agent", "agent", (cell) -> cell),
			column("menu", "ivr", (cell) -> cell), column("queued", "queuedAt", ScenarioBook::instant),
			column("rings", "offeredAt", ScenarioBook::instant),
			column("answered", "answeredAt", ScenarioBook::instant), column("ended", "endedAt", ScenarioBook::instant),
			column("hold", "holdSeconds", BigDecimal::new), column("wrap-up", "wrapUpSeconds", BigDecimal::new),
			column("outcome", "outcome", ScenarioBook::constant), column("reason", "reason", ScenarioBook::constant),
			column("transfer", "transfer", ScenarioBook::constant),
			column("transferred to", "transferredTo", (cell) -> cell));

	private final List<Scenario> scenarios = new ArrayList<>();

	private int line;

	private ScenarioBook() {
	}

	static List<Scenario> read(String page) {
		var book = new ScenarioBook();
		List<String> lines = page.lines().toList();
		while (book.line < lines.size()) {
			String text = lines.get(book.line++);
			try {
				if (text.startsWith(HEADING)) {
					book.begin(text.substring(HEADING.length()));
				}
				else if (text.startsWith("|")) {
					book.table(cells(text), lines);
				}
			}
			catch (RuntimeException ex) {
				String where = book.scenarios.isEmpty() ? "" : ", " + book.scenarios.getLast().title();
				throw new IllegalArgumentException("line " + book.line + where + ": " + ex.getMessage(), ex);
			}
		}
		for (Scenario scenario : book.scenarios) {
			require(!scenario.calls().isEmpty() && !scenario.questions().isEmpty(),
					scenario.title() + " lacks calls or values");
		}
		return List.copyOf(book.scenarios);
	}

	private void begin(String title) {
		int number = this.scenarios.size() + 1;
		require(title.startsWith(number + ". "), "scenario " + number + " is called '" + title + "'");
		this.scenarios.add(new Scenario(title, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>()));
	}

	private void table(List<String> heads, List<String> lines) {
		require(!this.scenarios.isEmpty(), "a table before the first scenario");
		require(this.line < lines.size() && lines.get(this.line++).startsWith("|--"), "a table without a head");
		Scenario scenario = this.scenarios.getLast();
		while (this.line < lines.size() && lines.get(this.line).startsWith("|")) {
			List<String> cells = cells(lines.get(this.line++));
			require(cells.size() == heads.size(), cells.size() + " cells under " + heads.size() + " heads");
			var row = new LinkedHashMap<String, String>();
			for (int n = 0; n < cells.size(); n++) {
				require(row.put(heads.get(n), cells.get(n)) == null, "two columns are called " + heads.get(n));
			}
			switch (heads.getFirst()) {
				case "campaign" -> campaign(scenario, row);
				case "queue" -> queue(scenario, row);
				case "call" -> happened(scenario, row);
				case "unit" -> scenario.questions().add(question(row));
				default -> throw new IllegalArgumentException("a table that begins with " + heads.getFirst());
			}
		}
	}

	private static List<String> cells(String text) {
		require(text.length() > 1 && text.endsWith("|"), "a row that does not end with |");
		return Arrays.stream(text.substring(1, text.length() - 1).split("\\|", -1)).map(String::strip).toList();
	}

	private static void campaign(Scenario scenario, Map<String, String> row) {
		requireHeads(row, "campaign", "name", "first day", "last day", "cost");
		String[] cost = cell(row, "cost").split(" ", -1);
		require(cost.length == 2, "a cost without a currency");
		scenario.settings()
			.put("/v1/campaigns/" + cell(row, "campaign"),
					new LinkedHashMap<>(Map.of("name", cell(row, "name"), "startsOn", cell(row, "first day"), "endsOn",
							cell(row, "last day"), "cost", new BigDecimal(cost[0]), "currency", cost[1])));
	}

	/// A queue has as many lines as its limits changed.
	private static void queue(Scenario scenario, Map<String, String> row) {
		requireHeads(row, "queue", "name", "valid from", "threshold", "short abandon", "policy");
		var limits = new ArrayList<Object>();
		var former = scenario.settings()
			.put("/v1/queues/" + cell(row, "queue"),
					new LinkedHashMap<>(Map.of("name", cell(row, "name"), "settings", limits)));
		if (former != null && former.get("settings") instanceof List<?> earlier) {
			limits.addAll(earlier);
		}
		limits.add(Map.of("validFrom", cell(row, "valid from"), "threshold", new BigDecimal(cell(row, "threshold")),
				"shortAbandon", new BigDecimal(cell(row, "short abandon")), "serviceLevelPolicy", cell(row, "policy")));
	}

	private static void happened(Scenario scenario, Map<String, String> row) {
		if (!cell(row, "call").isEmpty()) {
			scenario.calls().add(new Happened(cell(row, "call")));
		}
		require(!scenario.calls().isEmpty(), "a leg without a call");
		Happened call = scenario.calls().getLast();
		var leg = new LinkedHashMap<String, Object>();
		row.forEach((head, cell) -> {
			var ofCall = OF_CALL.get(head);
			var ofLeg = OF_LEG.get(head);
			if (ofCall != null && !cell.isEmpty()) {
				require(!cell(row, "call").isEmpty(), head + " belongs in the first line of its call");
				ofCall.accept(call.fields, cell);
			}
			else if (ofLeg != null && !cell.isEmpty()) {
				ofLeg.accept(leg, cell);
			}
			require(ofCall != null || ofLeg != null || KEYS.contains(head), "no column is called " + head);
		});
		call.leg(cell(row, "leg"), leg);
	}

	private Question question(Map<String, String> row) {
		requireHeads(row, "unit", "for", "values");
		Thing thing = Thing.valueOf(constant(cell(row, "unit")));
		List<String> figures = List.of(cell(row, "values").split(AND, -1));
		var parameters = new LinkedHashMap<String, String>();
		parameters.put("from", instant("Mon").toString());
		parameters.put("to", instant("Mon").plusSeconds(7 * 86400).toString());
		parameters.put("metrics",
				figures.stream().map((figure) -> metric(figure, thing).id()).collect(Collectors.joining(",")));
		var groups = new LinkedHashMap<String, @Nullable String>();
		Instant from = null;
		for (String part : cell(row, "for").isEmpty() ? List.<String>of() : List.of(cell(row, "for").split(", ", -1))) {
			int equals = part.indexOf('=');
			String key = part.split("[= ]", -1)[0];
			if (equals > 0) {
				String value = part.substring(equals + 1);
				parameters.put(key, key.equals("from") || key.equals("to") ? instant(value).toString() : value);
			}
			else if (Dimension.find(key).isPresent()) {
				String value = part.substring(Math.min(part.length(), key.length() + 1));
				boolean named = Set.of("direction", "outcome").contains(key) && !value.equals("open");
				groups.put(key, value.equals(NOTHING) ? null : named ? constant(value) : value);
			}
			else {
				from = instant(part);
			}
		}
		require((from != null) == parameters.containsKey("interval"),
				"an interval and the beginning of a row go together");
		if (!groups.isEmpty()) {
			parameters.put("groupBy", String.join(",", groups.keySet()));
		}
		return new Question(this.line,
				parameters.entrySet()
					.stream()
					.map((parameter) -> parameter.getKey() + "=" + parameter.getValue())
					.collect(Collectors.joining("&")),
				groups, from, figures);
	}

	private static Metric metric(String figure, Thing thing) {
		String id = figure.split(" ", -1)[0];
		Metric metric = Metrics.find(id).orElseThrow(() -> new IllegalArgumentException("no metric is called " + id));
		require(metric.thing() == thing, id + " counts by " + metric.thing());
		require(figure.length() > id.length() + 1, id + " without a value");
		return metric;
	}

	private static String cell(Map<String, String> row, String head) {
		return row.getOrDefault(head, "");
	}

	/// A time of Monday or of the day named before it; a day alone is its beginning.
	private static Instant instant(String text) {
		String day = text.split(" ", -1)[0];
		boolean yesterday = day.equals("yesterday");
		boolean named = yesterday || WEEK.contains(day);
		String time = named ? text.substring(day.length()).strip() : text;
		LocalDate date = yesterday ? LocalDate.now(ZoneOffset.UTC).minusDays(1)
				: MONDAY.plusDays(Math.max(0, WEEK.indexOf(day)));
		return date.atTime(time.isEmpty() ? LocalTime.MIDNIGHT : LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
	}

	private static String constant(String words) {
		return words.toUpperCase(Locale.ROOT).replace(' ', '_');
	}

	private static Object yes(String cell) {
		require(Set.of("yes", "no").contains(cell), cell + " is neither yes nor no");
		return cell.equals("yes");
	}

	/// As surveys say it: `4 of 5`.
	private static Object score(String cell) {
		String[] parts = cell.split(" of ", -1);
		require(parts.length == 2, cell + " is no score such as 4 of 5");
		return new BigDecimal(parts[0]).divide(new BigDecimal(parts[1]));
	}

	private static void worth(Map<String, Object> call, String cell) {
		String[] parts = cell.split(" ", -1);
		require(parts.length == 2, cell + " is no amount such as 50 EUR");
		call.put("conversionValue", new BigDecimal(parts[0]));
		call.put("currency", parts[1]);
	}

	/// A column with the value of one field.
	private static Map.Entry<String, BiConsumer<Map<String, Object>, String>> column(String head, String field,
			Function<String, Object> value) {
		return Map.entry(head, (fields, cell) -> fields.put(field, value.apply(cell)));
	}

	private static void requireHeads(Map<String, String> row, String... heads) {
		require(row.keySet().equals(Set.of(heads)), "the columns are " + String.join(", ", heads));
	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(otherwise);
		}
	}

	/// What happened in a small day of a centre, and what the figures say of it.
	///
	/// @param settings queues and campaigns by their path
	record Scenario(String title, Map<String, Map<String, Object>> settings, List<Happened> calls,
			List<Question> questions) {

		Map<String, String> settingsJson() {
			var json = new LinkedHashMap<String, String>();
			this.settings.forEach((path, setting) -> json.put(path, JSON.writeValueAsString(setting)));
			return json;
		}

		String callsJson() {
			return JSON.writeValueAsString(this.calls.stream().map(Happened::whole).toList());
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

	/// A line of figures.
	///
	/// @param line of the page
	/// @param query that asks for them
	/// @param groups that choose the row of the answer, null for what has none
	/// @param from the beginning of the row; null without an interval
	/// @param figures as they should be
	record Question(int line, String query, Map<String, @Nullable String> groups, @Nullable Instant from,
			List<String> figures) {

		boolean isForTotal() {
			return this.groups.isEmpty() && this.from == null;
		}

	}

	/// A call as it is told.
	static final class Happened {

		private final Map<String, Object> fields = new LinkedHashMap<>();

		private final List<Map<String, Object>> legs = new ArrayList<>();

		private Happened(String callId) {
			this.fields.put("callId", callId);
			this.fields.put("direction", "INBOUND");
		}

		private void leg(String kind, Map<String, Object> leg) {
			boolean queued = leg.containsKey("queuedAt");
			boolean answered = leg.containsKey("answeredAt");
			require(switch (kind) {
				case "visit" -> queued && leg.containsKey("queue");
				case "offer" -> leg.containsKey("agent") && leg.containsKey("offeredAt") && !queued && !answered;
				case "segment" -> answered && !queued && !leg.containsKey("ivr");
				case "menu" -> answered && leg.containsKey("ivr");
				case "" -> leg.isEmpty();
				default -> false;
			}, "this is no " + (kind.isEmpty() ? "call without a leg" : kind));
			if (!leg.isEmpty()) {
				leg.put("legId", String.valueOf(this.legs.size() + 1));
				this.legs.add(leg);
			}
		}

		/// With what the page leaves out.
		private Map<String, Object> whole() {
			var whole = new LinkedHashMap<>(this.fields);
			boolean outbound = "OUTBOUND".equals(whole.get("direction"));
			whole.putIfAbsent(outbound ? "to" : "from", "+442079460101");
			whole.putIfAbsent(outbound ? "from" : "to", "+442079460800");
			this.legs.stream()
				.flatMap((leg) -> leg.values().stream())
				.filter(Instant.class::isInstance)
				.map(Instant.class::cast)
				.min(Instant::compareTo)
				.ifPresent((first) -> whole.putIfAbsent("startedAt", first));
			if (this.legs.stream().allMatch((leg) -> leg.containsKey("endedAt"))) {
				this.legs.stream()
					.map((leg) -> (Instant) leg.get("endedAt"))
					.max(Instant::compareTo)
					.ifPresent((last) -> whole.putIfAbsent("endedAt", last));
			}
			whole.values().removeIf(NOTHING::equals);
			whole.put("legs", this.legs);
			return whole;
		}

	}

}
