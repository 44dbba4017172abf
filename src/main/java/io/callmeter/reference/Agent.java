package io.callmeter.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// Somebody who talks to customers.
@Entity
@Table(name = "agent")
class Agent extends Named {

	private boolean edited;

	private @Nullable String team;

	@JdbcTypeCode(SqlTypes.ARRAY)
	@Column(columnDefinition = "text[]")
	private List<String> skills = List.of();

	@ElementCollection
	@BatchSize(size = 100)
	@CollectionTable(name = "agent_alias",
			joinColumns = { @JoinColumn(name = "tenant_id", referencedColumnName = "tenantId"),
					@JoinColumn(name = "agent", referencedColumnName = "code") })
	@Column(name = "alias")
	private Set<String> aliases = new HashSet<>();

	void set(AgentEntry entry) {
		set(entry.name(), entry.active());
		this.edited = true;
		this.team = entry.team();
		this.skills = entry.skills();
		this.aliases.retainAll(entry.aliases());
		this.aliases.addAll(entry.aliases());
	}

	/// Whether somebody has put the agent or an alias of it; all others only calls have
	/// named.
	boolean isEdited() {
		return this.edited || !this.aliases.isEmpty();
	}

	AgentEntry entry() {
		return new AgentEntry(code(), name(), active(), this.team, this.skills,
				this.aliases.stream().sorted().toList());
	}

}
