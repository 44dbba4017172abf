package io.callmeter.reference;

import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/// Rows of all tenants that people edit; to be used in a transaction.
@NoRepositoryBean
interface EditedRows<T extends Edited, K> extends Repository<T, K> {

	/// The row, which nobody else can change until the transaction ends.
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<T> findById(K key);

	/// Keeps others from editing rows of the kind until the transaction ends; to be done
	/// before any row is read, and needed only where one row may not contradict another.
	default void lock() {
	}

	T saveAndFlush(T row);

	void delete(T row);

}
