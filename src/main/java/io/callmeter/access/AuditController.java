package io.callmeter.access;

import io.callmeter.http.Page;
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
@Tag(name = "Access", description = "API keys, tenants and the audit log.")
class AuditController {

	private final Audit audit;

	AuditController(Audit audit) {
		this.audit = audit;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listAuditEntries", summary = "List the audit log",
			description = "Latest entries first. If there are more, send the `next` of the answer as `next` for the next page. "
					+ "Entries are never changed or deleted.")
	@ApiResponse(responseCode = "200", description = "The entries")
	@GetMapping
	Page<Audit.Entry> list(Tenant tenant,
			@Parameter(description = "The `next` of the previous page.") @RequestParam(defaultValue = "") String next,
			@Parameter(description = "Maximum number of entries.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit) {
		int most = Page.checked(limit);
		return Page.of(this.audit.before(tenant, entry(next), most + 1), most,
				(last) -> String.valueOf(last.entryId()));
	}

	/// The entry that the page before ended with.
	private static long entry(String next) {
		try {
			return next.isEmpty() ? Long.MAX_VALUE : Long.parseLong(next);
		}
		catch (NumberFormatException ex) {
			throw Page.unknownPlace(next);
		}
	}

}
