package io.callmeter.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import io.callmeter.http.ClientLeft;
import io.callmeter.http.WaitingClient;
import io.callmeter.rollup.Rollups;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// One state of the database, at one moment: everything in an answer is of it, however many statements it takes.
///
/// It is open for as long as an answer may take, and then closed, whatever is waited for. Only what goes on to somewhere
/// else part by part may take longer as a whole.
///
/// Its isolation is set by the first thing that is sent, together with what is read first: set by the transaction's
/// template it would take three round trips more.
@Component
class Snapshot {

	/// Compiling a plan over a dozen partitions took 3 s, running it half a second.
	private static final String BEGIN = """
			set transaction isolation level repeatable read;
			set local jit = off;
			set local statement_timeout = {timeout};
			""" + TenantTransactions.SET_TENANT + ";\n";

	/// Facts are in months, and only a plan for these values leaves out the others.
	private static final String PLAN_BY_VALUES = "set local plan_cache_mode = force_custom_plan";

	/// What opens no month, or knows which only when it runs, need not be planned anew.
	private static final String PLAN_ONCE = "set local plan_cache_mode = force_generic_plan";

	private static final String DATA_THROUGH = Sql.of(Snapshot.class, "data-through");

	private static final String OPENING = String.join(";\n", BEGIN + PLAN_ONCE, Rollups.REACH, Settings.QUEUES,
			DATA_THROUGH);

	private final String beginByValues;

	private final ParsedSql opening;

	private final JdbcClient jdbc;

	private final JdbcTemplate template;

	private final DataSource database;

	private final Duration timeout;

	private final TransactionTemplate answering;

	private final TransactionTemplate passingOn;

	private final TransactionTemplate aside;

	private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().daemon().name("answer-deadlines").factory());

	private final Clock clock;

	private final Bulkhead bulkhead;

	Snapshot(JdbcClient jdbc, JdbcTemplate template, DataSource database, KpiProperties properties,
			ObjectProvider<Clock> clock, Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
		this.database = database;
		this.timeout = properties.timeout();
		this.deadlines.setRemoveOnCancelPolicy(true);
		String timeout = String.valueOf(this.timeout.toMillis());
		this.beginByValues = (BEGIN + PLAN_BY_VALUES).replace("{timeout}", timeout).replace(":tenant", "?");
		this.opening = NamedParameterUtils.parseSqlStatement(OPENING.replace("{timeout}", timeout));
		this.jdbc = jdbc;
		this.template = template;
		var transactions = new JdbcTransactionManager(database);
		this.passingOn = new TransactionTemplate(transactions);
		this.passingOn.setReadOnly(true);
		// Each statement gets what is left of it.
		this.answering = new TransactionTemplate(transactions);
		this.answering.setReadOnly(true);
		this.answering.setTimeout(Math.toIntExact(this.timeout.plusMillis(999).toSeconds()));
		this.aside = new TransactionTemplate(transactions);
		this.aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	@PreDestroy
	void end() {
		this.deadlines.shutdownNow();
	}

	/// Reads facts in it.
	/// @param reader gets the moment that counts as now
	/// @throws io.callmeter.http.RequestProblem if some of what is selected has expired
	<T> T facts(Tenant tenant, Selection selection, BiFunction<Instant, Deadline, T> reader) {
		return answer(tenant, (deadline) -> {
			beginWithFacts(tenant, selection);
			return reader.apply(this.clock.instant(), deadline);
		});
	}

	/// Reads facts in it that go on to somewhere else: no part may take longer than an
	/// answer, all of them together may.
	/// @param reader gets the moment that counts as now
	void passOn(Tenant tenant, Selection selection, Consumer<Instant> reader) {
		this.bulkhead.runWithin(tenant.id(), () -> this.passingOn.executeWithoutResult((_) -> {
			TenantTransactions.giveUpAfter(this.template, this.timeout);
			beginWithFacts(tenant, selection);
			reader.accept(this.clock.instant());
		}));
	}

	private void beginWithFacts(Tenant tenant, Selection selection) {
		this.template.execute(this.beginByValues, (PreparedStatement statement) -> {
			statement.setInt(1, tenant.id());
			return statement.execute();
		});
		this.jdbc.sql(Rollups.REACH)
			.param("tenant", tenant.id())
			.param("zone", tenant.timeZone().getId())
			.query((row, _) -> Reach.of(row))
			.single()
			.requireFacts(selection);
	}

	/// Reads figures in it. Statements are planned without their values, until
	/// [#planByValues()].
	/// @param reader gets what has to be known before they are asked for
	void read(Tenant tenant, Selection selection, Consumer<Known> reader) {
		answer(tenant, (deadline) -> {
			Instant now = this.clock.instant();
			reader.accept(opening(tenant, selection, now, deadline));
			return now;
		});
	}

	/// Whatever the database fails with after the deadline, it is because of that; and so
	/// after the client has left.
	private <T> T answer(Tenant tenant, Function<Deadline, T> work) {
		return this.bulkhead.within(tenant.id(), () -> {
			try (var deadline = new Deadline(this.timeout, WaitingClient.ofThisThread(), this.deadlines)) {
				try {
					return Objects.requireNonNull(this.answering.execute((_) -> before(deadline, work)));
				}
				catch (DataAccessException | TransactionException failure) {
					if (deadline.hasClientLeft()) {
						throw new ClientLeft();
					}
					throw deadline.isOver() ? new QueryTimeoutException("The deadline has passed", failure) : failure;
				}
			}
		});
	}

	private <T> T before(Deadline deadline, Function<Deadline, T> work) {
		Connection connection = DataSourceUtils.getConnection(this.database);
		deadline.over(connection);
		TenantTransactions.giveUpAfter(this.template, this.timeout);
		try {
			return work.apply(deadline);
		}
		finally {
			deadline.close();
			DataSourceUtils.releaseConnection(connection, this.database);
		}
	}

	/// Does outside of it, by a connection of its own for a moment, what cannot wait for
	/// its end.
	void aside(Runnable work) {
		this.aside.executeWithoutResult((_) -> work.run());
	}

	/// Has what is sent from now on planned with its values.
	void planByValues() {
		this.template.execute(PLAN_BY_VALUES);
	}

	/// Until when nothing in the range of a selection can change any more, as far as is
	/// known; to be asked in the snapshot.
	Instant dataThrough(Tenant tenant, Selection selection, Instant now) {
		return this.jdbc.sql(DATA_THROUGH)
			.params(range(tenant, selection, now))
			.query(OffsetDateTime.class)
			.single()
			.toInstant();
	}

	private static Map<String, @Nullable Object> range(Tenant tenant, Selection selection, Instant now) {
		Map<String, @Nullable Object> range = FactRows.range(tenant, selection, "");
		range.put("until", FactRows.utc(now.isBefore(selection.to()) ? now : selection.to()));
		return range;
	}

	/// The same text for all questions, so that each connection plans it once.
	private Known opening(Tenant tenant, Selection selection, Instant now, Deadline deadline) {
		Map<String, @Nullable Object> values = range(tenant, selection, now);
		values.put("zone", tenant.timeZone().getId());
		PreparedStatementCreator prepared = (connection) -> prepared(connection, values);
		return Objects.requireNonNull(this.template.execute(prepared, (PreparedStatement statement) -> {
			var queues = new ArrayList<Settings.QueueSetting>();
			next(statement, statement.execute());
			ResultSet rows = next(statement, statement.getMoreResults());
			rows.next();
			Reach reach = Reach.of(rows);
			rows = next(statement, statement.getMoreResults());
			while (rows.next()) {
				queues.add(Settings.queue(tenant, rows));
			}
			rows = next(statement, statement.getMoreResults());
			rows.next();
			return new Known(now, rows.getObject(1, OffsetDateTime.class).toInstant(), reach, queues, deadline);
		}));
	}

	private PreparedStatement prepared(Connection connection, Map<String, @Nullable Object> values)
			throws SQLException {
		var source = new MapSqlParameterSource(values);
		PreparedStatement statement = connection
			.prepareStatement(NamedParameterUtils.substituteNamedParameters(this.opening, source));
		@Nullable Object[] bound = NamedParameterUtils.buildValueArray(this.opening, source, null);
		for (int i = 0; i < bound.length; i++) {
			StatementCreatorUtils.setParameterValue(statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, bound[i]);
		}
		return statement;
	}

	/// The next rows, past statements that have none.
	private static ResultSet next(PreparedStatement statement, boolean rows) throws SQLException {
		boolean found = rows;
		while (!found) {
			if (statement.getUpdateCount() < 0) {
				throw new IllegalStateException("fewer answers than statements");
			}
			found = statement.getMoreResults();
		}
		return statement.getResultSet();
	}

	/// What has to be known before figures are asked for.
	///
	/// @param now the moment that counts as now
	/// @param dataThrough until when nothing in the range can change any more
	/// @param reach what may be read
	/// @param queues by what visits are judged whose queue says so
	/// @param deadline by which the answer has to be there
	record Known(Instant now, Instant dataThrough, Reach reach, List<Settings.QueueSetting> queues, Deadline deadline) {
	}

}
