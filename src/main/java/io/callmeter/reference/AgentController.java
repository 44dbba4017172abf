package io.callmeter.reference;

import java.util.List;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/agents", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Agents", description = "Manage agents. The first call with a new code creates its agent.")
class AgentController extends ReferenceController<Agent, AgentEntry> {

	private final Agents agents;

	private final Codes codes;

	AgentController(Agents agents, Edits edits, Codes codes) {
		super(Kind.AGENT, agents, edits);
		this.agents = agents;
		this.codes = codes;
	}

	@Override
	Agent make() {
		return new Agent();
	}

	@Override
	void fill(Tenant tenant, Agent row, String code, AgentEntry entry) {
		if (entry.aliases().contains(code)) {
			throw RequestProblem.invalid("aliases", code,
					"The alias '" + code + "' is the agent's own code; leave it out.");
		}
		for (Codes.Alias own : this.codes.aliasesOfOthers(tenant.id(), code, List.of(code))) {
			throw new RequestProblem(Problem.CONFLICT, "code", code, "'" + code + "' is an alias of agent '"
					+ own.agent() + "'; put that agent, or take the alias from there first.");
		}
		for (Codes.Alias other : this.codes.aliasesOfOthers(tenant.id(), code, entry.aliases())) {
			throw new RequestProblem(Problem.CONFLICT, "aliases", other.alias(), "The alias '" + other.alias()
					+ "' belongs to the agent '" + other.agent() + "'. Remove it there first.");
		}
		for (Agent other : this.agents.findByTenantIdAndCodeIn(tenant.id(), entry.aliases())) {
			requireMadeByCalls(other);
			this.agents.delete(other);
		}
		row.set(entry);
	}

	/// What a call has named may turn out to be another code of somebody.
	private static void requireMadeByCalls(Agent alias) {
		if (alias.isEdited()) {
			throw new RequestProblem(Problem.CONFLICT, "aliases", alias.code(), "The alias '" + alias.code()
					+ "' is the code of another agent. Delete that agent first, or leave the alias out.");
		}
	}

	@Override
	List<AgentEntry> shown(Tenant tenant, List<Agent> rows) {
		return rows.stream().map(Agent::entry).toList();
	}

	@Override
	public AgentEntry example() {
		return new AgentEntry("alice.adams", "Alice Adams", true, "north", List.of("english", "french"),
				List.of("SIP/101"));
	}

}
