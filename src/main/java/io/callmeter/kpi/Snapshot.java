package io.callmeter.kpi;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// One state of the database, at one moment: everything in an answer is of it, however many statements it takes.
@Component
class Snapshot {

	private static final String DATA_THROUGH = Sql.of(Snapshot.class, "data-through");

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Clock clock;

	Snapshot(JdbcClient jdbc, PlatformTransactionManager transactions, ObjectProvider<Clock> clock) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		this.transaction.setReadOnly(true);
		this.clock = clock.getIfAvailable(Clock::systemUTC);
	}

	/// Reads in it.
	/// @param reader gets the moment that counts as now
	<T> T read(Function<Instant, T> reader) {
		return Objects.requireNonNull(this.transaction.execute((_) -> {
			// Compiling a plan over a dozen partitions took 3 s, running it half a
			// second.
			this.jdbc
				.sql("select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)")
				.query((_) -> {
				});
			return reader.apply(this.clock.instant());
		}));
	}

	/// Reads in it what goes on to somewhere else.
	/// @param reader gets the moment that counts as now
	void run(Consumer<Instant> reader) {
		read((now) -> {
			reader.accept(now);
			return now;
		});
	}

	/// Until when nothing in the range of a selection can change any more, as far as is
	/// known; to be asked in the snapshot.
	Instant dataThrough(Tenant tenant, Selection selection, Instant now) {
		Instant until = now.isBefore(selection.to()) ? now : selection.to();
		return this.jdbc.sql(DATA_THROUGH)
			.params(FactRows.range(tenant, selection, ""))
			.param("until", FactRows.utc(until))
			.query(OffsetDateTime.class)
			.single()
			.toInstant();
	}

}
