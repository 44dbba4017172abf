package io.callmeter.reference;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.repository.NoRepositoryBean;

/// Rows that are known by their code.
@NoRepositoryBean
interface CodedRows<T extends Coded> extends EditedRows<T, Coded.Key> {

	Optional<T> findByTenantIdAndCode(int tenantId, String code);

	List<T> findByTenantIdAndCodeGreaterThanOrderByCode(int tenantId, String after, Limit limit);

}
