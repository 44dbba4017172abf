package io.callmeter.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.callmeter.call.NumberMask;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.privacy.Subjects.Found;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Finds where subjects are named, in whosever calls and in the codes by which the centre counts. All of it is to be asked
/// in a transaction.
@Component
class Mentions {

	private static final String MENTIONS = Sql.of(Mentions.class, "mentions");

	private static final String IN_CALLS = MENTIONS.replaceAll("\\{touched \\w}", "");

	/// Found by their keys, as there are few: whoever delivers calls waits meanwhile.
	private static final String IN_TOUCHED_CALLS = MENTIONS.replace("{touched k}", touched("k"))
		.replaceAll("\\{touched (\\w)}",
				"\n  join call_key key on key.tenant_id = $1.tenant_id and key.call_id = $1.call_id"
						+ " and key.started_at = $1.started_at" + touched("key"));

	private static final String IN_CODES = Sql.of(Mentions.class, "mentions-in-codes");

	/// Calls that came by such a number are found with those that mention it.
	private static final String CENTRE_NUMBERS = """
			select number from centre_number
			 where tenant_id = :tenant and (number = any (:numbers) or names_number(number, :pattern))
			""";

	private static final String NET_CALLS = Sql.of(Mentions.class, "net-calls");

	private static final String FORGET_TOUCHED = """
			delete from touched_call where tenant_id = :tenant
			""";

	private static final String STAND_INS = """
			select named.case_id, erased_word(named.case_id, kept.word_key) as stand_in
			  from unnest(:cases) as named (case_id)
			  join retention kept on kept.tenant_id = :tenant
			""";

	private static final String HELD = """
			select call_id from legal_hold where tenant_id = :tenant and call_id = any (:callIds)
			""";

	private final JdbcClient database;

	private final Subjects subjects;

	Mentions(JdbcClient database, Subjects subjects) {
		this.database = database;
		this.subjects = subjects;
	}

	private static String touched(String key) {
		return "\n  join touched_call touched on touched.tenant_id = " + key + ".tenant_id and touched.call_id = " + key
				+ ".call_id";
	}

	/// Where the subject is named, and what is to stand there instead.
	/// @param keepCodes whether codes may name the subject
	/// @throws RequestProblem if the number is one of the centre, or is in codes that are
	/// not to be kept
	Places find(Tenant tenant, Found found, boolean keepCodes) {
		var numbers = new SqlArrayValue("text", found.numbers().toArray());
		Set<String> raw = new LinkedHashSet<>();
		found.calls().values().stream().filter(Objects::nonNull).forEach(raw::add);
		String pattern = Notations.of(found.numbers(), raw);
		if (isCentre(tenant, found, pattern) || netCalls(tenant, numbers) != 0) {
			throw isCentre();
		}
		Named named = named(tenant, found, pattern, IN_CALLS + "union all\n" + IN_CODES);
		if (named.centre.stream().anyMatch((number) -> this.subjects.isOneOf(found.numbers(), number))) {
			throw isCentre();
		}
		if (!named.codes.isEmpty() && !keepCodes) {
			throw inCodes(named.codes);
		}
		return places(tenant, pattern, named, Set.of(), Map.of());
	}

	/// The same in calls that were delivered since they were asked for, to be asked while
	/// nobody delivers any. What was refused or kept then is kept now.
	/// @param before what was found then
	Places findLater(Tenant tenant, Found found, Places before) {
		return places(tenant, before.pattern(), named(tenant, found, before.pattern(), IN_TOUCHED_CALLS),
				before.keptWords(), before.surrogates());
	}

	/// Nothing is to be looked at again.
	int forgetTouched(Tenant tenant) {
		return this.database.sql(FORGET_TOUCHED).param("tenant", tenant.id()).update();
	}

	/// What stands for cases once all of their calls are of age: equal cases have to stay
	/// equal, whoever comes first.
	Map<String, String> standIns(Tenant tenant, Set<String> cases) {
		Map<String, String> standIns = new LinkedHashMap<>();
		this.database.sql(STAND_INS)
			.param("tenant", tenant.id())
			.param("cases", new SqlArrayValue("text", cases.toArray()))
			.query((row) -> {
				standIns.put(row.getString("case_id"), row.getString("stand_in"));
			});
		return standIns;
	}

	private Named named(Tenant tenant, Found found, String pattern, String statement) {
		Named named = new Named();
		this.database.sql(statement)
			.param("tenant", tenant.id())
			.param("pattern", pattern)
			.param("numbers", new SqlArrayValue("text", found.numbers().toArray()))
			.param("case", found.caseId(), Types.VARCHAR)
			.query((row) -> {
				named.add(row);
			});
		return named;
	}

	private Places places(Tenant tenant, String pattern, Named named, Set<String> kept, Map<String, String> known) {
		Set<String> callIds = new LinkedHashSet<>(named.texts);
		callIds.addAll(named.ids);
		named.words.values().forEach(callIds::addAll);
		Set<String> held = held(tenant, callIds);
		Map<String, String> surrogates = new LinkedHashMap<>();
		Set<String> keptWords = new LinkedHashSet<>(kept);
		named.words.forEach((word, calls) -> {
			// A word that held calls keep stays with all, or figures by it would fall
			// apart.
			if (known.containsKey(word) || (!kept.contains(word) && Collections.disjoint(calls, held))) {
				surrogates.put(word, known.getOrDefault(word, "erased-" + UUID.randomUUID()));
			}
			else {
				keptWords.add(word);
			}
		});
		return new Places(pattern, callIds, named.ids, surrogates, named.cases, keptWords, named.nothing,
				named.codes.values().stream().mapToInt(Set::size).sum());
	}

	private static RequestProblem inCodes(Map<String, Set<String>> codes) {
		var masked = new TreeMap<String, List<String>>();
		codes.forEach((kind, named) -> masked.put(kind, named.stream().map(NumberMask::masked).toList()));
		return new RequestProblem(Problem.CONFLICT, "keepCodes", null,
				"The number is part of codes of queues, agents or other reference data, so nothing was erased. Rename "
						+ "them, correct the calls that name them, and erase again some seconds later; or send keepCodes true to erase "
						+ "everything else.")
			.with("codes", masked);
	}

	private boolean isCentre(Tenant tenant, Found found, String pattern) {
		return this.database.sql(CENTRE_NUMBERS)
			.param("tenant", tenant.id())
			.param("numbers", new SqlArrayValue("text", found.numbers().toArray()))
			.param("pattern", pattern)
			.query(String.class)
			.list()
			.stream()
			.anyMatch((number) -> this.subjects.isOneOf(found.numbers(), number));
	}

	private static RequestProblem isCentre() {
		return new RequestProblem(Problem.CONFLICT, "number", null,
				"The number belongs to the contact centre. If it is a customer's all the same, correct or delete its "
						+ "calls and DELETE it from /v1/numbers, then erase it.");
	}

	/// Those of some calls that are held.
	Set<String> held(Tenant tenant, Iterable<String> callIds) {
		List<String> ids = new ArrayList<>();
		callIds.forEach(ids::add);
		return new HashSet<>(this.database.sql(HELD)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", ids.toArray()))
			.query(String.class)
			.list());
	}

	/// How many calls are counted by numbers of the centre.
	long netCalls(Tenant tenant, SqlArrayValue numbers) {
		return this.database.sql(NET_CALLS)
			.param("tenant", tenant.id())
			.param("numbers", numbers)
			.query(Long.class)
			.single();
	}

	/// What was found, by its kind.
	private static final class Named {

		/// Numbers of the centre that may be the subject's.
		private final Set<String> centre = new LinkedHashSet<>();

		private final Set<String> texts = new LinkedHashSet<>();

		private final Set<String> ids = new LinkedHashSet<>();

		/// Each with the calls that have it.
		private final Map<String, Set<String>> words = new LinkedHashMap<>();

		private final Set<String> cases = new LinkedHashSet<>();

		private final Set<String> nothing = new LinkedHashSet<>();

		private final Map<String, Set<String>> codes = new TreeMap<>();

		void add(ResultSet row) throws SQLException {
			String callId = row.getString("call_id");
			String text = row.getString("text");
			switch (row.getString("kind")) {
				case "NUMBER" -> this.centre.add(text);
				case "NOTHING" -> this.nothing.add(text);
				case "ID" -> this.ids.add(callId);
				case "TEXT" -> this.texts.add(callId);
				case "WORD" -> this.words.computeIfAbsent(text, (_) -> new LinkedHashSet<>()).add(callId);
				case "CASE" -> {
					this.cases.add(text);
					this.words.computeIfAbsent(text, (_) -> new LinkedHashSet<>()).add(callId);
				}
				case String code -> this.codes.computeIfAbsent(code, (_) -> new TreeSet<>()).add(text);
			}
		}

	}

}
