package io.callmeter.reference;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes of rows that ingest and other people may change at the same time: none is lost unseen.
@Component
class Edits {

	private static final int TRIES = 5;

	private final TransactionTemplate reading;

	private final TransactionTemplate writing;

	Edits(PlatformTransactionManager transactions) {
		this.reading = new TransactionTemplate(transactions);
		this.reading.setReadOnly(true);
		this.writing = new TransactionTemplate(transactions);
		this.writing.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	/// What is found and shown in one transaction.
	<T> T read(Supplier<T> reader) {
		return Objects.requireNonNull(this.reading.execute((_) -> reader.get()));
	}

	/// Makes a row or changes the one that is there.
	/// @param make a row without anything but its key
	/// @param fill sets all else, or refuses to
	/// @param show what is stored, with its version
	<T extends Edited, K, V> Saved<V> put(EditedRows<T, K> rows, K key, Precondition precondition, Supplier<T> make,
			Consumer<T> fill, Function<T, V> show) {
		for (int attempt = 1;; attempt++) {
			try {
				return Objects.requireNonNull(this.writing.execute((_) -> {
					rows.lock();
					Optional<T> stored = rows.findById(key);
					precondition.check(stored.map(Edited::etag).orElse(null));
					T row = stored.orElseGet(make);
					fill.accept(row);
					T saved = rows.saveAndFlush(row);
					return new Saved<>(show.apply(saved), saved.etag(), stored.isEmpty());
				}));
			}
			catch (DataIntegrityViolationException ex) {
				// Somebody made the same row, or one that this one must differ from, at
				// the
				// same moment; the next look sees it.
				if (attempt == TRIES) {
					throw new RequestProblem(Problem.CONFLICT, null, null,
							"Others change the same at this moment; try again.");
				}
			}
		}
	}

	/// Removes a row; answers whether it was there.
	<T extends Edited, K> boolean delete(EditedRows<T, K> rows, K key, Precondition precondition) {
		return Objects.requireNonNull(this.writing.execute((_) -> {
			rows.lock();
			Optional<T> stored = rows.findById(key);
			if (stored.isPresent()) {
				precondition.check(stored.get().etag());
				rows.delete(stored.get());
			}
			return stored.isPresent();
		}));
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
