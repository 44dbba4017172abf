package io.callmeter.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tenants there are; their table is the only one that is not kept apart by tenant.
@Component
public class Tenants {

	private final JdbcClient database;

	private final TenantDefaults defaults;

	public Tenants(JdbcClient database, TenantDefaults defaults) {
		this.database = database;
		this.defaults = defaults;
	}

	/// All of them, by id.
	public List<Tenant> all() {
		return this.database.sql("select * from tenant order by tenant_id").query(this::tenant).list();
	}

	public Optional<Tenant> find(String code) {
		return this.database.sql("select * from tenant where code = :code")
			.param("code", code)
			.query(this::tenant)
			.optional();
	}

	/// The one that is there from the start.
	public Tenant usual() {
		return find(Tenant.DEFAULT).orElseThrow(() -> new NoSuchElementException("the tenant default is gone"));
	}

	/// All of them, by code, with their names.
	public List<Entry> entries() {
		return this.database.sql("select code, name, time_zone from tenant order by code")
			.query((row, _) -> new Entry(row.getString("code"), row.getString("name"), row.getString("time_zone")))
			.list();
	}

	/// Makes a tenant or changes the one that is there; answers whether it is new.
	public boolean put(Entry entry) {
		return this.database.sql("""
				insert into tenant (code, name, time_zone) values (:code, :name, :zone)
				    on conflict (code) do update set name = excluded.name, time_zone = excluded.time_zone
				returning xmax = 0 as is_new
				""")
			.param("code", entry.code())
			.param("name", entry.name())
			.param("zone", entry.timeZone(), Types.VARCHAR)
			.query(Boolean.class)
			.single();
	}

	/// Sets by what visits are judged whose queue says nothing.
	public void set(Tenant tenant, Tenant.Judging judging) {
		this.database.sql("""
				update tenant
				   set threshold_us = :threshold, short_abandon_us = :shortAbandon, service_level_policy = :policy
				 where tenant_id = :tenant
				""")
			.param("tenant", tenant.id())
			.param("threshold", judging.thresholdMicros(), Types.BIGINT)
			.param("shortAbandon", judging.shortAbandonMicros(), Types.BIGINT)
			.param("policy", judging.policy(), Types.VARCHAR)
			.update();
	}

	/// A row with all columns of a tenant.
	public Tenant tenant(ResultSet row, int number) throws SQLException {
		String zone = row.getString("time_zone");
		return new Tenant(row.getInt("tenant_id"), row.getString("code"),
				(zone != null) ? ZoneId.of(zone) : this.defaults.timeZone(),
				new Tenant.Judging(row.getObject("threshold_us", Long.class),
						row.getObject("short_abandon_us", Long.class), row.getString("service_level_policy")));
	}

	/// A tenant as people edit it.
	///
	/// @param timeZone null for that of the service
	public record Entry(String code, String name, @Nullable String timeZone) {
	}

}
