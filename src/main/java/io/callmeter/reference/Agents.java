package io.callmeter.reference;

import java.util.Collection;
import java.util.List;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;

interface Agents extends CodedRows<Agent> {

	/// Whoever edits an agent waits for the others, so that no code becomes both an agent
	/// and an alias.
	@Override
	@Modifying
	@NativeQuery("lock table agent_alias in share row exclusive mode")
	void lock();

	List<Agent> findByTenantIdAndCodeIn(int tenantId, Collection<String> codes);

}
