package io.callmeter.ingest;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.call.Leg;
import io.callmeter.call.NumberMask;
import io.callmeter.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Finds what is stored under stand-ins because its id had an erased number in it. Stand-ins are made from ids by a key, so
/// that no list of ids has to be kept.
@Component
class ErasedIds {

	private static final String STORED = """
			select seen.call_id, stored_call_id(:tenant, seen.call_id) as stored
			  from unnest(:callIds) as seen (call_id)
			""";

	private static final String KEY = """
			insert into retention (tenant_id) values (:tenant) on conflict (tenant_id) do nothing
			""";

	private static final String STAND_INS = """
			select seen.leg_id, erased_word(seen.leg_id, kept.word_key) as stand_in
			  from unnest(:legIds) as seen (leg_id)
			  join retention kept on kept.tenant_id = :tenant
			""";

	/// What the stand-in for the id of a leg begins with, behind which it has a number
	/// that keeps legs in their order.
	private static final String ERASED = "erased-";

	/// Legs that come after the erasure are the last of those that begin with them.
	private static final String LAST = ERASED + "999999-";

	private final JdbcClient database;

	ErasedIds(JdbcClient database) {
		this.database = database;
	}

	/// The ids under which calls are stored, by those that their sources know; only of
	/// those that differ. To be asked in a transaction.
	Map<String, String> stored(Tenant tenant, Collection<String> callIds) {
		Map<String, String> stored = new HashMap<>();
		this.database.sql(STORED)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", callIds.toArray()))
			.query((row) -> {
				if (!row.getString("call_id").equals(row.getString("stored"))) {
					stored.put(row.getString("call_id"), row.getString("stored"));
				}
			});
		return stored;
	}

	/// The changes of the calls that are meant.
	List<Change> ofStoredCalls(Tenant tenant, List<Change> changes) {
		Map<String, String> stored = stored(tenant, changes.stream().map(Change::callId).distinct().toList());
		return stored.isEmpty() ? changes : changes.stream()
			.map((change) -> stored.containsKey(change.callId()) ? change.of(stored.get(change.callId())) : change)
			.toList();
	}

	/// The changes with the legs that are meant. An unknown leg whose id has a number in
	/// it gets a stand-in, too: nothing comes back by an id.
	/// @param calls those stored of which something was erased, by their ids
	List<Change> ofStoredLegs(Tenant tenant, List<Change> changes, Map<String, Set<Leg>> calls) {
		Map<String, Set<String>> known = new HashMap<>();
		calls.forEach((callId, legs) -> known.put(callId, legs.stream().map(Leg::legId).collect(Collectors.toSet())));
		Set<String> unknown = new HashSet<>();
		changes.stream()
			.filter((change) -> known.containsKey(change.callId()))
			.forEach((change) -> change.delivered()
				.flatMap((call) -> call.legs().stream())
				.map(Leg::legId)
				.filter((legId) -> isUnknown(legId, known.getOrDefault(change.callId(), Set.of())))
				.forEach(unknown::add));
		if (unknown.isEmpty()) {
			return changes;
		}
		Map<String, String> standIns = standIns(tenant, unknown);
		return changes.stream().map((change) -> {
			Set<String> legIds = known.get(change.callId());
			return (legIds != null) ? change.withLegIds((legId) -> stored(legId, standIns.get(legId), legIds)) : change;
		}).toList();
	}

	private static boolean isUnknown(String legId, Set<String> known) {
		return !known.contains(legId)
				&& (NumberMask.isIn(legId) || known.stream().anyMatch((other) -> other.startsWith(ERASED)));
	}

	/// @param standIn null where no leg of the batch with that id was unknown
	private static String stored(String legId, @Nullable String standIn, Set<String> known) {
		if (standIn == null || !isUnknown(legId, known)) {
			return legId;
		}
		String end = standIn.substring(ERASED.length());
		return known.stream()
			.filter((other) -> other.startsWith(ERASED) && other.endsWith(end))
			.findAny()
			.orElse(NumberMask.isIn(legId) ? LAST + end : legId);
	}

	private Map<String, String> standIns(Tenant tenant, Set<String> legIds) {
		this.database.sql(KEY).param("tenant", tenant.id()).update();
		Map<String, String> standIns = new HashMap<>();
		this.database.sql(STAND_INS)
			.param("tenant", tenant.id())
			.param("legIds", new SqlArrayValue("text", legIds.toArray()))
			.query((row) -> {
				standIns.put(row.getString("leg_id"), row.getString("stand_in"));
			});
		return standIns;
	}

}
