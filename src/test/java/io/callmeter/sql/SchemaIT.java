package io.callmeter.sql;

import java.util.List;

import io.callmeter.PostgresIT;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The schema explains itself, and the role of the service may do no more than it needs.
@Tag(PostgresIT.DATABASE_DEPENDENT)
class SchemaIT extends PostgresIT {

	@Autowired
	private JdbcClient service;

	@Test
	void everyTableColumnIndexViewAndFunctionHasAComment() {
		assertThat(owner().sql("""
				with ours as (
				  select c.oid, c.relname, c.relkind
				    from pg_class c
				   where c.relnamespace = 'public'::regnamespace
				     and not c.relispartition
				     and c.relname not like 'flyway%'
				     and c.relkind in ('r', 'p', 'v', 'i', 'I')
				)
				select relname from ours where obj_description(oid, 'pg_class') is null
				union all
				select relname || '.' || attname
				  from ours
				  join pg_attribute on attrelid = ours.oid and attnum > 0 and not attisdropped
				 where relkind in ('r', 'p') and col_description(ours.oid, attnum) is null
				union all
				select proname::text from pg_proc
				 where pronamespace = 'public'::regnamespace and obj_description(oid, 'pg_proc') is null""")
			.query(String.class)
			.list()).isEmpty();
	}

	@Test
	void everyConstraintIsNamedAfterItsTable() {
		assertThat(owner().sql("""
				select conrelid::regclass || ' ' || conname
				  from pg_constraint
				  join pg_class on pg_class.oid = conrelid
				 where pg_class.relnamespace = 'public'::regnamespace
				   and not relispartition
				   and relname not like 'flyway%'
				   and contype <> 'n'
				   and (conname not like relname || '\\_%' or conname ~ '(_pkey|_fkey|_check\\d+)$')""")
			.query(String.class)
			.list()).isEmpty();
	}

	@Test
	void everyKeyBeginsWithTheTenant() {
		assertThat(owner().sql("""
				select indexrelid::regclass::text
				  from pg_index
				  join pg_class on pg_class.oid = indrelid
				  join pg_attribute on attrelid = indrelid and attnum = indkey[0]
				 where pg_class.relnamespace = 'public'::regnamespace
				   and not relispartition
				   and relname not like 'flyway%'
				   and relname <> 'tenant'
				   and attname <> 'tenant_id'""").query(String.class).list()).isEmpty();
	}

	@Test
	void serviceMayNotReadAPartitionByItsOwnName() {
		for (String statement : List.of("select count(*) from call_before_2020", "create table mine (id int)",
				"truncate call", "alter table call add mine int")) {
			assertThatExceptionOfType(DataAccessException.class).as(statement)
				.isThrownBy(() -> this.service.sql(statement).query((row) -> {
				}))
				.havingRootCause()
				.withMessageMatching("(?s).*(permission denied|must be owner).*");
		}
	}

	@Test
	void serviceIsNeitherSuperuserNorOwner() {
		assertThat(this.service.sql("""
				select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls
				    or exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v'))
				  from pg_roles where rolname = current_user""").query(Boolean.class).single()).isFalse();
	}

	@Test
	void monthThatDoesNotExistYetIsMadeOnceAndNotForTheFarFuture() {
		this.service.sql("select ensure_month('2024-02-29T23:59:59Z'), ensure_month('2024-02-01T00:00:00Z')")
			.query((row) -> {
			});

		assertThat(owner().sql("""
				select pg_get_expr(relpartbound, oid) from pg_class where relname in ('call_2024_02', 'leg_2024_02')""")
			.query(String.class)
			.list()).hasSize(2).allMatch((bounds) -> bounds.contains("2024-02-01") && bounds.contains("2024-03-01"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.service.sql("select ensure_month(now() + interval '60 days')").query((row) -> {
			}));
	}

}
