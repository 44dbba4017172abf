package io.callmeter.tenant;

import java.util.List;

import io.callmeter.PostgresIT;
import io.callmeter.TestCalls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The database keeps tenants apart, whatever a statement forgets.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class IsolationIT extends PostgresIT {

	private static final String TABLES = """
			select c.relname
			  from pg_class c
			  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
			 where c.relnamespace = '%s'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
			   and c.relname <> 'tenant'
			""";

	@Autowired
	private JdbcClient service;

	@Autowired
	private TenantTransactions transactions;

	@Test
	void everyTableOfATenantHasAPolicy() {
		var unguarded = owner()
			.sql(TABLES.formatted("public")
					+ "and not (c.relrowsecurity and exists (select from pg_policy where polrelid = c.oid))")
			.query((row, _) -> row.getString(1))
			.list();

		assertThat(unguarded).isEmpty();
		assertThat(tables()).hasSizeGreaterThan(20);
	}

	@Test
	void aStatementWithoutAConditionSeesTheRowsOfTheTransactionsTenantOnly() {
		Tenant other = new Tenant(tenantId(keyOfNewTenant("other", "calls:write")), "other", TENANT.timeZone());
		assertThat(http().post("/v1/calls", "application/json", TestCalls.answered("ours").toString()).status())
			.isEqualTo(200);

		for (String table : List.of("call", "leg", "call_key", "call_fact", "leg_fact", "queue", "agent", "customer",
				"call_change", "access_key")) {
			String count = "select count(*) from " + table;
			long ours = this.transactions.read(TENANT, () -> this.service.sql(count).query(Long.class).single());
			long seenByOther = this.transactions.read(other,
					() -> this.service.sql(count + " where tenant_id = 1").query(Long.class).single());
			assertThat(ours).as(table).isPositive();
			assertThat(seenByOther).as(table).isZero();
		}
		int changed = this.transactions.write(other,
				(_) -> this.service.sql("update queue set name = 'taken'").update());
		assertThat(changed).isZero();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.transactions.write(other,
					(_) -> this.service.sql("insert into queue (tenant_id, code, name) values (1, 'x', 'x')").update()))
			.havingRootCause()
			.withMessageContaining("row-level security");
	}

	@Test
	void aStatementOutsideOfATenantsTransactionFailsAndShowsNothing() {
		for (String table : tables()) {
			assertThatExceptionOfType(DataAccessException.class).as(table)
				.isThrownBy(() -> this.service.sql("select count(*) from " + table).query(Long.class).single());
		}
	}

	@Test
	void theTenantEndsWithItsTransaction() {
		this.transactions.read(TENANT, () -> this.service.sql("select count(*) from queue").query(Long.class).single());

		assertThat(this.service.sql("select coalesce(current_setting('callmeter.tenant', true), '')")
			.query(String.class)
			.single()).isEmpty();
	}

	private static List<String> tables() {
		return owner().sql(TABLES.formatted("public")).query((row, _) -> row.getString(1)).list();
	}

	private static int tenantId(String key) {
		return Integer.parseInt(key.substring(3, key.lastIndexOf('_')));
	}

}
