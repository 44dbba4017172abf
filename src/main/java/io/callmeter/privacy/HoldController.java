package io.callmeter.privacy;

import java.util.List;
import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Fields;
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
@Tag(name = "Privacy", description = "What people may ask of data about them, and what must be kept all the same.")
class HoldController {

	private static final int MOST = 1000;

	private final Holds holds;

	private final Audit audit;

	HoldController(Holds holds, Audit audit) {
		this.audit = audit;
		this.holds = holds;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listHolds", summary = "List held calls",
			description = "In the order of their ids; the last callId of a page is the value of `after` for the following one. What "
					+ "looks like a phone number in a reason is masked without the scope `pii:read`.")
	@ApiResponse(responseCode = "200", description = "The holds")
	@GetMapping
	List<Hold> list(Caller caller,
			@Parameter(description = "Only calls behind this one.") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "How many at most.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit,
			@Parameter(hidden = true) HttpServletRequest request) {
		if (limit < 1 || limit > MOST) {
			throw RequestProblem.invalid("limit", String.valueOf(limit),
					"limit is " + limit + "; it goes from 1 to " + MOST + ".");
		}
		List<Hold> found = this.holds.after(caller.tenant(), (after != null) ? after : "", limit);
		if (caller.seesNumbers() && found.stream().anyMatch(Hold::hasNumber)) {
			this.audit.addUnmasked(caller, request, Map.of());
		}
		return found.stream().map((hold) -> shown(caller, hold)).toList();
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "getHold", summary = "Why a call is held")
	@ApiResponse(responseCode = "200", description = "The hold")
	@ApiResponse(responseCode = "404", description = "The call is not held")
	@GetMapping("/{callId}")
	Hold get(Caller caller,
			@Parameter(description = "The source's id of the call.", example = "tour-2") @PathVariable String callId,
			@Parameter(hidden = true) HttpServletRequest request) {
		Hold hold = held(caller, callId);
		if (caller.seesNumbers() && hold.hasNumber()) {
			this.audit.addUnmasked(caller, request,
					Map.of("callId", this.holds.lastingId(caller.tenant(), hold.callId())));
		}
		return hold;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "placeHold", summary = "Hold a call",
			description = "While it is held, the call is neither erased nor deleted nor dropped for its age. Deliveries and patches add "
					+ "what it has not yet; one that would overwrite or take away what it has is refused, "
					+ "reason `ON_HOLD`, and any of a call older than calls are kept, reason `EXPIRED`. "
					+ "Placed again, it says anew why.")
	@ApiResponse(responseCode = "200", description = "The call was held before")
	@ApiResponse(responseCode = "201", description = "The call is held now")
	@ApiResponse(responseCode = "404", description = "There is no such call")
	@PutMapping(path = "/{callId}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Hold> place(Caller caller,
			@Parameter(description = "The source's id of the call.", example = "tour-2") @PathVariable String callId,
			@RequestBody Wanted wanted) {
		boolean isNew = this.holds.place(caller, callId, wanted.checkedReason())
			.orElseThrow(() -> RequestProblem.notFound("callId", callId,
					"There is no call '" + callId + "' to hold; send its id as the source does."));
		return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(held(caller, callId));
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "releaseHold", summary = "Release a call",
			description = "It may be erased and deleted again; an erasure that was kept from it has to be asked for anew.")
	@ApiResponse(responseCode = "204", description = "The call is not held any more")
	@ApiResponse(responseCode = "404", description = "The call is not held")
	@DeleteMapping("/{callId}")
	ResponseEntity<Void> release(Caller caller,
			@Parameter(description = "The source's id of the call.", example = "tour-2") @PathVariable String callId) {
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
				"The call '" + callId + "' is not held; GET /v1/holds lists those that are.");
	}

	/// A hold as it is sent.
	@Schema(name = "WantedHold", description = "Why a call must be kept.",
			example = "{\"reason\": \"Complaint before the ombudsman\"}")
	record Wanted(@Schema(description = "Why it must be kept, without a phone number.", maxLength = 1000,
			example = "Complaint before the ombudsman") @Nullable String reason) {

		private static final int LONGEST_REASON = 1000;

		String checkedReason() {
			return Fields.words("reason", this.reason, LONGEST_REASON);
		}

	}

}
