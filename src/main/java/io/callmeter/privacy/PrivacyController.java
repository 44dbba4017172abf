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
@Tag(name = "Privacy", description = "What people may ask of data about them, and what must be kept all the same.")
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
	@Operation(operationId = "erase", summary = "Erase a person",
			description = """
					By a number, or by a case for everybody who called about it. Their calls lose the customer's number, attributes, \
					recording link and transfers to the number; other texts of any call lose the number in any notation, and those \
					that figures may be grouped by (source, trunk, disposition, case, skill, reason) get a random word in its place. \
					Ids of calls and legs that have it are replaced, and found all the same by whoever sends \
					them. In names of reference data the number is hidden with a display name before it, and agents lose aliases that have it. \
					Calls and all figures stay: the random customer id that stands for the number is kept, the number is taken from \
					it. Later deliveries of these calls do not bring anything back: of them no text is taken that has what looks like a \
					phone number. A new call of the number is somebody new's. Held \
					calls (`/v1/holds`) are left as they are; erase again once they are released. A number of the centre is refused, \
					and one that is in codes by which the centre counts (queues, agents, campaigns, menus, calendars, targets), unless \
					`keepCodes` says to erase all else: answered 200 without it, and without held calls, the number is nowhere any more. \
					Asked again, it does what is left to do. Request and result are audited, without the number.""")
	@ApiResponse(responseCode = "200", description = "What was erased")
	@ApiResponse(responseCode = "400", description = "Nobody can be meant")
	@ApiResponse(responseCode = "409",
			description = "The number is one of the centre, or in codes, which `codes` lists")
	@PostMapping(path = "/v1/erasures", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Erased erase(Caller caller, @RequestBody WantedErasure wanted) {
		return this.bulkhead.within(caller.tenant().id(),
				() -> this.erasures.erase(caller, wanted.subject(), wanted.keepsCodes()));
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "export", summary = "Export all data of a person",
			description = """
					By a number, or by a case for everybody who called about it: one call a line with its legs, and with its numbers as \
					they were sent, the earliest first, in the form in which calls are sent. Needs the scope `pii:read`, too. The \
					request is audited, without the number.""")
	@ApiResponse(responseCode = "200", description = "The calls",
			content = @Content(mediaType = NDJSON, schema = @Schema(type = "string")))
	@PostMapping(path = "/v1/exports", consumes = MediaType.APPLICATION_JSON_VALUE, produces = NDJSON)
	void export(Caller caller, @RequestBody Subject subject, HttpServletResponse response) {
		if (!caller.seesNumbers()) {
			throw new RequestProblem(Problem.FORBIDDEN, null, null,
					"An export shows numbers; ask an administrator for a key with the scope " + Scope.PII_READ
							+ ", too.");
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
