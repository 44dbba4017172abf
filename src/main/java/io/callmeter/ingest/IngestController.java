package io.callmeter.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall;
import io.callmeter.http.BodyGivenUp;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.source.json.CallJson;
import io.callmeter.source.json.JsonCallDecoder;
import io.callmeter.source.json.NdjsonCallDecoder;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Calls by HTTP: many at once by POST, one at a time by its id.
@RestController
@RequestMapping("/v1/calls")
@Tag(name = "Calls", description = "Calls in, merged with what is stored; answered after the commit.")
class IngestController {

	static final String NDJSON = "application/x-ndjson";

	private static final String IN_LINES = "send the calls one a line as application/x-ndjson, of which there may be "
			+ "any number";

	private static final String IN_PARTS = "send the call in parts, leg by leg, by POST";

	private static final String MERGE_PATCH = "application/merge-patch+json";

	private final CallIngest ingest;

	private final CallJson json;

	private final JsonCallDecoder jsonDecoder;

	private final NdjsonCallDecoder ndjsonDecoder;

	private final IngestProperties properties;

	private final Audit audit;

	IngestController(CallIngest ingest, CallJson json, JsonCallDecoder jsonDecoder, NdjsonCallDecoder ndjsonDecoder,
			IngestProperties properties, Audit audit) {
		this.ingest = ingest;
		this.json = json;
		this.jsonDecoder = jsonDecoder;
		this.ndjsonDecoder = ndjsonDecoder;
		this.properties = properties;
		this.audit = audit;
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "postCalls", summary = "Send calls",
			description = """
					One call, an array of calls, or a stream of any length with one call a line (NDJSON), plain or gzip.
					Fields given overwrite what is stored, legs are matched by `legId`, everything else stays: so a source may send
					a call when it starts and each leg when it ends, in any order and more than once. A record that cannot be
					stored spoils no other; the report names its line, field, value and remedy. Of a held call nothing is
					overwritten (`ON_HOLD`).
					Times are instants with an offset, by ISO 8601: `2026-11-16T09:00:00Z`, `2026-11-16 10:00:00.5+01`; what is finer
					than a microsecond is cut. An empty text is the same as `null` (but an empty number is a withheld one, and an
					empty attribute is kept), numbers may be in quotes, and constants in any case. Codes are compared in Unicode's
					composed form, without blanks around them; characters that nobody sees are refused in them. Times that contradict
					each other by less than a second, as whole seconds do beside milliseconds, are moved to be in order, a leg's
					within its call (`adjusted`); more is refused. Several objects that are no array are refused as a whole.
					Answered after the commit: what the report counts is stored. Sending the same again changes nothing.""",
			requestBody = @RequestBody(required = true, content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = Call.class),
							examples = { @ExampleObject(name = "one", summary = "One answered call", ref = "call"),
									@ExampleObject(name = "several", summary = "A transfer and an abandoned call",
											ref = "calls") }),
					@Content(mediaType = NDJSON, schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "lines", summary = "One call a line",
									ref = "calls-lines")) }),
			responses = {
					@ApiResponse(responseCode = "200", description = "At least one record was stored or known.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = IngestReport.class))),
					@ApiResponse(responseCode = "422",
							description = "No record was stored or known; the problem carries the report.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "413", description = "A JSON document that is too large.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "503",
							description = "The database went away, or more comes in than it commits; the problem carries the "
									+ "report so far and `nextLine`.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PostMapping(consumes = { MediaType.APPLICATION_JSON_VALUE, NDJSON, "application/ndjson", "application/jsonl",
			"application/x-jsonlines" }, produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Object> post(Caller caller, @Parameter(hidden = true) HttpServletRequest request)
			throws IOException {
		boolean document = MediaType.APPLICATION_JSON
			.isCompatibleWith(MediaType.parseMediaType(request.getContentType()));
		IngestReport report;
		try (InputStream body = document ? Body.atMost(this.properties.maxBody(), IN_LINES, request)
				: Body.unlimited(request)) {
			report = this.ingest.ingest(caller.tenant(), caller.seesNumbers(), body,
					document ? this.jsonDecoder : this.ndjsonDecoder);
		}
		return answer(report);
	}

	/// The answer to a whole request of calls in any format.
	static ResponseEntity<Object> answer(IngestReport report) {
		if (report.received() == 0) {
			throw new RequestProblem(Problem.EMPTY_BODY, "body", null,
					"The body has no record; send at least one call.");
		}
		if (!report.anyTaken()) {
			throw new RequestProblem(Problem.UNPROCESSABLE, null, null,
					((report.received() == 1) ? "The record cannot be stored"
							: "None of the " + report.received() + " records can be stored")
							+ "; rejected says what to mend.")
				.with("received", report.received())
				.with("rejectedCount", report.rejectedCount())
				.with("rejectedBy", report.rejectedBy())
				.with("rejected", report.rejected());
		}
		return ResponseEntity.ok(report);
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "putCall", summary = "Replace a call",
			description = "Replaces all that the dialer owns; the CRM's fields stay. An older revision only fills what is empty. "
					+ "Of a held call nothing is overwritten or taken away.",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = Call.class),
							examples = @ExampleObject(name = "one", summary = "One answered call", ref = "call"))),
			responses = {
					@ApiResponse(responseCode = "200", description = "The call was stored before.",
							content = @Content(schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "201", description = "The call is new.",
							content = @Content(schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "409",
							description = "The call is held and keeps what it has; see `/v1/holds`.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PutMapping(path = "/{callId}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Result> put(Tenant tenant,
			@Parameter(description = "The source's id of the call.", example = "tour-1") @PathVariable String callId,
			@Parameter(hidden = true) HttpServletRequest request) {
		Call call;
		try {
			JsonNode node = read(request);
			if (node instanceof ObjectNode object && !object.has("callId")) {
				object.put("callId", callId);
			}
			call = this.json.call(node);
			if (!call.callId().equals(callId)) {
				throw RequestProblem.invalid("callId", call.callId(), "The body speaks of the call '" + call.callId()
						+ "', the path of '" + callId + "'; send the same id, or none in the body.");
			}
		}
		catch (InvalidCall why) {
			throw CallIngest.invalid(why);
		}
		Effect.Done effect = this.ingest.apply(tenant, new Change.Replace(call));
		return ResponseEntity.status((effect == Effect.Done.CREATED) ? HttpStatus.CREATED : HttpStatus.OK)
			.body(new Result(callId, effect));
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "patchCall", summary = "Say what the CRM knows",
			description = """
					JSON Merge Patch of disposition, caseId, resolved, converted, conversionValue, currency and csat. What is patched
					wins over what the dialer sends, whenever either arrives; `null` or an empty text gives the field back to the dialer. A patch may
					come before its call and then waits for it.""",
			requestBody = @RequestBody(required = true,
					content = { @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = CrmFields.class),
							examples = @ExampleObject(name = "sale", summary = "Resolved, and a sale",
									ref = "patch")) }),
			responses = {
					@ApiResponse(responseCode = "200", description = "The call is stored with it.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "202", description = "It waits for its call.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "404", description = "The call was deleted.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "409",
							description = "The call is held and keeps what it has; see `/v1/holds`.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PatchMapping(path = "/{callId}", consumes = { MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Result> patch(Tenant tenant,
			@Parameter(description = "The source's id of the call.", example = "tour-1") @PathVariable String callId,
			@Parameter(hidden = true) HttpServletRequest request) {
		UnaryOperator<CrmFields> patch;
		try {
			patch = this.json.patch(read(request));
			Call.checkCallId(callId);
		}
		catch (InvalidCall why) {
			throw CallIngest.invalid(why);
		}
		Effect.Done effect = this.ingest.apply(tenant, new Change.Patch(callId, patch));
		if (effect == Effect.Done.UNKNOWN) {
			throw RequestProblem.notFound("callId", callId,
					"The call '" + callId + "' was deleted; a PUT brings it back, then patch it.");
		}
		return ResponseEntity.status((effect == Effect.Done.WAITING) ? HttpStatus.ACCEPTED : HttpStatus.OK)
			.body(new Result(callId, effect));
	}

	@Requires(Scope.CALLS_READ)
	@Operation(operationId = "getCall", summary = "One call",
			description = "The call with its legs, the CRM's fields over the dialer's, and the outcome it counts under (none while in "
					+ "progress). Numbers are masked; with the scope `pii:read` they are not, and the audit says who read "
					+ "them.",
			responses = {
					@ApiResponse(responseCode = "200", description = "The call.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Call.class))),
					@ApiResponse(responseCode = "404", description = "There is no such call.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@GetMapping(path = "/{callId}", produces = MediaType.APPLICATION_JSON_VALUE)
	Call get(Caller caller,
			@Parameter(description = "The source's id of the call.", example = "tour-1") @PathVariable String callId) {
		Call call = this.ingest.find(caller.tenant(), callId).orElseThrow(() -> notFound(callId));
		if (!caller.seesNumbers()) {
			return call.masked();
		}
		this.audit.add(caller, "calls.read-unmasked", Map.of("callId", call.lastingId()));
		return call;
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "deleteCall", summary = "Delete a call",
			description = "The call counts no more. Later deliveries by POST are stale; a PUT brings it back.",
			responses = { @ApiResponse(responseCode = "204", description = "The call is gone."),
					@ApiResponse(responseCode = "404", description = "There is no such call.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "409",
							description = "The call is held, see `/v1/holds`; or it has expired and goes by itself "
									+ "(reason `EXPIRED`).",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@DeleteMapping("/{callId}")
	ResponseEntity<Void> delete(Tenant tenant,
			@Parameter(description = "The source's id of the call.", example = "tour-1") @PathVariable String callId) {
		try {
			Call.checkCallId(callId);
		}
		catch (InvalidCall why) {
			throw notFound(callId);
		}
		if (this.ingest.apply(tenant, new Change.Delete(callId)) == Effect.Done.UNKNOWN) {
			throw notFound(callId);
		}
		return ResponseEntity.noContent().build();
	}

	private static RequestProblem notFound(String callId) {
		return RequestProblem.notFound("callId", callId, "There is no call '" + callId + "'.");
	}

	/// The one JSON value of a body that is not longer than a line of a stream may be.
	private JsonNode read(HttpServletRequest request) {
		try (InputStream body = Body.atMost(this.properties.maxLine(), IN_PARTS, request)) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			body.transferTo(bytes);
			if (bytes.size() == 0) {
				throw new RequestProblem(Problem.EMPTY_BODY, "body", null, "The body is empty; send a JSON object.");
			}
			return CallJson.parse(bytes.toByteArray(), 0, bytes.size());
		}
		catch (BodyTooLarge ex) {
			throw new RequestProblem(Problem.BODY_TOO_LARGE, "body", null, ex.getMessage());
		}
		catch (BodyGivenUp ex) {
			throw ex.problem();
		}
		catch (IOException ex) {
			throw new RequestProblem(Problem.UNREADABLE_BODY, "body", null, "The body broke off; send it again.");
		}
	}

	/// What a change of one call did.
	@Schema(name = "CallResult", description = "What a change of one call did.")
	record Result(@Schema(description = "The call.", example = "tour-1") String callId,
			@Schema(description = "What was done.", example = "UPDATED") Effect.Done effect) {
	}

}
