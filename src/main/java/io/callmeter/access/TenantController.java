package io.callmeter.access;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.callmeter.http.Fields;
import io.callmeter.http.Page;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Tenants: an operator makes them, an administrator changes their own.
@RestController
@RequestMapping(path = "/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access", description = "API keys, tenants and the audit log.")
class TenantController {

	private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

	private final Tenants tenants;

	private final TenantTransactions transactions;

	private final Keys keys;

	private final Audit audit;

	TenantController(Tenants tenants, TenantTransactions transactions, Keys keys, Audit audit) {
		this.tenants = tenants;
		this.transactions = transactions;
		this.keys = keys;
		this.audit = audit;
	}

	@Requires({ Scope.OPERATOR, Scope.ADMIN })
	@Operation(operationId = "listTenants", summary = "List tenants",
			description = "Operators see all tenants, administrators their own.")
	@ApiResponse(responseCode = "200", description = "The tenants")
	@GetMapping
	Page<Shown> list(Caller caller) {
		return Page.whole(
				this.tenants.entries().stream().filter((entry) -> isFor(caller, entry.code())).map(Shown::of).toList());
	}

	@Requires({ Scope.OPERATOR, Scope.ADMIN })
	@Operation(operationId = "getTenant", summary = "Get a tenant",
			description = "Operators see all tenants, administrators their own.")
	@ApiResponse(responseCode = "200", description = "The tenant")
	@ApiResponse(responseCode = "404", description = "Unknown tenant")
	@GetMapping("/{tenant}")
	Shown get(Caller caller,
			@Parameter(description = "Code of the tenant.", example = "default") @PathVariable String tenant) {
		return Shown.of(entry(caller, tenant));
	}

	@Requires({ Scope.OPERATOR, Scope.ADMIN })
	@Operation(operationId = "putTenant", summary = "Create or replace a tenant",
			description = "Operators create and change tenants, administrators change their own. A new time zone rebuilds the rollups "
					+ "in the background; until then queries are answered from single calls. The change is written to "
					+ "the audit log.")
	@ApiResponse(responseCode = "200", description = "The tenant was replaced")
	@ApiResponse(responseCode = "201", description = "The tenant was created")
	@ApiResponse(responseCode = "404", description = "Unknown tenant, and the caller may not create one")
	@PutMapping(path = "/{tenant}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Shown> put(Caller caller,
			@Parameter(description = "Code of the tenant: lower-case letters, digits and hyphens.",
					example = "default") @PathVariable String tenant,
			@RequestBody Wanted wanted) {
		if (!isFor(caller, tenant)) {
			throw unknown(tenant);
		}
		if (!CODE.matcher(tenant).matches()) {
			throw RequestProblem.invalid("tenant", tenant,
					"Invalid tenant '" + tenant + "'. Expected at most 63 lower-case letters, digits and hyphens.");
		}
		Tenants.Entry entry = wanted.entry(tenant);
		boolean made = this.transactions.write(caller.tenant(), (_) -> stored(caller, entry));
		this.keys.forget();
		return ResponseEntity.status(made ? HttpStatus.CREATED : HttpStatus.OK).body(Shown.of(entry));
	}

	@Requires(Scope.OPERATOR)
	@Operation(operationId = "createKeyOfTenant", summary = "Create a key for a tenant",
			description = "For example the first key of its administrator. The key is shown only once.")
	@ApiResponse(responseCode = "201", description = "The key")
	@ApiResponse(responseCode = "404", description = "Unknown tenant")
	@PostMapping(path = "/{tenant}/keys", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Keys.Made createKey(Caller caller,
			@Parameter(description = "Code of the tenant.", example = "default") @PathVariable String tenant,
			@RequestBody KeyController.Wanted wanted) {
		Tenant found = this.tenants.find(tenant).orElseThrow(() -> unknown(tenant));
		return wanted.make(this.keys, caller, found);
	}

	/// Stores a tenant and writes it down, in the caller's tenant and in the one that it
	/// is; answers whether it is new.
	private boolean stored(Caller caller, Tenants.Entry entry) {
		boolean made = this.tenants.put(entry);
		String action = made ? "tenants.create" : "tenants.change";
		Map<String, String> detail = Map.of("tenant", entry.code(), "name", entry.name(), "timeZone",
				Objects.requireNonNullElse(entry.timeZone(), ""));
		this.audit.add(caller, action, detail);
		Tenant stored = this.tenants.find(entry.code()).orElseThrow();
		if (stored.id() != caller.tenant().id()) {
			this.audit.add(stored, caller.name(), action, detail);
		}
		return made;
	}

	private Tenants.Entry entry(Caller caller, String code) {
		return this.tenants.entries()
			.stream()
			.filter((entry) -> entry.code().equals(code) && isFor(caller, code))
			.findFirst()
			.orElseThrow(() -> unknown(code));
	}

	private static boolean isFor(Caller caller, String tenant) {
		return caller.may(Scope.OPERATOR) || caller.tenant().code().equals(tenant);
	}

	private static RequestProblem unknown(String tenant) {
		return RequestProblem.notFound("tenant", tenant,
				"Unknown tenant '" + tenant + "'. GET /v1/tenants lists those that you may see.");
	}

	/// As answers show it.
	@Schema(name = "Tenant", description = "An organisation whose data are separate from all others.")
	record Shown(
			@Schema(description = "Code of the tenant, also a label of its metrics.", example = "default") String code,
			@Schema(description = "Display name.", example = "Default tenant") String name,
			@Schema(description = "IANA time zone; null for that of the service.",
					example = "Europe/Paris") @Nullable String timeZone) {

		static Shown of(Tenants.Entry entry) {
			return new Shown(entry.code(), entry.name(), entry.timeZone());
		}

	}

	/// As it is sent.
	@Schema(name = "WantedTenant", description = "A tenant to create or replace.",
			example = "{\"name\": \"Default tenant\"}")
	record Wanted(@Schema(description = "Display name; by default the code.", maxLength = 128) @Nullable String name,
			@Schema(description = "IANA time zone; by default that of the service.",
					example = "Europe/Paris") @Nullable String timeZone) {

		private static final int LONGEST_NAME = 128;

		Tenants.Entry entry(String code) {
			String shown = (this.name == null || this.name.isBlank()) ? code
					: Fields.words("name", this.name, LONGEST_NAME);
			return new Tenants.Entry(code, shown, Fields.zone(this.timeZone));
		}

	}

}
