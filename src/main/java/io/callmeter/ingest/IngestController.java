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
@Tag(name = "Calls", description = "Send, read, correct and list calls.")
class IngestController {

	static final String NDJSON = "application/x-ndjson";

	private static final String IN_LINES = "Send the calls one per line as application/x-ndjson, which may have any "
			+ "length";

	private static final String IN_PARTS = "Send the call in parts, leg by leg, with POST";

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
					Takes one call, an array of calls, or a stream of any length with one call per line (NDJSON), optionally gzip. \
					The fields that are sent overwrite stored ones and legs are matched by `legId`, so calls may be sent in parts, in \
					any order and more than once. A rejected record does not affect others: the report has its line, field, value and \
					remedy, and counts only what is committed. \
					Examples are in the [cookbook](/docs/COOKBOOK.md).""",
			requestBody = @RequestBody(required = true, content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(oneOf = { Call.class, Call[].class }),
							examples = { @ExampleObject(name = "one", summary = "One answered call", ref = "call"),
									@ExampleObject(name = "several", summary = "A transfer and an abandoned call",
											ref = "calls") }),
					@Content(mediaType = NDJSON, schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "lines", summary = "One call per line",
									ref = "calls-lines")) }),
			responses = {
					@ApiResponse(responseCode = "200", description = "At least one record is stored.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = IngestReport.class))),
					@ApiResponse(responseCode = "422",
							description = "No record is stored. The problem contains the report.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "413", description = "The JSON document is too large.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "503",
							description = "The service is overloaded or the database does not answer. The problem contains the report "
									+ "so far and `nextLine`.",
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
		return answer(report, document ? Problem.UNREADABLE_BODY : Problem.UNPROCESSABLE);
	}

	/// The answer to a whole request of calls in any format.
	/// @param malformed the problem of a body that has no record that can be read
	static ResponseEntity<Object> answer(IngestReport report, Problem malformed) {
		if (report.received() == 0) {
			throw new RequestProblem(Problem.EMPTY_BODY, "body", null, "The body is empty. Send at least one call.");
		}
		if (!report.anyTaken()) {
			throw report.problem(report.isMalformed() ? malformed : Problem.UNPROCESSABLE)
				.with("received", report.received())
				.with("rejectedCount", report.rejectedCount())
				.with("rejectedBy", report.rejectedBy())
				.with("rejected", report.rejected());
		}
		return ResponseEntity.ok(report);
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "putCall", summary = "Replace a call",
			description = "Replaces all fields of the call except those of the CRM. An older revision only fills empty fields. "
					+ "Stored data of a call on legal hold are neither overwritten nor removed.",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = Call.class),
							examples = @ExampleObject(name = "one", summary = "One answered call", ref = "call"))),
			responses = {
					@ApiResponse(responseCode = "200", description = "The call was replaced.",
							content = @Content(schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "201", description = "The call was created.",
							content = @Content(schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "409", description = "The call is on legal hold; see `/v1/holds`.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PutMapping(path = "/{callId}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Result> put(Tenant tenant,
			@Parameter(description = "Id of the call in the source system.",
					example = "tour-1") @PathVariable String callId,
			@Parameter(hidden = true) HttpServletRequest request) {
		Call call;
		try {
			JsonNode node = read(request);
			if (node instanceof ObjectNode object && !object.has("callId")) {
				object.put("callId", callId);
			}
			call = this.json.call(node);
			if (!call.callId().equals(callId)) {
				throw RequestProblem.invalid("callId", call.callId(), "The body has the callId '" + call.callId()
						+ "', the path '" + callId + "'. Send the same, or leave callId out of the body.");
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
	@Operation(operationId = "patchCall", summary = "Update CRM fields of a call",
			description = """
					JSON Merge Patch of disposition, caseId, resolved, converted, conversionValue, currency and csat. These values
					take precedence over those of the dialer; `null` or an empty string restores the dialer's value. A patch that
					arrives before its call waits for it.""",
			requestBody = @RequestBody(required = true,
					content = { @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = CrmFields.class),
							examples = @ExampleObject(name = "sale", summary = "Resolved, and a sale",
									ref = "patch")) }),
			responses = {
					@ApiResponse(responseCode = "200", description = "The call was updated.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "202", description = "The patch waits for its call.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Result.class))),
					@ApiResponse(responseCode = "404", description = "The call was deleted.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "409", description = "The call is on legal hold; see `/v1/holds`.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PatchMapping(path = "/{callId}", consumes = { MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Result> patch(Tenant tenant,
			@Parameter(description = "Id of the call in the source system.",
					example = "tour-1") @PathVariable String callId,
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
					"The call '" + callId + "' was deleted. PUT it first, then patch it.");
		}
		return ResponseEntity.status((effect == Effect.Done.WAITING) ? HttpStatus.ACCEPTED : HttpStatus.OK)
			.body(new Result(callId, effect));
	}

	@Requires(Scope.CALLS_READ)
	@Operation(operationId = "getCall", summary = "Get a call",
			description = "The call with its legs, with CRM fields taking precedence, and with its outcome once it has ended. "
					+ "Phone numbers are masked without the scope `pii:read`; with it the access is written to the audit "
					+ "log.",
			responses = {
					@ApiResponse(responseCode = "200", description = "The call.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = Call.class))),
					@ApiResponse(responseCode = "404", description = "Unknown call.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@GetMapping(path = "/{callId}", produces = MediaType.APPLICATION_JSON_VALUE)
	Call get(Caller caller, @Parameter(description = "Id of the call in the source system.",
			example = "tour-1") @PathVariable String callId) {
		Call call = this.ingest.find(caller.tenant(), callId).orElseThrow(() -> notFound(callId));
		if (!caller.seesNumbers()) {
			return call.masked();
		}
		this.audit.add(caller, "calls.read-unmasked", Map.of("callId", call.lastingId()));
		return call;
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "deleteCall", summary = "Delete a call",
			description = "The call is no longer counted. Later deliveries with POST are ignored as stale; PUT restores it.",
			responses = { @ApiResponse(responseCode = "204", description = "The call was deleted."),
					@ApiResponse(responseCode = "404", description = "Unknown call.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))),
					@ApiResponse(responseCode = "409",
							description = "The call is on legal hold, see `/v1/holds`; or it has expired and is deleted by "
									+ "retention (reason `EXPIRED`).",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@DeleteMapping("/{callId}")
	ResponseEntity<Void> delete(Tenant tenant, @Parameter(description = "Id of the call in the source system.",
			example = "tour-1") @PathVariable String callId) {
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
		return RequestProblem.notFound("callId", callId, "Unknown call '" + callId + "'. GET /v1/calls lists all.");
	}

	/// The one JSON value of a body that is not longer than a line of a stream may be.
	private JsonNode read(HttpServletRequest request) {
		try (InputStream body = Body.atMost(this.properties.maxLine(), IN_PARTS, request)) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			body.transferTo(bytes);
			if (bytes.size() == 0) {
				throw new RequestProblem(Problem.EMPTY_BODY, "body", null, "The body is empty. Send a JSON object.");
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
			throw new RequestProblem(Problem.UNREADABLE_BODY, "body", null, "The body ended early. Send it again.");
		}
	}

	/// What a change of one call did.
	@Schema(name = "CallResult", description = "Result of a change of one call.")
	record Result(@Schema(description = "Id of the call.", example = "tour-1") String callId,
			@Schema(description = "What was done.", example = "UPDATED") Effect.Done effect) {
	}

}
