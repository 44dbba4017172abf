package io.callmeter.reference;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/// Changes of rows that ingest and other people may change at the same time: none is lost unseen.
@Component
class Edits {

	private static final int TRIES = 5;

	private final TenantTransactions transactions;

	Edits(TenantTransactions transactions) {
		this.transactions = transactions;
	}

	/// What is found and shown in one transaction.
	<T> T read(Tenant tenant, Supplier<T> reader) {
		return this.transactions.read(tenant, reader);
	}

	/// Makes a row or changes the one that is there.
	/// @param make a row without anything but its key
	/// @param fill sets all else, or refuses to
	/// @param show what is stored, with its version
	<T extends Edited, K, V> Saved<V> put(Tenant tenant, EditedRows<T, K> rows, K key, Precondition precondition,
			Supplier<T> make, Consumer<T> fill, Function<T, V> show) {
		for (int attempt = 1;; attempt++) {
			try {
				return this.transactions.write(tenant, (_) -> {
					rows.lock();
					Optional<T> stored = rows.findById(key);
					precondition.check(stored.map(Edited::etag).orElse(null));
					T row = stored.orElseGet(make);
					fill.accept(row);
					T saved = rows.saveAndFlush(row);
					return new Saved<>(show.apply(saved), saved.etag(), stored.isEmpty());
				});
			}
			catch (DataIntegrityViolationException ex) {
				// Somebody made the same row, or one that this one must differ from, at
				// the
				// same moment; the next look sees it.
				if (attempt == TRIES) {
					throw new RequestProblem(Problem.CONFLICT, null, null,
							"Someone else is changing the same at this moment. Try again.");
				}
			}
		}
	}

	/// Removes a row; answers whether it was there.
	/// @param requireUnused refuses to where others need it
	/// @param note what else is written with it
	<T extends Edited, K> boolean delete(Tenant tenant, EditedRows<T, K> rows, K key, Precondition precondition,
			Runnable requireUnused, Runnable note) {
		return this.transactions.write(tenant, (_) -> {
			rows.lock();
			Optional<T> stored = rows.findById(key);
			requireUnused.run();
			if (stored.isPresent()) {
				precondition.check(stored.get().etag());
				rows.delete(stored.get());
				note.run();
			}
			return stored.isPresent();
		});
	}

	/// Puts elements into a collection of a row unless they are there, so that its
	/// version
	/// changes only when it does.
	static <E> void replace(List<E> stored, List<E> sent) {
		if (!List.copyOf(stored).equals(sent)) {
			stored.clear();
			stored.addAll(sent);
		}
	}

	/// What is stored now.
	///
	/// @param isNew whether there was nothing before
	record Saved<V>(V value, String etag, boolean isNew) {
	}

}
