package io.callmeter.privacy;

import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

/// All rows of all tables as text, as a dump of the database has them.
record Dump(String text) {

	static Dump of(JdbcClient owner) {
		return new Dump(owner.sql("""
				select quote_ident(relname) from pg_class
				 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition""")
			.query((table, _) -> rows(owner, table.getString(1)))
			.list()
			.stream()
			.map(String::valueOf)
			.collect(Collectors.joining("\n")));
	}

	private static String rows(JdbcClient owner, String table) {
		return owner.sql("select coalesce(string_agg(t::text, chr(10)), '') from " + table + " t")
			.query(String.class)
			.single();
	}

	/// The same without what people put between digits.
	String digits() {
		return this.text.replaceAll("[^0-9A-Za-z]", "");
	}

}
