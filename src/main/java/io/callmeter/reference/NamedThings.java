package io.callmeter.reference;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The queues, agents or campaigns of all tenants.
/// Each change is one statement that says whether it found its row, because ingest adds rows at the same time.
@NoRepositoryBean
@Transactional
interface NamedThings<T extends Named> extends Repository<T, Named.Key> {

	@Transactional(readOnly = true)
	List<T> findByTenantIdAndCodeGreaterThanOrderByCode(int tenantId, String after, Limit limit);

	@Transactional(readOnly = true)
	Optional<T> findByTenantIdAndCode(int tenantId, String code);

	/// Adds one unless it is there; answers how many were added.
	@Modifying
	@Query("""
			insert into #{#entityName} (tenantId, code, name, active) values (:tenantId, :code, :name, :active)
			on conflict (tenantId, code) do nothing""")
	int add(int tenantId, String code, String name, boolean active);

	/// Changes one if it is there; answers how many were changed.
	@Modifying
	@Query("update #{#entityName} set name = :name, active = :active where tenantId = :tenantId and code = :code")
	int change(int tenantId, String code, String name, boolean active);

	/// Removes one if it is there; answers how many were removed.
	@Modifying
	@Query("delete from #{#entityName} where tenantId = :tenantId and code = :code")
	int remove(int tenantId, String code);

}
