package io.callmeter.reference;

import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/agents", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Agents", description = "Agents by code; a call that names a code makes its agent.")
class AgentController extends NamedController<Agent> {

	AgentController(Agents agents) {
		super(Kind.AGENT, agents);
	}

}
