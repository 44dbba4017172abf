package io.callmeter.privacy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.callmeter.call.NumberMask;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Finds whom a request is about, and their calls.
@Component
class Subjects {

	/// A number is looked for in all texts.
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final String CUSTOMERS_OF_CASE = Sql.of(Subjects.class, "customers-of-case");

	private static final String CALLS = Sql.of(Subjects.class, "calls-of-subject");

	private static final String CUSTOMERS = """
			select customer_id, number from customer
			 where tenant_id = :tenant and (number = any (:numbers) or names_number(number, :pattern))
			""";

	private static final String CUSTOMERS_OF_NUMBERS = """
			select customer_id from customer where tenant_id = :tenant and number = any (:numbers)
			""";

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final PhoneNumbers numbers;

	Subjects(JdbcClient database, TenantTransactions transactions, PhoneNumbers numbers) {
		this.database = database;
		this.transactions = transactions.withStatementsOf(LONGEST);
		this.numbers = numbers;
	}

	/// Everybody who is meant, with what is known of them.
	/// @throws io.callmeter.http.RequestProblem if nobody can be meant
	Found find(Tenant tenant, Subject subject) {
		String number = subject.checkedNumber(this.numbers);
		String caseId = subject.checkedCase();
		return this.transactions.readSnapshot(tenant, () -> {
			Set<UUID> customers = new LinkedHashSet<>();
			Set<String> known = new LinkedHashSet<>();
			if (number != null) {
				known.add(number);
			}
			else {
				this.database.sql(CUSTOMERS_OF_CASE).param("tenant", tenant.id()).param("case", caseId).query((row) -> {
					customers.add(row.getObject("customer_id", UUID.class));
					if (row.getString("number") != null) {
						known.add(row.getString("number"));
						known.add(normalised(row.getString("number")));
					}
				});
				known.remove(PhoneNumber.WITHHELD);
			}
			Set<String> numbers = Set.copyOf(known);
			this.database.sql(CUSTOMERS)
				.param("tenant", tenant.id())
				.param("numbers", new SqlArrayValue("text", numbers.toArray()))
				.param("pattern", Notations.of(numbers, List.of()))
				.query((row) -> {
					if (isOneOf(numbers, row.getString("number"))) {
						customers.add(row.getObject("customer_id", UUID.class));
						known.add(row.getString("number"));
					}
				});
			if (number != null && customers.isEmpty()) {
				Subject.requirePossible(number);
			}
			Map<String, @Nullable String> calls = calls(tenant, customers, caseId);
			return new Found(caseId, List.copyOf(customers), Set.copyOf(known), calls);
		});
	}

	/// Whether a text that is stored for a party of a call stands for one of some numbers
	/// that it names, which is not so where it is a longer one, or another country's.
	/// Numbers are stored as the one normaliser reads them now; what it could not read
	/// once is here read again.
	boolean isOneOf(Set<String> numbers, String text) {
		PhoneNumber read = this.numbers.of("number", text);
		if (numbers.contains(text) || numbers.contains(read.normalised())) {
			return true;
		}
		String name = text.replace(read.raw(), "");
		return numbers.stream()
			.anyMatch((number) -> !NumberMask.withoutOwn(name, number).equals(name)
					|| (!PhoneNumbers.isInternational(read.normalised()) && isDialled(number, text)));
	}

	/// Words among the digits are of somebody who has written down a number.
	private static boolean isDialled(String number, String text) {
		return PhoneNumbers.dialled(text)
			.stream()
			.anyMatch((dialled) -> dialled.chars().anyMatch(Character::isLetter) || Notations.isWhole(number, dialled));
	}

	private String normalised(String text) {
		return this.numbers.of("number", text).normalised();
	}

	/// The same with customers of the numbers who have called for the first time since;
	/// without calls. To be asked in a transaction.
	Found since(Tenant tenant, Found found) {
		Set<UUID> customers = new LinkedHashSet<>(found.customers());
		customers.addAll(this.database.sql(CUSTOMERS_OF_NUMBERS)
			.param("tenant", tenant.id())
			.param("numbers", new SqlArrayValue("text", found.numbers().toArray()))
			.query(UUID.class)
			.list());
		return new Found(found.caseId(), List.copyOf(customers), found.numbers(), Map.of());
	}

	/// The calls of customers and of a case, each with the number as it was sent; to be
	/// asked in a transaction.
	Map<String, @Nullable String> calls(Tenant tenant, Iterable<UUID> customers, @Nullable String caseId) {
		List<UUID> ids = new ArrayList<>();
		customers.forEach(ids::add);
		Map<String, @Nullable String> calls = new LinkedHashMap<>();
		this.database.sql(CALLS)
			.param("tenant", tenant.id())
			.param("customers", new SqlArrayValue("uuid", ids.toArray()))
			.param("case", caseId, java.sql.Types.VARCHAR)
			.query((row) -> {
				calls.put(row.getString("call_id"), row.getString("raw"));
			});
		return calls;
	}

	/// Whom a request is about.
	///
	/// @param caseId null where it is about a number
	/// @param customers their surrogates
	/// @param numbers as calls store them
	/// @param calls by id, each with the number as it was sent
	record Found(@Nullable String caseId, List<UUID> customers, Set<String> numbers,
			Map<String, @Nullable String> calls) {
	}

}
