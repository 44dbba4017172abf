package io.callmeter.privacy;

import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Fields;
import io.callmeter.http.Page;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Calls that must be kept, over HTTP.
@RestController
@RequestMapping(path = "/v1/holds", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Privacy", description = "Erase and export personal data, and manage legal holds.")
class HoldController {

	private final Holds holds;

	private final Audit audit;

	HoldController(Holds holds, Audit audit) {
		this.audit = audit;
		this.holds = holds;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listHolds", summary = "List legal holds",
			description = "In the order of the call ids. If there are more, send the `next` of the answer as `next` for the next "
					+ "page. Phone numbers in reasons are masked without the scope `pii:read`.")
	@ApiResponse(responseCode = "200", description = "The holds")
	@GetMapping
	Page<Hold> list(Caller caller,
			@Parameter(description = "The `next` of the previous page.") @RequestParam(defaultValue = "") String next,
			@Parameter(description = "Maximum number of holds.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit,
			@Parameter(hidden = true) HttpServletRequest request) {
		int most = Page.checked(limit);
		Page<Hold> page = Page.of(
				this.holds.after(caller.tenant(), next, most + 1).stream().map((hold) -> shown(caller, hold)).toList(),
				most, Hold::callId);
		if (caller.seesNumbers() && page.items().stream().anyMatch(Hold::hasNumber)) {
			this.audit.addUnmasked(caller, request, Map.of());
		}
		return page;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "getHold", summary = "Get a legal hold")
	@ApiResponse(responseCode = "200", description = "The hold")
	@ApiResponse(responseCode = "404", description = "The call is not on hold")
	@GetMapping("/{callId}")
	Hold get(Caller caller,
			@Parameter(description = "Id of the call in the source system.",
					example = "tour-2") @PathVariable String callId,
			@Parameter(hidden = true) HttpServletRequest request) {
		Hold hold = held(caller, callId);
		if (caller.seesNumbers() && hold.hasNumber()) {
			this.audit.addUnmasked(caller, request,
					Map.of("callId", this.holds.lastingId(caller.tenant(), hold.callId())));
		}
		return hold;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "placeHold", summary = "Place a legal hold on a call",
			description = "A call on hold is neither erased nor deleted, also not by retention. Deliveries and patches may add data; "
					+ "those that would overwrite or remove stored data are rejected with the reason `ON_HOLD`. Placing "
					+ "it again replaces the reason.")
	@ApiResponse(responseCode = "200", description = "The hold was replaced")
	@ApiResponse(responseCode = "201", description = "The hold was placed")
	@ApiResponse(responseCode = "404", description = "Unknown call")
	@PutMapping(path = "/{callId}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Hold> place(Caller caller, @Parameter(description = "Id of the call in the source system.",
			example = "tour-2") @PathVariable String callId, @RequestBody Wanted wanted) {
		boolean isNew = this.holds.place(caller, callId, wanted.checkedReason())
			.orElseThrow(() -> RequestProblem.notFound("callId", callId,
					"Unknown call '" + callId + "'. Send its id as the source system does."));
		return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(held(caller, callId));
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "releaseHold", summary = "Release a legal hold",
			description = "The call may be erased and deleted again. An earlier erasure has to be requested again.")
	@ApiResponse(responseCode = "204", description = "The hold was released")
	@ApiResponse(responseCode = "404", description = "The call is not on hold")
	@DeleteMapping("/{callId}")
	ResponseEntity<Void> release(Caller caller, @Parameter(description = "Id of the call in the source system.",
			example = "tour-2") @PathVariable String callId) {
		if (!this.holds.release(caller, callId)) {
			throw notHeld(callId);
		}
		return ResponseEntity.noContent().build();
	}

	private Hold held(Caller caller, String callId) {
		return this.holds.find(caller.tenant(), callId)
			.map((hold) -> shown(caller, hold))
			.orElseThrow(() -> notHeld(callId));
	}

	private static Hold shown(Caller caller, Hold hold) {
		return caller.seesNumbers() ? hold : hold.masked();
	}

	private static RequestProblem notHeld(String callId) {
		return RequestProblem.notFound("callId", callId,
				"The call '" + callId + "' is not on hold. GET /v1/holds lists all holds.");
	}

	/// A hold as it is sent.
	@Schema(name = "WantedHold", description = "Reason of a legal hold.",
			example = "{\"reason\": \"Complaint before the ombudsman\"}")
	record Wanted(@Schema(description = "Reason of the hold, without phone numbers.", maxLength = 1000,
			requiredMode = Schema.RequiredMode.REQUIRED,
			example = "Complaint before the ombudsman") @Nullable String reason) {

		private static final int LONGEST_REASON = 1000;

		String checkedReason() {
			return Fields.words("reason", this.reason, LONGEST_REASON);
		}

	}

}
