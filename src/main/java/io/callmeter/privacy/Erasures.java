package io.callmeter.privacy;

import java.sql.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.privacy.Subjects.Found;
import io.callmeter.sql.Lease;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Erases what is known of people and leaves every figure as it was: a call loses numbers, attributes and recording, and
/// keeps the customer's surrogate. What was erased is remembered by the calls' keys, so that no delivery brings it back.
///
/// Calls are erased some at a time, under the same locks as those who write them. In the end all writers of the tenant
/// are waited for once, what they have delivered meanwhile is looked at, calls get other ids whose own have the number in
/// them, and the number is taken from its surrogate: what comes afterwards is of somebody new.
@Component
class Erasures {

	/// How long an erasure waits for others of its tenant, and of this replica.
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/// A number is looked for in all texts.
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final Logger log = LoggerFactory.getLogger(Erasures.class);

	private static final int AT_ONCE = 500;

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

	private final Mentions mentions;

	private final Audit audit;

	private final Lease lease;

	private final int atOnce;

	/// One after the other on each replica, whosever they are: each holds a connection
	/// for its lease beside the one of its transactions.
	private final Semaphore turn = new Semaphore(1, true);

	@Autowired
	Erasures(JdbcClient database, TenantTransactions transactions, Subjects subjects, Mentions mentions, Audit audit,
			Lease lease) {
		this(database, transactions, subjects, mentions, audit, lease, AT_ONCE);
	}

	/// @param atOnce how many calls are erased in one transaction
	Erasures(JdbcClient database, TenantTransactions transactions, Subjects subjects, Mentions mentions, Audit audit,
			Lease lease, int atOnce) {
		this.database = database;
		this.transactions = transactions.withStatementsOf(LONGEST);
		this.subjects = subjects;
		this.mentions = mentions;
		this.audit = audit;
		this.lease = lease;
		this.atOnce = atOnce;
	}

	/// Erases a subject, after other erasures of the tenant. What is interrupted is done
	/// by asking again.
	/// @param keepCodes whether all else is erased where the number is in codes by which
	/// the centre counts
	/// @throws RequestProblem if nobody can be meant, the number is one of the centre, or
	/// is in codes that are not to be kept
	Erased erase(Caller caller, Subject subject, boolean keepCodes) {
		takeTurn();
		try {
			return this.lease
				.whenFree("callmeter.erasing", caller.tenant().id(), PATIENCE,
						() -> eraseAlone(caller, subject, keepCodes))
				.orElseThrow(Erasures::busy);
		}
		finally {
			this.turn.release();
		}
	}

	private void takeTurn() {
		try {
			if (this.turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw busy();
	}

	private static RequestProblem busy() {
		return new RequestProblem(Problem.OVERLOADED, null, null,
				"Another erasure is running. Try again after Retry-After.");
	}

	/// From the lease on, whoever delivers calls notes which; all others have committed.
	private Erased eraseAlone(Caller caller, Subject subject, boolean keepCodes) {
		Tenant tenant = caller.tenant();
		this.transactions.write(tenant, (_) -> this.mentions.forgetTouched(tenant));
		Found found = this.subjects.find(tenant, subject);
		UUID erasureId = UUID.randomUUID();
		this.audit.add(caller, "erasures.request", Map.of("erasureId", erasureId, "by",
				(found.caseId() != null) ? "caseId" : "number", "customerIds", found.customers()));
		Places places = places(caller, erasureId, found, keepCodes);
		Map<String, String> standIns = this.transactions.write(tenant, (_) -> {
			this.database.sql(MAKE_KEY).param("tenant", tenant.id()).update();
			return this.mentions.standIns(tenant, places.cases());
		});
		Tally tally = new Tally();
		// Also those that came before the places were looked for: they are no mentions.
		Set<String> own = new LinkedHashSet<>(found.calls().keySet());
		own.addAll(this.transactions.read(tenant, () -> this.subjects.calls(tenant, found.customers(), found.caseId()))
			.keySet());
		eachFew(own, (callIds) -> this.transactions.write(tenant,
				(_) -> eraseOwn(tenant, callIds, found, places.values(standIns), tally)));
		Set<String> others = new LinkedHashSet<>(places.callIds());
		others.removeAll(own);
		eachFew(others, (callIds) -> this.transactions.write(tenant, (_) -> erase(tenant,
				lock(tenant, callIds, tally.othersHeld), Set.of(), places.values(standIns), tally)));
		forgetSums(tenant, found.numbers(), places.nothing());
		Erased done = this.transactions.write(tenant, (_) -> {
			this.database.sql(ALONE).param("tenant", tenant.id()).query((_) -> {
			});
			Found since = this.subjects.since(tenant, found);
			Places later = this.mentions.findLater(tenant, since, places);
			Places all = places.and(later);
			Set<String> late = new LinkedHashSet<>(
					this.subjects.calls(tenant, since.customers(), found.caseId()).keySet());
			late.removeAll(tally.ownDone);
			eachFew(late, (callIds) -> eraseOwn(tenant, callIds, since, all.values(standIns), tally));
			Set<String> lateOthers = new LinkedHashSet<>(later.callIds());
			lateOthers.removeAll(late);
			lateOthers.removeAll(tally.ownDone);
			eachFew(lateOthers, (callIds) -> erase(tenant, lock(tenant, callIds, tally.othersHeld), Set.of(),
					all.values(standIns), tally));
			Set<String> named = new LinkedHashSet<>(all.namedIds());
			named.addAll(late);
			eraseIds(tenant, named, all);
			forget(tenant, since, all);
			this.mentions.forgetTouched(tenant);
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
			return this.transactions.readSnapshot(caller.tenant(),
					() -> this.mentions.find(caller.tenant(), found, keepCodes));
		}
		catch (RequestProblem refused) {
			this.audit.add(caller, "erasures.refused",
					Map.of("erasureId", erasureId, "why", String.valueOf(refused.getMessage())));
			throw refused;
		}
	}

	/// Erases calls of the subject, in a transaction: but for those that are held, and
	/// those that a correction has made somebody else's meanwhile.
	private boolean eraseOwn(Tenant tenant, List<String> callIds, Found found, Map<String, Object> places,
			Tally tally) {
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
		Set<String> held = this.mentions.held(tenant, callIds);
		kept.addAll(held);
		Set<String> free = new LinkedHashSet<>(callIds);
		free.removeAll(held);
		return free;
	}

	private boolean erase(Tenant tenant, Set<String> callIds, Set<String> own, Map<String, Object> places,
			Tally tally) {
		Map<String, @Nullable Object> values = new HashMap<>(places);
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

	/// What is left of the subject outside of calls.
	private void forget(Tenant tenant, Found found, Places places) {
		Map<String, @Nullable Object> values = new HashMap<>(places.values(Map.of()));
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
					if (this.mentions.netCalls(tenant, new SqlArrayValue("text", numbers.toArray())) == 0) {
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
				log.debug("Changes are being rolled up while numbers are erased from the rollups", ex);
			}
		}
	}

	private StatementSpec statement(String sql, Map<String, @Nullable Object> values) {
		return this.database.sql(sql).params(values);
	}

	private void eachFew(Set<String> callIds, Consumer<List<String>> work) {
		List<String> all = List.copyOf(callIds);
		for (int i = 0; i < all.size(); i += this.atOnce) {
			work.accept(all.subList(i, Math.min(all.size(), i + this.atOnce)));
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
