package io.callmeter.privacy;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import java.util.function.Consumer;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.privacy.Subjects.Found;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Erases what is known of people and leaves every figure as it was: a call loses numbers, attributes and recording, and
/// keeps the customer's surrogate. What was erased is remembered by the calls' keys, so that no delivery brings it back.
///
/// Calls are erased some at a time, under the same locks as those who write them. In the end all writers of the tenant
/// are waited for once, calls get other ids whose own have the number in them, and the number is taken from its
/// surrogate: what comes afterwards is of somebody new.
@Component
class Erasures {

	private static final Logger log = LoggerFactory.getLogger(Erasures.class);

	private static final int AT_ONCE = 500;

	private static final String MENTIONS = Sql.of(Erasures.class, "mentions");

	/// Calls that came by such a number are found with those that mention it.
	private static final String CENTRE_NUMBERS = """
			select number from centre_number
			 where tenant_id = :tenant and (number = any (:numbers) or names_number(number, :pattern))
			""";

	private static final String REMEMBER = Sql.of(Erasures.class, "remember-erased");

	private static final String ERASE_CALLS = Sql.of(Erasures.class, "erase-calls");

	private static final String ERASE_LEGS = Sql.of(Erasures.class, "erase-legs");

	private static final String ERASE_LEG_IDS = Sql.of(Erasures.class, "erase-leg-ids");

	private static final String ERASE_CALL_IDS = Sql.of(Erasures.class, "erase-call-ids");

	private static final String MAKE_KEY = """
			insert into retention (tenant_id) values (:tenant) on conflict (tenant_id) do nothing
			""";

	private static final String NOTE_ERASED_IDS = """
			update retention set ids_erased = true where tenant_id = :tenant and not ids_erased
			""";

	private static final String ERASE_WAITING = Sql.of(Erasures.class, "erase-waiting");

	private static final String FORGET_CUSTOMERS = Sql.of(Erasures.class, "forget-customers");

	private static final String LOCK = """
			select call_id from call_key
			 where tenant_id = :tenant and call_id = any (:callIds) order by call_id for update
			""";

	private static final String HELD = """
			select call_id from legal_hold where tenant_id = :tenant and call_id = any (:callIds)
			""";

	private static final String STILL_OWN = """
			select c.call_id
			  from call_key k
			  join call c on c.tenant_id = k.tenant_id and c.started_at = k.started_at and c.call_id = k.call_id
			 where k.tenant_id = :tenant
			   and k.call_id = any (:callIds)
			   and (c.customer_id = any (:customers)
			     or (c.customer_id is null and coalesce(c.crm_case_id, c.case_id) = :case))
			""";

	private static final String ALONE = """
			select pg_advisory_xact_lock(hashtext('callmeter.erasure'), :tenant)
			""";

	private static final String RENAME_DISPOSITIONS = """
			update disposition
			   set code = s.surrogate, name = s.surrogate, version = version + 1
			  from unnest(:words, :surrogates) as s (word, surrogate)
			 where tenant_id = :tenant and code = s.word
			""";

	private static final String MASK_REASONS = """
			update legal_hold set reason = without_number(reason, :pattern)
			 where tenant_id = :tenant and names_number(reason, :pattern)
			""";

	/// Names for people; the codes stay, as calls know them.
	private static final List<String> MASK_NAMES = List.of("""
			update queue set name = without_number(name, :pattern), version = version + 1
			 where tenant_id = :tenant and names_number(name, :pattern)
			""", """
			update campaign set name = without_number(name, :pattern), version = version + 1
			 where tenant_id = :tenant and names_number(name, :pattern)
			""", """
			update centre_number set name = without_number(name, :pattern), version = version + 1
			 where tenant_id = :tenant and names_number(name, :pattern)
			""", """
			update disposition set name = without_number(name, :pattern), version = version + 1
			 where tenant_id = :tenant and names_number(name, :pattern)
			""", """
			delete from agent_alias where tenant_id = :tenant and names_number(alias, :pattern)
			""", Sql.of(Erasures.class, "mask-agents"), Sql.of(Erasures.class, "mask-calendars"));

	/// A later call of a case under its surrogate is not its first either.
	private static final String RENAME_EXPIRED_CASES = """
			update expired_case
			   set hash = sha256(convert_to(s.surrogate, 'UTF8'))
			  from unnest(:words, :surrogates) as s (word, surrogate)
			 where tenant_id = :tenant and hash = sha256(convert_to(s.word, 'UTF8'))
			""";

	/// Of a case without calls nothing is counted any more.
	private static final String FORGET_EXPIRED_CASE = """
			delete from expired_case
			 where tenant_id = :tenant
			   and hash = sha256(convert_to(:case, 'UTF8'))
			   and not exists (
			     select from call where tenant_id = :tenant and coalesce(crm_case_id, case_id) = :case)
			""";

	private static final String NET_CALLS = Sql.of(Erasures.class, "net-calls");

	private static final List<String> FORGET_SUMS = List.of("""
			delete from call_change where tenant_id = :tenant and number = any (:numbers)
			""", """
			delete from call_cell where tenant_id = :tenant and number = any (:numbers)
			""");

	/// Of codes that were corrected.
	private static final List<String> FORGET_NOTHING = List.of("""
			delete from leg_cell c
			 where c.tenant_id = :tenant
			   and (c.queue = any (:codes) or c.agent = any (:codes) or c.campaign = any (:codes))
			   and adds_up_to_nothing(to_jsonb(c))
			""", """
			delete from call_cell c
			 where c.tenant_id = :tenant
			   and (c.queue = any (:codes) or c.agent = any (:codes) or c.campaign = any (:codes))
			   and adds_up_to_nothing(to_jsonb(c))
			""", """
			delete from histogram where tenant_id = :tenant and queue = any (:codes) and things = 0
			""");

	private static final int ATTEMPTS = 5;

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final Subjects subjects;

	private final Audit audit;

	Erasures(JdbcClient database, TenantTransactions transactions, Subjects subjects, Audit audit) {
		this.database = database;
		this.transactions = transactions;
		this.subjects = subjects;
		this.audit = audit;
	}

	/// Erases a subject. What is interrupted is done by asking again.
	/// @param keepCodes whether all else is erased where the number is in codes by which
	/// the centre counts
	/// @throws RequestProblem if nobody can be meant, the number is one of the centre, or
	/// is in codes that are not to be kept
	Erased erase(Caller caller, Subject subject, boolean keepCodes) {
		Tenant tenant = caller.tenant();
		Found found = this.subjects.find(tenant, subject);
		UUID erasureId = UUID.randomUUID();
		this.audit.add(caller, "erasures.request", Map.of("erasureId", erasureId, "by",
				(found.caseId() != null) ? "caseId" : "number", "customerIds", found.customers()));
		Places places = places(caller, erasureId, found, keepCodes);
		this.transactions.write(tenant, (_) -> this.database.sql(MAKE_KEY).param("tenant", tenant.id()).update());
		Tally tally = new Tally();
		// Also those that came before the places were looked for: they are no mentions.
		Set<String> own = new LinkedHashSet<>(found.calls().keySet());
		own.addAll(this.transactions.read(tenant, () -> this.subjects.calls(tenant, found.customers(), found.caseId()))
			.keySet());
		eachFew(own,
				(callIds) -> this.transactions.write(tenant, (_) -> eraseOwn(tenant, callIds, found, places, tally)));
		Set<String> others = new LinkedHashSet<>(places.callIds());
		others.removeAll(own);
		eachFew(others, (callIds) -> this.transactions.write(tenant,
				(_) -> erase(tenant, lock(tenant, callIds, tally.othersHeld), Set.of(), places, tally)));
		forgetSums(tenant, found.numbers(), places.nothing());
		Erased done = this.transactions.write(tenant, (_) -> {
			this.database.sql(ALONE).param("tenant", tenant.id()).query((_) -> {
			});
			Set<String> late = new LinkedHashSet<>(
					this.subjects.calls(tenant, found.customers(), found.caseId()).keySet());
			late.removeAll(tally.ownDone);
			eachFew(late, (callIds) -> eraseOwn(tenant, callIds, found, places, tally));
			Set<String> named = new LinkedHashSet<>(places.namedIds());
			named.addAll(late);
			eraseIds(tenant, named, places);
			forget(tenant, found, places);
			Erased erased = new Erased(erasureId, tally.ownErased, tally.ownHeld.size(), tally.othersErased,
					tally.othersHeld.size(), places.codes());
			this.audit.add(caller, "erasures.done",
					Map.of("erasureId", erasureId, "callsErased", erased.callsErased(), "callsHeld", erased.callsHeld(),
							"mentionsErased", erased.mentionsErased(), "mentionsHeld", erased.mentionsHeld(),
							"codesKept", erased.codesKept()));
			return erased;
		});
		forgetStatistics(tenant);
		return done;
	}

	/// The planner remembers the commonest values of each column until it looks again.
	private void forgetStatistics(Tenant tenant) {
		this.transactions.write(tenant, (_) -> this.database.sql("select analyze_names()").query((_, _) -> "").list());
	}

	private Places places(Caller caller, UUID erasureId, Found found, boolean keepCodes) {
		try {
			return this.transactions.readSnapshot(caller.tenant(), () -> places(caller.tenant(), found, keepCodes));
		}
		catch (RequestProblem refused) {
			this.audit.add(caller, "erasures.refused",
					Map.of("erasureId", erasureId, "why", String.valueOf(refused.getMessage())));
			throw refused;
		}
	}

	/// Where the subject is named, and what is to stand there instead.
	private Places places(Tenant tenant, Found found, boolean keepCodes) {
		var numbers = new SqlArrayValue("text", found.numbers().toArray());
		Set<String> raw = new LinkedHashSet<>();
		found.calls().values().stream().filter(Objects::nonNull).forEach(raw::add);
		String pattern = Notations.of(found.numbers(), raw);
		if (isCentre(tenant, found, pattern) || netCalls(tenant, numbers) != 0) {
			throw isCentre();
		}
		Set<String> texts = new LinkedHashSet<>();
		Map<String, Set<String>> words = new LinkedHashMap<>();
		Set<String> ids = new LinkedHashSet<>();
		Map<String, Set<String>> codes = new TreeMap<>();
		Set<String> nothing = new LinkedHashSet<>();
		this.database.sql(MENTIONS)
			.param("tenant", tenant.id())
			.param("pattern", pattern)
			.param("numbers", numbers)
			.param("case", found.caseId(), Types.VARCHAR)
			.query((row) -> {
				String callId = row.getString("call_id");
				String text = row.getString("text");
				switch (row.getString("kind")) {
					case "NUMBER" -> {
						if (this.subjects.isOneOf(found.numbers(), text)) {
							throw isCentre();
						}
					}
					case "NOTHING" -> nothing.add(text);
					case "ID" -> ids.add(callId);
					case "TEXT" -> texts.add(callId);
					case "WORD", "CASE" -> words.computeIfAbsent(text, (_) -> new LinkedHashSet<>()).add(callId);
					case String code -> codes.computeIfAbsent(code, (_) -> new TreeSet<>()).add(text);
				}
			});
		if (!codes.isEmpty() && !keepCodes) {
			throw inCodes(codes);
		}
		Set<String> callIds = new LinkedHashSet<>(texts);
		callIds.addAll(ids);
		words.values().forEach(callIds::addAll);
		Set<String> held = held(tenant, callIds);
		Map<String, String> surrogates = new LinkedHashMap<>();
		words.forEach((word, calls) -> {
			// A word that held calls keep stays with all, or figures by it would fall
			// apart.
			if (Collections.disjoint(calls, held)) {
				surrogates.put(word, "erased-" + UUID.randomUUID());
			}
		});
		return new Places(pattern, callIds, ids, surrogates, nothing,
				codes.values().stream().mapToInt(Set::size).sum());
	}

	private static RequestProblem inCodes(Map<String, Set<String>> codes) {
		var masked = new TreeMap<String, List<String>>();
		codes.forEach((kind, named) -> masked.put(kind, named.stream().map(NumberMask::masked).toList()));
		return new RequestProblem(Problem.CONFLICT, "keepCodes", null,
				"The number is in codes by which the centre counts, so nothing was erased. Give what has them other codes, correct "
						+ "the calls that name them, and erase again some seconds later; or send keepCodes true to erase all "
						+ "else.")
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
				"The number is one of the centre: calls are counted by it. If it is a customer's all the same, correct or delete "
						+ "the calls that came or went by it, and DELETE it from /v1/numbers, then erase it.");
	}

	/// Erases calls of the subject, in a transaction: but for those that are held, and
	/// those that a correction has made
	/// somebody else's meanwhile.
	private boolean eraseOwn(Tenant tenant, List<String> callIds, Found found, Places places, Tally tally) {
		Set<String> free = lock(tenant, callIds, tally.ownHeld);
		Set<String> own = new HashSet<>(this.database.sql(STILL_OWN)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", free.toArray()))
			.param("customers", new SqlArrayValue("uuid", found.customers().toArray()))
			.param("case", found.caseId(), Types.VARCHAR)
			.query(String.class)
			.list());
		tally.ownDone.addAll(own);
		return erase(tenant, own, own, places, tally);
	}

	/// Locks calls as their writers do.
	/// @param kept takes those of them that are held
	/// @return those that are not
	private Set<String> lock(Tenant tenant, List<String> callIds, Set<String> kept) {
		this.database.sql(LOCK)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", callIds.toArray()))
			.query((_) -> {
			});
		Set<String> held = held(tenant, callIds);
		kept.addAll(held);
		Set<String> free = new LinkedHashSet<>(callIds);
		free.removeAll(held);
		return free;
	}

	private boolean erase(Tenant tenant, Set<String> callIds, Set<String> own, Places places, Tally tally) {
		Map<String, @Nullable Object> values = new HashMap<>(places.values());
		values.put("tenant", tenant.id());
		values.put("callIds", new SqlArrayValue("text", callIds.toArray()));
		values.put("own", new SqlArrayValue("bool", callIds.stream().map(own::contains).toArray()));
		int erased = statement(REMEMBER, values).update();
		statement(ERASE_CALLS, values).update();
		statement(ERASE_LEGS, values).update();
		statement(ERASE_LEG_IDS, values).update();
		statement(ERASE_WAITING, values).update();
		if (own.isEmpty()) {
			tally.othersErased += erased;
		}
		else {
			tally.ownErased += erased;
		}
		return erased > 0;
	}

	/// Gives calls other ids whose own name the subject. Only then writers have to look
	/// for stand-ins from now on.
	private void eraseIds(Tenant tenant, Set<String> callIds, Places places) {
		int erased = this.database.sql(ERASE_CALL_IDS)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", callIds.toArray()))
			.param("pattern", places.pattern())
			.update();
		if (erased > 0) {
			this.database.sql(NOTE_ERASED_IDS).param("tenant", tenant.id()).update();
		}
	}

	private Set<String> held(Tenant tenant, Iterable<String> callIds) {
		List<String> ids = new ArrayList<>();
		callIds.forEach(ids::add);
		return new HashSet<>(this.database.sql(HELD)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", ids.toArray()))
			.query(String.class)
			.list());
	}

	/// What is left of the subject outside of calls.
	private void forget(Tenant tenant, Found found, Places places) {
		Map<String, @Nullable Object> values = new HashMap<>(places.values());
		values.put("tenant", tenant.id());
		values.put("numbers", new SqlArrayValue("text", found.numbers().toArray()));
		values.put("customers", new SqlArrayValue("uuid", found.customers().toArray()));
		statement(FORGET_CUSTOMERS, values).update();
		statement(RENAME_DISPOSITIONS, values).update();
		statement(MASK_REASONS, values).update();
		MASK_NAMES.forEach((names) -> statement(names, values).update());
		statement(RENAME_EXPIRED_CASES, values).update();
		this.database.sql(FORGET_EXPIRED_CASE)
			.param("tenant", tenant.id())
			.param("case", found.caseId(), Types.VARCHAR)
			.update();
	}

	/// Takes out of the cells what adds up to nothing. A fold that moves it meanwhile is
	/// waited for; what nobody can take out counts nothing.
	private void forgetSums(Tenant tenant, Set<String> numbers, Set<String> codes) {
		Map<String, @Nullable Object> values = Map.of("tenant", tenant.id(), "numbers",
				new SqlArrayValue("text", numbers.toArray()), "codes", new SqlArrayValue("text", codes.toArray()));
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			try {
				this.transactions.snapshot(tenant, (_) -> {
					if (netCalls(tenant, new SqlArrayValue("text", numbers.toArray())) == 0) {
						FORGET_SUMS.forEach((sums) -> statement(sums, values).update());
					}
					if (!codes.isEmpty()) {
						FORGET_NOTHING.forEach((sums) -> statement(sums, values).update());
					}
					return true;
				});
				return;
			}
			catch (ConcurrencyFailureException ex) {
				log.debug("The cells are folded while numbers are taken out of them", ex);
			}
		}
	}

	private long netCalls(Tenant tenant, SqlArrayValue numbers) {
		return this.database.sql(NET_CALLS)
			.param("tenant", tenant.id())
			.param("numbers", numbers)
			.query(Long.class)
			.single();
	}

	private StatementSpec statement(String sql, Map<String, @Nullable Object> values) {
		return this.database.sql(sql).params(values);
	}

	private static void eachFew(Set<String> callIds, Consumer<List<String>> work) {
		List<String> all = List.copyOf(callIds);
		for (int i = 0; i < all.size(); i += AT_ONCE) {
			work.accept(all.subList(i, Math.min(all.size(), i + AT_ONCE)));
		}
	}

	/// Where a subject is named.
	///
	/// @param pattern finds their numbers in a text
	/// @param callIds calls with such texts and ids
	/// @param namedIds those with such ids
	/// @param surrogates of words that figures may be grouped by, what is to stand there
	/// @param nothing codes under which nothing is counted any more
	/// @param codes how many codes stay that have a number in them
	private record Places(String pattern, Set<String> callIds, Set<String> namedIds, Map<String, String> surrogates,
			Set<String> nothing, int codes) {

		Map<String, Object> values() {
			return Map.of("pattern", this.pattern, "words",
					new SqlArrayValue("text", this.surrogates.keySet().toArray()), "surrogates",
					new SqlArrayValue("text", this.surrogates.values().toArray()));
		}

	}

	/// Counts up to an answer.
	private static final class Tally {

		private final Set<String> ownDone = new HashSet<>();

		private final Set<String> ownHeld = new HashSet<>();

		private final Set<String> othersHeld = new HashSet<>();

		private int ownErased;

		private int othersErased;

	}

}
