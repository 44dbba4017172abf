package io.callmeter.ingest;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Has the database refuse to store some calls until it is closed.
final class FailingInserts implements AutoCloseable {

	private final JdbcClient owner;

	private FailingInserts(JdbcClient owner) {
		this.owner = owner;
	}

	/// @param condition in SQL, of the `new` row
	/// @param state the SQLSTATE of the failure
	static FailingInserts of(JdbcClient owner, String condition, String state) {
		owner.sql("""
				create function fails() returns trigger language plpgsql as $$
				begin
				  if %s then
				    raise exception 'this is a test' using errcode = '%s';
				  end if;
				  return new;
				end $$""".formatted(condition, state)).update();
		owner.sql("create trigger fails before insert on call for each row execute function fails()").update();
		return new FailingInserts(owner);
	}

	@Override
	public void close() {
		this.owner.sql("drop function fails cascade").update();
	}

}
