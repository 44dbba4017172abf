package io.callmeter.ingest;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.Erasable;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.Transfer;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Applies a batch of changes in one transaction: keys are locked first and in order, what is stored is read in a later
/// statement, and only rows that differ are written.
@Component
class CallStore {

	private static final String LOCK_KEYS = Sql.of(CallStore.class, "lock-keys");

	private static final String READ_CALLS = Sql.of(CallStore.class, "read-calls");

	private static final String READ_LEGS = Sql.of(CallStore.class, "read-legs");

	private static final String INSERT_CALLS = Sql.of(CallStore.class, "insert-calls");

	private static final String INSERT_LEGS = Sql.of(CallStore.class, "insert-legs");

	private static final String DELETE_CALLS = Sql.of(CallStore.class, "delete-calls");

	private static final String DELETE_LEGS = Sql.of(CallStore.class, "delete-legs");

	private static final String UPDATE_KEYS = Sql.of(CallStore.class, "update-keys");

	private static final String DELETE_KEYS = Sql.of(CallStore.class, "delete-keys");

	private static final String NAME_CUSTOMERS = Sql.of(CallStore.class, "name-customers");

	private static final String CUSTOMER_IDS = Sql.of(CallStore.class, "customer-ids");

	private static final String UNKNOWN_CODES = Sql.of(CallStore.class, "unknown-codes");

	private static final String ALIASES = """
			select alias, agent from agent_alias where tenant_id = :tenant and alias = any (:codes)
			""";

	private static final String ASSIGNMENTS = """
			select number, valid_from, coalesce(valid_to, 'infinity') as valid_to, campaign, queue
			  from number_assignment
			 where tenant_id = :tenant and number = any (:numbers)
			""";

	private static final String NOTE_CHANGES = """
			select note_changes(:tenant, cast(:sign as smallint), :callIds, :startedAts)
			""";

	private static final String HOLD_HORIZON = """
			select calls_from, numbers_from, ids_erased, erasing from hold_horizon(:tenant)
			""";

	private static final String TOUCH = """
			insert into touched_call (tenant_id, call_id)
			select :tenant, seen.call_id from unnest(:callIds) as seen (call_id) order by seen.call_id collate "C"
			    on conflict do nothing
			""";

	private static final String HORIZON = """
			select horizon as calls_from, personal_horizon as numbers_from, ids_erased, false as erasing
			  from retention
			 where tenant_id = :tenant
			""";

	private static final String COUNTED_OUTCOMES = """
			select f.call_id, nullif(f.outcome, 'open')
			  from call_key k
			  join call_fact f on f.tenant_id = k.tenant_id and f.started_at = k.started_at and f.call_id = k.call_id
			 where k.tenant_id = :tenant and k.call_id = any (:callIds)
			""";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final Months months;

	private final ErasedIds erasedIds;

	CallStore(JdbcClient database, TenantTransactions transactions, Months months, ErasedIds erasedIds,
			IngestWaits waits) {
		this.database = database;
		this.transactions = transactions.withStatementsOf(waits.timeout());
		this.months = months;
		this.erasedIds = erasedIds;
	}

	/// Applies the changes one after another and commits them together.
	/// @return what each did, in their order
	/// @throws org.springframework.dao.DataAccessException if the database does not
	/// answer or refuses the batch; nothing of it is stored then
	List<Effect> apply(Tenant tenant, List<Change> changes) {
		if (!this.months.haveSeen(changes)) {
			Horizon horizon = this.transactions.read(tenant, () -> horizon(tenant, HORIZON));
			this.months.ensure(horizon.kept(changes));
		}
		// Not in the transaction of the batch: others that meet the same new customers
		// would wait for its end.
		Set<Named> customers = new HashSet<>();
		changes.stream().flatMap(Change::delivered).forEach((call) -> {
			if (call.customerNumber() != null) {
				customers.add(new Named(call.customerNumber(), call.callId(), call.startedAt()));
			}
		});
		if (!customers.isEmpty()) {
			this.transactions.write(tenant, (_) -> nameCustomers(tenant, customers, true));
		}
		List<Effect> effects = this.transactions.write(tenant, (_) -> applyLocked(tenant, changes));
		this.months.grown(changes);
		return effects;
	}

	/// Has months looked at anew that may have been dropped since they were seen.
	void forgetMonths() {
		this.months.forget();
	}

	/// Those of some calls that are stored, in the order of their ids, as answers show
	/// them to those who may see numbers.
	/// @param sent their ids, also ones that were erased since
	List<Call> find(Tenant tenant, List<String> sent) {
		return this.transactions.readSnapshot(tenant, () -> {
			Map<String, String> standIns = this.erasedIds.stored(tenant, sent);
			List<String> callIds = sent.stream().map((callId) -> standIns.getOrDefault(callId, callId)).toList();
			Map<String, @Nullable CallOutcome> outcomes = countedOutcomes(tenant, callIds);
			Map<String, CallState> states = read(tenant, callIds).states();
			return callIds.stream()
				.flatMap((callId) -> (states.get(callId) instanceof CallState.Present present)
						? Stream.of(present.counted().asShown(present.crm(), outcomes.get(callId))) : Stream.empty())
				.toList();
		});
	}

	private Map<String, @Nullable CallOutcome> countedOutcomes(Tenant tenant, List<String> callIds) {
		Map<String, @Nullable CallOutcome> outcomes = new HashMap<>();
		this.database.sql(COUNTED_OUTCOMES)
			.param("tenant", tenant.id())
			.param("callIds", new SqlArrayValue("text", callIds.toArray()))
			.query((row) -> {
				outcomes.put(row.getString(1), outcome(row.getString(2)));
			});
		return outcomes;
	}

	/// Comes before all other locks: whoever moves the horizon holds none of them.
	private Horizon horizon(Tenant tenant, String statement) {
		return this.database.sql(statement)
			.param("tenant", tenant.id())
			.query((row, _) -> new Horizon(instant(row, "calls_from"), instant(row, "numbers_from"),
					row.getBoolean("ids_erased"), row.getBoolean("erasing")))
			.optional()
			.orElse(new Horizon(null, null, false, false));
	}

	private List<Effect> applyLocked(Tenant tenant, List<Change> sent) {
		Horizon horizon = horizon(tenant, HOLD_HORIZON);
		List<Change> changes = horizon.idsErased() ? this.erasedIds.ofStoredCalls(tenant, sent) : sent;
		Map<String, @Nullable Instant> keys = new LinkedHashMap<>();
		changes.forEach((change) -> keys.putIfAbsent(change.callId(), change.startedAt()));
		Set<String> unseen = lock(tenant, keys);
		Stored stored = (unseen.size() < keys.size())
				? read(tenant, keys.keySet().stream().filter((callId) -> !unseen.contains(callId)).toList())
				: Stored.NOTHING;
		Map<String, CallState> before = stored.states();
		Map<String, UUID> customers = new HashMap<>(stored.customers());
		Map<String, CallState> after = new HashMap<>();
		List<Effect> effects = new ArrayList<>(changes.size());
		Assignments assignments = assignments(tenant, changes, before.values());
		for (Change change : this.erasedIds.ofStoredLegs(tenant, underOwnCodes(tenant, changes), stored.erasedLegs())) {
			String callId = change.callId();
			CallState state = after.getOrDefault(callId, before.getOrDefault(callId, CallState.Waiting.FOR_ANYTHING));
			Set<Erasable> erased = stored.erased().get(callId);
			Change taken = (erased != null) ? change.without(erased, state) : change;
			CallState.Next next = stored.held().contains(callId)
					? Held.after(taken, state, horizon.afterHeld(state, taken, assignments))
					: horizon.after(state, taken, assignments);
			// A delivery with another direction makes the customer's side of what was
			// the other one.
			after.put(callId, stored.isErased(callId) ? next.state().withoutCustomer() : next.state());
			effects.add(next.reported());
		}
		nameHidden(horizon, changes, after, customers);
		if (horizon.erasing()) {
			this.database.sql(TOUCH)
				.param("tenant", tenant.id())
				.param("callIds", new SqlArrayValue("text", keys.keySet().toArray()))
				.update();
		}
		write(tenant, keys, unseen, stored, after,
				(call) -> (stored.isErased(call.callId()) || horizon.hidesCustomers(call.startedAt()))
						? customers.get(call.callId()) : null);
		return effects;
	}

	/// Customers whose number is not stored any more are counted all the same: those of
	/// calls that had one under that, all others each for itself.
	private static void nameHidden(Horizon horizon, List<Change> changes, Map<String, CallState> after,
			Map<String, UUID> customers) {
		changes.stream()
			.flatMap(Change::delivered)
			.filter((call) -> call.customerNumber() != null && after.get(call.callId()) instanceof CallState.Present is
					&& horizon.hidesCustomers(is.call().startedAt()))
			.forEach((call) -> customers.computeIfAbsent(call.callId(), (_) -> UUID.randomUUID()));
	}

	private Set<String> lock(Tenant tenant, Map<String, @Nullable Instant> keys) {
		var statement = new Rows<>(this.database.sql(LOCK_KEYS).param("tenant", tenant.id()),
				List.copyOf(keys.entrySet()))
			.text("callIds", Map.Entry::getKey)
			.instant("startedAts", Map.Entry::getValue)
			.statement();
		return new HashSet<>(statement.query(String.class).list());
	}

	/// The changes with agents' aliases replaced by their own codes, before anything is
	/// merged: two names of one agent are no difference.
	private List<Change> underOwnCodes(Tenant tenant, List<Change> changes) {
		Object[] codes = changes.stream()
			.flatMap(Change::delivered)
			.flatMap((call) -> call.legs().stream())
			.map(Leg::agent)
			.filter(Objects::nonNull)
			.distinct()
			.toArray();
		if (codes.length == 0) {
			return changes;
		}
		Map<String, String> own = new HashMap<>();
		this.database.sql(ALIASES)
			.param("tenant", tenant.id())
			.param("codes", new SqlArrayValue("text", codes))
			.query((row) -> {
				own.put(row.getString("alias"), row.getString("agent"));
			});
		return own.isEmpty() ? changes
				: changes.stream().map((change) -> change.withAgents((code) -> own.getOrDefault(code, code))).toList();
	}

	/// What any number may be assigned to that a call of the batch can have after it.
	private Assignments assignments(Tenant tenant, List<Change> changes, Collection<CallState> before) {
		List<Call> calls = Stream
			.concat(changes.stream().flatMap(Change::delivered),
					before.stream()
						.flatMap((state) -> (state instanceof CallState.Present present) ? Stream.of(present.call())
								: Stream.empty()))
			.toList();
		Object[] numbers = calls.stream()
			.map(Call::to)
			.map(CallStore::normalised)
			.filter(Objects::nonNull)
			.distinct()
			.toArray();
		if (numbers.length == 0 || calls.stream().noneMatch((call) -> call.direction() == Direction.INBOUND)) {
			return Assignments.NONE;
		}
		return new Assignments(this.database.sql(ASSIGNMENTS)
			.param("tenant", tenant.id())
			.param("numbers", new SqlArrayValue("text", numbers))
			.query((row, _) -> new Assignments.Assignment(row.getString("number"),
					Objects.requireNonNull(instant(row, "valid_from")),
					Objects.requireNonNull(instant(row, "valid_to")), row.getString("campaign"),
					row.getString("queue")))
			.list());
	}

	private Stored read(Tenant tenant, Collection<String> callIds) {
		var ids = new SqlArrayValue("text", callIds.toArray());
		Map<String, List<Leg>> legs = new HashMap<>();
		Map<String, String> assignedQueues = new HashMap<>();
		this.database.sql(READ_LEGS).param("tenant", tenant.id()).param("callIds", ids).query((row) -> {
			legs.computeIfAbsent(row.getString("call_id"), (_) -> new ArrayList<>()).add(leg(row));
			if (row.getBoolean("queue_assigned")) {
				assignedQueues.put(row.getString("call_id"), row.getString("queue"));
			}
		});
		Map<String, CallState> states = new HashMap<>();
		Map<String, Set<Erasable>> erased = new HashMap<>();
		Map<String, UUID> customers = new HashMap<>();
		Set<String> held = new HashSet<>();
		this.database.sql(READ_CALLS).param("tenant", tenant.id()).param("callIds", ids).query((row) -> {
			String callId = row.getString("key_id");
			UUID customer = row.getObject("customer_id", UUID.class);
			if (customer != null) {
				customers.put(callId, customer);
			}
			if (row.getBoolean("held")) {
				held.add(callId);
			}
			states.put(callId, state(row, legs.getOrDefault(callId, List.of()), assignedQueues.get(callId)));
			Array fields = row.getArray("erased");
			if (fields != null) {
				erased.put(callId,
						Arrays.stream((String[]) fields.getArray()).map(Erasable::valueOf).collect(Collectors.toSet()));
			}
		});
		return new Stored(states, erased, customers, held);
	}

	/// @param hidden the customer of a call whose number is not stored any more
	private void write(Tenant tenant, Map<String, @Nullable Instant> keys, Set<String> unseen, Stored stored,
			Map<String, CallState> after, Function<Call, @Nullable UUID> hidden) {
		Difference difference = new Difference();
		List<KeyRow> movedKeys = new ArrayList<>();
		List<String> emptyKeys = new ArrayList<>();
		after.forEach((callId, state) -> {
			CallState was = stored.states().getOrDefault(callId, CallState.Waiting.FOR_ANYTHING);
			difference.add(was, state);
			KeyRow key = KeyRow.of(callId, state);
			KeyRow storedKey = unseen.contains(callId) ? new KeyRow(callId, keys.get(callId), false, CrmFields.NONE)
					: KeyRow.of(callId, was);
			if (state.equals(CallState.Waiting.FOR_ANYTHING)) {
				emptyKeys.add(callId);
			}
			else if (!key.equals(storedKey)) {
				movedKeys.add(key);
			}
		});
		note(tenant, -1, difference.goneCalls);
		delete(tenant, difference);
		insertCalls(tenant, difference.calls, hidden);
		insertLegs(tenant, difference.legs);
		note(tenant, 1, difference.calls.stream().map(CallState.Present::call).toList());
		if (!movedKeys.isEmpty()) {
			new Rows<>(this.database.sql(UPDATE_KEYS).param("tenant", tenant.id()), movedKeys)
				.text("callIds", KeyRow::callId)
				.instant("startedAts", KeyRow::startedAt)
				.bool("deleted", KeyRow::deleted)
				.text("waiting", (key) -> key.waiting().isEmpty() ? null : JSON.writeValueAsString(key.waiting()))
				.send();
		}
		if (!emptyKeys.isEmpty()) {
			this.database.sql(DELETE_KEYS)
				.param("tenant", tenant.id())
				.param("callIds", new SqlArrayValue("text", emptyKeys.toArray()))
				.update();
		}
		name(tenant, difference);
	}

	/// Notes the facts of calls as they stand, to be added to the cells or taken from
	/// them.
	private void note(Tenant tenant, int sign, List<Call> calls) {
		if (!calls.isEmpty()) {
			new Rows<>(this.database.sql(NOTE_CHANGES).param("tenant", tenant.id()).param("sign", sign), calls)
				.text("callIds", Call::callId)
				.instant("startedAts", Call::startedAt)
				.statement()
				.query((_) -> {
				});
		}
	}

	private void delete(Tenant tenant, Difference difference) {
		if (!difference.goneCalls.isEmpty()) {
			new Rows<>(this.database.sql(DELETE_CALLS).param("tenant", tenant.id()), difference.goneCalls)
				.text("callIds", Call::callId)
				.instant("startedAts", Call::startedAt)
				.send();
		}
		if (!difference.goneLegs.isEmpty()) {
			new Rows<>(this.database.sql(DELETE_LEGS).param("tenant", tenant.id()), difference.goneLegs)
				.text("callIds", (row) -> row.call().callId())
				.instant("startedAts", (row) -> row.call().startedAt())
				.text("legIds", (row) -> row.leg().legId())
				.send();
		}
	}

	private void insertCalls(Tenant tenant, List<CallState.Present> calls, Function<Call, @Nullable UUID> hidden) {
		if (calls.isEmpty()) {
			return;
		}
		Map<String, UUID> customers = customers(tenant, calls);
		new Rows<>(this.database.sql(INSERT_CALLS).param("tenant", tenant.id()), calls)
			.text("callId", (row) -> row.call().callId())
			.instant("startedAt", (row) -> row.call().startedAt())
			.text("direction", (row) -> row.call().direction())
			.instant("answeredAt", (row) -> row.call().answeredAt())
			.instant("endedAt", (row) -> row.call().endedAt())
			.text("fromRaw", (row) -> raw(row.call().from()))
			.text("fromNumber", (row) -> normalised(row.call().from()))
			.text("toRaw", (row) -> raw(row.call().to()))
			.text("toNumber", (row) -> normalised(row.call().to()))
			.text("campaign", (row) -> row.call().campaign())
			.text("numberCampaign", (row) -> row.dialledFor().campaign())
			.text("source", (row) -> row.call().source())
			.text("trunk", (row) -> row.call().trunk())
			.integer("priority", (row) -> row.call().priority())
			.text("outcome", (row) -> row.call().outcome())
			.integer("hangupCause", (row) -> row.call().hangupCause())
			.integer("sipStatus", (row) -> row.call().sipStatus())
			.numeric("mos", (row) -> row.call().mos())
			.text("disposition", (row) -> row.call().crm().disposition())
			.text("caseId", (row) -> row.call().crm().caseId())
			.bool("resolved", (row) -> row.call().crm().resolved())
			.bool("converted", (row) -> row.call().crm().converted())
			.numeric("conversionValue", (row) -> row.call().crm().conversionValue())
			.text("currency", (row) -> row.call().crm().currency())
			.numeric("csat", (row) -> row.call().crm().csat())
			.text("recordingUrl", (row) -> row.call().recordingUrl())
			.text("attributes", (row) -> attributes(row.call()))
			.bigint("revision", (row) -> row.call().revision())
			.text("crmDisposition", (row) -> row.crm().disposition())
			.text("crmCaseId", (row) -> row.crm().caseId())
			.bool("crmResolved", (row) -> row.crm().resolved())
			.bool("crmConverted", (row) -> row.crm().converted())
			.numeric("crmConversionValue", (row) -> row.crm().conversionValue())
			.text("crmCurrency", (row) -> row.crm().currency())
			.numeric("crmCsat", (row) -> row.crm().csat())
			.uuid("customerId", (row) -> {
				UUID customer = customers.get(row.call().customerNumber());
				return (customer != null) ? customer : hidden.apply(row.call());
			})
			.send();
	}

	private void insertLegs(Tenant tenant, List<LegRow> legs) {
		if (legs.isEmpty()) {
			return;
		}
		new Rows<>(this.database.sql(INSERT_LEGS).param("tenant", tenant.id()), legs)
			.text("callId", (row) -> row.call().callId())
			.instant("startedAt", (row) -> row.call().startedAt())
			.text("legId", (row) -> row.leg().legId())
			.text("queue", LegRow::queue)
			.bool("queueAssigned", (row) -> row.assignedQueue() != null)
			.text("agent", (row) -> row.leg().agent())
			.text("ivr", (row) -> row.leg().ivr())
			.text("trunk", (row) -> row.leg().trunk())
			.text("skill", (row) -> row.leg().skill())
			.instant("queuedAt", (row) -> row.leg().queuedAt())
			.instant("offeredAt", (row) -> row.leg().offeredAt())
			.instant("answeredAt", (row) -> row.leg().answeredAt())
			.instant("endedAt", (row) -> row.leg().endedAt())
			.bigint("holdMicros", (row) -> micros(row.leg().holdSeconds()))
			.integer("holds", (row) -> row.leg().holds())
			.bigint("wrapUpMicros", (row) -> micros(row.leg().wrapUpSeconds()))
			.text("outcome", (row) -> row.leg().outcome())
			.text("reason", (row) -> row.leg().reason())
			.text("endedBy", (row) -> row.leg().endedBy())
			.text("transfer", (row) -> row.leg().transfer())
			.text("transferredTo", (row) -> row.leg().transferredTo())
			.bigint("revision", (row) -> row.leg().revision())
			.send();
	}

	/// The ids of customers by their numbers. Nearly all were named before the
	/// transaction began; the others are those of calls that were stored before, and
	/// those that somebody erased meanwhile.
	private Map<String, UUID> customers(Tenant tenant, List<CallState.Present> calls) {
		Set<String> numbers = numbers(calls.stream().map(CallState.Present::call));
		Map<String, UUID> customers = new HashMap<>();
		addCustomers(tenant, numbers, customers);
		while (!customers.keySet().containsAll(numbers)) {
			Set<String> unnamed = new HashSet<>(numbers);
			unnamed.removeAll(customers.keySet());
			nameCustomers(tenant,
					unnamed.stream().map((number) -> new Named(number, "", null)).collect(Collectors.toSet()), false);
			addCustomers(tenant, unnamed, customers);
		}
		return customers;
	}

	private void addCustomers(Tenant tenant, Set<String> numbers, Map<String, UUID> customers) {
		if (!numbers.isEmpty()) {
			this.database.sql(CUSTOMER_IDS)
				.param("tenant", tenant.id())
				.param("numbers", new SqlArrayValue("text", numbers.toArray()))
				.query((row) -> {
					customers.put(row.getString(1), row.getObject(2, UUID.class));
				});
		}
	}

	/// Gives numbers of customers that have none a row.
	/// @param alone whether it is a transaction of its own
	/// @return how many have one now that had none
	private int nameCustomers(Tenant tenant, Set<Named> customers, boolean alone) {
		return new Rows<>(this.database.sql(NAME_CUSTOMERS).param("tenant", tenant.id()), List.copyOf(customers))
			.text("numbers", Named::number)
			.text("callIds", Named::callId)
			.instant("startedAts", Named::startedAt)
			.statement()
			.param("alone", alone)
			.update();
	}

	private static Set<String> numbers(Stream<Call> calls) {
		Set<String> numbers = new HashSet<>();
		calls.map(Call::customerNumber).filter(Objects::nonNull).forEach(numbers::add);
		return numbers;
	}

	/// Gives codes that nobody has named yet a row of reference data. Comes after all
	/// keys are locked, and table by table in one order, so that two batches cannot wait
	/// for each other.
	private void name(Tenant tenant, Difference difference) {
		List<Code> seen = difference.codes();
		if (seen.isEmpty()) {
			return;
		}
		Map<Kind, Set<String>> unknown = new EnumMap<>(Kind.class);
		new Rows<>(this.database.sql(UNKNOWN_CODES).param("tenant", tenant.id()), seen).text("kinds", Code::kind)
			.text("codes", Code::code)
			.statement()
			.query((row) -> {
				unknown.computeIfAbsent(Kind.valueOf(row.getString("kind")), (_) -> new HashSet<>())
					.add(row.getString("code"));
			});
		unknown.forEach((kind, codes) -> this.database.sql(kind.statement)
			.param("tenant", tenant.id())
			.param("codes", new SqlArrayValue("text", codes.toArray()))
			.update());
	}

	/// What calls name by codes, in the order in which new ones get their rows.
	private enum Kind {

		QUEUE("name-queues"), AGENT("name-agents"), CAMPAIGN("name-campaigns"), NUMBER("name-numbers"),
		DISPOSITION("name-dispositions");

		private final String statement;

		Kind(String statement) {
			this.statement = Sql.of(CallStore.class, statement);
		}

	}

	/// A code that a call names.
	private record Code(Kind kind, String code) {
	}

	/// A number of a customer, and the call that names it; no call where what was erased
	/// is left out already.
	private record Named(String number, String callId, @Nullable Instant startedAt) {
	}

	/// What is stored under some keys, by the id of the call.
	///
	/// @param erased which fields were erased of a call
	/// @param customers the surrogate of a call's customer, which outlives the number
	/// @param held those that must be kept
	private record Stored(Map<String, CallState> states, Map<String, Set<Erasable>> erased, Map<String, UUID> customers,
			Set<String> held) {

		static final Stored NOTHING = new Stored(Map.of(), Map.of(), Map.of(), Set.of());

		/// The legs of the calls of which something was erased.
		Map<String, Set<Leg>> erasedLegs() {
			Map<String, Set<Leg>> legs = new HashMap<>();
			this.erased.keySet()
				.forEach((callId) -> legs.put(callId, (this.states.get(callId) instanceof CallState.Present present)
						? Set.copyOf(present.call().legs()) : Set.of()));
			return legs;
		}

		/// Whether the number of a call's customer was erased.
		boolean isErased(String callId) {
			return Erasable.isCustomerIn(this.erased.getOrDefault(callId, Set.of()));
		}

	}

	/// A leg with the call it belongs to.
	/// @param assignedQueue the queue of the number dialled; null where the leg has its
	/// own, or is no visit
	private record LegRow(Call call, Leg leg, @Nullable String assignedQueue) {

		@Nullable String queue() {
			return (this.assignedQueue != null) ? this.assignedQueue : this.leg.queue();
		}

	}

	/// A row of `call_key`.
	private record KeyRow(String callId, @Nullable Instant startedAt, boolean deleted, CrmFields waiting) {

		static KeyRow of(String callId, CallState state) {
			return switch (state) {
				case CallState.Waiting(CrmFields crm) -> new KeyRow(callId, null, false, crm);
				case CallState.Present present -> new KeyRow(callId, present.call().startedAt(), false, CrmFields.NONE);
				case CallState.Deleted deleted -> new KeyRow(callId, null, true, CrmFields.NONE);
			};
		}

	}

	/// The rows that turn the state before a batch into the state after it.
	private static final class Difference {

		private final List<Call> goneCalls = new ArrayList<>();

		private final List<LegRow> goneLegs = new ArrayList<>();

		private final List<CallState.Present> calls = new ArrayList<>();

		private final List<LegRow> legs = new ArrayList<>();

		void add(CallState before, CallState after) {
			if (before.equals(after)) {
				return;
			}
			CallState.Present was = (before instanceof CallState.Present present) ? present : null;
			CallState.Present is = (after instanceof CallState.Present present) ? present : null;
			Set<Leg> kept = (was != null && is != null) ? kept(was, is) : Set.of();
			if (was != null) {
				this.goneCalls.add(was.call());
				addLegs(this.goneLegs, was, kept);
			}
			if (is != null) {
				this.calls.add(is);
				addLegs(this.legs, is, kept);
			}
		}

		/// The legs whose rows stay as they are.
		private static Set<Leg> kept(CallState.Present was, CallState.Present is) {
			if (!was.call().startedAt().equals(is.call().startedAt())) {
				return Set.of();
			}
			Set<Leg> kept = new HashSet<>(was.call().legs());
			kept.retainAll(new HashSet<>(is.call().legs()));
			if (!Objects.equals(was.dialledFor().queue(), is.dialledFor().queue())) {
				kept.removeIf(Leg::lacksQueue);
			}
			return kept;
		}

		/// What the calls that are written name.
		List<Code> codes() {
			Set<Code> codes = new HashSet<>();
			for (CallState.Present row : this.calls) {
				add(codes, Kind.CAMPAIGN, row.call().campaign());
				add(codes, Kind.CAMPAIGN, row.dialledFor().campaign());
				add(codes, Kind.NUMBER, row.call().numberDialled());
				add(codes, Kind.DISPOSITION, row.call().crm().disposition());
				add(codes, Kind.DISPOSITION, row.crm().disposition());
			}
			for (LegRow row : this.legs) {
				add(codes, Kind.QUEUE, row.queue());
				add(codes, Kind.AGENT, row.leg().agent());
			}
			return List.copyOf(codes);
		}

		private static void add(Set<Code> codes, Kind kind, @Nullable String code) {
			if (code != null) {
				codes.add(new Code(kind, code));
			}
		}

		private static void addLegs(List<LegRow> rows, CallState.Present state, Set<Leg> kept) {
			for (Leg leg : state.call().legs()) {
				if (!kept.contains(leg)) {
					rows.add(new LegRow(state.call(), leg, leg.lacksQueue() ? state.dialledFor().queue() : null));
				}
			}
		}

	}

	private static CallState state(ResultSet row, List<Leg> legs, @Nullable String assignedQueue) throws SQLException {
		if (row.getBoolean("deleted")) {
			return new CallState.Deleted();
		}
		if (row.getString("call_id") == null) {
			String waiting = row.getString("waiting");
			return new CallState.Waiting((waiting != null) ? JSON.readValue(waiting, CrmFields.class) : CrmFields.NONE);
		}
		return new CallState.Present(call(row, legs), crm(row, "crm_"),
				new DialledFor(row.getString("number_campaign"), assignedQueue));
	}

	private static Call call(ResultSet row, List<Leg> legs) throws SQLException {
		return new Call(row.getString("call_id"), Direction.valueOf(row.getString("direction")),
				Objects.requireNonNull(instant(row, "started_at")), instant(row, "answered_at"),
				instant(row, "ended_at"), number(row, "from"), number(row, "to"), row.getString("campaign"),
				row.getString("source"), row.getString("trunk"), row.getObject("priority", Integer.class),
				outcome(row.getString("outcome")), row.getObject("hangup_cause", Integer.class),
				row.getObject("sip_status", Integer.class), row.getBigDecimal("mos"), crm(row, ""),
				row.getString("recording_url"), attributes(row.getString("attributes")),
				row.getObject("revision", Long.class), legs);
	}

	private static Leg leg(ResultSet row) throws SQLException {
		return new Leg(row.getString("leg_id"), row.getBoolean("queue_assigned") ? null : row.getString("queue"),
				row.getString("agent"), row.getString("ivr"), row.getString("trunk"), row.getString("skill"),
				instant(row, "queued_at"), instant(row, "offered_at"), instant(row, "answered_at"),
				instant(row, "ended_at"), seconds(row, "hold_us"), row.getObject("holds", Integer.class),
				seconds(row, "wrap_up_us"), constant(LegOutcome.class, row.getString("outcome")),
				row.getString("reason"), constant(EndedBy.class, row.getString("ended_by")),
				constant(Transfer.class, row.getString("transfer")), row.getString("transferred_to"),
				row.getObject("revision", Long.class));
	}

	private static CrmFields crm(ResultSet row, String prefix) throws SQLException {
		return new CrmFields(row.getString(prefix + "disposition"), row.getString(prefix + "case_id"),
				row.getObject(prefix + "resolved", Boolean.class), row.getObject(prefix + "converted", Boolean.class),
				row.getBigDecimal(prefix + "conversion_value"), row.getString(prefix + "currency"),
				row.getBigDecimal(prefix + "csat"));
	}

	private static @Nullable PhoneNumber number(ResultSet row, String side) throws SQLException {
		String raw = row.getString(side + "_raw");
		return (raw != null) ? new PhoneNumber(raw, row.getString(side + "_number")) : null;
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	private static @Nullable BigDecimal seconds(ResultSet row, String column) throws SQLException {
		Long micros = row.getObject(column, Long.class);
		return (micros != null) ? BigDecimal.valueOf(micros, 6) : null;
	}

	private static @Nullable Long micros(@Nullable BigDecimal seconds) {
		return (seconds != null) ? seconds.movePointRight(6).longValueExact() : null;
	}

	private static @Nullable CallOutcome outcome(@Nullable String name) {
		return constant(CallOutcome.class, name);
	}

	private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String name) {
		return (name != null) ? Enum.valueOf(type, name) : null;
	}

	private static @Nullable String raw(@Nullable PhoneNumber number) {
		return (number != null) ? number.raw() : null;
	}

	private static @Nullable String normalised(@Nullable PhoneNumber number) {
		return (number != null) ? number.normalised() : null;
	}

	private static @Nullable String attributes(Call call) {
		return call.attributes().isEmpty() ? null : JSON.writeValueAsString(call.attributes());
	}

	private static Map<String, String> attributes(@Nullable String json) {
		return (json != null) ? JSON.readValue(json, new TypeReference<Map<String, String>>() {
		}) : Map.of();
	}

}
