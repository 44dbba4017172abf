package io.callmeter.kpi;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.NumberMask;
import io.callmeter.call.PhoneNumber;
import io.callmeter.kpi.Thing.Facts;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// The one reader of lists: what figures count, one row a thing, newest first.
@Component
class Things {

	private static final int FETCH = 1000;

	private static final String THINGS = Sql.of(Things.class, "things");

	private static final String CALLS_OF_LEGS = Sql.of(Things.class, "calls-of-legs");

	private static final String CALL_COLUMNS = """

			, {call}.direction        as call_direction
			, {call}.started_at       as call_start
			, {call}.answered_at      as call_answered_at
			, {call}.ended_at         as call_ended_at
			, {call}.outcome          as call_outcome
			, {call}.customer_number  as call_customer
			, {call}.number           as call_number
			, {call}.campaign         as call_campaign
			, {call}.source           as call_source
			, {call}.queue            as call_queue
			, {call}.agent            as call_agent
			, {call}.ivr              as call_ivr
			, {call}.disposition      as call_disposition
			, {call}.case_id          as call_case_id
			, {call}.wait_us          as call_wait_us
			, {call}.talk_us          as call_talk_us
			, {call}.length_us        as call_length_us
			, {call}.transferred_calls = 1 as call_transferred""";

	private static final String LEG_COLUMNS = """

			, fact.call_started_at
			, fact.leg_id
			, fact.began_at
			, fact.answered_at
			, fact.ended_at
			, fact.queue
			, fact.agent
			, fact.ending
			, fact.ended_by
			, fact.transfer
			, fact.wait_us
			, fact.ring_us
			, fact.talk_us
			, fact.hold_us
			, fact.wrap_up_us""";

	private final JdbcClient jdbc;

	private final Settings settings;

	private final Snapshot snapshot;

	private final KnownNames names;

	Things(JdbcClient jdbc, Settings settings, Snapshot snapshot, KnownNames names) {
		this.jdbc = jdbc;
		this.names = names;
		this.settings = settings;
		this.snapshot = snapshot;
	}

	/// A page of things.
	/// @param numbers whether numbers of customers are shown
	ThingPage page(Tenant tenant, ThingQuery query, boolean numbers) {
		var items = new ArrayList<ThingPage.Item>();
		int limit = Objects.requireNonNull(query.limit());
		var warnings = new ArrayList<Warning>();
		this.snapshot.facts(tenant, query.selection(), (now, _) -> {
			read(tenant, query, limit + 1, numbers, warnings::addAll, items::add, now);
			return now;
		});
		if (items.size() <= limit) {
			return new ThingPage(items, null, warnings);
		}
		ThingPage.Item last = items.get(limit - 1);
		return new ThingPage(items.subList(0, limit), ThingParameters.text(new ThingQuery.Place(last.at().toInstant(),
				last.call().callId(), (last.leg() != null) ? last.leg().legId() : "")), warnings);
	}

	/// One thing after the other, without keeping any, for as long as they are taken.
	/// @param numbers whether numbers of customers are shown
	/// @param warnings told before the first
	void stream(Tenant tenant, ThingQuery query, boolean numbers, Consumer<List<Warning>> warnings,
			Consumer<ThingPage.Item> items) {
		this.snapshot.passOn(tenant, query.selection(),
				(now) -> read(tenant, query, query.limit(), numbers, warnings, items, now));
	}

	private void read(Tenant tenant, ThingQuery query, @Nullable Integer limit, boolean numbers,
			Consumer<List<Warning>> warnings, Consumer<ThingPage.Item> items, Instant now) {
		Selection selection = query.selection();
		var labels = new LinkedHashSet<>(selection.filters().keySet());
		labels.removeIf((dimension) -> !dimension.isLabel());
		selection.requireLabels(labels);
		Settings.Calendars calendars = labels.contains(Dimension.DAY_PART)
				? this.settings.calendars(tenant, selection.timeZone(), selection.dayParts()) : Settings.Calendars.NONE;
		Grid grid = Grid.of(List.of(new Span(selection.from(), selection.to())), selection.timeZone(), labels,
				calendars.parts());
		List<Warning> said = this.names.warnings(tenant, selection, grid.partNames());
		warnings.accept(numbers ? said : Warning.masked(said));
		var rows = new FactRows(tenant, selection, now, grid, calendars,
				(query.thing() == Thing.VISIT) ? this.settings.queues(tenant) : List.of(), "");
		Map<String, @Nullable Object> values = new HashMap<>(rows.values());
		String text = text(query, rows, values);
		values.put("limit", limit);
		this.jdbc.sql(text)
			.withFetchSize(FETCH)
			.params(values)
			.query((RowCallbackHandler) (row) -> items.accept(item(row, query, numbers)));
	}

	private static String text(ThingQuery query, FactRows rows, Map<String, @Nullable Object> values) {
		boolean leg = query.thing().facts() == Facts.LEG;
		return THINGS.replace("{moment}", query.selection().basis().moment(query.thing().facts()))
			.replace("{columns}", leg ? LEG_COLUMNS : CALL_COLUMNS.replace("{call}", "fact"))
			.replace("{call_of_leg}", leg ? CALL_COLUMNS.replace("{call}", "whole") : "")
			.replace("{calls}", leg ? CALLS_OF_LEGS : "")
			.replace("{leg_order}", leg ? ", fact.leg_id desc" : "")
			.replace("{counted}", (query.counted() != null) ? query.counted().condition() : "true")
			.replace("{conditions}", conditions(query, leg, values))
			.replace("{rows}", longest(query).map((measure) -> measure.longestOf(rows.list(query.thing())))
				.orElseGet(() -> rows.list(query.thing())));
	}

	/// A figure that is the longest of all counts one thing.
	private static Optional<Measure> longest(ThingQuery query) {
		return (query.counted() instanceof Measure measure && measure.isLongest()) ? Optional.of(measure)
				: Optional.empty();
	}

	private static String conditions(ThingQuery query, boolean leg, Map<String, @Nullable Object> values) {
		var conditions = new StringBuilder();
		if (query.callers() != null) {
			var named = new LinkedHashSet<>(query.callers());
			boolean withheld = named.remove("");
			values.put("callers", new SqlArrayValue("text", named.toArray()));
			conditions.append("""

					and (fact.customer_id = any (array(
					      select known.customer_id from customer known
					       where known.tenant_id = :tenant and known.number = any (:callers)))""")
				.append(withheld ? " or fact.customer_id is null)" : ")");
		}
		if (query.cases() != null) {
			values.put("cases", new SqlArrayValue("text", query.cases().toArray()));
			conditions.append("\n and fact.case_id = any (:cases)");
		}
		add(conditions, values, "fact.wait_us > ", "waitedOver", query.waitedOver());
		add(conditions, values, "fact.wait_us < ", "waitedUnder", query.waitedUnder());
		add(conditions, values, "fact.talk_us > ", "talkedOver", query.talkedOver());
		add(conditions, values, "fact.talk_us < ", "talkedUnder", query.talkedUnder());
		if (query.transferred() != null) {
			conditions.append("\n and ")
				.append(leg ? "fact.transfers" : "fact.transferred_calls")
				.append(query.transferred() ? " = 1" : " = 0");
		}
		ThingQuery.Place after = query.after();
		if (after != null) {
			values.put("afterAt", FactRows.utc(after.at()));
			values.put("afterCall", after.callId());
			values.put("afterLeg", after.legId());
			conditions.append("\n and (").append(query.selection().basis().moment(query.thing().facts()));
			conditions.append(leg ? ", fact.call_id, fact.leg_id) < (:afterAt, :afterCall, :afterLeg)"
					: ", fact.call_id) < (:afterAt, :afterCall)");
		}
		return conditions.toString();
	}

	private static void add(StringBuilder conditions, Map<String, @Nullable Object> values, String comparison,
			String name, @Nullable Duration duration) {
		if (duration != null) {
			values.put(name, duration.toNanos() / 1000);
			conditions.append("\n and ").append(comparison).append(':').append(name);
		}
	}

	private static ThingPage.Item item(ResultSet row, ThingQuery query, boolean numbers) throws SQLException {
		String number = row.getString("call_customer");
		UnaryOperator<@Nullable String> text = (words) -> (words == null || numbers) ? words
				: NumberMask.masked(words, number);
		String outcome = row.getString("call_outcome");
		var call = new ThingPage.ListedCall(row.getString("call_id"),
				Direction.valueOf(row.getString("call_direction")),
				Objects.requireNonNull(time(row, "call_start", query)), time(row, "call_answered_at", query),
				time(row, "call_ended_at", query), outcome.equals("open") ? null : CallOutcome.valueOf(outcome),
				(number == null || numbers) ? number : new PhoneNumber(number, number).masked().normalised(),
				row.getString("call_number"), row.getString("call_campaign"), text.apply(row.getString("call_source")),
				row.getString("call_queue"), row.getString("call_agent"), row.getString("call_ivr"),
				text.apply(row.getString("call_disposition")), text.apply(row.getString("call_case_id")),
				seconds(row, "call_wait_us"), seconds(row, "call_talk_us"), seconds(row, "call_length_us"),
				row.getBoolean("call_transferred"));
		OffsetDateTime at = Objects.requireNonNull(time(row, "at", query));
		if (query.thing().facts() == Facts.CALL) {
			return new ThingPage.Item(at, null, call);
		}
		return new ThingPage.Item(at,
				new ThingPage.ListedLeg(row.getString("leg_id"), Objects.requireNonNull(time(row, "began_at", query)),
						time(row, "answered_at", query), time(row, "ended_at", query), row.getString("queue"),
						row.getString("agent"), row.getString("ending"), row.getString("ended_by"),
						row.getString("transfer"), seconds(row, "wait_us"), seconds(row, "ring_us"),
						seconds(row, "talk_us"), seconds(row, "hold_us"), seconds(row, "wrap_up_us")),
				call);
	}

	private static @Nullable OffsetDateTime time(ResultSet row, String column, ThingQuery query) throws SQLException {
		OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? query.selection().shown(at.toInstant()) : null;
	}

	private static @Nullable BigDecimal seconds(ResultSet row, String column) throws SQLException {
		BigDecimal micros = row.getBigDecimal(column);
		return KpiValue.plain((micros != null) ? micros.movePointLeft(6) : null);
	}

}
