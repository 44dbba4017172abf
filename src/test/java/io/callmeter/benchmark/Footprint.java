package io.callmeter.benchmark;

import java.sql.SQLException;
import java.util.Arrays;

/// What calls take on disk, indexes and all.
///
/// @param calls how many there are
/// @param facts bytes of calls and legs
/// @param keys bytes of what lets calls be sent again, and of customers
/// @param cells bytes of sums
record Footprint(int calls, long facts, long keys, long cells) {

	static Footprint of(Server server, int calls) throws SQLException {
		return new Footprint(calls, bytes(server, "call", "leg"), bytes(server, "call_key", "customer"),
				bytes(server, "leg_cell", "call_cell", "leg_change", "call_change"));
	}

	private static long bytes(Server server, String... tables) throws SQLException {
		String names = String.join("', '", Arrays.asList(tables));
		return server.number("""
				select sum(pg_total_relation_size(coalesce(part.relid, whole.name)))
				  from unnest(array ['%s']::regclass[]) as whole (name)
				  left join lateral pg_partition_tree(whole.name) as part on part.isleaf""".formatted(names));
	}

	double perCall(long bytes) {
		return bytes / (double) this.calls;
	}

}
