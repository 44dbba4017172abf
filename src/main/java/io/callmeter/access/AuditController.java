package io.callmeter.access;

import java.util.List;

import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What was done in the caller's tenant that has to be answered for.
@RestController
@RequestMapping(path = "/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access", description = "Keys and tenants, and what was done that has to be answered for.")
class AuditController {

	private static final int MOST = 1000;

	private final Audit audit;

	AuditController(Audit audit) {
		this.audit = audit;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listAudit", summary = "List what was done",
			description = "The latest first; the least entryId of a page is the value of `before` for the following one. Entries "
					+ "are never changed or removed.")
	@ApiResponse(responseCode = "200", description = "The entries")
	@GetMapping
	List<Audit.Entry> list(Tenant tenant,
			@Parameter(description = "Only entries before this one.") @RequestParam(
					defaultValue = "9223372036854775807") long before,
			@Parameter(description = "How many at most.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit) {
		if (limit < 1 || limit > MOST) {
			throw RequestProblem.invalid("limit", String.valueOf(limit),
					"limit is " + limit + "; it goes from 1 to " + MOST + ".");
		}
		return this.audit.before(tenant, before, limit);
	}

}
