package io.callmeter.privacy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.call.Call;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.ingest.CallIngest;
import io.callmeter.tenant.Bulkhead;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What people may ask of data about them, over HTTP. Numbers come in bodies: paths and queries end up in logs.
@RestController
@Tag(name = "Privacy", description = "Erase and export personal data, and manage legal holds.")
class PrivacyController {

	private static final Logger log = LoggerFactory.getLogger(PrivacyController.class);

	private static final String NDJSON = "application/x-ndjson";

	private static final int AT_ONCE = 500;

	private final Subjects subjects;

	private final Erasures erasures;

	private final CallIngest calls;

	private final Audit audit;

	private final JsonMapper json;

	private final Bulkhead bulkhead;

	PrivacyController(Subjects subjects, Erasures erasures, CallIngest calls, Audit audit, JsonMapper json,
			Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
		this.subjects = subjects;
		this.erasures = erasures;
		this.calls = calls;
		this.audit = audit;
		this.json = json;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "eraseSubject", summary = "Erase a customer",
			description = """
					Erases the personal data of a phone number, or of everybody who called about a case: numbers, attributes, recording \
					links, transfer targets, and the number in any text. The calls and all metrics stay, calls on legal hold are left \
					unchanged, and numbers of the contact centre or in codes are refused unless `keepCodes` is true. Later deliveries do \
					not restore anything; the request is written to the audit log without the number.""")
	@ApiResponse(responseCode = "200", description = "Result of the erasure")
	@ApiResponse(responseCode = "400", description = "Invalid number or case")
	@ApiResponse(responseCode = "409",
			description = "The number belongs to the contact centre, or is part of codes, which `codes` lists")
	@PostMapping(path = "/v1/erasures", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Erased erase(Caller caller, @RequestBody WantedErasure wanted) {
		return this.bulkhead.within(caller.tenant().id(),
				() -> this.erasures.erase(caller, wanted.subject(), wanted.keepsCodes()));
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "exportSubject", summary = "Export the data of a customer",
			description = """
					Exports all calls of a phone number, or of everybody who called about a case, one call per line with its legs and \
					unmasked numbers, oldest first. Also requires the scope `pii:read`. The request is written to the audit log \
					without the number.""")
	@ApiResponse(responseCode = "200", description = "The calls",
			content = @Content(mediaType = NDJSON, schema = @Schema(type = "string")))
	@PostMapping(path = "/v1/exports", consumes = MediaType.APPLICATION_JSON_VALUE, produces = NDJSON)
	void export(Caller caller, @RequestBody Subject subject, HttpServletResponse response) {
		if (!caller.seesNumbers()) {
			throw new RequestProblem(Problem.FORBIDDEN, null, null, "An export shows phone numbers and needs the scope "
					+ Scope.PII_READ + " too. Ask an administrator for a key that has it.");
		}
		this.bulkhead.runWithin(caller.tenant().id(), () -> write(caller, subject, response));
	}

	private void write(Caller caller, Subject subject, HttpServletResponse response) {
		Subjects.Found found = this.subjects.find(caller.tenant(), subject);
		List<String> callIds = List.copyOf(found.calls().keySet());
		this.audit.add(caller, "exports.request", Map.of("by", (found.caseId() != null) ? "caseId" : "number",
				"customerIds", found.customers(), "calls", callIds.size()));
		response.setContentType(NDJSON);
		try {
			OutputStream lines = response.getOutputStream();
			for (int i = 0; i < callIds.size(); i += AT_ONCE) {
				for (Call call : this.calls.find(caller.tenant(),
						callIds.subList(i, Math.min(callIds.size(), i + AT_ONCE)))) {
					lines.write(this.json.writeValueAsBytes(call.withNumbersAsSent()));
					lines.write('\n');
				}
			}
			lines.flush();
		}
		catch (IOException | UncheckedIOException gone) {
			log.debug("The client left before its last line", gone);
		}
	}

}
